import { coverageIn, type Direction, sortCrossings, touches } from "./direction.ts";
import type { Segment } from "./line-segments.ts";
import { classifySpan } from "./spans.ts";
import { RULING } from "./thresholds.ts";

/** Where lines end: at a crossing line, or where those beside them end. */

/**
 * Cuts lines at their outermost crossings: characters in a line's row seem to be part of it. An end is kept where the
 * lines beside it end too: a side, or a page's end, without a border.
 */
export function trimToCrossings(
  lines: readonly Segment[],
  crossing: readonly Segment[],
  direction: Direction,
): Segment[] {
  const goesOn = (line: Segment, end: "from" | "to", from: number, to: number) =>
    to - from >= RULING.leastCell &&
    lines.filter((other) => other !== line && Math.abs(other[end] - line[end]) <= RULING.near).length >= 2 &&
    coverageIn(direction, line, Math.round(from) + RULING.clear, Math.round(to), RULING.shows * line.darkness) >=
      RULING.mostly &&
    classifySpan(direction, line, Math.round(from) + RULING.clear, Math.round(to) - RULING.clear) === "plain";
  return lines.flatMap((line) => {
    const met = sortCrossings(line, crossing);
    const [first, last] = [met[0], met.at(-1)];
    if (first === undefined || last === undefined) return [];
    const from = line.from < first && goesOn(line, "from", line.from, first) ? line.from : first;
    const to = line.to > last && goesOn(line, "to", last, line.to) ? line.to : last;
    return to - from < RULING.near ? [] : [{ ...line, from, to }];
  });
}

/**
 * Extends lines to crossings that they nearly meet, and to the next crossing where characters hide the end, as long as
 * the line shows.
 */
export const extendToCrossings = (
  lines: readonly Segment[],
  crossing: readonly Segment[],
  direction: Direction,
): Segment[] => lines.map((line) => extendLine(line, crossing, direction));

function extendLine(line: Segment, crossing: readonly Segment[], direction: Direction): Segment {
  const met = crossing.filter((other) => touches(line, other)).map((other) => other.at);
  const end = (from: number, side: -1 | 1): number => {
    let at = from;
    for (;;) {
      const near = met.find((place) => Math.abs(place - at) <= RULING.near);
      const reached = near ?? at;
      const next = met.filter((place) => (place - reached) * side > RULING.near).sort((a, b) => (a - b) * side)[0];
      if (next === undefined) return reached;
      const [a, b] = side < 0 ? [next, reached] : [reached, next];
      // The crossing lines themselves are dark; between them a stroke of a character leaves gaps.
      const [after, before] = [Math.round(a) + RULING.clear, Math.round(b) - RULING.clear];
      const least = before - after < RULING.character ? RULING.whole : RULING.mostly;
      if (before <= after || coverageIn(direction, line, after, before, RULING.shows * line.darkness) < least)
        return reached;
      if (classifySpan(direction, line, after, before) === "crossed") return reached;
      at = next;
    }
  };
  return { ...line, from: end(line.from, -1), to: end(line.to, 1) };
}
