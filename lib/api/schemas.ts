import { z } from "@hono/zod-openapi";
import { STATUSES } from "../catalog/figures.ts";
import { LARGEST_PAGE } from "../exports/reports.ts";
import { LIMITS } from "../limits.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { reportSchema } from "../report/schema.ts";
import { reason, reviewOnRecord, saidBy } from "./review-schemas.ts";

/** What the API takes and gives, as schemas: the OpenAPI document is made from them. */

const year = z.coerce.number().int().min(1900).max(2999);
const division = z
  .string()
  .regex(/^(?:\d{2}|\d{4}|\d{6})$/u)
  .describe("GB/T 2260 code or its prefix: 2, 4 or 6 digits");
/** An empty parameter is as good as none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

/** Others than ours are not found. */
const LONGEST_ID = 200;
export const reportParameter = z.object({
  id: z.string().max(LONGEST_ID).describe("sha256 of the file's bytes, hexadecimal"),
});
export const submissionParameter = z.object({
  submission: z.string().max(LONGEST_ID).describe("As in a report's submissions"),
});

const family = z.enum(PROFILES.map(({ id }) => id));
const profile = optional(family).describe("Only of this family of documents");
export const yearsQuery = z.object({ profile });
const whichReports = z.object({ year: optional(year), division: optional(division), profile });
export const listQuery = whichReports.extend({
  year: optional(z.union([z.literal("none"), year])).describe(
    "none: those whose year can't be told; what could not be read, or is no report, is among them alone",
  ),
  status: optional(z.enum(STATUSES)),
  organization: optional(z.string().max(200)).describe(
    "Exact name; width, spaces and traditional characters make no difference",
  ),
  search: optional(z.string().max(100)).describe("Part of the organization's name, or of the file's with its folder"),
  unit: optional(z.string().max(200)).describe("Whose it is, in all years and spellings: the id of a roster's unit"),
});

/** Which page of a list. */
export const page = {
  cursor: optional(z.string().max(1000)),
  limit: optional(z.coerce.number().int().min(1).max(LARGEST_PAGE)),
};

export const reportsQuery = listQuery.extend({
  standing: optional(z.enum(["current", "held"])).describe(
    "held: newer submissions that do not replace the report that counts before somebody decides",
  ),
  all: optional(z.enum(["true", "false"])).describe(
    "true: whatever the standing, also superseded and withdrawn reports",
  ),
  ...page,
});

/** Whose sums are answered where no family is named, as before there were several. */
export const FIRST_FAMILY = PROFILES[0].id;
const oneFamily = optional(family).describe(
  `Of which family of documents: figures of different forms are never added up. ${FIRST_FAMILY} where it is left out`,
);
export const summaryQuery = whichReports.extend({ profile: oneFamily });
export const figureTableQuery = listQuery.extend({ profile: oneFamily });

export const lettersQuery = figureTableQuery.extend({ year: year.describe("Letters are about one year") });

/** Ids in an address: it may be 8 KB long. */
const MOST_INCLUDED = 100;
export const summaryTableQuery = figureTableQuery.extend({
  year: year.describe("Years are never added up"),
  include: optional(
    z
      .string()
      .regex(new RegExp(`^[0-9a-f]{64}(?:,[0-9a-f]{64}){0,${MOST_INCLUDED - 1}}$`, "u"))
      .describe("Ids, joined by commas, of reports that count although they are not valid"),
  ),
  parent: optional(z.string().regex(/^[0-9a-f]{64}$/u)).describe(
    "Id of the report of the office above: it is not added up but held against the sum of the roster's units that count into it",
  ),
});

export const reportQuery = z.object({
  as: optional(z.enum(["read", "reviewed"])).describe("read: without people's words; with them otherwise"),
});

const [judged, unrecognized, failed] = reportSchema.options;
const { findings, id: sha256 } = judged.options[0].shape;
const submissionId = z
  .string()
  .regex(/^[0-9a-f]{64}$/u)
  .meta({ id: "SubmissionId" });

const heldFor = z
  .enum(["doubt", "folder"])
  .describe(
    "doubt: figures could not be read with certainty; folder: the name is bare and came from another folder, it may be another office's",
  );
const decision = z.object({
  replace: z.boolean(),
  heldFor,
  by: saidBy.nullable(),
  reason: reason.nullable(),
  at: z.iso.datetime(),
});
export const standingRequest = z
  .object({
    replace: z
      .boolean()
      .describe(
        "Whether it counts in place of the other. false: no; held for its folder, it is another office's and counts beside",
      ),
    by: saidBy.optional().describe("Who says so"),
    reason: reason.optional(),
  })
  .meta({ id: "StandingRequest" });

export const reportItem = z
  .object({
    id: sha256,
    name: z.string(),
    status: z.enum(STATUSES),
    organization: z.string().nullable(),
    division: z.object({ code: z.string(), name: z.string() }).nullable(),
    year: z.int().nullable(),
    profile: z.string().nullable().describe("The family of documents; null for a document of none"),
    template: z.string().nullable(),
    errors: z.int(),
    warnings: z.int(),
    infos: z.int(),
    uncertain: z.int().describe("Figures that could not be read with certainty"),
    failure: z.string().nullable().describe("Why the file could not be read"),
    engineVersion: z.string(),
    standing: z.enum(["current", "held", "superseded", "withdrawn"]),
    submittedAt: z.iso.datetime(),
    supersededBy: sha256.nullable(),
    awaits: sha256.nullable().describe("Of a held report: the one that counts, which it would replace"),
    heldBy: sha256.nullable().describe("Of the one that counts: the newer report that is held"),
    heldFor: heldFor.nullable().describe("Why it is held"),
    decision: decision.nullable().describe("What was decided of it when it was held"),
    unit: z.string().nullable().describe("Whose it is, over years and spellings: the id of the unit in a roster"),
    history: findings.describe("Findings against the same organization's report of the year before"),
    reviewed: z
      .object({ by: z.string().nullable(), at: z.iso.datetime() })
      .optional()
      .describe("Whose word it is by, the latest; absent where nobody said anything"),
  })
  .meta({ id: "ReportItem" });

export const reportPage = z
  .object({ items: z.array(reportItem), cursor: z.string().nullable() })
  .meta({ id: "ReportPage" });

const catalogued = {
  reviews: z.array(reviewOnRecord).describe("Everything people said of it, the oldest first"),
  previousYear: sha256.nullable().describe("The same organization's current report of the year before"),
  standing: reportItem.shape.standing,
  submittedAt: reportItem.shape.submittedAt,
  supersededBy: reportItem.shape.supersededBy,
  awaits: reportItem.shape.awaits,
  heldBy: reportItem.shape.heldBy,
  heldFor: reportItem.shape.heldFor,
  decision: reportItem.shape.decision,
  unit: reportItem.shape.unit,
  history: findings,
  submissions: z
    .array(z.object({ submission: submissionId, name: z.string(), submittedAt: reportItem.shape.submittedAt }))
    .describe(
      "What was handed in with these bytes and stands, the newest first; entries of one archive have its submission",
    ),
};
const [firstJudged, ...otherJudged] = judged.options;
/** report.json with what the catalog knows of it; all that was said of it in place of what counts. */
export const fullReport = z
  .discriminatedUnion("status", [
    z.discriminatedUnion("profile", [
      firstJudged.extend(catalogued),
      ...otherJudged.map((each) => each.extend(catalogued)),
    ]),
    unrecognized.extend(catalogued),
    failed.extend(catalogued),
  ])
  .meta({ id: "Report" });

const figureTotals = z.record(
  z.string(),
  z.object({
    sum: z.number(),
    counted: z.int().describe("Reports in the sum"),
    uncertain: z.int().describe("Reports left out: not read with certainty"),
    missing: z.int().describe("Reports left out: the cell holds no number"),
    converted: z.int().optional().describe("Reports whose printed unit was converted to the form's"),
  }),
);

export const summaryAnswer = z
  .object({
    profile: z.string().describe("The family. What is of none (unrecognized, failed) counts with the first"),
    year: z.int().nullable(),
    division: z.string().nullable(),
    reports: z.int().describe("Current reports"),
    statuses: z.record(z.enum(STATUSES), z.int()),
    withoutYear: z
      .record(z.enum(STATUSES), z.int())
      .describe(
        "Current reports whose year can't be told, whatever year and division are asked for: /reports?year=none",
      ),
    complete: z.boolean().describe("No figure of any report had to be left out of a sum"),
    figures: figureTotals.describe("Over all groups; each by itself is in `groups`"),
    groups: z
      .array(
        z.object({
          year: z.int().nullable(),
          status: z
            .enum(STATUSES)
            .nullable()
            .describe(
              "null for sums that a version kept which did not tell reports apart, until one of them is read again",
            ),
          template: z.string().nullable().describe("The form; null where it can't be told"),
          reports: z.int(),
          figures: figureTotals,
          complete: z.boolean(),
        }),
      )
      .describe("Sums of reports of one year, status and form, which are never mixed; the latest year first"),
    organizations: z.array(z.string()).describe("Names, the newest first, at most 200; all of them are in /reports"),
  })
  .meta({ id: "Summary" });

export const yearsAnswer = z.object({ years: z.array(z.int()) }).meta({ id: "Years" });

export const engineAnswer = z
  .object({
    engineVersion: z.string().describe("Of the engine that runs"),
    reports: z.array(
      z.object({
        profile: z.string().describe("Family; what is of none is among those of the first"),
        engineVersion: z.string().nullable().describe("That read them; null where a version did not say"),
        current: z.boolean().describe("Whether the engine that runs would read them the same way"),
        reports: z.int(),
      }),
    ),
  })
  .meta({ id: "Engine" });

export const uploadRequest = z
  .object({
    name: z.string().min(1).max(300),
    bytes: z
      .int()
      .nonnegative()
      // An empty file is refused with 422, one that is too large with 413 (on AWS the limit may be lower): each is told
      // why.
      .meta({ minimum: 1, maximum: LIMITS.fileBytes }),
    sha256: sha256.optional(),
  })
  .meta({ id: "UploadRequest" });
export const uploadAnswer = z
  .object({
    url: z.string(),
    method: z.literal("PUT"),
    headers: z.record(z.string(), z.string()),
    name: z.string().optional().describe("Under which GET /submissions knows it, where a bucket takes it"),
  })
  .meta({ id: "Upload" });

export const sentAnswer = z.object({ id: sha256, name: z.string().describe("In the inbox") }).meta({ id: "Sent" });

export const problem = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string().optional() })
  .meta({ id: "Problem", description: "RFC 9457" });

export const health = z
  .object({
    status: z.enum(["ok", "degraded"]),
    engineVersion: z.string(),
    waiting: z.int().optional(),
    processing: z.int().optional(),
    trouble: z.string().nullable().optional(),
  })
  .meta({ id: "Health" });

export type UploadRequest = z.infer<typeof uploadRequest>;
export type Upload = z.infer<typeof uploadAnswer>;
export type Health = z.infer<typeof health>;
export type ReportItem = z.infer<typeof reportItem>;
export type FullReport = z.infer<typeof fullReport>;
export type ReportPage = z.infer<typeof reportPage>;
export type SummaryAnswer = z.infer<typeof summaryAnswer>;
export type YearsAnswer = z.infer<typeof yearsAnswer>;
export type Sent = z.infer<typeof sentAnswer>;
export type ProblemAnswer = z.infer<typeof problem>;

/** The data of `queue` in `GET /events`. */
export interface QueueState {
  readonly waiting: number;
  /** Names of the files in work, of an archive those of its entries. */
  readonly processing: readonly string[];
  /** Of those with pictures to be recognised, how many pages of how many have been. */
  readonly recognised: readonly { readonly name: string; readonly done: number; readonly pages: number }[];
  /** Why nothing goes on, in a word (ENOSPC, INBOX, STALLED); null while all is well. */
  readonly trouble: string | null;
}
