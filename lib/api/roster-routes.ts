import { createRoute, z } from "@hono/zod-openapi";
import {
  matchRequest,
  renamingRequest,
  rosterAnswer,
  rosterQuery,
  rosterRequest,
  sentBackRequest,
} from "./roster-schemas.ts";
import { json, NOT_CHANGED, refusals } from "./routes.ts";

/** What the routes about rosters take, answer and refuse. */

const tags = ["rosters"];
const answer = json(rosterAnswer, "The roster, with where each unit stands now");

export const rosterRoute = createRoute({
  method: "get",
  path: "/roster",
  operationId: "getRoster",
  tags,
  summary: "Who is to hand in a report of a year, and where each stands",
  description: "Without units where there is no roster. Its ETag is what a change must name in If-Match.",
  request: { query: rosterQuery },
  responses: { 200: answer, ...NOT_CHANGED, ...refusals() },
});

export const putRosterRoute = createRoute({
  method: "put",
  path: "/roster",
  operationId: "putRoster",
  tags,
  summary: "Puts a roster in the place of the one that is there",
  description:
    "As JSON, or the bytes of a sheet (.xlsx, .csv) with the headings 单位名称, 别名, 行政区划代码, 联系人, 截止日期, 计入汇总, of which the first must be there. Reports go to the units that they are of: by name, other name, division, folder and file. What was answered about reports is kept, and taken over from the year before.",
  request: {
    query: rosterQuery,
    headers: z.object({
      "if-match": z
        .string()
        .optional()
        .describe("The ETag of the roster that was read; may be left out for a first one"),
    }),
    body: {
      content: {
        "application/json": { schema: rosterRequest },
        "text/csv": {},
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {},
        "application/octet-stream": {},
      },
    },
  },
  responses: { 200: answer, ...refusals(412, 413, 422, 428) },
});

export const matchRoute = createRoute({
  method: "post",
  path: "/roster/matches",
  operationId: "matchReport",
  tags,
  summary: "Says whose a report is that could not be matched",
  description:
    "Remembered: it holds of all reports of the same name and division from the same folder, in later years too.",
  request: {
    query: rosterQuery,
    body: { required: true, content: { "application/json": { schema: matchRequest } } },
  },
  responses: { 200: answer, ...refusals(404, 413, 422) },
});

export const renamingRoute = createRoute({
  method: "post",
  path: "/roster/renamings",
  operationId: "answerRenaming",
  tags,
  summary: "Says whether a unit that came is one that left, under another name",
  description: "Where it is, it has that one's id, and with it its reports and answers, and its name among its own.",
  request: {
    query: rosterQuery,
    body: { required: true, content: { "application/json": { schema: renamingRequest } } },
  },
  responses: { 200: answer, ...refusals(404, 413, 422) },
});

export const sentBackRoute = createRoute({
  method: "post",
  path: "/roster/sent-back",
  operationId: "noteSentBack",
  tags,
  summary: "Notes that the reports of units were sent back to them",
  description:
    "They are sent-back until another report comes. All of the units or none. Of offices outside the roster it is kept which reports they were told of, so that they get no second letter of the same.",
  request: {
    query: rosterQuery,
    body: { required: true, content: { "application/json": { schema: sentBackRequest } } },
  },
  responses: { 200: answer, ...refusals(413, 422) },
});
