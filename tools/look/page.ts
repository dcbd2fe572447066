import type { Box } from "../../lib/document/document.ts";
import { imagePages } from "../../lib/formats/image/read.ts";
import { readOfdContents } from "../../lib/formats/ofd/read.ts";
import { readPdfContents } from "../../lib/formats/pdf/read.ts";
import { renderPage } from "../../lib/formats/pdf/render.ts";
import type { PageContent } from "../../lib/formats/shared/page-kind.ts";
import { isImageKind, type Kind } from "../../lib/formats/sniff.ts";
import { glyphBox, type PageGeometry, type Stroke } from "../../lib/pages/geometry.ts";
import type { Raster, RecognisedPage } from "../../lib/recognition/engine.ts";

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

const same = (box: Box): Box => box;
const rulingsIn = ({ strokes, fills }: PageGeometry, toPage = same): Box[] =>
  [...strokes.map(boxOfStroke), ...fills].map(toPage);
const charactersIn = ({ glyphs }: PageGeometry, toPage = same) =>
  glyphs.map((glyph) => ({ box: toPage(glyphBox(glyph)), text: glyph.text }));

/** A page of a file that has pages, with what is found on it; null for other files and where there is no such page. */
export async function pageShown(
  kind: Kind,
  bytes: Uint8Array,
  number: number,
  recognised: readonly RecognisedPage[],
): Promise<ShownPage | null> {
  const sheets = recognised.filter((page) => page.number === number).flatMap((page) => page.sheets);
  const found = {
    rulings: sheets.flatMap(({ geometry, toPage }) => rulingsIn(geometry, toPage)),
    characters: sheets.flatMap(({ geometry, toPage }) => charactersIn(geometry, toPage)),
  };
  if (isImageKind(kind)) {
    const image = (await imagePages(bytes, kind))[number - 1];
    if (!image) return null;
    const [, , width, height] = image.area;
    return { number, width, height, raster: await image.decode(), ...found, flaws: [] };
  }
  const content: PageContent | undefined =
    kind === "pdf"
      ? (await readPdfContents(bytes)).pages[number - 1]
      : kind === "ofd"
        ? (await readOfdContents(bytes)).pages[number - 1]
        : undefined;
  if (!content) return null;
  const { geometry, flaws } = content;
  return {
    number,
    width: geometry.width,
    height: geometry.height,
    raster: kind === "pdf" ? await renderPage(bytes, number) : null,
    rulings: [...rulingsIn(geometry), ...found.rulings],
    characters: [...charactersIn(geometry), ...found.characters],
    flaws: flaws.map(({ box }) => box),
  };
}
