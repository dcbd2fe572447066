import { describe, expect, test } from "@jest/globals";
import { mapPoint, warped } from "../../lib/ocr/homography.ts";
import type { Grey } from "../../lib/ocr/raster.ts";
import { rulingOf } from "../../lib/ocr/ruling.ts";
import { uprightMap } from "../../lib/ocr/skew.ts";

const newGrey = (width: number, height: number): Grey => ({ width, height, data: new Uint8Array(width * height).fill(255) });

const XS = [100, 300, 420, 540, 700];
const YS = [120, 160, 200, 240, 300, 360];

function grid(ink: number, gap = 0): Grey {
  const grey = newGrey(820, 500);
  const dot = (x: number, y: number) => {
    grey.data[y * grey.width + x] = ink;
  };
  for (const y of YS) for (let x = XS[0] as number; x <= 701; x++) if (gap === 0 || x % gap !== 0) for (const d of [0, 1]) dot(x, y + d);
  for (const x of XS) for (let y = YS[0] as number; y <= 361; y++) if (gap === 0 || y % gap !== 0) for (const d of [0, 1]) dot(x + d, y);
  return grey;
}

const near = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  [...found]
    .sort((a, b) => a - b)
    .forEach((value, index) => {
      expect(Math.abs(value - (wanted[index] as number))).toBeLessThan(2.5);
    });
};

describe("ruling lines of a picture", () => {
  test.each([
    ["black", 0, 0],
    ["faint", 205, 0],
    ["broken", 60, 9],
  ])("are found where they are %s", (_, ink, gap) => {
    const { horizontal, vertical } = rulingOf(grid(ink, gap));
    near(
      horizontal.map((rule) => rule.at),
      YS,
    );
    near(
      vertical.map((rule) => rule.at),
      XS,
    );
  });

  test("are none where there are only rows of strokes, like characters", () => {
    const grey = newGrey(820, 500);
    for (let row = 60; row < 460; row += 40) {
      for (let x = 100; x < 700; x += 24) {
        for (let d = 0; d < 18; d++) {
          grey.data[(row + 8) * grey.width + x + d] = 0;
          grey.data[(row + d) * grey.width + x + 8] = 0;
        }
      }
    }
    const { horizontal, vertical } = rulingOf(grey);
    expect(horizontal).toEqual([]);
    expect(vertical).toEqual([]);
  });
});

describe("a page that lies askew", () => {
  test.each([-4, -0.7, 1.3, 6])("is set upright from %d degrees", (degrees) => {
    const source = grid(0);
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [cx, cy] = [410, 250];
    const turn = [cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy, 0, 0, 1] as const;
    const askew = warped(source, turn, source.width, source.height);
    const { map } = uprightMap(askew);
    // A horizontal line of the upright page has the skew's slope in the picture.
    const [x0, y0] = mapPoint(map, 100, 250);
    const [x1, y1] = mapPoint(map, 700, 250);
    expect(Math.abs((Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI - degrees)).toBeLessThan(0.12);
  });
});
