import { median, quantile } from "../../pages/geometry.ts";
import { cover, type Direction, metBy, placesOf } from "./direction.ts";
import { covered, type Segment } from "./line-segments.ts";
import { isLone, type Look, lookOf, standsFree } from "./strokes.ts";
import { CHARACTER, CLEAR, FEW_SPANS, MOST_BROKEN, MOSTLY, WHOLE } from "./thresholds.ts";

/** What of a line is drawn from one crossing line to the next, and what strokes of characters only seem to. */

/** A stretch of a line from one crossing line to the next. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** How much of it is dark. */
  readonly share: number;
  readonly look: Look;
}

export function lookAt({ dark, longer }: Direction, line: Segment, from: number, to: number): Look {
  return longer === null || to - from >= CHARACTER ? "plain" : lookOf(dark, line, from, to, placesOf(longer, line));
}

export function spansOf(line: Segment, crossing: readonly Segment[], direction: Direction): Span[] {
  const level = 0.45 * Math.min(direction.usual, line.darkness);
  const met = metBy(line, crossing).filter(
    (at, index, all) => index === 0 || at - (all[index - 1] as number) > 2 * CLEAR + 2,
  );
  return met.slice(1).map((to, index) => {
    const from = met[index] as number;
    const [after, before] = [Math.round(from) + CLEAR, Math.round(to) - CLEAR];
    return {
      from,
      to,
      share: cover(direction, line, after, before, level),
      look: lookAt(direction, line, after, before),
    };
  });
}

/**
 * What of the lines is drawn, from crossing line to crossing line. Strokes of characters may seem to continue a line,
 * but do not reach from one to the next; rows of strokes much darker than what is ruled on the page are none at all.
 */
export function drawnOf(lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] {
  const spanned = lines.map((line) => ({ line, spans: spansOf(line, crossing, direction) }));
  const shares = spanned.flatMap(({ spans }) => spans.map(({ share }) => share));
  // A scan in black and white leaves some rules whole and others broken.
  const broken = Math.max(MOST_BROKEN, quantile(shares, 0.25));
  // A row of characters is more broken than what is ruled, and their strokes go on beside it.
  const isText = (line: Segment, { from, to, share }: Span) =>
    direction.longer === null &&
    share < MOSTLY * broken &&
    lookOf(direction.dark, line, Math.round(from) + CLEAR, Math.round(to) - CLEAR, placesOf(crossing, line)) !==
      "plain";
  return spanned.flatMap(({ line, spans }) =>
    drawnParts(
      line,
      spans.map((span) => (isText(line, span) ? { ...span, look: "crossed" } : span)),
      broken,
      direction,
    ),
  );
}

/**
 * Whether a stretch by itself looks like a stroke of a character with others beside it.
 * @param isColumn whether the line is known to be a rule elsewhere
 */
export function mayBeStroke(
  line: Segment,
  { from, to }: Pick<Span, "from" | "to">,
  isColumn: boolean,
  { dark, longer, character }: Direction,
): boolean {
  if (longer === null || to - from >= CHARACTER) return false;
  const [first, last] = [Math.round(from) + CLEAR, Math.round(to) - CLEAR];
  // Strokes of characters above each other leave a gap.
  if (to - from >= character && covered(dark, line.at, first, last, 0.5 * line.darkness) === 1) return false;
  return !(isColumn ? isLone(dark, line, first, last) : standsFree(dark, line, first, last, placesOf(longer, line)));
}

/**
 * What remains of spans that hang together when the strokes of characters are left out, which may continue a line by a
 * row or make up all of it.
 */
function withoutStrokes(run: readonly Span[]): readonly Span[] {
  const [first, last] = [
    run.findIndex(({ look }) => look !== "crossed"),
    run.findLastIndex(({ look }) => look !== "crossed"),
  ];
  const kept = first < 0 ? [] : run.slice(first, last + 1);
  const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, { from, to }) => sum + to - from, 0);
  return 2 * lengthOf(kept.filter(({ look }) => look !== "plain")) > lengthOf(kept) ? [] : kept;
}

function drawnParts(line: Segment, spans: readonly Span[], broken: number, direction: Direction): Segment[] {
  if (spans.length === 0) return [];
  const typical = spans.length < FEW_SPANS ? broken : median(spans.map(({ share }) => share));
  // The more a line is broken, the less its spans are alike; text does not fill a long stretch.
  const least = typical * (0.5 + 0.5 * typical);
  const isDrawn = ({ from, to, share }: Span) => share >= (to - from < CHARACTER ? WHOLE : MOSTLY) * least;
  const runs: Span[][] = [];
  let open: Span[] | null = null;
  for (const span of spans) {
    if (!isDrawn(span)) open = null;
    else if (open) open.push(span);
    else {
      open = [span];
      runs.push(open);
    }
  }
  const kept = runs.map(withoutStrokes).filter((run) => run.length > 0);
  const isColumn = kept.some((run) => run.length > 1);
  const { usual } = direction;
  const [start, end] = [spans[0]?.from, spans.at(-1)?.to];
  return kept.flatMap((run) => {
    const [first, last] = [run[0]?.from ?? 0, run.at(-1)?.to ?? 0];
    // Where the table has no border the line goes on.
    const [from, to] = [
      first === start ? Math.min(first, line.from) : first,
      last === end ? Math.max(last, line.to) : last,
    ];
    if (run.length === 1 && mayBeStroke(line, { from, to }, isColumn, direction)) return [];
    const dark = cover(direction, line, Math.round(from), Math.round(to), 2.5 * usual + 40);
    return typical >= MOST_BROKEN && (dark < 0.25 || dark > 0.85) ? [{ ...line, from, to }] : [];
  });
}
