import type { Box } from "../../document/document.ts";
import { boxOfPoints } from "../../pages/geometry.ts";

/** Plane geometry for the readers of formats that draw their pages. */

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export type Point = readonly [x: number, y: number];

/** First m, then n. */
export const multiply = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];

/** The way back; null where there is none. */
export function inverse([a, b, c, d, e, f]: Matrix): Matrix | null {
  const det = a * d - b * c;
  if (!(Math.abs(det) > 1e-9)) return null;
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det];
}

export const apply = (m: Matrix, x: number, y: number): [number, number] => [
  m[0] * x + m[2] * y + m[4],
  m[1] * x + m[3] * y + m[5],
];

/** Four corners with axis-aligned sides, closed or not, are a rectangle; null for any other figure. */
export function rectangleOf(corners: readonly Point[]): Box | null {
  if (corners.length < 4 || corners.length > 6) return null;
  const straight = corners.every(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] as Point;
    return Math.abs(x - nextX) < 0.5 || Math.abs(y - nextY) < 0.5;
  });
  return straight ? boxOfPoints(corners) : null;
}
