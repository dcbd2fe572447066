import type { Place } from "../document/document.ts";
import type { FigureName } from "../profiles/common/facts.ts";
import type { Severity } from "../profiles/common/rule.ts";
import type { Words } from "../profiles/profile.ts";
import { profileOf } from "../profiles/profiles.ts";
import type { Report, ReportFinding } from "./schema.ts";

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { error: "错误", warning: "警告", info: "提示" };

/** What people call things of the report's family. */
export const wordsOf = (report: Pick<Report, "profile">): Words => profileOf(report)?.words ?? NO_WORDS;

/** A report of no family has nothing to be called. */
const NO_WORDS: Words = {
  templates: {},
  templateUnknown: "",
  tables: [],
  sectionNumerals: [],
  section: (section) => `第${section}部分`,
  figure: (name) => name,
  cell: (name) => name,
  cellInTable: (name) => name,
  figureGroup: (names) => names.join("、"),
  anchor: ([first]) => first ?? null,
};

/** Which figure stands for a finding: the one to be repaired, else the family's choice; null for none. */
export const anchorOf = (finding: ReportFinding, report: Pick<Report, "profile">): FigureName | null =>
  finding.proposal?.cell ?? wordsOf(report).anchor(finding.cells);

/** Where a clerk opens the file to see it: the page, or the table's row and column counted from 1. */
export function placeLabel(place: Place): string {
  if ("page" in place) return `第${place.page}页`;
  if ("table" in place) return `文件第${place.table + 1}个表格第${place.row + 1}行第${place.column + 1}格`;
  if ("paragraph" in place) return `第${place.paragraph + 1}段`;
  return `第${place.offset + 1}个字符处`;
}

/** Where the finding stands: its figures, else its section; and the pages, where the file has pages. */
export function findingPlace(finding: ReportFinding, report: Pick<Report, "profile" | "figures" | "blanks">): string {
  const words = wordsOf(report);
  const figures = words.figureGroup(finding.cells);
  const where = figures !== "" ? figures : finding.section === undefined ? "全文" : words.section(finding.section);
  const places = finding.cells.flatMap((name) => report.figures[name]?.where ?? report.blanks[name]?.where ?? []);
  const pages = new Set(places.flatMap((place) => ("page" in place ? [place.page] : [])));
  return pages.size === 0 ? where : `${where}（第${[...pages].sort((a, b) => a - b).join("、")}页）`;
}

/** What to change so that everything agrees; empty where there is no single repair. Never applied, only proposed. */
export function proposalWords(report: Report, finding: ReportFinding): string {
  if (!finding.proposal) return "";
  const { cell, value } = finding.proposal;
  const printed = report.figures[cell]?.text;
  return `如其余数字无误，${wordsOf(report).figure(cell)}应为${value}${printed === undefined ? "" : `（现为${printed}）`}。`;
}
