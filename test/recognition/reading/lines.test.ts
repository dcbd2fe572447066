import { expect, test } from "@jest/globals";
import type { LinePicture, Models } from "../../../lib/recognition/models/models.ts";
import { PP_OCR } from "../../../lib/recognition/models/trust.ts";
import { readLines } from "../../../lib/recognition/reading/lines.ts";
import { Recogniser } from "../../../lib/recognition/reading/recogniser.ts";

const EM = 30;
/** Twelve characters long. */
const LINE = { x0: 20, y0: 20, x1: 20 + 12 * EM, y1: 20 + EM };
const PAPER = { width: 600, height: 80, data: new Uint8Array(600 * 80).fill(250) };

/** What is read of a line that says one thing where it is looked at as it is, and another at a glance. */
async function readOf(whole: string, glance: string): Promise<string | undefined> {
  const widths: number[] = [];
  const read = async (lines: readonly LinePicture[]) =>
    lines.map(({ width }) => {
      widths.push(width);
      const text = width < Math.max(...widths) || widths.length === 1 ? glance : whole;
      return { text, confidence: 0.99, mean: 0.99, centres: [...text].map((_, n) => (n + 0.5) / text.length) };
    });
  const models: Models = { detect: async () => [], read };
  const [line] = await readLines(new Recogniser(models, PP_OCR), PAPER, [LINE], EM);
  return line?.text;
}

test("Words of a long line are what a glance at it says", async () => {
  expect(await readOf("改进工作，提高水平，服务群众", "改进工作提高水平服务群众")).toBe("改进工作提高水平服务群众");
});

test.each([
  ["numbers", "全年受理申请24件，均已办结", "全年受理申请2件，均已办结"],
  ["the numeral of a heading", "四、政府信息公开行政复议情况", "四政府信息公开行政复议情况"],
  ["a numeral that a glance lost", "一、政府信息公开总体情况如下", "、政府信息公开总体情况如下"],
])("A line with %s is looked at as it is", async (_, whole, glance) => {
  expect(await readOf(whole, glance)).toBe(whole);
});
