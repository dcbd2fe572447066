import { type Darkness, type Run, runsOfRows } from "./line-runs.ts";

/** Pieces of thin, straight, evenly dark lines in a picture of darkness (0 paper, 255 ink), along its rows. */

/** What makes dark pixels a piece of a line; pixels at 200 dpi, darkness 0 to 255. */
const PIECES = {
  thickest: 9,
  /** A line that lies this much aslant takes a pixel more: one in so many, what deskewing leaves. */
  slant: 60,
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
  /** How dark a trace is, at least and in comparison with the line. */
  trace: 25,
  traceShare: 0.4,
  /** Share of a gap that shows traces; fewer are enough between pieces in one line that are longer than the gap. */
  traces: 0.6,
  tracesInLine: 0.3,
} as const;

/** A piece of a line along a row; places are of the middle of its thickness. */
export interface Segment {
  at: number;
  from: number;
  to: number;
  thickness: number;
  /** Mean of the darkest pixels along it. */
  darkness: number;
}

/** A line while its runs are linked, row by row. */
interface Linked {
  from: number;
  to: number;
  top: number;
  bottom: number;
  weight: number;
  /** Sum of rows by darkness. */
  moment: number;
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
      const line = touched[0] ?? { from, to, top: y, bottom: y, weight: 0, moment: 0, lastFrom: from, lastTo: to };
      for (const other of touched.slice(1)) {
        mergeInto(line, other);
        open = open.filter((candidate) => candidate !== other);
      }
      line.from = Math.min(line.from, from);
      line.to = Math.max(line.to, to);
      line.bottom = y;
      line.weight += weight;
      line.moment += weight * y;
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

function mergeInto(line: Linked, other: Linked): void {
  line.from = Math.min(line.from, other.from);
  line.to = Math.max(line.to, other.to);
  line.top = Math.min(line.top, other.top);
  line.weight += other.weight;
  line.moment += other.moment;
}

/** Pieces of horizontal lines in a picture of darkness. */
function findSegments(dark: Darkness, length: number): Segment[] {
  return linkRuns(runsOfRows(dark, length))
    .filter(
      ({ from, to, top, bottom }) =>
        to - from >= length * PIECES.nearlyLong && bottom - top < PIECES.thickest + (to - from) / PIECES.slant,
    )
    .map(({ from, to, top, bottom, weight, moment }) => ({
      at: moment / weight + 0.5,
      from,
      to,
      thickness: bottom - top + 1,
      darkness: 0,
    }));
}

/**
 * Ends found by the window reach half a window too far or too short: the dark pixels themselves say where a line ends.
 */
function trimSegment(segment: Segment, { width, height, data: dark }: Darkness, length: number): Segment | null {
  const rows: number[] = [];
  for (let d = -2; d <= 2; d++) {
    const y = Math.round(segment.at - 0.5) + d;
    if (y >= 0 && y < height) rows.push(y);
  }
  const darkest = (x: number) => {
    let most = 0;
    for (const y of rows) most = Math.max(most, dark[y * width + x] as number);
    return most;
  };
  let sum = 0;
  for (let x = segment.from; x < segment.to; x++) sum += darkest(x);
  const darkness = sum / Math.max(1, segment.to - segment.from);
  const level = darkness * PIECES.shows;
  let from = Math.max(0, segment.from - (length >> 1));
  let to = Math.min(width, segment.to + (length >> 1));
  // Three dark pixels in a row begin or end a line.
  const begins = (x: number, step: number) =>
    [0, 1, 2].every((d) => x + d * step >= 0 && x + d * step < width && darkest(x + d * step) > level);
  while (from < to && !begins(from, 1)) from++;
  while (to > from && !begins(to - 1, -1)) to--;
  return to - from >= length * PIECES.afterTrimming ? { ...segment, from, to, darkness } : null;
}

/** Share of dark pixels between two places of a line. */
export function coverageOf(
  { width, height, data: dark }: Darkness,
  at: number,
  from: number,
  to: number,
  level: number,
): number {
  let count = 0;
  for (let x = from; x < to; x++) {
    for (let d = -2; d <= 2; d++) {
      const y = Math.round(at - 0.5) + d;
      if (y >= 0 && y < height && (dark[y * width + x] as number) > level) {
        count++;
        break;
      }
    }
  }
  return count / Math.max(1, to - from);
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
      before.at = (before.at * a + piece.at * b) / (a + b);
      before.darkness = (before.darkness * a + piece.darkness * b) / (a + b);
      before.to = Math.max(before.to, piece.to);
      before.thickness = Math.max(before.thickness, piece.thickness);
    } else lines.push({ ...piece });
  }
  return lines;
}

/** Whether a line goes on with a piece that lies further along its row. */
function goesOn(line: Segment, piece: Segment, dark: Darkness): boolean {
  const gap = piece.from - line.to;
  if (gap <= PIECES.tinyGap) return true;
  if (gap >= PIECES.longestGap) return false;
  const level = Math.max(PIECES.trace, PIECES.traceShare * Math.min(line.darkness, piece.darkness));
  const isBroken = Math.abs(line.at - piece.at) <= 1 && gap < Math.max(line.to - line.from, piece.to - piece.from);
  return (
    coverageOf(dark, (line.at + piece.at) / 2, line.to, piece.from, level) >
    (isBroken ? PIECES.tracesInLine : PIECES.traces)
  );
}

/** Lines along the rows, nearly as long as `length` (pixels) or longer, however faint. */
export function findLines(dark: Darkness, length: number): Segment[] {
  const segments = findSegments(dark, length)
    .map((segment) => trimSegment(segment, dark, length))
    .filter((segment) => segment !== null);
  return joinSegments(segments, dark);
}

/** Pixels of a line of the processor's cache: so many columns at a time, rows as they are read stay in it. */
const CACHE_LINE = 64;

/** Columns as rows. */
export function transpose({ width, height, data }: Darkness): Darkness {
  const out = new Uint8Array(data.length);
  for (let top = 0; top < height; top += CACHE_LINE) {
    const bottom = Math.min(top + CACHE_LINE, height);
    for (let x = 0; x < width; x++)
      for (let y = top, from = top * width + x; y < bottom; y++, from += width)
        out[x * height + y] = data[from] as number;
  }
  return { width: height, height: width, data: out };
}
