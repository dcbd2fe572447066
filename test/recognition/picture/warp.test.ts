import { expect, test } from "@jest/globals";
import { type Homography, IDENTITY, mapPoint } from "../../../lib/recognition/picture/homography.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { warped } from "../../../lib/recognition/picture/warp.ts";

const [WIDTH, HEIGHT] = [150, 90];

/** A level that changes evenly over the picture, so that what is between pixels is known. */
const levelAt = (x: number, y: number): number => x + y;
const SLOPING: Grey = {
  width: WIDTH,
  height: HEIGHT,
  data: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => levelAt(at % WIDTH, Math.floor(at / WIDTH))),
};

test("a picture seen as it is stays the same to the pixel", () => {
  expect(warped(SLOPING, IDENTITY, WIDTH, HEIGHT)).toEqual(SLOPING);
});

test.each<[string, Homography]>([
  ["askew, beyond the picture's sides", [0.98, 0.17, -12, -0.17, 0.98, 9, 0, 0, 1]],
  ["aslant by a camera", [1.1, 0.05, 3, 0.02, 0.9, 2, 2e-4, 3e-4, 1]],
  ["enlarged", [0.3, 0, 20, 0, 0.3, 30, 0, 0, 1]],
])("a picture seen %s shows at each place what was there, and white beside it", (_, map) => {
  const { data } = warped(SLOPING, map, WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [u, v] = mapPoint(map, x + 0.5, y + 0.5);
      const isEdge = Math.min(Math.abs(u), Math.abs(u - WIDTH), Math.abs(v), Math.abs(v - HEIGHT)) < 0.01;
      if (isEdge) continue;
      const isInside = u > 0 && v > 0 && u < WIDTH && v < HEIGHT;
      const [column, row] = [Math.min(Math.max(u - 0.5, 0), WIDTH - 1), Math.min(Math.max(v - 0.5, 0), HEIGHT - 1)];
      const seen = data[y * WIDTH + x] as number;
      if (isInside) expect(Math.abs(seen - levelAt(column, row))).toBeLessThanOrEqual(1.1);
      else expect(seen).toBe(255);
    }
  }
});
