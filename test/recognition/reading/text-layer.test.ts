import { describe, expect, test } from "@jest/globals";
import type { Box } from "../../../lib/document/document.ts";
import type { RecognisedPage } from "../../../lib/recognition/engine.ts";
import { translation } from "../../../lib/recognition/picture/homography.ts";
import { besideLayer } from "../../../lib/recognition/reading/text-layer.ts";
import { written } from "../../make/geometry.ts";

const BOX: Box = [100, 100, 60, 20];

/** A page with one figure: what its two looks say, and what they say when they are taken again. */
function pageOf(
  first: string,
  second: string,
  again: readonly [string, string] = [first, second],
  asked: Box[] = [],
): RecognisedPage {
  const geometry = {
    number: 1,
    width: 600,
    height: 800,
    strokes: [],
    fills: [],
    pictures: [],
    glyphs: written(first, 110, 114),
  };
  return {
    number: 1,
    legible: true,
    sheets: [
      {
        geometry,
        second: [{ text: second, box: BOX }],
        toPage: translation(50, 0),
        onPage: ([x, y, w, h]) => [x + 50, y, w, h],
      },
    ],
    again: async (boxes) => {
      asked.push(...boxes);
      return pageOf(again[0], again[1], again, asked);
    },
  };
}
const layer = (text: string) => written(text, 162, 114);
const looksOf = ({ sheets }: RecognisedPage) => [
  sheets[0]?.geometry.glyphs.map(({ text }) => text).join(""),
  sheets[0]?.second[0]?.text,
];

describe("the text layer of a scan", () => {
  test("settles what the looks do not agree on, where it says what the first of them says", async () => {
    expect(looksOf(await besideLayer(pageOf("13", "18"), layer("13")))).toEqual(["13", "13"]);
    expect(looksOf(await besideLayer(pageOf("1204", ""), layer("1,204")))).toEqual(["1204", "1204"]);
  });

  test("with another number has the figure looked at again, and never stands for it", async () => {
    const asked: Box[] = [];
    expect(looksOf(await besideLayer(pageOf("13", "13", ["13", "13"], asked), layer("99")))).toEqual(["13", "13"]);
    expect(asked).toEqual([[150, 100, 60, 20]]);
    expect(looksOf(await besideLayer(pageOf("13", "13", ["13", "18"]), layer("18")))).toEqual(["13", "18"]);
    expect(looksOf(await besideLayer(pageOf("13", "18"), layer("18")))).toEqual(["13", "18"]);
  });

  test("is no proof of a figure whose sum fails", async () => {
    const page = await besideLayer(pageOf("13", "18"), layer("13"));
    expect(looksOf(await page.again([[150, 100, 60, 20]]))).toEqual(["13", "18"]);
    expect(looksOf(await page.again([]))).toEqual(["13", "13"]);
  });

  test.each(["", "件", "—", "总计"])("that says %j there says nothing", async (text) => {
    const asked: Box[] = [];
    expect(looksOf(await besideLayer(pageOf("13", "13", ["0", "0"], asked), layer(text)))).toEqual(["13", "13"]);
    expect(asked).toEqual([]);
  });
});
