import type { Block, Box, PageKind } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { Bands } from "../../tables/bands.ts";
import { contains, type Glyph, glyphCentre } from "../../tables/geometry.ts";
import { kindOf, type PageContent } from "../page-kind.ts";

/** A cell of figures with its characters, in points of the page. */
export interface FigureCell {
  readonly page: number;
  readonly box: Box;
  readonly text: string;
  readonly glyphs: readonly Glyph[];
}

/** Numbers and what may stand beside them in their cells; words are no figures. */
const FIGURE = /^[0-9０-９.,．，+＋\-－−–—/／%％]{1,20}(?:件|元|万元)?$/u;
const isNumber = (text: string): boolean => FIGURE.test(squash(text)) && /[0-9０-９]/u.test(text);

const READ_NATIVELY: ReadonlySet<PageKind> = new Set<PageKind>(["text", "mixed"]);

/** The cells of figures on each page, and the blank ones in their rows: a blank is a figure's cell, too, if something is drawn in it. */
export function figureCells(pages: readonly PageContent[], blocks: readonly Block[]): FigureCell[] {
  // What a page that is a picture shows is recognised, whatever its codes say.
  const native = pages.filter((page) => READ_NATIVELY.has(kindOf(page)));
  const numbers = new Set(native.map(({ geometry }) => geometry.number));
  const glyphs = new Bands<Glyph>();
  const told = new Bands<Box>();
  for (const { geometry, flaws } of native) {
    for (const glyph of geometry.glyphs) glyphs.add(geometry.number, glyphCentre(glyph)[1], glyphCentre(glyph)[1], glyph);
    for (const { page, box } of flaws) told.add(page, box[1] + box[3] / 2, box[1] + box[3] / 2, box);
  }
  const cells: FigureCell[] = [];
  for (const block of blocks) {
    if (block.kind !== "table") continue;
    const rowsOfFigures = new Set(block.cells.filter(({ text }) => isNumber(text)).map(({ row }) => row));
    for (const { row, text, place } of block.cells) {
      const wanted = isNumber(text) || (squash(text) === "" && rowsOfFigures.has(row));
      if (!wanted || !("page" in place) || !numbers.has(place.page)) continue;
      const { page, box } = place;
      const [top, bottom] = [box[1], box[1] + box[3]];
      // What the page's objects already tell needs no second look.
      if (told.near(page, top, bottom).some((flaw) => contains(box, flaw[0] + flaw[2] / 2, flaw[1] + flaw[3] / 2))) continue;
      cells.push({ page, box, text, glyphs: glyphs.near(page, top, bottom).filter((glyph) => contains(box, ...glyphCentre(glyph))) });
    }
  }
  return cells;
}
