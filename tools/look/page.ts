import type { Box } from "../../lib/document/document.ts";
import type { FormatName } from "../../lib/document/formats.ts";
import { readOfdContents } from "../../lib/formats/ofd/contents.ts";
import { openContents } from "../../lib/formats/pdf/contents.ts";
import { encodingOf } from "../../lib/formats/shared/image-encodings.ts";
import { imagePages } from "../../lib/formats/shared/image-pages.ts";
import type { PageContent } from "../../lib/formats/shared/page-kind.ts";
import { renderPage } from "../../lib/formats/shared/pdfium/render.ts";
import { glyphBox, type PageGeometry, type Stroke } from "../../lib/pages/geometry.ts";
import type { Raster, RecognisedPage } from "../../lib/recognition/engine.ts";
import { IDENTITY, mapBox } from "../../lib/recognition/picture/homography.ts";

/** A page as it is looked at, all in points of the page. */
export interface ShownPage {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** Its picture; null where only what stands on it can be drawn. */
  readonly raster: Raster | null;
  readonly rulings: readonly Box[];
  readonly characters: readonly { readonly box: Box; readonly text: string }[];
  readonly flaws: readonly Box[];
}

const boxOfStroke = ({ x0, y0, x1, y1, thickness }: Stroke): Box => {
  const half = Math.max(thickness, 0.5) / 2;
  return [Math.min(x0, x1) - half, Math.min(y0, y1) - half, Math.abs(x1 - x0) + 2 * half, Math.abs(y1 - y0) + 2 * half];
};

const rulingsIn = ({ strokes, fills }: PageGeometry, toPage = IDENTITY): Box[] =>
  [...strokes.map(boxOfStroke), ...fills].map((box) => mapBox(toPage, box));
const charactersIn = ({ glyphs }: PageGeometry, toPage = IDENTITY) =>
  glyphs.map((glyph) => ({ box: mapBox(toPage, glyphBox(glyph)), text: glyph.text }));

/** What is drawn on a page of a file that has drawn pages, and its picture where there is a program that makes one. */
async function drawnPage(
  format: FormatName,
  bytes: Uint8Array,
  number: number,
): Promise<{ readonly content: PageContent | undefined; readonly raster: Raster | null }> {
  if (format === "ofd") return { content: (await readOfdContents(bytes)).pages[number - 1], raster: null };
  if (format !== "pdf") return { content: undefined, raster: null };
  const { pdf, contents } = await openContents(bytes);
  try {
    const content = contents.pages[number - 1];
    return { content, raster: content ? renderPage(pdf, number) : null };
  } finally {
    pdf.close();
  }
}

/** A page of a file that has pages, with what is found on it; null for other files and where there is no such page. */
export async function pageShown(
  format: FormatName,
  bytes: Uint8Array,
  number: number,
  recognised: readonly RecognisedPage[],
): Promise<ShownPage | null> {
  const sheets = recognised.filter((page) => page.number === number).flatMap((page) => page.sheets);
  const found = {
    rulings: sheets.flatMap(({ geometry, toPage }) => rulingsIn(geometry, toPage)),
    characters: sheets.flatMap(({ geometry, toPage }) => charactersIn(geometry, toPage)),
  };
  const encoding = encodingOf(bytes);
  if (encoding) {
    const image = (await imagePages(bytes, encoding))[number - 1];
    if (!image) return null;
    const [, , width, height] = image.area;
    return { number, width, height, raster: await image.decode(), ...found, flaws: [] };
  }
  const { content, raster } = await drawnPage(format, bytes, number);
  if (!content) return null;
  const { geometry, flaws } = content;
  return {
    number,
    width: geometry.width,
    height: geometry.height,
    raster,
    rulings: [...rulingsIn(geometry), ...found.rulings],
    characters: [...charactersIn(geometry), ...found.characters],
    flaws: flaws.map(({ box }) => box),
  };
}
