import { describe, expect, test } from "@jest/globals";
import type { Grid, GridCell } from "../../../lib/pages/grid.ts";
import { isFigurePlace, isInLine } from "../../../lib/recognition/reading/blanks.ts";
import type { CellInk } from "../../../lib/recognition/reading/cell-ink.ts";
import type { Part } from "../../../lib/recognition/reading/parts.ts";

const XS = [0, 100, 150, 200, 250, 300];

const cell = (row: number, column: number, columnSpan = 1, drawn = true): GridCell => ({
  row,
  column,
  rowSpan: 1,
  columnSpan,
  topDrawn: drawn,
  bottomDrawn: drawn,
});
const row = (at: number, spans: readonly number[]): GridCell[] => {
  let column = 0;
  return spans.map((span) => {
    column += span;
    return cell(at, column - span, span);
  });
};
const gridOf = (rows: readonly (readonly number[])[], xs: readonly number[] = XS): Grid => ({
  xs,
  ys: rows.map((_, index) => 30 * index),
  cells: rows.flatMap((spans, index) => row(index, spans)),
});

describe("a cell of a table", () => {
  test("is in line where a cell of the same columns stands above or below", () => {
    const grid = gridOf([[1, 4], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [5]]);
    expect(isInLine(cell(1, 2), grid)).toBe(true);
    expect(isInLine(cell(2, 4), grid)).toBe(true);
  });

  test("is out of line where a line divides its row only", () => {
    const grid = gridOf([
      [1, 2, 1, 1],
      [1, 1, 1, 1, 1],
      [1, 2, 1, 1],
    ]);
    expect(isInLine(cell(1, 1), grid)).toBe(false);
    expect(isInLine(cell(1, 3), grid)).toBe(true);
  });

  test("is out of line where a line of its column is missing", () => {
    const grid = gridOf([
      [1, 1, 1, 1, 1],
      [1, 2, 1, 1],
      [1, 2, 1, 1],
    ]);
    expect(isInLine(cell(1, 1, 2), grid)).toBe(false);
  });

  test("is out of line where it is much narrower than the others of its row", () => {
    const grid = gridOf(
      [
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
      ],
      [0, 100, 150, 170, 220, 270],
    );
    expect(isInLine(cell(1, 2), grid)).toBe(false);
    expect(isInLine(cell(1, 3), grid)).toBe(true);
  });

  test("is out of line where its own rules are not drawn or nothing stands above and below", () => {
    const rows = [
      [1, 1, 1, 1, 1],
      [1, 1, 1, 1, 1],
    ];
    expect(isInLine(cell(1, 2, 1, false), gridOf(rows))).toBe(false);
    expect(isInLine(cell(0, 2), gridOf(rows.slice(1)))).toBe(false);
  });
});

test.each([
  ["marks that are left of a misread figure", true, ["received", "", "()"]],
  ["other words", false, ["received", "", "handled"]],
])("whether a cell between words and %s may hold a figure: %p", (_, expected, texts) => {
  const area = { x0: 0, y0: 0, x1: 50, y1: 30 };
  const cells = texts.map(
    (__, column): CellInk => ({ grid: 0, cell: cell(0, column), area, interior: area, lines: [] }),
  );
  const parts = new Map(
    cells.map((own, at): [CellInk, Part] => {
      const text = texts[at] as string;
      return [own, { text, lines: [], confidence: 1, second: text }];
    }),
  );
  expect(isFigurePlace(cells[1] as CellInk, cells, parts)).toBe(expected);
});
