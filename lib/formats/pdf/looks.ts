import type { Appearance } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { type Glyph, quarterTurn } from "../../pages/geometry.ts";
import { appearancesOf, bodyOf, CLIPPED, isDigit, lookOfSize, OFF_PAGE, pointsOf, UNPAINTED } from "../shared/looks.ts";
import type { SeenGlyph } from "../shared/page-content.ts";
import { type Look, lookOf, PLAIN_LOOK } from "../shared/painted.ts";
import type { Character } from "./characters.ts";
import { isInClip } from "./clip.ts";
import type { Drawing, TextObject } from "./drawing.ts";

const UNMAPPED: Appearance = { kind: "glyphs", how: "没有字符编码的字形" };
const UNSETTLED: Appearance = { kind: "hidden", how: "不能确定是否显示的文字" };

/** The part of a body that a clip cuts off. */
function clippedShare({ clip }: TextObject, body: Box): number {
  const points = pointsOf(body);
  return points.filter(([x, y]) => !isInClip(clip, x, y)).length / points.length;
}

/**
 * Where a text object was printed over and printed again, the engine tells its characters once, as those of the first
 * print. The second has no characters and stands in the same place, as large as the first.
 */
function lastPrints(
  { drawing, boundsOf }: Page,
  characters: readonly Character[],
): (address: number) => TextObject | undefined {
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
    return bounds.length > 0 && bounds.every((value, index) => Math.abs(value - (others[index] ?? Infinity)) < 0.5)
      ? last
      : object;
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
  const body = bodyOf(glyph);
  const [middleX, middleY] = [body[0] + body[2] / 2, body[1] + body[3] / 2];
  if (middleX < 0 || middleY < 0 || middleX > width || middleY > height) return OFF_PAGE;
  if (object.unpainted) return UNPAINTED;
  const cut = object.clip.box[0] <= -width && object.clip.shapes.length === 0 ? 0 : clippedShare(object, body);
  if (cut === 1) return { shown: false, appearance: CLIPPED, settled: true };
  const digit = isDigit(glyph);
  const look = lookOf(body, object.ink, drawing.paints.over(body), { asksPictures: digit || isPureWhite(object) });
  // The engine says white for patterns, too, and knows of blend modes and masks without saying what they do.
  const white = isPureWhite(object) && look.appearance?.kind !== "covered" && (!look.shown || digit);
  if (white || !look.settled || !object.settled) {
    const inked = ink(body);
    if (inked !== true && look.appearance) return look;
    // The engine has a font for any digit; other characters may leave no ink for want of one.
    if (inked !== true && (digit || !object.settled)) return { shown: true, appearance: UNSETTLED, settled: false };
  } else if (look.appearance) return look;
  if (cut >= 0.3) return { shown: true, appearance: CLIPPED, settled: true };
  return lookOfSize(glyph, breadth);
}

/**
 * Slanting writing stands in no cell: where it is faint it is a watermark, and says nothing of the text that it
 * crosses.
 */
const isPaleMark = (glyph: Glyph, { shown, appearance }: Look): boolean =>
  shown && quarterTurn(glyph.angle) === null && appearance?.kind === "hidden";

/** How the characters of a page look: whether they are shown, and what is not plain about them. */
export function looksOf(all: readonly Character[], page: Page): SeenGlyph[] {
  const { drawing } = page;
  // A layer that is off holds no character of the page.
  const characters = drawing.layersOff ? all.filter(({ object }) => drawing.texts.has(object)) : all;
  const lastPrint = lastPrints(page, characters);
  const looked = characters.map((character) => {
    const object = lastPrint(character.object);
    return { ...character, look: object ? visibilityOf(character, object, page) : PLAIN_LOOK };
  });
  const appearances = appearancesOf(looked, drawing.pens);
  return looked.map(({ glyph, mapped, look }, index) => ({
    glyph,
    mapped,
    shown: look.shown,
    appearance: isPaleMark(glyph, look) ? null : (appearances[index] ?? (mapped ? null : UNMAPPED)),
  }));
}
