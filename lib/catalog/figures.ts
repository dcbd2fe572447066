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
export interface Sums {
  readonly reports: number;
  readonly sum: readonly number[];
  readonly counted: readonly number[];
  readonly uncertain: readonly number[];
  readonly missing: readonly number[];
  readonly converted: readonly number[];
}

/**
 * Sums by what became of the reports, the form they use, which are never mixed, and the engine that read them: see
 * `groupKey`.
 */
export type Totals = Readonly<Record<string, Sums>>;

/** Reports of one status and form, read by one engine. */
interface Group {
  /** Null for sums that a version kept which did not tell reports apart. */
  readonly status: Status | null;
  /** Null where it can't be told, and for what has none. */
  readonly template: string | null;
  /** Null for what a version kept that did not tell engines apart. */
  readonly engine: string | null;
}

const groupKey = ({ status, template, engine }: Pick<Contribution, "status" | "template" | "engine">): string =>
  [status, template ?? "", engine ?? ""].join(" ").trimEnd();

/** The group of a key. */
export function groupOf(key: string): Group {
  const [status = "", template = "", engine = ""] = key.split(" ");
  return {
    status: STATUSES.find((each) => each === status) ?? null,
    template: template || null,
    engine: engine || null,
  };
}

const LISTS = ["sum", "counted", "uncertain", "missing", "converted"] as const;
type Mutable = { reports: number } & Record<(typeof LISTS)[number], number[]>;

/** Sums of nothing, for so many figures. */
const nothing = (figures: number): Mutable => {
  const zeros = () => new Array<number>(figures).fill(0);
  return { reports: 0, sum: zeros(), counted: zeros(), uncertain: zeros(), missing: zeros(), converted: zeros() };
};

const longest = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((most, { length }) => Math.max(most, length), 0);

const increase = (list: number[], index: number, by: number): void => {
  if (by !== 0) list[index] = addDecimals(list[index] ?? 0, by);
};

function sumsOf(contributions: readonly Contribution[]): Sums {
  const sums = nothing(longest(contributions.map(({ figures }) => figures)));
  for (const { figures, converted } of contributions) {
    sums.reports += 1;
    for (const [index, figure] of figures.entries()) {
      if (figure === null) continue;
      increase(figure === "?" ? sums.uncertain : figure === "" ? sums.missing : sums.counted, index, 1);
      if (typeof figure === "number") increase(sums.sum, index, figure);
    }
    for (const index of converted) increase(sums.converted, index, 1);
  }
  return sums;
}

export function addSums(all: readonly Sums[]): Sums {
  const sums = nothing(longest(all.map(({ sum }) => sum)));
  for (const each of all) {
    sums.reports += each.reports;
    for (const list of LISTS) for (const [index, value] of each[list].entries()) increase(sums[list], index, value);
  }
  return sums;
}

/** Groups in one order, so that equal totals are equal texts. */
const grouped = <Each>(all: readonly (readonly [key: string, each: Each])[], sumUp: (of: Each[]) => Sums): Totals => {
  const keys = [...new Set(all.map(([key]) => key))].toSorted();
  return Object.fromEntries(
    keys.map((key) => [key, sumUp(all.filter(([other]) => other === key).map(([, each]) => each))]),
  );
};

export const totalOf = (contributions: readonly Contribution[]): Totals =>
  grouped(
    contributions.map((each) => [groupKey(each), each] as const),
    sumsOf,
  );

export const addTotals = (all: readonly Totals[]): Totals => grouped(all.flatMap(Object.entries<Sums>), addSums);

/** Totals in which it does not matter which engine read what. */
export const ofAnyEngine = (totals: Totals): Totals =>
  grouped(
    Object.entries<Sums>(totals).map(([key, sums]) => {
      const [status = "", template = ""] = key.split(" ");
      return [`${status} ${template}`.trimEnd(), sums] as const;
    }),
    addSums,
  );

/** How many reports there are by each version of the engine; null: by one that did not say. */
export function enginesIn(totals: Totals): ReadonlyMap<string | null, number> {
  const engines = new Map<string | null, number>();
  for (const [key, { reports }] of Object.entries(totals)) {
    const { engine } = groupOf(key);
    if (reports > 0) engines.set(engine, (engines.get(engine) ?? 0) + reports);
  }
  return engines;
}

/** How many reports there are of each status. */
export function statusesIn(totals: Totals): Readonly<Record<Status, number>> {
  const statuses: Record<Status, number> = { valid: 0, invalid: 0, "needs-review": 0, unrecognized: 0, failed: 0 };
  for (const [key, { reports }] of Object.entries(totals)) {
    const { status } = groupOf(key);
    if (status !== null) statuses[status] += reports;
  }
  return statuses;
}

/** Totals as they were stored, by version 0.1.0, too, which did not tell reports apart. */
export function storedTotals(text: string): Totals {
  const stored = JSON.parse(text) as Totals | (Omit<Sums, "reports"> & { readonly statuses: Record<Status, number> });
  if (!("statuses" in stored)) return stored as Totals;
  const { statuses, ...lists } = stored as Omit<Sums, "reports"> & { readonly statuses: Record<Status, number> };
  const counts = STATUSES.filter((status) => statuses[status] > 0).map(
    (status) => [status, { ...nothing(0), reports: statuses[status] }] as const,
  );
  return Object.fromEntries([["", { ...lists, reports: 0 }], ...counts]);
}
