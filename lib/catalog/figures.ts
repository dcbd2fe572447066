import { PROFILES } from "../profiles/profiles.ts";
import type { Report } from "../report/schema.ts";

/** Every figure, in a fixed order: contributions and totals are kept as lists in this order. */
export const FIGURES: readonly string[] = PROFILES[0].figures.names;
const INDEX = new Map(FIGURES.map((name, index) => [name, index]));

export const STATUSES = [
  "valid",
  "invalid",
  "needs-review",
  "unrecognized",
  "failed",
] as const satisfies readonly Report["status"][];
export type Status = (typeof STATUSES)[number];

/**
 * What one report adds to the totals. `figures` in the order of FIGURES: a number (amounts in 万元), "" where the cell
 * holds none, "?" where it is uncertain, null where the report's form has no such figure.
 */
export interface Contribution {
  readonly status: Status;
  readonly figures: readonly (number | "" | "?" | null)[];
  /** Figures whose printed unit was converted to that of the form. */
  readonly converted: readonly number[];
}

/** How often and with what sum each figure stands in a set of reports; lists in the order of FIGURES. */
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

export function contributionOf(report: Report): Contribution {
  const figures: (number | "" | "?" | null)[] = FIGURES.map(() => null);
  const converted: number[] = [];
  const uncertain = new Set<string>(report.uncertain);
  for (const [table, rows] of Object.entries(report.tables ?? {})) {
    for (const [row, columns] of Object.entries(rows)) {
      for (const [column, value] of Object.entries(columns as Record<string, number | null>)) {
        const name = `${table}.${row}.${column}`;
        const index = INDEX.get(name);
        if (index === undefined) continue;
        const unit = report.figures[name]?.unit;
        if (uncertain.has(name)) figures[index] = "?";
        else if (value === null) figures[index] = "";
        else if (unit === undefined) figures[index] = value;
        else {
          const inForm = PROFILES[0].figures.inFormUnit(name, value, unit);
          figures[index] = inForm ? inForm.value : "?";
          if (inForm?.converted) converted.push(index);
        }
      }
    }
  }
  return { status: report.status, figures, converted };
}

const LISTS = ["sum", "counted", "uncertain", "missing", "converted"] as const;
type Mutable = { statuses: Record<Status, number> } & Record<(typeof LISTS)[number], number[]>;

const nothing = (): Mutable => {
  const zeros = () => FIGURES.map(() => 0);
  return {
    statuses: { valid: 0, invalid: 0, "needs-review": 0, unrecognized: 0, failed: 0 },
    sum: zeros(),
    counted: zeros(),
    uncertain: zeros(),
    missing: zeros(),
    converted: zeros(),
  };
};
export const NO_TOTALS: Totals = nothing();

const increase = (list: number[], index: number, by: number): void => {
  if (by !== 0) list[index] = addDecimals(list[index] ?? 0, by);
};

export function totalOf(contributions: readonly Contribution[]): Totals {
  const totals = nothing();
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
  const totals = nothing();
  for (const each of all) {
    for (const status of STATUSES) totals.statuses[status] += each.statuses[status];
    for (const list of LISTS) for (const [index, value] of each[list].entries()) increase(totals[list], index, value);
  }
  return totals;
}
