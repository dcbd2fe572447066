import { z } from "@hono/zod-openapi";

/** report.html as data (lib/report/readable.ts), as the API describes it. */

const severity = z.enum(["error", "warning", "info"]);
const formCell = z.object({
  kind: z.enum(["heading", "group", "row", "figure"]),
  text: z.string(),
  name: z.string().nullable().describe("The figure that it holds, or the row that it heads"),
  rowSpan: z.int(),
  columnSpan: z.int(),
});
const formRows = z.array(z.array(formCell));

export const readableAnswer = z
  .object({
    title: z.string(),
    sentence: z.string(),
    facts: z.array(z.object({ term: z.string(), description: z.string() })),
    problems: z.array(
      z.object({
        number: z.int(),
        code: z.string(),
        severity,
        place: z.string(),
        message: z.string(),
        quote: z.string(),
        proposal: z.string(),
        cells: z.array(z.string()),
        target: z.string().nullable(),
      }),
    ),
    doubts: z
      .array(
        z.object({
          name: z.string(),
          label: z.string(),
          figures: z.array(z.string()),
          sentence: z.string().nullable(),
        }),
      )
      .describe("What a person has to look up: a figure, a row or table as a whole, or a part of the identity"),
    tables: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        title: z.string(),
        absent: z.string().nullable().describe("Why its figures are not shown"),
        form: z
          .object({
            columns: z.array(z.object({ span: z.int(), width: z.string().optional() })).optional(),
            head: formRows,
            body: formRows,
          })
          .nullable()
          .describe("The official table with its merged cells"),
      }),
    ),
    cells: z.record(
      z.string(),
      z.object({
        label: z.string(),
        text: z.string(),
        absent: z.boolean(),
        place: z.string(),
        near: z
          .string()
          .nullable()
          .describe("Of a figure that was not found: the nearest of its table that was, before it or else behind it"),
        severity: severity.nullable(),
        exact: z.boolean(),
        uncertain: z.boolean(),
        reviewed: z.boolean(),
        reasons: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "ReadableReport" });
