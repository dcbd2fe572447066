import type { Box } from "../../document/document.ts";
import { boxOfPoints } from "../../pages/geometry.ts";

export type Point = readonly [x: number, y: number];
/** Projective map, row by row; the last entry is 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export const IDENTITY: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function mapPoint(h: Homography, x: number, y: number): Point {
  const w = h[6] * x + h[7] * y + h[8];
  return [(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w];
}

/** The box around a box's corners as they are mapped. */
export const mapBox = (h: Homography, [x, y, width, height]: Box): Box =>
  boxOfPoints([
    mapPoint(h, x, y),
    mapPoint(h, x + width, y),
    mapPoint(h, x, y + height),
    mapPoint(h, x + width, y + height),
  ]);

export const translation = (x: number, y: number): Homography => [1, 0, x, 0, 1, y, 0, 0, 1];
export const scaling = (factor: number): Homography => [factor, 0, 0, 0, factor, 0, 0, 0, 1];

/** The map that takes back what this one did. */
export function inverse([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const last = adjugate[8] as number;
  return adjugate.map((value) => value / last) as unknown as Homography;
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
