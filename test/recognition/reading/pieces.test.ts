import { describe, expect, test } from "@jest/globals";
import { piecesOf } from "../../../lib/recognition/reading/pieces.ts";

const EM = 20;
const HEIGHT = 20;

/** A line of characters, each a bar of ink with its middle where it stands; a number in between is white, in pixels. */
function lineOf(...parts: readonly (string | number)[]) {
  const bars: (readonly [from: number, to: number])[] = [];
  const middles: number[] = [];
  let text = "";
  let x = 0;
  for (const part of parts) {
    if (typeof part === "number") {
      x += part;
      continue;
    }
    for (const character of part) {
      const width = /[0-9]/u.test(character) ? EM / 2 : EM;
      if (character !== " ") bars.push([x + 1, x + width - 1]);
      middles.push(x + width / 2);
      text += character;
      x += width;
    }
  }
  const data = new Uint8Array(x * HEIGHT).fill(255);
  for (let y = 0; y < HEIGHT; y++) for (const [from, to] of bars) data.fill(0, y * x + from, y * x + to);
  const box = { x0: 1, y0: 0, x1: x - 1, y1: HEIGHT, weight: 100 };
  return { grey: { width: x, height: HEIGHT, data }, box, line: { text, mean: 1, second: text, middles } };
}

const textsOf = (...parts: readonly (string | number)[]): string[] => {
  const { grey, box, line } = lineOf(...parts);
  return piecesOf(grey, box, line, EM).map((piece) => piece.line.text);
};

describe("a line that was found as one", () => {
  test.each([
    ["names of columns side by side", ["科研机", 16, "社会公益", 12, "法律服务"], ["科研机", "社会公益", "法律服务"]],
    ["a group's label beside a row's", ["（三）不予公", 14, "4.保护第三方"], ["（三）不予公", "4.保护第三方"]],
    ["figures of two columns", ["12", 26, "0"], ["12", "0"]],
    ["a label and its figure", ["总计", 18, "67"], ["总计", "67"]],
    ["a space that was read in the gap", ["行政许可 ", 10, "0"], ["行政许可", "0"]],
  ])("is parted where it is %s", (_, parts, pieces) => {
    expect(textsOf(...parts)).toEqual(pieces);
  });

  test.each([
    ["a sentence", ["全年公开信息92条，", 8, "另张贴29张。"]],
    ["spaced type", ["总", 18, "计"]],
    ["spaced type of several characters", ["自", 14, "然", 14, "人"]],
    ["digits of full width", ["1", 12, "2", 12, "3"]],
    ["a slight gap", ["2024", 6, "年度"]],
    ["a number before its point of full width", ["1", 14, "．信访举报"]],
  ])("stays one where it is %s", (_, parts) => {
    expect(textsOf(...parts)).toHaveLength(1);
  });

  test("stays one where a stroke is too faint to be ink, as 一 is in small type", () => {
    const { grey, box, line } = lineOf("只计这一情形");
    const [from, to] = [3 * EM + 1, 4 * EM - 1];
    for (let y = 0; y < HEIGHT; y++)
      grey.data.fill(y >= 8 && y < 11 ? 170 : 255, y * grey.width + from, y * grey.width + to);
    expect(piecesOf(grey, box, line, EM)).toHaveLength(1);
  });

  test("stays one where it is not known where its characters stand", () => {
    const { grey, box, line } = lineOf("科研机", 16, "社会公益");
    expect(piecesOf(grey, box, { ...line, middles: [] }, EM)).toHaveLength(1);
  });

  test("has pieces that stand where their ink does", () => {
    const { grey, box, line } = lineOf("科研", 20, "机构");
    expect(piecesOf(grey, box, line, EM).map(({ box: { x0, x1 } }) => [x0, x1])).toEqual([
      [1, 39],
      [61, 99],
    ]);
  });

  test("keeps a second look of another length whole, with its first piece", () => {
    const { grey, box, line } = lineOf("科研机", 16, "社会公益");
    expect(piecesOf(grey, box, { ...line, second: "科研机构社会公益" }, EM).map((piece) => piece.line.second)).toEqual([
      "科研机构社会公益",
      "",
    ]);
  });
});
