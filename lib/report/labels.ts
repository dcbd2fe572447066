import type { Place } from "../document/document.ts";
import type { FigureName, Template } from "../profiles/disclosure/facts.ts";
import { figureLabel } from "../profiles/disclosure/figure-label.ts";
import { APPLICATION_COLUMNS } from "../profiles/disclosure/form.ts";
import type { Severity } from "../profiles/disclosure/rules/rule.ts";
import type { Report, ReportFinding } from "./schema.ts";

export const STATUS_WORDS: Readonly<Record<Report["status"], string>> = {
  valid: "合格",
  invalid: "有误须退回",
  "needs-review": "需人工核对",
  unrecognized: "非年度报告",
  failed: "无法读取",
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { error: "错误", warning: "警告", info: "提示" };

export const TEMPLATE_WORDS: Readonly<Record<Template, string>> = {
  "2021": "2021年起的格式",
  "2019": "2019、2020年的格式",
};

interface NameParts {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** `applications.denied.stateSecret.total` in its three keys; the middle one may have a dot inside. */
export function partsOf(name: FigureName): NameParts {
  const first = name.indexOf(".");
  const last = name.lastIndexOf(".");
  return { table: name.slice(0, first), row: name.slice(first + 1, last), column: name.slice(last + 1) };
}

const columnLabel = (column: string): string => APPLICATION_COLUMNS.find(({ key }) => key === column)?.label ?? column;

/** More figures than this are told by their tables. */
const SCATTERED = 8;

/**
 * One short name for the figures that a finding speaks of: a row, a column, the first of them and how many, or their
 * tables.
 */
export function figuresLabel(names: readonly FigureName[]): string {
  const [first, ...rest] = names;
  if (first === undefined) return "";
  if (rest.length === 0) return figureLabel(first);
  const parts = names.map(partsOf);
  const [head] = parts as [NameParts];
  const same = (key: keyof NameParts) => parts.every((part) => part[key] === head[key]);
  if (same("table") && same("row")) return figureLabel(`${head.table}.${head.row}`);
  if (head.table === "applications" && same("table") && same("column"))
    return `第三部分表格“${columnLabel(head.column)}”列`;
  if (rest.length < 3) return names.map(figureLabel).join("、");
  if (names.length <= SCATTERED) return `${figureLabel(first)}等${names.length}处`;
  return `${[...new Set(parts.map(({ table }) => table))].map(figureLabel).join("、")}中的${names.length}处`;
}

/**
 * Which figure of a failing sum stands for it, so that a link has somewhere to go: the proposal's, else the sum's own
 * total （总计 of a row, （七）总计 of a column), else the first.
 */
export function anchorOf(finding: ReportFinding): FigureName | null {
  if (finding.proposal) return finding.proposal.cell;
  const parts = finding.cells.map((name) => ({ name, ...partsOf(name) }));
  const oneRow = new Set(parts.map(({ row }) => row)).size === 1;
  const total = parts.find(({ row, column }) => (oneRow ? column === "total" : row === "resultTotal"));
  return total?.name ?? finding.cells[0] ?? null;
}

const SECTION_NUMBERS = ["标题与前言", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分"] as const;

export const sectionLabel = (section: number): string => SECTION_NUMBERS[section] ?? `第${section}部分`;

/** Where a clerk opens the file to see it: the page, or the table's row and column counted from 1. */
export function placeLabel(place: Place): string {
  if ("page" in place) return `第${place.page}页`;
  if ("table" in place) return `文件第${place.table + 1}个表格第${place.row + 1}行第${place.column + 1}格`;
  if ("paragraph" in place) return `第${place.paragraph + 1}段`;
  return `第${place.offset + 1}个字符处`;
}

/** Where the finding stands: its figures, else its section; and the pages, where the file has pages. */
export function findingPlace(finding: ReportFinding, cells: Pick<Report, "figures" | "blanks">): string {
  const figures = figuresLabel(finding.cells);
  const where = figures !== "" ? figures : finding.section === undefined ? "全文" : sectionLabel(finding.section);
  const places = finding.cells.flatMap((name) => cells.figures[name]?.where ?? cells.blanks[name]?.where ?? []);
  const pages = new Set(places.flatMap((place) => ("page" in place ? [place.page] : [])));
  return pages.size === 0 ? where : `${where}（第${[...pages].sort((a, b) => a - b).join("、")}页）`;
}

/** What to change so that everything agrees; empty where there is no single repair. Never applied, only proposed. */
export function proposalWords(report: Report, finding: ReportFinding): string {
  if (!finding.proposal) return "";
  const { cell, value } = finding.proposal;
  const printed = report.figures[cell]?.text;
  return `如其余数字无误，${figureLabel(cell)}应为${value}${printed === undefined ? "" : `（现为${printed}）`}。`;
}
