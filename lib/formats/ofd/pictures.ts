import type { Box, Page, PageKind } from "../../document/document.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import { commonBox, contains, glyphCentre, type PageGeometry } from "../../pages/geometry.ts";
import type { PageSource } from "../../recognition/merge.ts";
import { asItStands } from "../../recognition/picture/shown-page.ts";
import { ReaderError } from "../errors.ts";
import type { Pictures, Reading, Recogniser } from "../format.ts";
import { kindOf, pageOf, readableOf } from "../shared/page-kind.ts";
import { inTime, lateness, mayMatter, readingOfSources, recogniseBoxes, twoAtATime } from "../shared/recognition.ts";
import type { OfdContents } from "./contents.ts";
import type { PageShown } from "./page.ts";
import { pagePicture } from "./page-picture.ts";

/** Pages that are pictures, wholly or in part: what is recognised takes the place of the pictures. */

const WHOLE: ReadonlySet<PageKind> = new Set<PageKind>(["picture", "searchable-scan"]);

/** Of what lies on a picture, each piece of this side (points) is told: no cell of figures is smaller. */
const TILE = 8;
/** Pieces of a page: one with more on its pictures, half a page of A4, is not recognised. */
const MOST_TILES = 4000;

const tilesAlong = (length: number): number => Math.max(1, Math.ceil(length / TILE));
const tilesIn = ({ box: [, , width, height] }: PlacedFlaw): number => tilesAlong(width) * tilesAlong(height);

function tilesOf(flaw: PlacedFlaw): PlacedFlaw[] {
  const [x, y, width, height] = flaw.box;
  const [across, down] = [tilesAlong(width), tilesAlong(height)];
  const [w, h] = [width / across, height / down];
  return Array.from({ length: across * down }, (_, n) => ({
    ...flaw,
    box: [x + (n % across) * w, y + Math.floor(n / across) * h, w, h] as const,
  }));
}

/** A line has no width or no height. */
const touches = ([x, y, width, height]: Box, [left, top, w, h]: Box): boolean =>
  left <= x + width && left + w >= x && top <= y + height && top + h >= y;

/** What of a page is to be recognised. */
function wantedOf({ geometry, placed, over, ...rest }: PageShown): readonly Box[] {
  const { width, height, pictures } = geometry;
  const page: Box = [0, 0, width, height];
  const drawn = placed.flatMap((picture) => (picture.drawn ? [commonBox(picture.box, page)] : []));
  const matter = drawn.filter((box) => mayMatter(box[2], box[3]));
  if (matter.length === 0 || over.reduce((sum, flaw) => sum + tilesIn(flaw), 0) > MOST_TILES) return [];
  const kind = kindOf({ geometry, ...rest });
  if (WHOLE.has(kind)) return [page];
  return kind === "mixed" ? pictures.filter((box) => matter.some((one) => one.join() === box.join())) : [];
}

/** What an engine must read of these pages; null where it need not. */
export function picturesIn(contents: OfdContents): Pictures | null {
  const wanted = contents.pages.map(wantedOf);
  const pages = wanted.filter((boxes) => boxes.length > 0).length;
  return pages === 0 ? null : { pages, cells: 0, recognise: (recogniser) => recognised(contents, wanted, recogniser) };
}

/**
 * What a page shows beside the pictures that were recognised; null where that is nothing. What is printed on them is
 * told as lying on what was recognised there.
 */
function nativeOf({ geometry, placed }: PageShown, boxes: readonly Box[], whole: boolean): PageGeometry | null {
  const page: Box = [0, 0, geometry.width, geometry.height];
  const drawn = placed.flatMap((picture) => (picture.drawn ? [commonBox(picture.box, page)] : []));
  const read = whole ? drawn : boxes;
  const glyphs = geometry.glyphs.filter((glyph) => !read.some((box) => contains(box, ...glyphCentre(glyph))));
  if (!whole) return { ...geometry, glyphs };
  const known = new Set(read.map((box) => box.join()));
  const pictures = geometry.pictures.filter((box) => !known.has(box.join()));
  return glyphs.length + pictures.length === 0 ? null : { ...geometry, glyphs, strokes: [], fills: [], pictures };
}

async function recognised(
  contents: OfdContents,
  wanted: readonly (readonly Box[])[],
  recogniser: Recogniser,
): Promise<Reading> {
  const { ofd, title } = contents;
  const sources: PageSource[] = [];
  const pages: Page[] = [];
  const flaws: PlacedFlaw[] = [];
  const numbers = new Set<number>();
  const all = await twoAtATime(contents.pages, async (content, index) => {
    const boxes = wanted[index] ?? [];
    return boxes.length === 0 ? null : inTime(recogniser, () => recognisePage(contents, content, boxes, recogniser));
  });
  for (const [index, content] of contents.pages.entries()) {
    const boxes = wanted[index] ?? [];
    const { number } = content.geometry;
    const page = pageOf(content);
    flaws.push(...content.flaws);
    const found = all[index];
    if (!found) {
      sources.push({ number, native: readableOf(content), pictures: [] });
      pages.push(page);
      continue;
    }
    flaws.push(...content.over.filter(({ box }) => boxes.some((one) => touches(one, box))).flatMap(tilesOf));
    sources.push({ number, native: nativeOf(content, boxes, WHOLE.has(page.kind)), pictures: found });
    pages.push({ ...page, recognised: found.every(({ recognised: { legible } }) => legible) });
    numbers.add(number);
  }
  const view = async (number: number) => {
    const content = contents.pages[number - 1];
    if (!content || !numbers.has(number)) return null;
    const { width, height } = content.geometry;
    return asItStands({ raster: await pagePicture(ofd, content), area: [0, 0, width, height] });
  };
  const base = { format: "ofd", title, pages } as const;
  return readingOfSources(sources, base, { recognised: [...numbers], view, ...lateness(recogniser) }, flaws);
}

/** What stands in these boxes of a page; null where a picture can't be decoded: then it stays one. */
async function recognisePage(
  { ofd }: OfdContents,
  content: PageShown,
  boxes: readonly Box[],
  recogniser: Recogniser,
): Promise<PageSource["pictures"] | null> {
  const { number, width } = content.geometry;
  const raster = await pagePicture(ofd, content).catch((error: unknown) => {
    if (error instanceof ReaderError) return null;
    throw error;
  });
  if (!raster) return null;
  const layer = kindOf(content) === "searchable-scan" ? content.hidden : null;
  return recogniseBoxes({ number, raster, width }, boxes, layer, recogniser);
}
