import { describe, expect, test } from "@jest/globals";
import { mapPoint } from "../../../lib/recognition/picture/homography.ts";
import { paperOf } from "../../../lib/recognition/picture/paper.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { warped } from "../../../lib/recognition/picture/warp.ts";

const WIDTH = 600;
const HEIGHT = 800;

/** A bright sheet with lines of print, and what lies around it. */
function photo(corners: readonly (readonly [number, number])[], desk: number): Grey {
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const inside = corners.every(([x0, y0], index) => {
        const [x1, y1] = corners[(index + 1) % 4] as readonly [number, number];
        return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0;
      });
      const print = y % 24 < 8 && x % 12 < 7 && x > 150 && x < 450 && y > 150 && y < 650;
      data[y * WIDTH + x] = inside ? (print ? 40 : 225) : desk + ((x * 7 + y * 3) % 9);
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

describe("the sheet in a picture", () => {
  const corners = [
    [62, 48],
    [548, 71],
    [531, 760],
    [40, 741],
  ] as const;

  test("is found by its four edges on a dark desk and cut out", () => {
    const picture = photo(corners, 60);
    const paper = paperOf(picture);
    expect(paper).not.toBeNull();
    const { map, width, height } = paper as NonNullable<typeof paper>;
    const ends = [mapPoint(map, 0, 0), mapPoint(map, width, 0), mapPoint(map, width, height), mapPoint(map, 0, height)];
    ends.forEach(([x, y], index) => {
      const [wantedX, wantedY] = corners[index] as readonly [number, number];
      expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(16);
    });
    const sheet = warped(picture, map, width, height);
    const dark = [0, width - 1, (height - 1) * width, height * width - 1].filter(
      (at) => (sheet.data[at] as number) < 200,
    );
    expect(dark).toEqual([]);
  });

  test("is the whole picture where nothing is darker than paper", () => {
    const whole = [
      [-1, -1],
      [WIDTH, -1],
      [WIDTH, HEIGHT],
      [-1, HEIGHT],
    ] as const;
    expect(paperOf(photo(whole, 0))).toBeNull();
  });

  test("goes on in a shadow, since there is print in it", () => {
    const whole = photo(
      [
        [-1, -1],
        [WIDTH, -1],
        [WIDTH, HEIGHT],
        [-1, HEIGHT],
      ],
      0,
    );
    const shaded = { ...whole, data: whole.data.map((value, at) => (at % WIDTH > 330 ? value * 0.55 : value)) };
    expect(paperOf(shaded)).toBeNull();
  });
});
