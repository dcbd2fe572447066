import type { SummaryAnswer } from "../../schemas.ts";
import type { FamilyWords } from "../words.ts";
import { byId, formatted, make } from "./dom.ts";
import { chosen } from "./filters.ts";
import { WORDS } from "./words.ts";

/** The sums of one family, with what its figures are called. */
export interface FamilySums {
  readonly family: FamilyWords;
  readonly summary: SummaryAnswer;
}

type Sum = SummaryAnswer["figures"][string];

const hasGap = ({ uncertain, missing }: Sum): boolean => uncertain + missing > 0;

const gapCell = (count: number, label: string, className: string): HTMLElement =>
  make(
    "td",
    { class: count > 0 ? `n ${className}` : "n zero", "data-label": label },
    count > 0 ? formatted(count) : "—",
  );

const rowOf = (label: string, { sum, counted, uncertain, missing }: Sum): HTMLElement =>
  make(
    "tr",
    {},
    make("td", {}, label),
    make("td", { class: "n sum", "data-label": "合计" }, formatted(sum)),
    make("td", { class: "n", "data-label": "计入" }, formatted(counted)),
    gapCell(missing, "缺数字", "missing"),
    gapCell(uncertain, "待核对", "uncertain"),
  );

function completeness(sums: readonly FamilySums[]): string {
  const figures = sums.flatMap(({ summary }) => Object.values(summary.figures));
  if (figures.length === 0) return "还没有可合计的数字。";
  const gaps = figures.filter(hasGap).length;
  if (gaps === 0) return "每份报告的每个数字都已计入。";
  return `有${gaps}项指标不完整：缺少或待核对的数字没有计入，份数一并列出。`;
}

const heading = (className: string, text: string): HTMLElement =>
  make("tr", { class: className }, make("th", { colspan: "5", scope: "rowgroup" }, text));

/** The rows of a family, table by table: what most ask for, and whatever has a gap; or all. */
function rowsOf({ family, summary }: FamilySums, all: boolean): HTMLElement[] {
  const main = new Set(family.main);
  const shown = Object.entries(summary.figures).filter(
    ([name, sum]) => all || hasGap(sum) || (sum.sum !== 0 && main.has(name)),
  );
  const rows = family.tables.flatMap(([table, title]) => {
    const own = shown.filter(([name]) => name.startsWith(`${table}.`));
    if (own.length === 0) return [];
    return [heading("table", title), ...own.map(([name, sum]) => rowOf(family.figures[name] ?? name, sum))];
  });
  return rows.length === 0 || WORDS.families.length === 1 ? rows : [heading("family table", family.name), ...rows];
}

/** Shows the sums of what is chosen, each family's apart. */
export function showSums(sums: readonly FamilySums[]): void {
  const { year, division } = chosen();
  const place = `${division === "" ? "全部行政区划" : division}，${year === "" ? "各年度" : `${year}年`}`;
  const reports = sums.reduce((count, { summary }) => count + summary.reports, 0);
  byId("sums-of").textContent = `${place}，${formatted(reports)}份报告`;
  byId("complete").className = sums.every(({ summary }) => summary.complete) ? "" : "partial";
  byId("complete").textContent = completeness(sums);
  const all = byId("zeros", HTMLInputElement).checked;
  byId("sum-rows").replaceChildren(...sums.flatMap((each) => rowsOf(each, all)));
  byId("sums").hidden = sums.every(({ summary }) => Object.keys(summary.figures).length === 0);
}
