import type { Page, PageKind } from "../../document/document.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import type { Glyph, PageGeometry } from "../../pages/geometry.ts";

export interface PageContent {
  readonly geometry: PageGeometry;
  /**
   * Characters that do not show, being invisible or under a picture that covers the page: a scan's text layer. They are
   * not part of the geometry.
   */
  readonly hidden: readonly Glyph[];
  /** Share of the page that pictures cover, 0 to 1. */
  readonly pictured: number;
  /** Curves among the filled paths: text drawn as outlines has many. */
  readonly curves: number;
  /** Characters that the file maps to no Unicode character. */
  readonly unmapped: number;
  /** What on the page is not plain. Struck characters are in no geometry; all others that are told here are. */
  readonly flaws: readonly PlacedFlaw[];
}

/** GB 2312 level 1: the 3755 characters that make up nearly all ordinary Chinese text. */
const COMMON = (() => {
  const decoder = new TextDecoder("gbk");
  const common = new Set<string>();
  for (let first = 0xb0; first <= 0xd7; first++) {
    for (let second = 0xa1; second <= (first === 0xd7 ? 0xf9 : 0xfe); second++)
      common.add(decoder.decode(Uint8Array.of(first, second)));
  }
  return common;
})();

const HAN = /^\p{Script=Han}$/u;
/** Good pages have 0.95 and more, pages whose codes were taken for characters far less. */
const LEAST_COMMON = 0.6;
/** Fewer characters than this say nothing. */
const FEW = 10;

/**
 * Codes of a font taken for characters come out as accented letters and signs that no text has so many of; the busiest
 * language has a quarter.
 */
const ODD = /^[\u0080-\u024f\u02b0-\u02ff\u2020-\u2022\u2030-\u218f\u2200-\u23ff\u25a0-\u25ff\ufb00-\ufb06]$/u;
const MOST_ODD = 0.35;
const LETTER = /^[A-Za-z]$/u;
const ASCII_SIGN = /^[!-/:-@[-`{-~]$/u;
/** Words of letters change from small to capital within them hardly ever, and one character in ten is a sign. */
const MOST_TURNS = 0.08;
const MOST_SIGNS = 0.45;

/**
 * True where the characters of a page without Chinese are no language's: codes that count a font's characters as they
 * come.
 */
function isGibberish(characters: readonly string[]): boolean {
  const words = characters.filter((character) => !/^[0-9]$/u.test(character));
  if (words.length < FEW) return false;
  const count = (pattern: RegExp) => words.filter((character) => pattern.test(character)).length;
  if (count(ODD) > MOST_ODD * words.length) return true;
  const letters = count(LETTER);
  const signs = count(ASCII_SIGN);
  if (letters + signs < 5 * FEW || letters + signs < 0.8 * words.length) return false;
  const turns = words.filter(
    (character, index) => /[A-Z]/u.test(character) && /^[a-z]$/u.test(words[index - 1] ?? ""),
  ).length;
  return turns > MOST_TURNS * letters || (signs > MOST_SIGNS * words.length && letters > 0.2 * words.length);
}

/**
 * True where the characters of a page can't be what it shows: the file does not say which characters its glyphs are.
 */
function isGarbled(characters: readonly string[], unmapped: number): boolean {
  if (unmapped > 0.3 * characters.length) return true;
  const han = characters.filter((character) => HAN.test(character));
  if (han.length >= FEW) return han.filter((character) => COMMON.has(character)).length < LEAST_COMMON * han.length;
  return isGibberish(characters);
}

/** A stamp or a page number on a scan is not the page's text. */
const STAMP = 40;
/** Text drawn as outlines: this many curves and no characters. */
const OUTLINES = 400;

/** What a page turned out to be, from what it shows. */
export function kindOf({ geometry, hidden, pictured, curves, unmapped }: PageContent): PageKind {
  const visible = geometry.glyphs.length;
  if (visible === 0 && hidden.length === 0 && unmapped === 0)
    return pictured > 0.02 || curves > OUTLINES ? "picture" : "blank";
  if (pictured >= 0.5 && hidden.length > visible) return "searchable-scan";
  if (pictured >= 0.5 && visible < STAMP) return "picture";
  if (
    isGarbled(
      geometry.glyphs.map((glyph) => glyph.text),
      unmapped,
    )
  )
    return "garbled";
  if (visible === 0) return pictured > 0.02 ? "searchable-scan" : "blank";
  return pictured >= 0.12 && pictured < 0.9 ? "mixed" : "text";
}

export const pageOf = (content: PageContent): Page => ({
  number: content.geometry.number,
  kind: kindOf(content),
  width: content.geometry.width,
  height: content.geometry.height,
});

/**
 * What a page shows for reading: the text layer of a searchable scan stands in for its characters, a second opinion,
 * never the truth of the page.
 */
export const readableOf = (content: PageContent): PageGeometry =>
  kindOf(content) === "searchable-scan"
    ? { ...content.geometry, glyphs: [...content.geometry.glyphs, ...content.hidden] }
    : content.geometry;
