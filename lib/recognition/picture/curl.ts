import type { Box } from "../../document/document.ts";
import { quantile } from "../../pages/geometry.ts";
import { INK } from "./ink.ts";
import type { Grey } from "./raster.ts";

/**
 * The curl of a page that did not lie flat, as at the back of a book or under a camera: its lines bend up or down
 * across the page. How steep they are is looked for window by window; a smooth surface over the page says the rest.
 */

const CURL = {
  /** A window's sides, in pixels at 200 dpi: some characters of some lines; windows overlap by half. */
  window: 240,
  /** Ink in runs of so many pixels, with this much lighter ink, is of rulings: no stroke of 10 point type is longer. */
  run: 28,
  lighter: 70,
  /** Steepest lines looked for, and the step: a pixel over a window. */
  steepest: 0.08,
  step: 0.004,
  /** Of fewer points no slope is told. */
  few: 80,
  /** How much sharper lines must be at their own slope than at most others. */
  salient: 1.3,
  /** Fewer windows tell no curl. */
  windows: 24,
  /** Slopes this far from the surface are of something else, as of a seal or a picture. */
  stray: 0.015,
  /** Draws slopes to zero where no window tells any: one window's worth. */
  calm: 1,
  /** Nor does a page of which so small a share of the windows fits one surface. */
  fitting: 0.9,
  /**
   * Lines of a page bend so far, in shares of its width, or lie flat: pages that lay flat have less than 0.0003, a
   * screen photographed 0.0011, and rulings are found as steep as a bend of 0.005 makes them.
   */
  least: 0.002,
  share: 0.75,
} as const;

/** Powers of a surface of slopes: u across from 0 to 1, v down from -0.5 to 0.5. */
const POWERS: readonly (readonly [u: number, v: number])[] = [0, 1, 2].flatMap((u) =>
  [0, 1, 2].map((v) => [u, v] as const),
);

/**
 * How far down a line through the middle of the page has gone at a place, in pixels: for each column of pixels what it
 * is in the middle of the page's height, and what it gains by v and by its square.
 */
export interface Curl {
  readonly height: number;
  readonly columns: readonly [Float64Array, Float64Array, Float64Array];
}

/** How far down a line has gone in a column (a whole number) at a height, both in pixels. */
export function sunkAt({ height, columns: [middle, first, second] }: Curl, x: number, y: number): number {
  const v = y / height - 0.5;
  return (middle[x] as number) + v * ((first[x] as number) + v * (second[x] as number));
}

interface Slope {
  readonly u: number;
  readonly v: number;
  readonly slope: number;
}

/** The curl of a page that lies nearly upright; null where its lines are straight. */
export function curlOf(grey: Grey): Curl | null {
  const first = bendOf(grey);
  if (first === null || first.bend < CURL.least * grey.width) return null;
  // Windows tell a bend to half a pixel; what is left of it is told from nearly straight lines.
  const left = bendOf(uncurled(grey, first.curl));
  const columns = first.curl.columns.map((column, power) =>
    column.map((sunk, x) => sunk + (left?.curl.columns[power]?.[x] ?? 0)),
  );
  return { height: grey.height, columns: columns as [Float64Array, Float64Array, Float64Array] };
}

/** What windows say of a page's curl, and how far its lines bend by it, in pixels; null where they say nothing. */
function bendOf(grey: Grey): { readonly curl: Curl; readonly bend: number } | null {
  const slopes = slopesOf(grey);
  if (slopes.length < CURL.windows) return null;
  const first = surfaceOf(slopes);
  const kept = slopes.filter(({ u, v, slope }) => Math.abs(slopeAt(first, u, v) - slope) < CURL.stray);
  if (kept.length < Math.max(CURL.windows, CURL.fitting * slopes.length)) return null;
  const surface = surfaceOf(kept);
  const { width, height } = grey;
  const columns = [0, 1, 2].map((power) =>
    Float64Array.from({ length: width }, (_, x) =>
      POWERS.reduce(
        (sum, [i, j], n) =>
          j === power
            ? sum + (width * (surface[n] as number) * ((x / width) ** (i + 1) - 0.5 ** (i + 1))) / (i + 1)
            : sum,
        0,
      ),
    ),
  );
  const curl: Curl = { height, columns: columns as [Float64Array, Float64Array, Float64Array] };
  // Lines that are as steep everywhere lie askew, which is not the matter here.
  const bent = kept.map(({ v }) => {
    const y = (v + 0.5) * height;
    return Math.abs(sunkAt(curl, 0, y) + sunkAt(curl, width - 1, y));
  });
  return { curl, bend: quantile(bent, CURL.share) };
}

const slopeAt = (surface: readonly number[], u: number, v: number): number =>
  POWERS.reduce((sum, [i, j], n) => sum + (surface[n] as number) * u ** i * v ** j, 0);

/** Ink along a row, up to `to`; places in a window are counted from its middle and its top. */
interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** How steep the lines are in each window that tells. */
function slopesOf(grey: Grey): Slope[] {
  const { width, height } = grey;
  const size = CURL.window;
  const found: Slope[] = [];
  const profile = new Float64Array(size + 2 * Math.ceil(size * CURL.steepest) + 2);
  const runs = longRuns(grey);
  for (let top = 0; top + size <= height; top += size / 2) {
    const own = runs.filter(({ y }) => y >= top && y < top + size);
    for (let left = 0; left + size <= width; left += size / 2) {
      const middle = left + size / 2;
      const seen: Run[] = [];
      let count = 0;
      for (const { y, from, to } of own) {
        const [first, end] = [Math.max(from, left), Math.min(to, left + size)];
        if (end - first < CURL.run) continue;
        seen.push({ y: y - top, from: first - middle, to: end - middle });
        count += end - first;
      }
      const slope = count < CURL.few ? null : steepness(seen, profile);
      if (slope !== null) found.push({ u: middle / width, v: (top + size / 2) / height - 0.5, slope });
    }
  }
  return found;
}

/** Ink in long runs, from the top. */
function longRuns({ width, height, data }: Grey): Run[] {
  const runs: Run[] = [];
  const ink = INK + CURL.lighter;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      if ((data[row + x] as number) >= ink) continue;
      const from = x;
      while (x < width && (data[row + x] as number) < ink) x++;
      if (x - from >= CURL.run) runs.push({ y, from, to: x });
    }
  }
  return runs;
}

/** The slope at which the runs lie in lines; null where none stands out. */
function steepness(runs: readonly Run[], profile: Float64Array): number | null {
  const steps = Math.round(CURL.steepest / CURL.step);
  const scores: number[] = [];
  for (let n = -steps; n <= steps; n++) {
    profile.fill(0);
    for (const run of runs) addAslant(profile, run, n * CURL.step);
    let sum = 0;
    // Over three rows: points that stand on whole rows, as those of level lines do, would else seem the sharper.
    for (let i = 3; i < profile.length; i++) {
      const below = (profile[i] as number) + (profile[i - 1] as number);
      sum += (below - (profile[i - 2] as number) - (profile[i - 3] as number)) ** 2;
    }
    scores.push(sum);
  }
  const most = Math.max(...scores);
  const at = scores.indexOf(most);
  if (most < CURL.salient * quantile(scores, 0.5) || at === 0 || at === scores.length - 1) return null;
  // Between two steps.
  const [before, after] = [scores[at - 1] as number, scores[at + 1] as number];
  const bow = before - 2 * most + after;
  return (at - steps + (bow === 0 ? 0 : (before - after) / (2 * bow))) * CURL.step;
}

/**
 * Adds the pixels of a run to a profile across lines of this slope, each to the two places that it stands between by its
 * nearness; those between the same two are added at once.
 */
function addAslant(profile: Float64Array, { y, from, to }: Run, slope: number): void {
  const margin = Math.ceil(CURL.window * CURL.steepest);
  for (let x = from; x < to; ) {
    const at = y - slope * x + margin;
    const whole = Math.floor(at);
    const least = slope > 0 ? at - whole : whole + 1 - at;
    const count = slope === 0 ? to - x : Math.min(to - x, Math.floor(least / Math.abs(slope)) + 1);
    const beyond = count * (at - whole - (slope * (count - 1)) / 2);
    (profile[whole] as number) += count - beyond;
    (profile[whole + 1] as number) += beyond;
    x += count;
  }
}

/** The surface nearest to the slopes, by least squares. */
function surfaceOf(slopes: readonly Slope[]): number[] {
  const size = POWERS.length;
  const rows = Array.from({ length: size }, (_, n) =>
    Array.from({ length: size + 1 }, (_, m) => (n === m && n > 0 ? CURL.calm : 0)),
  );
  for (const { u, v, slope } of slopes) {
    const terms = POWERS.map(([i, j]) => u ** i * v ** j);
    for (let n = 0; n < size; n++) {
      const row = rows[n] as number[];
      for (let m = 0; m < size; m++) (row[m] as number) += (terms[n] as number) * (terms[m] as number);
      (row[size] as number) += (terms[n] as number) * slope;
    }
  }
  return solved(rows);
}

/** Gauss's elimination; the matrix is positive definite. */
function solved(rows: number[][]): number[] {
  const size = rows.length;
  for (let n = 0; n < size; n++) {
    const pivot = rows[n] as number[];
    for (let m = 0; m < size; m++) {
      if (m === n) continue;
      const row = rows[m] as number[];
      const share = (row[n] as number) / (pivot[n] as number);
      for (let k = n; k <= size; k++) (row[k] as number) -= share * (pivot[k] as number);
    }
  }
  return rows.map((row, n) => (row[size] as number) / (row[n] as number));
}

/** The page with its lines straight. */
export function uncurled({ width, height, data }: Grey, curl: Curl): Grey {
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const from = y + sunkAt(curl, x, y);
      const top = Math.floor(from);
      if (top < 0 || top >= height - 1) {
        out[at] = top === height - 1 ? (data[top * width + x] as number) : 255;
        continue;
      }
      const above = data[top * width + x] as number;
      out[at] = above + (from - top) * ((data[(top + 1) * width + x] as number) - above);
    }
  }
  return { width, height, data: out };
}

/** Where a box of the page with straight lines is on the bent one, both in pixels. */
export function bentBox(curl: Curl, [x, y, width, height]: Box): Box {
  const last = curl.columns[0].length - 1;
  const sunk = [x, x + width].map((side) => {
    const column = Math.min(last, Math.max(0, Math.round(side)));
    return sunkAt(curl, column, y + height / 2);
  });
  const [least, most] = [Math.min(...sunk), Math.max(...sunk)];
  return [x, y + least, width, height + most - least];
}
