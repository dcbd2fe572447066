import { type Homography, IDENTITY, type Point, rectangleTo } from "./homography.ts";
import { INK } from "./ink.ts";
import { type Grey, shrink } from "./raster.ts";

/** How a page's skew is looked for. */
const SKEW = {
  /** Steepest that is looked for, in degrees. Phone photos rarely lie further off. */
  steepest: 10,
  /** How far the halves of a page differ from the whole: what a camera held aslant makes of it. */
  halfReach: 3,
  /** Steps of the search and how far around the best the next one goes, in degrees; the last is a pixel in 2300. */
  coarse: 0.4,
  fine: { reach: 0.3, step: 0.1 },
  finest: { reach: 0.075, step: 0.025 },
  /** The longer side is shrunk to about this many pixels, and so many points of ink are enough. */
  side: 1100,
  mostPoints: 60_000,
  /** At the picture's edge so much of it may show what lies beside and under the page. */
  edge: 0.02,
  /** Vertical lines are ink in runs of so many shrunk pixels, with this much lighter ink: higher than a character. */
  uprightRun: 14,
  lighter: 40,
  /** A grey ruling, shrunk, is darker than this, and so many pixels beside it the paper is brighter than that. */
  faint: 225,
  beside: 3,
  paper: 238,
  /** How much lines must stand out from other angles to be believed: those of a half more than those of the page. */
  salient: 1.15,
  salientInHalf: 1.5,
  /**
   * And how much more at the half's own angle than at the page's, unless they are this near, in degrees: text alone
   * tells its own no closer than a fifth of a degree, where it gains 2 %; the rulings of a sheet seen aslant gain 20 %.
   */
  gain: 1.05,
  near: 0.1,
  /** Of fewer points no angle is told. */
  few: 400,
  /**
   * Nor of points beside so little of a half's length: the strokes of a title and some headings are beside 3 % of their
   * page and may lie in any direction, the rulings of a table beside 60 %.
   */
  leastBeside: 0.1,
} as const;

interface Points {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** How sharp the profile of the points across lines of this angle is. */
function sharpness({ xs, ys }: Points, degrees: number, size: number, histogram: Float32Array): number {
  const slope = Math.tan(radians(degrees));
  const offset = size / 2;
  histogram.fill(0);
  for (let index = 0; index < xs.length; index++) {
    const at = (ys[index] as number) - (xs[index] as number) * slope + offset;
    if (at >= 0 && at < histogram.length - 1) {
      const whole = Math.floor(at);
      const part = at - whole;
      histogram[whole] = (histogram[whole] as number) + 1 - part;
      histogram[whole + 1] = (histogram[whole + 1] as number) + part;
    }
  }
  let sum = 0;
  for (let index = 1; index < histogram.length; index++)
    sum += ((histogram[index] as number) - (histogram[index - 1] as number)) ** 2;
  return sum;
}

/**
 * The angle in degrees at which the points lie in lines, how much it stands out (1: not at all), and how much more than
 * the one in the centre.
 */
function angleOf(
  points: Points,
  length: number,
  across: number,
  centre: number,
  reach: number,
): { angle: number; salience: number; gain: number } {
  const histogram = new Float32Array(Math.ceil(across * 2 + length));
  const score = (angle: number) => sharpness(points, angle, across, histogram);
  let best = centre;
  let most = -1;
  const seen: number[] = [];
  const search = (from: number, to: number, step: number) => {
    for (let angle = from; angle <= to + step / 2; angle += step) {
      const value = score(angle);
      seen.push(value);
      if (value > most) {
        most = value;
        best = angle;
      }
    }
  };
  search(centre - reach, centre + reach, Math.min(SKEW.coarse, reach / 4));
  const coarse = [...seen].sort((a, b) => a - b)[seen.length >> 1] ?? 1;
  search(best - SKEW.fine.reach, best + SKEW.fine.reach, SKEW.fine.step);
  search(best - SKEW.finest.reach, best + SKEW.finest.reach, SKEW.finest.step);
  return { angle: best, salience: most / Math.max(coarse, 1), gain: most / Math.max(score(centre), 1) };
}

/** Every so many of the points, so that enough are left. */
function thinned({ xs, ys }: Points): Points {
  const step = Math.max(1, Math.ceil(xs.length / SKEW.mostPoints));
  if (step === 1) return { xs, ys };
  const every = (values: Float32Array) =>
    Float32Array.from({ length: Math.ceil(values.length / step) }, (_, index) => values[index * step] as number);
  return { xs: every(xs), ys: every(ys) };
}

/** The points before and behind a place along their second axis, in whose order they are. */
function partedAt({ xs, ys }: Points, middle: number): readonly [Points, Points] {
  const from = ys.findIndex((y) => y >= middle);
  const at = from < 0 ? ys.length : from;
  return [
    { xs: xs.subarray(0, at), ys: ys.subarray(0, at) },
    { xs: xs.subarray(at), ys: ys.subarray(at) },
  ];
}

/** A picture without its edge. */
function innerOf({ width, height }: Grey) {
  const [left, top] = [Math.round(SKEW.edge * width), Math.round(SKEW.edge * height)];
  return { left, top, right: width - left, bottom: height - top };
}

/** Whether a pixel is of a thin faint line, not of the edge of ink. @param step from a row of the line to the next */
const isThin = ({ data }: Grey, at: number, step: number): boolean =>
  (data[at] as number) < SKEW.faint &&
  (data[at - step] ?? 0) >= INK &&
  (data[at + step] ?? 0) >= INK &&
  (data[at - SKEW.beside * step] ?? 0) > SKEW.paper &&
  (data[at + SKEW.beside * step] ?? 0) > SKEW.paper;

/** Ink, by its distance from the middle of its row, and its row; faint ink where it is in runs. */
function inkPoints(grey: Grey): Points {
  const { width, data } = grey;
  const { left, top, right, bottom } = innerOf(grey);
  const [xs, ys] = [new Float32Array(data.length), new Float32Array(data.length)];
  let count = 0;
  for (let y = top; y < bottom; y++) {
    let from = -1;
    for (let x = left; x <= right; x++) {
      const at = y * width + x;
      const ink = x < right && (data[at] as number) < INK;
      const faint = x < right && !ink && isThin(grey, at, width);
      if (ink) {
        xs[count] = x - width / 2;
        ys[count++] = y;
      }
      if (faint && from < 0) from = x;
      if (!faint && from >= 0) {
        for (let point = from; x - from >= SKEW.uprightRun && point < x; point++) {
          xs[count] = point - width / 2;
          ys[count++] = y;
        }
        from = -1;
      }
    }
  }
  return { xs: xs.subarray(0, count), ys: ys.subarray(0, count) };
}

/**
 * Ink in long vertical runs, as if x and y were exchanged: the other says little about vertical lines, for it is text.
 */
function uprightInkPoints(grey: Grey): Points {
  const { width, height, data } = grey;
  const { left, top, right, bottom } = innerOf(grey);
  const [xs, ys] = [new Float32Array(data.length), new Float32Array(data.length)];
  let count = 0;
  for (let x = left; x < right; x++) {
    let from = -1;
    for (let y = top; y <= bottom; y++) {
      const at = y * width + x;
      const ink = y < bottom && ((data[at] as number) < INK + SKEW.lighter || isThin(grey, at, 1));
      if (ink && from < 0) from = y;
      if (!ink && from >= 0) {
        for (let point = from; y - from >= SKEW.uprightRun && point < y; point++) {
          xs[count] = point - height / 2;
          ys[count++] = x;
        }
        from = -1;
      }
    }
  }
  return { xs: xs.subarray(0, count), ys: ys.subarray(0, count) };
}

/** How many places have a point, along an axis of so many, in whose middle it is 0. */
function placesWith(values: Float32Array, length: number): number {
  const seen = new Uint8Array(length + 1);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const at = ((values[index] as number) + length / 2) | 0;
    if (seen[at]) continue;
    seen[at] = 1;
    count++;
  }
  return count;
}

/**
 * The map from an upright page to the picture given: skew and the convergence of lines that a camera brings.
 * Angles are measured in the upper and lower, left and right half; where a half shows no lines, the whole speaks for
 * it.
 */
export function uprightMap(grey: Grey): Homography {
  // Of a sheet longer than a page, its lines tell: they are as long as a page's.
  const side = Math.max(grey.width, Math.min(grey.height, Math.SQRT2 * grey.width));
  const factor = Math.max(1, Math.round(side / SKEW.side));
  const small = shrink(grey, factor);
  const { width, height } = small;
  const points = inkPoints(small);
  if (points.xs.length < SKEW.few) return IDENTITY;
  const whole = angleOf(thinned(points), width, height, 0, SKEW.steepest);
  const angle = whole.salience > SKEW.salient ? whole.angle : 0;
  const half = (members: Points, length: number, across: number, fallback: number): number => {
    if (members.xs.length < SKEW.few || placesWith(members.xs, length) < SKEW.leastBeside * length) return fallback;
    const found = angleOf(thinned(members), length, across, fallback, SKEW.halfReach);
    return found.salience > SKEW.salientInHalf &&
      (found.gain > SKEW.gain || Math.abs(found.angle - fallback) < SKEW.near)
      ? found.angle
      : fallback;
  };
  const [upper, lower] = partedAt(points, height / 2);
  const [top, bottom] = [half(upper, width, height, angle), half(lower, width, height, angle)];
  // Turning the page by `angle` turns vertical lines by the opposite slope.
  const [before, behind] = partedAt(uprightInkPoints(small), width / 2);
  const [left, right] = [half(before, height, width, -angle), half(behind, height, width, -angle)];
  return mapOf(grey.width, grey.height, { top, bottom, left, right });
}

/** Slopes were measured in the middle of each half; they change evenly over the page. */
function mapOf(
  width: number,
  height: number,
  angles: { top: number; bottom: number; left: number; right: number },
): Homography {
  const slope = (near: number, far: number) => Math.tan(radians(near + (near - far) / 2));
  const top = slope(angles.top, angles.bottom);
  const bottom = slope(angles.bottom, angles.top);
  const left = slope(angles.left, angles.right);
  const right = slope(angles.right, angles.left);
  // A nearly horizontal line y = y0 + s(x - w/2) and a nearly vertical one x = x0 + t(y - h/2) meet here.
  const meet = (y0: number, s: number, x0: number, t: number): Point => {
    const y = (y0 + s * (x0 - (t * height) / 2 - width / 2)) / (1 - s * t);
    return [x0 + t * (y - height / 2), y];
  };
  return rectangleTo(width, height, [
    meet(0, top, 0, left),
    meet(0, top, width, right),
    meet(height, bottom, width, right),
    meet(height, bottom, 0, left),
  ]);
}
