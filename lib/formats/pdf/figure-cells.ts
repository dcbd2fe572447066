import type { Block, Box, Cell, PageKind } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { Bands } from "../../pages/bands.ts";
import { contains, type Glyph, glyphCentre } from "../../pages/geometry.ts";
import { kindOf, type PageContent } from "../shared/page-kind.ts";

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

/** A letter or two among figures: digits may be drawn for their codes. */
const LETTERED = /^[0-9.,]{0,8}[A-Za-z]{1,2}[0-9.,]{0,8}$/u;

/**
 * The cells of figures on each page, and the blank ones in their rows: a blank is a figure's cell, too, if something is
 * drawn in it.
 */
export function figureCells(pages: readonly PageContent[], blocks: readonly Block[]): FigureCell[] {
  const wanted = blocks.flatMap((block) => (block.kind === "table" ? ofFigures(block.cells) : []));
  const numbers = new Set(wanted.map(({ page }) => page));
  // What a page that is a picture shows is recognised, whatever its codes say.
  const native = pages.filter((page) => numbers.has(page.geometry.number) && READ_NATIVELY.has(kindOf(page)));
  const known = new Set(native.map(({ geometry }) => geometry.number));
  const glyphs = new Bands<{ readonly glyph: Glyph; readonly x: number; readonly y: number }>();
  const told = new Bands<Box>();
  for (const { geometry, flaws } of native) {
    for (const glyph of geometry.glyphs) {
      const [x, y] = glyphCentre(glyph);
      glyphs.add(geometry.number, y, y, { glyph, x, y });
    }
    for (const { page, box } of flaws) told.add(page, box[1] + box[3] / 2, box[1] + box[3] / 2, box);
  }
  return wanted.flatMap(({ page, box, text }) => {
    const [top, bottom] = [box[1], box[1] + box[3]];
    // What the page's objects already tell needs no second look.
    const isTold = told
      .near(page, top, bottom)
      .some((flaw) => contains(box, flaw[0] + flaw[2] / 2, flaw[1] + flaw[3] / 2));
    if (isTold || !known.has(page)) return [];
    const own = glyphs.near(page, top, bottom).filter(({ x, y }) => contains(box, x, y));
    return [{ page, box, text, glyphs: own.map(({ glyph }) => glyph) }];
  });
}

/** A table's cells with a number, and its blank and lettered ones in rows with one. */
function ofFigures(cells: readonly Cell[]): { readonly page: number; readonly box: Box; readonly text: string }[] {
  const rows = new Set(cells.filter(({ text }) => isNumber(text)).map(({ row }) => row));
  const isWanted = (text: string, row: number): boolean =>
    isNumber(text) || (rows.has(row) && (squash(text) === "" || LETTERED.test(squash(text))));
  return cells.flatMap(({ row, text, place }) =>
    "page" in place && isWanted(text, row) ? [{ page: place.page, box: place.box, text }] : [],
  );
}
