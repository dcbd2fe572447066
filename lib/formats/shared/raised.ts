import { isShifted } from "../../document/appearance.ts";
import { type Glyph, quarterTurn, type Stroke } from "../../pages/geometry.ts";

/**
 * Digits that stand off the line of what they stand beside, and characters printed over each other: for formats that
 * draw their pages.
 */

interface Placement {
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
/**
 * Parts of the wider one's width by which the middles of two characters differ that are printed on each other;
 * neighbours' differ by more than half.
 */
const SAME_PLACE = 0.4;
/** Larger characters (in sizes of the digit) behind a figure are a watermark, not its neighbours. */
const LARGEST = 2.5;

const BAND = 12;
/** More characters lie around no digit of an honest page: so many lie on one spot, one over the other. */
const MOST_AROUND = 300;

/** A character as if its line ran to the right, and the one it is. */
interface Upright {
  readonly glyph: Glyph;
  readonly x: number;
  readonly y: number;
}

/** A place as if the writing there ran to the right. */
function turned(x: number, y: number, turn: number | null): { readonly x: number; readonly y: number } {
  switch (turn) {
    case 90:
      return { x: y, y: -x };
    case 180:
      return { x: -x, y: -y };
    case 270:
      return { x: -y, y: x };
    default:
      return { x, y };
  }
}

const uprightOf = (glyph: Glyph): Upright => ({ glyph, ...turned(glyph.x, glyph.y, quarterTurn(glyph.angle)) });

/** A line upright on the writing: where it stands, from its top down. */
interface Border {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** A border of a cell is longer than a character is high (in sizes); it may touch what it parts (in sizes). */
const BORDER = { longer: 1.2, touching: 0.1, slant: 0.5 } as const;

/** Lines that stand upright on a direction of writing, by their places. */
function bordersOn(turn: number, pens: readonly Stroke[]): Border[] {
  return pens
    .flatMap(({ x0, y0, x1, y1 }): Border[] => {
      const [a, b] = [turned(x0, y0, turn), turned(x1, y1, turn)];
      if (Math.abs(a.x - b.x) > BORDER.slant) return [];
      return [{ x: a.x, top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) }];
    })
    .toSorted((a, b) => a.x - b.x);
}

/** Whether a cell's border stands between two characters: then they are no neighbours. */
function isParted(left: Upright, right: Upright, borders: readonly Border[]): boolean {
  const size = Math.max(left.glyph.size, right.glyph.size);
  const [from, to] = [left.x + left.glyph.advance - BORDER.touching * size, right.x + BORDER.touching * size];
  const [top, bottom] = [Math.min(left.y, right.y) - size / 2, Math.max(left.y, right.y)];
  const first = firstFrom(borders, from);
  for (const border of borders.slice(first, first + MOST_AROUND)) {
    if (border.x > to) return false;
    const isLong = border.bottom - border.top >= BORDER.longer * size;
    if (isLong && border.top <= top && border.bottom >= bottom) return true;
  }
  return false;
}

/** @param pens lines that are drawn on the page */
export function placementOf(glyphs: readonly Glyph[], pens: readonly Stroke[]): Placement {
  const raised = new Map<Glyph, "raised" | "lowered">();
  const overprinted = new Set<Glyph>();
  for (const turn of [0, 90, 180, 270]) {
    const members = glyphs.filter((glyph) => quarterTurn(glyph.angle) === turn);
    if (members.length > 0) placeIn(members.map(uprightOf), bordersOn(turn, pens), raised, overprinted);
  }
  return { raised, overprinted };
}

function placeIn(
  members: readonly Upright[],
  borders: readonly Border[],
  raised: Map<Glyph, "raised" | "lowered">,
  overprinted: Set<Glyph>,
): void {
  const bands = new Map<number, Upright[]>();
  const sorted = members.toSorted((a, b) => a.x - b.x);
  for (const member of sorted) {
    const band = Math.floor(member.y / BAND);
    const known = bands.get(band);
    if (known) known.push(member);
    else bands.set(band, [member]);
  }
  for (const member of sorted) {
    if (!DIGIT.test(member.glyph.text)) continue;
    const { glyph } = member;
    const { before, after, under } = neighboursOf(member, bands);
    if (under) overprinted.add(glyph);
    const base = before ?? after;
    if (!base || (base === before ? isParted(base, member, borders) : isParted(member, base, borders))) continue;
    const shift = base.y - member.y;
    const size = Math.max(base.glyph.size, glyph.size);
    if (!isShifted(shift, size)) {
      // A mark of two digits: the second stands beside the first.
      const same =
        base === before && Math.abs(base.glyph.size - glyph.size) < 0.1 * size ? raised.get(base.glyph) : undefined;
      if (same) raised.set(glyph, same);
    } else if (
      glyph.size < SMALLER * base.glyph.size ||
      (base === before && glyph.size < base.glyph.size / SMALLER && !raised.has(base.glyph))
    )
      raised.set(glyph, shift > 0 ? "raised" : "lowered");
  }
}

/** The characters next to a digit to its left and right, near its line, and one that is printed in its place. */
function neighboursOf({ glyph, x, y }: Upright, bands: ReadonlyMap<number, readonly Upright[]>) {
  let before: Upright | undefined;
  let after: Upright | undefined;
  let under: Upright | undefined;
  let around = 0;
  const end = x + glyph.advance;
  const band = Math.floor(y / BAND);
  const reach = Math.max(1, Math.ceil(glyph.size / BAND));
  for (let at = band - reach; at <= band + reach; at++) {
    const row = bands.get(at) ?? [];
    for (let index = firstFrom(row, x - LARGEST * glyph.size); index < row.length; index++) {
      const other = row[index] as Upright;
      if (other.x > end + 2 * NEAREST * glyph.size) break;
      if (++around > MOST_AROUND) return { before, after, under: under ?? other };
      if (other.glyph === glyph || other.glyph.size > LARGEST * glyph.size) continue;
      const size = Math.max(other.glyph.size, glyph.size);
      const shift = Math.abs(other.y - y);
      if (shift > NEXT_LINE * size) continue;
      const otherEnd = other.x + other.glyph.advance;
      const middles = Math.abs(other.x + otherEnd - x - end) / 2;
      if (
        other.glyph.text !== glyph.text &&
        shift < 0.5 * size &&
        middles < SAME_PLACE * Math.max(other.glyph.advance, glyph.advance)
      )
        under = other;
      if (
        Math.abs(x - otherEnd) < NEAREST * size &&
        other.x < x &&
        (!before || otherEnd > before.x + before.glyph.advance)
      )
        before = other;
      if (Math.abs(other.x - end) < NEAREST * size && other.x > x && (!after || other.x < after.x)) after = other;
    }
  }
  return { before, after, under };
}

/** The first of things sorted by place that begins at x or later. */
function firstFrom(row: readonly { readonly x: number }[], x: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
