import { rowOf } from "../../common/figure-name.ts";
import type { Violation } from "../../common/rule.ts";
import {
  type Equation,
  equationsOf,
  type Failure,
  failuresOf,
  locateMisprints,
  namesOf,
  sumsOf,
} from "../arithmetic.ts";
import type { Facts } from "../facts.ts";
import { rowLabel } from "../figure-label.ts";
import { APPLICATION_COLUMNS, FORMS } from "../form.ts";
import { FORM_2021 } from "../sources.ts";
import type { Rule } from "./rule.ts";

const columnLabel = (figure: string): string =>
  APPLICATION_COLUMNS.find((column) => figure.endsWith(`.${column.key}`))?.label ?? "";

/** The arithmetic of tables 3 and 4. A failing sum points at the one cell that a misprint would explain. */
export const sumRules: readonly Rule[] = [
  sumRule("APP-ROW", ({ equation, left, right }) => {
    const row = rowLabel(rowOf(equation.right[0] ?? ""));
    return `第三部分表格“${row}”行各类申请人相加为${left}，“总计”填的是${right}，相差${Math.abs(right - left)}。`;
  }),
  sumRule("APP-SUM", ({ equation, left, right }) => {
    return `第三部分表格“${columnLabel(equation.right[0] ?? "")}”列（一）至（六）各项办理结果相加为${left}，“（七）总计”填的是${right}，相差${Math.abs(right - left)}。`;
  }),
  sumRule("APP-BALANCE", ({ equation, left, right }) => {
    return `第三部分表格“${columnLabel(equation.right[0] ?? "")}”列：本年新收加上年结转为${left}，办理结果总计加结转下年度为${right}，勾稽关系不成立，相差${Math.abs(right - left)}。`;
  }),
  sumRule("REV-SUM", ({ equation, left, right }) => {
    return `第四部分表格“${rowLabel(rowOf(equation.right[0] ?? ""))}”各项结果（含尚未审结）相加为${left}，“总计”填的是${right}，相差${Math.abs(right - left)}。`;
  }),
];

/** A check of the form as a rule: what it says, how grave a breach is and where the form says so are the form's. */
function sumRule(code: Equation["code"], sentence: (failure: Failure) => string): Rule {
  const check = FORMS["2021"].checks.find((each) => each.code === code);
  if (!check) throw new Error(`the form has no check ${code}`);
  return {
    code,
    severity: check.severity,
    source: { says: check.says, cites: [{ text: FORM_2021, article: check.source ?? "" }] },
    check: (facts) => {
      const equations = equationsOf(facts.tables.applicationsForm ?? "2021");
      const mine = equations.filter((equation) => equation.code === code);
      if (mine.every((equation) => sumsOf(equation, facts.cells) === null)) return null;
      return failuresOf(mine, facts.cells).map((failure) => violation(failure, sentence(failure), equations, facts));
    },
  };
}

function violation(failure: Failure, sentence: string, equations: readonly Equation[], facts: Facts): Violation {
  const cells = namesOf(failure.equation);
  const proposal = locateMisprints(
    equations.filter((equation) => equation.code.startsWith(failure.equation.code.slice(0, 3))),
    facts.cells,
  ).find(({ cell }) => cells.includes(cell));
  return { message: sentence, cells, expected: failure.left, actual: failure.right, ...(proposal ? { proposal } : {}) };
}
