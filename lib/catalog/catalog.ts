import { maskFileName } from "../document/personal-numbers.ts";
import type { Word } from "../report/reviewed.ts";
import type { Report } from "../report/schema.ts";
import { summarize } from "../report/summary.ts";
import { compete, settle } from "./competition.ts";
import { type CatalogEvent, detailOf } from "./events.ts";
import { holdAgainstYearBefore } from "./neighbours.ts";
import type { Profiles } from "./profiles.ts";
import { enterReport } from "./records.ts";
import {
  asReviewed,
  followedUp,
  pendingReviews,
  putReviews,
  type ReadPorts,
  type ReviewedReport,
  reviewsOf,
  type Said,
  withReviews,
} from "./reviews.ts";
import { claimantKey, memberKey, neighbour, reportKey, type Slot, slotIn, slotOf, summaryIn } from "./slots.ts";
import {
  eventId,
  isWithdrawn,
  keysPartition,
  linkPrefix,
  nameOf,
  orderOf,
  placeOf,
  SHARDS,
  type Submission,
  submissionId,
  submissionKey,
  type Withdrawal,
  withdrawalKey,
} from "./submissions.ts";
import { collect, ifAbsent, type Key } from "./table.ts";
import type { Leaf } from "./totals.ts";

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
   * Puts people's words about a report on record, and does all that follows.
   * @param about the report as the speaker saw it
   * @returns false where somebody else was faster: nothing is on record then
   * @throws ReviewError for words that can't be taken
   */
  readonly review: (about: ReviewedReport, words: readonly Word[], said: Said) => Promise<boolean>;
  /** Does what follows from words on record where a process ended before it was done. Repeatable. */
  readonly resume: () => Promise<void>;
  /** Notes that an archive has been taken apart and every entry recorded. */
  readonly finishArchive: (submission: Submission, engineVersion: string) => Promise<void>;
  /** Withdraws all that arrived under the key before. Repeatable. */
  readonly withdraw: (withdrawal: Withdrawal) => Promise<void>;
  /** All that has a place in a bucket's order: submissions with what has become of them, and withdrawals. */
  readonly journal: (bucket: string) => AsyncIterable<KnownSubmission | KnownWithdrawal>;
}

export interface KnownSubmission extends Submission {
  readonly kind: "submission";
  /** Engine that finished it; null where it is not finished. */
  readonly finishedBy: string | null;
  readonly withdrawn: boolean;
}

interface KnownWithdrawal extends Withdrawal {
  readonly kind: "withdrawal";
}

interface CatalogPorts extends ReadPorts {
  readonly profiles: Profiles;
  readonly publish: (event: CatalogEvent) => Promise<void>;
  /** Where a report's results are, for events. */
  readonly resultsOf: (id: string) => string;
  /** Brings totals up to date. */
  readonly refreshTotals: (leaves: readonly Leaf[]) => Promise<void>;
}

const linkKey = (id: string, order: string): Key => ({ pk: reportKey(id).pk, sk: `${linkPrefix}${order}` });

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
  const { table, profiles, refreshTotals, publish, resultsOf } = ports;
  const neighbours = { ...ports, report: async (id: string) => (await asReviewed(ports, id))?.now ?? null };

  async function follow(slots: readonly Slot[]): Promise<void> {
    const leaves: Leaf[] = [];
    for (const slot of slots) leaves.push(...(await settle(table, profiles, slot)));
    await refreshTotals(leaves);
    for (const slot of slots) {
      await holdAgainstYearBefore(neighbours, slot);
      const next = neighbour(slot, 1);
      if (next) await holdAgainstYearBefore(neighbours, next);
    }
  }

  /** Enters a report as people see it, where it belongs now, and all that follows. @param order for a new one */
  async function enter({ now, reviews }: ReviewedReport, order: string, join: (slot: Slot) => Promise<void>) {
    const left = await enterReport(table, profiles, now, reviews.length, order);
    const slot = slotOf(now, profiles);
    await join(slot);
    if (left) {
      for (const link of await collect(table.query(reportKey(now.id).pk, linkPrefix))) {
        const other = link.submission as Submission;
        await compete(table, slot, now.id, orderOf(other), other);
        await table.delete(memberKey(left, orderOf(other)));
      }
      await table.delete(claimantKey(left, now.id));
    }
    await follow(left ? [slot, left] : [slot]);
    if (left) await table.update(reportKey(now.id), { leaving: undefined });
  }

  /** Everything that follows from what was said of a report. Repeatable. */
  async function followUp(id: string): Promise<void> {
    const [about, row] = await Promise.all([asReviewed(ports, id), table.get(reportKey(id))]);
    if (!about || !row) return;
    const count = about.reviews.length;
    await enter(about, row.order as string, async () => {});
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
      await table.put({ ...submissionKey(submission), ...identity(submission) }, ifAbsent);
    },

    record: async (submission, report) => {
      const place = submissionKey(submission);
      const known = await table.get(place);
      if (known?.finishedBy === report.engineVersion && known.report === report.id) return;
      // Where it was noted before, its place in the order is the one of then.
      const first: Submission = known
        ? { ...submission, at: known.at as string, sequence: known.sequence as string }
        : submission;
      const order = orderOf(first);
      await table.update(place, { ...identity(first), report: report.id, finishedBy: undefined });
      await table.put({ ...linkKey(report.id, order), submission: identity(first) });
      const about = await withReviews(ports, report, await reviewsOf(table, report.id));
      await enter(about, order, (slot) => compete(table, slot, report.id, order, first));
      await publish({
        type: "Report Processed",
        detail: {
          eventId: eventId("processed", submissionId(first), report.engineVersion),
          ...detailOf(summarize(about.now), report.id, resultsOf),
          name: maskFileName(nameOf(first)),
        },
      });
      await table.update(place, { finishedBy: report.engineVersion });
    },

    review: async (about, words, said) => {
      if (!(await putReviews(table, about, words, said))) return false;
      await followUp(about.read.id);
      return true;
    },

    resume: async () => {
      for (const id of await pendingReviews(table)) await followUp(id);
    },

    finishArchive: async (submission, engineVersion) => {
      await table.update(submissionKey(submission), { finishedBy: engineVersion });
    },

    withdraw: async (withdrawal) => {
      const { at, sequence } = withdrawal;
      await table.put(
        { ...withdrawalKey(withdrawal), bucket: withdrawal.bucket, key: withdrawal.key, at, sequence },
        { expression: "attribute_not_exists(pk) OR #at <= :at", names: { "#at": "at" }, values: { ":at": at } },
      );
      const { pk, prefix } = placeOf(withdrawal);
      const latest = await table.get(withdrawalKey(withdrawal));
      for (const item of await collect(table.query(pk, `${prefix}SUBMISSION#`))) {
        const submission = item as unknown as Submission;
        if (item.withdrawn === true || !isWithdrawn(submission, latest)) continue;
        const row = typeof item.report === "string" ? await table.get(reportKey(item.report)) : null;
        if (row) {
          const id = item.report as string;
          await table.delete(memberKey(slotIn(row), orderOf(submission)));
          await follow([slotIn(row)]);
          const left = await table.get(reportKey(id));
          if (left?.standing === "withdrawn") {
            await publish({
              type: "Report Withdrawn",
              detail: {
                eventId: eventId("withdrawn", submissionId(submission)),
                ...detailOf(summaryIn(left, profiles), id, resultsOf),
              },
            });
          }
        }
        await table.update({ pk: item.pk, sk: item.sk }, { withdrawn: true });
      }
    },

    journal: async function* (bucket) {
      for (const shard of SHARDS) {
        for await (const item of table.query(keysPartition(bucket, shard))) {
          const known = identity(item as unknown as Submission);
          const finishedBy = (item.finishedBy as string | undefined) ?? null;
          if (item.sk.includes("#SUBMISSION#"))
            yield { kind: "submission", ...known, finishedBy, withdrawn: item.withdrawn === true };
          else yield { kind: "withdrawal", bucket, key: known.key, at: known.at, sequence: known.sequence };
        }
      }
    },
  };
}
