import { describe, expect, test } from "@jest/globals";
import type { Raster } from "../../../lib/recognition/engine.ts";
import { type Area, withoutSeal } from "../../../lib/recognition/picture/raster.ts";
import { withoutSeals } from "../../../lib/recognition/picture/red-print.ts";

const [WIDTH, HEIGHT] = [400, 300];
const RED = [214, 58, 58] as const;
const ORANGE = [216, 160, 32] as const;

/** White paper on which these pixels have a colour. */
function paper(...inks: readonly (readonly [colour: readonly number[], isInk: (x: number, y: number) => boolean])[]) {
  const data = new Uint8Array(3 * WIDTH * HEIGHT).fill(255);
  for (const [colour, isInk] of inks)
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) if (isInk(x, y)) data.set(colour, 3 * (y * WIDTH + x));
  return { width: WIDTH, height: HEIGHT, channels: 3, data } satisfies Raster;
}

const within =
  ({ x0, y0, x1, y1 }: Area) =>
  (x: number, y: number) =>
    x >= x0 && x < x1 && y >= y0 && y < y1;
/** Uprights of characters. */
const print = (area: Area) => (x: number, y: number) => within(area)(x, y) && x % 8 < 2;
/** A ring with signs in it. */
const seal = (x: number, y: number) => {
  const [away, angle] = [Math.hypot(x - 200, y - 150), Math.atan2(y - 150, x - 200)];
  return (away > 36 && away < 39) || away < 6 || (away > 20 && away < 29 && Math.sin(20 * angle) > 0);
};
const LINE = { x0: 30, y0: 20, x1: 150, y1: 30 };
const same = (one: Uint8Array | null, other: Uint8Array | null): boolean =>
  one !== null && other !== null && Buffer.compare(one, other) === 0;
const darkest = (raster: Raster, area: Area): number => {
  const { grey } = withoutSeals(raster);
  let least = 255;
  for (let y = area.y0; y < area.y1; y++)
    for (let x = area.x0; x < area.x1; x++) least = Math.min(least, grey.data[y * WIDTH + x] as number);
  return least;
};

describe("what is red in a picture", () => {
  test.each([
    ["red print", RED],
    ["orange print", ORANGE],
  ])("is dark where it is %s, as the heads of forms are, and stays marked", (_, colour) => {
    const raster = paper([colour, print(LINE)]);
    expect(darkest(raster, LINE)).toBe(Math.min(...colour));
    expect(same(withoutSeals(raster).red, withoutSeal(raster).red)).toBe(true);
  });

  test("is dark where it is the rulings of a ledger, wider than any seal", () => {
    const table = { x0: 20, y0: 50, x1: 380, y1: 250 };
    const raster = paper([RED, (x, y) => within(table)(x, y) && (x % 60 === 20 || y % 25 === 0)]);
    expect(darkest(raster, table)).toBe(58);
  });

  test("is paper where it is a seal with its signs, or a shade", () => {
    const beside = { x0: 50, y0: 240, x1: 90, y1: 260 };
    const raster = paper([RED, seal], [ORANGE, within(beside)]);
    expect(same(withoutSeals(raster).grey.data, withoutSeal(raster).grey.data)).toBe(true);
  });
});
