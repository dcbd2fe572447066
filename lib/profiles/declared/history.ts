import {
  type Decimal,
  decimalOf,
  decimalsOf,
  difference,
  negated,
  outcomeOf,
  sumOf,
  toText,
} from "../common/decimal.ts";
import type { FigureName } from "../common/facts.ts";
import { type Form, namesIn, sidesOf } from "../common/form/form.ts";
import type { CheckFile } from "../common/form/form-file.ts";
import { type NamePattern, patternOf, unitOf } from "../common/form/names.ts";
import { inWan } from "../common/money.ts";
import type { Finding, RuleHead } from "../common/rule.ts";
import type { History, YearReport } from "../profile.ts";
import { labelIn } from "./words.ts";

/** The checks of a form that name last year's figures. */

/** One of them between the figures that two reports print; null where one of these is missing or in doubt. */
function gapIn(check: CheckFile, previous: YearReport, current: YearReport, form: Form) {
  const sides = sidesOf(check);
  const terms = sides?.map((operand) => namesIn(operand).flatMap((name) => patternOf(name) ?? [])) ?? [];
  const read = (pattern: NamePattern) => figureIn(pattern, pattern.lastYear ? previous : current, form);
  const values = terms.map((side) => side.map(read));
  const decimals = Math.max(0, ...values.flat().map((value) => decimalsOf(value ?? "")));
  const [left, right] = terms.map((side, at): Decimal | null => {
    const all = side.map(({ negative }, index) => {
      const value = decimalOf(values[at]?.[index] ?? "", decimals);
      return value && negative ? negated(value) : value;
    });
    return all.every((value) => value !== null) ? sumOf(all) : null;
  });
  return left && right ? { left, right, terms: terms.flat() } : null;
}

const nameOf = ({ table, row, column }: NamePattern): FigureName => `${table}.${row}.${column}`;

/** A figure in the unit of its form. */
function figureIn(pattern: NamePattern, { tables, figures, uncertain }: YearReport, form: Form): string | null {
  const name = nameOf(pattern);
  const value = tables?.[pattern.table]?.[pattern.row]?.[pattern.column] ?? null;
  if (value === null || uncertain.includes(name)) return null;
  const own = unitOf(form, name);
  const unit = figures[name]?.unit ?? own;
  if (unit === own) return String(value);
  const [amount, one] = [inWan(value, unit), inWan(1, own)];
  return amount === null || one === null ? null : String(Number((amount / one).toFixed(10)));
}

function findingOf(check: CheckFile, previous: YearReport, current: YearReport, form: Form): Finding[] {
  const found = gapIn(check, previous, current, form);
  const gap = found && difference(found.right, found.left);
  if (!found || !gap || outcomeOf(check.atMost ? negated(gap) : gap, check.equal ? "equal" : "atMost") !== "broken")
    return [];
  const told = (pattern: NamePattern) => `${pattern.lastYear ? "上一年度" : ""}${labelIn(form, nameOf(pattern))}`;
  const size = toText({ ...gap, units: gap.units < 0n ? -gap.units : gap.units });
  return [
    {
      code: check.code,
      severity: check.severity,
      message: `${told(found.terms[0] as NamePattern)}为${toText(found.left)}，${told(found.terms.at(-1) as NamePattern)}为${toText(found.right)}，相差${size}；${check.says}。`,
      cells: found.terms.filter(({ lastYear }) => !lastYear).map(nameOf),
    },
  ];
}

export const historyOf = (form: Form, heads: readonly RuleHead[]): History => ({
  rules: heads,
  judge: (previous, current) => form.yearChecks.flatMap((check) => findingOf(check, previous, current, form)),
});
