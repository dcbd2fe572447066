import fc from "fast-check";
import { cut, edgesOf, type Field } from "./cells.ts";
import type { DrawnCell } from "./geometry.ts";

/**
 * Cells of a table with any pattern of merged cells that straight cuts make, from the top left of a page; every fifth
 * is blank.
 */
export const mergedCells: fc.Arbitrary<DrawnCell[]> = fc
  .record({
    widths: fc.array(fc.integer({ min: 24, max: 90 }), { minLength: 2, maxLength: 5 }),
    heights: fc.array(fc.integer({ min: 16, max: 60 }), { minLength: 2, maxLength: 7 }),
    cuts: fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }),
  })
  .map(({ widths, heights, cuts }) => {
    const xs = edgesOf(widths, 50);
    const ys = edgesOf(heights, 90);
    const fields = cut({ row: 0, column: 0, rowSpan: heights.length, columnSpan: widths.length }, cuts);
    return fields.map(
      ({ row, column, rowSpan, columnSpan }, index): DrawnCell => ({
        x0: xs[column] as number,
        x1: xs[column + columnSpan] as number,
        y0: ys[row] as number,
        y1: ys[row + rowSpan] as number,
        text: index % 5 === 4 ? "" : `${index + 10}`,
      }),
    );
  })
  .filter((cells) => cells.length >= 2);

/** The edges that borders use, in order. */
export const usedEdges = (cells: readonly DrawnCell[]) => {
  const unique = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
  return { xs: unique(cells.flatMap(({ x0, x1 }) => [x0, x1])), ys: unique(cells.flatMap(({ y0, y1 }) => [y0, y1])) };
};

/** The table that was drawn, a text a cell, to be compared with `asFound`; edges that no cell uses do not count. */
export function asDrawn(cells: readonly DrawnCell[]): string[] {
  const { xs, ys } = usedEdges(cells);
  return cells
    .map(({ x0, y0, x1, y1, text }) =>
      [ys.indexOf(y0), xs.indexOf(x0), ys.indexOf(y1) - ys.indexOf(y0), xs.indexOf(x1) - xs.indexOf(x0), text].join(
        "|",
      ),
    )
    .sort();
}

/** Cells without texts count as blank. */
export const asFound = ({ cells }: { readonly cells: readonly (Field & { readonly text?: string })[] }): string[] =>
  cells.map((cell) => [cell.row, cell.column, cell.rowSpan, cell.columnSpan, cell.text].join("|")).sort();
