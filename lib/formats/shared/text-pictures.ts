import { mergedFlaws } from "../../document/appearance.ts";
import type { Block, Box, Cell, Cut, Document, FlatText, Picture, Place } from "../../document/document.ts";
import type { PlacedPicture, RecognisedPage } from "../../recognition/engine.ts";
import { blocksOfSources, flatTextOfSources } from "../../recognition/merge.ts";
import { cropped } from "../../recognition/picture/raster.ts";
import { uprightPage } from "../../recognition/picture/shown-page.ts";
import { ReaderError } from "../errors.ts";
import { type FirstReading, type Pictures, type Reading, type Recogniser, readAsItIs } from "../format.ts";
import { encodingOf } from "./image-encodings.ts";
import { imagePages } from "./image-pages.ts";
import { splitAtMarks, withoutMarks, withoutMarksIn } from "./picture-marks.ts";
import { inTime, lateness, lookedAgain, mayMatter, twoAtATime } from "./recognition.ts";

/** Tables and pages that stand in a text as pictures: in Word files, workbooks and web pages. */

interface Found {
  readonly picture: Picture;
  readonly recognised: RecognisedPage;
  readonly box: Box;
}

/** Gives the bytes of a picture by its source; null where there are none. @throws ReaderError */
type BytesOf = (source: string) => Uint8Array | null;

/**
 * The first reading of a file whose pictures stand in its text.
 * @param document in which pictures that the file holds have a source; its second reading marks them by the same
 */
export const readWithPictures = (document: Document, bytesOf: BytesOf): FirstReading => ({
  ...readAsItIs(document),
  second: withoutMarks,
  pictures: picturesIn(document, bytesOf),
});

/** What of a document's pictures may hold a table or prose; null where none does. */
function picturesIn(document: Document, bytesOf: BytesOf): Pictures | null {
  const wanted = document.blocks.filter(
    (block): block is Picture =>
      block.kind === "picture" && block.source !== undefined && mayMatter(block.width, block.height),
  );
  if (wanted.length === 0) return null;
  const recognise = async (recogniser: Recogniser): Promise<Reading> => {
    const found = new Map<Picture, Found>();
    const all = await twoAtATime(wanted, (picture, index) =>
      inTime(recogniser, () => recognisePicture(bytesOf, picture, index + 1, recogniser)).catch((error: unknown) => {
        if (error instanceof ReaderError) return null;
        throw error;
      }),
    );
    for (const recognised of all) if (recognised) found.set(recognised.picture, recognised);
    return readingOf(document, bytesOf, found, lateness(recogniser));
  };
  return { pages: wanted.length, cells: 0, recognise };
}

function readingOf(
  document: Document,
  bytesOf: BytesOf,
  found: ReadonlyMap<Picture, Found>,
  late: Pick<Reading, "late">,
): Reading {
  const { blocks, origins } = withPictures(document, found);
  return {
    ...late,
    document: { ...document, blocks },
    second: (native) => native && secondOf(native, found),
    recognised: [...found.values()].map(({ recognised }) => recognised.number),
    view: async (number) => {
      const one = [...found.values()].find(({ recognised }) => recognised.number === number);
      const shown = one && (await pictureShown(bytesOf, one.picture));
      return shown ? uprightPage(shown, one.recognised.sheets) : null;
    },
    inPicture: (place) => origins.get(keyOf(place)) ?? null,
    again: async (places) => {
      const inPictures = places.flatMap((place) => origins.get(keyOf(place)) ?? []);
      const looked = new Map<Picture, Found>();
      for (const [picture, one] of found) {
        const [source] = await lookedAgain(sourcesOf([one]), inPictures);
        looked.set(picture, { ...one, recognised: source?.pictures[0]?.recognised ?? one.recognised });
      }
      return readingOf(document, bytesOf, looked, late);
    },
  };
}

const keyOf = (place: Place): string => ("table" in place ? `${place.table},${place.row},${place.column}` : "");

/** A picture that can't be decoded stays a picture: the file itself is readable. */
async function recognisePicture(
  bytesOf: BytesOf,
  picture: Picture,
  number: number,
  { engine, ...options }: Recogniser,
): Promise<Found | null> {
  const shown = await pictureShown(bytesOf, picture);
  if (!shown) return null;
  const recognised = await engine.recognise({ number, ...shown }, options);
  return { picture, recognised, box: shown.area };
}

/** As it stands in the text; null where it can't be decoded. @throws ReaderError */
async function pictureShown(bytesOf: BytesOf, { source = "", cut }: Picture): Promise<PlacedPicture | null> {
  const content = bytesOf(source);
  const encoding = content && encodingOf(content);
  if (!content || !encoding) return null;
  const [page] = await imagePages(content, encoding);
  return page ? shownOf({ raster: await page.decode(), area: page.area }, cut) : null;
}

/** A picture without what is cut off of it. */
function shownOf({ raster, area }: PlacedPicture, cut: Cut | undefined): PlacedPicture {
  if (!cut) return { raster, area };
  const { width, height } = raster;
  const [left, top, right, bottom] = cut;
  const x0 = Math.min(Math.floor(left * width), width - 1);
  const y0 = Math.min(Math.floor(top * height), height - 1);
  const x1 = Math.max(Math.ceil((1 - right) * width), x0 + 1);
  const y1 = Math.max(Math.ceil((1 - bottom) * height), y0 + 1);
  return {
    raster: cropped(raster, { x0, y0, x1, y1 }),
    area: [0, 0, (area[2] * (x1 - x0)) / width, (area[3] * (y1 - y0)) / height],
  };
}

const sourcesOf = (run: readonly Found[]) =>
  run.map(({ recognised, box }) => ({ number: recognised.number, native: null, pictures: [{ box, recognised }] }));

/**
 * Pictures that follow each other hold parts of one table. What was not read well stays beside what was read, since it
 * may hold more.
 * @returns also where the cells of tables stand in the pictures
 */
function withPictures(
  document: Document,
  found: ReadonlyMap<Picture, Found>,
): { readonly blocks: Block[]; readonly origins: ReadonlyMap<string, Place> } {
  const blocks: Block[] = [];
  const origins = new Map<string, Place>();
  let tables = document.blocks.filter((block) => block.kind === "table").length;
  let run: Found[] = [];
  const flush = () => {
    const [first] = run;
    if (!first) return;
    for (const block of withCovers(blocksOfSources(sourcesOf(run)), run)) {
      if (block.kind !== "table") {
        blocks.push({ ...block, place: first.picture.place });
        continue;
      }
      const table = tables++;
      const cells = block.cells.map((cell) => {
        const place: Place = { table, row: cell.row, column: cell.column };
        origins.set(keyOf(place), cell.place);
        return { ...cell, place };
      });
      blocks.push({ ...block, cells, place: { table, row: 0, column: 0 } });
    }
    blocks.push(...run.filter(({ recognised }) => !recognised.legible).map(({ picture }) => picture));
    run = [];
  };
  for (const block of document.blocks) {
    const read = block.kind === "picture" ? found.get(block) : undefined;
    if (read) run.push(read);
    else {
      flush();
      blocks.push(block);
    }
  }
  flush();
  return { blocks, origins };
}

/** What was read in pictures, with what lies over it there. */
function withCovers(blocks: readonly Block[], run: readonly Found[]): readonly Block[] {
  const covers = run.flatMap(({ picture, recognised, box }) =>
    (picture.covers ?? []).map(({ from, to, how }) => ({
      page: recognised.number,
      top: from * box[3],
      bottom: to * box[3],
      flaw: { kind: "covered", how: `盖在上面的${how}`, text: "" } as const,
    })),
  );
  if (covers.length === 0) return blocks;
  const covered = <T extends Cell | Block>(part: T): T => {
    const { place } = part;
    if (!("page" in place)) return part;
    const [, top, , height] = place.box;
    const over = covers.filter((cover) => cover.page === place.page && cover.top < top + height && cover.bottom > top);
    return over.length === 0 ? part : { ...part, flaws: mergedFlaws(over.map(({ flaw }) => flaw)) };
  };
  return blocks.map((block) =>
    block.kind === "table" ? { ...block, cells: block.cells.map(covered) } : covered(block),
  );
}

/** The second looks in place of the marks of pictures that were recognised. */
function secondOf(native: FlatText, found: ReadonlyMap<Picture, Found>): FlatText {
  // One that stands in the text twice may be cut differently.
  const bySource = new Map<string, Found[]>();
  for (const one of found.values()) {
    const { source = "" } = one.picture;
    bySource.set(source, [...(bySource.get(source) ?? []), one]);
  }
  const next = (source: string): Found | undefined => {
    const all = bySource.get(source);
    return all && all.length > 1 ? all.shift() : all?.[0];
  };
  const pieces = native.pieces.flatMap((piece) => {
    const parts = splitAtMarks(piece);
    if (!parts.some((part, at) => at % 2 === 1 && bySource.has(part))) return [withoutMarksIn(piece)];
    return parts.flatMap((part, at) => {
      if (at % 2 === 0) return part === "" ? [] : [withoutMarksIn(part)];
      const read = next(part);
      return read ? (flatTextOfSources(sourcesOf([read]), null)?.pieces ?? []) : [];
    });
  });
  return { ...native, pieces };
}
