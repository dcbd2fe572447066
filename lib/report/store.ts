import type { Document } from "../document/document.ts";
import { isPassing } from "../formats/errors.ts";
import { versionFor } from "../profiles/profiles.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { ENGINE_VERSION } from "../version.ts";
import { reportJson } from "./assemble.ts";
import { documentJson } from "./document-json.ts";
import type { ReportPictures } from "./html/pictures.ts";
import { reportHtml } from "./html/report-page.ts";
import { RESULT_FILES } from "./result-names.ts";
import { type Report, reportSchema } from "./schema.ts";

/**
 * The one place where results are filed and report.json is read again. Two questions are asked of what is filed, and
 * they are not the same: what does the report say (`readReport`: it may be years old), and need the document be read
 * once more (`finishedReport`).
 */

/** Where the picture of a page is filed, beside the report. */
export const pageFile = (page: number): string => `report-pages/${page}.jpg`;

/** Where the cut-out of a figure, row or table in doubt is filed. */
export const cellFile = (name: string): string => `report-cells/${name}.jpg`;

/** What has become of a document. */
export interface ProcessedDocument {
  readonly report: Report;
  /** What was read; null where the report is `failed`. */
  readonly document: Document | null;
  /** What a person should see of the pages that were recognised. */
  readonly pictures?: ReportPictures;
}

/**
 * Files a document's results; report.json last, so that it stands only where all the others do. `source` is the file
 * itself, where it is to be kept.
 */
export async function writeResult(
  store: ObjectStore,
  folder: string,
  { report, document, pictures }: ProcessedDocument,
  source?: Uint8Array,
): Promise<void> {
  for (const [page, jpeg] of pictures?.pages ?? []) await store.put(`${folder}/${pageFile(page)}`, jpeg, "image/jpeg");
  for (const [name, jpeg] of pictures?.cutouts ?? [])
    await store.put(`${folder}/${cellFile(name)}`, jpeg, "image/jpeg");
  if (source) await store.put(`${folder}/${RESULT_FILES.source}`, source, "application/octet-stream");
  if (document) await store.put(`${folder}/${RESULT_FILES.document}`, documentJson(document), "application/json");
  else await store.delete(`${folder}/${RESULT_FILES.document}`);
  await store.put(`${folder}/${RESULT_FILES.html}`, reportHtml(report, pictures, document), "text/html; charset=utf-8");
  await store.put(`${folder}/${RESULT_FILES.report}`, reportJson(report), "application/json");
}

/**
 * A report.json that is damaged, none of ours, or of a version that this engine does not know. The message holds
 * nothing of what stands there.
 */
export class UnreadableReportError extends Error {
  constructor(folder: string, why: string) {
    super(`the report.json of ${folder} can't be understood: ${why}`);
    this.name = "UnreadableReportError";
  }
}

/**
 * The report filed in a folder, whichever version of the engine made it; null where there is none.
 * @throws UnreadableReportError; what the store throws
 */
export async function readReport(store: ObjectStore, folder: string): Promise<Report | null> {
  const bytes = await store.get(`${folder}/${RESULT_FILES.report}`);
  if (!bytes) return null;
  const parsed = reportSchema.safeParse(jsonIn(bytes, folder));
  if (!parsed.success) throw new UnreadableReportError(folder, "it is not by the schema");
  return parsed.data;
}

function jsonIn(bytes: Uint8Array, folder: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // The parser's own message quotes the text.
    throw new UnreadableReportError(folder, "it is no JSON");
  }
}

/** The document that a report is of, as it was read; null where none is filed. @throws what the store throws */
export async function readDocument(store: ObjectStore, folder: string): Promise<Document | null> {
  const bytes = await store.get(`${folder}/${RESULT_FILES.document}`);
  if (!bytes) return null;
  const { schemaVersion: _, ...document } = jsonIn(bytes, folder) as Document & { readonly schemaVersion: number };
  return document;
}

/** What of the original is kept beside a report. @throws what the store throws */
export async function readPictures(store: ObjectStore, folder: string, { source }: Report): Promise<ReportPictures> {
  const cutouts = new Map<string, Uint8Array>();
  for (const name of source.shownCells ?? []) {
    const jpeg = await store.get(`${folder}/${cellFile(name)}`);
    if (jpeg) cutouts.set(name, jpeg);
  }
  const pages = new Map<number, Uint8Array>();
  for (const page of source.shownPages ?? []) {
    const jpeg = await store.get(`${folder}/${pageFile(page)}`);
    if (jpeg) pages.set(page, jpeg);
  }
  return { cutouts, pages };
}

/**
 * As `readReport`, for whoever goes on without a report that can't be understood: null there, too, and `onUnreadable`
 * is told.
 * @throws what the store throws
 */
export async function readableReport(
  store: ObjectStore,
  folder: string,
  onUnreadable: (error: UnreadableReportError) => void,
): Promise<Report | null> {
  try {
    return await readReport(store, folder);
  } catch (error) {
    if (!(error instanceof UnreadableReportError)) throw error;
    onUnreadable(error);
    return null;
  }
}

/** What a report is made by now. */
const versionOf = (report: Report | null): string =>
  !report || report.status === "failed" ? ENGINE_VERSION : versionFor(report.profile);

/**
 * The report in a folder where its results are complete and this engine's own, so that nothing need be made again; else
 * null, as for a file that failed only for want of time or memory. Never throws: what can't be read, for whatever
 * reason, is made anew, and a store that is out of order shows when that is filed.
 */
export async function finishedReport(store: ObjectStore, folder: string): Promise<Report | null> {
  try {
    const report = await readReport(store, folder);
    if (report?.engineVersion !== versionOf(report) || (report.status === "failed" && isPassing(report.error.code)))
      return null;
    return (await store.size(`${folder}/${RESULT_FILES.html}`)) === null ? null : report;
  } catch {
    return null;
  }
}
