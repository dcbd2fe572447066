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
import { APPLICATION_COLUMNS } from "../form.ts";
import { FORM_2021 } from "../sources.ts";
import type { Rule } from "./rule.ts";

const columnLabel = (figure: string): string =>
  APPLICATION_COLUMNS.find((column) => figure.endsWith(`.${column.key}`))?.label ?? "";

/** The arithmetic of tables 3 and 4. A failing sum points at the one cell that a misprint would explain. */
export const sumRules: readonly Rule[] = [
  sumRule("APP-ROW", "各类申请人之和等于总计", ({ equation, left, right }) => {
    const row = rowLabel(rowOf(equation.right[0] ?? ""));
    return `第三部分表格“${row}”行各类申请人相加为${left}，“总计”填的是${right}，相差${Math.abs(right - left)}。`;
  }),
  sumRule("APP-SUM", "各项办理结果之和等于（七）总计", ({ equation, left, right }) => {
    return `第三部分表格“${columnLabel(equation.right[0] ?? "")}”列（一）至（六）各项办理结果相加为${left}，“（七）总计”填的是${right}，相差${Math.abs(right - left)}。`;
  }),
  sumRule(
    "APP-BALANCE",
    "第一项加第二项之和，等于第三项加第四项之和（表内注明的勾稽关系）",
    ({ equation, left, right }) => {
      return `第三部分表格“${columnLabel(equation.right[0] ?? "")}”列：本年新收加上年结转为${left}，办理结果总计加结转下年度为${right}，勾稽关系不成立，相差${Math.abs(right - left)}。`;
    },
  ),
  sumRule("REV-SUM", "维持、纠正、其他、尚未审结之和等于总计", ({ equation, left, right }) => {
    return `第四部分表格“${rowLabel(rowOf(equation.right[0] ?? ""))}”各项结果（含尚未审结）相加为${left}，“总计”填的是${right}，相差${Math.abs(right - left)}。`;
  }),
];

function sumRule(code: Equation["code"], says: string, sentence: (failure: Failure) => string): Rule {
  return {
    code,
    severity: "error",
    source: {
      says,
      cites: [{ text: FORM_2021, article: code === "REV-SUM" ? "第四部分统计表" : "第三部分统计表" }],
    },
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
