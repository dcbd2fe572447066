// What formats load with their first file: jest can't link modules that two readings ask for at the same time.
import "../../lib/formats/doc/flat-text.ts";
import "../../lib/formats/docx/flat-text.ts";
import "../../lib/formats/html/flat-text.ts";
import "../../lib/formats/ofd/flat-text.ts";
import "../../lib/formats/pdf/flat-text.ts";
import "../../lib/formats/pdf/salvage.ts";
import "../../lib/formats/sheet/flat-text.ts";
import "../../lib/formats/text/flat-text.ts";
import "../../lib/formats/text/read.ts";
import type { Document } from "../../lib/document/document.ts";
import { readDoc as firstOfDoc } from "../../lib/formats/doc/read.ts";
import { readDocx as firstOfDocx } from "../../lib/formats/docx/read.ts";
import type { FirstReading } from "../../lib/formats/format.ts";
import { readHtml as firstOfHtml } from "../../lib/formats/html/read.ts";
import { readOfd as firstOfOfd } from "../../lib/formats/ofd/read.ts";
import { openContents, type PdfContents } from "../../lib/formats/pdf/contents.ts";
import { readPdf as firstOfPdf } from "../../lib/formats/pdf/read.ts";
import { readSheet as firstOfSheet } from "../../lib/formats/sheet/read.ts";
import type { OcrEngine } from "../../lib/recognition/engine.ts";
import type { ProcessedDocument } from "../../lib/report/store.ts";
import { processDocument, type SecondReading } from "../../lib/work/process-document.ts";
import readText from "../../lib/work/second-reading.ts";

/** Files read in this process. */

export const secondReading: SecondReading = (bytes, format, way) => readText({ bytes, format, way });

/** A file from its bytes to its report, its pictures unread where there is no engine. */
export async function processed(
  name: string,
  bytes: Uint8Array,
  engine: OcrEngine | null = null,
): Promise<ProcessedDocument> {
  const pictures = engine ? async () => engine : "leave";
  const outcome = await processDocument({ name, bytes, secondReading, pictures });
  if (outcome.kind === "deferred") throw new Error("nobody was to defer it");
  return outcome;
}

/** The document of a first reading, which is closed. */
export async function documentOf(reading: FirstReading | Promise<FirstReading>): Promise<Document> {
  const { document, close } = await reading;
  close();
  return document;
}

export const readDoc = (bytes: Uint8Array): Document => firstOfDoc(bytes).document;
export const readDocx = (bytes: Uint8Array): Document => firstOfDocx(bytes).document;
export const readHtml = (bytes: Uint8Array): Document => firstOfHtml(bytes).document;
export const readSheet = (bytes: Uint8Array): Document => firstOfSheet(bytes).document;
export const readOfd = (bytes: Uint8Array): Promise<Document> => documentOf(firstOfOfd(bytes));
export const readPdf = (bytes: Uint8Array): Promise<Document> => documentOf(firstOfPdf(bytes));

export async function readPdfContents(bytes: Uint8Array): Promise<PdfContents> {
  const { pdf, contents } = await openContents(bytes);
  pdf.close();
  return contents;
}
