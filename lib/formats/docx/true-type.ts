import type { Grey } from "../../recognition/picture/raster.ts";

/** The outlines of a TrueType font's glyphs (OpenType 1.9: cmap, loca, glyf), as far as its digits need them. */

interface Point {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}
/** Closed curves; between two points off the curve lies one on it. */
export type Outline = readonly (readonly Point[])[];

export interface TrueType {
  /**
   * The outline drawn for a character; null where the font has no glyph for it. @throws RangeError where the font is
   * damaged
   */
  readonly outline: (character: string) => Outline | null;
}

/**
 * Parts that one glyph is put together from, at all levels, and the straight pieces of its curves: digits have a few,
 * and some dozen.
 */
const MOST_PARTS = 100;
const MOST_LINES = 2000;

/** @returns null where it is no TrueType font. @throws RangeError where the font is damaged */
export function parseTrueType(bytes: Uint8Array): TrueType | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x00010000 && view.getUint32(0) !== 0x74727565) return null;
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++)
    tables.set(String.fromCharCode(...bytes.subarray(12 + i * 16, 16 + i * 16)), view.getUint32(20 + i * 16));
  const [head, loca, glyf, cmap] = ["head", "loca", "glyf", "cmap"].map((name) => tables.get(name));
  if (head === undefined || loca === undefined || glyf === undefined || cmap === undefined) return null;
  const long = view.getInt16(head + 50) === 1;
  const start = (glyph: number) =>
    glyf + (long ? view.getUint32(loca + glyph * 4) : view.getUint16(loca + glyph * 2) * 2);
  let parts = 0;
  const contours = (glyph: number): Outline => {
    const at = start(glyph);
    if (start(glyph + 1) <= at) return [];
    if (parts++ > MOST_PARTS) throw new RangeError("more parts than any letter has");
    const count = view.getInt16(at);
    return count >= 0 ? simple(view, at, count) : composite(view, at, contours);
  };
  const glyphs = unicodeTables(view, cmap);
  return {
    outline: (character) => {
      const code = character.codePointAt(0) ?? 0;
      const glyph = glyphs.map((table) => glyphOf(view, table, code)).find((found) => found !== 0);
      parts = 0;
      return glyph === undefined ? null : contours(glyph);
    },
  };
}

/**
 * Where the tables from characters to glyphs begin, those of all Unicode first; symbol fonts have theirs at F000 and
 * on.
 */
function unicodeTables(view: DataView, cmap: number): readonly { readonly at: number; readonly offset: number }[] {
  const found: { at: number; offset: number; rank: number }[] = [];
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const [platform, encoding] = [view.getUint16(cmap + 4 + i * 8), view.getUint16(cmap + 6 + i * 8)];
    const at = cmap + view.getUint32(cmap + 8 + i * 8);
    if (platform === 3 && (encoding === 10 || encoding === 1))
      found.push({ at, offset: 0, rank: encoding === 10 ? 0 : 1 });
    else if (platform === 0) found.push({ at, offset: 0, rank: 2 });
    else if (platform === 3 && encoding === 0) found.push({ at, offset: 0xf000, rank: 3 });
  }
  return found.toSorted((a, b) => a.rank - b.rank);
}

function glyphOf(
  view: DataView,
  { at, offset }: { readonly at: number; readonly offset: number },
  character: number,
): number {
  const format = view.getUint16(at);
  const code = character + offset;
  if (format === 4) {
    const size = view.getUint16(at + 6);
    for (let i = 0; i < size; i += 2) {
      if (code > view.getUint16(at + 14 + i)) continue;
      const first = view.getUint16(at + 16 + size + i);
      if (code < first) return 0;
      const delta = view.getUint16(at + 16 + 2 * size + i);
      const place = at + 16 + 3 * size + i;
      const range = view.getUint16(place);
      const glyph = range === 0 ? code : view.getUint16(place + range + (code - first) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
  } else if (format === 12) {
    for (let i = 0; i < view.getUint32(at + 12); i++) {
      const group = at + 16 + i * 12;
      if (code <= view.getUint32(group + 4))
        return code < view.getUint32(group) ? 0 : view.getUint32(group + 8) + code - view.getUint32(group);
    }
  }
  return 0;
}

function simple(view: DataView, glyph: number, count: number): Outline {
  let at = glyph + 10;
  const ends = Array.from({ length: count }, (_, i) => view.getUint16(at + i * 2));
  at += count * 2;
  at += 2 + view.getUint16(at);
  const total = (ends.at(-1) ?? -1) + 1;
  const flags: number[] = [];
  while (flags.length < total) {
    const flag = view.getUint8(at++);
    const times = flag & 8 ? view.getUint8(at++) + 1 : 1;
    for (let i = 0; i < times; i++) flags.push(flag);
  }
  const along = (short: number, same: number): number[] => {
    let value = 0;
    return flags.slice(0, total).map((flag) => {
      if (flag & short) value += flag & same ? view.getUint8(at++) : -view.getUint8(at++);
      else if (!(flag & same)) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = along(2, 16);
  const ys = along(4, 32);
  return ends.map((end, i) =>
    Array.from({ length: end - (ends[i - 1] ?? -1) }, (_, k) => {
      const n = (ends[i - 1] ?? -1) + 1 + k;
      return { x: xs[n] ?? 0, y: ys[n] ?? 0, on: ((flags[n] ?? 0) & 1) === 1 };
    }),
  );
}

function composite(view: DataView, glyph: number, contours: (glyph: number) => Outline): Outline {
  const parts: (readonly Point[])[] = [];
  let at = glyph + 10;
  for (let flags = 0x20; flags & 0x20; ) {
    flags = view.getUint16(at);
    const inner = contours(view.getUint16(at + 2));
    at += 4;
    const words = (flags & 1) !== 0;
    // Components set by points instead of distances are not drawn by any font of text.
    const [dx, dy] =
      flags & 2
        ? words
          ? [view.getInt16(at), view.getInt16(at + 2)]
          : [view.getInt8(at), view.getInt8(at + 1)]
        : [0, 0];
    at += words ? 4 : 2;
    const scale = () => {
      at += 2;
      return view.getInt16(at - 2) / 16384;
    };
    let [xx, xy, yx, yy] = [1, 0, 0, 1];
    if (flags & 8) xx = yy = scale();
    else if (flags & 0x40) [xx, yy] = [scale(), scale()];
    else if (flags & 0x80) [xx, xy, yx, yy] = [scale(), scale(), scale(), scale()];
    for (const contour of inner)
      parts.push(contour.map(({ x, y, on }) => ({ x: xx * x + yx * y + dx, y: xy * x + yy * y + dy, on })));
  }
  return parts;
}

interface Line {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Straight pieces of a curve; four are enough for a letter some pixels high. */
const PIECES = 4;

function linesOf(contour: readonly Point[]): Line[] {
  const points: Point[] = contour.flatMap((point, i) => {
    const next = contour[(i + 1) % contour.length] as Point;
    return point.on || next.on ? [point] : [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, on: true }];
  });
  const first = points.findIndex(({ on }) => on);
  if (first < 0) return [];
  const turned = [...points.slice(first), ...points.slice(0, first + 1)];
  const path: { x: number; y: number }[] = [];
  for (let i = 0; i < turned.length; i++) {
    const point = turned[i] as Point;
    const [before, after] = [turned[i - 1], turned[i + 1]];
    if (point.on || !before || !after) path.push(point);
    else
      for (let k = 1; k < PIECES; k++) {
        const t = k / PIECES;
        const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
        path.push({ x: a * before.x + b * point.x + c * after.x, y: a * before.y + b * point.y + c * after.y });
      }
  }
  return path.slice(1).map((to, i) => ({ x0: (path[i] as Point).x, y0: (path[i] as Point).y, x1: to.x, y1: to.y }));
}

/** Rows and columns looked at in each pixel. */
const SAMPLES = 4;

/**
 * An outline drawn black on white so many pixels high, with a white margin of one; null where it is empty, or no
 * letter.
 */
export function drawOutline(outline: Outline, height: number): Grey | null {
  const lines = outline.flatMap(linesOf);
  if (lines.length === 0 || lines.length > MOST_LINES) return null;
  const reduce = (pick: (line: Line) => number, choose: (...values: number[]) => number) =>
    lines.reduce((most, line) => choose(most, pick(line)), pick(lines[0] as Line));
  const [left, right] = [reduce((line) => line.x0, Math.min), reduce((line) => line.x0, Math.max)];
  const [bottom, top] = [reduce((line) => line.y0, Math.min), reduce((line) => line.y0, Math.max)];
  const scale = height / (top - bottom);
  const width = Math.ceil((right - left) * scale);
  if (!(width > 0 && width <= height * 4)) return null;
  const drawn = { width: width + 2, height: height + 2, data: new Uint8Array((width + 2) * (height + 2)).fill(255) };
  const ink = new Float32Array(drawn.data.length);
  for (let row = 0; row < height * SAMPLES; row++) {
    const y = top - (row + 0.5) / SAMPLES / scale;
    const crossings = lines
      .flatMap(({ x0, y0, x1, y1 }) =>
        y0 <= y !== y1 <= y
          ? [{ x: (x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) - left) * scale, turn: y1 > y0 ? 1 : -1 }]
          : [],
      )
      .toSorted((a, b) => a.x - b.x);
    let winding = 0;
    for (const [i, { x, turn }] of crossings.entries()) {
      winding += turn;
      const end = crossings[i + 1]?.x ?? x;
      if (winding === 0) continue;
      for (let column = Math.floor(x); column < end; column++) {
        const share = Math.min(end, column + 1) - Math.max(x, column);
        const at = (Math.floor(row / SAMPLES) + 1) * drawn.width + column + 1;
        ink[at] = (ink[at] ?? 0) + Math.max(0, share) / SAMPLES;
      }
    }
  }
  for (const [at, share] of ink.entries()) drawn.data[at] = 255 - Math.round(255 * Math.min(1, share));
  return drawn;
}
