import { type Darkness, isHidden } from "./line-runs.ts";
import { coverageOf, rowAt, type Segment } from "./line-segments.ts";

/** Strokes of characters, which in a low row may reach from one ruling to the next, as a ruling does. */

/** What tells strokes from rulings; pixels at 200 dpi, darkness 0 to 255. */
const STROKES = {
  /** A line's blur ends where it is this much lighter than in its middle, so many pixels away at most. */
  blur: 0.4,
  widest: 6,
  /** A stroke that is attached goes on for so many pixels (less is blur), and is so dark in comparison with the line. */
  attached: 4,
  dark: 0.45,
  /** Strokes of one character that run side by side stand about so far apart: a third of 10 point type. */
  apart: 8,
  /** So much of a stretch may be dark beside a line that stands alone. */
  beside: 0.4,
  /** Between its ends a ruling stays straight to so many pixels; a bracket does not. */
  straight: 1,
  /**
   * Beside a ruling that stands alone in its row there is no ink as near as this, in heights of the row: a character is
   * as wide as it is high. Further away than so many pixels none is looked for.
   */
  free: 0.7,
  widestFree: 24,
  /** Darker is ink, and so much of it is specks of a copier. */
  ink: 80,
  specks: 0.01,
  /** No stroke is fainter: noise is. */
  faintest: 45,
} as const;

/**
 * What a line meets between two places: strokes attached on both sides (crossed), on one side or a bend (touched), or
 * nothing.
 */
export type Contact = "crossed" | "touched" | "plain";

/** A line between two places, in whole pixels. */
interface Stretch {
  readonly line: Segment;
  readonly from: number;
  readonly to: number;
}

/** @param apart where rulings meet it */
export function classifyStretch(dark: Darkness, stretch: Stretch, apart: readonly number[]): Contact {
  if (stretch.to - stretch.from < STROKES.attached) return "plain";
  const sides = ([-1, 1] as const).filter((side) => isAttached(dark, stretch, side, apart)).length;
  if (sides === 2) return "crossed";
  return sides === 1 || isBent(dark, stretch) ? "touched" : "plain";
}

/** What is darker than this belongs to a stroke as dark as the line. */
const strokeLevel = ({ darkness }: Segment): number => Math.max(STROKES.dark * darkness, STROKES.faintest);

const isApart = (x: number, apart: readonly number[]): boolean =>
  apart.some((place) => Math.abs(place - x) <= STROKES.attached);

/**
 * Where dark ink runs on from the line at a side: print keeps clear of a ruling, or where it touches one, is fainter.
 */
function attachedAt(dark: Darkness, stretch: Stretch, side: -1 | 1, apart: readonly number[]): (x: number) => boolean {
  const { width, height, data } = dark;
  const { line } = stretch;
  const level = strokeLevel(line);
  const reach = measureReach(dark, stretch, side) + STROKES.attached;
  return (x) => {
    const middle = rowAt(line, x);
    const end = middle + side * reach;
    if (end < 0 || end >= height) return false;
    let y = middle + side;
    while (y !== end && (data[y * width + x] as number) > level && !isHidden(dark, x, y)) y += side;
    return y === end && !isApart(x, apart);
  };
}

function isAttached(dark: Darkness, stretch: Stretch, side: -1 | 1, apart: readonly number[]): boolean {
  const at = attachedAt(dark, stretch, side, apart);
  for (let x = stretch.from; x < stretch.to; x++) if (at(x)) return true;
  return false;
}

/**
 * How many strokes are attached to a line, at either side: characters under each other, each with an upright stroke at
 * the same place, seem to be a line.
 */
export function countAttached(dark: Darkness, stretch: Stretch, apart: readonly number[]): number {
  let count = 0;
  for (const side of [-1, 1] as const) {
    const at = attachedAt(dark, stretch, side, apart);
    let inside = false;
    for (let x = stretch.from; x < stretch.to; x++) {
      const attached = at(x);
      if (attached && !inside) count++;
      inside = attached;
    }
  }
  return count;
}

/**
 * How far from its middle a line is no longer dark, in the median over its length; where it is a double one, so is the
 * other.
 */
function measureReach({ width, height, data }: Darkness, { line, from, to }: Stretch, side: -1 | 1): number {
  let reach = 1;
  for (let d = 1; d < STROKES.widest; d++) {
    let dark = 0;
    for (let x = from; x < to; x++) {
      const y = rowAt(line, x) + side * d;
      if (y >= 0 && y < height && (data[y * width + x] as number) > STROKES.blur * line.darkness) dark++;
    }
    if (2 * dark >= to - from) reach = d + 1;
  }
  return reach;
}

function isBent({ width, height, data }: Darkness, { line, from, to }: Stretch): boolean {
  const third = (to - from) / 3;
  const [first = 0, second = 0, last = 0] = [0, 1, 2].map((part) => {
    let [weight, moment] = [0, 0];
    for (let x = Math.round(from + part * third); x < Math.round(from + (part + 1) * third); x++) {
      const middle = rowAt(line, x);
      for (let y = Math.max(0, middle - STROKES.attached); y <= Math.min(height - 1, middle + STROKES.attached); y++) {
        const value = Math.max(0, (data[y * width + x] as number) - STROKES.dark * line.darkness);
        weight += value;
        moment += value * (y - middle);
      }
    }
    return weight === 0 ? 0 : moment / weight;
  });
  return Math.abs(second - (first + last) / 2) > STROKES.straight;
}

/** Whether no stroke runs beside a line between two places. */
export const isLone = (dark: Darkness, { line, from, to }: Stretch): boolean =>
  [-STROKES.apart, STROKES.apart].every(
    (d) => coverageOf(dark, { ...line, at: line.at + d }, from, to, strokeLevel(line)) <= STROKES.beside,
  );

/** Whether there is nothing beside a line between two places. */
export function standsFree(dark: Darkness, stretch: Stretch, apart: readonly number[]): boolean {
  const { width, height, data } = dark;
  const { line, from, to } = stretch;
  if (!isLone(dark, stretch)) return false;
  const free = Math.min(STROKES.widestFree, Math.max(STROKES.widest, Math.round(STROKES.free * (to - from))));
  let ink = 0;
  let all = 0;
  for (const side of [-1, 1]) {
    for (let d = STROKES.widest - 1; d <= free; d++) {
      for (let x = from; x < to; x++) {
        const y = rowAt(line, x) + side * d;
        if (y >= 0 && y < height && (data[y * width + x] as number) > STROKES.ink && !isApart(x, apart)) ink++;
      }
      all += to - from;
    }
  }
  return ink <= STROKES.specks * all;
}
