import type { Grid, GridCell } from "../../pages/grid.ts";

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
