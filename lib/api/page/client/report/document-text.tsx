import { useEffect, useRef } from "preact/hooks";
import type { Block, Document, Place, Table } from "../../../../document/document.ts";
import type { FullReport } from "../../../schemas.ts";
import { useAnswer } from "../answers.ts";
import { Trouble } from "../parts/trouble.tsx";
import { askDocument } from "../server.ts";
import { bringInSight } from "./in-sight.ts";
import { figuresIn } from "./places.ts";

const same = (a: Place, b: Place | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is looked at, and how it is marked: itself, or what is nearest to it of what was read. */
interface Looked {
  readonly place: Place | undefined;
  readonly mark: "looked" | "near";
}

function TableAsRead({ table, looked }: { readonly table: Table; readonly looked: Looked }) {
  const rows = Array.from({ length: table.rows }, (_, row) => table.cells.filter((cell) => cell.row === row));
  return (
    <table class="read">
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell) => (
              <td
                key={cell.column}
                rowspan={cell.rowSpan}
                colspan={cell.columnSpan}
                class={same(cell.place, looked.place) ? looked.mark : undefined}
              >
                {cell.text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BlockAsRead({ block, looked }: { readonly block: Block; readonly looked: Looked }) {
  if (block.kind === "table") return <TableAsRead table={block} looked={looked} />;
  if (block.kind === "picture") return <p class="none">（图片）</p>;
  return <p class={same(block.place, looked.place) ? `${block.role} ${looked.mark}` : block.role}>{block.text}</p>;
}

/** All that was read of the document, as it stands there, with the figure that is looked at. */
function Blocks({ document: { blocks }, looked }: { readonly document: Document; readonly looked: Looked }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => bringInSight(box.current?.querySelector(`.${looked.mark}`)), [looked.place, looked.mark]);
  return (
    <div ref={box} class="document">
      {blocks.map((block, index) => (
        <BlockAsRead key={index} block={block} looked={looked} />
      ))}
    </div>
  );
}

interface TextProps {
  readonly report: FullReport;
  readonly chosen: string | null;
  readonly near: string | null;
}

export function DocumentText({ report, chosen, near }: TextProps) {
  const { answer, trouble } = useAnswer(report.id, () => askDocument(report.id));
  if (answer === null) return <Trouble message={trouble} />;
  const own = figuresIn(report, chosen)[0]?.where;
  const looked: Looked =
    own === undefined && near !== null
      ? { place: figuresIn(report, near)[0]?.where, mark: "near" }
      : { place: own, mark: "looked" };
  return <Blocks document={answer} looked={looked} />;
}
