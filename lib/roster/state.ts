import type { Report } from "../report/schema.ts";

type Status = Report["status"];

/** How a unit stands with its report of the year. */
export const UNIT_STATES = [
  /** 未交 */
  "missing",
  /** 读取中 */
  "reading",
  /** 已交待处理: could not be read, is no report, or waits for a decision. */
  "received",
  /** 待确认 */
  "to-confirm",
  /** 有误待退回 */
  "faulty",
  /** 已退回 */
  "sent-back",
  /** 合格 */
  "in-order",
] as const;
export type UnitState = (typeof UNIT_STATES)[number];

/** What the catalog knows of a unit's year. */
export interface UnitRecord {
  /** The report that counts. */
  readonly report: {
    readonly id: string;
    readonly status: Status;
    readonly errors: number;
    readonly uncertain: number;
    readonly submittedAt: string;
  } | null;
  /** A newer, worse report that waits for a decision. */
  readonly held: string | null;
  /** When the first report that stands arrived, ISO 8601. */
  readonly since: string | null;
  readonly sentBack: SentBack | null;
}

export interface SentBack {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string | null;
  /** Id of the report; null where only files had come that could not be read or were none. */
  readonly report: string | null;
}

/** A file that could not be read or is no report. */
export interface UnreadFile {
  readonly id: string;
  readonly status: Status;
  /** When it arrived, ISO 8601. */
  readonly at: string;
}

/** What is known of files that are of the unit by their name alone. */
export interface UnitFiles {
  readonly reading: boolean;
  /** The first to arrive first. */
  readonly unread: readonly UnreadFile[];
}

const latestOf = ({ report, held }: UnitRecord): string | null => held ?? report?.id ?? null;

/** Another report than the one that was sent back has come. */
export const isAnswered = (record: UnitRecord): boolean =>
  record.sentBack !== null && latestOf(record) !== null && latestOf(record) !== record.sentBack.report;

/** Of this report, or these files, the unit was told, and no other report has come. */
const isSentBack = (record: UnitRecord, { unread }: UnitFiles): boolean =>
  record.sentBack !== null &&
  record.sentBack.report === latestOf(record) &&
  (latestOf(record) !== null || unread.length > 0);

/**
 * The file that the unit is to be told of, since all that it handed in could not be read or is no report, or all since
 * its report was sent back; null where there is none.
 */
export function unreadOf(record: UnitRecord, files: UnitFiles): UnreadFile | null {
  const last = files.unread.at(-1);
  if (!last || record.held !== null) return null;
  if (record.report === null) return last;
  return isSentBack(record, files) && last.at > (record.sentBack?.at ?? "") ? last : null;
}

const OF_REPORTS = {
  valid: "in-order",
  invalid: "faulty",
  "needs-review": "to-confirm",
  unrecognized: "received",
  failed: "received",
} as const satisfies Record<Status, UnitState>;

export function stateOf(record: UnitRecord, files: UnitFiles): UnitState {
  const { report, held, sentBack } = record;
  const last = files.unread.at(-1);
  if (files.reading && (report === null || isSentBack(record, files))) return "reading";
  if (isSentBack(record, files)) return last && last.at > (sentBack?.at ?? "") ? "received" : "sent-back";
  if (held !== null) return "received";
  if (report !== null) return OF_REPORTS[report.status];
  return last ? "received" : "missing";
}

const CHINA_MS = 8 * 60 * 60 * 1000;
/** The day of a moment by the calendar of China, YYYY-MM-DD. */
export const dayInChina = (at: string): string => new Date(Date.parse(at) + CHINA_MS).toISOString().slice(0, 10);

/** Whether the first report came, or none has come by now, after the last day. @param now ISO 8601 */
export function isLate({ since }: UnitRecord, { unread }: UnitFiles, due: string | null, now: string): boolean {
  const first = [since, unread[0]?.at].filter((at) => at != null).toSorted()[0] ?? now;
  return due !== null && dayInChina(first) > due;
}
