import { createHash } from "node:crypto";
import type { Document, FlatText } from "../document/document.ts";
import { assembleFailure, assembleReport } from "../outputs/assemble-report.ts";
import type { Report, Source } from "../outputs/report-schema.ts";
import { judgeDisclosure } from "../profiles/disclosure/disclosure.ts";
import { CorruptError, ReaderError, TooLargeError } from "../readers/errors.ts";
import { formatOf, readerOf } from "../readers/readers.ts";
import { type Kind, sniff } from "../readers/sniff.ts";
import { ENGINE_VERSION } from "../version.ts";
import { LIMITS } from "./limits.ts";

/** The second reading of the same bytes; it may run elsewhere, fail, hang until its deadline or be killed without harm to the first. */
export type SecondReading = (bytes: Uint8Array, kind: Kind) => Promise<FlatText>;

export interface ProcessedDocument {
  readonly report: Report;
  /** What was read; null where the report is `failed`. */
  readonly document: Document | null;
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * One document from bytes to outcome. Never throws: whatever happens to a file is in its report.
 * @param name the file's name, below the folder it was found in
 */
export async function processDocument(name: string, bytes: Uint8Array, secondReading: SecondReading): Promise<ProcessedDocument> {
  const source: Source = { name, bytes: bytes.length, sha256: sha256(bytes), format: null, pages: null, ocr: null };
  try {
    if (bytes.length > LIMITS.fileBytes) throw new TooLargeError();
    const kind = sniff(bytes);
    source.format = formatOf(kind);
    const reader = readerOf(kind);
    const flat = secondReading(bytes, kind).catch(() => null);
    const reading = await readOrSalvage(() => reader.read(bytes), flat, source.format);
    source.pages = reading.document.pages.length || null;
    const judgement = judgeDisclosure(reading.document, reading.second);
    return { report: assembleReport(judgement, { engineVersion: ENGINE_VERSION, source }), document: reading.document };
  } catch (error) {
    return { report: failure(source, error), document: null };
  }
}

interface Reading {
  readonly document: Document;
  readonly second: FlatText | null;
}

/** Where only the second library can open a damaged file, its text is the one reading there is: nothing in it is certain. */
async function readOrSalvage(
  read: () => Document | Promise<Document>,
  flat: Promise<FlatText | null>,
  format: Document["format"] | null,
): Promise<Reading> {
  try {
    return { document: await read(), second: await flat };
  } catch (error) {
    const text = error instanceof CorruptError ? await flat : null;
    if (!text || format === null || !text.pieces.some((piece) => piece.trim() !== "")) throw error;
    const blocks = text.pieces.map((piece, paragraph) => ({ kind: "paragraph" as const, text: piece, role: "body" as const, place: { paragraph } }));
    return { document: { format, title: null, pages: [], blocks }, second: null };
  }
}

/** The record of a file that could not be read. An error that no reader declared means a file that no reader understands. */
export function failure(source: Source, error: unknown): Report {
  const known = error instanceof ReaderError ? error : new CorruptError(undefined, { cause: error });
  return assembleFailure({ code: known.code, message: known.message }, { engineVersion: ENGINE_VERSION, source });
}
