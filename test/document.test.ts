import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gridOf, type Table } from "../lib/document/document.ts";
import { foldIdeographs, halfWidth, squash } from "../lib/document/text.ts";
import { cut } from "./make/cells.ts";

const place = { paragraph: 0 };

describe("the grid of a table", () => {
  test("gives every position the cell that covers it, for any legal pattern of merges", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(100), { maxLength: 12 }),
        (rows, columns, cuts) => {
          const whole = { row: 0, column: 0, rowSpan: rows, columnSpan: columns };
          const cells = cut(whole, cuts).map((cell, i) => ({ ...cell, text: `${i}`, place }));
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
