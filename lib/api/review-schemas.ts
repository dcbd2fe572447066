import { z } from "@hono/zod-openapi";
import { REVIEW_KINDS } from "../report/reviewed.ts";
import { LONGEST_CALLER_NAME } from "./caller.ts";

/** What the API takes and gives of people's words about a report. */

/** Who says something, where the door does not know its callers. */
export const saidBy = z.string().max(LONGEST_CALLER_NAME);
export const reason = z.string().max(500);

const value = z.union([z.number(), z.string()]).nullable();
const word = z.object({
  figure: z.string().min(1).max(200).describe("A figure's full name, <figure>.unit, organization, year or template"),
  before: value.describe("What stands there now; null where nothing does"),
  after: value.optional().describe("What stands on the page: a number, words, or absent where nothing does"),
  kind: z
    .enum(REVIEW_KINDS)
    .optional()
    .describe(
      "confirm: as read; correct: another; absent: not on the page; undo: takes the last word back. Told from before and after where left out",
    ),
  reason: reason.optional().describe("Must be given where a figure that is not in doubt is corrected"),
  by: saidBy.optional().describe("Who says so, where the server does not know its callers"),
});
/** More than a form has figures. */
const MOST_WORDS = 1000;
export const reviewRequest = z.union([word, z.array(word).min(1).max(MOST_WORDS)]).meta({ id: "ReviewRequest" });
export type ReviewRequest = z.infer<typeof reviewRequest>;

export const reviewOnRecord = z
  .object({
    number: z.int().min(1),
    figure: z.string(),
    kind: z.enum(REVIEW_KINDS),
    before: value,
    after: value,
    reason: z.string().nullable(),
    by: z.string().nullable(),
    at: z.iso.datetime(),
    engineVersion: z.string(),
    standing: z
      .enum(["applied", "replaced", "undone", "outdated"])
      .describe("outdated: this version of the engine reads something else than the one that was reviewed"),
  })
  .meta({ id: "ReviewOnRecord" });
export const reviewList = z.object({ items: z.array(reviewOnRecord) }).meta({ id: "Reviews" });
export type ReviewOnRecord = z.infer<typeof reviewOnRecord>;
