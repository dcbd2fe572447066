import type { ReportItem, ReportPage, SummaryAnswer } from "../../schemas.ts";
import { button, byId, formatted, make, reportLink } from "./dom.ts";
import { chosen, type Filters } from "./filters.ts";
import { WORDS } from "./words.ts";

type Choose = (change: Partial<Filters>) => void;

const countCell = (count: number, label: string): HTMLElement =>
  make("td", { class: count === 0 ? "n zero" : "n", "data-label": label }, count === 0 ? "—" : String(count));

function rowOf(report: ReportItem, choose: Choose): HTMLElement {
  const { division, year } = report;
  const status = WORDS.statuses[report.status];
  const beside = report.organization === null ? report.failure : (report.failure ?? report.name);
  return make(
    "tr",
    {},
    make(
      "td",
      {},
      reportLink(report.id, report.organization ?? report.name),
      beside === null ? null : make("span", { class: "file" }, beside),
    ),
    make("td", { class: report.status }, make("i", { "aria-hidden": "true" }, status.symbol), status.words),
    make("td", { class: year === null ? "n zero" : "n" }, year === null ? "—" : String(year)),
    make(
      "td",
      { class: division === null ? "zero" : null },
      division === null
        ? "—"
        : button(() => choose({ division: division.code }), { title: `只看 ${division.code}` }, division.name),
    ),
    countCell(report.errors, "错误"),
    countCell(report.uncertain, "待核对"),
    countCell(report.warnings, "警告"),
    countCell(report.history.length, "与上年不符"),
  );
}

let shown = 0;

/** How many rows are shown. */
export const rowsShown = (): number => shown;

/** Shows a page of reports, in place of what is shown or below it. */
export function showReports(page: ReportPage, where: "anew" | "below", choose: Choose): void {
  const rows = page.items.map((report) => rowOf(report, choose));
  if (where === "below") byId("rows").append(...rows);
  else byId("rows").replaceChildren(...rows);
  shown = where === "below" ? shown + rows.length : rows.length;
  byId("more").hidden = page.cursor === null;
  byId("none").hidden = shown > 0;
  byId("none").textContent = Object.values(chosen()).some((value) => value !== "")
    ? "没有符合条件的报告。"
    : "还没有报告：把文件拖到上面，或放进收件文件夹。";
}

type Status = keyof typeof WORDS.statuses;
/** Statuses of what is of no family, and so in no family's list. */
const OF_NONE: readonly Status[] = ["unrecognized", "failed"];

/** Shows how many reports have each status, over all families shown; a click asks for them. */
export function showStatuses(families: readonly SummaryAnswer["statuses"][], choose: Choose): void {
  const statuses = (Object.keys(WORDS.statuses) as Status[]).filter(
    (status) => chosen().profile === "" || !OF_NONE.includes(status),
  );
  const countOf = (status: Status) => families.reduce((sum, counts) => sum + (counts[status] ?? 0), 0);
  const total = statuses.reduce((sum, status) => sum + countOf(status), 0);
  const entry = (status: string, count: number, label: string, symbol: string | null) =>
    make(
      "li",
      { class: status },
      button(
        () => choose({ status }),
        { "aria-pressed": String(chosen().status === status) },
        make("b", {}, formatted(count)),
        symbol === null ? null : make("i", { "aria-hidden": "true" }, symbol),
        label,
      ),
    );
  byId("statuses").replaceChildren(
    entry("", total, "全部报告", null),
    ...statuses.map((status) =>
      entry(status, countOf(status), WORDS.statuses[status].words, WORDS.statuses[status].symbol),
    ),
  );
}
