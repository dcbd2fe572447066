import * as z from "zod";
import { FORMAT_NAMES } from "../document/formats.ts";
import { ERROR_CODES } from "../formats/errors.ts";
import type { Profile } from "../profiles/profile.ts";
import { PROFILES } from "../profiles/profiles.ts";

/**
 * The schema of report.json, version 1. Everything of ours that reads or writes a report takes its types from here.
 *
 * Reports outlive the engine that wrote them and are read by this same schema (store.ts), so within version 1 it
 * only grows:
 * - a new field is `.optional()`, or has a `.default()` that is true of a report for which nobody looked for it;
 * - enums and unions gain members, a further official form in `tables` among them; codes of findings are free;
 * - nothing is taken away, renamed, narrowed or given another meaning.
 * Whatever can't be said so is a version 2 beside it, told apart by `schemaVersion`.
 */

export const SCHEMA_VERSION = 1;

const count = z.int().nonnegative();
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/u)
  .meta({ id: "Sha256", description: "Hexadecimal" });
const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/u)
  .meta({ id: "Date", description: "As printed: a period may well end on a 31st of November" });
const figureName = z
  .string()
  .min(1)
  .meta({ id: "FigureName", description: "<table>.<row>.<column>, e.g. applications.denied.stateSecret.total" });

const share = z.number();

const place = z
  .union([
    z
      .strictObject({ page: z.int().min(1), box: z.tuple([z.number(), z.number(), z.number(), z.number()]) })
      .describe("Points, origin top left of the page as a reader sees it: x, y, width, height"),
    z.strictObject({ table: count, row: count, column: count }).describe("Counted from 0"),
    z.strictObject({ paragraph: count }).describe("Counted from 0"),
    z.strictObject({ offset: count, length: count }).describe("Characters of the decoded text"),
  ])
  .meta({ id: "Place" });

const source = z
  .strictObject({
    name: z.string().min(1),
    bytes: count,
    sha256,
    format: z.enum(FORMAT_NAMES).nullable().describe("null where the file shows no known format"),
    pages: count.nullable().describe("null for formats without pages and for files that could not be opened"),
    ocr: z
      .strictObject({ engine: z.string(), pages: z.array(z.int().min(1)) })
      .nullable()
      .describe("Which engine recognised which pages; null where every character was read from the file itself"),
    shownCells: z
      .array(z.string())
      .optional()
      .describe("Figures, rows and tables in doubt of which cut-outs of the page are kept beside the report"),
    shownPages: z
      .array(z.int().min(1))
      .optional()
      .describe("Pages of which pictures are kept beside the report: those with something to be looked up"),
    shownPlaces: z
      .record(figureName, z.strictObject({ page: z.int().min(1), box: z.tuple([share, share, share, share]) }))
      .optional()
      .describe(
        "Where figures and blanks stand on these pictures: left, top, width and height as shares of the picture's. No figure came from a page without any, and all that was found on it is framed",
      ),
  })
  .meta({ id: "Source" });

const figure = z
  .strictObject({
    text: z.string().describe("The cell's text as printed"),
    where: place,
    confidence: z.number().min(0).max(1),
    unit: z
      .string()
      .optional()
      .describe("A unit printed in the cell, or another than the form's over its column; the number is not converted"),
    equations: z
      .int()
      .min(0)
      .optional()
      .describe(
        "How many equations of its form hold it, exactly or within rounding; 0: it rests on two readings alone",
      ),
    other: z.string().optional().describe("What the second reading has instead, where the two differ"),
    seen: z
      .string()
      .optional()
      .describe("What beside or over the figure is not plain: struck, raised, hidden, covered text and the like"),
  })
  .meta({ id: "Figure" });

const finding = z
  .strictObject({
    code: z.string().regex(/^[A-Z0-9-]+$/u),
    severity: z.enum(["error", "warning", "info"]),
    message: z.string().min(1).describe("One sentence in Chinese that the author of the report can act on"),
    cells: z.array(z.string()).describe("The figures concerned; a table or row where it is missing"),
    expected: z.number().optional(),
    actual: z.number().optional(),
    proposal: z
      .strictObject({ cell: figureName, value: z.number() })
      .optional()
      .describe("A value that would repair everything; never applied"),
    quote: z.string().optional().describe("The words in the document that show the fault"),
    section: count.optional().describe("0 for what stands before the first section"),
  })
  .meta({ id: "Finding" });

const review = z
  .object({
    figure: z.string().min(1).describe("A figure; <figure>.unit; organization, year or template"),
    kind: z.enum(["confirm", "correct", "absent"]).describe("It is as read; it is another; it is not on the page"),
    before: z.union([z.number(), z.string()]).nullable().describe("What stood there"),
    after: z.union([z.number(), z.string()]).nullable().describe("What stands on the page; absent where nothing does"),
    reason: z.string().nullable(),
    by: z.string().nullable().describe("Who says so"),
    at: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u)
      .describe("ISO 8601, UTC"),
  })
  .meta({ id: "ReviewThatCounts", description: "A person's word against the original" });

const head = { schemaVersion: z.literal(SCHEMA_VERSION), engineVersion: z.string().min(1), id: sha256, source };

/** What a judged report says, with the family's own part. */
const judgedAs = ({ id, schema }: Profile) =>
  z.strictObject({
    ...head,
    status: z.enum(["valid", "invalid", "needs-review"]),
    profile: z.literal(id),
    title: z.string().nullable(),
    organization: z
      .strictObject({
        name: z.string().min(1),
        division: z.strictObject({ code: z.string().regex(/^\d{6}$/u), name: z.string().min(1) }).nullable(),
      })
      .nullable(),
    year: z.int().nullable(),
    period: z.strictObject({ from: isoDate, to: isoDate }).nullable(),
    template: z.enum(schema.templates).nullable(),
    sections: z.array(
      z.strictObject({
        number: z.int().min(1).max(schema.sections),
        title: z.string().describe("As the form names the section"),
        printed: z.string().optional().describe("The heading, where it says otherwise"),
        text: z.string(),
      }),
    ),
    tables: schema.tables,
    figures: z.record(figureName, figure).describe("Every figure that is not null"),
    blanks: z
      .record(figureName, figure)
      .describe("Cells that were found but hold no number, with what they hold instead (an empty text where nothing)"),
    claims: z.array(
      z.strictObject({
        figure: figureName,
        value: z.number(),
        text: z.string(),
        section: z.int().min(0).max(schema.sections),
      }),
    ),
    findings: z.array(finding),
    uncertain: z
      .array(z.string())
      .describe("Figures that could not be read with certainty; also organization, year, template"),
    reviews: z
      .array(review)
      .optional()
      .describe("What people said that counts: status, figures and findings are by their words; absent as read"),
  });

const none = z.array(z.never()).max(0);
const nothing = {
  profile: z.null(),
  title: z.null(),
  organization: z.null(),
  year: z.null(),
  period: z.null(),
  template: z.null(),
  sections: none,
  tables: z.null(),
  figures: z.strictObject({}),
  blanks: z.strictObject({}),
  claims: none,
  findings: none,
  uncertain: none,
};

const unrecognized = z.strictObject({ ...head, status: z.literal("unrecognized"), ...nothing });
const failed = z.strictObject({
  ...head,
  status: z.literal("failed"),
  ...nothing,
  error: z.strictObject({ code: z.enum(ERROR_CODES), message: z.string().min(1) }),
});

const [first, ...others] = PROFILES;
export const judgedSchema = z.discriminatedUnion("profile", [judgedAs(first), ...others.map(judgedAs)]);

export const reportSchema = z.discriminatedUnion("status", [judgedSchema, unrecognized, failed]);

export type JudgedReport = z.infer<typeof judgedSchema>;
export type UnrecognizedReport = z.infer<typeof unrecognized>;
export type FailedReport = z.infer<typeof failed>;
export type Source = z.infer<typeof source>;
export type Report = JudgedReport | UnrecognizedReport | FailedReport;
export type ReportFinding = JudgedReport["findings"][number];

/** JSON Schema (draft 2020-12) of report.json, kept in docs/report.schema.json. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema);
  return `${JSON.stringify({ $id: "urn:tabularium:report:1", title: "Tabularium report.json, version 1", ...schema }, null, 2)}\n`;
}
