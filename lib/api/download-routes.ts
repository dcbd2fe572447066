import { createRoute, z } from "@hono/zod-openapi";
import { anything, refusals, text } from "./routes.ts";
import { figureTableQuery, lettersQuery, listQuery, summaryTableQuery } from "./schemas.ts";

/** What the routes of lists, workbooks and letters take, answer and refuse. */

const WORKBOOK = anything(
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "A workbook; it says what it is about",
);
const WORD_FILE = anything(
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "A Word file; it says what it is about",
);
const CSV_FILE = text("text/csv", "The same list as the command writes");

/** What is written over many reports; the name of each file says what was asked for. */
export const DOWNLOAD_ROUTES = {
  "problems.csv": download("problems.csv", "getProblems", "A line a finding", listQuery, CSV_FILE),
  "problems.xlsx": download("problems.xlsx", "getProblemsWorkbook", "A row a slip, printable", listQuery, WORKBOOK),
  "figures.csv": download("figures.csv", "getFigures", "A line a figure", listQuery, CSV_FILE),
  "figures.xlsx": download(
    "figures.xlsx",
    "getFiguresWorkbook",
    "A row a report, a column a figure: numbers, printed text and how sure they are",
    figureTableQuery,
    WORKBOOK,
  ),
  "summary.xlsx": download(
    "summary.xlsx",
    "getSummaryWorkbook",
    "The official tables added up over valid reports and those included by id, with the form's own sums",
    summaryTableQuery,
    WORKBOOK,
  ),
  "summary.docx": download("summary.docx", "getSummaryDocument", "The same to write on", summaryTableQuery, WORD_FILE),
} as const;

function download<Path extends string, Query extends z.ZodObject>(
  path: Path,
  operationId: string,
  summary: string,
  query: Query,
  answer: { description: string; content: object },
) {
  return createRoute({
    method: "get",
    path: `/${path}`,
    operationId,
    tags: ["lists"],
    summary,
    request: { query },
    responses: { 200: answer, ...refusals(413) },
  });
}

export const lettersRoute = createRoute({
  method: "get",
  path: "/roster/notices.zip",
  operationId: "getLetters",
  tags: ["lists"],
  summary: "The letters that go back to units (退回修改通知), a Word file each and one with all of them",
  description:
    "Of invalid reports, unless another status is asked for, and to units of the roster of which only a file came that could not be read or is no report. Units that were sent back what they handed in have theirs, as have offices outside the roster that were told of the same report, and get it again only where `unit` asks for one of them. A letter has what its unit can put right, not what is to be looked up here; where there is none, there is no letter.",
  request: { query: lettersQuery },
  responses: { 200: anything("application/zip", "The letters"), ...refusals(422) },
});

export const letterTemplateRoute = createRoute({
  method: "get",
  path: "/roster/notice-template",
  operationId: "getLetterTemplate",
  tags: ["lists"],
  summary: "The words of the letters",
  responses: { 200: text("text/plain", "With remarks on how to change it"), ...refusals() },
});

export const putLetterTemplateRoute = createRoute({
  method: "put",
  path: "/roster/notice-template",
  operationId: "putLetterTemplate",
  tags: ["lists"],
  summary: "Changes the words of the letters",
  request: { body: { required: true, content: { "text/plain": { schema: z.string() } } } },
  responses: { 204: { description: "Changed" }, ...refusals(413, 422) },
});
