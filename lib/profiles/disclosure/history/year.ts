import type { FigureName } from "../../common/facts.ts";
import { valueIn } from "../../common/figure-name.ts";
import { inWan } from "../../common/money.ts";
import type { YearReport } from "../../profile.ts";
import type { Template } from "../facts.ts";
import { AMOUNTS } from "../money.ts";

/**
 * The figure as printed, an amount in 万元, where it was read with certainty; else null, so that nothing is said about
 * it.
 */
export function certain(report: YearReport, figure: FigureName): number | null {
  if (report.uncertain.includes(figure)) return null;
  const value = valueIn(report.tables, figure);
  const unit = AMOUNTS.has(figure) ? report.figures[figure]?.unit : undefined;
  return value === null || unit === undefined ? value : inWan(value, unit);
}

/** Both reports use this form of table 2, so that its columns mean the same. */
export const bothUse = (template: Template, previous: YearReport, current: YearReport): boolean =>
  [previous, current].every((report) => report.template === template && !report.uncertain.includes("template"));
