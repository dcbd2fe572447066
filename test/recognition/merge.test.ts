import { expect, test } from "@jest/globals";
import type { Box } from "../../lib/document/document.ts";
import type { SecondPiece } from "../../lib/recognition/engine.ts";
import { flatTextOfSources } from "../../lib/recognition/merge.ts";
import { IDENTITY } from "../../lib/recognition/picture/homography.ts";

const HEIGHT = 842;

const flatOf = (second: readonly SecondPiece[]): readonly string[] | undefined => {
  const geometry = { number: 1, width: 595, height: HEIGHT, strokes: [], fills: [], glyphs: [], pictures: [] };
  const recognised = {
    number: 1,
    sheets: [{ geometry, second, toPage: IDENTITY, onPage: (box: Box) => box }],
    legible: true,
    again: async () => recognised,
  };
  return flatTextOfSources([{ number: 1, native: null, pictures: [{ box: [0, 0, 595, HEIGHT], recognised }] }], null)
    ?.pieces;
};

const piece = (text: string, x: number, y: number): SecondPiece => ({ text, box: [x, y, 40, 12] });

test.each(["4", "- 4 -", "第4页"])(
  "the number of a recognised page, %s, is no figure of the row above it",
  (number) => {
    const row = [piece("重复申请", 60, 700), piece("0", 300, 700), piece("2", 360, 700)];
    expect(flatOf([...row, piece(number, 290, 800)])).toEqual(["重复申请", "0", "2"]);
  },
);

test("a figure at a recognised page's end stays one where its label stands beside it, or text below", () => {
  expect(flatOf([piece("其他", 60, 800), piece("4", 300, 801)])).toEqual(["其他", "4"]);
  expect(flatOf([piece("4", 300, 780), piece("请", 60, 800)])).toEqual(["4", "请"]);
  expect(flatOf([piece("重复申请", 60, 100), piece("4", 300, 600)])).toEqual(["重复申请", "4"]);
});
