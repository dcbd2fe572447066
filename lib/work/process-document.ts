import { createHash } from "node:crypto";
import type { FlatText } from "../document/document.ts";
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
import type { OcrEngine } from "../recognition/engine.ts";
import type { Source } from "../report/schema.ts";
import type { ProcessedDocument } from "../report/store.ts";
import type { Taken } from "./judging.ts";
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
   * What becomes of pictures: an engine, asked for with the first of them, recognises them; whatever holds some is
   * deferred; or they are left unread, and the document needs review.
   */
  readonly pictures: (() => Promise<OcrEngine>) | "defer" | "leave";
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

/**
 * What makes a report of a reading is loaded while a worker's first document is read: the second reading, which a
 * thread of its own makes, takes longer.
 */
const judging = () => import("./judging.ts");

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
    const { reading, recogniser } = found;
    source.pages = reading.document.pages.length || null;
    if (recogniser !== null && reading.recognised.length > 0)
      source.ocr = { engine: recogniser, pages: [...reading.recognised] };
    const late = reading.late ?? (task.pictures === "leave" && earlier ? endOf(earlier) : undefined);
    const { reported } = await judging();
    return { kind: "processed", ...(await reported(found, source, late)) };
  } catch (error) {
    const { failure } = await import("./failure.ts");
    return { kind: "processed", report: failure(source, error), document: null };
  } finally {
    first?.close();
  }
}

/** Why a document is not read as it would have been. */
const endOf = ({ code, message }: EarlierAttempt): ReaderError => new ReaderError(code, message);

/** A document that was read, and by what its pictures were recognised; null where none were. */
type Read = Taken & { readonly recogniser: string | null };

/** @param onFirst given the first reading, which must be closed in the end @throws ReaderError */
async function readAll(
  format: FormatName,
  task: DocumentToProcess,
  onFirst: (reading: FirstReading) => void,
): Promise<Read | "deferred"> {
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
): Promise<Read | "deferred"> {
  const first = await READERS[format].read(bytes);
  onFirst(first);
  if (first.pictures && way !== "leave") checkPages(first.pictures);
  if (first.pictures && way === "defer") return "deferred";
  const engine = first.pictures && typeof way === "function" ? await way() : null;
  const reading =
    first.pictures && engine ? await recognisePictures(first.pictures, engine, onPages, onRecognised) : first;
  onRead();
  const { placesToProve, taken } = await judging();
  const as = (of: Reading, second: FlatText | null): Read => ({
    ...taken(of, second),
    recogniser: engine?.name ?? null,
  });
  const native = await flat;
  const found = as(reading, reading.second(native));
  const places = reading.again ? placesToProve(found) : [];
  if (!reading.again || places.length === 0) return found;
  try {
    const again = await reading.again(places);
    return as(again, again.second(native));
  } catch (error) {
    // What was not looked at again is not certain: of it there is no second reading.
    if (error instanceof ReaderError && isPassing(error.code)) return as(reading, null);
    throw error;
  }
}

/**
 * What can be saved of a damaged file is the one reading there is: nothing in it is certain.
 * @throws the error given, where nothing can be
 */
async function salvaged(format: FormatName, error: ReaderError, salvage: () => Promise<FlatText>): Promise<Read> {
  const text = withoutMarks(await salvage().catch(() => null));
  if (!text?.pieces.some((piece) => piece.trim() !== "")) throw error;
  const blocks = text.pieces.map((piece, paragraph) => ({
    kind: "paragraph" as const,
    text: piece,
    role: "body" as const,
    place: { paragraph },
  }));
  const { taken } = await judging();
  return { ...taken(readAsItIs({ format, title: null, pages: [], blocks }), null), recogniser: null };
}
