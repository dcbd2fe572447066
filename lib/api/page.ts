import { createHash } from "node:crypto";
import { STATUSES } from "../catalog/figures.ts";
import { FORMAT_NAMES, FORMATS } from "../document/formats.ts";
import { FAMILY_NAMES, PROFILES } from "../profiles/profiles.ts";
import { html, Markup } from "../report/html/markup.ts";
import { STATUS_SYMBOLS } from "../report/html/symbols.ts";
import { STATUS_WORDS } from "../report/status-words.ts";
import { PAGE_STYLE } from "./page/style.ts";
import type { PageWords } from "./page/words.ts";

/**
 * Data for the script: what figures and statuses are called. It is no script itself; "<" is written so that it can't
 * end the element.
 */
const WORDS: PageWords = {
  families: PROFILES.map(({ id, name, words, figures }) => ({
    id,
    name,
    figures: Object.fromEntries(figures.names.map((figure) => [figure, words.cellInTable(figure)])),
    tables: words.tables.map(({ key, name, title }) => [key, `${name}“${title}”`]),
    main: figures.names.filter(figures.isMain),
  })),
  statuses: Object.fromEntries(
    STATUSES.map((status) => [status, { words: STATUS_WORDS[status], symbol: STATUS_SYMBOLS[status] }]),
  ) as PageWords["statuses"],
};
const DATA = JSON.stringify(WORDS).replaceAll("<", "\\u003c");

/** The formats as a person calls them, each once: Word（docx） and Word（doc） are Word. */
const FORMAT_WORDS = [...new Set(FORMAT_NAMES.flatMap((name) => FORMATS[name].words.split("（", 1)))].join("、");

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Which family of documents, where there are several. */
const FAMILY_CHOICE =
  PROFILES.length > 1 &&
  html`<label>文种<select name="profile"><option value="">全部文种</option>${PROFILES.map(
    ({ id, name }) => html`<option value="${id}">${name}</option>`,
  )}</select></label>`;

const LEAVE = html`<form method="post" action="/logout"><button>退出</button></form>`;

const body = (canLeave: boolean) => html`<main>
<header>${canLeave ? LEAVE : ""}<h1>${FAMILY_NAMES}核对</h1><p id="state" role="status">正在连接……</p></header>
<section id="drop" aria-label="提交报告">
<p><b>把报告拖到这里</b><span>文件、文件夹、.zip 压缩包均可；${FORMAT_WORDS}</span></p>
<p><label class="button">选择文件<input type="file" id="files" multiple></label><label class="button">选择文件夹<input type="file" id="folder" webkitdirectory multiple></label></p>
</section>
<section id="sent" hidden aria-label="本次提交"><h2>本次提交<small id="sent-count"></small></h2><ul id="sent-list"></ul></section>
<form id="filters" aria-label="筛选">
${FAMILY_CHOICE}<label>年度<select name="year"><option value="">全部年度</option></select></label>
<label>行政区划代码<input name="division" inputmode="numeric" maxlength="6" pattern="(\\d{2}){1,3}" placeholder="如 37、370102" autocomplete="off"></label>
<label>机关全称<input name="organization" maxlength="200" placeholder="须与报告所写一致" autocomplete="off"></label>
<p class="downloads"><a id="problems" href="/problems.csv" download>下载问题清单</a><a id="figures" href="/figures.csv" download>下载全部数字</a></p>
</form>
<nav aria-label="按结论查看"><ul id="statuses"></ul></nav>
<section id="reports" aria-label="报告">
<div class="scroll" tabindex="0" role="region" aria-label="报告列表"><table>
<thead><tr><th scope="col">机关与文件</th><th scope="col">结论</th><th scope="col" class="n">年度</th><th scope="col">行政区划</th><th scope="col" class="n">错误</th><th scope="col" class="n">待核对</th><th scope="col" class="n">警告</th><th scope="col" class="n">与上年不符</th></tr></thead>
<tbody id="rows"></tbody></table></div>
<p id="none" hidden></p>
<p><button type="button" id="more" hidden>再显示一些</button></p>
</section>
<section id="sums" aria-label="合计"><h2>合计<small id="sums-of"></small></h2><p id="complete"></p>
<div class="scroll" tabindex="0" role="region" aria-label="合计数字"><table><thead><tr><th scope="col">指标</th><th scope="col" class="n">合计</th><th scope="col" class="n">计入</th><th scope="col" class="n">缺数字</th><th scope="col" class="n">待核对</th></tr></thead><tbody id="sum-rows"></tbody></table></div>
<p><label><input type="checkbox" id="zeros">显示全部指标（含各类申请人和零）</label></p>
</section>
</main>
<noscript><p class="noscript">此页需要启用 JavaScript。</p></noscript>
`;

/**
 * The page at `/`: nothing runs on it but its own script, nothing is asked but this server.
 * @param uploadsTo origins to which files are sent, other than this server
 * @param canLeave whether it offers to leave
 */
export function pageResponse(
  script: string,
  { uploadsTo, canLeave }: { readonly uploadsTo: readonly string[]; readonly canLeave: boolean },
): Response {
  const policy = [
    "default-src 'none'",
    `style-src ${hash(PAGE_STYLE)}`,
    `script-src ${hash(script)}`,
    ["connect-src 'self'", ...uploadsTo].join(" "),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const page = html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light">
<title>${FAMILY_NAMES}核对</title><style>${new Markup(PAGE_STYLE)}</style></head><body>
${body(canLeave)}<script type="application/json" id="words">${new Markup(DATA)}</script><script type="module">${new Markup(script)}</script></body></html>
`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    // A form that is sent without a referrer has no origin either, and would be taken for another site's.
    "referrer-policy": "same-origin",
  };
  return new Response(page.text, { headers });
}
