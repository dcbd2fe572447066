import { join } from "node:path";
import { indexHtml } from "../report/html/index-page.ts";
import {
  FIGURES_HEADER,
  figureLines,
  PROBLEMS_HEADER,
  problemLines,
  SUMMARY_HEADER,
  summaryLine,
} from "../report/lists.ts";
import type { Report } from "../report/schema.ts";
import { finishedReport } from "../report/store.ts";
import type { FiledSummary } from "../report/summary.ts";
import { directoryStore, writeAtomically } from "../storage/directory.ts";
import type { ObjectStore } from "../storage/objects.ts";

/** Writes the lists over all documents of a run from the results on disk, one report at a time. */
export async function writeLists(out: string, summaries: readonly FiledSummary[]): Promise<void> {
  const store = directoryStore(out);
  const ordered = summaries.toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
  await writeAtomically(join(out, "summary.csv"), lines(SUMMARY_HEADER, ordered.map(summaryLine)));
  await writeAtomically(join(out, "problems.csv"), linesOfReports(PROBLEMS_HEADER, store, ordered, problemLines));
  await writeAtomically(join(out, "figures.csv"), linesOfReports(FIGURES_HEADER, store, ordered, figureLines));
  await writeAtomically(join(out, "index.html"), indexHtml(ordered));
}

function* lines(header: string, rest: Iterable<string>): Generator<string> {
  yield header;
  yield* rest;
}

async function* linesOfReports(
  header: string,
  store: ObjectStore,
  summaries: readonly FiledSummary[],
  toLines: (report: Report) => string,
): AsyncGenerator<string> {
  yield header;
  for (const { folder } of summaries) {
    const report = await finishedReport(store, folder);
    if (report) yield toLines(report);
  }
}
