import { median, quantile } from "../../pages/geometry.ts";
import type { Rule, Rules } from "../../pages/rulings.ts";
import type { Grey } from "../picture/raster.ts";
import { covered, type Darkness, linesOf, type Segment, transposed } from "./line-segments.ts";
import { isLone, type Look, lookOf, standsFree } from "./strokes.ts";

/** Ruling lines of an upright page, in pixels: thin, straight and long, however faint. */

/** Lengths in pixels at 200 dpi. */
const ACROSS = 56;
const DOWN = 30;
/** No stroke of a character is longer. */
const CHARACTER = 90;
/** Lines this long are ruled whatever they meet; characters stand in no such rows and columns. */
const LONG_ACROSS = 200;
const LONG_DOWN = 110;
const NEAR = 8;
/** Half the thickness of a line and its blur. */
const CLEAR = 4;
/** Lines of one column stand below each other, apart by no more than a few rows. */
const ALIGNED = 3;
const SAME_TABLE = 150;
/** No cell is narrower or lower. */
const LEAST_CELL = 20;
/** How far a stroke of a character may continue a short line. */
const LONGEST_OVERHANG = 30;
/**
 * A rule shows along this share of a span between two others; where all that is ruled is broken or faint, along nearly
 * as much as the rest.
 */
const WHOLE = 0.96;
const MOSTLY = 0.85;
/** No rule is more broken than this; of so few spans nothing can be told about how broken a line is. */
const MOST_BROKEN = 0.6;
const FEW_SPANS = 4;
/**
 * Of so few rows nothing can be told about the size of characters; where there are more, those of a heading are this
 * much larger.
 */
const FEW_ROWS = 4;
const HIGHER = 1.5;

const touches = (line: Segment, other: Segment) => other.from - NEAR <= line.at && line.at <= other.to + NEAR;
const crosses = (line: Segment, other: Segment) => touches(line, other) && touches(other, line);

/** All lines of one direction, as along the rows of a picture. */
interface Direction {
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

function directionOf(dark: Darkness, least: number, long: number, longer: readonly Segment[] | null): Direction {
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

const cover = ({ dark }: Direction, line: Segment, from: number, to: number, level: number): number =>
  covered(dark, line.at, from, to, level);

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

/** Where crossing lines meet a line. */
const placesOf = (crossing: readonly Segment[], line: Segment): number[] =>
  crossing.filter((other) => crosses(line, other)).map((other) => other.at);

const metBy = (line: Segment, crossing: readonly Segment[]): number[] => placesOf(crossing, line).sort((a, b) => a - b);

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

/**
 * Lines of which each end meets a crossing line, or ends where lines beside it end: a side or a page's end without a
 * border. What reaches beyond is cut off: characters in the row of a line seem to be part of it.
 */
function framed(lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] {
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

/** A stretch of a line from one crossing line to the next. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** How much of it is dark. */
  readonly share: number;
  readonly look: Look;
}

function lookAt({ dark, longer }: Direction, line: Segment, from: number, to: number): Look {
  return longer === null || to - from >= CHARACTER ? "plain" : lookOf(dark, line, from, to, placesOf(longer, line));
}

function spansOf(line: Segment, crossing: readonly Segment[], direction: Direction): Span[] {
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
function drawnOf(lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] {
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
function mayBeStroke(
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

/**
 * Ends that nearly meet a crossing line meet it; where characters hide a line's end, it goes on to the next crossing
 * line as long as it shows.
 */
const stretchedTo = (lines: readonly Segment[], crossing: readonly Segment[], direction: Direction): Segment[] =>
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
