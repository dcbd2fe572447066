import { z } from "@hono/zod-openapi";
import { STATUSES } from "../catalog/figures.ts";
import { MOST_UNITS } from "../roster/sheet.ts";
import { UNIT_STATES } from "../roster/state.ts";
import { saidBy } from "./review-schemas.ts";
import { reportItem, summaryQuery } from "./schemas.ts";

/** What the API takes and gives about rosters. */

const { id, submittedAt, division } = reportItem.shape;

export const rosterQuery = summaryQuery.pick({ profile: true }).extend({
  year: z.coerce.number().int().min(1900).max(2999).openapi({ example: 2024 }),
});

const LONGEST_NAME = 100;
const unitId = z
  .string()
  .regex(/^[0-9a-f]{32}$/u)
  .meta({ id: "UnitId" });
const unitEntry = {
  name: z.string().min(1).max(LONGEST_NAME).describe("As it is to be called"),
  aliases: z.array(z.string().min(1).max(LONGEST_NAME)).max(20).describe("Other names that its reports may bear"),
  division: z
    .string()
    .regex(/^\d{6}$/u)
    .nullable()
    .describe("GB/T 2260 code, 6 digits; null where it is not told"),
  contact: z.string().max(LONGEST_NAME).nullable(),
  counts: z.boolean().describe("Whether its report is one of those that the parent's adds up"),
};
export const rosterRequest = z
  .object({
    due: z.iso.date().nullable().default(null).describe("Last day on which a report is in time, in China"),
    units: z
      .array(
        z.object({
          id: unitId.optional().describe("Of the unit that it was, where its name may be another now"),
          ...unitEntry,
          aliases: unitEntry.aliases.default([]),
          division: unitEntry.division.default(null),
          contact: unitEntry.contact.default(null),
          counts: unitEntry.counts.default(true),
        }),
      )
      .max(MOST_UNITS),
  })
  .meta({ id: "RosterRequest" });

const rosterUnit = z.object({
  id: unitId.describe("The same over the years, whatever it is called"),
  ...unitEntry,
  state: z
    .enum(UNIT_STATES)
    .describe(
      "missing; reading; received: a file that could not be read or is no report, or a worse report that waits for a decision; to-confirm: figures in doubt; faulty: to be sent back; sent-back; in-order",
    ),
  late: z.boolean().describe("The first report came, or none has come by now, after the last day"),
  report: z
    .object({ id, status: z.enum(STATUSES), errors: z.int(), uncertain: z.int(), submittedAt })
    .nullable()
    .describe("The report that counts"),
  held: id.nullable().describe("A newer, worse report that waits for a decision"),
  unread: z
    .object({ id, status: z.enum(STATUSES) })
    .nullable()
    .describe(
      "The newest file that could not be read or is no report, where nothing else came, or since it was sent back",
    ),
  sentBack: z.object({ at: z.iso.datetime(), by: z.string().nullable() }).nullable(),
  answered: z.boolean().describe("Another report has come since it was sent back"),
});

export const rosterAnswer = z
  .object({
    year: z.int(),
    profile: z.string(),
    due: z.iso.date().nullable(),
    settled: z.boolean().describe("Whether every report stands where the roster has it by now; else ask again"),
    units: z.array(rosterUnit),
    unmatched: z
      .array(
        z.object({
          id,
          name: z.string().describe("Of the file"),
          organization: z.string().nullable(),
          division,
          folder: z.string().describe("It was handed in from, years left out"),
          status: z.enum(STATUSES),
        }),
      )
      .describe("Reports and other files of which a person is to say whose they are, some at a time"),
    moreUnmatched: z.boolean().describe("Whether there may be others than these"),
    states: z.record(z.enum(UNIT_STATES), z.int()).describe("Units in each state"),
    renamings: z
      .array(z.object({ unit: unitId, name: z.string(), former: z.string().describe("Name of one that left") }))
      .describe(
        "Units that came when one of a like name, or the only one, left in their division: a person is to say whether it is the same; for callers who may change the roster",
      ),
  })
  .meta({ id: "Roster" });

export const matchRequest = z
  .object({
    report: id,
    unit: unitId.nullable().describe("null: of none of the units, and not to be asked about again"),
    by: saidBy.optional().describe("Who says so"),
  })
  .meta({ id: "MatchRequest" });

export const renamingRequest = z
  .object({ unit: unitId, same: z.boolean().describe("Whether it is the unit that left, under another name") })
  .meta({ id: "RenamingRequest" });

export const sentBackRequest = z
  .object({
    units: z.array(unitId).max(MOST_UNITS),
    others: z
      .boolean()
      .default(false)
      .describe("Also every office outside the roster whose report is invalid, each of which has a letter"),
    by: saidBy.optional().describe("Who sent them"),
  })
  .meta({ id: "SentBackRequest" });
