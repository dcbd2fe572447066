import type { FigureName } from "../common/facts.ts";
import { type NameParts, partsOf } from "../common/figure-name.ts";
import type { Words } from "../profile.ts";
import { TABLES } from "./facts.ts";
import { cellLabel, figureLabel } from "./figure-label.ts";
import { APPLICATION_COLUMNS, TABLE_NAMES, TABLE_TITLES } from "./form.ts";

/** What people call things of the annual report. */

const columnLabel = (column: string): string => APPLICATION_COLUMNS.find(({ key }) => key === column)?.label ?? column;

/** More figures than this are told by their tables. */
const SCATTERED = 8;

/** A row, a column, the first of the figures and how many, or their tables. */
function figureGroup(names: readonly FigureName[]): string {
  const [first, ...rest] = names;
  if (first === undefined) return "";
  if (rest.length === 0) return figureLabel(first);
  const parts = names.map(partsOf);
  const [head] = parts as [NameParts];
  const same = (key: keyof NameParts) => parts.every((part) => part[key] === head[key]);
  if (same("table") && same("row")) return figureLabel(`${head.table}.${head.row}`);
  if (head.table === "applications" && same("table") && same("column"))
    return `${TABLE_NAMES.applications}“${columnLabel(head.column)}”列`;
  if (rest.length < 3) return names.map(figureLabel).join("、");
  if (names.length <= SCATTERED) return `${figureLabel(first)}等${names.length}处`;
  return `${[...new Set(parts.map(({ table }) => table))].map(figureLabel).join("、")}中的${names.length}处`;
}

/** The sum's own total: 总计 of a row, （七）总计 of a column; else the first. */
function anchor(names: readonly FigureName[]): FigureName | null {
  const parts = names.map((name) => ({ name, ...partsOf(name) }));
  const oneRow = new Set(parts.map(({ row }) => row)).size === 1;
  const total = parts.find(({ row, column }) => (oneRow ? column === "total" : row === "resultTotal"));
  return total?.name ?? names[0] ?? null;
}

const SECTION_NUMERALS = ["一", "二", "三", "四", "五", "六"];

export const WORDS: Words = {
  templates: { "2021": "2021年起的格式", "2019": "2019、2020年的格式" },
  templateUnknown: "未能断定第二部分表格用的是哪一年的格式。",
  tables: TABLES.map((key) => ({ key, name: TABLE_NAMES[key], title: TABLE_TITLES[key] })),
  sectionNumerals: SECTION_NUMERALS,
  section: (section) => (section === 0 ? "标题与前言" : `第${SECTION_NUMERALS[section - 1] ?? section}部分`),
  figure: figureLabel,
  cell: cellLabel,
  // 行政许可：本年处理决定数量
  cellInTable: (name) =>
    figureLabel(name)
      .replace(/^第.部分表格/u, "")
      .replace(/^“([^“”]*)”行“([^“”]*)”列$/u, "$1：$2")
      .replace(/^“(.*)”$/u, "$1")
      // （七）总计：总计
      .replace(/总计：总计$/u, "总计"),
  figureGroup,
  anchor,
};
