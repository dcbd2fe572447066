import type { Block, Document, FlatText, Picture, Place } from "../../document/document.ts";
import type { RecognisedPage } from "../../recognition/engine.ts";
import { blocksOfSources, flatTextOfSources } from "../../recognition/merge.ts";
import { ReaderError } from "../errors.ts";
import { imagePages } from "../image/read.ts";
import {
  bounded,
  inTime,
  lateness,
  lookedAgain,
  mayMatter,
  type Recognition,
  type RecognitionOptions,
  unpictured,
} from "../shared/recognition.ts";
import { isImageKind, sniff } from "../sniff.ts";
import { PICTURE_MARK } from "./clean.ts";
import { readDocx, readDocxPicture } from "./read.ts";

/** Tables and pages pasted into a Word file as pictures. */

interface Found {
  readonly picture: Picture;
  readonly recognised: RecognisedPage;
  readonly box: readonly [number, number, number, number];
}

/** What a Word file says once its pictures are recognised, as far as they may hold a table. */
export async function recogniseDocx(bytes: Uint8Array, options: RecognitionOptions): Promise<Recognition> {
  const document = readDocx(bytes);
  const pictures = document.blocks.filter((block) => block.kind === "picture");
  const wanted = pictures.filter((picture) => picture.part !== undefined && mayMatter(picture.width, picture.height));
  if (wanted.length === 0) return unpictured(document, withoutMarks);
  bounded(wanted.length, options);
  const found = new Map<Picture, Found>();
  for (const [index, picture] of wanted.entries()) {
    const recognised = await inTime(options, () => recognisePicture(bytes, picture, index + 1, options)).catch(
      (error: unknown) => {
        if (error instanceof ReaderError) return null;
        throw error;
      },
    );
    if (recognised) found.set(picture, recognised);
  }
  return recognitionOf(document, pictures, found, lateness(options));
}

function recognitionOf(
  document: Document,
  pictures: readonly Picture[],
  found: ReadonlyMap<Picture, Found>,
  late: Pick<Recognition, "late">,
): Recognition {
  const { blocks, origins } = withPictures(document, found);
  return {
    ...late,
    document: { ...document, blocks },
    second: (native) => native && secondOf(native, pictures, found),
    pages: [...found.values()].map(({ recognised }) => recognised.number),
    again: async (places) => {
      const inPictures = places.flatMap((place) => origins.get(keyOf(place)) ?? []);
      const looked = new Map<Picture, Found>();
      for (const [picture, one] of found) {
        const [source] = await lookedAgain(sourcesOf([one]), inPictures);
        looked.set(picture, { ...one, recognised: source?.pictures[0]?.recognised ?? one.recognised });
      }
      return recognitionOf(document, pictures, looked, late);
    },
  };
}

const keyOf = (place: Place): string => ("table" in place ? `${place.table},${place.row},${place.column}` : "");

/** A picture that can't be decoded stays a picture: the file itself is readable. */
async function recognisePicture(
  bytes: Uint8Array,
  picture: Picture,
  number: number,
  { engine, ...options }: RecognitionOptions,
): Promise<Found | null> {
  const content = readDocxPicture(bytes, picture.part ?? "");
  const kind = content && sniff(content);
  if (!content || !kind || !isImageKind(kind)) return null;
  const [page] = await imagePages(content, kind);
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

const withoutMarks = (native: FlatText | null): FlatText | null =>
  native && { ...native, pieces: native.pieces.map((piece) => piece.replaceAll(PICTURE_MARK, "")) };

/** The second looks in place of the marks; where the two readings saw different pictures there is no second reading. */
function secondOf(native: FlatText, pictures: readonly Picture[], found: ReadonlyMap<Picture, Found>): FlatText | null {
  const marks = native.pieces.join("").split(PICTURE_MARK).length - 1;
  // Headers and notes come last, and the second reading leaves them out.
  if (marks > pictures.length) return null;
  let index = 0;
  const pieces = native.pieces.flatMap((piece) => {
    const parts = piece.split(PICTURE_MARK);
    return parts.flatMap((part, at) => {
      const picture = at === 0 ? undefined : pictures[index++];
      const read = picture && found.get(picture);
      const recognised = read ? (flatTextOfSources(sourcesOf([read]), null)?.pieces ?? []) : [];
      return parts.length > 1 && part === "" ? recognised : [...recognised, part];
    });
  });
  return { ...native, pieces };
}
