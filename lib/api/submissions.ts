import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { InvalidCursorError } from "../catalog/cursors.ts";
import type { Queries } from "../catalog/queries.ts";
import { invalidCursor } from "./problem.ts";
import { json, refusals } from "./routes.ts";

/** Where files are that were handed in. */

const LARGEST_PAGE = 200;
const DEFAULT_PAGE = 50;

const tracked = z
  .object({
    name: z.string().describe("Of the file, of an archive's entry with its path in it"),
    submittedAt: z.string(),
    state: z
      .enum(["reading", "processed", "given-up", "unpacked", "withdrawn"])
      .describe("reading until something has become of it; unpacked: an archive, of whose entries each has its own"),
    report: z.string().nullable().describe("Id of the report that has become of it; of what was given up it says why"),
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
      cursor: z.string().max(1000).optional(),
      limit: z.coerce.number().int().min(1).max(LARGEST_PAGE).optional(),
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
    const page = await track(name, limit, cursor).catch((error: unknown) => {
      throw error instanceof InvalidCursorError ? invalidCursor() : error;
    });
    return context.json({ ...page, items: [...page.items] }, 200, { "cache-control": "no-store" });
  });
}
