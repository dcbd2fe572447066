import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import type { Subpath } from "../shared/outline.ts";
import type { Point } from "../shared/plane.ts";

/** A curve as this many chords is within half a point of itself at the size of a page's badges and seals. */
const CHORDS = 6;
const CHORDS_OF_ARC = 16;

/** Points along a Bézier curve of any degree, by its control points (De Casteljau). */
function alongBezier(controls: readonly Point[]): Point[] {
  return Array.from({ length: CHORDS }, (_, step): Point => {
    const t = (step + 1) / CHORDS;
    let points = controls;
    while (points.length > 1)
      points = points.slice(1).map(([x, y], index): Point => {
        const [fromX, fromY] = points[index] as Point;
        return [fromX + t * (x - fromX), fromY + t * (y - fromY)];
      });
    return points[0] as Point;
  });
}

/** Points along an elliptic arc, its ends and radii given (SVG 1.1, appendix F.6, has the same arc). */
function alongArc([x0, y0]: Point, [x1, y1]: Point, operands: readonly number[]): Point[] {
  const [rx = 0, ry = 0, degrees = 0, large = 0, sweep = 0] = operands;
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [halfX, halfY] = [(x0 - x1) / 2, (y0 - y1) / 2];
  const [px, py] = [cos * halfX + sin * halfY, cos * halfY - sin * halfX];
  const grow = Math.max(1, Math.hypot(px / rx, py / ry));
  const [a, b] = [Math.abs(rx) * grow, Math.abs(ry) * grow];
  if (!(a > 0 && b > 0 && Number.isFinite(a * b))) return [[x1, y1]];
  const rest = Math.max(0, 1 / ((px / a) ** 2 + (py / b) ** 2) - 1);
  const side = (large !== 0) === (sweep !== 0) ? -1 : 1;
  const [qx, qy] = [(side * Math.sqrt(rest) * a * py) / b, (-side * Math.sqrt(rest) * b * px) / a];
  const [centreX, centreY] = [cos * qx - sin * qy + (x0 + x1) / 2, sin * qx + cos * qy + (y0 + y1) / 2];
  const from = Math.atan2((py - qy) / b, (px - qx) / a);
  let turn = Math.atan2((-py - qy) / b, (-px - qx) / a) - from;
  if (sweep !== 0 && turn < 0) turn += 2 * Math.PI;
  if (sweep === 0 && turn > 0) turn -= 2 * Math.PI;
  return Array.from({ length: CHORDS_OF_ARC }, (_, step): Point => {
    const angle = from + (turn * (step + 1)) / CHORDS_OF_ARC;
    const [x, y] = [a * Math.cos(angle), b * Math.sin(angle)];
    return [cos * x - sin * y + centreX, sin * x + cos * y + centreY];
  });
}

const OPERANDS: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };

/**
 * AbbreviatedData of GB/T 33190, 9.1: S and M start a run of the pen, L draws a line, Q, B and A curves, C closes.
 * @throws TooLargeError beyond the number of operators
 */
export function subpathsOf(data: string, toPage: (x: number, y: number) => Point): Subpath[] {
  const parts = data.trim().split(/[\s,]+/u);
  if (parts.length > 3 * LIMITS.pathSegments) throw new TooLargeError();
  const subpaths: Subpath[] = [];
  let points: Point[] = [];
  let straight: boolean[] = [];
  let curves = 0;
  let closed = false;
  let pen: Point = [0, 0];
  const draw = (along: readonly Point[], isStraight: boolean) => {
    for (const [x, y] of along) points.push(toPage(x, y));
    straight.push(...along.map(() => isStraight));
    pen = along.at(-1) ?? pen;
  };
  const flush = () => {
    if (points.length > 0) subpaths.push({ points, straight, curves, closed });
    [points, straight, curves, closed] = [[], [], 0, false];
  };
  for (let index = 0; index < parts.length; ) {
    const operator = parts[index] ?? "";
    const count = OPERANDS[operator];
    if (count === undefined) {
      index++;
      continue;
    }
    const operands = parts.slice(index + 1, index + 1 + count).map((part) => Number(part) || 0);
    const ends = Array.from(
      { length: count >> 1 },
      (_, at): Point => [operands[2 * at] ?? 0, operands[2 * at + 1] ?? 0],
    );
    if (operator === "S" || operator === "M") {
      flush();
      draw(ends, false);
    } else if (operator === "C") closed = true;
    else if (operator === "L") draw(ends, true);
    else {
      curves++;
      draw(
        operator === "A" ? alongArc(pen, [operands[5] ?? 0, operands[6] ?? 0], operands) : alongBezier([pen, ...ends]),
        false,
      );
    }
    index += count + 1;
  }
  flush();
  return subpaths;
}
