import type { Area, Grey } from "../../recognition/picture/raster.ts";
import { DigitShapes } from "../../recognition/reading/digit-shapes.ts";
import { withPdf } from "../shared/pdfium/open.ts";
import { renderPage } from "../shared/pdfium/render.ts";
import { glyphsFor } from "./cmap.ts";
import { BASELINE, GLYPH_SHARE, glyphSheet } from "./glyph-sheet.ts";
import type { OfdPackage } from "./package.ts";

/**
 * Whether the glyphs of embedded fonts are the digits, and the signs between digits, that their codes say. A font has
 * its own numbers of glyphs, text its own list of them, and many fonts have lost their list of characters: only the
 * shapes prove anything, so each digit's glyph is drawn once a document.
 */

/** How a character of a figure is drawn. */
export interface DrawnCharacter {
  /** "" for a blank that names a glyph, which must leave no ink. */
  readonly text: string;
  /**
   * The file of its font; undefined where the document has none and a font of the same name is taken, by the
   * character's code.
   */
  readonly font: string | undefined;
  /**
   * The glyph that the text names: undefined for none, null where several characters and glyphs stand for each other.
   */
  readonly glyph: number | null | undefined;
}

/** Digits, and signs that would pass unnoticed if they were drawn as digits. */
const PROVEN = /^[\p{Nd}.,．，\-−－–—]$/u;
export const isProven = (text: string): boolean => PROVEN.test(text);
const POINT = /^[.,．，]$/u;

/** Glyphs of one font that are drawn; honest text has ten digits and a few signs. */
const MOST_GLYPHS = 64;

const shapes = new DigitShapes();

interface Font {
  readonly bytes: Uint8Array;
  readonly glyphsFor: (character: number) => ReadonlySet<number>;
  /** Each glyph drawn so far, and where it stands on the sheet. */
  readonly drawn: Map<number, { readonly sheet: Grey; readonly index: number } | null>;
}

export class Fonts {
  readonly #ofd: OfdPackage;
  readonly #fonts = new Map<string, Font>();
  readonly #proven = new Map<string, boolean>();

  constructor(ofd: OfdPackage) {
    this.#ofd = ofd;
  }

  /** Draws what is needed to tell of these characters. */
  async load(characters: readonly DrawnCharacter[]): Promise<void> {
    const wanted = new Map<Font, Set<number>>();
    for (const character of characters) {
      const font = this.#fontOf(character);
      for (const glyph of font ? glyphsOf(font, character) : []) {
        if (!font || font.drawn.has(glyph) || font.drawn.size >= MOST_GLYPHS) continue;
        font.drawn.set(glyph, null);
        wanted.set(font, (wanted.get(font) ?? new Set()).add(glyph));
      }
    }
    for (const [font, glyphs] of wanted) {
      const sheet = await drawn(font.bytes, [...glyphs]);
      [...glyphs].forEach((glyph, index) => font.drawn.set(glyph, sheet && { sheet, index }));
    }
  }

  /** Whether a loaded character is certainly drawn as what its code says. */
  proves(character: DrawnCharacter): boolean {
    const { font: path, text, glyph } = character;
    // Programs differ in whether they follow the number of a glyph into another font than the writer's.
    if (path === undefined) return glyph === undefined || text === "";
    const key = `${path}/${text}/${glyph}`;
    const known = this.#proven.get(key);
    if (known !== undefined) return known;
    const font = this.#fontOf(character);
    const glyphs = font ? [...glyphsOf(font, character)] : [];
    const proven = glyphs.length > 0 && glyphs.every((each) => hasShape(font?.drawn.get(each), text));
    this.#proven.set(key, proven);
    return proven;
  }

  #fontOf({ font: path }: DrawnCharacter): Font | undefined {
    if (path === undefined) return undefined;
    const known = this.#fonts.get(path);
    if (known) return known;
    const bytes = bytesOf(this.#ofd, path);
    const font = { bytes, glyphsFor: glyphsFor(bytes), drawn: new Map() };
    this.#fonts.set(path, font);
    return font;
  }
}

/** A font that can't be read proves nothing. */
function bytesOf(ofd: OfdPackage, path: string): Uint8Array {
  try {
    return ofd.read(path);
  } catch {
    return new Uint8Array();
  }
}

function glyphsOf(font: Font, { text, glyph }: DrawnCharacter): ReadonlySet<number> {
  if (glyph === null) return new Set();
  return glyph === undefined ? font.glyphsFor(text.codePointAt(0) as number) : new Set([glyph]);
}

/** Nor does one that the engine can't draw. */
async function drawn(font: Uint8Array, glyphs: readonly number[]): Promise<Grey | null> {
  const pdf = glyphSheet(font, glyphs);
  const raster = pdf && (await withPdf(pdf, (open) => renderPage(open, 1)).catch(() => null));
  return raster?.channels === 1 ? { width: raster.width, height: raster.height, data: raster.data } : null;
}

const PAPER = 255;
/** Grey levels from the paper that count as ink. */
const LEAST_INK = 40;
/** In character sizes: points end below this above the baseline, and dashes are thinner. */
const LOW = 0.4;

function hasShape(
  drawnGlyph: { readonly sheet: Grey; readonly index: number } | null | undefined,
  text: string,
): boolean {
  if (!drawnGlyph) return text === "";
  const { sheet, index } = drawnGlyph;
  // The room of each glyph is as wide as the sheet is high.
  const room = sheet.height;
  const area = { x0: index * room, x1: Math.min((index + 1) * room, sheet.width), y0: 0, y1: room };
  if (/^\p{Nd}$/u.test(text)) return shapes.proves(text.normalize("NFKC").charCodeAt(0) - 0x30, sheet, area, PAPER);
  const rows = inkedRows(sheet, area);
  if (text === "" || !rows) return text === "" && !rows;
  const size = GLYPH_SHARE * room;
  const [top, bottom] = rows;
  return POINT.test(text) ? top > BASELINE * room - LOW * size : bottom - top < LOW * size;
}

/** The first and the last row with ink; null where there is none. */
function inkedRows({ width, data }: Grey, { x0, y0, x1, y1 }: Area): readonly [top: number, bottom: number] | null {
  const inked: number[] = [];
  for (let y = y0; y < y1; y++)
    if (data.subarray(y * width + x0, y * width + x1).some((grey) => PAPER - grey >= LEAST_INK)) inked.push(y);
  return inked.length === 0 ? null : [inked[0] as number, inked.at(-1) as number];
}
