import type { Rule, Rules } from "../tables/rules.ts";
import type { Grey } from "./raster.ts";

/** Ruling lines of an upright page, in pixels: thin, straight and long, however faint. */

/** Lengths in pixels at 200 dpi. */
const ACROSS = 56;
const DOWN = 30;
/** Beside a thin line the paper is brighter than on it by this much, in the mean over its length. */
const FAINT = 9;
/** How far beside a line the paper is looked at. */
const BESIDE = 5;
const THICKEST = 9;
/** A gap in a line that needs no traces, the longest one with traces, and how dark a trace is. */
const TINY_GAP = 5;
const LONGEST_GAP = 400;
const TRACE = 25;
/** Lines this long are ruled whatever they meet; characters stand in no such rows and columns. */
const LONG_ACROSS = 200;
const LONG_DOWN = 110;
/** Over this many pixels a line has at least this share of its mean darkness. */
const EVEN_OVER = 9;
const EVENNESS = 0.6;

/** Mean darkness along windows of `length` pixels, for each pixel of a transposed or plain picture. */
function smoothedAlong(dark: Uint8Array, width: number, height: number, length: number): Uint8Array {
  const out = new Uint8Array(dark.length);
  const half = length >> 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(half, width); x++) sum += dark[row + x] as number;
    for (let x = 0; x < width; x++) {
      if (x + half < width) sum += dark[row + x + half] as number;
      if (x - half - 1 >= 0) sum -= dark[row + x - half - 1] as number;
      out[row + x] = sum / (2 * half + 1);
    }
  }
  return out;
}

interface Segment {
  at: number;
  from: number;
  to: number;
  thickness: number;
  /** Mean of the darkest pixels along it. */
  darkness: number;
}

/** Pieces of horizontal lines in a picture of darkness. */
function segmentsOf(dark: Uint8Array, width: number, height: number, length: number): Segment[] {
  const smooth = smoothedAlong(dark, width, height, length);
  const near = smoothedAlong(dark, width, height, EVEN_OVER);
  const mask = new Uint8Array(dark.length);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - BESIDE) * width;
    const below = Math.min(height - 1, y + BESIDE) * width;
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const value = smooth[row + x] as number;
      // A ruled line is evenly dark; a row of characters is not.
      if (value < FAINT || (near[row + x] as number) < EVENNESS * value) continue;
      const a = smooth[above + x] as number;
      const b = smooth[below + x] as number;
      // Against the brighter side as well where the other one carries text.
      const contrast = Math.min(value - a, value - b);
      const oneSided = Math.max(value - a, value - b);
      if (contrast > Math.max(FAINT, 0.3 * value) || (contrast > 0.15 * value && oneSided > 0.6 * value && value > 90)) mask[row + x] = 1;
    }
  }
  // Runs of the mask, linked with those of the next row.
  interface Open {
    from: number;
    to: number;
    top: number;
    bottom: number;
    weight: number;
    moment: number;
    lastFrom: number;
    lastTo: number;
  }
  const found: Open[] = [];
  let open: Open[] = [];
  const least = length * 0.8;
  for (let y = 0; y < height; y++) {
    const next: Open[] = [];
    const row = y * width;
    let from = -1;
    for (let x = 0; x <= width; x++) {
      const on = x < width && mask[row + x] === 1;
      if (on && from < 0) from = x;
      if (on || from < 0) continue;
      const run = { from, to: x };
      from = -1;
      if (run.to - run.from < 3) continue;
      let darkness = 0;
      for (let at = run.from; at < run.to; at++) darkness += smooth[row + at] as number;
      const joined = open.filter((line) => line.lastFrom < run.to && line.lastTo > run.from && !next.includes(line));
      const line: Open = joined[0] ?? { from: run.from, to: run.to, top: y, bottom: y, weight: 0, moment: 0, lastFrom: run.from, lastTo: run.to };
      for (const other of joined.slice(1)) {
        line.from = Math.min(line.from, other.from);
        line.to = Math.max(line.to, other.to);
        line.top = Math.min(line.top, other.top);
        line.weight += other.weight;
        line.moment += other.moment;
        open = open.filter((candidate) => candidate !== other);
      }
      line.from = Math.min(line.from, run.from);
      line.to = Math.max(line.to, run.to);
      line.bottom = y;
      line.weight += darkness;
      line.moment += darkness * y;
      line.lastFrom = run.from;
      line.lastTo = run.to;
      next.push(line);
    }
    for (const line of open) if (!next.includes(line)) found.push(line);
    open = next;
  }
  found.push(...open);
  return found
    .filter((line) => line.to - line.from >= least && line.bottom - line.top < THICKEST + (line.to - line.from) / 60)
    .map((line) => ({ at: line.moment / line.weight + 0.5, from: line.from, to: line.to, thickness: line.bottom - line.top + 1, darkness: 0 }));
}

/** Ends found by the window reach half a window too far or too short: the dark pixels themselves say where a line ends. */
function trimmed(segment: Segment, dark: Uint8Array, width: number, height: number, length: number): Segment | null {
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
  const level = darkness * 0.5;
  let from = Math.max(0, segment.from - (length >> 1));
  let to = Math.min(width, segment.to + (length >> 1));
  // Three dark pixels in a row begin or end a line.
  const begins = (x: number, step: number) => [0, 1, 2].every((d) => x + d * step >= 0 && x + d * step < width && darkest(x + d * step) > level);
  while (from < to && !begins(from, 1)) from++;
  while (to > from && !begins(to - 1, -1)) to--;
  return to - from >= length * 0.5 ? { ...segment, from, to, darkness } : null;
}

/** Share of dark pixels between two places of a line. */
function covered(dark: Uint8Array, width: number, height: number, at: number, from: number, to: number, level: number): number {
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

/** Pieces of one line joined where the gap is tiny or shows traces of it. */
function joined(segments: Segment[], dark: Uint8Array, width: number, height: number): Segment[] {
  const sorted = [...segments].sort((a, b) => a.from - b.from);
  const lines: Segment[] = [];
  for (const piece of sorted) {
    // The piece before it on the same line; what lies further back has gaps of its own.
    const before = lines
      .filter((candidate) => Math.abs(candidate.at - piece.at) <= 4)
      .reduce<Segment | undefined>((nearest, candidate) => (nearest && nearest.to >= candidate.to ? nearest : candidate), undefined);
    const gap = before ? piece.from - before.to : Infinity;
    const level = before ? Math.max(TRACE, 0.4 * Math.min(before.darkness, piece.darkness)) : 0;
    const goesOn =
      before &&
      (gap <= TINY_GAP || (gap < LONGEST_GAP && covered(dark, width, height, (before.at + piece.at) / 2, before.to, piece.from, level) > 0.6));
    const line = goesOn ? before : undefined;
    if (line) {
      const [a, b] = [line.to - line.from, piece.to - piece.from];
      line.at = (line.at * a + piece.at * b) / (a + b);
      line.darkness = (line.darkness * a + piece.darkness * b) / (a + b);
      line.to = Math.max(line.to, piece.to);
      line.thickness = Math.max(line.thickness, piece.thickness);
    } else lines.push({ ...piece });
  }
  return lines;
}

function linesOf(dark: Uint8Array, width: number, height: number, length: number): Segment[] {
  const segments = segmentsOf(dark, width, height, length)
    .map((segment) => trimmed(segment, dark, width, height, length))
    .filter((segment) => segment !== null);
  return joined(segments, dark, width, height);
}

function transposed(data: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x] as number;
  return out;
}

const NEAR = 8;
/** Strokes of one character stand about so far apart. */
const STROKES_APART = 8;
/** Half the thickness of a line and its blur. */
const CLEAR = 4;
/** How far a stroke of a character may continue a short line. */
const LONGEST_OVERHANG = 30;

const touches = (line: Segment, other: Segment) => other.from - NEAR <= line.at && line.at <= other.to + NEAR;
const crosses = (line: Segment, other: Segment) => touches(line, other) && touches(other, line);

/**
 * Short lines that run from one crossing line to another, as dark as the long ones and whole: a stroke of a character does not.
 * A stroke that continues a line beyond its end is cut off.
 */
function shortOnes(lines: readonly Segment[], crossing: readonly Segment[], usual: number, long: number, cover: Cover): Segment[] {
  return lines.flatMap((line) => {
    if (line.to - line.from >= long) return [];
    if (usual > 0 && (line.darkness < 0.4 * usual || line.darkness > 2.5 * usual)) return [];
    const met = crossing.filter((other) => touches(line, other) && other.at > line.from - NEAR && other.at < line.to + NEAR).map((other) => other.at);
    const [from, to] = [Math.min(...met), Math.max(...met)];
    if (met.length < 2 || to - from < 12 || from - line.from > LONGEST_OVERHANG || line.to - to > LONGEST_OVERHANG) return [];
    return cover(line, Math.round(from) + CLEAR, Math.round(to) - CLEAR, 0.5 * line.darkness) >= 0.96 ? [{ ...line, from, to }] : [];
  });
}

/** The ruling lines of tables: those that meet others. Places are in pixels, of the middle of a line. */
export function rulingOf({ width, height, data }: Grey): Rules {
  const dark = data.map((value) => 255 - value);
  const across = linesOf(dark, width, height, ACROSS);
  const sideways = transposed(dark, width, height);
  const down = linesOf(sideways, height, width, DOWN);
  const coverAcross = (line: Segment, from: number, to: number, level: number) => covered(dark, width, height, line.at, from, to, level);
  const coverDown = (line: Segment, from: number, to: number, level: number) => covered(sideways, height, width, line.at, from, to, level);

  // A stroke has others of its character close beside it over its height; a rule one row high does not.
  const isClear = (line: Segment) =>
    line.to - line.from >= 3 * DOWN ||
    [-STROKES_APART, STROKES_APART].every(
      (d) => coverDown({ ...line, at: line.at + d }, Math.round(line.from) + CLEAR, Math.round(line.to) - CLEAR, 110) < 0.4,
    );
  const usualDown = usualOf(down, LONG_DOWN);
  const usualAcross = usualOf(across, LONG_ACROSS);
  let longAcross = across.filter((line) => line.to - line.from >= LONG_ACROSS && line.darkness > 0.3 * usualAcross);
  let longDown = down.filter((line) => line.to - line.from >= LONG_DOWN && line.darkness > 0.3 * usualDown);
  for (let pass = 0; pass < 3; pass++) {
    longAcross = stretchedTo(longAcross, longDown, coverAcross);
    longDown = stretchedTo(longDown, longAcross, coverDown);
    const [rows, columns] = [longAcross, longDown];
    longAcross = framed(rows, columns).flatMap((line) => drawnParts(line, columns, usualAcross, coverAcross));
    longDown = framed(columns, rows).flatMap((line) => drawnParts(line, rows, usualDown, coverDown));
  }
  const verticals = [...longDown.filter(isClear), ...shortOnes(down, longAcross, usualDown, LONG_DOWN, coverDown).filter(isClear)];
  const horizontals = [...longAcross, ...shortOnes(across, verticals, usualAcross, LONG_ACROSS, coverAcross)];
  // Between long lines that were found late, short ones may stand too.
  verticals.push(
    ...shortOnes(down, horizontals, usualDown, LONG_DOWN, coverDown)
      .filter(isClear)
      .filter((line) => !verticals.some((other) => Math.abs(other.at - line.at) < 1 && other.from <= line.from + 1 && other.to >= line.to - 1)),
  );
  const rule = ({ at, from, to }: Segment): Rule => ({ at, from, to });
  return {
    horizontal: stretchedTo(horizontals, verticals, coverAcross)
      .filter((line) => verticals.some((other) => crosses(line, other)))
      .map(rule),
    vertical: stretchedTo(verticals, horizontals, coverDown)
      .filter((line) => horizontals.some((other) => crosses(line, other)))
      .map(rule),
  };
}

type Cover = (line: Segment, from: number, to: number, level: number) => number;

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

/**
 * Lines of which each end meets a crossing line, or ends where lines beside it end: a side or a page's end without a border.
 * What reaches beyond is cut off: characters in the row of a line seem to be part of it.
 */
function framed(lines: readonly Segment[], crossing: readonly Segment[]): Segment[] {
  const shared = (line: Segment, end: "from" | "to") =>
    lines.filter((other) => other !== line && Math.abs(other[end] - line[end]) <= NEAR).length >= 2;
  return lines.flatMap((line) => {
    const met = crossing.filter((other) => touches(line, other) && other.at > line.from - NEAR && other.at < line.to + NEAR).map((other) => other.at);
    if (met.length === 0) return [];
    const from = shared(line, "from") ? Math.min(line.from, ...met) : Math.min(...met);
    const to = shared(line, "to") ? Math.max(line.to, ...met) : Math.max(...met);
    return to - from < NEAR ? [] : [{ ...line, from, to }];
  });
}

/**
 * What of a line is drawn, from crossing line to crossing line. Strokes of characters may seem to continue a line, but do not reach from one to the next;
 * rows of strokes much darker than what is ruled on the page are none at all.
 */
function drawnParts(line: Segment, crossing: readonly Segment[], usual: number, cover: Cover): Segment[] {
  const level = 0.45 * Math.min(usual, line.darkness);
  const met = crossing
    .filter((other) => touches(line, other) && other.at > line.from - NEAR && other.at < line.to + NEAR)
    .map((other) => other.at)
    .sort((a, b) => a - b)
    .filter((at, index, all) => index === 0 || at - (all[index - 1] as number) > 2 * CLEAR + 2);
  const spans = met.slice(1).map((to, index) => {
    const from = met[index] as number;
    return { from, to, share: cover(line, Math.round(from) + CLEAR, Math.round(to) - CLEAR, level) };
  });
  if (spans.length === 0) return [];
  const shares = spans.map((span) => span.share).sort((a, b) => a - b);
  const typical = shares.length < 4 ? 1 : (shares[shares.length >> 1] as number);
  // Text does not fill a long stretch; broken and faint lines have gaps everywhere.
  const isDrawn = ({ from, to, share }: (typeof spans)[number]) =>
    share >= (to - from < 3 * DOWN ? Math.min(0.96, typical * 0.97) : Math.min(0.85, typical * 0.85));
  const parts: Segment[] = [];
  let open: Segment | null = null;
  for (const span of spans) {
    if (!isDrawn(span)) open = null;
    else if (open) open.to = span.to;
    else {
      open = { ...line, from: span.from, to: span.to };
      parts.push(open);
    }
  }
  const [first, last] = [parts[0], parts.at(-1)];
  if (first && first.from === met[0]) first.from = Math.min(first.from, line.from);
  if (last && last.to === met.at(-1)) last.to = Math.max(last.to, line.to);
  return parts.filter((part) => {
    const [from, to] = [Math.round(part.from), Math.round(part.to)];
    const dark = cover(line, from, to, 2.5 * usual + 40);
    return typical >= 0.6 && (dark < 0.25 || dark > 0.85);
  });
}

/** Ends that nearly meet a crossing line meet it; where characters hide a line's end, it goes on to the next crossing line as long as it shows. */
const stretchedTo = (lines: readonly Segment[], crossing: readonly Segment[], cover: Cover): Segment[] =>
  lines.map((line) => stretched(line, crossing, cover));

function stretched(line: Segment, crossing: readonly Segment[], cover: Cover): Segment {
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
      const least = before - after < 3 * DOWN ? 0.96 : 0.85;
      if (before <= after || cover(line, after, before, 0.5 * line.darkness) < least) return reached;
      at = next;
    }
  };
  return { ...line, from: end(line.from, -1), to: end(line.to, 1) };
}
