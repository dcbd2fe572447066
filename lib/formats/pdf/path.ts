import type { Subpath } from "../shared/outline.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { apply, type Matrix, type Point } from "../shared/plane.ts";

const SEGMENT_BEZIER = 1;
const SEGMENT_MOVE = 2;
/** A curve as this many chords is within half a point of itself at the size of a page's badges and seals. */
const CHORDS = 6;

function curveOf([p, q, r, s]: readonly [Point, Point, Point, Point]): Point[] {
  return Array.from({ length: CHORDS }, (_, index): Point => {
    const t = (index + 1) / CHORDS;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return [a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1]];
  });
}

/** The runs of a path of `count` segments. */
export function subpathsOf(
  { raw, scratch, floats }: Pdfium,
  count: number,
  segmentAt: (index: number) => number,
  toPage: Matrix,
): Subpath[] {
  const subpaths: Subpath[] = [];
  let points: Point[] = [];
  let straight: boolean[] = [];
  let curves = 0;
  let closed = false;
  let bezier: Point[] = [];
  const flush = () => {
    if (points.length > 0) subpaths.push({ points, straight, curves, closed });
    [points, straight, curves, closed, bezier] = [[], [], 0, false, []];
  };
  for (let index = 0; index < count; index++) {
    const segment = segmentAt(index);
    raw.FPDFPathSegment_GetPoint(segment, scratch, scratch + 4);
    const at = floats();
    const point = apply(toPage, at[scratch >> 2] ?? 0, at[(scratch >> 2) + 1] ?? 0);
    const type = raw.FPDFPathSegment_GetType(segment);
    if (type === SEGMENT_MOVE) flush();
    if (type === SEGMENT_BEZIER) {
      bezier.push(point);
      const from = points.at(-1);
      const [q, r, s] = bezier;
      if (from && q && r && s) {
        const chords = curveOf([from, q, r, s]);
        points.push(...chords);
        straight.push(...chords.map(() => false));
        curves++;
        bezier = [];
      }
    } else {
      points.push(point);
      straight.push(type !== SEGMENT_MOVE);
    }
    closed ||= raw.FPDFPathSegment_GetClose(segment) !== 0;
  }
  flush();
  return subpaths;
}
