import { createRoute, z } from "@hono/zod-openapi";
import { EXPORT_DAYS } from "../catalog/exports.ts";
import { type ExportKindName, KIND_NAMES } from "../exports/kinds.ts";
import { SUMMARIES, type SummaryName } from "../exports/summary.ts";
import { anything, json, refusals } from "./routes.ts";
import { listQuery, summaryTableQuery } from "./schemas.ts";

/** What the routes of lists that are made in the background take, answer and refuse. */

const LIST_NAMES = KIND_NAMES.filter((name): name is Exclude<ExportKindName, SummaryName> => !(name in SUMMARIES));
const SUMMARY_NAMES = Object.keys(SUMMARIES) as SummaryName[];

const kind = z
  .enum(KIND_NAMES)
  .describe(
    "A list by its name as an answer; results.zip: report.json, report.html, document.json and the original of each report; parquet: figures, problems and reports by family and year",
  );

const exportRequest = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.enum(LIST_NAMES),
      filter: z
        .strictObject(listQuery.shape)
        .prefault({})
        .describe("The parameters that the list itself has; all that counts without any"),
    }),
    z.strictObject({
      kind: z.enum(SUMMARY_NAMES),
      filter: z.strictObject(summaryTableQuery.shape).describe("The parameters of the sums"),
    }),
  ])
  .meta({ id: "ExportRequest" });

const exportFile = z.object({
  name: z.string().describe("Of the file; of Parquet with its folders, which say family and year"),
  bytes: z.int(),
  url: z.string().describe("Where it is fetched, by the same caller"),
});

const exportAnswer = z
  .object({
    id: z.string(),
    kind,
    name: z.string().describe("What it is and what it is about, in words"),
    state: z.enum(["queued", "running", "ready", "failed"]),
    done: z.int().describe("Reports that have been looked at"),
    total: z.int().nullable().describe("About how many there are; null where nobody has counted them"),
    failure: z.string().nullable().describe("Why it failed, a sentence"),
    askedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().describe("From then on it is gone, with its files"),
    files: z
      .array(exportFile)
      .describe("Once it is ready: several where there are many reports, none where there is no report"),
  })
  .meta({ id: "Export" });
const exportList = z.object({ items: z.array(exportAnswer) }).meta({ id: "ExportList" });
export type ExportAnswer = z.infer<typeof exportAnswer>;

/** Others than ours are not found. */
const LONGEST_ID = 60;
const exportParameter = z.object({ export: z.string().max(LONGEST_ID).describe("As POST /exports has answered it") });

export const askExportRoute = createRoute({
  method: "post",
  path: "/exports",
  operationId: "askExport",
  tags: ["lists"],
  summary: "Has a list of any size made in the background",
  description: `For what is too large to be an answer. It holds what its caller may see when it is made, is his alone, and is kept ${EXPORT_DAYS} days. Asked for again while it is being made, it is the same one. What is handed in meanwhile may be missing in it.`,
  request: { body: { required: true, content: { "application/json": { schema: exportRequest } } } },
  responses: {
    202: { ...json(exportAnswer, "Being made; Location says where it is followed") },
    ...refusals(404, 409, 413),
  },
});

export const exportsRoute = createRoute({
  method: "get",
  path: "/exports",
  operationId: "listExports",
  tags: ["lists"],
  summary: "What its caller has had made, the newest first",
  responses: { 200: json(exportList, "Each as GET /exports/{export} has it"), ...refusals() },
});

export const exportRoute = createRoute({
  method: "get",
  path: "/exports/{export}",
  operationId: "getExport",
  tags: ["lists"],
  summary: "How far it is, and where its files are once it is ready",
  request: { params: exportParameter },
  responses: { 200: json(exportAnswer, "How it stands"), ...refusals(404) },
});

export const exportFileRoute = createRoute({
  method: "get",
  path: "/exports/{export}/files/{file}",
  operationId: "getExportFile",
  tags: ["lists"],
  summary: "A file of it",
  request: {
    params: exportParameter.extend({ file: z.coerce.number().int().min(1).describe("From 1, in the order of files") }),
  },
  responses: {
    200: anything("application/octet-stream", "The file"),
    302: { description: "A short-lived address of it, where answers are bounded" },
    ...refusals(404),
  },
});
