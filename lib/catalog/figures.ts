import { addDecimals, type Contribution } from "../report/collection/contribution.ts";
import type { Report } from "../report/schema.ts";

export const STATUSES = [
  "valid",
  "invalid",
  "needs-review",
  "unrecognized",
  "failed",
] as const satisfies readonly Report["status"][];
export type Status = (typeof STATUSES)[number];
/** Statuses of what is of a family, and of what is of none. */
export const JUDGED = ["valid", "invalid", "needs-review"] as const satisfies readonly Status[];
export const UNJUDGED = ["unrecognized", "failed"] as const satisfies readonly Status[];

/**
 * How often and with what sum each figure stands in a set of reports; lists in the order of the family's figures, as
 * long as the longest contribution.
 */
export interface Totals {
  readonly statuses: Readonly<Record<Status, number>>;
  readonly sum: readonly number[];
  readonly counted: readonly number[];
  readonly uncertain: readonly number[];
  readonly missing: readonly number[];
  readonly converted: readonly number[];
}

const LISTS = ["sum", "counted", "uncertain", "missing", "converted"] as const;
type Mutable = { statuses: Record<Status, number> } & Record<(typeof LISTS)[number], number[]>;

/** Totals of nothing, for so many figures. */
const nothing = (figures: number): Mutable => {
  const zeros = () => new Array<number>(figures).fill(0);
  return {
    statuses: { valid: 0, invalid: 0, "needs-review": 0, unrecognized: 0, failed: 0 },
    sum: zeros(),
    counted: zeros(),
    uncertain: zeros(),
    missing: zeros(),
    converted: zeros(),
  };
};

const longest = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((most, { length }) => Math.max(most, length), 0);

const increase = (list: number[], index: number, by: number): void => {
  if (by !== 0) list[index] = addDecimals(list[index] ?? 0, by);
};

export function totalOf(contributions: readonly Contribution[]): Totals {
  const totals = nothing(longest(contributions.map(({ figures }) => figures)));
  for (const { status, figures, converted } of contributions) {
    totals.statuses[status] += 1;
    for (const [index, figure] of figures.entries()) {
      if (figure === null) continue;
      increase(figure === "?" ? totals.uncertain : figure === "" ? totals.missing : totals.counted, index, 1);
      if (typeof figure === "number") increase(totals.sum, index, figure);
    }
    for (const index of converted) increase(totals.converted, index, 1);
  }
  return totals;
}

export function addTotals(all: readonly Totals[]): Totals {
  const totals = nothing(longest(all.map(({ sum }) => sum)));
  for (const each of all) {
    for (const status of STATUSES) totals.statuses[status] += each.statuses[status];
    for (const list of LISTS) for (const [index, value] of each[list].entries()) increase(totals[list], index, value);
  }
  return totals;
}
