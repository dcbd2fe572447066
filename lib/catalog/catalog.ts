import { maskFileName } from "../document/personal-numbers.ts";
import type { Word } from "../report/reviewed.ts";
import type { Report } from "../report/schema.ts";
import { summarize } from "../report/summary.ts";
import { detailOf } from "./events.ts";
import { type LetterTemplateStore, letterTemplateIn } from "./letter-template.ts";
import { enterReport } from "./records.ts";
import {
  asReviewed,
  followedUp,
  knownReviewsOf,
  notePending,
  pendingReviews,
  putReviews,
  type ReviewedReport,
  type Said,
  withReviews,
} from "./reviews.ts";
import { openRosterDesk, type RosterDesk } from "./roster-desk.ts";
import { openRosters } from "./rosters.ts";
import { openSettling, type SettlingPorts } from "./settling.ts";
import { type Decision, decisionIn, type HeldFor, linkKey, reportKey, slotIn, slotKey } from "./slots.ts";
import {
  eventId,
  isWithdrawn,
  keysPartition,
  nameOf,
  orderOf,
  readingKey,
  restorals,
  SHARDS,
  type Submission,
  submissionId,
  submissionKey,
  type Withdrawal,
  withdrawalKey,
} from "./submissions.ts";
import { ifAbsent } from "./table.ts";
import { openWithdrawing, type Withdrawing } from "./withdrawing.ts";

/**
 * Which report counts for an organization's year in a family of documents, and everything that follows from it. Each
 * step reads what is there and writes what should be: a step that was interrupted, repeated or overtaken ends in the
 * same state. No step needs more than a condition on one item.
 */
export interface Catalog {
  /**
   * Notes that a file has arrived, before anything is done with it: its place in the order is kept whatever happens.
   */
  readonly submit: (submission: Submission) => Promise<void>;
  /**
   * Enters a finished report. Its results must be in the store. Repeatable; does nothing where it was done with this
   * engine.
   */
  readonly record: (submission: Submission, report: Report) => Promise<void>;
  /**
   * Enters the failed report of a submission that was given up, which may be read another time: then the report that
   * it gives takes this one's place. Does nothing where any engine has read it. Repeatable.
   */
  readonly giveUp: (submission: Submission, report: Report) => Promise<void>;
  /**
   * Puts people's words about a report on record, and does all that follows.
   * @param about the report as the speaker saw it
   * @returns false where somebody else was faster: nothing is on record then
   * @throws ReviewError for words that can't be taken
   */
  readonly review: (about: ReviewedReport, words: readonly Word[], said: Said) => Promise<boolean>;
  /**
   * Decides of a report that is held whether it replaces the better one. Repeatable.
   * @returns false where it is not held and nothing of the kind was decided
   */
  readonly decide: (id: string, decision: Omit<Decision, "heldFor">) => Promise<boolean>;
  /** Who is to hand in, and who has not. */
  readonly rosters: RosterDesk;
  /** The words of the letters that go back to units. */
  readonly letterTemplate: LetterTemplateStore;
  /** Does what follows from words and decisions on record where a process ended before it was done. Repeatable. */
  readonly resume: () => Promise<void>;
  /** Notes that an archive has been taken apart and every entry recorded. */
  readonly finishArchive: (submission: Submission, engineVersion: string) => Promise<void>;
  readonly withdraw: Withdrawing["withdraw"];
  readonly align: Withdrawing["align"];
  /** All that has a place in a bucket's order: submissions with what has become of them, and withdrawals. */
  readonly journal: (bucket: string) => AsyncIterable<KnownSubmission | KnownWithdrawal>;
}

export interface KnownSubmission extends Submission {
  readonly kind: "submission";
  /** Engine that finished it; null where it is not finished. */
  readonly finishedBy: string | null;
  /** Whether it was given up and has a failed report. */
  readonly givenUp: boolean;
  readonly withdrawn: boolean;
}

interface KnownWithdrawal extends Withdrawal {
  readonly kind: "withdrawal";
}

type CatalogPorts = Omit<SettlingPorts, "rosters">;

const identity = ({ bucket, key, version, entry, at, sequence }: Submission) => ({
  bucket,
  key,
  version,
  entry,
  at,
  sequence,
});

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the list of its operations, which share the ports
export function openCatalog(ports: CatalogPorts): Catalog {
  const { table, publish, resultsOf } = ports;
  const whole: SettlingPorts = { ...ports, rosters: openRosters(table) };
  const settling = openSettling(whole);
  const { settleReport } = settling;
  const { leave, withdraw, align } = openWithdrawing(whole, settling);

  /**
   * Puts a report where its submission counts, and tells of it. Repeatable.
   * @returns whether the key was emptied since, which may have been told before anything was known of the submission
   */
  async function enter(submission: Submission, report: Report, became: "processed" | "given up"): Promise<boolean> {
    const key = submissionKey(submission);
    const known = await table.get(key);
    // Where it was noted before, its place in the order is the one of then.
    const first: Submission = known
      ? { ...submission, at: known.at as string, sequence: known.sequence as string }
      : submission;
    // What was given up and is read after all had another report.
    if (typeof known?.report === "string" && known.report !== report.id) await leave(known.report, first);
    await table.update(key, { ...identity(first), report: report.id, finishedBy: undefined });
    await table.put({ ...linkKey(report.id, orderOf(first)), submission: identity(first) });
    const row = await table.get(reportKey(report.id));
    const about = await withReviews(ports, report, await knownReviewsOf(table, row));
    await enterReport(whole, row, about.now, about.reviews.length, first);
    await settleReport(report.id, first);
    await publish({
      type: "Report Processed",
      detail: {
        eventId: eventId(became, submissionId(first), report.engineVersion, ...restorals(known)),
        ...detailOf(summarize(about.now), report.id, resultsOf),
        name: maskFileName(nameOf(first)),
      },
    });
    await table.delete(readingKey(first));
    return isWithdrawn(first, await table.get(withdrawalKey(first)));
  }

  /** Everything that follows from what was said of a report. Repeatable. */
  async function followUp(id: string): Promise<void> {
    const about = await asReviewed(ports, id);
    const row = await table.get(reportKey(id));
    if (!about || !row) return;
    const count = about.reviews.length;
    await enterReport(whole, row, about.now, count, null);
    await settleReport(id, null);
    if (count > 0)
      await publish({
        type: "Report Confirmed",
        detail: {
          eventId: eventId("confirmed", id, String(count)),
          ...detailOf(summarize(about.now), id, resultsOf),
        },
      });
    await followedUp(table, id, count);
  }

  return {
    submit: async (submission) => {
      const isNew = await table.put({ ...submissionKey(submission), ...identity(submission) }, ifAbsent);
      if (isNew) await table.put({ ...readingKey(submission), name: nameOf(submission), at: submission.at });
    },

    record: async (submission, report) => {
      const known = await table.get(submissionKey(submission));
      if (known?.finishedBy === report.engineVersion && known.report === report.id) return;
      const isGone = await enter(submission, report, "processed");
      const finished = { finishedBy: report.engineVersion, givenUp: undefined, ...(isGone && { withdrawn: true }) };
      await table.update(submissionKey(submission), finished);
    },

    giveUp: async (submission, report) => {
      if ((await table.get(submissionKey(submission)))?.finishedBy !== undefined) return;
      const isGone = await enter(submission, report, "given up");
      await table.update(submissionKey(submission), { givenUp: true, ...(isGone && { withdrawn: true }) });
    },

    review: async (about, words, said) => {
      if (!(await putReviews(table, about, words, said))) return false;
      await followUp(about.read.id);
      return true;
    },

    resume: async () => {
      for (const id of await pendingReviews(table)) await followUp(id);
    },

    decide: async (id, decision) => {
      const row = await table.get(reportKey(id));
      const isRepeated = row !== null && decisionIn(row)?.replace === decision.replace;
      if (!row || (row.standing !== "held" && !isRepeated)) return false;
      const heldFor = (await table.get(slotKey(slotIn(row))))?.heldFor as HeldFor | undefined;
      await notePending(table, id);
      if (!isRepeated)
        await table.update(reportKey(id), { decision: { ...decision, heldFor } satisfies Partial<Decision> });
      await settleReport(id, null);
      await followedUp(table, id, 0);
      return true;
    },

    rosters: openRosterDesk(whole, settling),
    letterTemplate: letterTemplateIn(table),

    finishArchive: async (submission, engineVersion) => {
      await table.delete(readingKey(submission));
      await table.update(submissionKey(submission), { finishedBy: engineVersion });
    },

    withdraw,
    align,

    journal: async function* (bucket) {
      for (const shard of SHARDS) {
        for await (const item of table.query(keysPartition(bucket, shard))) {
          const known = identity(item as unknown as Submission);
          const finishedBy = (item.finishedBy as string | undefined) ?? null;
          if (item.sk.includes("#SUBMISSION#"))
            yield {
              kind: "submission",
              ...known,
              finishedBy,
              givenUp: item.givenUp === true,
              withdrawn: item.withdrawn === true,
            };
          else yield { kind: "withdrawal", bucket, key: known.key, at: known.at, sequence: known.sequence };
        }
      }
    },
  };
}
