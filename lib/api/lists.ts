import type { z } from "@hono/zod-openapi";
import { InvalidCursorError } from "../catalog/cursors.ts";
import { NO_FILTER, type ReportFilter } from "../catalog/listing.ts";
import type { Queries } from "../catalog/queries.ts";
import { invalidCursor } from "./problem.ts";
import type { listQuery, reportsQuery } from "./schemas.ts";

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

export const DEFAULT_PAGE = 50;

/** @throws Problem for a cursor that is not ours */
export const pageOf = <Page>(asked: Promise<Page>): Promise<Page> =>
  asked.catch((error: unknown) => {
    throw error instanceof InvalidCursorError ? invalidCursor() : error;
  });

/** A page of the reports that a query asks for. @throws Problem for a cursor that is not ours */
export const listed = (queries: Queries, query: z.infer<typeof reportsQuery>) =>
  pageOf(queries.list(reportFilter(queries, query), query.limit ?? DEFAULT_PAGE, query.cursor ?? null));

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
