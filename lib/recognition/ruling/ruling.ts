import type { Ruling, Rulings } from "../../pages/rulings.ts";
import { type Grey, mapped } from "../picture/raster.ts";
import { coverageIn, crosses, type Direction, scanDirection, sortCrossings } from "./direction.ts";
import { extendToCrossings, trimToCrossings } from "./ends.ts";
import { type Segment, transpose } from "./line-segments.ts";
import { keepDrawn, mayBeStroke, splitAtCrossings } from "./spans.ts";
import { type Streaks, streaksAmong } from "./streaks.ts";
import { RULING } from "./thresholds.ts";

/** Rulings of an upright page, in pixels: thin, straight and long, however faint. */

const pickLong = ({ lines, long, usual }: Direction): Segment[] =>
  lines.filter((line) => line.to - line.from >= long && line.darkness > RULING.faintLong * usual);

/**
 * The farthest two of the places where a line meets others between which it is whole: a stroke of a character may go on
 * from it nearly to the next of them.
 */
function wholeBetween(direction: Direction, line: Segment, met: readonly number[]): readonly [number, number] | null {
  const isWhole = (from: number, to: number) =>
    to - from >= RULING.leastCell - RULING.near &&
    coverageIn(
      direction,
      line,
      Math.round(from) + RULING.clear,
      Math.round(to) - RULING.clear,
      RULING.shows * line.darkness,
    ) >= RULING.whole;
  return met
    .filter((from) => from - line.from <= RULING.longestOverhang)
    .flatMap((from) =>
      met.filter((to) => line.to - to <= RULING.longestOverhang && isWhole(from, to)).map((to) => [from, to] as const),
    )
    .reduce<readonly [number, number] | null>(
      (best, ends) => (best === null || ends[1] - ends[0] > best[1] - best[0] ? ends : best),
      null,
    );
}

/**
 * Short lines that run from one crossing line to another, as dark as the long ones and whole: a stroke of a character
 * does not. A stroke that continues a line beyond its end is cut off.
 * @param known rulings of this direction: columns of a table are below each other
 */
function pickShort(direction: Direction, crossing: readonly Segment[], known: readonly Segment[]): Segment[] {
  const { lines, long, usual, longer } = direction;
  return lines.flatMap((line) => {
    if (line.to - line.from >= long) return [];
    if (usual > 0 && (line.darkness < RULING.faintShort * usual || line.darkness > RULING.muchDarker * usual))
      return [];
    const ends = wholeBetween(direction, line, sortCrossings(line, crossing));
    if (ends === null) return [];
    const [from, to] = ends;
    if (longer !== null) {
      const spans = splitAtCrossings(line, crossing, direction);
      if (2 * spans.filter(({ contact }) => contact !== "plain").length >= spans.length) return [];
      const apart = Math.max(RULING.sameTable, RULING.rowsApart * (to - from));
      const isAligned = known.some(
        (other) => Math.abs(other.at - line.at) <= RULING.aligned && other.from - to < apart && from - other.to < apart,
      );
      // In rows below each other strokes leave gaps at the rulings: what is whole and longer than any stroke is none.
      const isWhole =
        spans.length > 1 &&
        to - from >= RULING.character &&
        coverageIn(direction, line, Math.round(from), Math.round(to), RULING.shows * line.darkness) === 1;
      if (!isWhole && spans.every((span) => mayBeStroke(line, span, isAligned, direction))) return [];
    }
    return [{ ...line, from, to }];
  });
}

/** Drops the lines that coincide with known ones. */
const exceptKnown = (lines: readonly Segment[], known: readonly Segment[]): Segment[] =>
  lines.filter(
    (line) =>
      !known.some(
        (other) =>
          Math.abs(other.at - line.at) <= RULING.clear &&
          other.from <= line.from + RULING.clear &&
          other.to >= line.to - RULING.clear,
      ),
  );

/** Darkness of each level of grey. */
const INVERSE = Uint8Array.from({ length: 256 }, (_, value) => 255 - value);

const without = (direction: Direction, dropped: readonly Segment[]): Direction =>
  dropped.length === 0 ? direction : { ...direction, lines: direction.lines.filter((line) => !dropped.includes(line)) };

/**
 * The rulings of tables: lines that meet others, and the streaks beside them. Places are in pixels, of the middle of a line.
 * @param hidden 1 where a seal was taken away
 */
export function detectRulings(grey: Grey, hidden: Uint8Array | null = null): Rulings & { streaks: Streaks } {
  const dark = { ...mapped(grey, INVERSE), hidden };
  const allAcross = scanDirection(dark, RULING.across, RULING.longAcross, null);
  // Columns and short lines must meet these.
  if (pickLong(allAcross).length === 0) return { horizontal: [], vertical: [], streaks: { across: [], down: [] } };
  const allDown = scanDirection(transpose(dark), RULING.down, RULING.longDown, allAcross.lines);
  const streaks = {
    across: streaksAmong(allAcross, allDown.lines, grey.width),
    down: streaksAmong(allDown, allAcross.lines, grey.height),
  };
  const [across, down] = [without(allAcross, streaks.across), without(allDown, streaks.down)];
  let rows = pickLong(across);
  // A table of one row has no long lines down.
  let columns = [...pickLong(down), ...pickShort(down, rows, [])];
  for (let pass = 0; pass < 3; pass++) {
    const [left, top] = [extendToCrossings(rows, columns, across), extendToCrossings(columns, rows, down)];
    rows = keepDrawn(trimToCrossings(left, top, across), top, across);
    columns = keepDrawn(trimToCrossings(top, left, down), left, down);
  }
  const verticals = [...columns, ...exceptKnown(pickShort(down, rows, columns), columns)];
  const horizontals = extendToCrossings(
    [...rows, ...exceptKnown(pickShort(across, verticals, rows), rows)],
    verticals,
    across,
  );
  // Between long lines that were found late, short ones may stand too.
  verticals.push(...exceptKnown(pickShort(down, horizontals, verticals), verticals));
  const ruling = ({ at, from, to }: Segment): Ruling => ({ at, from, to });
  return {
    streaks,
    horizontal: extendToCrossings(horizontals, verticals, across)
      .filter((line) => verticals.some((other) => crosses(line, other)))
      .map(ruling),
    vertical: extendToCrossings(verticals, horizontals, down)
      .filter((line) => horizontals.some((other) => crosses(line, other)))
      .map(ruling),
  };
}
