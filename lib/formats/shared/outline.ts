import type { Box } from "../../document/document.ts";
import type { Stroke } from "../../pages/geometry.ts";
import type { Point } from "./plane.ts";

/** What a path leaves on the page, as lines: for formats that draw their pages. */

/** One run of the pen: its corners, curves as chords, in points of the page. */
export interface Subpath {
  readonly points: readonly Point[];
  /** Whether the chord to each point is a straight segment of the file's. */
  readonly straight: readonly boolean[];
  readonly curves: number;
  readonly closed: boolean;
}

/** Points: something thinner is a line; it strikes characters out rather than hiding them. */
export const THICKEST_LINE = 1.5;

/** A straight line, or null where nothing of it lies in the box. */
export function clippedStroke(stroke: Stroke, [left, top, width, height]: Box): Stroke | null {
  const slack = stroke.thickness;
  const inX = (x: number) => Math.min(Math.max(x, left - slack), left + width + slack);
  const inY = (y: number) => Math.min(Math.max(y, top - slack), top + height + slack);
  const level = stroke.y0 === stroke.y1;
  const upright = stroke.x0 === stroke.x1;
  const outside =
    Math.max(stroke.x0, stroke.x1) < left - slack ||
    Math.min(stroke.x0, stroke.x1) > left + width + slack ||
    Math.max(stroke.y0, stroke.y1) < top - slack ||
    Math.min(stroke.y0, stroke.y1) > top + height + slack;
  if (outside) return null;
  if (level) return { ...stroke, x0: inX(stroke.x0), x1: inX(stroke.x1) };
  return upright ? { ...stroke, y0: inY(stroke.y0), y1: inY(stroke.y1) } : stroke;
}

/** The lines that a pen of some thickness leaves along a subpath. */
export function strokesOf(
  { points, straight, closed }: Subpath,
  thickness: number,
): readonly (Stroke & { readonly straight: boolean })[] {
  const lines = points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    return { x0: from[0], y0: from[1], x1: to[0], y1: to[1], thickness, straight: straight[index + 1] === true };
  });
  const [first, last] = [points[0], points.at(-1)];
  if (closed && first && last)
    lines.push({ x0: last[0], y0: last[1], x1: first[0], y1: first[1], thickness, straight: true });
  return lines;
}

export const distanceTo = ({ x0, y0, x1, y1 }: Stroke, x: number, y: number): number => {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const t = length === 0 ? 0 : Math.min(Math.max(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0), 1);
  return Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0));
};

export const grown = ([x, y, width, height]: Box, by: number): Box => [x - by, y - by, width + 2 * by, height + 2 * by];

/** A rectangle as the line it looks like, where it is thin. */
export function lineOfRectangle([x, y, width, height]: Box): Stroke | null {
  if (height <= width && height <= THICKEST_LINE)
    return { x0: x, y0: y + height / 2, x1: x + width, y1: y + height / 2, thickness: height };
  if (width <= THICKEST_LINE) return { x0: x + width / 2, y0: y, x1: x + width / 2, y1: y + height, thickness: width };
  return null;
}
