import { quantile } from "../../pages/geometry.ts";
import { covered, type Darkness, linesOf, type Segment } from "./line-segments.ts";
import { CHARACTER, FEW_ROWS, HIGHER, LEAST_CELL, LONG_ACROSS, NEAR } from "./thresholds.ts";

/** All lines of one direction on a page, and where they meet those of the other. */

export const touches = (line: Segment, other: Segment) => other.from - NEAR <= line.at && line.at <= other.to + NEAR;
export const crosses = (line: Segment, other: Segment) => touches(line, other) && touches(other, line);

/** All lines of one direction, as along the rows of a picture. */
export interface Direction {
  readonly dark: Darkness;
  readonly lines: readonly Segment[];
  /** A line this long is long. */
  readonly long: number;
  /** The darkness of what is ruled. */
  readonly usual: number;
  /** A single character is no longer. */
  readonly character: number;
  /**
   * Lines of the other direction that are longer than strokes, if the strokes of one character may run from one rule to
   * the next: rows may be as low as characters, columns are wider.
   */
  readonly longer: readonly Segment[] | null;
}

export function directionOf(dark: Darkness, least: number, long: number, longer: readonly Segment[] | null): Direction {
  const lines = linesOf(dark, least);
  return {
    dark,
    lines,
    long,
    usual: usualOf(lines, long),
    character: longer ? longestStroke(longer) : CHARACTER,
    longer,
  };
}

/** Characters of a table are as high as its low rows at most. */
function longestStroke(across: readonly Segment[]): number {
  const places = across
    .filter(({ from, to }) => to - from >= LONG_ACROSS)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const heights = places
    .slice(1)
    .flatMap((at, index) => (at - (places[index] as number) >= LEAST_CELL ? [at - (places[index] as number)] : []));
  return heights.length < FEW_ROWS ? CHARACTER : Math.min(CHARACTER, HIGHER * quantile(heights, 0.25));
}

/** The darkness of most of what is ruled, by length. */
function usualOf(lines: readonly Segment[], long: number): number {
  const sorted = lines.filter((line) => line.to - line.from >= long).sort((a, b) => a.darkness - b.darkness);
  let rest = sorted.reduce((sum, line) => sum + line.to - line.from, 0) / 2;
  for (const line of sorted) {
    rest -= line.to - line.from;
    if (rest <= 0) return line.darkness;
  }
  return 0;
}

export const cover = ({ dark }: Direction, line: Segment, from: number, to: number, level: number): number =>
  covered(dark, line.at, from, to, level);

/** Where crossing lines meet a line. */
export const placesOf = (crossing: readonly Segment[], line: Segment): number[] =>
  crossing.filter((other) => crosses(line, other)).map((other) => other.at);

export const metBy = (line: Segment, crossing: readonly Segment[]): number[] =>
  placesOf(crossing, line).sort((a, b) => a - b);
