import { FAMILY_NAMES } from "../../profiles/profiles.ts";
import { wordsOf } from "../labels.ts";
import { STATUS_WORDS } from "../status-words.ts";
import type { FiledSummary, Summary } from "../summary.ts";
import { INDEX_SCRIPT } from "./index-script.ts";
import { INDEX_STYLE } from "./index-style.ts";
import { html, PAGE_END, pageHead, scriptElement } from "./markup.ts";
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

/** A cell of a row; one without anything to say is left out on a narrow screen. @param kind "n" of a number */
const cell = (value: string | number | null | undefined, kind?: "n") => {
  const classes = [kind, !value && "none"].filter(Boolean).join(" ");
  return html`<td${classes !== "" && html` class="${classes}"`}>${value || "—"}</td>`;
};

function row(summary: FiledSummary) {
  const { organization, name, failure, template } = summary;
  return html`<tr>
<td><a href="${reportPath(summary.folder)}">${organization ?? name}</a>${organization && html`<span class="file">${name}</span>`}${failure && html`<span class="why">${failure}</span>`}</td>
${cell(summary.year)}${cell(summary.division?.name)}
${cell(summary.errors, "n")}${cell(summary.uncertain, "n")}${cell(summary.warnings, "n")}${cell(template && (wordsOf(summary).templates[template] ?? template))}
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

/** The years of the reports, the latest first. */
const yearsOf = (summaries: readonly FiledSummary[]): number[] =>
  [...new Set(summaries.flatMap(({ year }) => year ?? []))].sort((a, b) => b - a);

const header = (summaries: readonly FiledSummary[]) => html`<header><h1>${FAMILY_NAMES}核对总表</h1>
<p>共${summaries.length}个文件，问题最重的在前。点击名称查看核对结果。</p>
<p class="lists">清单（可用 Excel、WPS 打开）：<a href="problems.csv">问题清单</a>，可直接退回各单位；<a href="summary.csv">报告清单</a>，每份一行；<a href="figures.csv">数字清单</a>，每个数字一行</p>
</header>
<div role="search" hidden><input type="search" aria-label="查找" placeholder="查找机关、文件名、行政区划" autocomplete="off"><select aria-label="年度"><option value="">全部年度</option>${yearsOf(
  summaries,
).map(
  (year) => html`<option>${year}</option>`,
)}</select><button type="button" hidden>清除</button><output></output></div>
`;

const FOOTER = `<footer><p>每个文件的结果放在与它同名的文件夹里：名称虽像文件（如“某某.docx”），其实是文件夹，里面的 report.html 就是点击上面名称打开的页面。原件不在其中，也没有改动。</p></footer>
`;

/**
 * index.html of a run in pieces, to be written one after the other: all reports, worst first, with links to
 * NAME/report.html and to the lists. It can be searched where scripts run, and read where none do.
 */
export function* indexHtml(summaries: readonly FiledSummary[]): Generator<string> {
  yield pageHead(`${FAMILY_NAMES}核对总表`, INDEX_STYLE, { script: INDEX_SCRIPT });
  const groups = WORST_FIRST.map((status) => ({
    status,
    reports: summaries.filter((summary) => summary.status === status).sort(worse),
  }));
  yield html`<main>
${header(summaries)}<nav aria-label="按结论查看"><ul>${groups.map(
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
  yield `${FOOTER}</main>\n${scriptElement(INDEX_SCRIPT)}${PAGE_END}`;
}
