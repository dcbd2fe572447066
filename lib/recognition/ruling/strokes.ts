import { coverageOf, type Darkness, type Segment } from "./line-segments.ts";

/** Strokes of characters, which in a low row may reach from one ruling to the next, as a ruling does. */

/** A line's blur ends where it is this much lighter than in its middle, this many pixels away at most. */
const BLUR = 0.4;
const WIDEST = 6;
/** A stroke that is attached goes on for this many pixels, and is so dark in comparison with the line. */
const ATTACHED = 4;
const DARK = 0.45;
/** Strokes of one character that run side by side stand about so far apart. */
const APART = 8;
/** A ruling is straight to so many pixels; a bracket is not. */
const STRAIGHT = 1;
/** No ink is nearer than this to a lone ruling, in row heights: a character is as wide as it is high. */
const FREE = 0.7;
const WIDEST_FREE = 24;
const INK = 80;
/** Anything fainter is noise. */
const FAINTEST = 45;

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
  if (stretch.to - stretch.from < ATTACHED) return "plain";
  const sides = ([-1, 1] as const).filter((side) => isAttached(dark, stretch, side, apart)).length;
  if (sides === 2) return "crossed";
  return sides === 1 || isBent(dark, stretch) ? "touched" : "plain";
}

/** What is darker than this belongs to a stroke as dark as the line. */
const strokeLevel = ({ darkness }: Segment): number => Math.max(DARK * darkness, FAINTEST);

const middleOf = ({ at }: Segment): number => Math.round(at - 0.5);

const isApart = (x: number, apart: readonly number[]): boolean =>
  apart.some((place) => Math.abs(place - x) <= ATTACHED);

/**
 * Whether dark ink runs on from the line at a side: print keeps clear of a ruling, or where it touches one, is fainter.
 */
function isAttached(dark: Darkness, stretch: Stretch, side: -1 | 1, apart: readonly number[]): boolean {
  const { width, height, data } = dark;
  const { line, from, to } = stretch;
  const level = strokeLevel(line);
  const middle = middleOf(line);
  const end = middle + side * (measureReach(dark, stretch, side) + ATTACHED);
  if (end < 0 || end >= height) return false;
  for (let x = from; x < to; x++) {
    let y = middle + side;
    while (y !== end && (data[y * width + x] as number) > level) y += side;
    if (y === end && !isApart(x, apart)) return true;
  }
  return false;
}

/** How far from its middle a line is no longer dark, in the median over its length. */
function measureReach({ width, height, data }: Darkness, { line, from, to }: Stretch, side: -1 | 1): number {
  const middle = middleOf(line);
  for (let d = 1; d < WIDEST; d++) {
    const y = middle + side * d;
    if (y < 0 || y >= height) return d;
    let dark = 0;
    for (let x = from; x < to; x++) if ((data[y * width + x] as number) > BLUR * line.darkness) dark++;
    if (2 * dark < to - from) return d;
  }
  return WIDEST;
}

function isBent({ width, height, data }: Darkness, { line, from, to }: Stretch): boolean {
  const middle = middleOf(line);
  const third = (to - from) / 3;
  const [first = 0, second = 0, last = 0] = [0, 1, 2].map((part) => {
    let [weight, moment] = [0, 0];
    for (let x = Math.round(from + part * third); x < Math.round(from + (part + 1) * third); x++) {
      for (let y = Math.max(0, middle - ATTACHED); y <= Math.min(height - 1, middle + ATTACHED); y++) {
        const value = Math.max(0, (data[y * width + x] as number) - DARK * line.darkness);
        weight += value;
        moment += value * y;
      }
    }
    return weight === 0 ? middle : moment / weight;
  });
  return Math.abs(second - (first + last) / 2) > STRAIGHT;
}

/** Whether no stroke runs beside a line between two places. */
export const isLone = (dark: Darkness, { line, from, to }: Stretch): boolean =>
  [-APART, APART].every((d) => coverageOf(dark, line.at + d, from, to, strokeLevel(line)) <= 0.4);

/** Whether there is nothing beside a line between two places. */
export function standsFree(dark: Darkness, stretch: Stretch, apart: readonly number[]): boolean {
  const { width, height, data } = dark;
  const { line, from, to } = stretch;
  if (!isLone(dark, stretch)) return false;
  const middle = middleOf(line);
  const free = Math.min(WIDEST_FREE, Math.max(WIDEST, Math.round(FREE * (to - from))));
  let ink = 0;
  let all = 0;
  for (const side of [-1, 1]) {
    for (let d = WIDEST - 1; d <= free; d++) {
      const y = middle + side * d;
      if (y < 0 || y >= height) continue;
      for (let x = from; x < to; x++) if ((data[y * width + x] as number) > INK && !isApart(x, apart)) ink++;
      all += to - from;
    }
  }
  return ink <= 0.01 * all;
}
