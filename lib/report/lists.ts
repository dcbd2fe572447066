import { stringify } from "csv-stringify/sync";
import { oneLine } from "../document/text.ts";
import { findingPlace, placeLabel, proposalWords, SEVERITY_WORDS, STATUS_WORDS, wordsOf } from "./labels.ts";
import { printable } from "./printable.ts";
import type { Report } from "./schema.ts";
import type { Summary } from "./summary.ts";

/**
 * The lists of a run as spreadsheets open them: UTF-8 with byte order mark, CRLF, one physical line an entry. They are
 * made report by report, so that a run of any size is written as it goes. Text that a spreadsheet would take for a
 * formula gets an apostrophe; numbers stay numbers.
 */

type Field = string | number | boolean | null;

// A formula may hide behind marks that a spreadsheet drops: printable and oneLine take them away before csv-stringify
// looks at the first character.
const clean = (field: Field): Field =>
  typeof field === "string" ? oneLine(printable(field).replaceAll("\ufffd", " ")) : field;

const lines = (records: readonly (readonly Field[])[]): string =>
  stringify(
    records.map((record) => record.map(clean)),
    { record_delimiter: "windows", escape_formulas: true, cast: { boolean: (value) => (value ? "true" : "false") } },
  );

const header = (names: readonly string[]): string => `\ufeff${lines([names])}`;

const division = (of: Summary["division"]): string | null => of && `${of.code} ${of.name}`;

export const SUMMARY_HEADER = header([
  "名称",
  "状态",
  "机关",
  "行政区划",
  "年度",
  "表格式样",
  "错误数",
  "警告数",
  "提示数",
  "待核对数",
  "结论",
  "说明",
]);

/**
 * One line: name, status, organization, division, year, template, errors, warnings, infos; then the count of uncertain
 * figures, the status in Chinese, why it failed.
 */
export const summaryLine = (summary: Summary): string =>
  lines([
    [
      summary.name,
      summary.status,
      summary.organization,
      division(summary.division),
      summary.year,
      summary.template,
      summary.errors,
      summary.warnings,
      summary.infos,
      summary.uncertain,
      STATUS_WORDS[summary.status],
      summary.failure,
    ],
  ]);

export const PROBLEMS_HEADER = header([
  "机关",
  "名称",
  "位置",
  "代码",
  "程度",
  "问题",
  "建议",
  "程度代码",
  "年度",
  "行政区划",
  "文件校验码",
]);

/**
 * A line a finding: organization, name, place, code, severity in words, message, proposal; then the severity's code,
 * year, division and the report's id.
 */
export const problemLines = (report: Report): string =>
  lines(
    report.findings.map((finding) => [
      report.organization?.name ?? null,
      report.source.name,
      findingPlace(finding, report),
      finding.code,
      SEVERITY_WORDS[finding.severity],
      finding.message,
      proposalWords(report, finding),
      finding.severity,
      report.year,
      division(report.organization?.division ?? null),
      report.id,
    ]),
  );

export const FIGURES_HEADER = header([
  "名称",
  "机关",
  "行政区划",
  "年度",
  "表格式样",
  "指标",
  "数值",
  "确定",
  "位置",
  "指标名称",
  "单位",
  "原文",
  "情况",
  "文件校验码",
]);

/**
 * A line a figure: name, organization, division, year, template, figure, value (empty where none is printed), certain,
 * place; then the figure's label, the unit printed in its cell or over its column, the cell's text as printed, what the
 * cell holds (数字, 空白, 非数字, 未读出), and the report's id.
 */
export function figureLines(report: Report): string {
  if (report.tables === null) return "";
  const words = wordsOf(report);
  const uncertain = new Set(report.uncertain);
  const about = [
    report.source.name,
    report.organization?.name ?? null,
    division(report.organization?.division ?? null),
    report.year,
    report.template,
  ];
  return lines(
    namesOf(report.tables).map(([name, value]) => {
      const figure = report.figures[name] ?? report.blanks[name];
      return [
        ...about,
        name,
        value,
        !uncertain.has(name),
        figure ? placeLabel(figure.where) : null,
        words.cell(name),
        figure?.unit ?? null,
        figure?.text ?? null,
        value !== null ? "数字" : figure === undefined ? "未读出" : figure.text.trim() === "" ? "空白" : "非数字",
        report.id,
      ];
    }),
  );
}

function namesOf(tables: NonNullable<Report["tables"]>): (readonly [name: string, value: number | null])[] {
  return Object.entries(tables).flatMap(([table, rows]) =>
    Object.entries(rows).flatMap(([row, columns]) =>
      Object.entries(columns).map(([column, value]) => [`${table}.${row}.${column}`, value] as const),
    ),
  );
}
