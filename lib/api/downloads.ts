import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Queries, ReportFilter } from "../catalog/queries.ts";
import { profileOf } from "../profiles/profiles.ts";
import type { Collection } from "../report/collection/collection.ts";
import type { Report } from "../report/schema.ts";
import { attachment } from "./attachment.ts";
import { DOWNLOAD_ROUTES } from "./download-routes.ts";
import { csvOf, filesWithoutYear, reportFilter, reportsIn, streamOf } from "./lists.ts";
import { ONLY_FAMILY } from "./schemas.ts";
import { listFileName, scopeInWords } from "./scope.ts";

/** What people take along: lists, workbooks and Word files over the reports that a filter asks for. */

interface DownloadPorts {
  readonly queries: Queries;
  /** A report as it counts; null where it can't be understood. */
  readonly report: (id: string) => Promise<Report | null>;
  readonly now: () => number;
}

const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;

/** Libraries that write files are loaded when somebody wants one. */
const library = {
  problems: () => import("../report/workbook/problems-workbook.ts"),
  figures: () => import("../report/workbook/figures-workbook.ts"),
  collection: () => import("../report/collection/collection.ts"),
  workbook: () => import("../report/collection/summary-workbook.ts"),
  docx: () => import("../report/collection/summary-docx.ts"),
};

const answer = (
  context: Context,
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>,
  ending: keyof typeof TYPES,
  list: string,
  filter: ReportFilter,
): Response =>
  context.body(body, 200, {
    "content-type": TYPES[ending],
    "content-disposition": attachment("attachment", listFileName(list, filter, ending)),
  });

/** Adds the routes of everything that is written over many reports. */
export function answerDownloads(app: OpenAPIHono, { queries, report, now }: DownloadPorts): void {
  const chosen = (filter: ReportFilter) => reportsIn(queries, report, filter);
  const withProblems = async function* (filter: ReportFilter): AsyncGenerator<Report> {
    yield* chosen(filter);
    yield* filesWithoutYear(queries, report, filter);
  };

  app.openapi(DOWNLOAD_ROUTES["problems.csv"], (context) => {
    const filter = reportFilter(context.req.valid("query"));
    return answer(context, streamOf(csvOf("problems", withProblems(filter))), "csv", "问题清单", filter);
  });

  app.openapi(DOWNLOAD_ROUTES["figures.csv"], (context) => {
    const filter = reportFilter(context.req.valid("query"));
    return answer(context, streamOf(csvOf("figures", chosen(filter))), "csv", "数字清单", filter);
  });

  app.openapi(DOWNLOAD_ROUTES["problems.xlsx"], async (context) => {
    const filter = reportFilter(context.req.valid("query"));
    const { problemsWorkbook } = await library.problems();
    const chunks = problemsWorkbook(withProblems(filter), scopeInWords(filter), new Date(now()));
    return answer(context, streamOf(chunks), "xlsx", "问题清单", filter);
  });

  app.openapi(DOWNLOAD_ROUTES["figures.xlsx"], async (context) => {
    const query = context.req.valid("query");
    const filter = reportFilter(query);
    const { figuresWorkbook } = await library.figures();
    const chunks = figuresWorkbook(familyOf(query.profile), chosen(filter), scopeInWords(filter), new Date(now()));
    return answer(context, streamOf(chunks), "xlsx", "数字清单", filter);
  });

  const collect = async (filter: ReportFilter, year: number, include: string | undefined): Promise<Collection> => {
    const { openCollection } = await library.collection();
    const ids = new Set((include ?? "").split(",").filter((id) => id !== ""));
    const collection = openCollection({ profile: familyOf(filter.profile ?? undefined), year, chosen: ids });
    for await (const each of chosen(filter)) collection.add(each);
    return collection.result();
  };

  app.openapi(DOWNLOAD_ROUTES["summary.xlsx"], async (context) => {
    const { include, ...query } = context.req.valid("query");
    const filter = reportFilter(query);
    const { summaryWorkbook } = await library.workbook();
    const collection = await collect(filter, query.year, include);
    const bytes = Buffer.concat([...summaryWorkbook(collection, scopeInWords(filter), null, new Date(now()))]);
    return answer(context, new Uint8Array(bytes), "xlsx", "汇总表", filter);
  });

  app.openapi(DOWNLOAD_ROUTES["summary.docx"], async (context) => {
    const { include, ...query } = context.req.valid("query");
    const filter = reportFilter(query);
    const { summaryDocx } = await library.docx();
    const bytes = await summaryDocx(await collect(filter, query.year, include), scopeInWords(filter), null);
    return answer(context, new Uint8Array(bytes), "docx", "汇总表", filter);
  });
}

/** The family whose forms are meant. */
function familyOf(profile: string | undefined) {
  const family = profileOf({ profile: profile ?? ONLY_FAMILY });
  if (!family) throw new Error("a family is always named");
  return family;
}
