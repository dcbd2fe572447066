import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isTable } from "../../lib/document/document.ts";
import { PDF_BORDERS, type PdfBorder } from "../make/borders.ts";
import { asDrawn, asFound, mergedCells, usedEdges } from "../make/drawings.ts";
import type { DrawnCell } from "../make/geometry.ts";
import { makePdf, text } from "../make/pdf.ts";
import { readPdf } from "../make/readings.ts";

const HEIGHT = 842;
const SIZE = 9;
const STYLES = Object.keys(PDF_BORDERS) as PdfBorder[];

/** Borders of all cells, then their texts in the middle. */
function drawn(cells: readonly DrawnCell[], style: PdfBorder): string {
  const borders = cells.map(({ x0, y0, x1, y1 }) => PDF_BORDERS[style]([x0, HEIGHT - y1, x1 - x0, y1 - y0]));
  const texts = cells.map(({ x0, y0, x1, y1, text: value }) => {
    const width = [...value].reduce((sum, character) => sum + (/[ -~]/u.test(character) ? SIZE / 2 : SIZE), 0);
    return value === "" ? "" : text(value, (x0 + x1 - width) / 2, HEIGHT - (y0 + y1) / 2 - SIZE / 3, SIZE);
  });
  return [...borders, ...texts].join("");
}

const moved = (cells: readonly DrawnCell[], by: number): DrawnCell[] =>
  cells.map((cell) => ({ ...cell, y0: cell.y0 + by, y1: cell.y1 + by }));

const tablesOf = async (...pages: string[]) =>
  (await readPdf(makePdf(pages.map((content) => ({ content }))))).blocks.filter(isTable).map(asFound);

describe("a table drawn into a PDF", () => {
  test.each(STYLES)("comes back for any pattern of merged cells with %s", async (style) => {
    await fc.assert(
      fc.asyncProperty(mergedCells, async (cells) => {
        expect(await tablesOf(drawn(cells, style))).toEqual([asDrawn(cells)]);
      }),
      { numRuns: 12 },
    );
  });

  test("comes back wherever a page ends between its rows, with or without its header again", async () => {
    await fc.assert(
      fc.asyncProperty(
        mergedCells,
        fc.nat(100),
        fc.boolean(),
        fc.constantFrom(...STYLES),
        async (body, at, headerAgain, style) => {
          const { xs, ys } = usedEdges(body);
          const header = xs.slice(1).map(
            (x1, index): DrawnCell => ({
              x0: xs[index] as number,
              x1,
              y0: 70,
              y1: 90,
              text: "甲乙丙丁戊"[index] as string,
            }),
          );
          const whole = [...header, ...body];
          // Cells that go through the page's end could as well be two.
          const ends = ys.slice(0, -1).filter((y) => body.every(({ y0, y1 }) => y1 <= y || y0 >= y));
          const end = ends[at % ends.length] as number;
          const above = whole.filter(({ y1 }) => y1 <= end);
          const below = whole.filter(({ y0 }) => y0 >= end);
          // One cell by itself is a frame around a text.
          fc.pre(above.length > 1 && below.length > 1);
          const second = [...(headerAgain ? header : []), ...moved(below, 90 - end)];
          expect(await tablesOf(drawn(moved(above, 780 - end), style), drawn(second, style))).toEqual([asDrawn(whole)]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
