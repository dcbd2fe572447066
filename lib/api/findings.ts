import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { InvalidCursorError, type Queries } from "../catalog/queries.ts";
import { problemsOf } from "../report/html/marks.ts";
import { findingPlace } from "../report/labels.ts";
import type { Report } from "../report/schema.ts";
import { reportFilter } from "./lists.ts";
import { invalidCursor } from "./problem.ts";
import { json, refusals } from "./routes.ts";
import { reportsQuery } from "./schemas.ts";

/** What was found over many reports, for whoever looks for one problem in all of them. */

const finding = z
  .object({
    report: z.string().describe("Id of the report"),
    organization: z.string().nullable(),
    name: z.string(),
    year: z.int().nullable(),
    code: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    place: z.string(),
    message: z.string(),
  })
  .meta({ id: "ListedFinding" });
const findingPage = z.object({ items: z.array(finding), cursor: z.string().nullable() }).meta({ id: "FindingPage" });
export type ListedFinding = z.infer<typeof finding>;
export type FindingPage = z.infer<typeof findingPage>;

const findingsRoute = createRoute({
  method: "get",
  path: "/findings",
  operationId: "listFindings",
  tags: ["lists"],
  summary: "What was found in the reports that are asked for, a page of reports at a time",
  description: "The parameters of /reports; limit counts reports. Findings against the year before are among them.",
  request: { query: reportsQuery },
  responses: { 200: json(findingPage, "Their findings, the worst of each report first"), ...refusals() },
});

const DEFAULT_PAGE = 50;

interface FindingPorts {
  readonly queries: Queries;
  /** A report as it counts; null where it can't be understood. */
  readonly report: (id: string) => Promise<Report | null>;
}

export function answerFindings(app: OpenAPIHono, { queries, report: reportOf }: FindingPorts): void {
  app.openapi(findingsRoute, async (context) => {
    const query = context.req.valid("query");
    const page = await queries
      .list(reportFilter(query), query.limit ?? DEFAULT_PAGE, query.cursor ?? null)
      .catch((error: unknown) => {
        throw error instanceof InvalidCursorError ? invalidCursor() : error;
      });
    const found = await Promise.all(
      page.items.map(async ({ id, organization, name, year, history }): Promise<ListedFinding[]> => {
        const report = await reportOf(id);
        if (report === null) return [];
        const findings = [...problemsOf(report).map(({ finding }) => finding), ...history];
        return findings.map((finding) => {
          const { code, severity, message } = finding;
          const place = findingPlace(finding, report);
          return { report: id, organization, name, year, code, severity, place, message };
        });
      }),
    );
    return context.json({ items: found.flat(), cursor: page.cursor }, 200);
  });
}
