import { type Darkness, isHidden, type Run, runsOfRows } from "./line-runs.ts";

/** Pieces of thin, straight, evenly dark lines in a picture of darkness (0 paper, 255 ink), along its rows. */

/** What makes dark pixels a piece of a line; pixels at 200 dpi, darkness 0 to 255. */
const PIECES = {
  thickest: 9,
  /** A line that lies this much aslant takes a pixel more: one in so many, what deskewing leaves. */
  slant: 60,
  /** Shorter pieces tell little of their slope: a step of a pixel is all of it. */
  short: 200,
  /** A window blurs ends: pieces may lack so much of the length asked for, and have lost half when trimmed. */
  nearlyLong: 0.8,
  afterTrimming: 0.5,
  /** A pixel belongs to a line where it is so dark in comparison with it. */
  shows: 0.5,
  /** Pieces whose middles stand no further apart lie on one line. */
  sameRow: 4,
  /** A gap in a line that needs no traces, and the longest one with traces. */
  tinyGap: 5,
  longestGap: 400,
  /** A line does not fade to less than this share from one piece to the next: what is as much lighter is another. */
  fades: 0.25,
  /** How dark a trace is, at least and in comparison with the line. */
  trace: 25,
  traceShare: 0.4,
  /** Share of a gap that shows traces; fewer are enough between pieces in one line that are longer than the gap. */
  traces: 0.6,
  tracesInLine: 0.3,
  /** Where a seal hides more of a line than this, nothing is known of it; what shows of it is the seal's own edge. */
  hidden: 0.75,
} as const;

/** A piece of a line along a row; places are of the middle of its thickness. */
export interface Segment {
  /** Its row at its own middle, `centre`; what a page is not quite upright or flat, it falls or rises from there. */
  at: number;
  centre: number;
  /** Rows a column. */
  slope: number;
  from: number;
  to: number;
  thickness: number;
  /** Mean of the darkest pixels along it. */
  darkness: number;
}

/** The row of pixels in which a line lies at a place along it, also beyond its ends. */
export const rowAt = ({ at, centre, slope }: Segment, x: number): number => Math.round(at - 0.5 + slope * (x - centre));

/** A line while its runs are linked, row by row. */
interface Linked {
  from: number;
  to: number;
  top: number;
  bottom: number;
  weight: number;
  /** Sums of rows, of places along them, of their squares and of both together, by darkness. */
  moment: number;
  along: number;
  squares: number;
  both: number;
  lastFrom: number;
  lastTo: number;
}

/** Runs of all rows, those of one row linked with those that they touch in the next. */
function linkRuns(rows: Iterable<readonly Run[]>): Linked[] {
  const found: Linked[] = [];
  let open: Linked[] = [];
  let y = 0;
  for (const runs of rows) {
    const next: Linked[] = [];
    for (const { from, to, weight } of runs) {
      const touched = open.filter((line) => line.lastFrom < to && line.lastTo > from && !next.includes(line));
      const line = touched[0] ?? newLinked(from, to, y);
      for (const other of touched.slice(1)) {
        mergeInto(line, other);
        open = open.filter((candidate) => candidate !== other);
      }
      line.from = Math.min(line.from, from);
      line.to = Math.max(line.to, to);
      line.bottom = y;
      const middle = (from + to) / 2;
      line.weight += weight;
      line.moment += weight * y;
      line.along += weight * middle;
      line.squares += weight * (middle ** 2 + (to - from) ** 2 / 12);
      line.both += weight * y * middle;
      line.lastFrom = from;
      line.lastTo = to;
      next.push(line);
    }
    for (const line of open) if (!next.includes(line)) found.push(line);
    open = next;
    y++;
  }
  found.push(...open);
  return found;
}

const newLinked = (from: number, to: number, y: number): Linked => ({
  from,
  to,
  top: y,
  bottom: y,
  weight: 0,
  moment: 0,
  along: 0,
  squares: 0,
  both: 0,
  lastFrom: from,
  lastTo: to,
});

function mergeInto(line: Linked, other: Linked): void {
  line.from = Math.min(line.from, other.from);
  line.to = Math.max(line.to, other.to);
  line.top = Math.min(line.top, other.top);
  line.weight += other.weight;
  line.moment += other.moment;
  line.along += other.along;
  line.squares += other.squares;
  line.both += other.both;
}

/** @param rise covariance of rows and places along them @param spread variance of the places */
const slopeOf = (rise: number, spread: number): number => rise / (spread + PIECES.short ** 2 / 12);

/** Pieces of horizontal lines in a picture of darkness. */
function findSegments(dark: Darkness, length: number): Segment[] {
  return linkRuns(runsOfRows(dark, length))
    .filter(
      ({ from, to, top, bottom }) =>
        to - from >= length * PIECES.nearlyLong && bottom - top < PIECES.thickest + (to - from) / PIECES.slant,
    )
    .map(({ from, to, top, bottom, weight, moment, along, squares, both }) => {
      const [row, centre] = [moment / weight, along / weight];
      const slope = slopeOf(both / weight - row * centre, squares / weight - centre ** 2);
      return { at: row + 0.5, centre, slope, from, to, thickness: bottom - top + 1, darkness: 0 };
    });
}

/** So many dark pixels in a row begin or end a line. */
const BEGINNING = 3;

/** How dark the darkest pixel is across a line, at each place along it; beyond the picture there is paper. */
function darkestAlong(line: Segment, { width, height, data }: Darkness, from: number, to: number): Uint8Array {
  const darkest = new Uint8Array(to - from);
  for (let x = Math.max(0, from); x < Math.min(width, to); x++) {
    const middle = rowAt(line, x);
    let most = 0;
    for (let y = Math.max(0, middle - 2); y <= Math.min(height - 1, middle + 2); y++)
      if ((data[y * width + x] as number) > most) most = data[y * width + x] as number;
    darkest[x - from] = most;
  }
  return darkest;
}

/**
 * Ends found by the window reach half a window too far or too short: the dark pixels themselves say where a line ends.
 */
function trimSegment(segment: Segment, dark: Darkness, length: number): Segment | null {
  let from = Math.max(0, segment.from - (length >> 1));
  let to = Math.min(dark.width, segment.to + (length >> 1));
  const first = from - BEGINNING;
  const darkest = darkestAlong(segment, dark, first, to + BEGINNING);
  let sum = 0;
  for (let x = segment.from; x < segment.to; x++) sum += darkest[x - first] as number;
  const darkness = sum / Math.max(1, segment.to - segment.from);
  const level = darkness * PIECES.shows;
  const begins = (x: number, step: 1 | -1): boolean => {
    let count = 0;
    while (count < BEGINNING && (darkest[x - first + count * step] as number) > level) count++;
    return count === BEGINNING;
  };
  while (from < to && !begins(from, 1)) from++;
  while (to > from && !begins(to - 1, -1)) to--;
  return to - from >= length * PIECES.afterTrimming ? { ...segment, from, to, darkness } : null;
}

function isOfSeal(line: Segment, dark: Darkness): boolean {
  if (dark.hidden === null) return false;
  let count = 0;
  for (let x = line.from; x < line.to; x++) if (isHidden(dark, x, rowAt(line, x))) count++;
  return count > PIECES.hidden * (line.to - line.from);
}

/** Share of dark pixels between two places of a line, of those that no seal hides, unless it hides nearly all. */
export function coverageOf(seen: Darkness, line: Segment, from: number, to: number, level: number): number {
  const { width, height, data: dark } = seen;
  let count = 0;
  let lost = 0;
  for (let x = from; x < to; x++) {
    const middle = rowAt(line, x);
    let y = middle - 2;
    while (y <= middle + 2 && !(y >= 0 && y < height && (dark[y * width + x] as number) > level)) y++;
    if (y <= middle + 2) count++;
    else if (isHidden(seen, x, middle)) lost++;
  }
  const all = to - from;
  return count / Math.max(1, lost > PIECES.hidden * all ? all : all - lost);
}

/** Joins pieces of one line where the gap is tiny or shows traces of it. */
function joinSegments(segments: readonly Segment[], dark: Darkness): Segment[] {
  const sorted = [...segments].sort((a, b) => a.from - b.from);
  const lines: Segment[] = [];
  for (const piece of sorted) {
    // The piece before it on the same line; what lies further back has gaps of its own.
    let before: Segment | undefined;
    for (const line of lines)
      if (Math.abs(line.at - piece.at) <= PIECES.sameRow && !(before && before.to >= line.to)) before = line;
    if (before && goesOn(before, piece, dark)) {
      const [a, b] = [before.to - before.from, piece.to - piece.from];
      Object.assign(before, joinedCourse(before, piece));
      before.darkness = (before.darkness * a + piece.darkness * b) / (a + b);
      before.to = Math.max(before.to, piece.to);
      before.thickness = Math.max(before.thickness, piece.thickness);
    } else lines.push({ ...piece });
  }
  return lines;
}

/** How two pieces lie as one, each as long as it is. */
function joinedCourse(one: Segment, other: Segment): Pick<Segment, "at" | "centre" | "slope"> {
  const [a, b] = [one.to - one.from, other.to - other.from];
  const [one2, other2] = [a ** 2 / 12, b ** 2 / 12];
  const between = (a * b) / (a + b) ** 2;
  const mean = (first: number, second: number) => (first * a + second * b) / (a + b);
  return {
    at: mean(one.at, other.at),
    centre: mean(one.centre, other.centre),
    slope: slopeOf(
      mean(one.slope * one2, other.slope * other2) + between * (other.at - one.at) * (other.centre - one.centre),
      mean(one2, other2) + between * (other.centre - one.centre) ** 2,
    ),
  };
}

/** Whether a line goes on with a piece that lies further along its row. */
function goesOn(line: Segment, piece: Segment, dark: Darkness): boolean {
  const gap = piece.from - line.to;
  const [less, more] = [Math.min(line.darkness, piece.darkness), Math.max(line.darkness, piece.darkness)];
  if (less < PIECES.fades * more) return false;
  if (gap <= PIECES.tinyGap) return true;
  if (gap >= PIECES.longestGap) return false;
  const level = Math.max(PIECES.trace, PIECES.traceShare * less);
  const isBroken = Math.abs(line.at - piece.at) <= 1 && gap < Math.max(line.to - line.from, piece.to - piece.from);
  return (
    coverageOf(dark, { ...line, ...joinedCourse(line, piece) }, line.to, piece.from, level) >
    (isBroken ? PIECES.tracesInLine : PIECES.traces)
  );
}

/** Lines along the rows, nearly as long as `length` (pixels) or longer, however faint. */
export function findLines(dark: Darkness, length: number): Segment[] {
  const segments = findSegments(dark, length)
    .map((segment) => trimSegment(segment, dark, length))
    .filter((segment): segment is Segment => segment !== null && !isOfSeal(segment, dark));
  return joinSegments(segments, dark);
}

/** Pixels of a line of the processor's cache: so many columns at a time, rows as they are read stay in it. */
const CACHE_LINE = 64;

/** Columns as rows. */
export const transpose = ({ width, height, data, hidden }: Darkness): Darkness => ({
  width: height,
  height: width,
  data: transposed(data, width, height),
  hidden: hidden && transposed(hidden, width, height),
});

function transposed(data: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let top = 0; top < height; top += CACHE_LINE) {
    const bottom = Math.min(top + CACHE_LINE, height);
    for (let x = 0; x < width; x++)
      for (let y = top, from = top * width + x; y < bottom; y++, from += width)
        out[x * height + y] = data[from] as number;
  }
  return out;
}
