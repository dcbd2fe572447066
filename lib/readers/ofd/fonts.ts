import { DigitShapes } from "../../ocr/digit-shapes.ts";
import type { Area, Grey } from "../../ocr/raster.ts";
import { renderPage } from "../pdf/render.ts";
import { glyphsFor } from "./cmap.ts";
import { glyphSheet } from "./glyph-sheet.ts";
import type { OfdPackage } from "./package.ts";

/**
 * Whether the glyphs of embedded fonts are the digits that their codes say. A font has its own numbers of glyphs, text its own list of them, and
 * many fonts have lost their list of characters: only the shapes prove anything, so each digit's glyph is drawn once a document.
 */

/** How a digit is drawn. */
export interface DrawnDigit {
  /** "" for a blank that names a glyph, which must leave no ink. */
  readonly digit: string;
  /** The file of its font; undefined where the document has none and a font of the same name is taken, by the digit's code. */
  readonly font: string | undefined;
  /** The glyph that the text names: undefined for none, null where several characters and glyphs stand for each other. */
  readonly glyph: number | null | undefined;
}

/** Glyphs of one font that are drawn; honest text has ten digits, a few of them twice. */
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

  /** Draws what is needed to tell of these digits. */
  async load(digits: readonly DrawnDigit[]): Promise<void> {
    const wanted = new Map<Font, Set<number>>();
    for (const digit of digits) {
      const font = this.#fontOf(digit);
      for (const glyph of font ? glyphsOf(font, digit) : []) {
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

  /** Whether a loaded digit or blank is certainly drawn as what its code says. */
  proves(drawnDigit: DrawnDigit): boolean {
    const { font: path, digit, glyph } = drawnDigit;
    // Programs differ in whether they follow the number of a glyph into another font than the writer's.
    if (path === undefined) return glyph === undefined || digit === "";
    const key = `${path}/${digit}/${glyph}`;
    const known = this.#proven.get(key);
    if (known !== undefined) return known;
    const font = this.#fontOf(drawnDigit);
    const glyphs = font ? [...glyphsOf(font, drawnDigit)] : [];
    const proven = glyphs.length > 0 && glyphs.every((each) => hasShape(font?.drawn.get(each), digit));
    this.#proven.set(key, proven);
    return proven;
  }

  #fontOf({ font: path }: DrawnDigit): Font | undefined {
    if (path === undefined) return undefined;
    const known = this.#fonts.get(path);
    if (known) return known;
    const bytes = this.#ofd.read(path);
    const font = { bytes, glyphsFor: glyphsFor(bytes), drawn: new Map() };
    this.#fonts.set(path, font);
    return font;
  }
}

function glyphsOf(font: Font, { digit, glyph }: DrawnDigit): ReadonlySet<number> {
  if (glyph === null) return new Set();
  return glyph === undefined ? font.glyphsFor(digit.codePointAt(0) as number) : new Set([glyph]);
}

async function drawn(font: Uint8Array, glyphs: readonly number[]): Promise<Grey | null> {
  const pdf = glyphSheet(font, glyphs);
  if (!pdf) return null;
  const { width, height, channels, data } = await renderPage(pdf, 1);
  return channels === 1 ? { width, height, data } : null;
}

const PAPER = 255;

function hasShape(drawnGlyph: { readonly sheet: Grey; readonly index: number } | null | undefined, digit: string): boolean {
  if (!drawnGlyph) return digit === "";
  const { sheet, index } = drawnGlyph;
  // The room of each glyph is as wide as the sheet is high.
  const room = sheet.height;
  const area = { x0: index * room, x1: Math.min((index + 1) * room, sheet.width), y0: 0, y1: room };
  if (digit === "") return !hasInk(sheet, area);
  return shapes.proves(digit.normalize("NFKC").charCodeAt(0) - 0x30, sheet, area, PAPER);
}

/** Grey levels from the paper that count as ink. */
const LEAST_INK = 40;

function hasInk({ width, data }: Grey, { x0, y0, x1, y1 }: Area): boolean {
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) if (PAPER - (data[y * width + x] as number) >= LEAST_INK) return true;
  return false;
}
