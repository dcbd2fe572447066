import {
  type Appearance,
  contrast,
  LOWERED,
  STRUCK,
  subscript,
  superscript,
  WHITE,
} from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import { commonBox, contains, type Glyph, glyphBox, glyphCentre, type Stroke } from "../../pages/geometry.ts";
import { kindOf, type PageContent } from "./page-kind.ts";
import type { Paint } from "./painted.ts";

/**
 * What a drawn page shows to be read, from what is drawn on it and how its characters look: for formats that draw their
 * pages.
 */

/** How one character of a page looks. */
export interface SeenGlyph {
  readonly glyph: Glyph;
  /** False where nobody sees it. */
  readonly shown: boolean;
  /** Null where it is plain. */
  readonly appearance: Appearance | null;
  /** False where the file does not say which character it is. */
  readonly mapped: boolean;
}

interface DrawnPage {
  /** Counted from 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
  readonly fills: readonly Box[];
  readonly images: readonly Paint[];
  readonly curves: number;
}

/** A smaller picture (share of the page) holds no table, and no text layer. */
const LEAST_PICTURE = 0.12;
/** Characters across a picture that make it their background; it may hold a scan with a stamp on it otherwise. */
const LEAST_ON_BACKGROUND = 10;
/** Contrast to paper of what is drawn or printed to be read; watermarks stay below. */
const READABLE = 2;
/**
 * Share of a picture's points that are dark: a scan of a table has more, a watermark with a line of small print less.
 */
const MOST_READABLE = 0.02;
const POINTS_ACROSS = 32;

/** Whether a picture is a background of the text: pale or transparent nearly everywhere, with characters across it. */
function isBackground({ box: [x, y, width, height], at }: Paint, visible: readonly Glyph[]): boolean {
  let across = 0;
  for (const glyph of visible)
    if (contains([x, y, width, height], ...glyphCentre(glyph)) && ++across >= LEAST_ON_BACKGROUND) break;
  if (across < LEAST_ON_BACKGROUND) return false;
  let readable = 0;
  for (let row = 0; row < POINTS_ACROSS; row++) {
    for (let column = 0; column < POINTS_ACROSS; column++) {
      const shade = at(x + ((column + 0.5) / POINTS_ACROSS) * width, y + ((row + 0.5) / POINTS_ACROSS) * height);
      if (!shade || shade.opacity === 0) continue;
      const colour = shade.colour?.map((value) => value * shade.opacity + 255 * (1 - shade.opacity)) as
        | [number, number, number]
        | undefined;
      if (!colour || contrast(colour, WHITE) >= READABLE) readable++;
    }
  }
  return readable < MOST_READABLE * POINTS_ACROSS ** 2;
}

/** The pictures that may hold something to be read. */
function picturesOf({ images, width, height }: DrawnPage, visible: readonly Glyph[]): Box[] {
  const page: Box = [0, 0, width, height];
  return images.flatMap((image) => {
    const box = commonBox(image.box, page);
    const large = box[2] * box[3] >= LEAST_PICTURE * width * height;
    return large && isBackground({ ...image, box }, visible) ? [] : [box];
  });
}

/** The character as it is read: a raised digit is none of the figure's. */
function readAs({ glyph, appearance }: SeenGlyph): Glyph {
  if (appearance?.kind !== "raised") return glyph;
  return { ...glyph, text: appearance.how === LOWERED.how ? subscript(glyph.text) : superscript(glyph.text) };
}

/** What stands for a character whose code the file does not tell. */
export const LOST = "\ufffd";

const isDigitBeside = (other: SeenGlyph | undefined, { x, y, size }: Glyph): boolean =>
  other !== undefined &&
  /^\p{Nd}$/u.test(other.glyph.text) &&
  Math.hypot(other.glyph.x - x, other.glyph.y - y) < 1.5 * size;

/**
 * What is quoted of a character: one without a code may be a lost digit where it stands by another; elsewhere it is
 * mostly a bullet, and nothing to quote.
 */
const toldAs = ({ glyph, mapped }: SeenGlyph, before: SeenGlyph | undefined, after: SeenGlyph | undefined): string =>
  mapped ? glyph.text : isDigitBeside(before, glyph) || isDigitBeside(after, glyph) ? LOST : "";

/**
 * What a page shows: struck characters are told, not read; what nobody sees is told, but for the text layer of a scan.
 */
export function contentOf(page: DrawnPage, seen: readonly SeenGlyph[]): PageContent {
  const { number, width, height, strokes, fills, curves } = page;
  const isRead = ({ shown, appearance, glyph }: SeenGlyph) =>
    shown && appearance?.kind !== STRUCK.kind && glyph.text !== LOST;
  const glyphs = seen.filter(isRead).map(readAs);
  const hidden = seen
    .filter(({ shown, glyph }) => !shown && contains([0, 0, width, height], ...glyphCentre(glyph)))
    .map(({ glyph }) => glyph);
  const pictures = picturesOf(page, glyphs);
  const content = {
    geometry: { number, width, height, strokes, fills, glyphs, pictures },
    hidden,
    pictured: Math.min(pictures.reduce((sum, box) => sum + box[2] * box[3], 0) / Math.max(width * height, 1), 1),
    curves,
    unmapped: seen.filter(({ mapped }) => !mapped).length,
    flaws: [],
  };
  // Hidden characters in a large picture that is read itself are its text layer.
  const large = pictures.filter((box) => box[2] * box[3] >= LEAST_PICTURE * width * height);
  const read = large.length > 0 && kindOf(content) !== "text" ? large : [];
  const flaws = seen.flatMap((character, index): PlacedFlaw[] => {
    const { glyph, shown, appearance } = character;
    const layered = !shown && read.some((box) => contains(box, ...glyphCentre(glyph)));
    if (!appearance || layered) return [];
    return [
      { ...appearance, text: toldAs(character, seen[index - 1], seen[index + 1]), page: number, box: glyphBox(glyph) },
    ];
  });
  return { ...content, flaws };
}
