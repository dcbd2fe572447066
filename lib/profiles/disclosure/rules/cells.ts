import type { BoundCell } from "../../common/facts.ts";
import { inWan } from "../../common/money.ts";
import type { Violation } from "../../common/rule.ts";
import type { Facts, TableName } from "../facts.ts";
import { cellLabel, tableLabel } from "../figure-label.ts";
import { AMOUNTS, FORM_UNIT } from "../money.ts";
import { FORM_2019, FORM_2021 } from "../sources.ts";
import type { Rule } from "./rule.ts";

const ZERO: Rule["source"] = {
  says: "统计表中没有的应填入“0”，不得空白或者填入其他内容",
  cites: [{ text: FORM_2021, article: "统计表的填写说明" }],
};

/** More faulty cells of one table than this are told in one sentence. */
const EACH_ALONE = 5;
const isSigned = (figure: string): boolean => figure.startsWith("proactive.") && figure.endsWith(".change");

/** What stands in the figures' cells: numbers, and nothing else. */
export const cellRules: readonly Rule[] = [
  {
    code: "CELL-BLANK",
    severity: "error",
    source: ZERO,
    check: (facts) =>
      perTable(
        facts,
        ({ kind }) => kind === "blank",
        ({ figure }) => `${cellLabel(figure)}是空白；没有的请填0。`,
        (table, places, total) => `${tableLabel(table)}的统计表有${total}个单元格空白（${places}）；没有的请填0。`,
      ),
  },
  {
    code: "CELL-TEXT",
    severity: "error",
    source: ZERO,
    check: (facts) =>
      perTable(
        facts,
        ({ kind }) => kind === "text",
        ({ figure, text }) => `${cellLabel(figure)}填的是“${text.trim()}”，不是数字；没有的请填0。`,
        (table, places, total) =>
          `${tableLabel(table)}的统计表有${total}个单元格填的不是数字（${places}）；没有的请填0。`,
      ),
  },
  {
    code: "CELL-NUMBER",
    severity: "error",
    source: { own: "件数为非负整数，金额为非负数，只有“本年增/减”可以为负；由各栏的含义得出" },
    check: (facts) =>
      perTable(
        facts,
        (cell) => isIllegal(cell),
        ({ figure, text }) =>
          `${cellLabel(figure)}填的是“${text.trim()}”，${AMOUNTS.has(figure) ? "金额不能为负数" : "件数应为非负整数"}，请核对。`,
        (table, places, total) =>
          `${tableLabel(table)}的统计表有${total}个数字不是合法的件数或金额（${places}），请核对。`,
      ),
  },
  {
    code: "CELL-UNIT",
    severity: "warning",
    source: { own: "单元格里只填数字；单位由格式的表头规定，写在格里就可能与表头不一致" },
    check: (facts) =>
      perTable(
        facts,
        ({ unit }) => unit !== undefined,
        ({ figure, text, unit }) =>
          `${cellLabel(figure)}填的是“${text.trim()}”，单元格内不应带单位“${unit}”${AMOUNTS.has(figure) && unit !== FORM_UNIT ? `，且应以${FORM_UNIT}为单位` : ""}，请核对。`,
        (table, places, total) => `${tableLabel(table)}的统计表有${total}个单元格带有单位（${places}），请只填数字。`,
      ),
  },
  {
    code: "COLUMN-UNIT",
    severity: "error",
    source: {
      says: "收费金额、采购总金额以万元为单位",
      cites: [
        { text: FORM_2021, article: "第二部分统计表“本年收费金额（单位：万元）”" },
        { text: FORM_2019, article: "第二部分统计表“采购总金额”" },
      ],
    },
    check: (facts) =>
      perTable(
        facts,
        ({ columnUnit }) => columnUnit !== undefined,
        (cell) => columnUnitSentence(cell),
        (table, places, total) =>
          `${tableLabel(table)}的统计表有${total}列金额的单位不是万元（${places}），请改用万元。`,
      ),
  },
];

/** A report has two amounts at most, so that each is told alone. */
function columnUnitSentence({ figure, value, unit, columnUnit = "" }: BoundCell): string {
  const amount = value === null || value === 0 || unit !== undefined ? null : inWan(value, columnUnit);
  return `${cellLabel(figure)}印的单位是“${columnUnit}”，规定的单位是万元，请改用万元${amount === null ? "" : `（${value}${columnUnit}应填${amount}）`}。`;
}

function isIllegal({ figure, value }: BoundCell): boolean {
  if (value === null) return false;
  if (AMOUNTS.has(figure)) return value < 0;
  return !Number.isInteger(value) || (value < 0 && !isSigned(figure));
}

function perTable(
  facts: Facts,
  isFaulty: (cell: BoundCell) => boolean,
  alone: (cell: BoundCell) => string,
  together: (table: TableName, places: string, total: number) => string,
): Violation[] | null {
  if (facts.cells.size === 0) return null;
  const tables: readonly TableName[] = ["proactive", "applications", "review"];
  return tables.flatMap((table) => {
    // One by one: a cell in doubt must not stand in one sentence with those that are faulty for certain.
    const faulty = [...facts.cells.values()].filter(
      (cell) => cell.figure.startsWith(`${table}.`) && isFaulty(cell) && !facts.doubtful.has(cell.figure),
    );
    if (faulty.length <= EACH_ALONE)
      return faulty.map((cell) => ({
        message: alone(cell),
        cells: [cell.figure],
        ...(cell.value === null ? {} : { actual: cell.value }),
      }));
    const places = faulty.slice(0, 3).map((cell) => cellLabel(cell.figure).replace(/^第.部分表格/u, ""));
    return [
      { message: together(table, `${places.join("、")}等`, faulty.length), cells: faulty.map((cell) => cell.figure) },
    ];
  });
}
