import sharp from "sharp";
import { type Box, isTable, type Place } from "../../lib/document/document.ts";
import type { PageGeometry } from "../../lib/pages/geometry.ts";
import type { OcrEngine, RecognisedPage, RecognisedSheet, SecondPiece } from "../../lib/recognition/engine.ts";
import { blocksOfSources } from "../../lib/recognition/merge.ts";
import { IDENTITY } from "../../lib/recognition/picture/homography.ts";
import { readPdfContents } from "./readings.ts";

/** A picture of nothing: what stands on it is what the engine says. */
export const blankPicture = (): Promise<Uint8Array> =>
  sharp({ create: { width: 595, height: 842, channels: 3, background: "white" } })
    .png()
    .toBuffer();

/** What an engine says instead of what stands there, at each of its two looks. */
export interface Misreading {
  readonly page: number;
  readonly box: Box;
  readonly looks: readonly [string, string];
}

const inside = (box: Box, x: number, y: number): boolean =>
  x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3];

function sheetOf(geometry: PageGeometry, misreadings: readonly Misreading[]): RecognisedSheet {
  const own = misreadings.filter(({ page }) => page === geometry.number);
  const glyphs = geometry.glyphs.flatMap((glyph) => {
    const misread = own.find(({ box }) => inside(box, glyph.x, glyph.y - glyph.size / 3));
    if (!misread) return [glyph];
    const first = geometry.glyphs.find(({ x, y, size }) => inside(misread.box, x, y - size / 3));
    if (glyph !== first) return [];
    return [...misread.looks[0]].map((text, n) => ({ ...glyph, text, x: glyph.x + n * glyph.advance }));
  });
  const blocks = blocksOfSources([{ number: geometry.number, native: geometry, pictures: [] }]);
  const second = blocks
    .flatMap((block): readonly { readonly text: string; readonly place: Place }[] =>
      isTable(block) ? block.cells : block.kind === "paragraph" ? [block] : [],
    )
    .flatMap(({ text, place }): SecondPiece[] => {
      if (!("page" in place)) return [];
      const misread = own.find(({ box }) => box.join() === place.box.join());
      return [{ text: misread ? misread.looks[1] : text, box: place.box }];
    });
  return { geometry: { ...geometry, glyphs }, second, toPage: IDENTITY, onPage: (box) => box };
}

/** Each file is read once, however many engines say what stands in it. */
const contents = new WeakMap<Uint8Array, ReturnType<typeof readPdfContents>>();
function contentsOf(pdf: Uint8Array): ReturnType<typeof readPdfContents> {
  const read = contents.get(pdf) ?? readPdfContents(pdf);
  contents.set(pdf, read);
  return read;
}

/**
 * An engine that says of any picture what stands in a PDF, each of its pages a sheet.
 * @param looks misreadings at the first looks, and what comes of looking again
 */
export async function engineThatReads(
  pdf: Uint8Array,
  looks: { readonly first: readonly Misreading[]; readonly again: readonly Misreading[] },
) {
  const { pages } = await contentsOf(pdf);
  const lookedAgainAt: Box[] = [];
  const page = (number: number, misreadings: readonly Misreading[]): RecognisedPage => ({
    number,
    legible: true,
    sheets: pages.map(({ geometry }) => sheetOf(geometry, misreadings)),
    again: async (boxes) => {
      lookedAgainAt.push(...boxes);
      return page(number, looks.again);
    },
  });
  const engine: OcrEngine = {
    name: "a reader of pictures",
    recognise: async ({ number }) => page(number, looks.first),
    readFigures: async (pictures) => pictures.map(() => ({ text: "", certain: false })),
  };
  return { engine, lookedAgainAt };
}
