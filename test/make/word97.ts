import type { Document, Table } from "../../lib/document/document.ts";
import { type MadeOptions, type MadeParagraph, makeDoc, row } from "./doc.ts";

/** A report as an old Word file. */

const COLUMN = 900;

function rowsOf(table: Table): MadeParagraph[] {
  return Array.from({ length: table.rows }, (_, at) =>
    row(
      table.cells
        .filter((cell) => cell.row <= at && at < cell.row + cell.rowSpan)
        .toSorted((a, b) => a.column - b.column)
        .map((cell) => ({
          text: cell.row === at ? cell.text : "",
          right: (cell.column + cell.columnSpan) * COLUMN,
          vertical:
            cell.rowSpan === 1 ? ("single" as const) : cell.row === at ? ("first" as const) : ("continued" as const),
        })),
    ),
  ).flat();
}

/** @param altered what becomes of each paragraph, cells' ones included */
export const docOf = (
  document: Document,
  altered: (paragraph: MadeParagraph) => MadeParagraph = (paragraph) => paragraph,
  options: MadeOptions = {},
): Uint8Array =>
  makeDoc(
    document.blocks
      .flatMap((block): MadeParagraph[] => {
        if (block.kind === "table") return rowsOf(block);
        return block.kind === "paragraph" ? [{ text: block.text, mark: 13 }] : [];
      })
      .map(altered),
    options,
  );
