import { createRoute, z } from "@hono/zod-openapi";
import {
  engineAnswer,
  health,
  problem,
  reportPage,
  reportsQuery,
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

export const NOT_CHANGED = { 304: { description: "Not changed since the ETag in If-None-Match" } };
export const text = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string() } },
});
export const anything = (type: string, description: string) => ({ description, content: { [type]: {} } });

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

export const engineRoute = createRoute({
  method: "get",
  path: "/engine",
  operationId: "getEngine",
  tags: ["service"],
  summary: "The version of the engine, and how many reports were read by which",
  responses: { 200: json(engineAnswer, "Versions"), ...NOT_CHANGED, ...refusals() },
});

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

/** Of a server that people enter by an identity provider. */
export const startSignInRoute = createRoute({
  method: "get",
  path: "/sign-in",
  operationId: "startSignIn",
  tags: ["service"],
  summary: "Leads a browser to the identity provider",
  security: [],
  request: { query: z.object({ to: z.string().max(2000).optional().describe("Where on this server to go then") }) },
  responses: { 303: { description: "The provider's address" }, ...refusals() },
});

export const finishSignInRoute = createRoute({
  method: "get",
  path: "/sign-in/callback",
  operationId: "finishSignIn",
  tags: ["service"],
  summary: "Takes a browser that the identity provider sends back, and begins its session",
  security: [],
  responses: {
    ...refusals(),
    303: { description: "Where it was to go" },
    400: text("text/html", "Not begun here, or refused by the provider"),
  },
});

/** Of a server that browsers enter. */
export const signOutRoute = createRoute({
  method: "post",
  path: "/sign-out",
  operationId: "signOut",
  tags: ["service"],
  summary: "Ends a browser's session",
  security: [],
  responses: {
    200: {
      description: "Ended, or there was none",
      content: { "text/plain": { schema: z.string() }, "text/html": { schema: z.string() } },
    },
    ...refusals(),
  },
});
