import type { Block, Document, FlatText, Picture, Place } from "../../document/document.ts";
import { OBJECT_MARK } from "../../document/text.ts";
import type { RecognisedPage } from "../../recognition/engine.ts";
import { blocksOfSources, flatTextOfSources } from "../../recognition/merge.ts";
import { ReaderError } from "../errors.ts";
import type { Pictures, Reading, Recogniser } from "../format.ts";
import { encodingOf } from "../shared/image-encodings.ts";
import { imagePages } from "../shared/image-pages.ts";
import { inTime, lateness, lookedAgain, mayMatter } from "../shared/recognition.ts";

/** Tables and pages pasted into a Word file as pictures. */

interface Found {
  readonly picture: Picture;
  readonly recognised: RecognisedPage;
  readonly box: readonly [number, number, number, number];
}

/** Gives the bytes of a part of the file; null where there is none of that name. @throws ReaderError */
type ReadPart = (name: string) => Uint8Array | null;

/** What of a Word file's pictures may hold a table or prose; null where none does. */
export function picturesIn(document: Document, read: ReadPart): Pictures | null {
  const pictures = document.blocks.filter((block) => block.kind === "picture");
  const wanted = pictures.filter((picture) => picture.part !== undefined && mayMatter(picture.width, picture.height));
  if (wanted.length === 0) return null;
  const recognise = async (recogniser: Recogniser): Promise<Reading> => {
    const found = new Map<Picture, Found>();
    for (const [index, picture] of wanted.entries()) {
      const recognised = await inTime(recogniser, () => recognisePicture(read, picture, index + 1, recogniser)).catch(
        (error: unknown) => {
          if (error instanceof ReaderError) return null;
          throw error;
        },
      );
      if (recognised) found.set(picture, recognised);
    }
    return readingOf(document, pictures, found, lateness(recogniser));
  };
  return { pages: wanted.length, cells: 0, recognise };
}

function readingOf(
  document: Document,
  pictures: readonly Picture[],
  found: ReadonlyMap<Picture, Found>,
  late: Pick<Reading, "late">,
): Reading {
  const { blocks, origins } = withPictures(document, found);
  return {
    ...late,
    document: { ...document, blocks },
    second: (native) => native && secondOf(native, pictures, found),
    recognised: [...found.values()].map(({ recognised }) => recognised.number),
    again: async (places) => {
      const inPictures = places.flatMap((place) => origins.get(keyOf(place)) ?? []);
      const looked = new Map<Picture, Found>();
      for (const [picture, one] of found) {
        const [source] = await lookedAgain(sourcesOf([one]), inPictures);
        looked.set(picture, { ...one, recognised: source?.pictures[0]?.recognised ?? one.recognised });
      }
      return readingOf(document, pictures, looked, late);
    },
  };
}

const keyOf = (place: Place): string => ("table" in place ? `${place.table},${place.row},${place.column}` : "");

/** A picture that can't be decoded stays a picture: the file itself is readable. */
async function recognisePicture(
  read: ReadPart,
  picture: Picture,
  number: number,
  { engine, ...options }: Recogniser,
): Promise<Found | null> {
  const content = read(picture.part ?? "");
  const encoding = content && encodingOf(content);
  if (!content || !encoding) return null;
  const [page] = await imagePages(content, encoding);
  if (!page) return null;
  const recognised = await engine.recognise({ number, raster: await page.decode(), area: page.area }, options);
  return { picture, recognised, box: page.area };
}

const sourcesOf = (run: readonly Found[]) =>
  run.map(({ recognised, box }) => ({ number: recognised.number, native: null, pictures: [{ box, recognised }] }));

/**
 * Pictures that follow each other hold parts of one table. What was not read well stays beside what was read, since it
 * may hold more.
 */
function withPictures(
  document: Document,
  found: ReadonlyMap<Picture, Found>,
): {
  readonly blocks: Block[] /** Where the cells of tables stand in the pictures. */;
  readonly origins: ReadonlyMap<string, Place>;
} {
  const blocks: Block[] = [];
  const origins = new Map<string, Place>();
  let tables = document.blocks.filter((block) => block.kind === "table").length;
  let run: Found[] = [];
  const flush = () => {
    const [first] = run;
    if (!first) return;
    for (const block of blocksOfSources(sourcesOf(run))) {
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

/** The second reading where no picture is recognised. */
export const withoutMarks = (native: FlatText | null): FlatText | null =>
  native && { ...native, pieces: native.pieces.map((piece) => piece.replaceAll(OBJECT_MARK, "")) };

/** The second looks in place of the marks; where the two readings saw different pictures there is no second reading. */
function secondOf(native: FlatText, pictures: readonly Picture[], found: ReadonlyMap<Picture, Found>): FlatText | null {
  const marks = native.pieces.join("").split(OBJECT_MARK).length - 1;
  // Headers and notes come last, and the second reading leaves them out.
  if (marks > pictures.length) return null;
  let index = 0;
  const pieces = native.pieces.flatMap((piece) => {
    const parts = piece.split(OBJECT_MARK);
    return parts.flatMap((part, at) => {
      const picture = at === 0 ? undefined : pictures[index++];
      const read = picture && found.get(picture);
      const recognised = read ? (flatTextOfSources(sourcesOf([read]), null)?.pieces ?? []) : [];
      return parts.length > 1 && part === "" ? recognised : [...recognised, part];
    });
  });
  return { ...native, pieces };
}
