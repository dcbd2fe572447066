import type { z } from "@hono/zod-openapi";
import { InvalidCursorError } from "../catalog/cursors.ts";
import { NO_FILTER, type ReportFilter } from "../catalog/listing.ts";
import type { Queries } from "../catalog/queries.ts";
import { NO_YEAR } from "../catalog/totals.ts";
import { csvHeader, csvLines } from "../report/csv.ts";
import { FIGURE_LIST, PROBLEM_LIST } from "../report/rows.ts";
import type { Report, ReportFinding } from "../report/schema.ts";
import { invalidCursor } from "./problem.ts";
import { LARGEST_PAGE, type listQuery, type reportsQuery } from "./schemas.ts";

/** What a query asks of a list, for whoever asks it; null where it leaves something open. */
export const listFilter = ({ within }: Pick<Queries, "within">, query: z.infer<typeof listQuery>): ReportFilter => ({
  ...NO_FILTER,
  year: query.year ?? null,
  division: query.division ?? null,
  within,
  profile: query.profile ?? null,
  status: query.status ?? null,
  organization: query.organization ?? null,
  search: query.search ?? null,
  unit: query.unit ?? null,
});
const reportFilter = (queries: Queries, query: z.infer<typeof reportsQuery>): ReportFilter => ({
  ...listFilter(queries, query),
  standing: query.standing ?? "current",
  all: query.all === "true",
});

const DEFAULT_PAGE = 50;

/** A page of the reports that a query asks for. @throws Problem for a cursor that is not ours */
export const listed = (queries: Queries, query: z.infer<typeof reportsQuery>) =>
  queries
    .list(reportFilter(queries, query), query.limit ?? DEFAULT_PAGE, query.cursor ?? null)
    .catch((error: unknown) => {
      throw error instanceof InvalidCursorError ? invalidCursor() : error;
    });

/** A report with its findings across years among the others. */
const withHistory = (report: Report, history: readonly ReportFinding[]): Report =>
  report.status === "unrecognized" || report.status === "failed" || history.length === 0
    ? report
    : { ...report, findings: [...report.findings, ...history] };

/**
 * The reports that a filter asks for, one at a time, with their findings across years.
 * @param reportOf null for a report that can't be understood: the list goes on without it
 */
export async function* reportsIn(
  queries: Queries,
  reportOf: (id: string) => Promise<Report | null>,
  filter: ReportFilter,
): AsyncGenerator<Report> {
  let cursor: string | null = null;
  do {
    const page = await queries.list(filter, LARGEST_PAGE, cursor);
    for (const { id, history } of page.items) {
      const report = await reportOf(id);
      if (report) yield withHistory(report, history);
    }
    cursor = page.cursor;
  } while (cursor !== null);
}

/**
 * As `reportsIn`, and behind them what a filter of a year may have meant, too: reports and files of which no year can be
 * told.
 */
export async function* reportsOfYearOrNone(
  queries: Queries,
  reportOf: (id: string) => Promise<Report | null>,
  filter: ReportFilter,
): AsyncGenerator<Report> {
  yield* reportsIn(queries, reportOf, filter);
  if (typeof filter.year === "number") yield* reportsIn(queries, reportOf, { ...filter, year: NO_YEAR });
}

const CSV_LISTS = {
  problems: { header: csvHeader(PROBLEM_LIST), lines: (report: Report) => csvLines(PROBLEM_LIST, report) },
  figures: { header: csvHeader(FIGURE_LIST), lines: (report: Report) => csvLines(FIGURE_LIST, report) },
} as const;

/** The same columns as the command writes. */
export async function* csvOf(list: keyof typeof CSV_LISTS, reports: AsyncIterable<Report>): AsyncGenerator<string> {
  const { header, lines } = CSV_LISTS[list];
  yield header;
  for await (const report of reports) yield lines(report);
}

/** A body that is made as it is read. */
export function streamOf(chunks: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    cancel: async () => void (await iterator.return?.()),
  });
}
