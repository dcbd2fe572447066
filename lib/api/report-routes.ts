import { createRoute, z } from "@hono/zod-openapi";
import { readableAnswer } from "./readable-schema.ts";
import { reviewList, reviewRequest } from "./review-schemas.ts";
import { anything, json, NOT_CHANGED, refusals, text } from "./routes.ts";
import { fullReport, reportParameter, reportQuery } from "./schemas.ts";

/** What the routes of one report take, answer and refuse: what was read, what people say of it, its files and pictures. */

export const reportRoute = createRoute({
  method: "get",
  path: "/reports/{id}",
  operationId: "getReport",
  tags: ["reports"],
  summary: "report.json as people reviewed it, with what the catalog knows of it",
  request: { params: reportParameter, query: reportQuery },
  responses: { 200: json(fullReport, "The report"), ...NOT_CHANGED, ...refusals(404) },
});

export const reviewsRoute = createRoute({
  method: "get",
  path: "/reports/{id}/reviews",
  operationId: "listReviews",
  tags: ["reviews"],
  summary: "What people said of a report against its original, the oldest first",
  request: { params: reportParameter },
  responses: { 200: json(reviewList, "Their words"), ...NOT_CHANGED, ...refusals(404) },
});

export const reviewRoute = createRoute({
  method: "post",
  path: "/reports/{id}/reviews",
  operationId: "reviewReport",
  tags: ["reviews"],
  summary: "Puts a person's word on record: a figure is as read, is another, or is not on the page",
  description:
    "One word, or several that are taken all or none. Nothing is overwritten: an undo takes the last word on a thing back. The rules are run again.",
  request: {
    params: reportParameter,
    headers: z.object({ "if-match": z.string().optional().describe("The ETag of GET /reports/{id}: 428 without it") }),
    body: { required: true, content: { "application/json": { schema: reviewRequest } } },
  },
  responses: { 201: json(fullReport, "The report as reviewed"), ...refusals(404, 409, 412, 413, 422, 428) },
});

export const cellPictureRoute = createRoute({
  method: "get",
  path: "/reports/{id}/cells/{name}",
  operationId: "getCellPicture",
  tags: ["reports"],
  summary: "The cut-out of a figure, row or table in doubt",
  description: "The report names those of which there is one in source.shownCells.",
  request: { params: reportParameter.extend({ name: z.string().min(1).max(200) }) },
  responses: {
    200: anything("image/jpeg", "The picture"),
    302: { description: "A short-lived address of it, where answers are bounded" },
    ...NOT_CHANGED,
    ...refusals(404),
  },
});

export const readableRoute = createRoute({
  method: "get",
  path: "/reports/{id}/readable",
  operationId: "getReadableReport",
  tags: ["reports"],
  summary: "What report.html tells a person, as data",
  description: "Sentences, the official tables with their merged cells, and what is the matter with each cell.",
  request: { params: reportParameter },
  responses: { 200: json(readableAnswer, "In words"), ...NOT_CHANGED, ...refusals(404) },
});

/** What is kept of a report beside report.json, by the last part of its path. */
export const FILE_ROUTES = {
  html: fileRoute("html", "getReportPage", "The report for a person", text("text/html", "report.html")),
  document: fileRoute(
    "document",
    "getDocument",
    "All text and tables of the document",
    json(z.looseObject({}), "document.json"),
  ),
  source: fileRoute(
    "source",
    "getSource",
    "The file as it came",
    anything("application/octet-stream", "The file's bytes"),
  ),
} as const;

export const pagePictureRoute = createRoute({
  method: "get",
  path: "/reports/{id}/pages/{page}",
  operationId: "getPagePicture",
  tags: ["reports"],
  summary: "The picture of a page with something to be looked up",
  description:
    "Upright and flat, with doubtful and faulty cells framed, or all that was found where no figure came from the page. The report names such pages in source.shownPages.",
  request: { params: reportParameter.extend({ page: z.coerce.number().int().min(1).openapi({ example: 1 }) }) },
  responses: {
    200: anything("image/jpeg", "The picture"),
    302: { description: "A short-lived address of it, where answers are bounded" },
    ...NOT_CHANGED,
    ...refusals(404),
  },
});

function fileRoute(
  part: string,
  operationId: string,
  summary: string,
  answer: { description: string; content: object },
) {
  return createRoute({
    method: "get",
    path: `/reports/{id}/${part}`,
    operationId,
    tags: ["reports"],
    summary,
    request: { params: reportParameter },
    responses: {
      200: answer,
      302: { description: "A short-lived address of it, where answers are bounded" },
      ...NOT_CHANGED,
      ...refusals(404),
    },
  });
}
