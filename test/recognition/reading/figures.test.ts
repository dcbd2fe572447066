import { expect, test } from "@jest/globals";
import type { LinePicture, Models } from "../../../lib/recognition/models/models.ts";
import { PP_OCR } from "../../../lib/recognition/models/trust.ts";
import { readFigures, readWith } from "../../../lib/recognition/reading/figures.ts";
import { Recogniser } from "../../../lib/recognition/reading/recogniser.ts";

const DIGIT = 20;
const INK = { x0: 40, y0: 30, x1: 52, y1: 50 };
const PAPER = { width: 100, height: 80, data: new Uint8Array(100 * 80).fill(250) };

test.each([
  ["hesitant", { text: "7", confidence: 0.3 }],
  ["nothing", { text: "", confidence: 1 }],
])("A digit that is %s on the narrowest canvas is read on a wider one", async (_, narrow) => {
  const read = async (lines: readonly LinePicture[]) =>
    lines.map(({ width }) => {
      const { text, confidence } = width === 64 ? narrow : { text: "1", confidence: 0.99 };
      return { text, confidence, mean: confidence, centres: [...text].map(() => 0.5) };
    });
  const models: Models = { detect: async () => [], read };
  const recogniser = new Recogniser(models, PP_OCR);
  const figures = [{ ink: INK }];
  const second = await readWith(recogniser, PAPER, figures, DIGIT, 1);
  const [figure] = await readFigures(recogniser, PAPER, figures, DIGIT, second);
  expect(figure).toMatchObject({ text: "1", certain: true });
});
