import { createHash } from "node:crypto";
import type { Document, FlatText } from "../document/document.ts";
import type { FormatName } from "../document/formats.ts";
import {
  CorruptError,
  isPassing,
  ReaderError,
  TooLargeError,
  TruncatedError,
  UnsupportedError,
} from "../formats/errors.ts";
import { type FirstReading, type Reading, readAsItIs } from "../formats/format.ts";
import { READERS } from "../formats/formats.ts";
import { withoutMarks } from "../formats/shared/picture-marks.ts";
import { sniff } from "../formats/sniff.ts";
import { LIMITS } from "../limits.ts";
import { withPicturesUnread } from "../profiles/common/recognised.ts";
import type { Candidate } from "../profiles/profile.ts";
import { bestCandidate, versionFor } from "../profiles/profiles.ts";
import type { OcrEngine } from "../recognition/engine.ts";
import { assembleReport } from "../report/assemble.ts";
import { picturesOf } from "../report/html/cutouts.ts";
import type { Source } from "../report/schema.ts";
import type { ProcessedDocument } from "../report/store.ts";
import { withSums } from "../sums/table-sums.ts";
import { failure, JudgementError } from "./failure.ts";
import { checkPages, recognisePictures } from "./recognise-pictures.ts";
import type { EarlierAttempt } from "./worker-messages.ts";

/** What of a format's ways to flat text is wanted: the second reading, or what can be saved of a damaged file. */
export type TextWay = "flatText" | "salvage";

/**
 * A file's flat text, from its bytes; it may be read elsewhere, fail, hang until its deadline or be killed without harm
 * to the first reading.
 */
export type SecondReading = (bytes: Uint8Array, format: FormatName, way: TextWay) => Promise<FlatText>;

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

interface DocumentToProcess {
  /** The file's name, below the folder it was found in. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly secondReading: SecondReading;
  /**
   * What becomes of pictures: an engine recognises them; whatever holds some is deferred; or they are left unread, and
   * the document needs review.
   */
  readonly pictures: OcrEngine | "defer" | "leave";
  /** Told how many pages will be recognised, which takes time, before the first one is. */
  readonly onPages?: (count: number) => void;
  /** Told after each page how many have been recognised. */
  readonly onRecognised?: (count: number) => void;
  /** Told when the first reading is done. */
  readonly onRead?: () => void;
  /** How an attempt before this one ended. */
  readonly earlier?: EarlierAttempt;
}

type Outcome =
  | ({ readonly kind: "processed" } & ProcessedDocument)
  /** It holds pictures, which are left to others. */
  | { readonly kind: "deferred" };

/** One document from bytes to outcome. Never throws: whatever happens to a file is in its report. */
export async function processDocument(task: DocumentToProcess): Promise<Outcome> {
  const { name, bytes, earlier } = task;
  const source: Source = { name, bytes: bytes.length, sha256: sha256(bytes), format: null, pages: null, ocr: null };
  let first: FirstReading | undefined;
  try {
    if (bytes.length > LIMITS.fileBytes) throw new TooLargeError();
    const format = sniff(bytes);
    if (format === "zip") throw new UnsupportedError("压缩包里还有压缩包，请解压后提交其中的文件。");
    source.format = format;
    const found = await readAll(format, task, (reading) => {
      first = reading;
    });
    if (found === "deferred") return { kind: "deferred" };
    const { reading, candidate } = found;
    const { recognised, view, inPicture } = reading;
    source.pages = reading.document.pages.length || null;
    if (typeof task.pictures === "object" && recognised.length > 0)
      source.ocr = { engine: task.pictures.name, pages: [...recognised] };
    const judged = askingFamilies(() => candidate.judge());
    const late = reading.late ?? (task.pictures === "leave" && earlier ? endOf(earlier) : undefined);
    if (late && judged.profile === null && lettersIn(reading.document) < LEAST_LETTERS) throw late;
    const document = judged.profile === null ? withSums(reading.document, found.second) : reading.document;
    const judgement = late ? withPicturesUnread(judged) : judged;
    const report = assembleReport(judgement, { engineVersion: versionFor(judgement.profile), source });
    const pictures = view && (await picturesOf(report, document, { view, inPicture }).catch(() => undefined));
    if (!pictures?.pages.size) return { kind: "processed", report, document };
    const shown = {
      shownPages: [...pictures.pages.keys()],
      shownCells: [...pictures.cutouts.keys()],
      shownPlaces: pictures.places,
    };
    return { kind: "processed", report: { ...report, source: { ...report.source, ...shown } }, document, pictures };
  } catch (error) {
    return { kind: "processed", report: failure(source, error), document: null };
  } finally {
    first?.close();
  }
}

/** @throws JudgementError: what a family stumbles over is no property of the file */
function askingFamilies<T>(question: () => T): T {
  try {
    return question();
  } catch (error) {
    throw new JudgementError(error);
  }
}

/** Why a document is not read as it would have been. */
const endOf = ({ code, message }: EarlierAttempt): ReaderError => new ReaderError(code, message);

/**
 * A cover does not tell what the pages behind it are: fewer letters than a page has say of a document with unread
 * pictures nothing.
 */
const LEAST_LETTERS = 500;

const lettersIn = ({ blocks }: Document): number =>
  blocks.reduce((sum, block) => {
    if (block.kind === "paragraph") return sum + block.text.length;
    return block.kind === "table" ? block.cells.reduce((cells, cell) => cells + cell.text.length, sum) : sum;
  }, 0);

/** What was read of a document, and what it is taken for by both its readings. */
interface Taken {
  readonly reading: Reading;
  readonly candidate: Candidate;
  readonly second: FlatText | null;
}

const taken = (reading: Reading, second: FlatText | null): Taken => ({
  reading,
  second,
  candidate: askingFamilies(() =>
    bestCandidate({ document: reading.document, second, recognised: reading.recognised }),
  ),
});

/** @param onFirst given the first reading, which must be closed in the end @throws ReaderError */
async function readAll(
  format: FormatName,
  task: DocumentToProcess,
  onFirst: (reading: FirstReading) => void,
): Promise<Taken | "deferred"> {
  const { bytes, secondReading, earlier } = task;
  const { flatText, salvage } = READERS[format];
  // What killed a worker after the first reading may have been the second.
  const mayReadAgain = earlier?.hadRead !== true;
  const saved = (error: ReaderError) =>
    salvaged(format, error, async () => {
      if (!salvage || !mayReadAgain) throw error;
      return secondReading(bytes, format, "salvage");
    });
  // What killed a worker in its first reading is not read so again, unless there is no other way.
  if (earlier && mayReadAgain && salvage) return saved(endOf(earlier));
  const flat = flatText && mayReadAgain ? secondReading(bytes, format, "flatText").catch(() => null) : null;
  try {
    return await readBoth(format, task, flat, onFirst);
  } catch (error) {
    if (error instanceof CorruptError && !(error instanceof TruncatedError)) return saved(error);
    throw error;
  }
}

async function readBoth(
  format: FormatName,
  { bytes, pictures: way, onPages = () => {}, onRecognised = () => {}, onRead = () => {} }: DocumentToProcess,
  flat: Promise<FlatText | null> | null,
  onFirst: (reading: FirstReading) => void,
): Promise<Taken | "deferred"> {
  const first = await READERS[format].read(bytes);
  onFirst(first);
  if (first.pictures && way !== "leave") checkPages(first.pictures);
  if (first.pictures && way === "defer") return "deferred";
  const reading =
    first.pictures && typeof way === "object"
      ? await recognisePictures(first.pictures, way, onPages, onRecognised)
      : first;
  onRead();
  const native = await flat;
  const found = taken(reading, reading.second(native));
  const places = reading.again ? askingFamilies(() => found.candidate.placesToProve()) : [];
  if (!reading.again || places.length === 0) return found;
  try {
    const again = await reading.again(places);
    return taken(again, again.second(native));
  } catch (error) {
    // What was not looked at again is not certain: of it there is no second reading.
    if (error instanceof ReaderError && isPassing(error.code)) return taken(reading, null);
    throw error;
  }
}

/**
 * What can be saved of a damaged file is the one reading there is: nothing in it is certain.
 * @throws the error given, where nothing can be
 */
async function salvaged(format: FormatName, error: ReaderError, salvage: () => Promise<FlatText>): Promise<Taken> {
  const text = withoutMarks(await salvage().catch(() => null));
  if (!text?.pieces.some((piece) => piece.trim() !== "")) throw error;
  const blocks = text.pieces.map((piece, paragraph) => ({
    kind: "paragraph" as const,
    text: piece,
    role: "body" as const,
    place: { paragraph },
  }));
  return taken(readAsItIs({ format, title: null, pages: [], blocks }), null);
}
