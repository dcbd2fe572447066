import { cover, type Direction, metBy, touches } from "./direction.ts";
import type { Segment } from "./line-segments.ts";
import { lookAt } from "./spans.ts";
import { CHARACTER, CLEAR, LEAST_CELL, MOSTLY, NEAR, WHOLE } from "./thresholds.ts";

/** Where lines end: at a crossing line, or where those beside them end. */

/**
 * Lines of which each end meets a crossing line, or ends where lines beside it end: a side or a page's end without a
 * border. What reaches beyond is cut off: characters in the row of a line seem to be part of it.
 */
export function framed(lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] {
  const goesOn = (line: Segment, end: "from" | "to", from: number, to: number) =>
    to - from >= LEAST_CELL &&
    lines.filter((other) => other !== line && Math.abs(other[end] - line[end]) <= NEAR).length >= 2 &&
    cover(direction, line, Math.round(from) + CLEAR, Math.round(to), 0.5 * line.darkness) >= MOSTLY &&
    lookAt(direction, line, Math.round(from) + CLEAR, Math.round(to) - CLEAR) === "plain";
  return lines.flatMap((line) => {
    const met = metBy(line, crossing);
    const [first, last] = [met[0], met.at(-1)];
    if (first === undefined || last === undefined) return [];
    const from = line.from < first && goesOn(line, "from", line.from, first) ? line.from : first;
    const to = line.to > last && goesOn(line, "to", last, line.to) ? line.to : last;
    return to - from < NEAR ? [] : [{ ...line, from, to }];
  });
}

/**
 * Ends that nearly meet a crossing line meet it; where characters hide a line's end, it goes on to the next crossing
 * line as long as it shows.
 */
export const stretchedTo = (lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] =>
  lines.map((line) => stretched(line, crossing, direction));

function stretched(line: Segment, crossing: readonly Segment[], direction: Direction): Segment {
  const met = crossing.filter((other) => touches(line, other)).map((other) => other.at);
  const end = (from: number, side: -1 | 1): number => {
    let at = from;
    for (;;) {
      const near = met.find((place) => Math.abs(place - at) <= NEAR);
      const reached = near ?? at;
      const next = met.filter((place) => (place - reached) * side > NEAR).sort((a, b) => (a - b) * side)[0];
      if (next === undefined) return reached;
      const [a, b] = side < 0 ? [next, reached] : [reached, next];
      // The crossing lines themselves are dark; between them a stroke of a character leaves gaps.
      const [after, before] = [Math.round(a) + CLEAR, Math.round(b) - CLEAR];
      const least = before - after < CHARACTER ? WHOLE : MOSTLY;
      if (before <= after || cover(direction, line, after, before, 0.5 * line.darkness) < least) return reached;
      if (lookAt(direction, line, after, before) === "crossed") return reached;
      at = next;
    }
  };
  return { ...line, from: end(line.from, -1), to: end(line.to, 1) };
}
