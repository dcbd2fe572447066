import { type Report, reportSchema } from "../outputs/report-schema.ts";
import { RESULT_FILES, readResult } from "../pipeline/result-files.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { PromiseBrokenError } from "./errors.ts";

const CONTENT_TYPES = {
  [RESULT_FILES.source]: "application/octet-stream",
  [RESULT_FILES.document]: "application/json",
  [RESULT_FILES.html]: "text/html; charset=utf-8",
  [RESULT_FILES.report]: "application/json",
} as const;

/**
 * Files the results that were made on this machine; report.json last, so that it stands only where all the others do.
 * @throws PromiseBrokenError before anything is filed
 */
export async function fileResult(made: ObjectStore, results: ObjectStore, id: string): Promise<Report> {
  const report = await readResult(made, id);
  if (!report) throw new PromiseBrokenError(`the results of ${id} are not what the contract says`);
  keepsPromise(report);
  for (const [file, type] of Object.entries(CONTENT_TYPES)) {
    const body = await made.get(`${id}/${file}`);
    if (body) await results.put(`${id}/${file}`, body, type);
  }
  return report;
}

/**
 * The last look at what leaves: a report that decides has no figure in doubt, none missing from its form, and only a rule broken by its author makes it invalid.
 * @throws PromiseBrokenError
 */
export function keepsPromise(report: Report): void {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) throw new PromiseBrokenError(`report ${report.id} is not what the contract says`);
  const decided = report.status === "valid" || report.status === "invalid";
  if (decided && report.uncertain.length > 0) throw new PromiseBrokenError(`report ${report.id} is ${report.status} with figures in doubt`);
  const errors = report.findings.some((finding) => finding.severity === "error");
  if (report.status === "valid" && errors) throw new PromiseBrokenError(`report ${report.id} is valid with errors`);
  if (report.status === "invalid" && !errors) throw new PromiseBrokenError(`report ${report.id} is invalid without an error`);
}
