import type { Block, Box, Cell, FlatText, Place } from "../document/document.ts";
import { isPageNumber } from "../document/page-number.ts";
import type { PageGeometry } from "../pages/geometry.ts";
import { blocksOf } from "../pages/layout.ts";
import type { RecognisedPage, RecognisedSheet, SecondPiece } from "./engine.ts";

/**
 * Merges native pages and recognised pictures into one document: tables join over both, and the second readings follow
 * the same order.
 */

/** The contents of one page: the file's own characters, and pictures, each replaced by what was recognised in it. */
export interface PageSource {
  readonly number: number;
  /** What the file itself shows; null where the whole page is a picture. */
  readonly native: PageGeometry | null;
  readonly pictures: readonly { readonly box: Box; readonly recognised: RecognisedPage }[];
}

interface Strip {
  readonly geometry: PageGeometry;
  readonly page: number;
  readonly onPage: RecognisedSheet["onPage"];
}

const sorted = (source: PageSource) => [...source.pictures].sort((a, b) => a.box[1] - b.box[1]);

/** The page cut into strips at its pictures. */
function stripsOf(source: PageSource): Strip[] {
  const { native, number } = source;
  const strips: Strip[] = [];
  let from = -Infinity;
  const read = new Set(source.pictures.map(({ box }) => box));
  const nativeStrip = (to: number) => {
    if (!native) return;
    const inside = (y: number) => y >= from && y < to;
    const part: PageGeometry = {
      ...native,
      glyphs: native.glyphs.filter((glyph) => inside(glyph.y)),
      strokes: native.strokes.filter((stroke) => inside((stroke.y0 + stroke.y1) / 2)),
      fills: native.fills.filter((box) => inside(box[1] + box[3] / 2)),
      pictures: native.pictures.filter((box) => inside(box[1] + box[3] / 2) && !read.has(box)),
    };
    if (part.glyphs.length + part.strokes.length + part.fills.length + part.pictures.length > 0)
      strips.push({ geometry: part, page: number, onPage: (box) => box });
  };
  for (const { box, recognised } of sorted(source)) {
    nativeStrip(box[1] + box[3] / 2);
    from = box[1] + box[3] / 2;
    for (const { geometry, onPage } of recognised.sheets) strips.push({ geometry, page: number, onPage });
  }
  nativeStrip(Infinity);
  return strips;
}

/** The blocks of all pages in reading order, with places on the pages as a reader sees them. */
export function blocksOfSources(sources: readonly PageSource[]): Block[] {
  const strips = sources.flatMap(stripsOf);
  const blocks = blocksOf(strips.map(({ geometry }, index) => ({ ...geometry, number: index + 1 })));
  const placed = (place: Place): Place => {
    const strip = "page" in place ? strips[place.page - 1] : undefined;
    return strip && "page" in place ? { page: strip.page, box: strip.onPage(place.box) } : place;
  };
  return blocks.map(
    (block): Block =>
      block.kind === "table"
        ? {
            ...block,
            place: placed(block.place),
            cells: block.cells.map((cell): Cell => ({ ...cell, place: placed(cell.place) })),
          }
        : { ...block, place: placed(block.place) },
  );
}

const MARGIN = {
  /** A page number stands in this share of the sheet's height, at either end: 3.6 cm of A4, a usual margin. */
  deep: 0.12,
  /** What shares its line, within so much of its height, makes it no page number. */
  sameLine: 0.5,
} as const;

/** The second look at a sheet but for the number of its page: it may follow a row of figures at once. */
function withoutPageNumber({ geometry, second }: RecognisedSheet): readonly SecondPiece[] {
  const middle = ({ box }: SecondPiece): number => box[1] + box[3] / 2;
  const ys = second.map(middle);
  const [first, last] = [Math.min(...ys), Math.max(...ys)];
  const isAtEnd = (y: number): boolean =>
    (y === first && y < MARGIN.deep * geometry.height) || (y === last && y > (1 - MARGIN.deep) * geometry.height);
  return second.filter((piece) => {
    const y = middle(piece);
    if (!isAtEnd(y) || !isPageNumber(piece.text)) return true;
    return second.some((other) => other !== piece && Math.abs(middle(other) - y) < MARGIN.sameLine * piece.box[3]);
  });
}

/**
 * The second reading of all pages: that of the file itself where it is no picture, the second look at its pictures
 * otherwise.
 * @param native the file's own second reading with places; null where there is none: then nothing of the file itself
 * has a second look
 */
export function flatTextOfSources(sources: readonly PageSource[], native: FlatText | null): FlatText | null {
  if (sources.some((source) => source.native && source.native.glyphs.length > 0) && !native?.places) return null;
  const pieces: string[] = [];
  for (const source of sources) {
    const own = source.native
      ? (native?.places ?? []).flatMap((place, index) =>
          place.page === source.number ? [{ y: place.y, text: native?.pieces[index] ?? "" }] : [],
        )
      : [];
    let at = 0;
    for (const { box, recognised } of sorted(source)) {
      for (; at < own.length && (own[at]?.y ?? 0) < box[1] + box[3] / 2; at++) pieces.push(own[at]?.text ?? "");
      pieces.push(...recognised.sheets.flatMap((sheet) => withoutPageNumber(sheet).map(({ text }) => text)));
    }
    pieces.push(...own.slice(at).map(({ text }) => text));
  }
  return { pieces, blanksKept: true };
}
