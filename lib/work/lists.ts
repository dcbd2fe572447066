import { join } from "node:path";
import { csvHeader, csvLines } from "../report/csv.ts";
import { indexHtml } from "../report/html/index-page.ts";
import type { ListLines } from "../report/list-lines.ts";
import { FIGURE_LIST, PROBLEM_LIST, SUMMARY_LIST } from "../report/rows.ts";
import type { FiledSummary } from "../report/summary.ts";
import { writeAtomically } from "../storage/directory.ts";
import type { Spool } from "./spool.ts";

/** Writes the lists over all documents of a run, in the order of their folders, from their lines. */
export async function writeLists(out: string, summaries: readonly FiledSummary[], spool: Spool): Promise<void> {
  const ordered = summaries.toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
  await writeAtomically(join(out, "summary.csv"), summaryLines(ordered));
  await writeAtomically(join(out, "problems.csv"), spooledLines(csvHeader(PROBLEM_LIST), "problems", spool, ordered));
  await writeAtomically(join(out, "figures.csv"), spooledLines(csvHeader(FIGURE_LIST), "figures", spool, ordered));
  await writeAtomically(join(out, "index.html"), indexHtml(ordered));
}

function* summaryLines(summaries: readonly FiledSummary[]): Generator<string> {
  yield csvHeader(SUMMARY_LIST);
  for (const summary of summaries) yield csvLines(SUMMARY_LIST, summary);
}

async function* spooledLines(
  header: string,
  list: keyof ListLines,
  spool: Spool,
  summaries: readonly FiledSummary[],
): AsyncGenerator<string> {
  yield header;
  for (const { folder } of summaries) yield await spool.lines(folder, list);
}
