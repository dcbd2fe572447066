import { reportJson } from "../outputs/assemble-report.ts";
import { documentJson } from "../outputs/document-json.ts";
import { reportHtml } from "../outputs/report-html.ts";
import { type Report, reportSchema } from "../outputs/report-schema.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { ENGINE_VERSION } from "../version.ts";
import type { ProcessedDocument } from "./process-document.ts";

export const RESULT_FILES = { report: "report.json", html: "report.html", document: "document.json", source: "source" } as const;

/** Files a document's results; report.json last, so that it stands only where all the others do. `source` is the file itself, where it is to be kept. */
export async function writeResult(
  store: ObjectStore,
  folder: string,
  { report, document, pictures }: ProcessedDocument,
  source?: Uint8Array,
): Promise<void> {
  if (source) await store.put(`${folder}/${RESULT_FILES.source}`, source, "application/octet-stream");
  if (document) await store.put(`${folder}/${RESULT_FILES.document}`, documentJson(document), "application/json");
  else await store.delete(`${folder}/${RESULT_FILES.document}`);
  await store.put(`${folder}/${RESULT_FILES.html}`, reportHtml(report, pictures), "text/html; charset=utf-8");
  await store.put(`${folder}/${RESULT_FILES.report}`, reportJson(report), "application/json");
}

/** The report in a folder, if its results are complete and of this engine; null where there is none. */
export async function readResult(store: ObjectStore, folder: string): Promise<Report | null> {
  try {
    const bytes = await store.get(`${folder}/${RESULT_FILES.report}`);
    if (!bytes || (await store.size(`${folder}/${RESULT_FILES.html}`)) === null) return null;
    const report = reportSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return report.engineVersion === ENGINE_VERSION ? report : null;
  } catch {
    return null;
  }
}
