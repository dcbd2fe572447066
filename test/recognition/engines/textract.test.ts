import { describe, expect, test } from "@jest/globals";
import { type Cell, isTable } from "../../../lib/document/document.ts";
import type { OcrEngine, RecognisedPage } from "../../../lib/recognition/engine.ts";
import { type TextractBlock, textractEngine } from "../../../lib/recognition/engines/textract.ts";
import { blocksOfSources } from "../../../lib/recognition/merge.ts";
import { IDENTITY } from "../../../lib/recognition/picture/homography.ts";

/**
 * Answers as Textract gives them, of our own making: a table of four columns with merged cells, turned by some degrees,
 * on several pages.
 */

const WIDTH = 595;
const HEIGHT = 842;

const GRID: readonly (readonly [row: number, column: number, rowSpan: number, columnSpan: number, text: string])[] = [
  [1, 1, 1, 4, "Results of the year"],
  [2, 1, 2, 1, "Kind"],
  [2, 2, 1, 2, "Persons"],
  [2, 4, 2, 1, "Total"],
  [3, 2, 1, 1, "natural"],
  [3, 3, 1, 1, "legal"],
  [4, 1, 1, 1, "granted"],
  [4, 2, 1, 1, "12"],
  [4, 3, 1, 1, "7"],
  [4, 4, 1, 1, "19"],
];

function pageOf(number: number, degrees: number): TextractBlock[] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const Polygon = (x: number, y: number, w: number, h: number) =>
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ].map(([px = 0, py = 0]) => {
      const [dx, dy] = [px - WIDTH / 2, py - HEIGHT / 2];
      return { X: (WIDTH / 2 + dx * cos - dy * sin) / WIDTH, Y: (HEIGHT / 2 + dx * sin + dy * cos) / HEIGHT };
    });
  const id = (name: string) => `${number}-${name}`;
  const blocks: TextractBlock[] = [];
  const cells: string[] = [];
  const merged: string[] = [];
  for (const [row, column, rowSpan, columnSpan, text] of GRID) {
    const words = text.split(" ").map((word, index): TextractBlock => {
      const before = text.split(" ").slice(0, index).join(" ").length + (index > 0 ? 1 : 0);
      return {
        BlockType: "WORD",
        Id: id(`w${row}${column}${index}`),
        Page: number,
        Text: word,
        Confidence: 99,
        Geometry: { Polygon: Polygon(104 + (column - 1) * 90 + before * 5, 204 + (row - 1) * 20, word.length * 5, 11) },
      };
    });
    blocks.push(...words);
    const parts: string[] = [];
    for (let r = row; r < row + rowSpan; r++) {
      for (let c = column; c < column + columnSpan; c++) {
        const name = id(`c${r}${c}`);
        parts.push(name);
        cells.push(name);
        const own = r === row && c === column ? words.map((word) => word.Id as string) : [];
        blocks.push({
          BlockType: "CELL",
          Id: name,
          Page: number,
          RowIndex: r,
          ColumnIndex: c,
          RowSpan: 1,
          ColumnSpan: 1,
          // Cells of one row are never drawn quite alike.
          Geometry: {
            Polygon: Polygon(100 + (c - 1) * 90 + ((r * 7) % 3) - 1, 200 + (r - 1) * 20 + ((c * 5) % 3) - 1, 90, 20),
          },
          Relationships: [{ Type: "CHILD", Ids: own }],
        });
      }
    }
    if (parts.length > 1) {
      merged.push(id(`m${row}${column}`));
      blocks.push({
        BlockType: "MERGED_CELL",
        Id: id(`m${row}${column}`),
        Page: number,
        RowIndex: row,
        ColumnIndex: column,
        RowSpan: rowSpan,
        ColumnSpan: columnSpan,
        Relationships: [{ Type: "CHILD", Ids: parts }],
      });
    }
  }
  blocks.push({
    BlockType: "TABLE",
    Id: id("t"),
    Page: number,
    Relationships: [
      { Type: "CHILD", Ids: cells },
      { Type: "MERGED_CELL", Ids: merged },
    ],
  });
  return blocks;
}

const looked: number[] = [];
const other: OcrEngine = {
  name: "another",
  readFigures: async (pictures) => pictures.map(() => ({ text: "12", certain: true })),
  recognise: async ({ number, area }) => {
    looked.push(number);
    const geometry = { number, width: area[2], height: area[3], strokes: [], fills: [], glyphs: [], pictures: [] };
    const page = (text: string): RecognisedPage => ({
      number,
      legible: true,
      sheets: [{ geometry, second: [{ text, box: [190, 260, 10, 10] }], toPage: IDENTITY, onPage: (box) => box }],
      again: async () => page("13"),
    });
    return page("12");
  },
};

const picture = (number: number, area: readonly [number, number, number, number] = [0, 0, WIDTH, HEIGHT]) => ({
  number,
  area,
  raster: { width: 1, height: 1, channels: 1 as const, data: new Uint8Array(1) },
});

describe("Textract's answer", () => {
  test.each([0, 3, -10, 90, 180])("turned by %d degrees becomes a table with its merged cells", async (degrees) => {
    const recognised = await textractEngine(pageOf(1, degrees), other).recognise(picture(1), {});
    const [table] = blocksOfSources([
      { number: 1, native: null, pictures: [{ box: [0, 0, WIDTH, HEIGHT], recognised }] },
    ]).filter(isTable);
    expect(
      table?.cells.map(({ row, column, rowSpan, columnSpan, text }: Cell) => [
        row + 1,
        column + 1,
        rowSpan,
        columnSpan,
        text,
      ]),
    ).toEqual(GRID);
  });

  test("of several pages gives each its own", async () => {
    const engine = textractEngine([...pageOf(1, 0), ...pageOf(2, 5)], other);
    for (const number of [1, 2]) {
      const { sheets } = await engine.recognise(picture(number), {});
      expect(sheets[0]?.geometry.glyphs.map(({ text }) => text).join("")).toBe(
        GRID.map(([, , , , text]) => text.replaceAll(" ", "")).join(""),
      );
    }
    expect((await engine.recognise(picture(3), {})).sheets[0]?.geometry.glyphs).toEqual([]);
  });

  test("is looked at again by the other engine", async () => {
    const page = await textractEngine(pageOf(1, 0), other).recognise(picture(1), {});
    const again = await page.again([[0, 0, WIDTH, HEIGHT]]);
    expect(again.sheets[0]?.geometry).toEqual(page.sheets[0]?.geometry);
    expect(again.sheets[0]?.second.map(({ text }) => text)).toEqual(["13"]);
  });

  test("is one look only: the second is another engine's", async () => {
    const { sheets } = await textractEngine(pageOf(1, 0), other).recognise(picture(1), {});
    expect(sheets[0]?.second.map(({ text }) => text)).toEqual(["12"]);
    expect(looked.at(-1)).toBe(1);
  });

  test("does not speak of a picture in the midst of a page", async () => {
    const recognised = await textractEngine(pageOf(1, 0), other).recognise(picture(1, [50, 60, 300, 200]), {});
    expect(recognised.sheets[0]?.geometry.glyphs).toEqual([]);
  });
});
