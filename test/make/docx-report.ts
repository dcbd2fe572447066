import { MARK, markedReport } from "./altered.ts";
import { type MakeBlock, type MakeDocx, type MakeTable, makeDocx, tableOf } from "./docx.ts";

export interface Around extends Omit<MakeDocx, "body"> {
  /** Markup of the properties of the figure's cell, of its row and its table, and of a grid. */
  readonly cell?: string;
  readonly row?: string;
  readonly table?: string;
  /** Blocks right before the figure's table, and after its section's heading. */
  readonly before?: readonly MakeBlock[];
  readonly after?: readonly MakeBlock[];
}

/** A valid report as a Word file whose figure ALTERED has the content given. */
export function reportWith(
  content: readonly MakeBlock[],
  { cell, row, table, before = [], after = [], ...more }: Around = {},
): Uint8Array {
  const document = markedReport();
  const tableWith = (made: MakeTable): MakeTable => ({
    ...made,
    xml: table,
    rows: made.rows.map((line) => {
      const own = line.cells.some((one) => typeof one !== "string" && one.content === MARK);
      if (!own) return line;
      return {
        ...line,
        xml: row,
        cells: line.cells.map((one) =>
          typeof one !== "string" && one.content === MARK ? { content, xml: cell } : one,
        ),
      };
    }),
  });
  const body = document.blocks.flatMap((block): MakeBlock[] => {
    if (block.kind !== "table") return block.kind === "paragraph" ? [block.text] : [];
    const made = tableOf(block.cells, block.rows, block.columns);
    return block.cells.some(({ text }) => text === MARK)
      ? [...before, { table: tableWith(made) }, ...after]
      : [{ table: made }];
  });
  return makeDocx({ body, ...more });
}

/** A paragraph of markup, and one of a run with the properties given before "85" or instead of it. */
export const paragraph = (xml: string): MakeBlock => ({ xml: `<w:p>${xml}</w:p>` });
export const run = (text: string, properties = ""): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
