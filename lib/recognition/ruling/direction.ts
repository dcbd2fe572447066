import { median, quantile } from "../../pages/geometry.ts";
import { withDotsJoined } from "./dots.ts";
import type { Darkness } from "./line-runs.ts";
import { coverageOf, findLines, type Segment } from "./line-segments.ts";
import { RULING } from "./thresholds.ts";

/** All lines of one direction on a page, and where they meet those of the other. */

export const touches = (line: Segment, other: Segment) =>
  other.from - RULING.near <= line.at && line.at <= other.to + RULING.near;
export const crosses = (line: Segment, other: Segment) => touches(line, other) && touches(other, line);

/** All lines of one direction, as along the rows of a picture. */
export interface Direction {
  readonly dark: Darkness;
  readonly lines: readonly Segment[];
  /** Lines at least this long may be rulings whatever they meet. */
  readonly long: number;
  /** The usual darkness of rulings. */
  readonly usual: number;
  /** No stroke of a character is longer. */
  readonly character: number;
  /**
   * Lines of the other direction that are longer than strokes, if the strokes of one character may run from one ruling
   * to the next: rows may be as low as characters, columns are wider.
   */
  readonly longer: readonly Segment[] | null;
}

export function scanDirection(
  seen: Darkness,
  least: number,
  long: number,
  longer: readonly Segment[] | null,
): Direction {
  const dark = withDotsJoined(seen);
  const lines = withoutWeave(findLines(dark, least), long);
  return {
    dark,
    lines,
    long,
    usual: measureUsualDarkness(lines, long),
    character: longer ? estimateCharacterHeight(longer) : RULING.character,
    longer,
  };
}

/**
 * Drops lines that stand between others as dark, nearer on either side than the edges of any cell: the screen, the cloth
 * or the security print that a camera or a copier made lines of. Where they are many, what is as faint is one of them.
 */
function withoutWeave(lines: readonly Segment[], long: number): readonly Segment[] {
  const sorted = lines.toSorted((a, b) => a.at - b.at);
  const isBeside = (index: number, step: -1 | 1): boolean => {
    const line = sorted[index] as Segment;
    let covered = 0;
    for (let at = index + step; at >= 0 && at < sorted.length; at += step) {
      const other = sorted[at] as Segment;
      const apart = Math.abs(other.at - line.at);
      if (apart >= RULING.leastCell) break;
      // The same one, in other pieces.
      if (apart <= RULING.aligned) continue;
      const [less, more] = [Math.min(line.darkness, other.darkness), Math.max(line.darkness, other.darkness)];
      if (less >= RULING.asDark * more)
        covered += Math.max(0, Math.min(line.to, other.to) - Math.max(line.from, other.from));
    }
    return 2 * covered >= line.to - line.from;
  };
  const woven = new Set(
    sorted.filter(
      ({ darkness }, index) => darkness <= RULING.darkestWeave && isBeside(index, -1) && isBeside(index, 1),
    ),
  );
  const depths = [...woven].filter(({ from, to }) => to - from >= long).map(({ darkness }) => darkness);
  const faint = depths.length < RULING.fewWoven ? 0 : median(depths) / RULING.asDark;
  return sorted.filter((line) => !woven.has(line) && line.darkness > faint);
}

/** Characters of a table are as high as its low rows at most. */
function estimateCharacterHeight(across: readonly Segment[]): number {
  const places = across
    .filter(({ from, to }) => to - from >= RULING.longAcross)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const heights = places
    .slice(1)
    .flatMap((at, index) =>
      at - (places[index] as number) >= RULING.leastCell ? [at - (places[index] as number)] : [],
    );
  return heights.length < RULING.fewRows
    ? RULING.character
    : Math.min(RULING.character, RULING.higher * quantile(heights, RULING.lowRows));
}

/** The median darkness of long lines, weighted by length. */
function measureUsualDarkness(lines: readonly Segment[], long: number): number {
  const sorted = lines.filter((line) => line.to - line.from >= long).sort((a, b) => a.darkness - b.darkness);
  let rest = sorted.reduce((sum, line) => sum + line.to - line.from, 0) / 2;
  for (const line of sorted) {
    rest -= line.to - line.from;
    if (rest <= 0) return line.darkness;
  }
  return 0;
}

export const coverageIn = ({ dark }: Direction, line: Segment, from: number, to: number, level: number): number =>
  coverageOf(dark, line, from, to, level);

/** Where crossing lines meet a line. */
export const findCrossings = (crossing: readonly Segment[], line: Segment): number[] =>
  crossing.filter((other) => crosses(line, other)).map((other) => other.at);

export const sortCrossings = (line: Segment, crossing: readonly Segment[]): number[] =>
  findCrossings(crossing, line).sort((a, b) => a - b);
