import { valuesOf } from "../../profiles/common/figure-name.ts";
import type { Profile } from "../../profiles/profile.ts";
import type { Report } from "../schema.ts";

const NO_FIGURES: Pick<Profile["figures"], "names" | "inFormUnit"> = { names: [], inFormUnit: () => null };

/**
 * What one report adds to the totals of its family. `figures` in the order of the family's figures: a number in the
 * form's unit, "" where the cell holds none, "?" where it is uncertain, null where the form has no such figure.
 */
export interface Contribution {
  readonly status: Report["status"];
  /** Version of the form; absent from what version 0.1.0 stored. */
  readonly template?: string | null;
  /** Version of the engine that read it; absent from what earlier versions stored. */
  readonly engine?: string;
  readonly figures: readonly (number | "" | "?" | null)[];
  /** Figures whose printed unit was converted to that of the form. */
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
  return { status: report.status, template: report.template, engine: report.engineVersion, figures, converted };
}
