import { detailOf } from "./events.ts";
import type { Settling, SettlingPorts } from "./settling.ts";
import { linkKey, memberKey, reportKey, slotIn, summaryIn } from "./slots.ts";
import {
  eventId,
  isWithdrawn,
  orderOf,
  placeOf,
  readingKey,
  restorals,
  type Submission,
  submissionId,
  type Withdrawal,
  withdrawalKey,
} from "./submissions.ts";
import { collect, type Item } from "./table.ts";

/** How submissions cease to count, and count again: what stands in the catalog is what stands in the bucket. */

/** What stands at a key. */
export interface StandingKey {
  readonly bucket: string;
  readonly key: string;
  /** Versions that stand, at least one. */
  readonly versions: readonly string[];
  /** When the key was last emptied before them, ISO 8601; null where it never was. */
  readonly emptiedAt: string | null;
}

/** What `align` found otherwise. */
export interface Alignment {
  /** Submissions that count no longer. */
  readonly withdrawn: readonly Submission[];
  /** Versions that stand and are to be read: withdrawn before, or never heard of. */
  readonly toRead: readonly string[];
}

export interface Withdrawing {
  /** Takes a report away from under a submission. Repeatable. */
  readonly leave: (id: string, submission: Submission) => Promise<void>;
  /** Withdraws all that arrived under the key before. Repeatable. */
  readonly withdraw: (withdrawal: Withdrawal) => Promise<void>;
  /** Makes the versions that stand at a key those that count, as far as they have been read. Repeatable. */
  readonly align: (key: StandingKey) => Promise<Alignment>;
}

export function openWithdrawing(
  { table, profiles, publish, resultsOf }: SettlingPorts,
  { settleReport }: Settling,
): Withdrawing {
  async function leave(id: string, submission: Submission): Promise<void> {
    const row = await table.get(reportKey(id));
    if (!row) return;
    const order = orderOf(submission);
    await table.delete(memberKey(slotIn(row), order));
    await table.delete(linkKey(id, order));
    await settleReport(id, null);
  }

  async function takeBack(item: Item): Promise<void> {
    const submission = item as unknown as Submission;
    if (typeof item.report === "string") {
      await leave(item.report, submission);
      const left = await table.get(reportKey(item.report));
      if (left?.standing === "withdrawn") {
        await publish({
          type: "Report Withdrawn",
          detail: {
            eventId: eventId("withdrawn", submissionId(submission), ...restorals(item)),
            ...detailOf(summaryIn(left, profiles), item.report, resultsOf),
          },
        });
      }
    }
    await table.delete(readingKey(submission));
    await table.update({ pk: item.pk, sk: item.sk }, { withdrawn: true });
  }

  const submissionsAt = (place: Pick<Submission, "bucket" | "key">): Promise<Item[]> => {
    const { pk, prefix } = placeOf(place);
    return collect(table.query(pk, `${prefix}SUBMISSION#`));
  };

  return {
    leave,

    withdraw: async (withdrawal) => {
      const { bucket, key, at, sequence } = withdrawal;
      await table.put(
        { ...withdrawalKey(withdrawal), bucket, key, at, sequence },
        { expression: "attribute_not_exists(pk) OR #at <= :at", names: { "#at": "at" }, values: { ":at": at } },
      );
      const latest = await table.get(withdrawalKey(withdrawal));
      for (const item of await submissionsAt(withdrawal))
        if (item.withdrawn !== true && isWithdrawn(item as unknown as Submission, latest)) await takeBack(item);
    },

    align: async ({ bucket, key, versions, emptiedAt }) => {
      const stands = new Set(versions);
      const items = (await submissionsAt({ bucket, key })).map((item) => ({
        item,
        submission: item as unknown as Submission,
      }));
      const standing = items.filter(({ submission }) => stands.has(submission.version));
      const withdrawal = await table.get(withdrawalKey({ bucket, key }));
      const isHidden = standing.some(({ submission }) => isWithdrawn(submission, withdrawal));
      if (isHidden || (withdrawal === null && emptiedAt !== null)) {
        // The key was emptied before whatever stands there, also where both happened in one second.
        const earliest = standing.map(({ submission }) => Date.parse(submission.at) - 1);
        const at = emptiedAt && new Date(Math.min(Date.parse(emptiedAt), ...earliest)).toISOString();
        if (at === null) await table.delete(withdrawalKey({ bucket, key }));
        else await table.put({ ...withdrawalKey({ bucket, key }), bucket, key, at, sequence: "" });
      }
      const withdrawn: Submission[] = [];
      for (const { item, submission } of items) {
        if (stands.has(submission.version) || item.withdrawn === true) continue;
        await takeBack(item);
        withdrawn.push(submission);
      }
      const restored = standing.filter(({ item }) => item.withdrawn === true);
      for (const { item } of restored)
        await table.update(
          { pk: item.pk, sk: item.sk },
          { withdrawn: undefined, finishedBy: undefined, restored: Number(item.restored ?? 0) + 1 },
        );
      const known = new Set(standing.map(({ submission }) => submission.version));
      const isToRead = new Set(restored.map(({ submission }) => submission.version));
      return { withdrawn, toRead: versions.filter((version) => isToRead.has(version) || !known.has(version)) };
    },
  };
}
