import { tableOf } from "../../common/figure-name.ts";
import { TABLES, type TableName } from "../facts.ts";
import { rowLabel, tableLabel } from "../figure-label.ts";
import { FORM_2019, FORM_2021 } from "../sources.ts";
import type { Rule } from "./rule.ts";

const FORMS = [
  { text: FORM_2021, article: "第二、三、四部分" },
  { text: FORM_2019, article: "第二、三、四部分" },
] as const;

/** Whether the tables of the form are there, once each, with all their rows and whole labels. */
export const tableRules: readonly Rule[] = [
  {
    code: "TABLE-MISSING",
    severity: "error",
    source: { says: "第二、三、四部分以表格形式报告", cites: FORMS },
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
    source: { own: "每张统计表只出现一次；格式每一部分只有一张统计表，出现两张就无从知道以哪一张为准" },
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
    source: { says: "统计表的行次以格式为准，没有的填“0”", cites: FORMS },
    restsOn: ["table"],
    saysAbsent: true,
    check: ({ tables }) => {
      const found = TABLES.filter((table) => tables.count[table] > 0);
      return found.length === 0
        ? null
        : tables.missingRows.map((row) => ({
            message: `${tableLabel(tableOf(row) as TableName)}的统计表缺少“${rowLabel(row)}”一行，请补上；没有的填0。`,
            cells: [row],
          }));
    },
  },
  {
    code: "HEADER-CUT",
    severity: "info",
    source: { says: "表头文字以格式为准", cites: FORMS },
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
