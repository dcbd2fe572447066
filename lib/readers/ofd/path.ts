import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { type Point, rectangleOf } from "../plane.ts";

/** A path's straight segments, filled rectangles and number of curves, in the coordinates of the page. */
export interface Path {
  readonly lines: (readonly [x0: number, y0: number, x1: number, y1: number])[];
  readonly rectangles: Box[];
  readonly curves: number;
}

/**
 * AbbreviatedData of GB/T 33190, 9.1: S and M start a figure, L draws a line, Q, B and A curves, C closes. Curves count only by where they end.
 * @throws TooLargeError beyond the number of operators
 */
export function pathOf(data: string, toPage: (x: number, y: number) => Point): Path {
  const lines: [number, number, number, number][] = [];
  const rectangles: Box[] = [];
  let curves = 0;
  let figure: Point[] = [];
  let curved = false;
  const flush = () => {
    const rectangle = curved ? null : rectangleOf(figure);
    if (rectangle) rectangles.push(rectangle);
    figure = [];
    curved = false;
  };
  const parts = data.trim().split(/[\s,]+/u);
  if (parts.length > 3 * LIMITS.pathSegments) throw new TooLargeError();
  const operands: Record<string, number> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };
  for (let index = 0; index < parts.length; ) {
    const operator = parts[index] ?? "";
    const count = operands[operator];
    if (count === undefined) {
      index++;
      continue;
    }
    const point = toPage(Number(parts[index + count - 1]), Number(parts[index + count]));
    const last = figure.at(-1);
    if (operator === "S" || operator === "M") {
      flush();
      figure.push(point);
    } else if (operator === "C") {
      const first = figure[0];
      if (first && last) lines.push([last[0], last[1], first[0], first[1]]);
    } else {
      if (operator === "L" && last) lines.push([last[0], last[1], point[0], point[1]]);
      if (operator !== "L") {
        curved = true;
        curves++;
      }
      figure.push(point);
    }
    index += count + 1;
  }
  flush();
  return { lines, rectangles, curves };
}
