import { expect, test } from "@jest/globals";
import type { Grid } from "../../../lib/pages/grid.ts";
import type { Models } from "../../../lib/recognition/models/models.ts";
import { PP_OCR } from "../../../lib/recognition/models/trust.ts";
import { cellsOf } from "../../../lib/recognition/reading/cell-ink.ts";
import { readCells } from "../../../lib/recognition/reading/cells.ts";
import { KnownLabels } from "../../../lib/recognition/reading/labels.ts";
import type { Part } from "../../../lib/recognition/reading/parts.ts";
import { Recogniser } from "../../../lib/recognition/reading/recogniser.ts";

const [WIDTH, LINE] = [600, 24];

/** What is read in a cell of lines of ink so wide, each of which the model reads as this, whatever look is taken. */
async function readingOf(text: string, lines: number, wide = 400): Promise<Part | undefined> {
  const height = 3 * LINE * lines;
  const data = new Uint8Array(WIDTH * height).fill(255);
  for (let line = 0; line < lines; line++)
    for (let y = 0; y < LINE; y++) {
      const from = (3 * LINE * line + LINE + y) * WIDTH;
      data.fill(0, from + 100, from + 100 + wide);
    }
  const cell = { row: 0, column: 0, rowSpan: 1, columnSpan: 1, topDrawn: true, bottomDrawn: true };
  const grid: Grid = { xs: [0, WIDTH], ys: [0, height], cells: [cell] };
  const read: Models["read"] = async (pictures) =>
    pictures.map(() => ({ text, confidence: 1, mean: 1, centres: [...text].map((_, n) => (n + 0.5) / text.length) }));
  const models: Models = { detect: async () => [], read };
  const grey = { width: WIDTH, height, data };
  const parts = await readCells(
    cellsOf(grey, [grid], 1),
    grey,
    { lost: null, linePitch: 1 },
    {
      models,
      recogniser: new Recogniser(models, PP_OCR),
      labels: new KnownLabels([]),
      correct: (line) => line,
    },
  );
  return [...parts.values()][0];
}

test("Words with a point where thousands have a comma are in doubt: the faint comma is read for a point", async () => {
  const doubted = await readingOf("账户持有3,789.500股", 1);
  expect([doubted?.text, doubted?.second]).toEqual(["账户持有3,789.500股", ""]);
  const sure = await readingOf("账户持有3,789,500股", 1);
  expect([sure?.text, sure?.second]).toEqual(["账户持有3,789,500股", "账户持有3,789,500股"]);
});

test("Several lines of digits in a cell are figures whose rulings were missed, several days are days", async () => {
  expect((await readingOf("2021", 2))?.lines.map(({ text }) => text)).toEqual(["?", "?"]);
  expect((await readingOf("2021-07-27", 2))?.lines.map(({ text }) => text)).toEqual(["2021-07-27", "2021-07-27"]);
});

test.each([16, 400])("Ink in a cell of which nothing is read is no blank: %d pixels of it", async (wide) => {
  const read = await readingOf("", 1, wide);
  expect([read?.text, read?.second]).toEqual(["", "/"]);
});

/** What is read in three cells beside a label, in which a look with all characters sees round letters, so wide. */
async function readRow(wide: number): Promise<readonly (readonly [string, string] | undefined)[]> {
  const data = new Uint8Array(WIDTH * 3 * LINE).fill(255);
  for (const [x, width] of [[20, 180], ...[260, 380, 500].map((at) => [at, wide])] as const)
    for (let y = LINE; y < 2 * LINE; y++) data.fill(0, y * WIDTH + x, y * WIDTH + x + width);
  const cell = { row: 0, rowSpan: 1, columnSpan: 1, topDrawn: true, bottomDrawn: true };
  const xs = [0, 240, 360, 480, WIDTH];
  const grid: Grid = { xs, ys: [0, 3 * LINE], cells: [0, 1, 2, 3].map((column) => ({ ...cell, column })) };
  const read: Models["read"] = async (pictures) =>
    pictures.map(({ alphabet }) => ({ text: alphabet ? "0" : "o", confidence: 0.99, mean: 0.99, centres: [0.5] }));
  const models: Models = { detect: async () => [], read };
  const grey = { width: WIDTH, height: 3 * LINE, data };
  const cells = cellsOf(grey, [grid], 1);
  const tools = {
    models,
    recogniser: new Recogniser(models, PP_OCR),
    labels: new KnownLabels([]),
    correct: (line: string) => line,
  };
  const parts = await readCells(cells, grey, { lost: null, linePitch: 1 }, tools);
  return cells.cells.slice(1).map((each) => {
    const part = parts.get(each);
    return part && [part.text, part.second];
  });
}

test("A row of narrow zeros, each of which a look takes for a letter, is one of figures; one of circles is not", async () => {
  expect(await readRow(14)).toEqual(Array(3).fill(["0", "0"]));
  expect((await readRow(24)).map((read) => read?.[0])).toEqual(Array(3).fill("o"));
});

/** How often the model is asked for the one line in a cell that is as narrow as a figure's, and what is read there. */
async function looksAt(text: string, labels: readonly string[]): Promise<readonly [number, string | undefined]> {
  const data = new Uint8Array(WIDTH * 3 * LINE).fill(255);
  for (let y = LINE; y < 2 * LINE; y++) data.fill(0, y * WIDTH + 100, y * WIDTH + 200);
  const cell = { row: 0, column: 0, rowSpan: 1, columnSpan: 1, topDrawn: true, bottomDrawn: true };
  const grey = { width: WIDTH, height: 3 * LINE, data };
  let looks = 0;
  const read: Models["read"] = async (pictures) => {
    looks += pictures.length;
    return pictures.map(() => ({ text, confidence: 0.99, mean: 0.99, centres: [] }));
  };
  const models: Models = { detect: async () => [], read };
  const tools = {
    models,
    recogniser: new Recogniser(models, PP_OCR),
    labels: new KnownLabels(labels),
    correct: (line: string) => line,
  };
  const cells = cellsOf(grey, [{ xs: [0, WIDTH], ys: [0, 3 * LINE], cells: [cell] }], 1);
  const parts = await readCells(cells, grey, { lost: null, linePitch: 1 }, tools);
  return [looks, [...parts.values()][0]?.text];
}

test("A label that was read where a figure might stand is not read again, other words are", async () => {
  expect(await looksAt("行政许可", ["行政许可"])).toEqual([1, "行政许可"]);
  expect(await looksAt("行政许可", ["行政强制"])).toEqual([2, "行政许可"]);
});
