import { halfWidth, squash } from "../../document/text.ts";
import { decimalOf, decimalsOf, difference, outcomeOf, toNumber, toText } from "../common/decimal.ts";
import type { FigureName } from "../common/facts.ts";
import { partsOf, rowKeyOf, rowOf, tableOf } from "../common/figure-name.ts";
import { figuresIn } from "../common/form/equations.ts";
import {
  type Form,
  type FormTable,
  isField,
  isRepeatedRow,
  isWords,
  NAME_COLUMN,
  typeIn,
} from "../common/form/form.ts";
import type { CheckFile } from "../common/form/form-file.ts";
import { tableIn } from "../common/form/names.ts";
import type { Rule, RuleHead, Violation } from "../common/rule.ts";
import type { Source } from "../common/sources.ts";
import { codesDifferent, namesDifferent } from "./code-names.ts";
import type { Judged } from "./equations.ts";
import type { FormFacts, FormRead } from "./facts.ts";
import { labelIn } from "./words.ts";

/** What is judged of a document of a declared form: its checks, and what holds of every form. */

export type FormRule = Rule<FormFacts>;

type Labelled = Pick<FormRead, "form" | "looks">;

/** A figure as it is called in this document: a code with its printed name. */
const labelOf = ({ form, looks }: Labelled, name: FigureName): string =>
  labelIn(form, name, looks.get(tableOf(name))?.names.get(partsOf(name).row) ?? "");

const sourceOf = ({ basis, says, source }: CheckFile, form: Form): Source =>
  basis === "official" && source !== undefined
    ? {
        says,
        cites: [
          {
            text: {
              name: `《${form.source.name}》`,
              title: form.source.name,
              number: form.source.number,
              date: form.source.date,
              issuer: form.source.issuer,
            },
            article: source,
          },
        ],
      }
    : { own: `${says}；${BASIS[basis]}` };

const BASIS: Readonly<Record<CheckFile["basis"], string>> = {
  official: "",
  structural: "由表头和科目的层级得出",
  plausible: "多半如此，也可能另有原因，所以只请核对",
  user: "由使用者定义",
};

/** What docs/rules.md lists of a check. */
export const headOf = (check: CheckFile, form: Form): RuleHead => ({
  code: check.code,
  severity: check.severity,
  source: sourceOf(check, form),
});

const checkRule = (check: CheckFile, form: Form): FormRule => ({
  ...headOf(check, form),
  check: (facts) => {
    const own = facts.judged.filter(({ equation, outcome }) => equation.check === check && outcome !== null);
    return own.length === 0
      ? null
      : own.filter(({ outcome }) => outcome === "broken").map((judged) => violationOf(judged, facts));
  },
});

function violationOf(judged: Judged, facts: FormFacts): Violation {
  const { equation, left, right } = judged;
  const gap = difference(right, left);
  const last = equation.right.at(-1)?.figure ?? "";
  const other = equation.left.length === 1 && equation.left[0] ? labelOf(facts, equation.left[0].figure) : null;
  const relation = equation.check.atMost
    ? `${other ?? "各项相加"}为${toText(left)}，超过了${labelOf(facts, last)}的${toText(right)}`
    : `${labelOf(facts, last)}填的是${toText(right)}，${other ?? "各项相加"}为${toText(left)}`;
  const misprint = facts.misprints.find(({ explains }) => explains.includes(equation));
  const cell = misprint?.cells.find((name) => figuresIn(equation).includes(name));
  const places =
    misprint && misprint.cells.length > 1
      ? `（${misprint.cells.map((name) => labelOf(facts, name)).join("、")}同为一个错数）`
      : "";
  return {
    message: `${relation}，相差${toText({ ...gap, units: gap.units < 0n ? -gap.units : gap.units })}；${equation.check.says}${places}。`,
    cells: figuresIn(equation).filter((name) => facts.cells.has(name)),
    expected: toNumber(left),
    actual: toNumber(right),
    ...(misprint && cell !== undefined && { proposal: { cell, value: toNumber(misprint.value) } }),
  };
}

/** Checks told one by one. */
const MOST_TOLD = 8;

/** Whether a number of the prose is that of a cell, as far as both were rounded. */
function isSame(value: number, text: string): boolean {
  const decimals = Math.min(decimalsOf(String(value)), decimalsOf(text));
  const [said, printed] = [decimalOf(String(value), decimals), decimalOf(text, decimals)];
  return said !== null && printed !== null && outcomeOf(difference(said, printed), "equal") !== "broken";
}

/** Whether a figure that makes a table or a field one that must be filled in has a value. */
function isAskedFor({ requiredWhen }: FormTable, { cells }: FormRead): boolean {
  const asks = requiredWhen === null ? undefined : cells.get(requiredWhen);
  return asks !== undefined && asks.kind !== "blank" && asks.value !== 0;
}

/** Whether a table or a field must be there, filled in or not. */
const isDue = (table: FormTable, facts: FormRead): boolean =>
  table.requiredWhen === null ? !isField(table) || table.blank === "error" : isAskedFor(table, facts);

const missing = (facts: FormRead): readonly string[] =>
  facts.form.tables.filter((table) => isDue(table, facts) && !facts.looks.has(table.key)).map(({ key }) => key);

const isWordsIn = (form: Form, figure: FigureName): boolean => {
  const table = tableIn(form, tableOf(figure));
  return table !== undefined && isWords(table);
};

const isName = (figure: FigureName): boolean =>
  partsOf(figure).column === NAME_COLUMN && isRepeatedRow(partsOf(figure).row);

const isDateIn = (form: Form, figure: FigureName): boolean => tableIn(form, tableOf(figure))?.kind === "date";

/** A day of the calendar: 2025年1月20日, 2025-01-20, 2025/1/20, 2025.1.20. */
function isDay(text: string): boolean {
  const [, year, month, day] =
    /^((?:19|20)\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?$/u.exec(halfWidth(squash(text))) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== undefined && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** Tables and fields in which nothing stands though another figure asks for it. */
function emptyThoughAskedFor(facts: FormFacts): Violation[] {
  const { form, looks, cells, doubtful } = facts;
  const filled = new Set(
    [...cells.values()].flatMap(({ figure, kind }) => (kind === "blank" ? [] : [tableOf(figure)])),
  );
  return form.tables.flatMap((table) => {
    const { key, requiredWhen } = table;
    if (requiredWhen === null || doubtful.has(requiredWhen) || !isAskedFor(table, facts)) return [];
    if (filled.has(key) || !looks.has(key)) return [];
    const asks = `${labelOf(facts, requiredWhen)}填的是“${cells.get(requiredWhen)?.text.trim().slice(0, 20)}”`;
    return [{ message: `${asks}，${labelIn(form, key)}也必须填写。`, cells: [key] }];
  });
}

/** What holds of every declared form. */
const FORM_RULES: readonly FormRule[] = [
  {
    code: "TABLE-MISSING",
    severity: "warning",
    saysAbsent: true,
    source: { own: "格式中的每张表都应当在；没有数字的表也保留表样并说明，少了的请核对" },
    check: (facts) => missing(facts).map((key) => ({ message: `没有找到${labelIn(facts.form, key)}。`, cells: [key] })),
  },
  {
    code: "ROW-MISSING",
    severity: "info",
    saysAbsent: true,
    source: { own: "各地表样的行次不尽相同，少了的行只作提示" },
    check: (facts) => {
      const rows = [...new Set(facts.names.map(rowOf))].filter(
        (row) => facts.looks.has(tableOf(row)) && !facts.looks.get(tableOf(row))?.rows.includes(rowKeyOf(row)),
      );
      return rows.map((row) => ({ message: `${labelIn(facts.form, row)}这一行没有找到。`, cells: [row] }));
    },
  },
  {
    code: "CELL-TEXT",
    severity: "error",
    source: { own: "数字栏里只填数字，没有的留空或填0" },
    check: (facts) =>
      [...facts.cells.values()]
        .filter(({ kind }) => kind === "text" || kind === "broken")
        .filter(({ figure }) => !isWordsIn(facts.form, figure) && !isName(figure))
        .map(({ figure, text }) => ({
          message: `${labelOf(facts, figure)}填的是“${text.trim().slice(0, 20)}”，不是数字。`,
          cells: [figure],
        })),
  },
  {
    code: "FIELD-DATE",
    severity: "error",
    source: { own: "日期栏里填写年月日" },
    check: ({ form, cells, looks }) =>
      [...cells.values()]
        .filter(({ kind, figure, text }) => kind === "text" && isDateIn(form, figure) && !isDay(text))
        .map(({ figure, text }) => ({
          message: `${labelOf({ form, looks }, figure)}填的是“${text.trim().slice(0, 20)}”，不是年月日。`,
          cells: [figure],
        })),
  },
  {
    code: "REQUIRED-MISSING",
    severity: "error",
    saysAbsent: true,
    source: { own: "格式写明了在什么情况下必须填写" },
    check: emptyThoughAskedFor,
  },
  {
    code: "CELL-BLANK",
    severity: "error",
    source: { own: "格式写明必须填写的数字栏不得空白" },
    check: ({ cells, looks, form }) =>
      [...cells.values()]
        .filter(({ kind, figure }) => {
          const table = looks.get(tableOf(figure))?.table;
          return kind === "blank" && table !== undefined && typeIn(table, figure).blank === "error";
        })
        .map(({ figure }) => ({ message: `${labelOf({ form, looks }, figure)}空白。`, cells: [figure] })),
  },
  {
    code: "CLAIM-DIFFERENT",
    severity: "warning",
    source: { own: "文字说明里的数字应当与表中的一致" },
    check: ({ claims, cells, form, looks }) =>
      claims.flatMap(({ figure, value, text }) => {
        const cell = cells.get(figure);
        if (!cell || cell.value === null || isSame(value, cell.text)) return [];
        const message = `正文写“${text}”，${labelOf({ form, looks }, figure)}填的是${cell.text.trim()}。`;
        return [{ message, cells: [figure], expected: cell.value, actual: value, quote: text, section: 0 }];
      }),
  },
  {
    code: "TABLE-STRANGE",
    severity: "warning",
    source: { own: "表中另有格式没有的行或栏时，合计是否包含它们无从得知，不作核对" },
    check: ({ looks, form }) =>
      [...looks.values()]
        .filter(({ hasStrangers }) => hasStrangers)
        .map(({ table }) => ({
          message: `${labelIn(form, table.key)}里有格式中没有的行或栏，其中的数字没有采用，这张表的合计没有核对。`,
        })),
  },
  {
    code: "NAME-DIFFERENT",
    severity: "warning",
    source: { own: "同一个科目编码在各张表里应当是同一个科目；名称折行、截短的不算不同" },
    check: namesDifferent,
  },
  {
    code: "CODE-DIFFERENT",
    severity: "warning",
    source: { own: "同一个科目在各张表里应当用同一个编码；只有一位数字不同或相邻两位颠倒的请核对" },
    check: codesDifferent,
  },
  {
    code: "UNIT-MISSING",
    severity: "warning",
    source: { own: "元和万元相差一万倍，每张表都要写明单位" },
    check: ({ looks, form }) =>
      [...looks.values()]
        .filter(
          ({ table, unit, cells }) =>
            !isField(table) && unit === null && [...cells.values()].some(({ value }) => value !== null && value !== 0),
        )
        .map(({ table, cells }) => {
          // In a picture it may stand and not have been read.
          const isSeen = [...cells.values()].some(({ recognised }) => recognised);
          const found = isSeen ? "没有读到" : "没有写明";
          return { message: `${labelIn(form, table.key)}${found}金额单位，请核对是${table.unit}还是其他单位。` };
        }),
  },
  {
    code: "CHECK-NOT-RUN",
    severity: "info",
    source: { own: "缺少数字而无法核对的勾稽关系如实列出，不当作通过" },
    check: ({ judged, form }) => {
      const run = new Set(judged.flatMap(({ equation, outcome }) => (outcome === null ? [] : [equation.check.code])));
      const left = form.checks.map(({ code }) => code).filter((code) => !run.has(code));
      if (left.length === 0) return [];
      const told = `${left.slice(0, MOST_TOLD).join("、")}${left.length > MOST_TOLD ? "等" : ""}`;
      return [{ message: `有${left.length}项勾稽关系缺少数字，没有核对（${told}）。` }];
    },
  },
];

export const rulesOf = (form: Form): readonly FormRule[] => [
  ...FORM_RULES,
  ...form.checks.map((check) => checkRule(check, form)),
];
