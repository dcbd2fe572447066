import type { Document } from "../document/document.ts";
import { accepted, type Review, reviewedReport, type Word } from "../report/reviewed.ts";
import type { Report } from "../report/schema.ts";
import { idIn, reportKey } from "./slots.ts";
import { collect, type Item, ifAbsent, type Key, type Table } from "./table.ts";

/**
 * What people said of reports. Words that are said together are one item, which is never changed: the report as
 * reviewed is made of the report as read and of these whenever it is asked for.
 */

const PREFIX = "REVIEWS#";
const itemKey = (id: string, first: number): Key => ({
  pk: reportKey(id).pk,
  sk: `${PREFIX}${String(first).padStart(6, "0")}`,
});

/** What was said and may not have been followed up yet. */
const PENDING = "REVIEWS#PENDING";
const pendingKey = (id: string, first: number): Key => ({ pk: PENDING, sk: `${id}#${String(first).padStart(6, "0")}` });

/** Everything that was said of a report, the oldest first. */
export async function reviewsOf(table: Table, id: string): Promise<readonly Review[]> {
  const items = await collect(table.query(reportKey(id).pk, PREFIX));
  return items.flatMap(({ reviews }) => JSON.parse(reviews as string) as readonly Review[]);
}

/** What a report is made of, as people see it. */
export interface ReadPorts {
  readonly table: Table;
  /** The report as it was read; null where there is none that can be understood. */
  readonly report: (id: string) => Promise<Report | null>;
  readonly document: (id: string) => Promise<Document | null>;
}

/** A report as read, what was said of it, and what comes of both. */
export interface ReviewedReport {
  readonly read: Report;
  readonly now: Report;
  readonly reviews: readonly Review[];
}

/** The report of an id as people see it; null where there is none that can be understood. */
export async function asReviewed(ports: ReadPorts, id: string): Promise<ReviewedReport | null> {
  const [read, reviews] = await Promise.all([ports.report(id), reviewsOf(ports.table, id)]);
  return read && withReviews(ports, read, reviews);
}

/**
 * As `asReviewed` of the report of a row: its words are asked for only where the row knows of any. Whoever puts the first
 * on record makes up for what was told without it.
 */
export async function rowAsReviewed(ports: ReadPorts, row: Item): Promise<ReviewedReport | null> {
  const id = idIn(row);
  const [read, reviews] = await Promise.all([ports.report(id), knownReviewsOf(ports.table, row)]);
  return read && withReviews(ports, read, reviews);
}

/** What was said of a row's report, as far as the row knows that anything was. @param row null for a new report */
export const knownReviewsOf = async (table: Table, row: Item | null): Promise<readonly Review[]> =>
  row && Number(row.reviews ?? 0) > 0 ? reviewsOf(table, idIn(row)) : [];

/** A report as people see it. @throws Error where its document is lost: then nothing can be said of it */
export async function withReviews(
  { document }: ReadPorts,
  read: Report,
  reviews: readonly Review[],
): Promise<ReviewedReport> {
  if (reviews.length === 0) return { read, now: read, reviews };
  const own = await document(read.id);
  return { read, now: own ? reviewedReport(read, own, reviews) : read, reviews };
}

/** Who says something, and when. */
export interface Said {
  readonly by: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Puts words on record, all or none.
 * @returns false where somebody was faster, whose words the speaker has not seen
 * @throws ReviewError for words that can't be taken
 */
export async function putReviews(
  table: Table,
  { read, now, reviews }: ReviewedReport,
  words: readonly Word[],
  { by, at }: Said,
): Promise<boolean> {
  const taken: Review[] = [];
  for (const word of words) {
    const number = reviews.length + taken.length + 1;
    taken.push({
      number,
      ...accepted(word, read, now, [...reviews, ...taken]),
      by,
      at,
      engineVersion: read.engineVersion,
    });
  }
  await table.put({ ...pendingKey(read.id, reviews.length + 1) });
  return table.put({ ...itemKey(read.id, reviews.length + 1), reviews: JSON.stringify(taken) }, ifAbsent);
}

/** Notes that what follows from a decision about a report is to be done. */
export const notePending = async (table: Table, id: string): Promise<void> => {
  await table.put({ ...pendingKey(id, 0) });
};

/** Reports of which what was said may not have been followed up, because a process ended too early. */
export async function pendingReviews(table: Table): Promise<ReadonlySet<string>> {
  return new Set((await collect(table.query(PENDING))).map(({ sk }) => sk.slice(0, sk.indexOf("#"))));
}

/** Notes that all of the first `count` words about a report have been followed up. */
export async function followedUp(table: Table, id: string, count: number): Promise<void> {
  for (const { pk, sk } of await collect(table.query(PENDING, `${id}#`)))
    if (Number(sk.slice(id.length + 1)) <= count) await table.delete({ pk, sk });
}
