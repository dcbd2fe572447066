import type { Block, Document } from "../../lib/document/document.ts";
import { SECTION_TITLES } from "../../lib/profiles/disclosure/form.ts";
import { type MakeBlock, makeDocx, tableOf } from "./docx.ts";
import { page, tableHtml } from "./html.ts";
import { type Texts, tablesOf } from "./tables.ts";
import { pipeTable } from "./text.ts";

/** A report of an invented office. */
export interface SampleReport {
  readonly author: string;
  readonly year: number;
  readonly form: "2019" | "2021";
  readonly texts: Texts;
  readonly overview: readonly string[];
  readonly problems: string;
  readonly others: string;
  readonly contact: string;
}

const NUMBERS = ["一", "二", "三", "四", "五", "六"];
export const titleOf = ({ author, year }: SampleReport): string => `${author}${year}年政府信息公开工作年度报告`;
const preambleOf = ({ year, contact }: SampleReport): string =>
  `根据《中华人民共和国政府信息公开条例》第五十条规定编制本报告，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。所列数据的统计期限自${year}年1月1日起，至${year}年12月31日止。如有疑问，请与${contact}联系。`;
const heading = (n: number): string => `${NUMBERS[n]}、${SECTION_TITLES[n]}`;

/** Paragraphs and, by number, tables, in the order of the form. */
function partsOf(report: SampleReport): readonly (string | 0 | 1 | 2)[] {
  return [
    titleOf(report),
    preambleOf(report),
    heading(0),
    ...report.overview,
    heading(1),
    0,
    heading(2),
    1,
    heading(3),
    2,
    heading(4),
    report.problems,
    heading(5),
    report.others,
    report.author,
    `${report.year + 1}年1月16日`,
  ];
}

export const documentOf = (report: SampleReport): Document => ({
  format: "docx",
  title: null,
  pages: [],
  blocks: partsOf(report).flatMap((part, paragraph): readonly Block[] => {
    if (typeof part === "string") return [{ kind: "paragraph", text: part, role: "body", place: { paragraph } }];
    const table = tablesOf(report.texts, report.form)[part];
    return table ? [table] : [];
  }),
});

export const docx = (report: SampleReport): Uint8Array =>
  makeDocx({
    title: titleOf(report),
    body: partsOf(report).map((part): MakeBlock => {
      if (typeof part === "string") return part;
      const table = tablesOf(report.texts, report.form)[part];
      return { table: tableOf(table?.cells ?? [], table?.rows ?? 0, table?.columns ?? 0) };
    }),
  });

export function html(report: SampleReport): string {
  const article = partsOf(report).map((part) => {
    if (typeof part === "string") return `<p style="text-indent:2em"><span><font face="仿宋">${part}</font></span></p>`;
    const table = tablesOf(report.texts, report.form)[part];
    return tableHtml(table?.rows ?? 0, table?.cells ?? []);
  });
  return page(
    `<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 政府信息公开年报</div>
<table class="info"><tr><td>索引号：</td><td>010-${report.year + 1}-00017</td><td>发布机构：</td><td>${report.author}</td></tr><tr><td>发布日期：</td><td>${report.year + 1}-01-16</td><td>文号：</td><td></td></tr></table>
<div class="article">${article.join("\n")}</div>
<div class="footer">主办：云泽县人民政府办公室 技术支持：县大数据中心</div>`,
    `<title>${titleOf(report)}</title>`,
  );
}

export function text(report: SampleReport): string {
  return partsOf(report)
    .map((part) => {
      if (typeof part === "string") return part;
      const table = tablesOf(report.texts, report.form)[part];
      const rows = Array.from({ length: table?.rows ?? 0 }, (_, row) =>
        (table?.cells ?? []).filter((cell) => cell.row === row).map((cell) => cell.text),
      );
      return pipeTable(rows, table?.columns ?? 0);
    })
    .join("\n");
}
