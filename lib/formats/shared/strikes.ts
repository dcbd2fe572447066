import { isFaint, WHITE } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { type Glyph, glyphBox, quarterTurn, type Stroke } from "../../pages/geometry.ts";
import type { Shade } from "./painted.ts";

/** Lines through characters, for formats that draw their pages. */

/** A line as a pen draws it: short, long, straight, or the chord of a curve. */
export interface Pen extends Stroke {
  readonly shade: Shade;
}

/** `struck` by a line of its own length through its middle; `crossed` by any other line through its body. */
type Strike = "struck" | "crossed";

/**
 * Above the baseline in character sizes: a line lower down underlines, one higher up touches only the top. Digits and
 * x-heights have their middle between.
 */
const MIDDLE: readonly [number, number] = [0.1, 0.6];
/** A line through a character covers this share of its width; a border that ends at it covers less. */
const LEAST_COVER = 0.6;
/**
 * How far a line that strikes words out goes on beyond them, in character sizes: struck spaces. A longer one is a rule
 * that runs into the text.
 */
const OVERHANG = 2.5;
/**
 * A line that is not level crosses a character out where it runs this far (in its width) through the middle of its
 * body.
 */
const LEAST_CROSS = 0.5;

/**
 * A line within a digit's body, no longer than the digit and longer than this (in sizes), makes another digit of it.
 */
const LEAST_WITHIN = 0.3;
/** Digits end this far (in sizes) below a line above them and above one that underlines them. */
const TOUCHING = 0.05;

function isWithin({ x0, y0, x1, y1 }: Pen, { text, x, y, size, advance, angle }: Glyph): boolean {
  if (!/^\p{Nd}$/u.test(text) || quarterTurn(angle) !== 0 || Math.hypot(x1 - x0, y1 - y0) < LEAST_WITHIN * size)
    return false;
  const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
  const across = Math.min(x0, x1) > x && Math.max(x0, x1) < x + advance;
  return (
    across &&
    top > y - 0.85 * size &&
    bottom < y + TOUCHING * size &&
    (bottom - top > TOUCHING * size || bottom < y - TOUCHING * size)
  );
}

/** A thicker one (in character sizes) is a bar that the character stands on or that hides it. */
const THICKEST = 0.4;

const BAND = 12;

/** The part of a line within a box, as its two ends; null where there is none. */
function part(
  { x0, y0, x1, y1 }: Stroke,
  [left, top, width, height]: Box,
): readonly [number, number, number, number] | null {
  let [from, to] = [0, 1];
  for (const [start, delta, low, high] of [
    [x0, x1 - x0, left, left + width],
    [y0, y1 - y0, top, top + height],
  ] as const) {
    if (delta === 0) {
      if (start < low || start > high) return null;
      continue;
    }
    const [a, b] = [(low - start) / delta, (high - start) / delta];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from > to ? null : [x0 + from * (x1 - x0), y0 + from * (y1 - y0), x0 + to * (x1 - x0), y0 + to * (y1 - y0)];
}

/** The strip of a character's box in which a level line strikes it out, whatever its direction. */
function middleOf(glyph: Glyph): { readonly box: Box; readonly along: 0 | 1 } {
  const { x, y, size, advance } = glyph;
  const [low, high] = [MIDDLE[0] * size, MIDDLE[1] * size];
  switch (quarterTurn(glyph.angle)) {
    case 90:
      return { box: [x + low, y, high - low, advance], along: 1 };
    case 180:
      return { box: [x - advance, y + low, advance, high - low], along: 0 };
    case 270:
      return { box: [x - high, y - advance, high - low, advance], along: 1 };
    default:
      return { box: [x, y - high, advance, high - low], along: 0 };
  }
}

const inner = ([x, y, width, height]: Box): Box => [x + 0.2 * width, y + 0.2 * height, 0.6 * width, 0.6 * height];

/** The pens by band of the page, so that each character meets those around it alone. */
function banded(pens: readonly Pen[]): Map<number, Pen[]> {
  const bands = new Map<number, Pen[]>();
  for (const pen of pens) {
    // A line that nobody sees strikes nothing out.
    if (pen.shade.opacity < 0.2 || (pen.shade.colour && isFaint(pen.shade.colour, WHITE))) continue;
    const [top, bottom] = [Math.min(pen.y0, pen.y1), Math.max(pen.y0, pen.y1)];
    for (let band = Math.floor(Math.max(top, 0) / BAND); band <= Math.floor(Math.min(bottom, 20_000) / BAND); band++) {
      const known = bands.get(band);
      if (known) known.push(pen);
      else bands.set(band, [pen]);
    }
  }
  return bands;
}

/** More lines run through no character of an honest page: so many cross it out, whichever they are. */
const MOST_NEAR = 300;

function pensNear([x, y, width, height]: Box, bands: ReadonlyMap<number, readonly Pen[]>): ReadonlySet<Pen> {
  const near = new Set<Pen>();
  const first = Math.floor(y / BAND);
  for (let band = first; band <= Math.floor((y + height) / BAND); band++) {
    for (const pen of bands.get(band) ?? []) {
      const { x0, y0, x1, y1 } = pen;
      const apart =
        (x0 < x && x1 < x) ||
        (x0 > x + width && x1 > x + width) ||
        (y0 < y && y1 < y) ||
        (y0 > y + height && y1 > y + height);
      if (!apart) near.add(pen);
      if (near.size > MOST_NEAR) return near;
    }
  }
  return near;
}

/** Which characters have a line through them. */
export function strikesOf(glyphs: readonly Glyph[], pens: readonly Pen[]): Map<Glyph, Strike> {
  const bands = banded(pens);
  const level = new Map<Pen, Glyph[]>();
  const strikes = new Map<Glyph, Strike>();
  for (const glyph of glyphs) {
    const { box, along } = middleOf(glyph);
    const body = glyphBox(glyph);
    const found = pensNear(body, bands);
    if (found.size === 0) continue;
    if (found.size > MOST_NEAR) {
      strikes.set(glyph, "crossed");
      continue;
    }
    let covered = 0;
    const across: Pen[] = [];
    for (const pen of found) {
      if (isWithin(pen, glyph)) strikes.set(glyph, "crossed");
      const through = pen.thickness > THICKEST * glyph.size ? null : part(pen, box);
      if (!through) continue;
      const run = Math.abs((through[2 + along] as number) - (through[along] as number));
      const rise = Math.abs((through[3 - along] as number) - (through[1 - along] as number));
      if (rise <= 0.35 * run || rise < 0.1 * glyph.size) {
        covered += run;
        if (run > 0) across.push(pen);
      } else {
        const core = part(pen, inner(body));
        if (
          core &&
          Math.hypot(core[2] - core[0], core[3] - core[1]) >= LEAST_CROSS * 0.6 * (along === 0 ? body[2] : body[3])
        )
          strikes.set(glyph, "crossed");
      }
    }
    if (covered < LEAST_COVER * glyph.advance) continue;
    for (const pen of across) {
      const struck = level.get(pen);
      if (struck) struck.push(glyph);
      else level.set(pen, [glyph]);
    }
  }
  for (const [pen, struck] of level) {
    const along = (quarterTurn(struck[0]?.angle ?? 0) ?? 0) % 180 === 90 ? 1 : 0;
    const boxes = struck.map(glyphBox);
    const [from, to] = [
      Math.min(...boxes.map((box) => box[along])),
      Math.max(...boxes.map((box) => box[along] + (along === 0 ? box[2] : box[3]))),
    ];
    const ends = along === 0 ? [pen.x0, pen.x1] : [pen.y0, pen.y1];
    const beyond = Math.max(from - Math.min(...ends), Math.max(...ends) - to);
    const size = Math.max(...struck.map((glyph) => glyph.size));
    for (const glyph of struck)
      if (strikes.get(glyph) !== "struck") strikes.set(glyph, beyond <= OVERHANG * size ? "struck" : "crossed");
  }
  return strikes;
}
