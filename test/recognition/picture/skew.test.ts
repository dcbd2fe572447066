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
