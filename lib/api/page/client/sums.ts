import type { SummaryAnswer } from "../../schemas.ts";
import { byId, formatted, make } from "./dom.ts";
import { chosen } from "./filters.ts";
import { WORDS } from "./words.ts";

type Sum = SummaryAnswer["figures"][string];

const hasGap = ({ uncertain, missing }: Sum): boolean => uncertain + missing > 0;

const MAIN: ReadonlySet<string> = new Set(WORDS.main);

/** What most ask for, and whatever has a gap. */
const isWanted = (name: string, sum: Sum): boolean => hasGap(sum) || (sum.sum !== 0 && MAIN.has(name));

const gapCell = (count: number, label: string, className: string): HTMLElement =>
  make(
    "td",
    { class: count > 0 ? `n ${className}` : "n zero", "data-label": label },
    count > 0 ? formatted(count) : "—",
  );

const rowOf = (name: string, { sum, counted, uncertain, missing }: Sum): HTMLElement =>
  make(
    "tr",
    {},
    make("td", {}, WORDS.figures[name] ?? name),
    make("td", { class: "n sum", "data-label": "合计" }, formatted(sum)),
    make("td", { class: "n", "data-label": "计入" }, formatted(counted)),
    gapCell(missing, "缺数字", "missing"),
    gapCell(uncertain, "待核对", "uncertain"),
  );

function completeness({ complete, figures }: SummaryAnswer): string {
  const sums = Object.values(figures);
  if (sums.length === 0) return "还没有可合计的数字。";
  if (complete) return "每份报告的每个数字都已计入。";
  return `有${sums.filter(hasGap).length}项指标不完整：缺少或待核对的数字没有计入，份数一并列出。`;
}

/** Shows the sums of what is chosen. */
export function showSums(summary: SummaryAnswer): void {
  const { year, division } = chosen();
  const place = `${division === "" ? "全部行政区划" : division}，${year === "" ? "各年度" : `${year}年`}`;
  byId("sums-of").textContent = `${place}，${formatted(summary.reports)}份报告`;
  byId("complete").className = summary.complete ? "" : "partial";
  byId("complete").textContent = completeness(summary);
  const all = byId("zeros", HTMLInputElement).checked;
  const sums = Object.entries(summary.figures).filter(([name, sum]) => all || isWanted(name, sum));
  byId("sum-rows").replaceChildren(
    ...WORDS.tables.flatMap(([table, heading]) => {
      const rows = sums.filter(([name]) => name.startsWith(`${table}.`)).map(([name, sum]) => rowOf(name, sum));
      const title = make("tr", { class: "table" }, make("th", { colspan: "5", scope: "rowgroup" }, heading));
      return rows.length === 0 ? [] : [title, ...rows];
    }),
  );
  byId("sums").hidden = Object.keys(summary.figures).length === 0;
}
