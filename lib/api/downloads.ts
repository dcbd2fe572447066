import type { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ReportFilter } from "../catalog/listing.ts";
import type { Queries } from "../catalog/queries.ts";
import { SUMMARY_WORDS, TYPES } from "../exports/kinds.ts";
import { LISTS, type ListName } from "../exports/lists.ts";
import { type ReadReport, reportsIn } from "../exports/reports.ts";
import { listFileName } from "../exports/scope.ts";
import { collected, NoParentError, SUMMARIES, type SummaryAsked, type SummaryName } from "../exports/summary.ts";
import { attachment } from "./attachment.ts";
import { type AnswerBounds, bodyOf, inTime } from "./bounded.ts";
import { DOWNLOAD_ROUTES } from "./download-routes.ts";
import { listFilter } from "./lists.ts";
import { notFound } from "./problem.ts";
import type { summaryTableQuery } from "./schemas.ts";

/** What people take along: lists, workbooks and Word files over the reports that a filter asks for. */

interface DownloadPorts {
  readonly queries: Queries;
  readonly report: ReadReport;
  readonly now: () => number;
  readonly bounds: AnswerBounds | undefined;
}

const answer = (
  context: Context,
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>,
  ending: keyof typeof TYPES,
  list: string,
  filter: ReportFilter,
): Response =>
  context.body(body, 200, {
    "content-type": TYPES[ending],
    "content-disposition": attachment("attachment", `${listFileName(list, filter)}.${ending}`),
  });

/** Adds the routes of everything that is written over many reports. */
export function answerDownloads(app: OpenAPIHono, { queries, report, now, bounds }: DownloadPorts): void {
  const chosen = (...filters: readonly ReportFilter[]) => inTime(reportsIn(queries, report, filters), bounds);

  const answerList = (name: ListName): void => {
    const { name: words, ending, filters, pieces } = LISTS[name];
    app.openapi(DOWNLOAD_ROUTES[name], async (context) => {
      const filter = listFilter(queries, context.req.valid("query"));
      const body = await bodyOf(pieces(chosen(...filters(filter)), filter, new Date(now())), bounds);
      return answer(context, body, ending, words, filter);
    });
  };
  for (const name of Object.keys(LISTS) as ListName[]) answerList(name);

  const answerSummary = (name: SummaryName): void => {
    app.openapi(DOWNLOAD_ROUTES[name], async (context) => {
      const query = context.req.valid("query");
      const filter = listFilter(queries, query);
      const ports = { queries, report, now };
      const sums = await collected(chosen(filter), filter, summaryAsked(query), ports).catch((error: unknown) => {
        throw error instanceof NoParentError ? notFound() : error;
      });
      const body = Buffer.concat([...(await SUMMARIES[name](sums, new Date(now())))].map((each) => Buffer.from(each)));
      return answer(context, new Uint8Array(body), name === "summary.xlsx" ? "xlsx" : "docx", SUMMARY_WORDS, filter);
    });
  };
  for (const name of Object.keys(SUMMARIES) as SummaryName[]) answerSummary(name);
}

/** What a query asks of sums. */
export const summaryAsked = ({ year, include = "", parent }: z.infer<typeof summaryTableQuery>): SummaryAsked => ({
  year,
  include: include === "" ? [] : include.split(","),
  parent: parent ?? null,
});
