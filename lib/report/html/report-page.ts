import type { Document } from "../../document/document.ts";
import { FORMATS } from "../../document/formats.ts";
import { FAMILY_NAMES, profileOf } from "../../profiles/profiles.ts";
import { SEVERITY_WORDS, wordsOf } from "../labels.ts";
import { pictureUnit } from "../picture-words.ts";
import { reviewsIn } from "../report-reviews.ts";
import { reviewerWords } from "../review-words.ts";
import type { Report } from "../schema.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { type Summary, summarize } from "../summary.ts";
import { claimSection } from "./claims.ts";
import { uncertainSection } from "./doubts.ts";
import { marksOf, problemsOf } from "./marks.ts";
import { html, type Markup, PAGE_END, pageHead } from "./markup.ts";
import { NO_PICTURES, pagesSection, type ReportPictures } from "./pictures.ts";
import { problemSection } from "./problems.ts";
import { reviewSection } from "./reviews.ts";
import { REPORT_STYLE } from "./style.ts";
import { sumsSection } from "./sums.ts";
import { SEVERITY_SYMBOLS, STATUS_SYMBOLS, UNCERTAIN_SYMBOL } from "./symbols.ts";
import { tableSection } from "./table.ts";

/** What the document is, or might have been. */
const familyNames = (report: Report): string => profileOf(report)?.name ?? FAMILY_NAMES;

export function verdictSentence(report: Report, counts: Summary): string {
  const total = Object.keys(report.figures).length;
  switch (report.status) {
    case "failed":
      return report.error.message;
    case "unrecognized":
      return `文件可以读取，但没有认出${familyNames(report)}的格式：既没有官方表格，也没有标题和规定的各部分。`;
    case "valid":
      return `文件中的${total}个数字均已读取确认，表内计算关系成立，没有发现错误${counts.warnings > 0 ? `；另有${counts.warnings}处请核实` : ""}。`;
    case "invalid":
      return `文件中的${total}个数字均已读取确认，发现${counts.errors}处错误，请退回填报单位改正。`;
    case "needs-review":
      return `有${counts.uncertain}处未能读得确切，请先对照原件核对${counts.errors > 0 ? `；已发现的${counts.errors}处错误见清单` : ""}。`;
  }
}

const dateWords = (iso: string): string => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/u, "$1年$2月$3日");

export function factRows(report: Report): [term: string, description: string][] {
  const { source } = report;
  const pages = source.pages ? `，${source.pages}页` : "";
  const file: [string, string][] = [
    ["文件", source.name],
    [
      "格式",
      `${source.format ? FORMATS[source.format].words : "未知"}${pages}${source.ocr ? `，第${source.ocr.pages.join("、")}${pictureUnit(report)}由图像识别` : ""}`,
    ],
  ];
  if (report.tables === null) return file;
  const { organization, year, period, template } = report;
  return [
    ["机关", organization?.name ?? "未能断定"],
    [
      "行政区划",
      organization?.division ? `${organization.division.name}（${organization.division.code}）` : "未能断定",
    ],
    ["年度", year === null ? "未能断定" : `${year}年`],
    ["统计期限", period ? `${dateWords(period.from)}至${dateWords(period.to)}` : "文中没有写明"],
    ["表格式样", template ? (wordsOf(report).templates[template] ?? template) : "未能断定"],
    ...file,
  ];
}

function countItems(counts: Summary): Markup {
  const items: [symbol: string, word: string, count: number, kind: string, target: string][] = [
    [SEVERITY_SYMBOLS.error, SEVERITY_WORDS.error, counts.errors, "error", "problems"],
    [UNCERTAIN_SYMBOL, "待核对", counts.uncertain, "uncertain", counts.uncertain > 0 ? "uncertain" : "problems"],
    [SEVERITY_SYMBOLS.warning, SEVERITY_WORDS.warning, counts.warnings, "warning", "problems"],
    [SEVERITY_SYMBOLS.info, SEVERITY_WORDS.info, counts.infos, "info", "problems"],
  ];
  return html`<ul class="counts">${items.map(
    ([symbol, word, count, kind, target]) =>
      html`<li class="${count > 0 && kind}"><a href="#${target}"><b>${count}</b><span><i aria-hidden="true">${symbol}</i>${word}</span></a></li>`,
  )}</ul>`;
}

function verdict(report: Report, counts: Summary): Markup {
  const name = report.organization?.name ?? report.title ?? report.source.name;
  return html`<header class="verdict ${report.status}">
<p class="kind">${familyNames(report)}核对结果</p>
<h1>${name}${report.organization && report.year !== null && html`<span class="year">${report.year}年</span>`}</h1>
<p class="stamp"><i aria-hidden="true">${STATUS_SYMBOLS[report.status]}</i><strong>${STATUS_WORDS[report.status]}</strong></p>
<p class="sentence">${verdictSentence(report, counts)}${counts.reviewed && `${reviewerWords(counts.reviewed)}，共${reviewsIn(report).length}处。`}</p>
${report.tables !== null && countItems(counts)}
</header>
<dl class="facts">${factRows(report).map(([term, description]) => html`<div><dt>${term}</dt><dd>${description}</dd></div>`)}</dl>
`;
}

const paragraphs = (text: string): Markup[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => html`<p>${line.trim()}</p>`);

const textSections = (report: Report): Markup => html`<section id="text"><h2>报告正文</h2>
${report.sections.map(
  (
    section,
  ) => html`<article id="s${section.number}"><h3>${wordsOf(report).sectionNumerals[section.number - 1]}、${section.printed ?? section.title}</h3>
${section.text.trim() === "" ? html`<p class="none">（这一部分没有文字）</p>` : paragraphs(section.text)}</article>
`,
)}</section>
`;

const LEGEND = html`<p class="legend"><span><b class="sample error">✗</b>错误</span><span><b class="sample warning">△</b>警告</span><span><b class="sample uncertain">?</b>待核对</span><span>号码对应问题清单；双线框是最可能有误之处，只有底色的是同一算式中的数字</span></p>`;

function judgedBody(report: Report, tables: NonNullable<Report["tables"]>, pictures: ReportPictures): Markup {
  const problems = problemsOf(report);
  const marks = marksOf(report, problems);
  const named = wordsOf(report).tables;
  return html`<nav aria-label="本页内容">${report.uncertain.length > 0 && html`<a href="#uncertain">待核对</a>`}${reviewsIn(report).length > 0 && html`<a href="#reviews">人工确认</a>`}<a href="#problems">问题清单</a>${named.map(
    ({ key, name }) => html`<a href="#${key}">${name}</a>`,
  )}${report.claims.length > 0 && html`<a href="#claims">正文与表格</a>`}<a href="#text">报告正文</a>${pictures.pages.size > 0 && html`<a href="#pages">原件</a>`}</nav>
${uncertainSection(report, pictures)}${reviewSection(report)}${problemSection(report, problems, pictures)}<section id="tables"><h2>统计表</h2>
${LEGEND}
${named.map((table) => tableSection(report, tables, table, marks))}</section>
${claimSection(report)}${textSections(report)}${pagesSection(report, pictures)}`;
}

/**
 * report.html: the report for a person, one self-contained page in Chinese without script, for screen, telephone and A4
 * paper.
 * @param document whose tables claim sums, where the report is of no family
 */
export function reportHtml(
  report: Report,
  pictures: ReportPictures = NO_PICTURES,
  document: Document | null = null,
): string {
  const counts = summarize(report);
  const title = `${STATUS_WORDS[report.status]}：${report.organization?.name ?? report.source.name}${report.year === null ? "" : `${report.year}年`}`;
  const body = html`<main>
${verdict(report, counts)}${report.tables === null ? html`${document && sumsSection(document)}${pagesSection(report, pictures)}` : judgedBody(report, report.tables, pictures)}
<footer>${report.tables !== null && html`<p>表中数字均照原件抄录${reviewsIn(report).length > 0 ? "，标“人”的经人工确认" : "，未作任何改动"}；“建议”只供填报单位参考。正文中的证件号码、手机号码和银行卡号已经遮盖。</p>`}
<p>Tabularium ${report.engineVersion}　文件校验码（SHA-256）<span class="hash">${report.id}</span></p></footer>
</main>
`;
  return `${pageHead(title, `${REPORT_STYLE}${profileOf(report)?.layout.style ?? ""}`, { pictures: pictures.cutouts.size + pictures.pages.size > 0 })}${body.text}${PAGE_END}`;
}
