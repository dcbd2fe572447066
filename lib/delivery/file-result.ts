import { RESULT_FILES } from "../report/result-names.ts";
import type { Report } from "../report/schema.ts";
import { cellFile, finishedReport, pageFile, readableReport } from "../report/store.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { PassingFailureError, PromiseBrokenError } from "./errors.ts";

const CONTENT_TYPES = {
  [RESULT_FILES.source]: "application/octet-stream",
  [RESULT_FILES.document]: "application/json",
  [RESULT_FILES.html]: "text/html; charset=utf-8",
  [RESULT_FILES.report]: "application/json",
} as const;

/**
 * Files the results that were made on this machine; report.json last, so that it stands only where all the others do.
 * @throws PassingFailureError; PromiseBrokenError; both before anything is filed
 */
export async function fileResult(made: ObjectStore, results: ObjectStore, id: string): Promise<Report> {
  const report = await finishedReport(made, id);
  if (!report) {
    const unfinished = await readableReport(made, id, () => {});
    if (unfinished?.status === "failed") throw new PassingFailureError(unfinished.error.code);
    throw new PromiseBrokenError(`the results of ${id} are not what the contract says`);
  }
  keepsPromise(report);
  const { shownPages = [], shownCells = [] } = report.source;
  const pictures = [...shownPages.map(pageFile), ...shownCells.map(cellFile)].map(
    (file) => [file, "image/jpeg"] as const,
  );
  for (const [file, type] of [...pictures, ...Object.entries(CONTENT_TYPES)]) {
    const body = await made.get(`${id}/${file}`);
    if (body) await results.put(`${id}/${file}`, body, type);
  }
  return report;
}

/**
 * A last check before filing: a report that decides has no figure in doubt, and is invalid only through a rule its
 * author broke. (That none is missing from its form, the schema sees to.)
 * @throws PromiseBrokenError
 */
function keepsPromise(report: Report): void {
  const decided = report.status === "valid" || report.status === "invalid";
  if (decided && report.uncertain.length > 0)
    throw new PromiseBrokenError(`report ${report.id} is ${report.status} with figures in doubt`);
  const errors = report.findings.some((finding) => finding.severity === "error");
  if (report.status === "valid" && errors) throw new PromiseBrokenError(`report ${report.id} is valid with errors`);
  if (report.status === "invalid" && !errors)
    throw new PromiseBrokenError(`report ${report.id} is invalid without an error`);
}
