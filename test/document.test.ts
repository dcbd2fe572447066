import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gridOf, type Table } from "../lib/document/document.ts";
import { foldIdeographs, halfWidth, squash } from "../lib/document/text.ts";

const place = { paragraph: 0 };

/** Cuts a rectangle into cells by guillotine cuts, so that every position belongs to exactly one cell. */
function cut(
  row: number,
  column: number,
  rows: number,
  columns: number,
  cuts: readonly number[],
): [number, number, number, number][] {
  const [first, ...rest] = cuts;
  if (first === undefined || rows * columns === 1) return [[row, column, rows, columns]];
  const across = rows > 1 && (first % 2 === 0 || columns === 1);
  const size = across ? rows : columns;
  const at = 1 + (first % (size - 1 || 1));
  const half = Math.ceil(rest.length / 2);
  return across
    ? [
        ...cut(row, column, at, columns, rest.slice(0, half)),
        ...cut(row + at, column, rows - at, columns, rest.slice(half)),
      ]
    : [
        ...cut(row, column, rows, at, rest.slice(0, half)),
        ...cut(row, column + at, rows, columns - at, rest.slice(half)),
      ];
}

describe("the grid of a table", () => {
  test("gives every position the cell that covers it, for any legal pattern of merges", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(100), { maxLength: 12 }),
        (rows, columns, cuts) => {
          const cells = cut(0, 0, rows, columns, cuts).map(([row, column, rowSpan, columnSpan], i) => ({
            row,
            column,
            rowSpan,
            columnSpan,
            text: `${i}`,
            place,
          }));
          const table: Table = { kind: "table", rows, columns, cells, ragged: false, place };
          const grid = gridOf(table);
          for (const cell of cells)
            for (let r = cell.row; r < cell.row + cell.rowSpan; r++)
              for (let c = cell.column; c < cell.column + cell.columnSpan; c++) expect(grid[r]?.[c]).toBe(cell);
          expect(grid.flat().filter((cell) => cell === null)).toHaveLength(0);
        },
      ),
    );
  });

  test("leaves a position empty where the source has no cell", () => {
    const table: Table = {
      kind: "table",
      rows: 1,
      columns: 2,
      cells: [{ row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: "a", place }],
      ragged: false,
      place,
    };
    expect(gridOf(table)).toEqual([[table.cells[0], null]]);
  });
});

describe("text for comparison", () => {
  test("loses white space and invisible marks of every kind", () =>
    expect(squash("规\u3000章\u00a0 \u200b总\n计")).toBe("规章总计"));
  test("has half-width digits and brackets but keeps Chinese punctuation", () =>
    expect(halfWidth("（１２），。、")).toBe("(12),。、"));
  test("has ordinary characters for radicals and compatibility ideographs", () =>
    expect(foldIdeographs("⼀⾏（ 行")).toBe("一行（ 行"));
});
