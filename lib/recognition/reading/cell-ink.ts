import { median } from "../../pages/geometry.ts";
import type { Grid, GridCell } from "../../pages/grid.ts";
import { bandsOf, type InkLine, interiorOf, linesOfBands } from "../picture/ink.ts";
import type { Area, Grey } from "../picture/raster.ts";

/** The ink in the cells of a sheet's ruled tables, and what size of type it tells. */

export interface CellInk {
  readonly grid: number;
  readonly cell: GridCell;
  readonly area: Area;
  readonly interior: Area;
  readonly lines: readonly InkLine[];
}

/** The cells of a sheet, with the height of its digits and of its full characters in pixels. */
export interface SheetCells {
  readonly cells: readonly CellInk[];
  readonly em: number;
  readonly digit: number;
}

/** Lengths of type; in pixels where nothing else is said. */
const TYPE = {
  /** Pixels; lower ink tells no size of type. */
  lowestInk: 8,
  /** Ink so many times as wide as high is more than the few characters that tell the size. */
  fewCharacters: 3,
  /** Pixels of a digit where no cell tells: ten points at 200 dpi, less the space above. */
  usualDigit: 21,
  /** A full character by a digit: 1 em is 1.35 times the height of digits in the fonts of offices. */
  em: 1.35,
} as const;

/** @param points how many points a pixel is */
export function cellsOf(grey: Grey, grids: readonly Grid[], points: number): SheetCells {
  const banded = grids.flatMap((grid, index) => grid.cells.map((cell) => cellOf(grey, grid, index, cell, points)));
  const sizes = sizesOf(banded);
  return { ...sizes, cells: banded.map((cell) => ({ ...cell, lines: linesOfBands(cell.lines, sizes.em) })) };
}

function cellOf(grey: Grey, grid: Grid, index: number, cell: GridCell, points: number): CellInk {
  const at = (edges: readonly number[], edge: number) => (edges[edge] ?? 0) / points;
  const area = {
    x0: at(grid.xs, cell.column),
    x1: at(grid.xs, cell.column + cell.columnSpan),
    y0: at(grid.ys, cell.row),
    y1: at(grid.ys, cell.row + cell.rowSpan),
  };
  const interior = interiorOf(grey, area);
  return { grid: index, cell, area, interior, lines: bandsOf(grey, interior) };
}

/** Height of a full character and of a digit, from single narrow lines; a table holds far more digits than words. */
function sizesOf(cells: readonly CellInk[]): { em: number; digit: number } {
  const narrow = cells.flatMap(({ lines }) => {
    const [line] = lines;
    return lines.length === 1 &&
      line &&
      line.y1 - line.y0 >= TYPE.lowestInk &&
      line.x1 - line.x0 < TYPE.fewCharacters * (line.y1 - line.y0)
      ? [line.y1 - line.y0]
      : [];
  });
  const digit = median(narrow) || TYPE.usualDigit;
  return { em: digit * TYPE.em, digit };
}
