import { type Homography, IDENTITY, type Point, rectangleTo } from "./homography.ts";
import { INK } from "./ink.ts";
import { type Grey, shrink } from "./raster.ts";

/** Steepest skew that is looked for, in degrees. Phone photos rarely lie further off. */
const STEEPEST = 10;
const MOST_POINTS = 60_000;

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

/** The angle in degrees at which the points lie in lines, and how much it stands out (1: not at all). */
function angleOf(
  points: Points,
  length: number,
  across: number,
  centre: number,
  reach: number,
): { angle: number; salience: number } {
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
  search(centre - reach, centre + reach, Math.min(0.4, reach / 4));
  const coarse = [...seen].sort((a, b) => a - b)[seen.length >> 1] ?? 1;
  search(best - 0.3, best + 0.3, 0.1);
  search(best - 0.075, best + 0.075, 0.025);
  return { angle: best, salience: most / Math.max(coarse, 1) };
}

function thinned(points: readonly (readonly [number, number])[]): Points {
  const step = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const kept = points.filter((_, index) => index % step === 0);
  return { xs: Float32Array.from(kept, ([x]) => x), ys: Float32Array.from(kept, ([, y]) => y) };
}

/** At the picture's edge so much of it may show what lies beside and under the page. */
const EDGE = 0.02;

/** A picture without its edge. */
function innerOf({ width, height }: Grey) {
  const [left, top] = [Math.round(EDGE * width), Math.round(EDGE * height)];
  return { left, top, right: width - left, bottom: height - top };
}

function inkPoints(grey: Grey): [number, number][] {
  const { width, data } = grey;
  const { left, top, right, bottom } = innerOf(grey);
  const points: [number, number][] = [];
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) if ((data[y * width + x] as number) < INK) points.push([x, y]);
  return points;
}

/** Ink in long vertical runs: the other says little about vertical lines, for it is text. */
function uprightInkPoints(grey: Grey): [number, number][] {
  const { width, data } = grey;
  const { left, top, right, bottom } = innerOf(grey);
  const points: [number, number][] = [];
  const least = 14;
  for (let x = left; x < right; x++) {
    let from = -1;
    for (let y = top; y <= bottom; y++) {
      const ink = y < bottom && (data[y * width + x] as number) < INK + 40;
      if (ink && from < 0) from = y;
      if (!ink && from >= 0) {
        if (y - from >= least) for (let at = from; at < y; at++) points.push([x, at]);
        from = -1;
      }
    }
  }
  return points;
}

/** Lines must stand out this much from other angles to be believed. */
const SALIENT = 1.5;
const FEW = 400;

/**
 * The map from an upright page to the picture given: skew and the convergence of lines that a camera brings.
 * Angles are measured in the upper and lower, left and right half; where a half shows no lines, the whole speaks for
 * it.
 */
export function uprightMap(grey: Grey): Homography {
  const factor = Math.max(1, Math.round(Math.max(grey.width, grey.height) / 1100));
  const small = shrink(grey, factor);
  const { width, height } = small;
  const points = inkPoints(small).map(([x, y]): [number, number] => [x - width / 2, y]);
  if (points.length < FEW) return IDENTITY;
  const whole = angleOf(thinned(points), width, height, 0, STEEPEST);
  const angle = whole.salience > 1.15 ? whole.angle : 0;
  const half = (members: [number, number][], length: number, across: number, fallback: number): number => {
    if (members.length < FEW) return fallback;
    const found = angleOf(thinned(members), length, across, fallback, 3);
    return found.salience > SALIENT ? found.angle : fallback;
  };
  const top = half(
    points.filter(([, y]) => y < height / 2),
    width,
    height,
    angle,
  );
  const bottom = half(
    points.filter(([, y]) => y >= height / 2),
    width,
    height,
    angle,
  );
  // Vertical lines, as if x and y were exchanged: turning the page by `angle` turns them by the opposite slope.
  const upright = uprightInkPoints(small).map(([x, y]): [number, number] => [y - height / 2, x]);
  const left = half(
    upright.filter(([, x]) => x < width / 2),
    height,
    width,
    -angle,
  );
  const right = half(
    upright.filter(([, x]) => x >= width / 2),
    height,
    width,
    -angle,
  );
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
