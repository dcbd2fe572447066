import type { z } from "@hono/zod-openapi";
import { NO_FILTER, type ReportFilter } from "../catalog/listing.ts";
import type { Queries } from "../catalog/queries.ts";
import { csvHeader, csvLines } from "../report/csv.ts";
import { FIGURE_LIST, PROBLEM_LIST } from "../report/rows.ts";
import type { Report, ReportFinding } from "../report/schema.ts";
import { LARGEST_PAGE, type listQuery, type reportsQuery } from "./schemas.ts";

/** What a query asks of a list; null where it leaves something open. */
export const listFilter = (query: z.infer<typeof listQuery>): ReportFilter => ({
  ...NO_FILTER,
  year: query.year ?? null,
  division: query.division ?? null,
  profile: query.profile ?? null,
  status: query.status ?? null,
  organization: query.organization ?? null,
  search: query.search ?? null,
  unit: query.unit ?? null,
});
export const reportFilter = (query: z.infer<typeof reportsQuery>): ReportFilter => ({
  ...listFilter(query),
  standing: query.standing ?? "current",
  all: query.all === "true",
});

/** A report with its findings across years among the others. */
const withHistory = (report: Report, history: readonly ReportFinding[]): Report =>
  report.status === "unrecognized" || report.status === "failed" || history.length === 0
    ? report
    : { ...report, findings: [...report.findings, ...history] };

/**
 * problems.csv and figures.csv over the current reports, one report at a time: the same columns as the command writes.
 */
const CSV_LISTS = {
  "problems.csv": {
    header: csvHeader(PROBLEM_LIST),
    lines: (report: Report, history: readonly ReportFinding[]) => csvLines(PROBLEM_LIST, withHistory(report, history)),
  },
  "figures.csv": { header: csvHeader(FIGURE_LIST), lines: (report: Report) => csvLines(FIGURE_LIST, report) },
} as const;
export type CsvList = keyof typeof CSV_LISTS;

export async function* csvOf(
  list: CsvList,
  queries: Queries,
  reportOf: (id: string) => Promise<Report | null>,
  filter: ReportFilter,
): AsyncGenerator<string> {
  const { header, lines } = CSV_LISTS[list];
  yield header;
  let cursor: string | null = null;
  do {
    const page = await queries.list(filter, LARGEST_PAGE, cursor);
    for (const { id, history } of page.items) {
      const report = await reportOf(id);
      if (report) yield lines(report, history);
    }
    cursor = page.cursor;
  } while (cursor !== null);
}

/** A body that is made as it is read. */
export function streamOf(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else if (value !== "") controller.enqueue(encoder.encode(value));
      else controller.enqueue(new Uint8Array());
    },
    cancel: async () => void (await iterator.return?.()),
  });
}
