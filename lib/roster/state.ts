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
  /** Id of the report. */
  readonly report: string;
}

/** What is known of files that are of the unit by their name alone. */
export interface UnitFiles {
  readonly reading: boolean;
  /** When the first of those arrived that can't be read or are no report. */
  readonly received: string | null;
}

/** Another report than the one that was sent back has come. */
export const isAnswered = ({ report, held, sentBack }: UnitRecord): boolean =>
  sentBack !== null && (held ?? report?.id) !== sentBack.report;

const OF_REPORTS = {
  valid: "in-order",
  invalid: "faulty",
  "needs-review": "to-confirm",
  unrecognized: "received",
  failed: "received",
} as const satisfies Record<Status, UnitState>;

export function stateOf(record: UnitRecord, { reading, received }: UnitFiles): UnitState {
  const { report, held, sentBack } = record;
  const isSentBack = report !== null && sentBack !== null && !isAnswered(record);
  if (reading && (report === null || isSentBack)) return "reading";
  if (isSentBack) return received !== null && received > sentBack.at ? "received" : "sent-back";
  if (held !== null) return "received";
  if (report !== null) return OF_REPORTS[report.status];
  return received === null ? "missing" : "received";
}

const CHINA_MS = 8 * 60 * 60 * 1000;
/** The day of a moment by the calendar of China, YYYY-MM-DD. */
export const dayInChina = (at: string): string => new Date(Date.parse(at) + CHINA_MS).toISOString().slice(0, 10);

/** Whether the first report came, or none has come by now, after the last day. @param now ISO 8601 */
export function isLate({ since }: UnitRecord, { received }: UnitFiles, due: string | null, now: string): boolean {
  const first = [since, received].filter((at) => at !== null).toSorted()[0] ?? now;
  return due !== null && dayInChina(first) > due;
}
