import type { Rule, Rules } from "../../pages/rulings.ts";
import type { Grey } from "../picture/raster.ts";
import { cover, crosses, type Direction, directionOf, metBy } from "./direction.ts";
import { framed, stretchedTo } from "./ends.ts";
import { type Segment, transposed } from "./line-segments.ts";
import { drawnOf, mayBeStroke, spansOf } from "./spans.ts";
import {
  ACROSS,
  ALIGNED,
  CLEAR,
  DOWN,
  LEAST_CELL,
  LONG_ACROSS,
  LONG_DOWN,
  LONGEST_OVERHANG,
  NEAR,
  SAME_TABLE,
  WHOLE,
} from "./thresholds.ts";

/** Ruling lines of an upright page, in pixels: thin, straight and long, however faint. */

const longOnes = ({ lines, long, usual }: Direction): Segment[] =>
  lines.filter((line) => line.to - line.from >= long && line.darkness > 0.3 * usual);

/**
 * Short lines that run from one crossing line to another, as dark as the long ones and whole: a stroke of a character
 * does not. A stroke that continues a line beyond its end is cut off.
 * @param known lines of this direction that are rules: columns of a table stand below each other
 */
function shortOnes(direction: Direction, crossing: readonly Segment[], known: readonly Segment[]): Segment[] {
  const { lines, long, usual, longer } = direction;
  return lines.flatMap((line) => {
    if (line.to - line.from >= long) return [];
    if (usual > 0 && (line.darkness < 0.4 * usual || line.darkness > 2.5 * usual)) return [];
    const met = metBy(line, crossing);
    const [from, to] = [met[0] ?? 0, met.at(-1) ?? 0];
    if (
      met.length < 2 ||
      to - from < LEAST_CELL - NEAR ||
      from - line.from > LONGEST_OVERHANG ||
      line.to - to > LONGEST_OVERHANG
    )
      return [];
    const [after, before] = [Math.round(from) + CLEAR, Math.round(to) - CLEAR];
    if (cover(direction, line, after, before, 0.5 * line.darkness) < WHOLE) return [];
    if (longer !== null) {
      const spans = spansOf(line, crossing, direction);
      if (2 * spans.filter(({ look }) => look !== "plain").length >= spans.length) return [];
      const isAligned = known.some(
        (other) =>
          Math.abs(other.at - line.at) <= ALIGNED && other.from - to < SAME_TABLE && from - other.to < SAME_TABLE,
      );
      if (spans.every((span) => mayBeStroke(line, span, isAligned, direction))) return [];
    }
    return [{ ...line, from, to }];
  });
}

/** Those of `lines` that none of `known` is. */
const unknown = (lines: readonly Segment[], known: readonly Segment[]): Segment[] =>
  lines.filter(
    (line) =>
      !known.some(
        (other) =>
          Math.abs(other.at - line.at) <= CLEAR && other.from <= line.from + CLEAR && other.to >= line.to - CLEAR,
      ),
  );

/** The ruling lines of tables: those that meet others. Places are in pixels, of the middle of a line. */
export function rulingOf({ width, height, data }: Grey): Rules {
  const dark = { width, height, data: data.map((value) => 255 - value) };
  const across = directionOf(dark, ACROSS, LONG_ACROSS, null);
  const down = directionOf(transposed(dark), DOWN, LONG_DOWN, across.lines);
  let rows = longOnes(across);
  // A table of one row has no long lines down.
  let columns = [...longOnes(down), ...shortOnes(down, rows, [])];
  for (let pass = 0; pass < 3; pass++) {
    const [left, top] = [stretchedTo(rows, columns, across), stretchedTo(columns, rows, down)];
    rows = drawnOf(framed(left, top, across), top, across);
    columns = drawnOf(framed(top, left, down), left, down);
  }
  const verticals = [...columns, ...unknown(shortOnes(down, rows, columns), columns)];
  const horizontals = [...rows, ...unknown(shortOnes(across, verticals, rows), rows)];
  // Between long lines that were found late, short ones may stand too.
  verticals.push(...unknown(shortOnes(down, horizontals, verticals), verticals));
  const rule = ({ at, from, to }: Segment): Rule => ({ at, from, to });
  return {
    horizontal: stretchedTo(horizontals, verticals, across)
      .filter((line) => verticals.some((other) => crosses(line, other)))
      .map(rule),
    vertical: stretchedTo(verticals, horizontals, down)
      .filter((line) => horizontals.some((other) => crosses(line, other)))
      .map(rule),
  };
}
