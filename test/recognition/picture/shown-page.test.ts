import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Box } from "../../../lib/document/document.ts";
import type { PlacedPicture, RecognisedSheet, ShownPage } from "../../../lib/recognition/engine.ts";
import { type Homography, IDENTITY, inverse, mapBox, mapPoint } from "../../../lib/recognition/picture/homography.ts";
import { uprightPage } from "../../../lib/recognition/picture/shown-page.ts";

const WIDTH = 400;
const HEIGHT = 560;
/** Pixels in a point. */
const SCALE = 1;

/** A page of paper, red where a point of it stands in the box. */
function pageWith([left, top, width, height]: Box): PlacedPicture {
  const data = new Uint8Array(WIDTH * SCALE * HEIGHT * SCALE * 3).fill(255);
  for (let y = top * SCALE; y < (top + height) * SCALE; y++)
    for (let x = left * SCALE; x < (left + width) * SCALE; x++)
      data.fill(0, (y * WIDTH * SCALE + x) * 3 + 1, (y * WIDTH * SCALE + x) * 3 + 3);
  return { raster: { width: WIDTH * SCALE, height: HEIGHT * SCALE, channels: 3, data }, area: [0, 0, WIDTH, HEIGHT] };
}

const sheet = (toPage: Homography, width: number, height: number): RecognisedSheet => ({
  geometry: { number: 1, width, height, strokes: [], fills: [], glyphs: [], pictures: [] },
  second: [],
  toPage,
  onPage: (box) => mapBox(toPage, box),
});

/** Red, green and blue in the middle of a box of the page, as it is shown. */
function colourAt({ raster, area, onPicture }: ShownPage, box: Box): number[] {
  const [x, y, width, height] = onPicture(box);
  const scale = raster.width / area[2];
  const at = Math.floor((y + height / 2) * scale) * raster.width + Math.floor((x + width / 2) * scale);
  return [...raster.data.subarray(at * 3, at * 3 + 3)];
}

const BOX: Box = [300, 60, 40, 24];

describe("a page that a person is shown", () => {
  test("is the picture itself where it lies upright", () => {
    const picture = pageWith(BOX);
    const shown = uprightPage(picture, [sheet(IDENTITY, WIDTH, HEIGHT)]);
    expect(shown.raster).toBe(picture.raster);
    expect(shown.onPicture(BOX)).toEqual(BOX);
  });

  test("stands upright where it lay on its side, in its colours", () => {
    // The sheet's top is the page's right edge.
    const toPage: Homography = [0, -1, WIDTH, 1, 0, 0, 0, 0, 1];
    const shown = uprightPage(pageWith(BOX), [sheet(toPage, HEIGHT, WIDTH)]);
    expect([shown.raster.width, shown.raster.height]).toEqual([HEIGHT * SCALE, WIDTH * SCALE]);
    expect(shown.onPicture(BOX)).toEqual([60, 60, 24, 40]);
    expect(colourAt(shown, BOX)).toEqual([255, 0, 0]);
  });

  test("shows what stands in a box where it says, however it lay", () => {
    const skew = fc.record({
      angle: fc.double({ min: -0.08, max: 0.08, noNaN: true }),
      slant: fc.double({ min: -0.0001, max: 0.0001, noNaN: true }),
      x: fc.integer({ min: 100, max: 260 }),
      y: fc.integer({ min: 100, max: 400 }),
    });
    fc.assert(
      fc.property(skew, ({ angle, slant, x, y }) => {
        const box: Box = [x, y, 40, 24];
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        const toPage: Homography = [cos, -sin, 10, sin, cos, -10, slant, 0, 1];
        expect(colourAt(uprightPage(pageWith(box), [sheet(toPage, WIDTH, HEIGHT)]), box)).toEqual([255, 0, 0]);
      }),
      { numRuns: 20 },
    );
  });

  test("has its sheets one below the other, each upright", () => {
    const half = HEIGHT / 2;
    const upper = sheet(IDENTITY, WIDTH, half);
    // The lower one lay on its head.
    const lower = sheet([-1, 0, WIDTH, 0, -1, HEIGHT, 0, 0, 1], WIDTH, half);
    const box: Box = [10, HEIGHT - 40, 60, 20];
    const shown = uprightPage(pageWith(box), [upper, lower]);
    expect(shown.onPicture(box)).toEqual([WIDTH - 70, half + 20, 60, 20]);
    expect(colourAt(shown, box)).toEqual([255, 0, 0]);
  });
});

describe("a map", () => {
  test("is taken back by its inverse", () => {
    const map: Homography = [0.9, -0.2, 30, 0.25, 1.1, -12, 0.0003, -0.0001, 1];
    const [x, y] = mapPoint(inverse(map), ...mapPoint(map, 123, 456));
    expect(x).toBeCloseTo(123, 6);
    expect(y).toBeCloseTo(456, 6);
    expect(mapBox(IDENTITY, BOX)).toEqual(BOX);
  });
});
