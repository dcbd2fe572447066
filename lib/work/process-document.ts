import { createHash } from "node:crypto";
import type { Document, FlatText } from "../document/document.ts";
import { CorruptError, isPassing, ReaderError, TooLargeError, TruncatedError } from "../formats/errors.ts";
import { formatOf, readerOf } from "../formats/formats.ts";
import { recognise } from "../formats/recognise.ts";
import type { Recognition, RecognitionOptions } from "../formats/shared/recognition.ts";
import { isImageKind, type Kind, sniff } from "../formats/sniff.ts";
import { LIMITS } from "../limits.ts";
import { withPicturesUnread } from "../profiles/common/recognised.ts";
import type { Candidate, DocumentReading } from "../profiles/profile.ts";
import { bestCandidate } from "../profiles/profiles.ts";
import { assembleReport } from "../report/assemble.ts";
import { type PageView, picturesOf } from "../report/html/cutouts.ts";
import type { Source } from "../report/schema.ts";
import type { ProcessedDocument } from "../report/store.ts";
import { ENGINE_VERSION } from "../version.ts";
import { failure } from "./failure.ts";

/**
 * The second reading of the same bytes; it may run elsewhere, fail, hang until its deadline or be killed without harm
 * to the first. With `salvage` it gives what can be saved of a file that the first reading refused.
 */
export type SecondReading = (bytes: Uint8Array, kind: Kind, salvage?: boolean) => Promise<FlatText>;

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * One document from bytes to outcome. Never throws: whatever happens to a file is in its report.
 * @param name the file's name, below the folder it was found in
 * @param recognition what recognises scans and pictures; without it they stay unread and the document needs review
 */
export async function processDocument(
  name: string,
  bytes: Uint8Array,
  secondReading: SecondReading,
  recognition: PictureRecognition | null = null,
  { onRead = () => {}, refusal, unpictured }: Attempt = {},
): Promise<ProcessedDocument> {
  const source: Source = { name, bytes: bytes.length, sha256: sha256(bytes), format: null, pages: null, ocr: null };
  try {
    if (bytes.length > LIMITS.fileBytes) throw new TooLargeError();
    const kind = sniff(bytes);
    source.format = formatOf(kind);
    const flat = isImageKind(kind) || refusal ? Promise.resolve(null) : secondReading(bytes, kind).catch(() => null);
    const salvage = () => secondReading(bytes, kind, true);
    const reading =
      refusal && !isImageKind(kind)
        ? await salvaged(salvage, source.format, refusal)
        : await readAll(kind, bytes, flat, recognition, onRead).catch((error: unknown) => {
            if (error instanceof CorruptError && !(error instanceof TruncatedError))
              return salvaged(salvage, source.format, error);
            throw error;
          });
    source.pages = reading.document.pages.length || null;
    if (recognition && reading.recognised.length > 0)
      source.ocr = { engine: recognition.engine.name, pages: [...reading.recognised] };
    const judged = reading.candidate.judge();
    const late = reading.late ?? unpictured;
    if (late && judged.profile === null && lettersIn(reading.document) < LEAST_LETTERS) throw late;
    const judgement = late ? withPicturesUnread(judged) : judged;
    const report = assembleReport(judgement, { engineVersion: ENGINE_VERSION, source });
    const pictures = reading.view && (await picturesOf(report, reading.view).catch(() => undefined));
    return { report, document: reading.document, ...(pictures && { pictures }) };
  } catch (error) {
    return { report: failure(source, error), document: null };
  }
}

/** How a document is read that may have been tried before. */
export interface Attempt {
  /** Told when the first reading is done. */
  readonly onRead?: () => void;
  /** Why the first reading is not made: it killed its worker. Pictures have no other reading and are read again. */
  readonly refusal?: ReaderError;
  /** Why pictures are left unread. */
  readonly unpictured?: ReaderError;
}

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

/** The engine, and who is told how many pages it will recognise, since these take time. */
export type PictureRecognition = Pick<RecognitionOptions, "engine" | "onPages">;

interface Reading extends DocumentReading {
  /** What the document is taken for. */
  readonly candidate: Candidate;
  readonly view?: PageView | undefined;
  /** Why some pictures stayed unread. */
  readonly late?: ReaderError | undefined;
}

async function readAll(
  kind: Kind,
  bytes: Uint8Array,
  flat: Promise<FlatText | null>,
  recognition: PictureRecognition | null,
  onRead: () => void,
): Promise<Reading> {
  const found = recognition && (await recognise(kind, bytes, recognition));
  const document = found ? found.document : await readerOf(kind).read(bytes);
  onRead();
  const native = await flat;
  if (!found) return taken({ document, second: native, recognised: [] });
  const first = readingOf(found, native);
  const places = first.candidate.placesToProve();
  if (places.length === 0) return first;
  // What was not looked at again is not certain: of it there is no second reading.
  const again = await found.again(places).catch((error: unknown): Recognition => {
    if (error instanceof ReaderError && isPassing(error.code)) return { ...found, second: () => null };
    throw error;
  });
  return readingOf(again, native);
}

const readingOf = ({ document, second, pages, view, late }: Recognition, native: FlatText | null): Reading =>
  taken({ document, second: second(native), recognised: pages, view, late });

const taken = (reading: Omit<Reading, "candidate">): Reading => ({ ...reading, candidate: bestCandidate(reading) });

/**
 * What can be saved of a damaged file is the one reading there is: nothing in it is certain.
 * @throws the error given, where nothing can be
 */
async function salvaged(
  salvage: () => Promise<FlatText>,
  format: Document["format"] | null,
  error: ReaderError,
): Promise<Reading> {
  const text = await salvage().catch(() => null);
  if (!text || format === null || !text.pieces.some((piece) => piece.trim() !== "")) throw error;
  const blocks = text.pieces.map((piece, paragraph) => ({
    kind: "paragraph" as const,
    text: piece,
    role: "body" as const,
    place: { paragraph },
  }));
  return taken({ document: { format, title: null, pages: [], blocks }, second: null, recognised: [] });
}
