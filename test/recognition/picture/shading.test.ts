import { describe, expect, test } from "@jest/globals";
import { flattened } from "../../../lib/recognition/picture/flatten.ts";
import type { Area, Grey } from "../../../lib/recognition/picture/raster.ts";
import { withoutShading } from "../../../lib/recognition/picture/shading.ts";

const WIDTH = 600;
const HEIGHT = 400;

/** Paper with areas of one level each, the later over the earlier. */
function paper(level: (x: number) => number, ...areas: readonly (Area & { readonly level: number })[]): Grey {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => level(at % WIDTH));
  for (const { x0, y0, x1, y1, level } of areas)
    for (let y = y0; y < y1; y++) data.fill(level, y * WIDTH + x0, y * WIDTH + x1);
  return { width: WIDTH, height: HEIGHT, data };
}

const even = (): number => 240;
const COLUMN = { x0: 203, y0: 51, x1: 291, y1: 349 };
/** Strokes of figures in a column's middle. */
const strokes = (level: number) =>
  Array.from({ length: 8 }, (_, row) => ({ x0: 240, y0: 60 + 36 * row, x1: 244, y1: 80 + 36 * row, level }));

const levelsOf = (grey: Grey, { x0, y0, x1, y1 }: Area): number[] => {
  const found: number[] = [];
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) found.push(grey.data[y * WIDTH + x] as number);
  return found;
};

describe("cells on a ground of their own", () => {
  test.each([200, 160, 100])("lie on white like others, their print dark: a ground of %d of 240", (ground) => {
    const white = flattened(paper(even, { ...COLUMN, level: ground }, ...strokes(0)));
    const { x0, y0, x1, y1 } = COLUMN;
    const inside = levelsOf(white, { x0: x0 - 10, y0: y0 - 10, x1: x1 + 10, y1: y1 + 10 });
    const print = inside.filter((level) => level < 20).length;
    expect([print, inside.filter((level) => level > 235).length + print]).toEqual([8 * 4 * 20, inside.length]);
  });

  test.each<[string, Grey]>([
    ["print", paper(even, ...strokes(0))],
    [
      "a shadow over half of the page",
      paper((x) => (x < 300 ? 240 : 240 - Math.min(90, (x - 300) / 2)), ...strokes(0)),
    ],
    [
      "a band with light print",
      paper(
        even,
        { ...COLUMN, level: 120 },
        ...strokes(240),
        ...strokes(240).map((each) => ({ ...each, x0: 260, x1: 268 })),
      ),
    ],
    ["a dark picture", paper(even, { ...COLUMN, level: 50 })],
  ])("are none in %s, which stays as it is", (_, grey) => {
    expect(withoutShading(grey)).toBe(grey);
  });
});
