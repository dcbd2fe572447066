import { createRoute, z } from "@hono/zod-openapi";
import { readableAnswer } from "./readable-schema.ts";
import {
  fullReport,
  health,
  listQuery,
  problem,
  reportPage,
  reportParameter,
  reportQuery,
  reportsQuery,
  reviewList,
  reviewRequest,
  sentAnswer,
  submissionParameter,
  summaryAnswer,
  summaryQuery,
  uploadAnswer,
  uploadRequest,
  yearsAnswer,
  yearsQuery,
} from "./schemas.ts";

/** What each route takes, answers and refuses, for the app and for its description. */

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

const REFUSALS = {
  400: "Wrong parameters or a wrong body",
  401: "No token, or a wrong one, where the server asks for one",
  403: "Not from where the server may be called, or an address that is not or no longer good",
  404: "Nothing of the kind",
  405: "Not with this method",
  408: "The file comes too slowly",
  409: "What stands there now forbids it",
  412: "Not what it was when it was looked at",
  413: "Too large",
  415: "No kind of file that is read",
  422: "Understood, but it can't be",
  428: "Only for what was looked at: If-Match is missing",
  429: "Too many wrong tokens from there",
  500: "An error of the server",
  503: "The server can't work now",
  507: "The server's disk is full",
} as const;

/** Answers that say why not, RFC 9457. Anyone may be refused who may not call. */
export const refusals = (...statuses: readonly (keyof typeof REFUSALS)[]) =>
  Object.fromEntries(
    ([400, 401, 403, ...statuses, 429, 500, 503, 507] as const).map((status) => [
      status,
      { description: REFUSALS[status], content: { "application/problem+json": { schema: problem } } },
    ]),
  );

const NOT_CHANGED = { 304: { description: "Not changed since the ETag in If-None-Match" } };
const text = (type: string, description: string) => ({ description, content: { [type]: { schema: z.string() } } });
const anything = (type: string, description: string) => ({ description, content: { [type]: {} } });

export const healthRoute = createRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  tags: ["service"],
  summary: "Whether it is at work",
  security: [],
  responses: { ...refusals(), 200: json(health, "At work"), 503: json(health, "Something keeps it from its work") },
});

export const pageRoute = createRoute({
  method: "get",
  path: "/",
  operationId: "getPage",
  tags: ["service"],
  summary: "The page for people",
  responses: { 200: text("text/html", "The page"), ...NOT_CHANGED, ...refusals() },
});

export const descriptionRoute = createRoute({
  method: "get",
  path: "/openapi.json",
  operationId: "getDescription",
  tags: ["service"],
  summary: "This description",
  responses: { 200: json(z.looseObject({}), "OpenAPI 3.1"), ...NOT_CHANGED, ...refusals() },
});

export const reportsRoute = createRoute({
  method: "get",
  path: "/reports",
  operationId: "listReports",
  tags: ["reports"],
  summary: "Reports in the catalog, the newest submission first",
  description: "Current ones only, unless all=true.",
  request: { query: reportsQuery },
  responses: { 200: json(reportPage, "A page of reports"), ...refusals() },
});

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

export const uploadsRoute = createRoute({
  method: "post",
  path: "/uploads",
  operationId: "requestUpload",
  tags: ["submissions"],
  summary: "Asks where to send a file",
  description: "The file itself is checked by its content when it arrives.",
  request: { body: { required: true, content: { "application/json": { schema: uploadRequest } } } },
  responses: { 201: json(uploadAnswer, "Where and how to send it"), ...refusals(413, 422) },
});

export const withdrawRoute = createRoute({
  method: "delete",
  path: "/submissions/{submission}",
  operationId: "withdrawSubmission",
  tags: ["submissions"],
  summary: "Withdraws a file that was handed in",
  description:
    "Takes the file away, as if it were deleted where it was put. Its reports, all of an archive's, follow at once: without another submission they are no longer current. Repeatable.",
  request: { params: submissionParameter },
  responses: { 202: { description: "Taken away" }, ...refusals(404, 409) },
});

export const summaryRoute = createRoute({
  method: "get",
  path: "/summary",
  operationId: "getSummary",
  tags: ["lists"],
  summary: "Sums over the current reports of a division and year, with what is missing or uncertain in them",
  request: { query: summaryQuery },
  responses: { 200: json(summaryAnswer, "Sums"), ...NOT_CHANGED, ...refusals() },
});

export const yearsRoute = createRoute({
  method: "get",
  path: "/years",
  operationId: "listYears",
  tags: ["lists"],
  summary: "Years of which there are reports",
  request: { query: yearsQuery },
  responses: { 200: json(yearsAnswer, "Years"), ...NOT_CHANGED, ...refusals() },
});

export const CSV_ROUTES = {
  "problems.csv": csvRoute("problems.csv", "getProblems", "A line a finding, to be sent back"),
  "figures.csv": csvRoute("figures.csv", "getFigures", "A line a figure"),
} as const;

function csvRoute(list: string, operationId: string, summary: string) {
  return createRoute({
    method: "get",
    path: `/${list}`,
    operationId,
    tags: ["lists"],
    summary,
    request: { query: listQuery },
    responses: { 200: text("text/csv", "The same list as the command writes"), ...refusals() },
  });
}

/** Of a server that takes files itself: where `POST /uploads` sends to. */
export const sendRoute = createRoute({
  method: "put",
  path: "/uploads/{ticket}",
  operationId: "sendFile",
  tags: ["submissions"],
  summary: "Sends the file to the address asked for",
  request: {
    params: z.object({ ticket: z.string().describe("As POST /uploads has signed it") }),
    body: { required: true, content: { "application/octet-stream": {} } },
  },
  responses: { 201: json(sentAnswer, "In the inbox"), ...refusals(408, 409, 413, 415, 422) },
});

/** Of a server that tells what happens. */
export const eventsRoute = createRoute({
  method: "get",
  path: "/events",
  operationId: "followEvents",
  tags: ["service"],
  summary: "What becomes of submissions, as server-sent events, without end",
  request: {
    query: z.object({ since: z.string().optional().describe("Place of the last event known; 0: all there are") }),
    headers: z.object({ "last-event-id": z.string().optional().describe("The same, from a browser that comes back") }),
  },
  responses: {
    200: text(
      "text/event-stream",
      "Report Processed, Report Reviewed, Report Confirmed, Report Withdrawn with an id; queue without",
    ),
    ...refusals(),
  },
});

/** Of a server that asks for a token. */
export const logoutRoute = createRoute({
  method: "post",
  path: "/logout",
  operationId: "endSession",
  tags: ["service"],
  summary: "Ends a browser's session",
  responses: { 200: text("text/plain", "Ended, or there was none"), ...refusals() },
});
