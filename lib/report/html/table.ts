import { oneLine } from "../../document/text.ts";
import type { TableName } from "../../profiles/disclosure/facts.ts";
import { figureLabel } from "../../profiles/disclosure/figure-label.ts";
import { TABLE_TITLES } from "../../profiles/disclosure/form.ts";
import { placeLabel, sectionLabel } from "../labels.ts";
import type { Report } from "../schema.ts";
import { type Mark, severityOf } from "./marks.ts";
import { html, type Markup } from "./markup.ts";
import { applicationsTable, type FormCell, type OfficialTable, proactiveTable, reviewTable } from "./official-form.ts";
import { SEVERITY_SYMBOLS, UNCERTAIN_SYMBOL } from "./symbols.ts";

/** Tables go by the section they stand in. */
export const TABLE_NAMES: Readonly<Record<TableName, string>> = {
  proactive: "第二部分表格",
  applications: "第三部分表格",
  review: "第四部分表格",
};

type Marks = ReadonlyMap<string, Mark>;

/** What stands in the cell: the text as printed, or in brackets why there is none. */
function printedText(
  report: Report,
  name: string,
  mark: Mark | undefined,
): { readonly text: string; readonly absent: boolean } {
  const cell = report.figures[name] ?? report.blanks[name];
  const text = cell ? oneLine(cell.text) : "";
  if (text !== "") return { text, absent: false };
  if (!cell && mark?.uncertain) return { text: "未读出", absent: true };
  const codes = new Set(mark?.problems.map(({ finding }) => finding.code));
  if (codes.has("CELL-TEXT")) return { text: "非数字", absent: true };
  return { text: cell || codes.has("CELL-BLANK") ? "（空）" : "（缺）", absent: true };
}

/** The sentences that a pointed or focused cell shows. */
function reasons(report: Report, name: string, mark: Mark): string[] {
  const claims = report.claims.filter((claim) => claim.figure === name);
  return [
    ...(mark.uncertain ? [`${UNCERTAIN_SYMBOL} 这个数字未能确认，请对照原件核对。`] : []),
    ...mark.problems.map(({ number, finding }) => `${SEVERITY_SYMBOLS[finding.severity]}${number} ${finding.message}`),
    ...claims.map((claim) => `${sectionLabel(claim.section)}正文写的是${claim.value}。`),
  ];
}

function signs(mark: Mark): Markup {
  return html`<span class="signs">${mark.uncertain && html`<a href="#uncertain">${UNCERTAIN_SYMBOL}</a>`}${mark.problems.map(
    ({ number, finding }) => html`<a href="#p${number}">${SEVERITY_SYMBOLS[finding.severity]}${number}</a>`,
  )}</span>`;
}

const tip = (name: string, lines: readonly string[]): Markup =>
  html`<span class="tip" role="note"><b>${figureLabel(name)}</b>${lines.map((line) => html`<span>${line}</span>`)}</span>`;

const spans = ({ rowSpan, columnSpan }: FormCell): Markup =>
  html`${rowSpan > 1 && html` rowspan="${rowSpan}"`}${columnSpan > 1 && html` colspan="${columnSpan}"`}`;

const classesOf = (mark: Mark): string =>
  ["marked", severityOf(mark), mark.uncertain && "uncertain", mark.exact && "exact"].filter((name) => name).join(" ");

function figureCell(report: Report, cell: FormCell, name: string, marks: Marks): Markup {
  const mark = marks.get(name);
  const { text, absent } = printedText(report, name, mark);
  const figure = report.figures[name] ?? report.blanks[name];
  const shown = absent ? html`<span class="absent">${text}</span>` : html`${text}`;
  const source = figure
    ? `${placeLabel(figure.where)}，${oneLine(figure.text) === "" ? "空白" : `原文“${oneLine(figure.text)}”`}`
    : "";
  if (!mark) return html`<td id="${name}"${spans(cell)}${source && html` title="${source}"`}>${shown}</td>`;
  const lines = [...reasons(report, name, mark), ...(source ? [`出处：${source}。`] : [])];
  return html`<td id="${name}" class="${classesOf(mark)}" tabindex="0"${spans(cell)}>${shown}${signs(mark)}${tip(name, lines)}</td>`;
}

function labelCell(report: Report, cell: FormCell, marks: Marks): Markup {
  const mark = cell.name === null ? undefined : marks.get(cell.name);
  const scope = cell.kind === "row" ? "row" : cell.kind === "group" ? "rowgroup" : "col";
  const id = cell.name === null ? false : html` id="${cell.name}"`;
  const label = html`<span class="label">${cell.text}</span>`;
  if (!mark || cell.name === null)
    return html`<th${id} scope="${scope}" class="${cell.kind}"${spans(cell)}>${label}</th>`;
  const lines = reasons(report, cell.name, mark);
  return html`<th${id} scope="${scope}" class="${cell.kind} ${classesOf(mark)}" tabindex="0"${spans(cell)}>${label}${signs(mark)}${tip(cell.name, lines)}</th>`;
}

function gridOf(report: Report, table: OfficialTable, marks: Marks): Markup {
  const row = (cells: readonly FormCell[]) =>
    html`<tr>${cells.map((cell) => (cell.kind === "figure" && cell.name !== null ? figureCell(report, cell, cell.name, marks) : labelCell(report, cell, marks)))}</tr>
`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${TABLE_NAMES[table.name]}"><table class="form ${table.name}">
${table.name === "applications" && html`<colgroup><col span="2" class="groups"><col class="labels"><col span="7"></colgroup>`}
${table.head.length > 0 && html`<thead>${table.head.map(row)}</thead>`}
<tbody>${table.body.map(row)}</tbody></table></div>`;
}

function officialTable(tables: NonNullable<Report["tables"]>, name: TableName): OfficialTable {
  if (name === "review") return reviewTable();
  if (name === "applications") return applicationsTable("otherHandling" in tables.applications ? "2019" : "2021");
  return proactiveTable("otherServices" in tables.proactive ? "2019" : "2021");
}

/** Why the table is not shown; null where it is. */
function absence(report: Report, tables: NonNullable<Report["tables"]>, name: TableName): string | null {
  if (report.findings.some(({ code, cells }) => code === "TABLE-MISSING" && cells.some((cell) => cell === name))) {
    return "文件中没有找到这张表，其中的数字全部空缺。";
  }
  if (Object.keys(tables[name]).length === 0) return "未能认出这张表用的是哪一年的格式，数字没有采用，请对照原件核对。";
  const found = [...Object.keys(report.figures), ...Object.keys(report.blanks)].some((figure) =>
    figure.startsWith(`${name}.`),
  );
  const doubted = report.uncertain.some((figure) => figure.startsWith(`${name}.`));
  return found || !doubted ? null : "这张表的数字未能读出，请对照原件核对。";
}

/**
 * One official table of the report, rebuilt in the official form, its doubtful cells marked; a sentence where there is
 * nothing to show.
 */
export function tableSection(
  report: Report,
  tables: NonNullable<Report["tables"]>,
  name: TableName,
  marks: Marks,
): Markup {
  const mark = marks.get(name);
  const absent = absence(report, tables, name);
  return html`<section class="official ${name}" id="${name}"><h3>${TABLE_NAMES[name]}<span>${TABLE_TITLES[name]}</span>${mark && signs(mark)}</h3>
${absent === null ? gridOf(report, officialTable(tables, name), marks) : html`<p class="notice">${absent}</p>`}
</section>
`;
}
