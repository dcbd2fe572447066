import { describe, expect, test } from "@jest/globals";
import type { Area, Grey } from "../../../lib/recognition/picture/raster.ts";
import { withoutReversedType } from "../../../lib/recognition/picture/reversed-type.ts";

const WIDTH = 400;
const HEIGHT = 200;

/** White paper with areas of one level each, the later over the earlier. */
function paper(...areas: readonly (Area & { readonly level: number })[]): Grey {
  const data = new Uint8Array(WIDTH * HEIGHT).fill(250);
  for (const { x0, y0, x1, y1, level } of areas)
    for (let y = y0; y < y1; y++) data.fill(level, y * WIDTH + x0, y * WIDTH + x1);
  return { width: WIDTH, height: HEIGHT, data };
}

const BAND = { x0: 43, y0: 31, x1: 357, y1: 66 };
const stroke = (x: number, level: number) => ({ x0: x, y0: 40, x1: x + 3, y1: 57, level });
const strokes = (level: number) => [60, 70, 80, 160, 172, 300, 310].map((x) => stroke(x, level));

/** A band about as dark as bands are at least, a little lighter or darker from pixel to pixel. */
function shaded(): Grey {
  const grey = paper({ ...BAND, level: 124 });
  const data = grey.data.map((level, at) => (level === 124 ? 112 + ((at * 7) % 27) : level));
  return { ...grey, data };
}

describe("light print on a dark band", () => {
  test("is dark print on white, and the band's edges are no rulings", () => {
    const found = withoutReversedType(paper({ ...BAND, level: 0 }, ...strokes(250)));
    const { x0, y0, x1, y1 } = BAND;
    const expected = paper({ x0: x0 - 2, y0: y0 - 2, x1: x1 + 2, y1: y1 + 2, level: 255 }, ...strokes(10));
    expect(found.data).toEqual(expected.data);
  });

  test.each([
    ["dark print on white", paper(...strokes(0))],
    ["a bar without print", paper({ ...BAND, level: 0 })],
    ["a rule", paper({ ...BAND, y1: 35, level: 0 })],
    ["a shaded cell with nothing in it, grey as the levelled paper leaves it", shaded()],
    [
      "a shaded band with dark print, lighter where its shade ends",
      paper(
        { ...BAND, level: 100 },
        ...strokes(0),
        { ...BAND, x1: 60, y1: 66, level: 250 },
        stroke(340, 250),
        stroke(345, 250),
      ),
    ],
    ["a grey band", paper({ ...BAND, level: 180 }, ...strokes(0))],
  ])("is not %s, which stays as it is", (_, grey) => {
    expect(withoutReversedType(grey)).toBe(grey);
  });
});
