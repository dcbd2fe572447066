import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Queries } from "../catalog/queries.ts";
import type { CatalogReport } from "../catalog/slots.ts";
import { valueIn } from "../profiles/common/figure-name.ts";
import { problemsOf } from "../report/html/marks.ts";
import { anchorOf, findingPlace } from "../report/labels.ts";
import type { Report } from "../report/schema.ts";
import { listed } from "./lists.ts";
import { json, refusals } from "./routes.ts";
import { reportsQuery } from "./schemas.ts";

/** One thing in many reports, for whoever goes from a number or a problem to the reports that it comes from. */

const about = {
  report: z.string().describe("Id of the report"),
  organization: z.string().nullable(),
  name: z.string().describe("Of the file"),
  year: z.int().nullable(),
};
const finding = z
  .object({
    ...about,
    code: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    place: z.string(),
    message: z.string(),
    figure: z.string().nullable().describe("The figure that stands for it; null where none does"),
  })
  .meta({ id: "ListedFinding" });
const value = z
  .object({
    ...about,
    value: z.number().nullable().describe("null where the report has no such number"),
    unit: z.string().optional().describe("Where it is printed in another than the form's"),
    uncertain: z.boolean().describe("Not read with certainty, and so in no sum"),
    template: z.string().nullable().describe("The form; null where it can't be told"),
  })
  .meta({ id: "ListedValue" });
export type ListedFinding = z.infer<typeof finding>;
export type ListedValue = z.infer<typeof value>;

const pageOf = <Item extends z.ZodType>(item: Item, id: string) =>
  z.object({ items: z.array(item), cursor: z.string().nullable() }).meta({ id });

const PARAMETERS = "The parameters of /reports; limit counts reports.";

const findingsRoute = createRoute({
  method: "get",
  path: "/findings",
  operationId: "listFindings",
  tags: ["lists"],
  summary: "What was found in the reports that are asked for, a page of reports at a time",
  description: `${PARAMETERS} Findings against the year before are among them.`,
  request: { query: reportsQuery },
  responses: { 200: json(pageOf(finding, "FindingPage"), "The worst of each report first"), ...refusals() },
});

const valuesRoute = createRoute({
  method: "get",
  path: "/values",
  operationId: "listValues",
  tags: ["lists"],
  summary: "One figure in the reports that are asked for, a page of reports at a time",
  description: PARAMETERS,
  request: { query: reportsQuery.extend({ figure: z.string().min(1).max(200).describe("Its full name") }) },
  responses: { 200: json(pageOf(value, "ValuePage"), "What each report has"), ...refusals() },
});

interface AcrossPorts {
  readonly queries: Queries;
  /** A report as it counts; null where it can't be understood. */
  readonly report: (id: string) => Promise<Report | null>;
}

/** Adds the routes that look for one thing in many reports. */
export function answerAcrossReports(app: OpenAPIHono, { queries, report: reportOf }: AcrossPorts): void {
  async function across<Item>(
    query: z.infer<typeof reportsQuery>,
    itemsOf: (report: Report, listed: CatalogReport) => readonly Item[],
  ) {
    const page = await listed(queries, query);
    const found = await Promise.all(
      page.items.map(async (listed) => {
        const report = await reportOf(listed.id);
        return report === null ? [] : itemsOf(report, listed);
      }),
    );
    return { items: found.flat(), cursor: page.cursor };
  }
  const aboutOf = ({ id, organization, name, year }: CatalogReport) => ({ report: id, organization, name, year });

  app.openapi(findingsRoute, async (context) => {
    const found = await across(context.req.valid("query"), (report, listed): ListedFinding[] =>
      [...problemsOf(report).map(({ finding }) => finding), ...listed.history].map((each) => {
        const { code, severity, message } = each;
        return {
          ...aboutOf(listed),
          code,
          severity,
          place: findingPlace(each, report),
          message,
          figure: anchorOf(each, report),
        };
      }),
    );
    return context.json(found, 200);
  });

  app.openapi(valuesRoute, async (context) => {
    const { figure, ...query } = context.req.valid("query");
    const found = await across(query, (report, listed): ListedValue[] => {
      if (report.tables === null) return [];
      const { unit } = report.figures[figure] ?? {};
      return [
        {
          ...aboutOf(listed),
          value: valueIn(report.tables, figure),
          uncertain: report.uncertain.includes(figure),
          template: report.template,
          ...(unit !== undefined && { unit }),
        },
      ];
    });
    return context.json(found, 200);
  });
}
