import { TABLES, type TableName } from "../facts.ts";
import { rowLabel, tableLabel } from "../figure-label.ts";
import type { Rule } from "./rule.ts";

const FORM = "国办公开办函〔2021〕30号、〔2019〕60号：年度报告格式";

/** Whether the tables of the form are there, once each, with all their rows and whole labels. */
export const tableRules: readonly Rule[] = [
  {
    code: "TABLE-MISSING",
    severity: "error",
    source: `${FORM}，第二、三、四部分以表格形式报告（S-TAB）`,
    saysAbsent: true,
    check: ({ tables }) =>
      TABLES.filter((table) => tables.count[table] === 0).map((table) => ({
        message: `没有找到${tableLabel(table)}的统计表，请按规定格式补充。`,
        cells: [table],
      })),
  },
  {
    code: "TABLE-DUPLICATE",
    severity: "error",
    source: `${FORM}，每张统计表只出现一次（S-TAB）`,
    check: ({ tables }) =>
      TABLES.filter((table) => tables.count[table] > 1).map((table) => ({
        message: `${tableLabel(table)}的统计表出现了${tables.count[table]}次，请只保留一张。`,
        cells: [table],
        expected: 1,
        actual: tables.count[table],
      })),
  },
  {
    code: "ROW-MISSING",
    severity: "error",
    source: `${FORM}，表格行次不得删减（S-CELL）`,
    restsOn: ["table"],
    saysAbsent: true,
    check: ({ tables }) => {
      const found = TABLES.filter((table) => tables.count[table] > 0);
      return found.length === 0
        ? null
        : tables.missingRows.map((row) => ({
            message: `${tableLabel(tableOf(row))}的统计表缺少“${rowLabel(row)}”一行，请补上；没有的填0。`,
            cells: [row],
          }));
    },
  },
  {
    code: "HEADER-CUT",
    severity: "info",
    source: "表头文字应与官方格式一致（1.7）",
    check: ({ tables }) => {
      if (tables.cutLabels.length === 0) return TABLES.some((table) => tables.count[table] > 0) ? [] : null;
      const cut = [
        ...new Map(
          tables.cutLabels.map(({ printed, official }) => [`${printed}|${official}`, `“${printed}”应为“${official}”`]),
        ).values(),
      ];
      return [
        {
          message: `表头文字不完整：${cut.slice(0, 5).join("，")}${cut.length > 5 ? `等${cut.length}处` : ""}，数字按官方顺序对应。`,
        },
      ];
    },
  },
];

const tableOf = (row: string): TableName => row.slice(0, row.indexOf(".")) as TableName;
