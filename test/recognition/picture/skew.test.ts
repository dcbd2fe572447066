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

/** A page of rows without rulings: labels of three lines, of strokes by lot, and figures beside the middle one. */
function rowsOfFigures(width: number, height: number, slope: number): Grey {
  const data = new Uint8Array(width * height).fill(250);
  let state = 7;
  const share = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const mark = (x: number, y: number, w: number, h: number) => {
    for (let v = y; v < y + h; v++)
      for (let u = x; u < x + w; u++) {
        const at = Math.round(v + slope * (u - width / 2)) * width + Math.round(u - slope * (v - height / 2));
        if (at >= 0 && at < data.length) data[at] = 20;
      }
  };
  for (let top = 60; top < height - 100; top += 90) {
    for (let line = 0; line < 3; line++)
      for (let sign = 0; sign < 8; sign++)
        for (let stroke = 0; stroke < 4; stroke++)
          mark(
            100 + sign * 24 + ((share() * 6) | 0),
            top + line * 28 + ((share() * 20) | 0),
            8 + ((share() * 12) | 0),
            2,
          );
    for (let column = 0; column < 7; column++) {
      const x = 700 + column * 120;
      mark(x, top + 30, 10, 2);
      mark(x, top + 46, 10, 2);
      mark(x, top + 32, 2, 14);
      mark(x + 8, top + 32, 2, 14);
    }
  }
  return { width, height, data };
}

test.each([
  ["a page", 1650, 2330, 0.007],
  ["a long picture", 1650, 9000, 0],
])("the skew of %s is told by rows of figures without rulings", (_, width, height, slope) => {
  const map = uprightMap(rowsOfFigures(width, height, slope));
  const [left, right] = [mapPoint(map, 0, height / 2), mapPoint(map, width, height / 2)];
  const [top, bottom] = [mapPoint(map, width / 2, 0), mapPoint(map, width / 2, height)];
  // A fifteenth of a degree.
  expect(Math.abs((right[1] - left[1]) / width - slope)).toBeLessThan(0.0012);
  expect(Math.abs((bottom[0] - top[0]) / height + slope)).toBeLessThan(0.0012);
});
