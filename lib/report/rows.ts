import { valuesOf } from "../profiles/common/figure-name.ts";
import { profileOf } from "../profiles/profiles.ts";
import { findingPlace, placeLabel, proposalWords, SEVERITY_WORDS, wordsOf } from "./labels.ts";
import type { Report, ReportFinding } from "./schema.ts";
import { STATUS_WORDS } from "./status-words.ts";
import type { Summary } from "./summary.ts";

/** The lists of a run as typed rows, report by report; CSV files and workbooks are written from them. */

export type Field = string | number | boolean | null;

/** A list: what its columns are called, in their order, and the rows that one source of it gives. */
export interface List<Source, Row extends Readonly<Record<keyof Row, Field>>> {
  readonly columns: readonly (readonly [key: keyof Row, title: string])[];
  readonly rowsOf: (source: Source) => readonly Row[];
}

const familyOf = (of: Pick<Report, "profile">): string | null => profileOf(of)?.name ?? null;

type Division = Summary["division"];
const divisionLabel = (division: Division): string | null => division && `${division.code} ${division.name}`;

/** One document: name, status, whose report it is, counts; why it failed. */
interface SummaryRow {
  readonly name: string;
  readonly status: Report["status"];
  readonly organization: string | null;
  readonly division: string | null;
  readonly year: number | null;
  readonly template: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly uncertain: number;
  readonly verdict: string;
  readonly failure: string | null;
  /** Name of the family; null for a document of none. */
  readonly family: string | null;
}

export const SUMMARY_LIST: List<Summary, SummaryRow> = {
  columns: [
    ["name", "名称"],
    ["status", "状态"],
    ["organization", "机关"],
    ["division", "行政区划"],
    ["year", "年度"],
    ["template", "表格式样"],
    ["errors", "错误数"],
    ["warnings", "警告数"],
    ["infos", "提示数"],
    ["uncertain", "待核对数"],
    ["verdict", "结论"],
    ["failure", "说明"],
    ["family", "文种"],
  ],
  rowsOf: (summary) => [
    {
      ...summary,
      division: divisionLabel(summary.division),
      verdict: STATUS_WORDS[summary.status],
      family: familyOf(summary),
    },
  ],
};

/** One finding: whose report, where, what is wrong with its numbers, what would repair it. */
interface ProblemRow {
  readonly organization: string | null;
  readonly name: string;
  readonly place: string;
  readonly code: string;
  readonly severityLabel: string;
  readonly message: string;
  readonly proposal: string;
  readonly severity: ReportFinding["severity"];
  readonly year: number | null;
  readonly division: string | null;
  readonly id: string;
  /** Name of the family; null for a document of none. */
  readonly family: string | null;
}

export const PROBLEM_LIST: List<Report, ProblemRow> = {
  columns: [
    ["organization", "机关"],
    ["name", "名称"],
    ["place", "位置"],
    ["code", "代码"],
    ["severityLabel", "程度"],
    ["message", "问题"],
    ["proposal", "建议"],
    ["severity", "程度代码"],
    ["year", "年度"],
    ["division", "行政区划"],
    ["id", "文件校验码"],
    ["family", "文种"],
  ],
  rowsOf: (report) =>
    report.findings.map((finding) => ({
      organization: report.organization?.name ?? null,
      name: report.source.name,
      place: findingPlace(finding, report),
      code: finding.code,
      severityLabel: SEVERITY_WORDS[finding.severity],
      message: finding.message,
      proposal: proposalWords(report, finding),
      severity: finding.severity,
      year: report.year,
      division: divisionLabel(report.organization?.division ?? null),
      id: report.id,
      family: familyOf(report),
    })),
};

/** One figure: whose, its name and label, the number printed, how sure it is, where it stands. */
interface FigureRow {
  readonly name: string;
  readonly organization: string | null;
  readonly division: string | null;
  readonly year: number | null;
  readonly template: string | null;
  readonly figure: string;
  /** null where none is printed. */
  readonly value: number | null;
  readonly certain: boolean;
  readonly place: string | null;
  readonly label: string;
  /** As printed in its cell or over its column. */
  readonly unit: string | null;
  /** The cell's text as printed. */
  readonly text: string | null;
  readonly content: "数字" | "空白" | "非数字" | "未读出";
  readonly id: string;
  /** Name of the family; null for a document of none. */
  readonly family: string | null;
}

export const FIGURE_LIST: List<Report, FigureRow> = {
  columns: [
    ["name", "名称"],
    ["organization", "机关"],
    ["division", "行政区划"],
    ["year", "年度"],
    ["template", "表格式样"],
    ["figure", "指标"],
    ["value", "数值"],
    ["certain", "确定"],
    ["place", "位置"],
    ["label", "指标名称"],
    ["unit", "单位"],
    ["text", "原文"],
    ["content", "情况"],
    ["id", "文件校验码"],
    ["family", "文种"],
  ],
  rowsOf: (report) => {
    const words = wordsOf(report);
    const uncertain = new Set(report.uncertain);
    const about = {
      name: report.source.name,
      organization: report.organization?.name ?? null,
      division: divisionLabel(report.organization?.division ?? null),
      year: report.year,
      template: report.template,
      id: report.id,
      family: familyOf(report),
    };
    return valuesOf(report.tables).map(([figure, value]) => {
      const cell = report.figures[figure] ?? report.blanks[figure];
      return {
        ...about,
        figure,
        value,
        certain: !uncertain.has(figure),
        place: cell ? placeLabel(cell.where) : null,
        label: words.cell(figure),
        unit: cell?.unit ?? null,
        text: cell?.text ?? null,
        content: value !== null ? "数字" : cell === undefined ? "未读出" : cell.text.trim() === "" ? "空白" : "非数字",
      };
    });
  },
};
