import type { Grey } from "./raster.ts";

export type Point = readonly [x: number, y: number];
/** Projective map, row by row; the last entry is 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export const IDENTITY: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function mapPoint(h: Homography, x: number, y: number): Point {
  const w = h[6] * x + h[7] * y + h[8];
  return [(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w];
}

/** First `inner`, then `outer`. */
export function compose(outer: Homography, inner: Homography): Homography {
  const cell = (row: number, column: number) =>
    [0, 1, 2].reduce((sum, k) => sum + (outer[row * 3 + k] as number) * (inner[k * 3 + column] as number), 0);
  const all = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => cell(row, column)));
  const last = all[8] as number;
  return all.map((value) => value / last) as unknown as Homography;
}

/** The map that takes the corners of a rectangle (top left, top right, bottom right, bottom left) to four points. */
export function rectangleTo(
  width: number,
  height: number,
  [p0, p1, p2, p3]: readonly [Point, Point, Point, Point],
): Homography {
  const dx1 = p1[0] - p2[0];
  const dx2 = p3[0] - p2[0];
  const dx3 = p0[0] - p1[0] + p2[0] - p3[0];
  const dy1 = p1[1] - p2[1];
  const dy2 = p3[1] - p2[1];
  const dy3 = p0[1] - p1[1] + p2[1] - p3[1];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / determinant;
  const k = (dx1 * dy3 - dx3 * dy1) / determinant;
  const a = p1[0] - p0[0] + g * p1[0];
  const b = p3[0] - p0[0] + k * p3[0];
  const d = p1[1] - p0[1] + g * p1[1];
  const e = p3[1] - p0[1] + k * p3[1];
  return [a / width, b / height, p0[0], d / width, e / height, p0[1], g / width, k / height, 1];
}

/**
 * The picture as seen through `toSource`, which takes pixels of the result to pixels of the source. Outside is white.
 */
export function warped(source: Grey, toSource: Homography, width: number, height: number): Grey {
  const { width: w, height: h, data } = source;
  const [a0, a1, a2, b0, b1, b2, c0, c1, c2] = toSource;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const py = y + 0.5;
    for (let x = 0; x < width; x++) {
      const px = x + 0.5;
      const d = c0 * px + c1 * py + c2;
      const sx = (a0 * px + a1 * py + a2) / d - 0.5;
      const sy = (b0 * px + b1 * py + b2) / d - 0.5;
      if (sx < -0.5 || sy < -0.5 || sx > w - 0.5 || sy > h - 0.5) {
        out[y * width + x] = 255;
        continue;
      }
      const left = Math.max(0, Math.floor(sx));
      const top = Math.max(0, Math.floor(sy));
      const right = Math.min(left + 1, w - 1);
      const below = Math.min(top + 1, h - 1);
      const fx = Math.max(0, sx - left);
      const fy = Math.max(0, sy - top);
      const a = (data[top * w + left] as number) * (1 - fx) + (data[top * w + right] as number) * fx;
      const b = (data[below * w + left] as number) * (1 - fx) + (data[below * w + right] as number) * fx;
      out[y * width + x] = a * (1 - fy) + b * fy;
    }
  }
  return { width, height, data: out };
}
