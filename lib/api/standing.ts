import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Catalog } from "../catalog/catalog.ts";
import type { Queries } from "../catalog/queries.ts";
import { knownReport } from "./known.ts";
import { Problem } from "./problem.ts";
import { json, refusals } from "./routes.ts";
import { reportItem, reportParameter, standingRequest } from "./schemas.ts";

const standingRoute = createRoute({
  method: "post",
  path: "/reports/{id}/standing",
  operationId: "decideStanding",
  tags: ["reports"],
  summary: "Decides whether a held report replaces the one before it",
  description:
    "A newer submission with figures in doubt does not replace a report without any by itself: it is held; once its figures are confirmed it does. So is one of a bare name, whose division nobody knows, that comes from another folder. Repeatable.",
  request: {
    params: reportParameter,
    body: { required: true, content: { "application/json": { schema: standingRequest } } },
  },
  responses: { 200: json(reportItem, "The report as it stands now"), ...refusals(404, 409) },
});

interface StandingPorts {
  readonly queries: Pick<Queries, "report">;
  readonly catalog: Pick<Catalog, "decide">;
  readonly now: () => number;
  readonly caller: (context: Context) => string | null;
}

/** Adds the route by which a person decides of a held report. */
export function answerStandings(app: OpenAPIHono, { queries, catalog, now, caller }: StandingPorts): void {
  app.openapi(standingRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { replace, by = null, reason = null } = context.req.valid("json");
    await knownReport(queries, id);
    const at = new Date(now()).toISOString();
    const isDecided = await catalog.decide(id, { replace, by: caller(context) ?? by, reason, at });
    if (!isDecided)
      throw new Problem(409, "Conflict", "这份报告没有等待决定：它已经生效、已被替换或已撤回。", "NOT_HELD");
    const { history, ...item } = await knownReport(queries, id);
    return context.json({ ...item, history: [...history] }, 200);
  });
}
