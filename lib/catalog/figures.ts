import { valuesOf } from "../profiles/common/figure-name.ts";
import type { Profile } from "../profiles/profile.ts";
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

const NO_FIGURES: Pick<Profile["figures"], "names" | "inFormUnit"> = { names: [], inFormUnit: () => null };

/**
 * What one report adds to the totals of its family. `figures` in the order of the family's figures: a number in the
 * form's unit, "" where the cell holds none, "?" where it is uncertain, null where the form has no such figure.
 */
export interface Contribution {
  readonly status: Status;
  readonly figures: readonly (number | "" | "?" | null)[];
  /** Figures whose printed unit was converted to that of the form. */
  readonly converted: readonly number[];
}

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

/** Sum of two decimals without the noise of binary fractions. */
export function addDecimals(a: number, b: number): number {
  if (Number.isInteger(a) && Number.isInteger(b)) return a + b;
  const decimals = (value: number) => {
    const text = String(value);
    const dot = text.indexOf(".");
    return dot < 0 || text.includes("e") ? 0 : text.length - dot - 1;
  };
  const digits = Math.max(decimals(a), decimals(b));
  return Number((a + b).toFixed(Math.min(digits, 12)));
}

/** @param profile the report's family; null where it is of none */
export function contributionOf(report: Report, profile: Profile | null): Contribution {
  const { names, inFormUnit } = profile?.figures ?? NO_FIGURES;
  const indexes = new Map(names.map((name, index) => [name, index]));
  const figures: (number | "" | "?" | null)[] = names.map(() => null);
  const converted: number[] = [];
  const uncertain = new Set<string>(report.uncertain);
  for (const [name, value] of valuesOf(report.tables)) {
    const index = indexes.get(name);
    if (index === undefined) continue;
    const unit = report.figures[name]?.unit;
    if (uncertain.has(name)) figures[index] = "?";
    else if (value === null) figures[index] = "";
    else if (unit === undefined) figures[index] = value;
    else {
      const own = inFormUnit(name, value, unit);
      figures[index] = own?.value ?? "?";
      if (own?.converted) converted.push(index);
    }
  }
  return { status: report.status, figures, converted };
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
