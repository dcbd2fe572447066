import { FAMILY_NAMES } from "../../profiles/profiles.ts";
import { wordsOf } from "../labels.ts";
import { STATUS_WORDS } from "../status-words.ts";
import type { FiledSummary, Summary } from "../summary.ts";
import { INDEX_STYLE } from "./index-style.ts";
import { html, PAGE_END, pageHead } from "./markup.ts";
import { STATUS_SYMBOLS } from "./symbols.ts";

const WORST_FIRST: readonly Summary["status"][] = ["failed", "invalid", "needs-review", "unrecognized", "valid"];

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Path of a report's page from the run's folder; every part of it is encoded by itself. */
export const reportPath = (folder: string): string =>
  `${folder
    .split("/")
    .map((part) => encodeURIComponent(part.replace(LONE_SURROGATE, "\ufffd")))
    .join("/")}/report.html`;

const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

const worse = (a: Summary, b: Summary): number =>
  b.errors - a.errors || b.uncertain - a.uncertain || b.warnings - a.warnings || collator.compare(a.name, b.name);

function row(summary: FiledSummary) {
  return html`<tr>
<td><a href="${reportPath(summary.folder)}">${summary.organization ?? summary.name}</a>${summary.organization && html`<span class="file">${summary.name}</span>`}${summary.failure && html`<span class="why">${summary.failure}</span>`}</td>
<td>${summary.year ?? "—"}</td><td>${summary.division?.name ?? "—"}</td>
<td class="n">${summary.errors || "—"}</td><td class="n">${summary.uncertain || "—"}</td><td class="n">${summary.warnings || "—"}</td><td>${summary.template ? (wordsOf(summary).templates[summary.template] ?? summary.template) : "—"}</td>
</tr>
`;
}

/**
 * Rows a table: browsers lay out only the tables in sight, so that a run of a hundred thousand documents still opens.
 */
const ROWS = 500;

const TABLE_START = `<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">机关与文件</th><th scope="col">年度</th><th scope="col">行政区划</th><th scope="col" class="n">错误</th><th scope="col" class="n">待核对</th><th scope="col" class="n">警告</th><th scope="col">表格式样</th></tr></thead>
<tbody>
`;
const TABLE_END = "</tbody></table></div>\n";

/**
 * index.html of a run in pieces, to be written one after the other: all reports, worst first, with links to
 * NAME/report.html. A page without script.
 */
export function* indexHtml(summaries: readonly FiledSummary[]): Generator<string> {
  yield pageHead(`${FAMILY_NAMES}核对总表`, INDEX_STYLE);
  const groups = WORST_FIRST.map((status) => ({
    status,
    reports: summaries.filter((summary) => summary.status === status).sort(worse),
  }));
  yield html`<main>
<header><h1>${FAMILY_NAMES}核对总表</h1><p>共${summaries.length}个文件，问题最重的在前。点击名称查看核对结果。</p></header>
<nav aria-label="按结论查看"><ul>${groups.map(
    ({ status, reports }) =>
      html`<li class="${status}"><a${reports.length > 0 && html` href="#${status}"`}><b>${reports.length}</b><span><i aria-hidden="true">${STATUS_SYMBOLS[status]}</i>${STATUS_WORDS[status]}</span></a></li>`,
  )}</ul></nav>
`.text;
  for (const { status, reports } of groups) {
    if (reports.length === 0) continue;
    yield html`<section id="${status}" class="${status}"><h2><i aria-hidden="true">${STATUS_SYMBOLS[status]}</i>${STATUS_WORDS[status]}<small>${reports.length}个</small></h2>
`.text;
    for (const [index, summary] of reports.entries()) {
      if (index % ROWS === 0) yield `${index > 0 ? TABLE_END : ""}${TABLE_START}`;
      yield row(summary).text;
    }
    yield `${TABLE_END}</section>\n`;
  }
  yield `</main>\n${PAGE_END}`;
}
