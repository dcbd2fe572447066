import type { Grid, GridCell } from "../../pages/grid.ts";
import type { CellInk } from "./cell-ink.ts";
import { figureKind } from "./figure-text.ts";
import type { Part } from "./parts.ts";

/**
 * Blank cells of a scan: a ruling that was missed, or a stroke mistaken for one, makes cells that the table does not
 * have.
 */

const BLANKS = {
  /** One narrower than this share of its row's median is no cell: a stroke mistaken for a ruling parts one. */
  narrow: 0.5,
  /** In a row of fewer cells the median says nothing. */
  fewCells: 4,
} as const;

/**
 * Whether a cell is in line with the table it stands in: its own rulings are drawn above and below, a cell right above
 * or below has the same columns, and none there is divided otherwise.
 */
export function isInLine(cell: GridCell, grid: Grid): boolean {
  const neighbours = grid.cells.filter(
    (other) =>
      other.column < endOf(cell) &&
      endOf(other) > cell.column &&
      (other.row + other.rowSpan === cell.row || other.row === cell.row + cell.rowSpan),
  );
  return (
    cell.topDrawn &&
    cell.bottomDrawn &&
    neighbours.every((other) => other.column <= cell.column && endOf(other) >= endOf(cell)) &&
    neighbours.some((other) => other.column === cell.column && other.columnSpan === cell.columnSpan) &&
    !isNarrow(cell, grid)
  );
}

const endOf = ({ column, columnSpan }: GridCell): number => column + columnSpan;

function isNarrow(cell: GridCell, { xs, cells }: Grid): boolean {
  const widthOf = (other: GridCell) => (xs[endOf(other)] ?? 0) - (xs[other.column] ?? 0);
  const widths = cells
    .filter(({ row, rowSpan }) => row <= cell.row && row + rowSpan > cell.row)
    .map(widthOf)
    .sort((a, b) => a - b);
  return widths.length >= BLANKS.fewCells && widthOf(cell) < BLANKS.narrow * (widths[widths.length >> 1] as number);
}

/** Whether a blank cell is in a figure position: right of its row's words, with no words to its right. */
export function isFigurePlace(cell: CellInk, own: readonly CellInk[], parts: ReadonlyMap<CellInk, Part>): boolean {
  if (
    cell.cell.rowSpan > 1 &&
    own.some(
      (other) => other !== cell && other.cell.row > cell.cell.row && other.cell.row < cell.cell.row + cell.cell.rowSpan,
    )
  )
    return false;
  let wordsLeft = false;
  for (const other of own) {
    const covers = other.cell.row <= cell.cell.row && other.cell.row + other.cell.rowSpan > cell.cell.row;
    const text = parts.get(other)?.text ?? "";
    if (other === cell || !covers || !hasLetters(text) || isFigure(parts.get(other))) continue;
    if (other.cell.column < cell.cell.column) wordsLeft = true;
    else return false;
  }
  return wordsLeft || own.some((other) => other.cell.column === cell.cell.column && isFigure(parts.get(other)));
}

/** Marks alone are no words: () is what is left of a misread zero. */
const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

const isFigure = (part: Part | undefined): boolean =>
  part !== undefined && (part.figure !== undefined || figureKind(part.text) === "figure");
