import { maskFileName } from "../document/personal-numbers.ts";
import { profileOf } from "../profiles/profiles.ts";
import type { Report, ReportFinding } from "../report/schema.ts";
import { type Summary, summarize } from "../report/summary.ts";
import type { CatalogEvent } from "./events.ts";
import { type Contribution, contributionOf } from "./figures.ts";
import {
  claimantKey,
  claimantPrefix,
  leafOf,
  listAttributes,
  memberKey,
  memberPrefix,
  neighbour,
  reportKey,
  type Slot,
  type Standing,
  slotKey,
  slotOf,
} from "./slots.ts";
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
import { type Item, ifAbsent, ifVersion, indexAttributes, type Key, LISTS, type Table } from "./table.ts";
import { type Leaf, putContribution } from "./totals.ts";

/**
 * Which report counts for an organization's year, and everything that follows from it. Each step reads what is there
 * and writes what should be: a step that was interrupted, repeated or overtaken ends in the same state. No step needs
 * more than a condition on one item.
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

export interface KnownWithdrawal extends Withdrawal {
  readonly kind: "withdrawal";
}

export interface CatalogPorts {
  readonly table: Table;
  /**
   * The report of an id as it is filed, whichever version of the engine made it; null where there is none that can be
   * understood.
   */
  readonly report: (id: string) => Promise<Report | null>;
  /** Brings totals up to date. */
  readonly refreshTotals: (leaves: readonly Leaf[]) => Promise<void>;
  readonly publish: (event: CatalogEvent) => Promise<void>;
  /** Where a report's results are, for events. */
  readonly resultsOf: (id: string) => string;
}

const linkKey = (id: string, order: string): Key => ({ pk: reportKey(id).pk, sk: `${linkPrefix}${order}` });
const contributionKey = (id: string): Key => ({ pk: reportKey(id).pk, sk: "CONTRIBUTION" });

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Takes a report out of every list that it is not put into. */
const NO_LISTS: Readonly<Record<string, undefined>> = Object.fromEntries(
  Object.keys(indexAttributes(Object.fromEntries(LISTS.map((index) => [index, ""])))).map((attribute) => [
    attribute,
    undefined,
  ]),
);

const sameLeaf = (a: Leaf, b: Leaf): boolean => a.year === b.year && a.division === b.division && a.shard === b.shard;
const summaryIn = (row: Item): Summary => row.summary as Summary;
const slotIn = (row: Item): Slot => row.slot as Slot;
const sameSlot = (a: Slot, b: Slot): boolean => a.pk === b.pk && a.year === b.year;

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: its closures share one table and are one protocol
export function openCatalog({ table, report: readReport, refreshTotals, publish, resultsOf }: CatalogPorts): Catalog {
  const detailOf = (
    { status, organization, year, name }: Summary,
    id: string,
  ): Omit<CatalogEvent["detail"], "eventId"> => ({
    id,
    status,
    organization,
    year,
    name,
    results: resultsOf(id),
  });

  /**
   * The report's row and what it adds to totals. Says which slot it left, where another engine reads another name or
   * year.
   */
  async function enter(report: Report, order: string): Promise<Slot | null> {
    const slot = slotOf(report);
    const row = await table.get(reportKey(report.id));
    // A file that failed for want of time may since have been read by the same engine.
    if (row?.engineVersion === report.engineVersion && summaryIn(row).status === report.status)
      return (row.leaving as Slot | undefined) ?? null;
    const moved = row && !sameSlot(slotIn(row), slot) ? slotIn(row) : undefined;
    const leaving = moved ?? (row?.leaving as Slot | undefined);
    await table.put({ ...contributionKey(report.id), contribution: JSON.stringify(contributionOf(report)) });
    await table.update(reportKey(report.id), {
      summary: summarize(report),
      engineVersion: report.engineVersion,
      slot,
      leaving,
      ...(!row && { standing: "withdrawn" satisfies Standing, order }),
      ...(moved && { slotVersion: undefined }),
    });
    return leaving ?? null;
  }

  /** Enters a submission among those that compete for the slot, unless its key was emptied since. */
  async function compete(slot: Slot, id: string, order: string, submission: Submission): Promise<void> {
    await table.put({ ...claimantKey(slot, id) });
    const member = memberKey(slot, order);
    await table.put({ ...member, report: id });
    // Looked at after the entry is there, as a withdrawal removes entries after it is there: one of the two sees the
    // other.
    if (isWithdrawn(submission, await table.get(withdrawalKey(submission)))) await table.delete(member);
  }

  /** Makes the newest submission's report the slot's current one, in lists and contributions. */
  async function settle(slot: Slot): Promise<readonly Leaf[]> {
    for (;;) {
      const row = await table.get(slotKey(slot));
      const version = (row?.version as number | undefined) ?? 0;
      const entries = await collect(table.query(slot.pk, `${slot.year}#`));
      const members = entries.filter(({ sk }) => sk.startsWith(memberPrefix(slot)));
      const claimants = entries
        .filter(({ sk }) => sk.startsWith(claimantPrefix(slot)))
        .map(({ sk }) => sk.slice(claimantPrefix(slot).length));
      const current = (members.at(-1)?.report as string | undefined) ?? null;
      const rows = (await table.getMany(claimants.map(reportKey))).filter((each) => sameSlot(slotIn(each), slot));
      const currentRow = rows.find(({ pk }) => current !== null && pk === reportKey(current).pk);
      const contribution = current === null ? null : await table.get(contributionKey(current));
      const division = (currentRow && summaryIn(currentRow).division?.code) ?? null;
      const leaf = currentRow ? leafOf(slot, division) : null;
      const known = (row?.leaves as Leaf[] | undefined) ?? [];
      const leaves = leaf && !known.some((each) => sameLeaf(each, leaf)) ? [...known, leaf] : known;
      const next = version + 1;
      if (
        !(await table.update(
          slotKey(slot),
          { version: next, current: current ?? undefined, leaves },
          ifVersion(version),
        ))
      )
        continue;
      for (const each of leaves) {
        const counts = leaf !== null && sameLeaf(each, leaf) && contribution;
        const value = counts ? (JSON.parse(contribution.contribution as string) as Contribution) : null;
        await putContribution(table, each, `${slot.pk}#${slot.year}`, value, next);
      }
      for (const each of rows) {
        const id = each.pk.slice(reportKey("").pk.length);
        const own = members.filter(({ report }) => report === id);
        const { status, organization, division: place } = summaryIn(each);
        const standing: Standing = id === current ? "current" : own.length > 0 ? "superseded" : "withdrawn";
        const order = own.at(-1)?.sk.slice(memberPrefix(slot).length) ?? (each.order as string);
        await table.update(
          { pk: each.pk, sk: each.sk },
          {
            ...NO_LISTS,
            ...listAttributes({ status, organization, division: place?.code ?? null }, slot.year, id === current),
            standing,
            order,
            slotVersion: next,
          },
          {
            expression: "#slot.#pk = :pk AND (attribute_not_exists(slotVersion) OR slotVersion <= :next)",
            names: { "#slot": "slot", "#pk": "pk" },
            values: { ":pk": slot.pk, ":next": next },
          },
        );
      }
      return leaves;
    }
  }

  /**
   * Judges a slot's current report against the year before, and tells whom it concerns. What is to be told is noted
   * with the judgement, so that a crash in between loses nothing. A report whose results are lost or damaged keeps no
   * other from being recorded: it is judged once it is made again.
   */
  async function review(slot: Slot): Promise<void> {
    const before = neighbour(slot, -1);
    if (!before) return;
    for (;;) {
      const row = await table.get(slotKey(slot));
      if (!row) return;
      const previousRow = await table.get(slotKey(before));
      const version = row.version as number;
      const [current, previous] = [row.current as string | undefined, previousRow?.current as string | undefined];
      const [report, earlier] = await Promise.all([
        current === undefined ? null : readReport(current),
        current === undefined || previous === undefined ? null : readReport(previous),
      ]);
      const pair = report
        ? [report.id, report.engineVersion, earlier ? `${earlier.id} ${earlier.engineVersion}` : ""].join(" ")
        : "";
      let untold = row.untold as string | undefined;
      if (row.judged !== pair) {
        const findings: readonly ReportFinding[] =
          report?.tables && earlier?.tables && earlier.profile === report.profile
            ? (profileOf(report)?.history.judge(earlier, report) ?? []).map((finding) => ({
                ...finding,
                cells: [...finding.cells],
              }))
            : [];
        const concerns = report && (earlier || ((row.history as unknown[] | undefined)?.length ?? 0) > 0);
        untold = concerns ? pair : undefined;
        if (
          !(await table.update(
            slotKey(slot),
            { judged: pair, history: findings, untold, version: version + 1 },
            ifVersion(version),
          ))
        )
          continue;
      }
      if (untold === undefined || !current) return;
      const about = await table.get(reportKey(current));
      if (about)
        await publish({
          type: "Report Reviewed",
          detail: { eventId: eventId("reviewed", untold), ...detailOf(summaryIn(about), current) },
        });
      await table.update(
        slotKey(slot),
        { untold: undefined },
        { expression: "untold = :told", values: { ":told": untold } },
      );
      return;
    }
  }

  async function follow(slots: readonly Slot[]): Promise<void> {
    const leaves: Leaf[] = [];
    for (const slot of slots) leaves.push(...(await settle(slot)));
    await refreshTotals(leaves);
    for (const slot of slots) {
      await review(slot);
      const next = neighbour(slot, 1);
      if (next) await review(next);
    }
  }

  const identity = ({ bucket, key, version, entry, at, sequence }: Submission) => ({
    bucket,
    key,
    version,
    entry,
    at,
    sequence,
  });

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
      const left = await enter(report, order);
      await table.put({ ...linkKey(report.id, order), submission: identity(first) });
      const slot = slotOf(report);
      await compete(slot, report.id, order, first);
      if (left) {
        for (const link of await collect(table.query(reportKey(report.id).pk, linkPrefix))) {
          const other = link.submission as Submission;
          await compete(slot, report.id, orderOf(other), other);
          await table.delete(memberKey(left, orderOf(other)));
        }
        await table.delete(claimantKey(left, report.id));
      }
      await follow(left ? [slot, left] : [slot]);
      if (left) await table.update(reportKey(report.id), { leaving: undefined });
      await publish({
        type: "Report Processed",
        detail: {
          eventId: eventId("processed", submissionId(first), report.engineVersion),
          ...detailOf(summarize(report), report.id),
          name: maskFileName(nameOf(first)),
        },
      });
      await table.update(place, { finishedBy: report.engineVersion });
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
              detail: { eventId: eventId("withdrawn", submissionId(submission)), ...detailOf(summaryIn(left), id) },
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
