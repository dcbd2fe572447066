import { type Appearance, contrast, isFaint, WHITE } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { type Glyph, glyphCentre, median, quarterTurn } from "../../pages/geometry.ts";
import { appearancesOf, bodyOf, CLIPPED, isDigit, lookOfSize, OFF_PAGE, pointsOf, UNPAINTED } from "../shared/looks.ts";
import type { SeenGlyph } from "../shared/page-content.ts";
import { type Look, lookOf, Paints } from "../shared/painted.ts";
import { isInClip } from "./clip.ts";
import type { Drawing } from "./drawing.ts";
import type { Fonts } from "./fonts.ts";
import type { Character, TextStyle } from "./glyphs.ts";

/** How the characters of an OFD page look. */

export interface SeenCharacter extends SeenGlyph {
  readonly style: TextStyle;
}

const UNMAPPED: Appearance = { kind: "glyphs", how: "没有字符编码的字形" };
/** Slanting writing stands in no cell: most of it is a watermark. */
const SLANTED: Appearance = { kind: "reordered", how: "倾斜的文字" };
const OTHER_GLYPH: Appearance = { kind: "glyphs", how: "不能确定字形的文字" };

/** Private use, and what a converter writes for a character it does not know. */
const LOST = /^[\p{Co}\ufffd]$/u;

/** Writing larger than this many times the page's is a mark on it; its strokes hide what was drawn before. */
const LARGE = 1.5;
/** Pale strokes over black print leave it readable. */
const LEAST_TO_HIDE = 3;
/**
 * How far (in its size) a character may reach over its boundary: writers take their measures from other fonts than
 * programs draw with.
 */
const SLACK = 0.1;
/** Of the points of a body, what may be cut off without making another character of it. */
const MOST_CLIPPED = 0.3;

function isClipped({ style: { clip }, glyph }: Character, body: Box): boolean {
  const [left, top, width, height] = clip.box;
  const [x, y, w, h] = body;
  if (clip.shapes.length === 0 && x >= left && y >= top && x + w <= left + width && y + h <= top + height) return false;
  const points = pointsOf(body);
  return points.filter(([x, y]) => !isInClip(clip, x, y, SLACK * glyph.size)).length >= MOST_CLIPPED * points.length;
}

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly drawing: Drawing;
  readonly fonts: Fonts;
}

function visibilityOf(character: Character, { width, height, drawing }: Page, large: LargeWriting): Look {
  const { glyph, breadth } = character;
  const { inks, order, clip } = character.style;
  const body = bodyOf(glyph);
  const [middleX, middleY] = [body[0] + body[2] / 2, body[1] + body[3] / 2];
  if (middleX < 0 || middleY < 0 || middleX > width || middleY > height) return OFF_PAGE;
  if (inks.length === 0) return UNPAINTED;
  const over = glyph.size < large.least ? large.paints.over(body).filter((paint) => paint.order > order) : [];
  const paints = [...drawing.paints.over(body), ...over].sort((a, b) => a.order - b.order);
  // Filling and outline show where either does.
  const looks = inks.map((ink) => lookOf(body, { ...ink, order }, paints, { asksPictures: true }));
  const look =
    looks.find(({ appearance }) => appearance === null) ?? looks.find(({ shown }) => shown) ?? (looks[0] as Look);
  if (look.appearance) return look;
  // Programs differ in what they cut off at an object's boundary: what may be seen is kept.
  return isDigit(glyph) && (!clip.settled || isClipped(character, body))
    ? { shown: true, appearance: CLIPPED, settled: false }
    : lookOfSize(glyph, breadth);
}

const isDark = ({ style: { inks } }: Character): boolean =>
  inks.some(({ colour, opacity }) => opacity > 0.5 && (colour === null || contrast(colour, WHITE) >= LEAST_TO_HIDE));

/**
 * Large writing, such as a mark across the page: it hides smaller characters that were drawn before it, whichever way
 * it runs.
 */
interface LargeWriting {
  readonly least: number;
  readonly paints: Paints;
}

function largeWriting({ drawing, height }: Page): LargeWriting {
  const { characters } = drawing;
  const least = LARGE * median(characters.map(({ glyph }) => glyph.size));
  const paints = new Paints(height);
  for (const {
    glyph,
    style: { order, laidOver },
  } of characters.filter((character) => character.glyph.size >= least && isDark(character))) {
    const [x, y] = glyphCentre(glyph);
    const reach = 0.4 * glyph.size;
    paints.add({
      box: [x - reach, y - reach, 2 * reach, 2 * reach],
      order,
      what: laidOver ? "批注" : "文字",
      at: (px, py) => (Math.max(Math.abs(px - x), Math.abs(py - y)) <= reach ? { colour: null, opacity: 1 } : null),
    });
  }
  return { least, paints };
}

const isPrinted = ({ glyph }: Character): boolean => glyph.text !== "";

/** Blanks that are drawn as something all the same. */
export const drawnBlanks = ({ drawing, fonts }: Page): Glyph[] =>
  drawing.characters
    .filter((character) => !isPrinted(character) && character.drawn && !fonts.proves(character.drawn))
    .map(({ glyph }) => glyph);

/** How the characters of a page look: whether they are shown, and what is not plain about them. */
export function looksOf(page: Page): SeenCharacter[] {
  const { drawing, fonts } = page;
  const large = largeWriting(page);
  const looked = drawing.characters.filter(isPrinted).map((character) => {
    const { glyph, mirrored } = character;
    return { glyph, mirrored, look: visibilityOf(character, page, large), character };
  });
  const appearances = appearancesOf(looked, drawing.pens);
  return looked.map(({ glyph, look, character }, index): SeenCharacter => {
    const { placed, drawn, style } = character;
    const mapped = !LOST.test(glyph.text);
    if (quarterTurn(glyph.angle) === null) {
      const appearance = isDigit(glyph) && isDark(character) ? SLANTED : null;
      return { glyph, mapped, shown: look.shown, appearance, style };
    }
    const appearance =
      appearances[index] ??
      placed ??
      (mapped ? null : UNMAPPED) ??
      (drawn && !fonts.proves(drawn) ? OTHER_GLYPH : null);
    return { glyph, mapped, shown: look.shown, appearance, style };
  });
}

/** Whether a character of a remark may change what is read beneath it: pale words are a watermark. */
export function isTold({ glyph, shown, style: { inks } }: SeenCharacter): boolean {
  if (!shown) return false;
  const isPale = inks.every(({ colour, opacity }) => opacity <= 0.5 || (colour !== null && isFaint(colour, WHITE)));
  return isDigit(glyph) || (quarterTurn(glyph.angle) !== null && !isPale);
}
