import { zipSync } from "fflate";
import { makeDoc, row } from "./doc.ts";
import { type MakeBlock, makeDocx } from "./docx.ts";
import { bytesOf } from "./html.ts";
import * as ofd from "./ofd.ts";
import * as pdf from "./pdf.ts";
import { officeReport } from "./reports.ts";

/** Files of one hostile shape in any size: what a reader or a rule might look through once for every part of it. */
export interface Growth {
  readonly name: string;
  /** Parts of the smallest file that is measured. */
  readonly parts: number;
  readonly of: (parts: number) => Uint8Array;
}

const TITLE = "云泽县松岭乡人民政府2024年政府信息公开工作年度报告";
const each = (parts: number, make: (part: number) => string): string =>
  Array.from({ length: parts }, (_, part) => make(part)).join("");
const nested = (parts: number, before: string, after: string): string =>
  `${before.repeat(parts)}1${after.repeat(parts)}`;
const inReport = (more: string): Uint8Array => bytesOf(officeReport(1).replace("<p>一、总体情况</p>", `$&${more}`));

const sheet = (
  name: string,
  parts: number,
  make: (parts: number) => string,
  body: (parts: number) => string = () => "",
): Growth => ({
  name: `sheet: ${name}`,
  parts,
  of: (count) => inReport(`${body(count)}<style>${make(count)}</style>`),
});
const web = (name: string, parts: number, make: (parts: number) => string): Growth => ({
  name: `page: ${name}`,
  parts,
  of: (count) => inReport(make(count)),
});

const SHEETS: Growth[] = [
  sheet("no brace", 75_000, (n) => "a".repeat(n)),
  sheet("selectors of many parts", 10_000, (n) => `${"a ".repeat(n)}{color:red}`),
  sheet("selectors one of another", 10_000, (n) => `${"a>".repeat(n)}b{color:red}`),
  sheet("lists of selectors", 10_000, (n) => `${"a,".repeat(n)}b{color:red}`),
  sheet(
    "rules for many elements",
    1000,
    (n) => each(n, (i) => `.c${i}{color:red}`),
    (n) => each(n, (i) => `<p class="c${i}">1</p>`),
  ),
  sheet(
    "rules for one class",
    1000,
    (n) => ".c{color:red}".repeat(n),
    (n) => '<p class="c">1</p>'.repeat(n),
  ),
  sheet(
    "selectors of deep elements",
    1000,
    (n) => "p p p p p .c{color:red}".repeat(n),
    (n) => `${"<b>".repeat(50)}${'<i class="c">1</i>'.repeat(n)}`,
  ),
  sheet("nested rules", 2000, (n) => nested(n, "@media all{a{", "}}")),
  sheet("comments", 20_000, (n) => "/*a*/".repeat(n)),
  sheet("declarations", 10_000, (n) => `p{${"font-size:0;".repeat(n)}}`),
  web("style sheets", 2000, (n) => "<style>p{color:red}</style><p>1</p>".repeat(n)),
];

const WEB = [
  web("open elements", 10_000, (n) => "<b>".repeat(n)),
  web("nested elements", 100, (n) => nested(n, "<div>", "</div>")),
  web("an open comment", 50_000, (n) => `<!--${"x".repeat(n)}`),
  web("open comments", 10_000, (n) => "<!--".repeat(n)),
  web("CDATA", 10_000, (n) => "<![CDATA[x".repeat(n)),
  web("an open attribute", 50_000, (n) => `<p title="${"x".repeat(n)}`),
  web("attributes", 5000, (n) => `<p ${each(n, (i) => `a${i}=1 `)}>`),
  web("end tags", 10_000, (n) => "</b>".repeat(n)),
  web("entities", 20_000, (n) => "&amp;".repeat(n)),
  web("line breaks", 10_000, (n) => `<p>${"1<br>".repeat(n)}</p>`),
  web("paragraphs", 5000, (n) => "<p>1</p>".repeat(n)),
  web("lists", 5000, (n) => "<ol><li>1</ol>".repeat(n)),
  web("headings", 2000, (n) => "<p>一、总体情况</p>".repeat(n)),
  web("headings of all sections", 500, (n) => each(n, (i) => `<p>${"一二三四五六"[i % 6]}、${i}情况</p><p>1</p>`)),
  web("titles", 2000, (n) => `<p>${TITLE}</p>`.repeat(n)),
  web("claims", 1000, (n) => "<p>本年收到申请4件，予以公开2件。</p>".repeat(n)),
  web("a sentence of claims", 1000, (n) => `<p>${"收到申请4件，".repeat(n)}</p>`),
  web("names", 2000, (n) => each(n, (i) => `<p>松岭乡第${i}人民政府</p>`)),
  web("dates", 2000, (n) => "<p>2024年1月1日</p>".repeat(n)),
  web("digits", 20_000, (n) => `<p>${"1".repeat(n)}</p>`),
  web("digits apart", 20_000, (n) => `<p>${"1 ".repeat(n)}</p>`),
  web("numbers of persons", 2000, (n) => `<p>${"13800001234 ".repeat(n)}</p>`),
  web("tables", 500, (n) => "<table><tr><td>1</table>".repeat(n)),
  web("nested tables", 50, (n) => nested(n, "<table><tr><td>", "</table>")),
  web("rows", 1000, (n) => `<table>${"<tr><td>1<td>2".repeat(n)}</table>`),
  web("columns", 1000, (n) => `<table><tr>${"<td>1".repeat(n)}</table>`),
  web(
    "rows that reach down",
    1000,
    (n) => `<table>${'<tr><td rowspan="9999">1'.repeat(Math.min(n, 400))}${"<tr><td>1".repeat(n)}</table>`,
  ),
  web("empty rows", 5000, (n) => `<table>${"<tr></tr>".repeat(n)}</table>`),
  web("rows of labels", 500, (n) => `<table>${"<tr><td>行政许可<td>1".repeat(n)}</table>`),
  web("style attributes", 5000, (n) => '<p style="font-size:0;color:#fff">1</p>'.repeat(n)),
  web("classes", 5000, (n) => `<p class="${each(n, (i) => `c${i} `)}">1</p>`),
];

const text = (name: string, parts: number, make: (parts: number) => string): Growth => ({
  name: `text: ${name}`,
  parts,
  of: (count) =>
    bytesOf(
      `${TITLE}\n一、总体情况\n${make(count)}\n三、收到和处理政府信息公开申请情况\n五、存在的主要问题及改进情况\n`,
    ),
});
const TEXTS = [
  text("lines", 5000, (n) => "本年工作平稳有序。\n".repeat(n)),
  text("short lines", 10_000, (n) => "1\n".repeat(n)),
  text("headings", 2000, (n) => "一、总体情况\n".repeat(n)),
  text("titles", 2000, (n) => `${TITLE}\n`.repeat(n)),
  text("rows", 2000, (n) => "| 行政许可 | 1 |\n".repeat(n)),
  text("rows apart", 2000, (n) => "行政许可    1   2   3\n".repeat(n)),
  text("tabs", 5000, (n) => "1\t2\n".repeat(n)),
  text("digits", 20_000, (n) => "1".repeat(n)),
  text("figures in lines", 2000, (n) => "0 0 0 0 0 0 0\n".repeat(n)),
  text("empty lines", 20_000, (n) => "\n".repeat(n)),
];

const word = (name: string, parts: number, make: (parts: number) => readonly MakeBlock[]): Growth => ({
  name: `docx: ${name}`,
  parts,
  of: (count) =>
    makeDocx({
      body: [
        TITLE,
        "一、总体情况",
        ...make(count),
        "三、收到和处理政府信息公开申请情况",
        "五、存在的主要问题及改进情况",
      ],
    }),
});
const many = (parts: number, block: MakeBlock): MakeBlock[] => new Array<MakeBlock>(parts).fill(block);
const xml = (markup: string): MakeBlock => ({ xml: markup });
const run = "<w:r><w:t>1</w:t></w:r>";
const DOCX: Growth[] = [
  word("paragraphs", 2000, (n) => many(n, "本年工作平稳有序。")),
  word("headings", 2000, (n) => many(n, "一、总体情况")),
  word("runs", 5000, (n) => [xml(`<w:p>${run.repeat(n)}</w:p>`)]),
  word("fields", 2000, (n) => [
    xml(`<w:p>${`<w:r><w:fldChar w:fldCharType="begin"/></w:r>${run}`.repeat(Math.min(n, 90))}${run.repeat(n)}</w:p>`),
  ]),
  word("deleted marks", 2000, (n) => many(n, { paragraph: { runs: "1", mark: "deleted" } })),
  word("tables", 300, (n) => many(n, { table: { rows: [{ cells: ["1"] }] } })),
  word("rows", 1000, (n) => [{ table: { rows: Array.from({ length: n }, () => ({ cells: ["行政许可", "1"] })) } }]),
  word("columns", 500, (n) => [{ table: { rows: [{ cells: new Array<string>(n).fill("1") }] } }]),
  word("rows that reach down", 500, (n) => [
    {
      table: {
        rows: Array.from({ length: n }, (_, i) => ({
          cells: [{ content: "1", vertical: i === 0 ? ("restart" as const) : ("continue" as const) }, "2"],
        })),
      },
    },
  ]),
  word("text boxes", 300, (n) => [{ paragraph: { runs: Array.from({ length: n }, () => ({ textBox: ["1"] })) } }]),
  word("bookmarks", 5000, (n) => [
    xml(`<w:p>${each(n, (i) => `<w:bookmarkStart w:id="${i}" w:name="b${i}"/><w:bookmarkEnd w:id="${i}"/>`)}</w:p>`),
  ]),
  {
    name: "docx: styles in a chain",
    parts: 500,
    of: (n) =>
      makeDocx({
        body: many(n, { paragraph: { runs: "1", style: `s${n - 1}` } }),
        styles: Array.from({ length: n }, (_, i) => ({ id: `s${i}`, ...(i > 0 && { basedOn: `s${i - 1}` }) })),
      }),
  },
  {
    name: "docx: an open comment",
    parts: 50_000,
    of: (n) => makeDocx({ body: [xml(`<!--${"x".repeat(n)}--><w:p/>`)] }),
  },
  {
    name: "docx: attributes",
    parts: 5000,
    of: (n) => makeDocx({ body: [xml(`<w:p ${each(n, (i) => `w:a${i}="1" `)}/>`)] }),
  },
];

const DOCS: Growth[] = [
  {
    name: "doc: paragraphs",
    parts: 1000,
    of: (n) => makeDoc(Array.from({ length: n }, () => ({ mark: 13, text: "本年工作平稳有序。" }))),
  },
  {
    name: "doc: pieces",
    parts: 500,
    of: (n) =>
      makeDoc(
        Array.from({ length: n }, () => ({ mark: 13, text: "1" })),
        { shuffled: true },
      ),
  },
  {
    name: "doc: rows",
    parts: 300,
    of: (n) =>
      makeDoc(
        Array.from({ length: n }, () =>
          row([
            { text: "行政许可", right: 2000 },
            { text: "1", right: 4000 },
          ]),
        ).flat(),
      ),
  },
];

const ofdPage = (name: string, parts: number, make: (parts: number) => string): Growth => ({
  name: `ofd: ${name}`,
  parts,
  of: (count) => ofd.makeOfd([[{ content: ofd.text(TITLE, 10, 20) + make(count) }]]),
});
const somewhere = (i: number): [x: number, y: number] => [10 + (i % 400) / 2, 30 + Math.floor(i / 400) * 0.7];
const OFDS: Growth[] = [
  ofdPage("figures", 5000, (n) => each(n, (i) => ofd.text(String(i % 10), ...somewhere(i)))),
  ofdPage("figures in one place", 1000, (n) => each(n, (i) => ofd.text(String(i % 10), 40 + (i % 7) / 10, 60))),
  ofdPage("areas over figures in one place", 400, (n) =>
    each(
      n,
      (i) =>
        ofd.text(String(i % 10), 40 + (i % 7) / 10, 60) +
        ofd.path(40 + (i % 5) / 10, 58, "M 0 0 L 3 0 L 3 0.2 L 0 0.2 C", 'Fill="true"'),
    ),
  ),
  ofdPage("one word", 2000, (n) => each(n, (i) => ofd.text("行政许可", ...somewhere(i)))),
  ofdPage("words side by side", 2000, (n) => each(n, (i) => ofd.text("行政", (i % 1000) / 5, 40))),
  ofdPage("lines", 2000, (n) => each(n, (i) => ofd.path(10, 30 + (i % 250), "M 0 0 L 100 0"))),
  ofdPage("a grid", 20, (n) =>
    each(
      n,
      (i) =>
        ofd.path(0, 0, `M 10 ${30 + i * 2} L 190 ${30 + i * 2}`) +
        ofd.path(0, 0, `M ${10 + i * 2} 30 L ${10 + i * 2} 250`),
    ),
  ),
  ofdPage("a path of many parts", 5000, (n) => ofd.path(10, 30, "M 0 0 L 1 1 ".repeat(n))),
  ofdPage("long text", 5000, (n) => ofd.text("1".repeat(n), 10, 40)),
  {
    name: "ofd: pages",
    parts: 50,
    of: (n) =>
      ofd.makeOfd([Array.from({ length: Math.min(n, 450) }, () => ({ content: ofd.text("行政许可1", 10, 40) }))]),
  },
];

const pdfPage = (name: string, parts: number, make: (parts: number) => string): Growth => ({
  name: `pdf: ${name}`,
  parts,
  of: (count) => pdf.makePdf([{ content: pdf.text(TITLE, 72, 800) + make(count) }]),
});
const onPage = (i: number): [x: number, y: number] => [40 + (i % 50) * 10, 780 - (Math.floor(i / 50) % 70) * 10];
const PDFS: Growth[] = [
  pdfPage("figures", 2000, (n) => each(n, (i) => pdf.text(String(i % 10), ...onPage(i)))),
  pdfPage("figures in one place", 1000, (n) => pdf.text("1", 80, 400).repeat(n)),
  pdfPage("one word", 1000, (n) => each(n, (i) => pdf.text("行政许可", ...onPage(i)))),
  pdfPage("lines", 2000, (n) => each(n, (i) => pdf.line(40, 40 + (i % 700), 500, 40 + (i % 700)))),
  pdfPage("areas over figures", 400, (n) =>
    each(n, (i) => `${pdf.text("1", ...onPage(i))}${onPage(i).join(" ")} 8 8 re f\n`),
  ),
  pdfPage("a path of many parts", 5000, (n) => `0 0 m ${"1 1 l ".repeat(n)}S\n`),
  {
    name: "pdf: pages",
    parts: 20,
    of: (n) => pdf.makePdf(Array.from({ length: n }, () => ({ content: pdf.text("行政许可1", 72, 700) }))),
  },
];

const ZIPS: Growth[] = [
  {
    name: "zip: parts of a package",
    parts: 500,
    of: (n) =>
      zipSync({
        "[Content_Types].xml": bytesOf("<Types/>"),
        ...Object.fromEntries(Array.from({ length: n }, (_, i) => [`word/${i}.xml`, bytesOf("<a/>")])),
      }),
  },
];

export const GROWTHS: readonly Growth[] = [...SHEETS, ...WEB, ...TEXTS, ...DOCX, ...DOCS, ...OFDS, ...PDFS, ...ZIPS];
