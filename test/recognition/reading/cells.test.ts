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
    { red: null, linePitch: 1 },
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
