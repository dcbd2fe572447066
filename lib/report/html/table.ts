import { oneLine } from "../../document/text.ts";
import type { Tables } from "../../profiles/judgement.ts";
import type { FormCell, FormTable, Words } from "../../profiles/profile.ts";
import { profileOf } from "../../profiles/profiles.ts";
import { placeLabel, wordsOf } from "../labels.ts";
import { reviewLine } from "../review-words.ts";
import type { Report } from "../schema.ts";
import { type Mark, type Marks, severityOf } from "./marks.ts";
import { html, type Markup } from "./markup.ts";
import { REVIEWED_SYMBOL, SEVERITY_SYMBOLS, UNCERTAIN_SYMBOL } from "./symbols.ts";

/** What stands in the cell: the text as printed, or in brackets why there is none. */
export function printedText(
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
export function reasons(report: Report, name: string, mark: Mark): string[] {
  const claims = report.claims.filter((claim) => claim.figure === name);
  return [
    ...(mark.uncertain ? [`${UNCERTAIN_SYMBOL} 这个数字未能确认，请对照原件核对。`] : []),
    ...mark.problems.map(({ number, finding }) => `${SEVERITY_SYMBOLS[finding.severity]}${number} ${finding.message}`),
    ...claims.map((claim) => `${wordsOf(report).section(claim.section)}正文写的是${claim.value}。`),
  ];
}

function signs(mark: Mark): Markup {
  return html`<span class="signs">${mark.uncertain && html`<a href="#uncertain">${UNCERTAIN_SYMBOL}</a>`}${mark.problems.map(
    ({ number, finding }) => html`<a href="#p${number}">${SEVERITY_SYMBOLS[finding.severity]}${number}</a>`,
  )}${mark.review && html`<a href="#reviews">${REVIEWED_SYMBOL}</a>`}</span>`;
}

const tip = (label: string, lines: readonly string[]): Markup =>
  html`<span class="tip" role="note"><b>${label}</b>${lines.map((line) => html`<span>${line}</span>`)}</span>`;

const spans = ({ rowSpan, columnSpan }: FormCell): Markup =>
  html`${rowSpan > 1 && html` rowspan="${rowSpan}"`}${columnSpan > 1 && html` colspan="${columnSpan}"`}`;

const classesOf = (mark: Mark): string =>
  ["marked", severityOf(mark), mark.uncertain && "uncertain", mark.exact && "exact"].filter((name) => name).join(" ");

/** Where the figure stands in the file and what is printed there; empty where it was not found. */
export function placeOf(report: Report, name: string): string {
  const figure = report.figures[name] ?? report.blanks[name];
  if (!figure) return "";
  return `${placeLabel(figure.where)}，${oneLine(figure.text) === "" ? "空白" : `原文“${oneLine(figure.text)}”`}`;
}

function figureCell(report: Report, cell: FormCell, name: string, marks: Marks): Markup {
  const mark = marks.get(name);
  const { text, absent } = printedText(report, name, mark);
  const shown = absent ? html`<span class="absent">${text}</span>` : html`${text}`;
  const source = placeOf(report, name);
  if (!mark) return html`<td id="${name}"${spans(cell)}${source && html` title="${source}"`}>${shown}</td>`;
  const lines = [
    ...reasons(report, name, mark),
    ...(mark.review ? [reviewLine(mark.review)] : []),
    ...(source ? [`出处：${source}。`] : []),
  ];
  return html`<td id="${name}" class="${classesOf(mark)}" tabindex="0"${spans(cell)}>${shown}${signs(mark)}${tip(wordsOf(report).figure(name), lines)}</td>`;
}

function labelCell(report: Report, cell: FormCell, marks: Marks): Markup {
  const mark = cell.name === null ? undefined : marks.get(cell.name);
  const scope = cell.kind === "row" ? "row" : cell.kind === "group" ? "rowgroup" : "col";
  const id = cell.name === null ? false : html` id="${cell.name}"`;
  const label = html`<span class="label">${cell.text}</span>`;
  if (!mark || cell.name === null)
    return html`<th${id} scope="${scope}" class="${cell.kind}"${spans(cell)}>${label}</th>`;
  const lines = reasons(report, cell.name, mark);
  return html`<th${id} scope="${scope}" class="${cell.kind} ${classesOf(mark)}" tabindex="0"${spans(cell)}>${label}${signs(mark)}${tip(wordsOf(report).figure(cell.name), lines)}</th>`;
}

/** A table of the form: its key, what it is called and its title. */
type NamedTable = Words["tables"][number];

function gridOf(report: Report, { key, name }: NamedTable, { columns, head, body }: FormTable, marks: Marks): Markup {
  const row = (cells: readonly FormCell[]) =>
    html`<tr>${cells.map((cell) => (cell.kind === "figure" && cell.name !== null ? figureCell(report, cell, cell.name, marks) : labelCell(report, cell, marks)))}</tr>
`;
  const widths = columns?.map(
    ({ span, width }) =>
      html`<col${span > 1 && html` span="${span}"`}${width !== undefined && html` class="${width}"`}>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="form ${key}">
${widths && html`<colgroup>${widths}</colgroup>`}
${head.length > 0 && html`<thead>${head.map(row)}</thead>`}
<tbody>${body.map(row)}</tbody></table></div>`;
}

/** Why the table is not shown; null where it is. */
export function absence(report: Report, tables: Tables, key: string): string | null {
  if (report.findings.some(({ code, cells }) => code === "TABLE-MISSING" && cells.some((cell) => cell === key))) {
    return "文件中没有找到这张表，其中的数字全部空缺。";
  }
  if (Object.keys(tables[key] ?? {}).length === 0)
    return "未能认出这张表用的是哪一版格式，数字没有采用，请对照原件核对。";
  const found = [...Object.keys(report.figures), ...Object.keys(report.blanks)].some((figure) =>
    figure.startsWith(`${key}.`),
  );
  const doubted = report.uncertain.some((figure) => figure.startsWith(`${key}.`));
  return found || !doubted ? null : "这张表的数字未能读出，请对照原件核对。";
}

/**
 * One official table of the report, rebuilt in the official form, its doubtful cells marked; a sentence where there is
 * nothing to show.
 */
export function tableSection(report: Report, tables: Tables, table: NamedTable, marks: Marks): Markup {
  const { key, name, title } = table;
  const mark = marks.get(key);
  const absent = absence(report, tables, key);
  const form = absent === null ? (profileOf(report)?.layout.table(key, tables) ?? null) : null;
  return html`<section class="official ${key}" id="${key}"><h3>${name}<span>${title}</span>${mark && signs(mark)}</h3>
${form === null ? html`<p class="notice">${absent}</p>` : gridOf(report, table, form, marks)}
</section>
`;
}
