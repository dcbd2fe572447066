import type { ReportFilter } from "../catalog/listing.ts";
import type { Queries } from "../catalog/queries.ts";
import type { CatalogReport } from "../catalog/slots.ts";
import { NO_YEAR } from "../catalog/totals.ts";
import type { Report, ReportFinding } from "../report/schema.ts";

/** The reports that lists are written of, read page by page of the catalog, however many there are. */

/** The most that are asked of the catalog in one go. */
export const LARGEST_PAGE = 200;

/** A report as it counts; null for one that can't be understood: lists go on without it. */
export type ReadReport = (id: string) => Promise<Report | null>;

/** Where in lists that are read one after the other it goes on. */
export interface Mark {
  readonly list: number;
  readonly cursor: string | null;
}

/**
 * Pages of lists, one list after the other.
 * @param from where an earlier reading came to
 */
export async function* pagesOf(
  queries: Pick<Queries, "list">,
  filters: readonly ReportFilter[],
  from: Mark,
  size: number,
): AsyncGenerator<{ readonly items: readonly CatalogReport[]; readonly next: Mark | null }> {
  for (let mark: Mark | null = from; mark !== null; ) {
    const { list, cursor }: Mark = mark;
    const page = await queries.list(filters[list] as ReportFilter, size, cursor);
    const isLast = list + 1 === filters.length;
    mark = page.cursor !== null ? { list, cursor: page.cursor } : isLast ? null : { list: list + 1, cursor: null };
    yield { items: page.items, next: mark };
  }
}

/** Reports that are read at a time: what a store far away makes one wait for is most of the time. */
const AT_A_TIME = 8;

/** The reports of a page, in its order, with their findings across years among the others. */
export async function* readAll(items: readonly CatalogReport[], reportOf: ReadReport): AsyncGenerator<Report> {
  const begun: Promise<Report | null>[] = [];
  const begin = (at: number): void => {
    const item = items[at];
    if (!item) return;
    const reading = reportOf(item.id);
    // It is told to whoever comes to it, who may have ended before.
    reading.catch(() => {});
    begun.push(reading);
  };
  for (let at = 0; at < AT_A_TIME; at++) begin(at);
  for (const [at, { history }] of items.entries()) {
    const report = await begun.shift();
    begin(at + AT_A_TIME);
    if (report) yield withHistory(report, history);
  }
}

const withHistory = (report: Report, history: readonly ReportFinding[]): Report =>
  report.status === "unrecognized" || report.status === "failed" || history.length === 0
    ? report
    : { ...report, findings: [...report.findings, ...history] };

/** The reports that filters ask for, one at a time, with their findings across years. */
export async function* reportsIn(
  queries: Pick<Queries, "list">,
  reportOf: ReadReport,
  filters: readonly ReportFilter[],
): AsyncGenerator<Report> {
  for await (const { items } of pagesOf(queries, filters, { list: 0, cursor: null }, LARGEST_PAGE))
    yield* readAll(items, reportOf);
}

/** A filter, and behind it what one of a year may have meant, too: reports and files of which no year can be told. */
export const ofYearOrNone = (filter: ReportFilter): readonly ReportFilter[] =>
  typeof filter.year === "number" ? [filter, { ...filter, year: NO_YEAR }] : [filter];
