import type { Page, PageKind } from "../document/document.ts";
import type { PlacedFlaw } from "../tables/flaws.ts";
import type { Glyph, PageGeometry } from "../tables/geometry.ts";

export interface PageContent {
  readonly geometry: PageGeometry;
  /** Characters that do not show, being invisible or under a picture that covers the page: a scan's text layer. They are not part of the geometry. */
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
    for (let second = 0xa1; second <= (first === 0xd7 ? 0xf9 : 0xfe); second++) common.add(decoder.decode(Uint8Array.of(first, second)));
  }
  return common;
})();

const HAN = /^\p{Script=Han}$/u;
/** Good pages have 0.95 and more, pages whose codes were taken for characters far less. */
const LEAST_COMMON = 0.6;
/** Fewer characters than this say nothing. */
const FEW = 10;

/** True where the characters of a page can't be what it shows: the file does not say which characters its glyphs are. */
function isGarbled(characters: readonly string[], unmapped: number): boolean {
  if (characters.length === 0) return false;
  if (unmapped > 0.3 * characters.length) return true;
  const han = characters.filter((character) => HAN.test(character));
  return han.length >= FEW && han.filter((character) => COMMON.has(character)).length < LEAST_COMMON * han.length;
}

/** A stamp or a page number on a scan is not the page's text. */
const STAMP = 40;
/** Text drawn as outlines: this many curves and no characters. */
const OUTLINES = 400;

/** What a page turned out to be, from what it shows. */
export function kindOf({ geometry, hidden, pictured, curves, unmapped }: PageContent): PageKind {
  const visible = geometry.glyphs.length;
  if (visible === 0 && hidden.length === 0) return pictured > 0.02 || curves > OUTLINES ? "picture" : "blank";
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

/** What a page shows for reading: the text layer of a searchable scan stands in for its characters, a second opinion, never the truth of the page. */
export const readableOf = (content: PageContent): PageGeometry =>
  kindOf(content) === "searchable-scan" ? { ...content.geometry, glyphs: [...content.geometry.glyphs, ...content.hidden] } : content.geometry;
