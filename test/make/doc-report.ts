import { MARK, markedReport } from "./altered.ts";
import { type MadeOptions, type MadeParagraph, makeDoc, row } from "./doc.ts";

const COLUMN = 900;

/** A paragraph of a cell, whose mark is as it has to be. */
export type Line = Omit<MadeParagraph, "mark">;

export interface Around extends MadeOptions {
  /** Modifiers of the figure's row; `cell` gives the place of its cell in it. */
  readonly row?: (cell: number) => readonly number[];
  /** Twips. */
  readonly left?: number;
  /** Paragraphs right before the figure's table, and after its section's heading. */
  readonly before?: readonly Line[];
  readonly after?: readonly Line[];
  /** By the positions of the figure and of the paragraphs before and after its table. */
  readonly structuresAt?: (figure: number, before: number, after: number) => MadeOptions["structures"];
}

/** A valid report as an old Word file whose figure ALTERED has the content given. */
export function reportWith(
  content: readonly Line[],
  { row: more, left, before = [], after = [], structuresAt, ...options }: Around = {},
): Uint8Array {
  let position = 0;
  let figure = 0;
  let first = 0;
  let last = 0;
  const count = (paragraphs: readonly MadeParagraph[]): readonly MadeParagraph[] => {
    for (const { text, runs } of paragraphs) position += (runs?.map((one) => one.text).join("") ?? text).length + 1;
    return paragraphs;
  };
  const prose = (lines: readonly Line[]) => lines.map((line) => ({ ...line, mark: 13 }));
  const body = markedReport().blocks.flatMap((block): readonly MadeParagraph[] => {
    if (block.kind !== "table") return block.kind === "paragraph" ? count([{ text: block.text, mark: 13 }]) : [];
    const own = block.cells.some(({ text }) => text === MARK);
    if (own) {
      first = position;
      count(prose(before));
    }
    const rows = Array.from({ length: block.rows }, (_, at) => {
      const cells = block.cells
        .filter((cell) => cell.row <= at && at < cell.row + cell.rowSpan)
        .toSorted((a, b) => a.column - b.column);
      const marked = cells.findIndex((cell) => cell.text === MARK && cell.row === at);
      if (marked >= 0)
        figure =
          position +
          cells.slice(0, marked).reduce((sum, cell) => sum + (cell.row === at ? cell.text.length : 0) + 1, 0);
      const made = cells.map((cell) => ({
        text: cell.row === at ? cell.text : "",
        ...(cell.text === MARK && { content }),
        right: (left ?? 0) + (cell.column + cell.columnSpan) * COLUMN,
        vertical:
          cell.rowSpan === 1 ? ("single" as const) : cell.row === at ? ("first" as const) : ("continued" as const),
      }));
      return count(row(made, own ? left : 0, marked >= 0 ? more?.(marked) : []));
    }).flat();
    if (own) last = position;
    return own ? [...prose(before), ...rows, ...count(prose(after))] : rows;
  });
  return makeDoc(body, { ...options, structures: { ...options.structures, ...structuresAt?.(figure, first, last) } });
}
