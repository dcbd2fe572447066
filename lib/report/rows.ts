import type { FigureName } from "../profiles/common/facts.ts";
import { valuesOf } from "../profiles/common/figure-name.ts";
import { profileOf } from "../profiles/profiles.ts";
import { findingPlace, placeLabel, proposalWords, SEVERITY_WORDS, wordsOf } from "./labels.ts";
import { lastReviewWords, reviewerWords, reviewLine, reviewsByFigure } from "./review-words.ts";
import type { Report, ReportFinding } from "./schema.ts";
import { fileSlip } from "./slips.ts";
import { STATUS_WORDS } from "./status-words.ts";
import type { FiledSummary, Summary } from "./summary.ts";

/** The lists of a run as typed rows, report by report; CSV files and workbooks are written from them. */

export type Field = string | number | boolean | null;

/** A list: what its columns are called, in their order, and the rows that one source of it gives. */
export interface List<Source, Row extends Readonly<Record<keyof Row, Field>>> {
  readonly columns: readonly (readonly [key: keyof Row, title: string])[];
  readonly rowsOf: (source: Source) => readonly Row[];
}

const familyOf = (of: Pick<Report, "profile">): string | null => profileOf(of)?.name ?? null;

type Division = Summary["division"];

/** Whose report: its division in one column, as the lists began, and apart; the family by name and by id. */
const aboutOf = (division: Division, of: Pick<Report, "profile">) => ({
  division: division && `${division.code} ${division.name}`,
  divisionCode: division?.code ?? null,
  divisionName: division?.name ?? null,
  family: familyOf(of),
  profile: of.profile,
});
type About = ReturnType<typeof aboutOf>;
const ABOUT_COLUMNS = [
  ["divisionCode", "行政区划代码"],
  ["divisionName", "行政区划名称"],
  ["profile", "文种代码"],
] as const satisfies readonly (readonly [keyof About, string])[];

/** One document: name, status, whose report it is, counts; why it failed. */
interface SummaryRow extends About {
  readonly id: string;
  readonly name: string;
  readonly status: Report["status"];
  readonly organization: string | null;
  readonly year: number | null;
  readonly template: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly uncertain: number;
  readonly verdict: string;
  readonly failure: string | null;
  /** Whose word it is by. */
  readonly review: string | null;
}

export const SUMMARY_LIST: List<Omit<FiledSummary, "folder">, SummaryRow> = {
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
    ...ABOUT_COLUMNS,
    ["id", "文件校验码"],
    ["review", "人工确认"],
  ],
  rowsOf: (summary) => [
    {
      ...summary,
      ...aboutOf(summary.division, summary),
      verdict: STATUS_WORDS[summary.status],
      review: summary.reviewed ? reviewerWords(summary.reviewed) : null,
    },
  ],
};

/**
 * One finding: whose report, where, what is wrong with its numbers, what would repair it. A file that is no report has one
 * line, which says why.
 */
interface ProblemRow extends About {
  readonly organization: string | null;
  readonly name: string;
  readonly place: string;
  readonly code: string;
  readonly severityLabel: string;
  readonly message: string;
  readonly proposal: string;
  readonly severity: ReportFinding["severity"];
  readonly year: number | null;
  readonly id: string;
  /** By whose word, the latest, the report says what it says. */
  readonly review: string | null;
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
    ...ABOUT_COLUMNS,
    ["review", "人工确认"],
  ],
  rowsOf: (report) => {
    const about = {
      organization: report.organization?.name ?? null,
      name: report.source.name,
      year: report.year,
      id: report.id,
      review: lastReviewWords(report),
      ...aboutOf(report.organization?.division ?? null, report),
    };
    const file = fileSlip(report);
    if (file) return [{ ...about, ...file, code: file.codes.join(), severityLabel: SEVERITY_WORDS[file.severity] }];
    return report.findings.map((finding) => ({
      ...about,
      place: findingPlace(finding, report),
      code: finding.code,
      severityLabel: SEVERITY_WORDS[finding.severity],
      message: finding.message,
      proposal: proposalWords(report, finding),
      severity: finding.severity,
    }));
  },
};

/** One figure: whose, its name and label, the number printed, how sure it is, where it stands. */
interface FigureRow extends About {
  readonly name: string;
  readonly organization: string | null;
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
  readonly content: CellContent;
  readonly id: string;
  /** What a person said of it, who and when. */
  readonly review: string | null;
}

/** What stands in a figure's cell. */
type CellContent = "数字" | "空白" | "非数字" | "未读出";

export function contentOf(report: Pick<Report, "figures" | "blanks">, name: FigureName): CellContent {
  if (report.figures[name]) return "数字";
  const blank = report.blanks[name];
  return blank === undefined ? "未读出" : blank.text.trim() === "" ? "空白" : "非数字";
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
    ...ABOUT_COLUMNS,
    ["review", "人工确认"],
  ],
  rowsOf: (report) => {
    const words = wordsOf(report);
    const uncertain = new Set(report.uncertain);
    const reviews = reviewsByFigure(report);
    const about = {
      name: report.source.name,
      organization: report.organization?.name ?? null,
      year: report.year,
      template: report.template,
      id: report.id,
      ...aboutOf(report.organization?.division ?? null, report),
    };
    return valuesOf(report.tables).map(([figure, value]) => {
      const cell = report.figures[figure] ?? report.blanks[figure];
      const review = reviews.get(figure);
      return {
        ...about,
        figure,
        value,
        certain: !uncertain.has(figure),
        place: cell ? placeLabel(cell.where) : null,
        label: words.cell(figure),
        unit: cell?.unit ?? null,
        text: cell?.text ?? null,
        content: contentOf(report, figure),
        review: review ? reviewLine(review) : null,
      };
    });
  },
};
