import { expect, test } from "@jest/globals";
import { mapPoint } from "../../../lib/recognition/picture/homography.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { uprightMap } from "../../../lib/recognition/picture/skew.ts";

const WIDTH = 1000;
const HEIGHT = 1000;
const SLOPE = 0.016;

/** A page turned by a little: lines of low print, and a title whose strokes lean to the left in italics. */
function turnedPage(): Grey {
  const data = new Uint8Array(WIDTH * HEIGHT).fill(250);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      // Where it stands on the upright page.
      const [u, v] = [x + SLOPE * (y - 500), y - SLOPE * (x - 500)];
      const print = v > 150 && v < 900 && v % 20 < 7 && u > 100 && u < 900 && u % 9 < 6;
      const title = v > 50 && v < 120 && u > 120 && u < 880 && (u + 0.04 * v) % 25 < 2;
      if (print || title) data[y * WIDTH + x] = 20;
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

test("a page without vertical lines is turned upright as a whole, not sheared by the strokes of its title", () => {
  const map = uprightMap(turnedPage());
  const across = (x: number) => {
    const [top = 0] = mapPoint(map, x, 100);
    const [bottom = 0] = mapPoint(map, x, 900);
    return (bottom - top) / 800;
  };
  for (const x of [100, 500, 900]) expect(across(x)).toBeCloseTo(-SLOPE, 2);
});

test("a flat page is not sheared where the words of its upper half stand a little higher and lower", () => {
  const [width, height] = [1600, 1100];
  const data = new Uint8Array(width * height).fill(250);
  // A small generator of its own: the same page each time.
  let state = 1;
  const share = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  for (let row = 40; row < 1080; row += 40) {
    for (let column = 0; column < 10; column++) {
      const off = Math.round((row < 550 ? column / 4.5 - 1 : 0) + (share() - 0.5) * 7);
      for (const stroke of [0, 8, 16])
        for (let x = 60 + column * 150; x < 136 + column * 150; x++)
          if ((x - 60 - column * 150) % 20 < 16)
            for (const y of [row + off + stroke, row + off + stroke + 1]) data[y * width + x] = 20;
    }
  }
  const map = uprightMap({ width, height, data });
  for (const [x, y] of [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ] as const)
    expect(Math.abs(mapPoint(map, x, y)[1] - y)).toBeLessThan(3);
});

test("a table of grey rulings is turned upright by these, not sheared by the strokes of its characters", () => {
  const [width, height] = [1000, 1000];
  const data = new Uint8Array(width * height).fill(250);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x + SLOPE * (y - 500), y - SLOPE * (x - 500)];
      if (u < 100 || u > 902 || v < 100 || v > 902) continue;
      const stroke = v % 50 > 15 && v % 50 < 35 && (u + 0.05 * v) % 40 < 2;
      if (u % 100 < 2 || v % 50 < 2) data[y * width + x] = 190;
      else if (stroke) data[y * width + x] = 20;
    }
  }
  const map = uprightMap({ width, height, data });
  for (const at of [150, 850]) {
    const [[x0 = 0, y0 = 0] = [], [x1 = 0] = [], [, y1 = 0] = []] = [
      mapPoint(map, at, at),
      mapPoint(map, at, at + 100),
      mapPoint(map, at + 100, at),
    ];
    expect((x1 - x0) / 100).toBeCloseTo(-SLOPE, 2);
    expect((y1 - y0) / 100).toBeCloseTo(SLOPE, 2);
  }
});
