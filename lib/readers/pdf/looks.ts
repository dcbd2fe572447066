import { type Appearance, isTiny, LOWERED, RAISED, STRUCK } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { glyphBox, quarterTurn } from "../../tables/geometry.ts";
import { type Look, lookOf, PLAIN_LOOK } from "../painted.ts";
import { placementOf } from "../raised.ts";
import { strikesOf } from "../strikes.ts";
import type { Character } from "./characters.ts";
import { isInClip } from "./clip.ts";
import type { Drawing, TextObject } from "./drawing.ts";

/** How one character of a page looks. */
export interface SeenCharacter extends Character {
  readonly shown: boolean;
  /** Null where it is plain. */
  readonly appearance: Appearance | null;
}

const hidden = (how: string): Appearance => ({ kind: "hidden", how });
const UNPAINTED: Look = { shown: false, appearance: hidden("不显示的文字"), settled: true };
const OFF_PAGE: Look = { shown: false, appearance: hidden("页面之外的文字"), settled: true };
const CLIPPED: Look = { shown: false, appearance: hidden("被裁去的文字"), settled: true };
const CROSSED: Appearance = { kind: "covered", how: "被线条划过的文字" };
const OVERPRINTED: Appearance = { kind: "covered", how: "重叠的文字" };
const MIRRORED: Appearance = { kind: "reordered", how: "左右颠倒的文字" };
const UPSIDE_DOWN: Appearance = { kind: "reordered", how: "倒置的文字" };
const UNMAPPED: Appearance = { kind: "glyphs", how: "没有字符编码的字形" };
const UNSETTLED = hidden("不能确定是否显示的文字");

const DIGIT = /^\p{Nd}$/u;
/** Points: print of less is no print at all. */
const NO_SIZE = 1;
/** Characters condensed to less than half of their height are no type of a document's. */
const LEAST_BREADTH = 0.5;

/** Where the strokes of a character stand: digits have no descenders. */
function bodyOf({ glyph }: Character): Box {
  const { x, y, size, advance } = glyph;
  return quarterTurn(glyph.angle) === 0 ? [x, y - 0.72 * size, advance, 0.72 * size] : glyphBox(glyph);
}

/** The part of a body that a clip leaves: its middle and corners, looked at a little inside. */
function clippedShare({ clip }: TextObject, [x, y, width, height]: Box): number {
  const points = [0.25, 0.5, 0.75].flatMap((u) => [0.25, 0.75].map((v) => [x + u * width, y + v * height] as const));
  return points.filter(([px, py]) => !isInClip(clip, px, py)).length / points.length;
}

/**
 * Where a text object was printed over and printed again, the engine tells its characters once, as those of the first print.
 * The second has no characters and stands in the same place, as large as the first.
 */
function lastPrints({ drawing, boundsOf }: Page, characters: readonly Character[]): (address: number) => TextObject | undefined {
  const told = new Set(characters.map(({ object }) => object));
  const key = ({ origin: [x, y] }: TextObject) => `${Math.round(x)}/${Math.round(y)}`;
  const again = new Map<string, number>();
  for (const [address, object] of drawing.texts) if (!told.has(address)) again.set(key(object), address);
  return (address) => {
    const object = drawing.texts.get(address);
    const other = object && again.get(key(object));
    const last = other === undefined ? undefined : drawing.texts.get(other);
    if (other === undefined || !last || !object || last.ink.order < object.ink.order) return object;
    const [bounds, others] = [boundsOf(address), boundsOf(other)];
    return bounds.length > 0 && bounds.every((value, index) => Math.abs(value - (others[index] ?? Infinity)) < 0.5) ? last : object;
  };
}

interface Page {
  readonly width: number;
  readonly height: number;
  readonly drawing: Drawing;
  /** Whether a character leaves ink on the drawn page; null where that can't be told. */
  readonly ink: (box: Box) => boolean | null;
  /** Left, bottom, right and top of a text object by its address. */
  readonly boundsOf: (address: number) => readonly number[];
}

const WHITE_LEVEL = 255;
const isPureWhite = ({ ink }: TextObject): boolean => ink.colour?.every((value) => value === WHITE_LEVEL) === true;

function visibilityOf(character: Character, object: TextObject, { width, height, drawing, ink }: Page): Look {
  const { glyph, breadth } = character;
  const body = bodyOf(character);
  const [middleX, middleY] = [body[0] + body[2] / 2, body[1] + body[3] / 2];
  if (middleX < 0 || middleY < 0 || middleX > width || middleY > height) return OFF_PAGE;
  if (object.unpainted) return UNPAINTED;
  const cut = object.clip.box[0] <= -width && object.clip.shapes.length === 0 ? 0 : clippedShare(object, body);
  if (cut === 1) return CLIPPED;
  const digit = DIGIT.test(glyph.text);
  const look = lookOf(body, object.ink, drawing.paints.over(body), digit || isPureWhite(object));
  // The engine says white for patterns, too, and knows of blend modes and masks without saying what they do.
  const white = isPureWhite(object) && look.appearance?.kind !== "covered" && (!look.shown || digit);
  if (white || !look.settled || !object.settled) {
    const inked = ink(body);
    if (inked !== true && look.appearance) return look;
    // The engine has a font for any digit; other characters may leave no ink for want of one.
    if (inked !== true && (digit || !object.settled)) return { shown: true, appearance: UNSETTLED, settled: false };
  } else if (look.appearance) return look;
  if (cut >= 0.3) return { ...CLIPPED, shown: true };
  if (isTiny(glyph.size) || Math.min(glyph.size, breadth) < NO_SIZE)
    return { shown: Math.min(glyph.size, breadth) >= NO_SIZE, appearance: hidden("字号极小的文字"), settled: true };
  return breadth < LEAST_BREADTH * glyph.size && isTiny(breadth) ? { shown: true, appearance: hidden("压扁的文字"), settled: true } : PLAIN_LOOK;
}

/** The direction of most of a page's writing. */
function mainTurn(characters: readonly Character[]): number {
  const counts = new Map<number | null, number>();
  for (const { glyph } of characters) counts.set(quarterTurn(glyph.angle), (counts.get(quarterTurn(glyph.angle)) ?? 0) + 1);
  return [...counts].reduce<readonly [number, number]>((most, [turn, count]) => (turn !== null && count > most[1] ? [turn, count] : most), [0, 0])[0];
}

/** How the characters of a page look: whether they are shown, and what is not plain about them. */
export function looksOf(all: readonly Character[], page: Page): SeenCharacter[] {
  const { drawing } = page;
  // A layer that is off holds no character of the page.
  const characters = drawing.layersOff ? all.filter(({ object }) => drawing.texts.has(object)) : all;
  const lastPrint = lastPrints(page, characters);
  const looks = characters.map((character) => {
    const object = lastPrint(character.object);
    return object ? visibilityOf(character, object, page) : PLAIN_LOOK;
  });
  const shown = characters.filter((_, index) => looks[index]?.shown).map(({ glyph }) => glyph);
  const strikes = strikesOf(shown, drawing.pens);
  const { raised, overprinted } = placementOf(shown.filter((glyph) => !strikes.has(glyph)));
  const turn = mainTurn(characters);
  return characters.map((character, index): SeenCharacter => {
    const { glyph, mirrored, mapped } = character;
    const look = looks[index] ?? PLAIN_LOOK;
    const digit = DIGIT.test(glyph.text);
    const strike = strikes.get(glyph);
    const off = raised.get(glyph);
    const appearance =
      look.appearance ??
      (strike === "struck" ? STRUCK : null) ??
      (strike === "crossed" ? CROSSED : null) ??
      (off === "raised" ? RAISED : off === "lowered" ? LOWERED : null) ??
      (digit && mirrored ? MIRRORED : null) ??
      (digit && (quarterTurn(glyph.angle) ?? turn) === (turn + 180) % 360 ? UPSIDE_DOWN : null) ??
      (overprinted.has(glyph) ? OVERPRINTED : null) ??
      (mapped ? null : UNMAPPED);
    return { ...character, shown: look.shown, appearance };
  });
}
