import * as z from "zod";

/**
 * The form file: a family of official documents as data. Its words and what they mean are in docs/forms.md; what they
 * are not is a language: every relation between figures is a sum.
 */

/** Keys of tables, rows and columns, as they stand in figures' names. */
const key = z
  .string()
  .regex(/^[A-Za-z0-9]{1,40}$/u)
  .meta({ id: "Key" });
/** Rows of a group may share its key: `denied.stateSecret`. */
const rowKey = z
  .string()
  .regex(/^[A-Za-z0-9]{1,40}(?:\.[A-Za-z0-9]{1,40})?$/u)
  .meta({ id: "RowKey" });
const labels = z
  .array(z.string().min(1).max(120))
  .min(1)
  .describe(
    "Wordings of one label, the official one first; `a.b` is the header b below the header a, or the row b of the group a; a dot behind a number is the number's",
  );

const source = z
  .strictObject({
    name: z.string().min(1),
    number: z.string().nullable(),
    issuer: z.string().min(1),
    date: z.string().min(1),
    url: z.url().optional(),
  })
  .meta({ id: "Source", description: "The official text that prescribes the form" });

const missingValues = z.array(z.string()).describe("What stands where nothing was filled in");
const number = z
  .strictObject({
    type: z.literal("number").optional(),
    unit: z.string().min(1).describe("What figures are in where the page names no other unit"),
    decimals: z
      .union([z.literal("INF"), z.literal("printed")])
      .describe("INF: figures are exact; printed: each is rounded to the decimals that its table prints"),
    missingValues,
    blank: z.enum(["error", "zero"]).describe("zero: a blank cell adds nothing; error: a figure must stand there"),
  })
  .meta({ id: "Number" });
const text = z
  .strictObject({
    type: z.literal("string"),
    format: z.literal("date").optional().describe("A day: 2025年1月20日, 2025-01-20"),
    missingValues,
    blank: z.enum(["error", "absent"]).describe("absent: it may be left blank; error: something must stand there"),
  })
  .meta({ id: "Text", description: "Words or a day; of fields alone" });
const type = z.union([number, text]).meta({ id: "Type" });

const requiredWhen = z
  .string()
  .min(1)
  .optional()
  .describe("A figure or a field: where it is filled in, and not with 0, this one must be filled in, too");

const field = z
  .strictObject({
    labels: labels.describe("Wordings of the label, the official one first; `a.b` is the label b beside or below a"),
    type: z.string(),
    requiredWhen,
  })
  .meta({ id: "Field", description: "A label with what is filled in behind it, outside the tables" });

const columns = z.record(key, labels);
const rows = z.record(rowKey, labels);
const panel = z
  .strictObject({
    columns,
    rows: z.union([rows, z.null()]).describe("null: one row without a label"),
    lists: z.array(key).optional().describe("Lists whose rows this panel has, too"),
    types: z.record(key, z.string()).optional().describe("Columns of another type than the table's"),
  })
  .meta({ id: "Panel", description: "Labels with their columns; several stand side by side" });

const table = z
  .strictObject({
    key,
    name: z.string().min(1).describe("What a person calls it"),
    recognise: z.strictObject({
      title: labels.describe("Titles; of several that a heading ends with, the longest tells the table"),
      all: z.array(key).optional().describe("Columns without which it is another table; all where left out"),
    }),
    type: z.string(),
    requiredWhen,
    grid: z.strictObject({ panels: z.array(panel).min(1) }).optional(),
    rows: z
      .strictObject({
        codes: z.strictObject({
          digits: z.array(z.int().min(1).max(12)).min(1).describe("How many digits codes have, level by level"),
        }),
        columns,
        totals: rows.describe("Rows that have a label and no code"),
      })
      .optional()
      .describe("Rows that are keyed by the code they print"),
    repeat: z
      .strictObject({ columns, totals: rows.describe("Rows that have a label of the form") })
      .optional()
      .describe("As many rows as there are things to be listed, keyed by their order: row1, row2"),
  })
  .meta({ id: "Table" });

const operand = z.union([z.string().min(1), z.strictObject({ sum: z.array(z.string().min(1)).min(1) })]);
const check = z
  .strictObject({
    code: z.string().regex(/^[A-Z][A-Z0-9-]*$/u),
    says: z.string().min(1).describe("The relation in one sentence"),
    each: z.record(z.string().regex(/^[a-z]$/u), z.string().min(1)).optional(),
    equal: z.tuple([operand, operand]).optional(),
    atMost: z.tuple([operand, operand]).optional(),
    basis: z.enum(["official", "structural", "plausible", "user"]),
    severity: z.enum(["error", "warning", "info"]),
    source: z.string().min(1).optional().describe("Where the official text says so"),
  })
  .meta({ id: "Check" });

export const formFileSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/u),
  version: z.string().min(1).max(40),
  title: z.string().min(1).describe("What its documents are called"),
  titles: z.array(z.string().min(1)).min(1).describe("What the title of a document says"),
  source,
  identity: z.strictObject({
    organization: z.strictObject({ labels: z.array(z.string().min(1)) }).describe("Labels before the author's name"),
  }),
  types: z.record(z.string(), type),
  lists: z.record(key, rows).optional().describe("Rows that several panels share"),
  fields: z.record(key, field).optional(),
  tables: z.array(table).min(1).max(60),
  checks: z.array(check).max(400),
  claims: z
    .record(z.string().min(2).max(40), z.string().min(1))
    .optional()
    .describe("Words behind which the prose repeats a figure, with its unit: 本年收入合计4733.14万元"),
  examples: z
    .array(
      z.strictObject({ file: z.string().min(1), expect: z.enum(["valid", "invalid", "needs-review", "unrecognized"]) }),
    )
    .optional()
    .describe(
      "Documents, by their paths from this file, and what becomes of each: `tabularium forms check` reads them",
    ),
});

export type FormFile = z.infer<typeof formFileSchema>;
export type CheckFile = FormFile["checks"][number];
export type OperandFile = z.infer<typeof operand>;

/** JSON Schema (draft 2020-12) of form files, kept in docs/form.schema.json. */
export function formJsonSchema(): string {
  const schema = z.toJSONSchema(formFileSchema);
  return `${JSON.stringify({ $id: "urn:tabularium:form:1", title: "Tabularium form file, version 1", ...schema }, null, 2)}\n`;
}
