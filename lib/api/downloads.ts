import type { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ReportFilter } from "../catalog/listing.ts";
import { catalogKeyOf } from "../catalog/profiles.ts";
import type { Queries } from "../catalog/queries.ts";
import { TYPES } from "../exports/kinds.ts";
import { LISTS, type ListName } from "../exports/lists.ts";
import { type ReadReport, reportsIn } from "../exports/reports.ts";
import { listFileName, scopeInWords } from "../exports/scope.ts";
import { PROFILES, profileOf } from "../profiles/profiles.ts";
import type { Collection } from "../report/collection/collection.ts";
import type { Parent } from "../report/collection/parent.ts";
import type { Report } from "../report/schema.ts";
import { attachment } from "./attachment.ts";
import { type AnswerBounds, bodyOf, inTime } from "./bounded.ts";
import { DOWNLOAD_ROUTES } from "./download-routes.ts";
import { listFilter } from "./lists.ts";
import { notFound } from "./problem.ts";
import { FIRST_FAMILY, type summaryTableQuery } from "./schemas.ts";

/** What people take along: lists, workbooks and Word files over the reports that a filter asks for. */

interface DownloadPorts {
  readonly queries: Queries;
  readonly report: ReadReport;
  readonly now: () => number;
  readonly bounds: AnswerBounds | undefined;
}

/** Libraries that write files are loaded when somebody wants one. */
const library = {
  collection: () => import("../report/collection/collection.ts"),
  parent: () => import("../report/collection/parent.ts"),
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

  const collect = async ({ year, profile, include = "", parent, ...query }: SummaryTableQuery) => {
    const { openCollection } = await library.collection();
    const family = familyOf(profile);
    const asked = { profile: family, year, chosen: new Set(include.split(",")) };
    const [all, units] = [openCollection(asked), openCollection(asked)];
    const above = parent === undefined ? null : await report(parent);
    if (parent !== undefined && above === null) throw notFound();
    const roster = above && (await queries.roster(rosterOf(year, family.id), new Date(now()).toISOString()));
    const counting = (roster?.units ?? []).filter(({ counts }) => counts);
    const ofUnits = new Set(counting.map((unit) => unit.report?.id));
    const filter = listFilter(queries, { year, profile, ...query });
    for await (const each of chosen(filter)) {
      if (each.id === parent) continue;
      all.add(each);
      if (ofUnits.has(each.id)) units.add(each);
    }
    const collection = all.result();
    const scope = scopeInWords(filter);
    return { collection, scope, filter, parent: above && (await held(units.result(), above, counting.length)) };
  };

  app.openapi(DOWNLOAD_ROUTES["summary.xlsx"], async (context) => {
    const { collection, scope, filter, parent } = await collect(context.req.valid("query"));
    const { summaryWorkbook } = await library.workbook();
    const bytes = Buffer.concat([...summaryWorkbook(collection, scope, parent, new Date(now()))]);
    return answer(context, new Uint8Array(bytes), "xlsx", "汇总表", filter);
  });

  app.openapi(DOWNLOAD_ROUTES["summary.docx"], async (context) => {
    const { collection, scope, filter, parent } = await collect(context.req.valid("query"));
    const { summaryDocx } = await library.docx();
    return answer(context, new Uint8Array(await summaryDocx(collection, scope, parent)), "docx", "汇总表", filter);
  });
}

type SummaryTableQuery = z.infer<typeof summaryTableQuery>;

const rosterOf = (year: number, profile: string) => ({ year, catalogKey: catalogKeyOf(PROFILES, profile) });

/** The report above against the sums of the units that count into it. @param expected how many these are */
async function held(units: Collection, above: Report, expected: number): Promise<Parent> {
  const { parentAgainst } = await library.parent();
  const complete = expected > 0 && units.members.length === expected;
  return {
    organization: above.organization?.name ?? above.source.name,
    findings: parentAgainst(units, above, complete),
  };
}

/** The family whose forms are meant. */
function familyOf(profile: string | undefined) {
  const family = profileOf({ profile: profile ?? FIRST_FAMILY });
  if (!family) throw new Error("a family is always named");
  return family;
}
