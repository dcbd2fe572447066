import { contrast, LOWERED, STRUCK, subscript, superscript, WHITE } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import type { PlacedFlaw } from "../../tables/flaws.ts";
import { contains, type Glyph, glyphBox, glyphCentre } from "../../tables/geometry.ts";
import { kindOf, type PageContent } from "../page-kind.ts";
import type { Paint } from "../painted.ts";
import type { Matrix } from "../plane.ts";
import { type Field, staleFields } from "./annotations.ts";
import type { Budget } from "./budget.ts";
import { charactersOf, LOST } from "./characters.ts";
import { commonBox } from "./clip.ts";
import { type Drawing, drawingOf } from "./drawing.ts";
import type { Pdfium } from "./engine.ts";
import { inkOf } from "./ink.ts";
import { looksOf, type SeenCharacter } from "./looks.ts";
import { boundsOfObject } from "./paint.ts";

/** From user space (y upwards, unturned) to the page as a reader sees it. */
function viewOf(pdfium: Pdfium, page: number): { view: Matrix; width: number; height: number } {
  const { api, scratch } = pdfium;
  api.FPDF_GetPageBoundingBox(page, scratch);
  const floats = pdfium.floats();
  const at = scratch >> 2;
  const [left, top, right, bottom] = [floats[at] ?? 0, floats[at + 1] ?? 0, floats[at + 2] ?? 0, floats[at + 3] ?? 0];
  const [width, height] = [right - left, top - bottom];
  switch (api.FPDFPage_GetRotation(page)) {
    case 1:
      return { view: [0, 1, 1, 0, -bottom, -left], width: height, height: width };
    case 2:
      return { view: [-1, 0, 0, 1, right, -bottom], width, height };
    case 3:
      return { view: [0, -1, -1, 0, top, right], width: height, height: width };
    default:
      return { view: [1, 0, 0, -1, -left, top], width, height };
  }
}

/** A smaller picture (share of the page) holds no table, and no text layer. */
const LEAST_PICTURE = 0.12;
/** Characters across a picture that make it their background; it may hold a scan with a stamp on it otherwise. */
const LEAST_ON_BACKGROUND = 10;
/** Contrast to paper of what is drawn or printed to be read; watermarks stay below. */
const READABLE = 2;
/** Share of a picture's points that are dark: a scan of a table has more, a watermark with a line of small print less. */
const MOST_READABLE = 0.02;
const POINTS_ACROSS = 32;

/** Whether a picture is a background of the text: pale or transparent nearly everywhere, with characters across it. */
function isBackground({ box: [x, y, width, height], at }: Paint, visible: readonly Glyph[]): boolean {
  let across = 0;
  for (const glyph of visible) if (contains([x, y, width, height], ...glyphCentre(glyph)) && ++across >= LEAST_ON_BACKGROUND) break;
  if (across < LEAST_ON_BACKGROUND) return false;
  let readable = 0;
  for (let row = 0; row < POINTS_ACROSS; row++) {
    for (let column = 0; column < POINTS_ACROSS; column++) {
      const shade = at(x + ((column + 0.5) / POINTS_ACROSS) * width, y + ((row + 0.5) / POINTS_ACROSS) * height);
      if (!shade || shade.opacity === 0) continue;
      const colour = shade.colour?.map((value) => value * shade.opacity + 255 * (1 - shade.opacity)) as [number, number, number] | undefined;
      if (!colour || contrast(colour, WHITE) >= READABLE) readable++;
    }
  }
  return readable < MOST_READABLE * POINTS_ACROSS ** 2;
}

/** The pictures that may hold something to be read. */
function picturesOf(drawing: Drawing, width: number, height: number, visible: readonly Glyph[]): Box[] {
  const page: Box = [0, 0, width, height];
  return drawing.images.flatMap((image) => {
    const box = commonBox(image.box, page);
    const large = box[2] * box[3] >= LEAST_PICTURE * width * height;
    return large && isBackground({ ...image, box }, visible) ? [] : [box];
  });
}

/** The character as it is read: a raised digit is none of the figure's. */
function readAs({ glyph, appearance }: SeenCharacter): Glyph {
  if (appearance?.kind !== "raised") return glyph;
  return { ...glyph, text: appearance.how === LOWERED.how ? subscript(glyph.text) : superscript(glyph.text) };
}

const isDigitBeside = (other: SeenCharacter | undefined, { x, y, size }: Glyph): boolean =>
  other !== undefined && /^\p{Nd}$/u.test(other.glyph.text) && Math.hypot(other.glyph.x - x, other.glyph.y - y) < 1.5 * size;

/** What is quoted of a character: one without a code may be a lost digit where it stands by another; elsewhere it is mostly a bullet, and nothing to quote. */
const toldAs = ({ glyph, mapped }: SeenCharacter, before: SeenCharacter | undefined, after: SeenCharacter | undefined): string =>
  mapped ? glyph.text : isDigitBeside(before, glyph) || isDigitBeside(after, glyph) ? LOST : "";

/** A page that the engine has loaded, its annotations part of it. */
export interface LoadedPage {
  readonly document: number;
  readonly page: number;
  /** Counted from 1. */
  readonly number: number;
  readonly fields: readonly Field[];
}

/**
 * Everything that one loaded page shows.
 * @throws TooLargeError when the budget of the document is used up
 */
export function readPage(pdfium: Pdfium, { document, page, number, fields }: LoadedPage, limits: Budget): PageContent {
  const { view, width, height } = viewOf(pdfium, page);
  const drawing = drawingOf(pdfium, document, page, view, [width, height], limits);
  const characters = charactersOf(pdfium, page, view, limits);
  const boundsOf = (address: number) => boundsOfObject(pdfium, address);
  const seen = looksOf(characters, { width, height, drawing, ink: inkOf(pdfium, page, drawing.texts.keys()), boundsOf });
  const isRead = ({ shown, appearance, glyph }: SeenCharacter) => shown && appearance?.kind !== STRUCK.kind && glyph.text !== LOST;
  const glyphs = seen.filter(isRead).map(readAs);
  const hidden = seen.filter(({ shown, glyph }) => !shown && contains([0, 0, width, height], ...glyphCentre(glyph))).map(({ glyph }) => glyph);
  const pictures = picturesOf(drawing, width, height, glyphs);
  const content = {
    geometry: { number, width, height, strokes: drawing.strokes, fills: drawing.fills, glyphs, pictures },
    hidden,
    pictured: Math.min(pictures.reduce((sum, box) => sum + box[2] * box[3], 0) / Math.max(width * height, 1), 1),
    curves: drawing.curves,
    unmapped: seen.filter(({ mapped }) => !mapped).length,
    flaws: [],
  };
  // Hidden characters in a large picture that is read itself are its text layer.
  const large = pictures.filter((box) => box[2] * box[3] >= LEAST_PICTURE * width * height);
  const read = large.length > 0 && kindOf(content) !== "text" ? large : [];
  const flaws = seen.flatMap((character, index): PlacedFlaw[] => {
    const { glyph, shown, appearance } = character;
    const layered = !shown && read.some((box) => contains(box, ...glyphCentre(glyph)));
    return appearance && !layered
      ? [{ ...appearance, text: toldAs(character, seen[index - 1], seen[index + 1]), page: number, box: glyphBox(glyph) }]
      : [];
  });
  return { ...content, flaws: [...flaws, ...staleFields(fields, glyphs, view, number)] };
}
