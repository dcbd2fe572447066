import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { STATUSES } from "../catalog/figures.ts";
import type { Queries } from "../catalog/queries.ts";
import { TRACKED_STATES } from "../catalog/tracking.ts";
import { DEFAULT_PAGE, pageOf } from "./lists.ts";
import { json, refusals } from "./routes.ts";
import { page } from "./schemas.ts";

/** Where files are that were handed in. */

const tracked = z
  .object({
    name: z.string().describe("Of the file, of an archive's entry with its path in it"),
    submittedAt: z.string(),
    state: z
      .enum(TRACKED_STATES)
      .describe("reading until something has become of it; unpacked: an archive, of whose entries each has its own"),
    report: z.string().nullable().describe("Id of the report that has become of it; of what was given up it says why"),
    status: z.enum(STATUSES).nullable().describe("That report's"),
  })
  .meta({ id: "Submission" });

const submissionsRoute = createRoute({
  method: "get",
  path: "/submissions",
  operationId: "listSubmissions",
  tags: ["submissions"],
  summary: "Files that are being read; or all that was handed in under a name, and what has become of it",
  description:
    "A file is here from the first that is heard of it. Whoever is limited to divisions sees what was handed in for these, and what holds reports that he may see.",
  request: {
    query: z.object({
      name: z.string().min(1).max(1024).optional().describe("As POST /uploads answers it, or the object's key"),
      ...page,
    }),
  },
  responses: {
    200: json(
      z.object({ items: z.array(tracked), cursor: z.string().nullable() }).meta({ id: "SubmissionPage" }),
      "In no order; a page may have fewer than were asked for, and a cursor",
    ),
    ...refusals(),
  },
});

/** Adds the route that tells where files are. */
export function answerSubmissions(app: OpenAPIHono, { track }: Pick<Queries, "track">): void {
  app.openapi(submissionsRoute, async (context) => {
    const { name = null, cursor = null, limit = DEFAULT_PAGE } = context.req.valid("query");
    const { items, cursor: next } = await pageOf(track(name, limit, cursor));
    return context.json({ items: [...items], cursor: next }, 200, { "cache-control": "no-store" });
  });
}
