import { type Appearance, isTiny, LOWERED, RAISED, STRUCK } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { type Glyph, glyphBox, quarterTurn } from "../../pages/geometry.ts";
import { type Look, PLAIN_LOOK } from "./painted.ts";
import { placementOf } from "./raised.ts";
import { type Pen, strikesOf } from "./strikes.ts";

/** How the characters of a page look, for formats that draw their pages: what is the same in all of them. */

const hidden = (how: string): Appearance => ({ kind: "hidden", how });
export const UNPAINTED: Look = { shown: false, appearance: hidden("不显示的文字"), settled: true };
export const OFF_PAGE: Look = { shown: false, appearance: hidden("页面之外的文字"), settled: true };
export const CLIPPED: Appearance = hidden("被裁去的文字");
const TINY = hidden("字号极小的文字");
const SQUEEZED = hidden("压扁的文字");
const CROSSED: Appearance = { kind: "covered", how: "被线条划过的文字" };
const OVERPRINTED: Appearance = { kind: "covered", how: "重叠的文字" };
const MIRRORED: Appearance = { kind: "reordered", how: "左右颠倒的文字" };
const UPSIDE_DOWN: Appearance = { kind: "reordered", how: "倒置的文字" };

const DIGIT = /^\p{Nd}$/u;
export const isDigit = ({ text }: Glyph): boolean => DIGIT.test(text);

/** Points: print of less is no print at all. */
const NO_SIZE = 1;
/** Characters condensed to less than half of their height are no type of a document's. */
const LEAST_BREADTH = 0.5;

/** Where the strokes of a character stand: digits have no descenders. */
export function bodyOf(glyph: Glyph): Box {
  const { x, y, size, advance } = glyph;
  return quarterTurn(glyph.angle) === 0 ? [x, y - 0.72 * size, advance, 0.72 * size] : glyphBox(glyph);
}

/** Points of a body at which it is asked what a clip leaves of it, a little inside of its edges. */
export const pointsOf = ([x, y, width, height]: Box): (readonly [x: number, y: number])[] =>
  [0.25, 0.5, 0.75].flatMap((u) => [0.25, 0.75].map((v) => [x + u * width, y + v * height] as const));

/**
 * How the size of a character lets it be seen. @param breadth its size along the writing, condensed or not, in points
 */
export function lookOfSize({ size }: Glyph, breadth: number): Look {
  if (isTiny(size) || Math.min(size, breadth) < NO_SIZE)
    return { shown: Math.min(size, breadth) >= NO_SIZE, appearance: TINY, settled: true };
  return breadth < LEAST_BREADTH * size && isTiny(breadth)
    ? { shown: true, appearance: SQUEEZED, settled: true }
    : PLAIN_LOOK;
}

/** A character and what is known of it alone. */
interface Looked {
  readonly glyph: Glyph;
  readonly mirrored: boolean;
  readonly look: Look;
}

/** The direction of most of a page's writing. */
function mainTurn(characters: readonly Looked[]): number {
  const counts = new Map<number | null, number>();
  for (const { glyph } of characters)
    counts.set(quarterTurn(glyph.angle), (counts.get(quarterTurn(glyph.angle)) ?? 0) + 1);
  return [...counts].reduce<readonly [number, number]>(
    (most, [turn, count]) => (turn !== null && count > most[1] ? [turn, count] : most),
    [0, 0],
  )[0];
}

/**
 * What is not plain about the characters of a page, among each other and under its lines; null for those that are
 * plain.
 */
export function appearancesOf(characters: readonly Looked[], pens: readonly Pen[]): (Appearance | null)[] {
  const shown = characters.filter(({ look }) => look.shown).map(({ glyph }) => glyph);
  const strikes = strikesOf(shown, pens);
  const { raised, overprinted } = placementOf(
    shown.filter((glyph) => !strikes.has(glyph)),
    pens,
  );
  const turn = mainTurn(characters);
  return characters.map(({ glyph, mirrored, look }) => {
    const digit = isDigit(glyph);
    const strike = strikes.get(glyph);
    const off = raised.get(glyph);
    return (
      look.appearance ??
      (strike === "struck" ? STRUCK : null) ??
      (strike === "crossed" ? CROSSED : null) ??
      (off === "raised" ? RAISED : off === "lowered" ? LOWERED : null) ??
      (digit && mirrored ? MIRRORED : null) ??
      (digit && (quarterTurn(glyph.angle) ?? turn) === (turn + 180) % 360 ? UPSIDE_DOWN : null) ??
      (overprinted.has(glyph) ? OVERPRINTED : null)
    );
  });
}
