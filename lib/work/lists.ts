import { join } from "node:path";
import { csvHeader, csvLines } from "../report/csv.ts";
import { indexHtml } from "../report/html/index-page.ts";
import { FIGURE_LIST, type Field, type List, PROBLEM_LIST, SUMMARY_LIST } from "../report/rows.ts";
import type { Report } from "../report/schema.ts";
import { finishedReport } from "../report/store.ts";
import type { FiledSummary } from "../report/summary.ts";
import { directoryStore, writeAtomically } from "../storage/directory.ts";
import type { ObjectStore } from "../storage/objects.ts";

/** Writes the lists over all documents of a run from the results on disk, one report at a time. */
export async function writeLists(out: string, summaries: readonly FiledSummary[]): Promise<void> {
  const store = directoryStore(out);
  const ordered = summaries.toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
  await writeAtomically(join(out, "summary.csv"), summaryLines(ordered));
  await writeAtomically(join(out, "problems.csv"), linesOfReports(PROBLEM_LIST, store, ordered));
  await writeAtomically(join(out, "figures.csv"), linesOfReports(FIGURE_LIST, store, ordered));
  await writeAtomically(join(out, "index.html"), indexHtml(ordered));
}

function* summaryLines(summaries: readonly FiledSummary[]): Generator<string> {
  yield csvHeader(SUMMARY_LIST);
  for (const summary of summaries) yield csvLines(SUMMARY_LIST, summary);
}

async function* linesOfReports<Row extends Readonly<Record<keyof Row, Field>>>(
  list: List<Report, Row>,
  store: ObjectStore,
  summaries: readonly FiledSummary[],
): AsyncGenerator<string> {
  yield csvHeader(list);
  for (const { folder } of summaries) {
    const report = await finishedReport(store, folder);
    if (report) yield csvLines(list, report);
  }
}
