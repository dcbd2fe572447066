import { median, quantile } from "../../pages/geometry.ts";
import { coverageIn, type Direction, findCrossings, sortCrossings, touches } from "./direction.ts";
import { coverageOf, type Segment } from "./line-segments.ts";
import { type Contact, classifyStretch, countAttached, isLone, standsFree } from "./strokes.ts";
import { RULING } from "./thresholds.ts";

/**
 * Which spans of a line, from crossing to crossing, are drawn, and which only seem so through strokes of characters.
 */

/** A stretch of a line between two crossings. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Share of it that is dark. */
  readonly share: number;
  readonly contact: Contact;
}

export function classifySpan({ dark, longer, character }: Direction, line: Segment, from: number, to: number): Contact {
  if (longer === null) return "plain";
  const [stretch, apart] = [{ line, from, to }, findCrossings(longer, line)];
  if (to - from < RULING.character) return classifyStretch(dark, stretch, apart);
  const most = (RULING.attached * (to - from)) / character;
  return countAttached(dark, stretch, apart) > most ? "crossed" : "plain";
}

export function splitAtCrossings(line: Segment, crossing: readonly Segment[], direction: Direction): Span[] {
  const level = RULING.spanShows * Math.min(direction.usual, line.darkness);
  const met = sortCrossings(line, crossing).filter(
    (at, index, all) => index === 0 || at - (all[index - 1] as number) >= RULING.leastCell,
  );
  return met.slice(1).map((to, index) => {
    const from = met[index] as number;
    const [after, before] = [Math.round(from) + RULING.clear, Math.round(to) - RULING.clear];
    return {
      from,
      to,
      share: coverageIn(direction, line, after, before, level),
      contact: classifySpan(direction, line, after, before),
    };
  });
}

/**
 * Keeps the drawn spans of lines. Strokes of characters may seem to continue a line, but do not reach from one crossing
 * to the next; rows of strokes much darker than the page's rulings are dropped.
 */
export function keepDrawn(lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] {
  const spanned = lines.map((line) => ({ line, spans: splitAtCrossings(line, crossing, direction) }));
  const shares = spanned.flatMap(({ spans }) => spans.map(({ share }) => share));
  // A scan in black and white leaves some rulings whole and others broken.
  const broken = Math.max(RULING.mostBroken, quantile(shares, RULING.brokenShare));
  // A row of characters is more broken than a ruling, and their strokes continue beside it.
  const isText = (line: Segment, { from, to, share }: Span) =>
    direction.longer === null &&
    share < RULING.mostly * broken &&
    classifyStretch(
      direction.dark,
      { line, from: Math.round(from) + RULING.clear, to: Math.round(to) - RULING.clear },
      findCrossings(crossing, line),
    ) !== "plain";
  return spanned.flatMap(({ line, spans }) =>
    splitDrawn(
      line,
      spans.map((span) => (isText(line, span) ? { ...span, contact: "crossed" } : span)),
      broken,
      direction,
    ),
  );
}

const standDouble = (one: Segment, other: Segment): boolean =>
  Math.abs(one.at - other.at) > RULING.aligned && Math.abs(one.at - other.at) <= RULING.double;

/** Whether another line runs beside a stretch as near as the two of a double ruling do. */
const isDoubled = (line: Segment, { from, to }: Pick<Span, "from" | "to">, lines: readonly Segment[]): boolean =>
  lines.some((other) => standDouble(line, other) && other.from <= from + RULING.near && other.to >= to - RULING.near);

/** Whether a line meets a double ruling at a place: where one is double, those that it meets are. */
function meetsDouble(line: Segment, place: number, crossing: readonly Segment[]): boolean {
  const met = crossing.filter((other) => touches(line, other) && Math.abs(other.at - place) <= RULING.near);
  return met.some((one) => met.some((other) => standDouble(one, other)));
}

/**
 * Whether a stretch by itself looks like a stroke of a character with others beside it.
 * @param isColumn whether the line is a ruling elsewhere
 */
export function mayBeStroke(
  line: Segment,
  { from, to }: Pick<Span, "from" | "to">,
  isColumn: boolean,
  { dark, lines, longer, character }: Direction,
): boolean {
  if (longer === null || to - from >= RULING.character) return false;
  if (isDoubled(line, { from, to }, lines) && [from, to].every((at) => meetsDouble(line, at, longer))) return false;
  const [first, last] = [Math.round(from) + RULING.clear, Math.round(to) - RULING.clear];
  // Strokes of characters above each other leave a gap.
  if (to - from >= character && coverageOf(dark, line, first, last, RULING.shows * line.darkness) === 1) return false;
  const stretch = { line, from: first, to: last };
  return !(isColumn ? isLone(dark, stretch) : standsFree(dark, stretch, findCrossings(longer, line)));
}

/** Drops strokes of characters from a run of spans: they may continue a line by a row, or make up all of it. */
function dropStrokes(run: readonly Span[]): readonly Span[] {
  const [first, last] = [
    run.findIndex(({ contact }) => contact !== "crossed"),
    run.findLastIndex(({ contact }) => contact !== "crossed"),
  ];
  const kept = first < 0 ? [] : run.slice(first, last + 1);
  const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, { from, to }) => sum + to - from, 0);
  return 2 * lengthOf(kept.filter(({ contact }) => contact !== "plain")) > lengthOf(kept) ? [] : kept;
}

function splitDrawn(line: Segment, spans: readonly Span[], broken: number, direction: Direction): Segment[] {
  if (spans.length === 0) return [];
  const typical = spans.length < RULING.fewSpans ? broken : median(spans.map(({ share }) => share));
  // Text does not fill a long stretch.
  const least = typical * (RULING.leastAlike + (1 - RULING.leastAlike) * typical);
  const isDrawn = ({ from, to, share }: Span) =>
    share >= (to - from < RULING.character ? RULING.whole : RULING.mostly) * least;
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
  const kept = runs.map(dropStrokes).filter((run) => run.length > 0);
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
    // Of a ruling, some row at least is whole or has nothing beside it; strokes of characters under each other have none.
    const isBroken = ({ share }: Span): boolean => share < RULING.whole * broken;
    if (run.every((span) => isBroken(span) && mayBeStroke(line, span, isColumn, direction))) return [];
    const dark = coverageIn(
      direction,
      line,
      Math.round(from),
      Math.round(to),
      RULING.muchDarker * usual + RULING.darkerBy,
    );
    return typical >= RULING.mostBroken && (dark < RULING.fewDark || dark > RULING.mostlyDark)
      ? [{ ...line, from, to }]
      : [];
  });
}
