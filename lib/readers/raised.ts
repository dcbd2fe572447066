import { isShifted } from "../document/appearance.ts";
import { type Glyph, quarterTurn } from "../tables/geometry.ts";

/** Digits that stand off the line of what they stand beside, and characters printed over each other: for formats that draw their pages. */

export interface Placement {
  /** Above or below the line of their neighbours. */
  readonly raised: ReadonlyMap<Glyph, "raised" | "lowered">;
  /** Printed on another character. */
  readonly overprinted: ReadonlySet<Glyph>;
}

const DIGIT = /^[0-9]$/u;
/** A note mark follows what it marks at once; a wider gap (in character sizes) parts two cells. */
const NEAREST = 0.3;
/** The other line of two stands at least this far off (in character sizes). */
const NEXT_LINE = 0.75;
/** Raised by its position alone, a digit keeps its size; note marks are at most this part of it. */
const SMALLER = 0.88;
/** Parts of its width by which the middles of two characters differ that are printed on each other. */
const SAME_PLACE = 0.3;

const BAND = 12;

export function placementOf(glyphs: readonly Glyph[]): Placement {
  const bands = new Map<number, Glyph[]>();
  for (const glyph of glyphs) {
    if (quarterTurn(glyph.angle) !== 0) continue;
    const band = Math.floor(glyph.y / BAND);
    const known = bands.get(band);
    if (known) known.push(glyph);
    else bands.set(band, [glyph]);
  }
  for (const band of bands.values()) band.sort((a, b) => a.x - b.x);
  const raised = new Map<Glyph, "raised" | "lowered">();
  const overprinted = new Set<Glyph>();
  const digits = glyphs.filter((glyph) => DIGIT.test(glyph.text) && quarterTurn(glyph.angle) === 0).sort((a, b) => a.x - b.x);
  for (const glyph of digits) {
    const { before, after, under } = neighboursOf(glyph, bands);
    if (under) overprinted.add(glyph);
    const base = before ?? after;
    if (!base) continue;
    const shift = base.y - glyph.y;
    const size = Math.max(base.size, glyph.size);
    if (!isShifted(shift, size)) {
      // A mark of two digits: the second stands beside the first.
      const same = base === before && Math.abs(base.size - glyph.size) < 0.1 * size ? raised.get(base) : undefined;
      if (same) raised.set(glyph, same);
    } else if (glyph.size < SMALLER * base.size || (base === before && glyph.size < base.size / SMALLER && !raised.has(base)))
      raised.set(glyph, shift > 0 ? "raised" : "lowered");
  }
  return { raised, overprinted };
}

/** The characters next to a digit to its left and right, near its line, and one that is printed in its place. */
function neighboursOf(glyph: Glyph, bands: ReadonlyMap<number, readonly Glyph[]>) {
  let before: Glyph | undefined;
  let after: Glyph | undefined;
  let under: Glyph | undefined;
  const end = glyph.x + glyph.advance;
  const band = Math.floor(glyph.y / BAND);
  const reach = Math.max(1, Math.ceil(glyph.size / BAND));
  for (let at = band - reach; at <= band + reach; at++) {
    const row = bands.get(at) ?? [];
    for (let index = firstFrom(row, glyph.x - 3 * glyph.size - BAND); index < row.length; index++) {
      const other = row[index] as Glyph;
      if (other.x > end + NEAREST * glyph.size * 2) break;
      if (other === glyph) continue;
      const size = Math.max(other.size, glyph.size);
      const shift = Math.abs(other.y - glyph.y);
      if (shift > NEXT_LINE * size) continue;
      const [gapBefore, gapAfter] = [glyph.x - other.x - other.advance, other.x - end];
      const middles = Math.abs(other.x + other.advance / 2 - glyph.x - glyph.advance / 2);
      if (other.text !== glyph.text && shift < 0.3 * size && middles < SAME_PLACE * Math.min(other.advance, glyph.advance)) under = other;
      if (Math.abs(gapBefore) < NEAREST * size && other.x < glyph.x && (!before || other.x + other.advance > before.x + before.advance))
        before = other;
      if (Math.abs(gapAfter) < NEAREST * size && other.x > glyph.x && (!after || other.x < after.x)) after = other;
    }
  }
  return { before, after, under };
}

/** The first of characters sorted by place that begins at x or later. */
function firstFrom(row: readonly Glyph[], x: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle] as Glyph).x < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
