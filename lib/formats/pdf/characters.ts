import { foldIdeographs } from "../../document/text.ts";
import type { Glyph } from "../../pages/geometry.ts";
import { TooLargeError } from "../errors.ts";
import { LOST } from "../shared/page-content.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { apply, type Matrix } from "../shared/plane.ts";
import type { Budget } from "./budget.ts";

/** A character as the engine's text page tells it. */
export interface Character {
  readonly glyph: Glyph;
  /** Address of the text object that draws it. */
  readonly object: number;
  /** How wide a full square of its font comes out, in points. */
  readonly breadth: number;
  readonly mirrored: boolean;
  /** False where the file says no Unicode character for it. */
  readonly mapped: boolean;
}

/** White space, control characters and invisible marks. */
const UNPRINTED = /^[\s\p{Cc}\p{Cf}\ufffe\uffff]$/u;

/** What all characters of one text object share. */
interface TextStyle {
  readonly address: number;
  readonly size: number;
  readonly breadth: number;
  readonly angle: number;
  readonly mirrored: boolean;
  /** True where the writing runs along the x axis of user space. */
  readonly level: boolean;
}

function styleOf(
  { raw, scratch, floats }: Pdfium,
  textPage: number,
  index: number,
  address: number,
  view: Matrix,
): TextStyle {
  raw.FPDFText_GetMatrix(textPage, index, scratch);
  const [a = 1, b = 0, c = 0, d = 1] = floats().subarray(scratch >> 2, (scratch >> 2) + 4);
  const fontSize = raw.FPDFText_GetFontSize(textPage, index);
  // A negative size turns the characters upside down, as a matrix does.
  const sign = fontSize < 0 ? -1 : 1;
  const angle = (Math.atan2(sign * (view[1] * a + view[3] * b), sign * (view[0] * a + view[2] * b)) * 180) / Math.PI;
  return {
    address,
    size: Math.abs(fontSize) * Math.hypot(c, d),
    breadth: Math.abs(fontSize) * Math.hypot(a, b),
    angle: (angle + 360) % 360,
    mirrored: a * d - b * c < 0,
    level: Math.abs(a) >= Math.abs(b),
  };
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The character of a code; one beyond Unicode, or half of a pair, is lost. */
const characterOf = (code: number): string =>
  code > 0x10ffff || isHigh(code) || isLow(code) ? LOST : String.fromCodePoint(code);

/**
 * Whether a glyph has any extent: fonts give control codes to their spaces, and to characters whose code they do not
 * tell.
 */
function hasInk({ api, scratch, doubles }: Pdfium, textPage: number, index: number): boolean {
  if (!api.FPDFText_GetCharBox(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24)) return false;
  const [left = 0, right = 0, bottom = 0, top = 0] = doubles().subarray(scratch >> 3, (scratch >> 3) + 4);
  return Math.abs(right - left) > 0.1 && Math.abs(top - bottom) > 0.1;
}

const isUnmapped = (code: number): boolean =>
  code < 0x20 || code === 0xfffd || code > 0x10ffff || (code >= 0xe000 && code <= 0xf8ff);

/** Words of letters; digits that stand apart are told by their gap alone. */
const LETTER = /^\p{Script=Latin}$/u;
const WORDS = /^[\p{Script=Latin}0-9!-/:-?]$/u;

const partsWords = (before: string, text: string): boolean =>
  (LETTER.test(before) && WORDS.test(text)) || (LETTER.test(text) && WORDS.test(before));

/**
 * The characters of one loaded page in the order they are drawn, without white space.
 * @throws TooLargeError when the budget of the document is used up
 * In one piece: a loop over one page held open, each character told by what came before it.
 */
export function charactersOf(pdfium: Pdfium, page: number, view: Matrix, limits: Budget): Character[] {
  const { api, raw, scratch } = pdfium;
  const characters: Character[] = [];
  let afterSpace = false;
  let afterGap = false;
  let style: TextStyle | undefined;
  const textPage = api.FPDFText_LoadPage(page);
  try {
    const count = textPage ? api.FPDFText_CountChars(textPage) : 0;
    limits.glyphs -= count;
    if (limits.glyphs < 0) throw new TooLargeError();
    for (let index = 0; index < count; index++) {
      const first = index;
      const code = raw.FPDFText_GetUnicode(textPage, index) >>> 0;
      if (raw.FPDFText_IsGenerated(textPage, index) === 1) {
        // Where the file moves on instead of writing a space, the engine sees a gap between words of letters.
        afterGap ||= code === 0x20;
        continue;
      }
      const next = isHigh(code) && index + 1 < count ? raw.FPDFText_GetUnicode(textPage, index + 1) : 0;
      const paired = isLow(next);
      if (paired) index++;
      const text = paired ? String.fromCharCode(code, next) : characterOf(code);
      const unprinted = UNPRINTED.test(text);
      if (unprinted && !(code < 0x20 && hasInk(pdfium, textPage, first))) {
        afterSpace = true;
        continue;
      }
      if (!raw.FPDFText_GetCharOrigin(textPage, first, scratch, scratch + 8)) continue;
      const doubles = pdfium.doubles();
      const [x, y] = apply(view, doubles[scratch >> 3] ?? 0, doubles[(scratch >> 3) + 1] ?? 0);
      const address = raw.FPDFText_GetTextObject(textPage, first);
      if (!style || address !== style.address) style = styleOf(pdfium, textPage, first, address, view);
      const size = style.size > 0 ? style.size : 1;
      // Heights of this box are unreliable, its extent along the writing is the advance.
      raw.FPDFText_GetLooseCharBox(textPage, first, scratch);
      const box = pdfium.floats();
      const at = scratch >> 2;
      const extent = style.level
        ? Math.abs((box[at + 2] ?? 0) - (box[at] ?? 0))
        : Math.abs((box[at + 1] ?? 0) - (box[at + 3] ?? 0));
      const advance = extent > 0 && extent < 3 * size ? extent : 0.5 * size;
      const spaced = afterSpace || (afterGap && partsWords(characters.at(-1)?.glyph.text ?? "", text));
      const glyph: Glyph = {
        text: unprinted ? LOST : foldIdeographs(text),
        x,
        y,
        size,
        advance,
        angle: style.angle,
        ...(spaced && { afterSpace: true }),
      };
      afterSpace = false;
      afterGap = false;
      characters.push({
        glyph,
        object: address,
        breadth: Math.min(style.breadth, style.size),
        mirrored: style.mirrored,
        mapped: !isUnmapped(code) && raw.FPDFText_HasUnicodeMapError(textPage, first) !== 1,
      });
    }
  } finally {
    if (textPage) api.FPDFText_ClosePage(textPage);
  }
  return characters;
}
