import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Document, Table } from "../../lib/document/document.ts";
import { isTable } from "../../lib/document/document.ts";
import { flatTextOfHtml } from "../../lib/formats/html/flat-text.ts";
import { cut } from "../make/cells.ts";
import { bytesOf, page, tableHtml } from "../make/html.ts";
import { readHtml } from "../make/readings.ts";

const read = (body: string, head = ""): Document => readHtml(bytesOf(page(body, head)));
const flat = (body: string, head = ""): readonly string[] => flatTextOfHtml(bytesOf(page(body, head))).pieces;
const tables = (document: Document): Table[] => document.blocks.filter(isTable);
const grid = (table?: Table): string[] =>
  (table?.cells ?? []).map((cell) => `${cell.row},${cell.column} ${cell.rowSpan}x${cell.columnSpan} ${cell.text}`);
const paragraphs = (document: Document): string[] =>
  document.blocks.flatMap((block) => (block.kind === "paragraph" ? [`${block.role}: ${block.text}`] : []));
const data = "<table><tr><td>规章<td>0<td>1<tr><td>规范性文件<td>2<td>3</table>";

describe("tables of a page", () => {
  test("come back exactly, however untidily they are written, in both readings", () => {
    const words = fc.constantFrom("", "0", "12", "规章", "结果 维持", "　3", "a<b&c", "总计");
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.nat(100), { maxLength: 14 }),
        fc.array(words, { minLength: 36, maxLength: 36 }),
        fc.record({ unclosed: fc.boolean(), runs: fc.boolean(), paragraphs: fc.boolean(), spaced: fc.boolean() }),
        (rows, columns, cuts, texts, style) => {
          // Two columns of one cell each keep it a table of data; a single filled cell would be layout.
          const cells = [
            ...cut({ row: 0, column: 0, rowSpan: rows, columnSpan: columns }, cuts).map((cell, index) => ({
              ...cell,
              text: texts[index] ?? "",
            })),
            ...Array.from({ length: columns }, (_, column) => ({
              row: rows,
              column,
              rowSpan: 1,
              columnSpan: 1,
              text: `${column}`,
            })),
          ];
          const source = tableHtml(rows + 1, cells, style);
          const [table] = tables(read(source));
          const expected = [...cells]
            .sort((a, b) => a.row - b.row || a.column - b.column)
            .map((cell) => ({ ...cell, text: cell.text.trim() }));
          const got = table?.cells.map(({ row, column, rowSpan, columnSpan, text }) => ({
            row,
            column,
            rowSpan,
            columnSpan,
            text: text.trim(),
          }));
          expect(got).toEqual(expected);
          expect(flat(source).map((piece) => piece.trim())).toEqual(expected.map((cell) => cell.text));
        },
      ),
    );
  });
  test("have head first and foot last, and spans end with their group", () => {
    const [table] = tables(
      read(
        "<table><tfoot><tr><td>总计<td>3</tfoot><tbody><tr><td rowspan=9>甲<td>1<tr><td>2</tbody><thead><tr><th>项<th>数</thead></table>",
      ),
    );
    expect(grid(table)).toEqual([
      "0,0 1x1 项",
      "0,1 1x1 数",
      "1,0 2x1 甲",
      "1,1 1x1 1",
      "2,1 1x1 2",
      "3,0 1x1 总计",
      "3,1 1x1 3",
    ]);
  });
  test("read rowspan=0 as the rest of the group and bound absurd spans", () => {
    const [table] = tables(read("<table><tr><td rowspan=0>甲<td colspan=99999>1<tr><td>2<td>3</table>"));
    expect(grid(table)).toEqual(["0,0 2x1 甲", "0,1 1x2 1", "1,1 1x1 2", "1,2 1x1 3"]);
    expect(table?.columns).toBe(3);
  });
  test("show cells outside of rows and text outside of cells as a browser does", () => {
    const document = read("<table>漏网<td>甲<td>1</tr><td>乙<td>2</table>");
    expect(grid(tables(document)[0])).toEqual(["0,0 1x1 甲", "0,1 1x1 1", "1,0 1x1 乙", "1,1 1x1 2"]);
    expect(paragraphs(document)).toEqual(["body: 漏网"]);
  });
  test("inside of layout tables come out with the prose around them, each text once", () => {
    const body = `<table><tr><td>栏目<td><p>一、总体情况</p>${data}<p>完</p><table><tr><td>x${data}</table></table>`;
    const document = read(body);
    expect(tables(document).map((table) => table.rows)).toEqual([2, 2]);
    expect(paragraphs(document).map((text) => text.slice(6))).toEqual(["栏目", "一、总体情况", "完", "x"]);
    expect(flat(body)).toEqual([
      "栏目",
      "一、总体情况",
      "规章",
      "0",
      "1",
      "规范性文件",
      "2",
      "3",
      "完",
      "x",
      "规章",
      "0",
      "1",
      "规范性文件",
      "2",
      "3",
    ]);
  });
  test("are bounded in size", () => {
    const huge = `<table><tr>${"<td rowspan=60000>1".repeat(300)}${"<tr>".repeat(50_000)}</table>`;
    expect(() => read(huge)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });
});

describe("text of a page", () => {
  test("is joined over runs without stray blanks, a source line end between digits stays a blank", () => {
    expect(paragraphs(read("<p><span>规</span>\n  <font>章</font></p><p><b>1</b>\n<b>2</b> 件</p>"))).toEqual([
      "body: 规章",
      "body: 1 2 件",
    ]);
  });
  test("is cut at br, but a title of two lines stays whole", () => {
    const document = read("<h1>某县民政局<br>2023年政府信息公开工作年度报告</h1><p>二、主动公开情况<br>第二行</p>");
    expect(paragraphs(document)).toEqual([
      "heading: 某县民政局\n2023年政府信息公开工作年度报告",
      "body: 二、主动公开情况",
      "body: 第二行",
    ]);
  });
  test("keeps automatic numbers", () => {
    const body =
      '<ol><li>甲<li value=5>乙<ol type=a><li>丙</ol></ol><ol style="list-style-type:cjk-ideographic"><li>丁</ol><ol class=n><li>戊</ol>';
    const texts = paragraphs(read(body, "<style>.n{list-style:none}</style>"));
    expect(texts).toEqual(["body: 1. 甲", "body: 5. 乙", "body: a. 丙", "body: 一、 丁", "body: 戊"]);
  });
  test("leaves out what is hidden or struck, in both readings", () => {
    const head = "<style>.no, #x {display:none} .a .b{visibility:hidden} @media print{.p{display:none}}</style>";
    const hidden = [
      '<i style="display: none">1</i>',
      "<i hidden>2</i>",
      '<i class="k no">3</i>',
      '<i style="display:none;mso-hide:all">4</i>',
      '<i style="font-size:0px">5</i>',
      "<del>6</del>",
      "<!--[if gte mso 9]>7<![endif]-->",
      "<script>8</script>",
      "<noscript>9</noscript>",
      "<template>10</template>",
      '<i id="x">11</i>',
      '<span style="visibility:hidden">12</span>',
    ].join("");
    const body = `<table><tr><td>甲${hidden}<td>0${hidden}<tr style="display:none"><td>x<td>9<tr><td class=p>乙<td>3${hidden}</table>`;
    expect(grid(tables(read(body, head))[0])).toEqual(["0,0 1x1 甲", "0,1 1x1 0", "1,0 1x1 乙", "1,1 1x1 3"]);
    expect(flat(body, head)).toEqual(["甲", "0", "乙", "3"]);
  });
  test("does not follow a sheet that hides most of the page for a script to show", () => {
    expect(
      paragraphs(
        read(`<div class=tab><p>${"全年主动公开信息。".repeat(20)}</p></div>`, "<style>.tab{display:none}</style>"),
      ),
    ).toHaveLength(1);
  });
  test("keeps a raised digit apart from its number", () => {
    expect(grid(tables(read("<table><tr><td>甲<td>12<sup>2</sup></table>"))[0])[1]).toBe("0,1 1x1 12²");
    expect(flat("<table><tr><td>甲<td>12<sup>2</sup></table>")).toEqual(["甲", "12²"]);
  });
  test("in a saved .mht is decoded", () => {
    const mht =
      'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="=b"\r\n\r\n--=b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p style=3D"x">=E8=A7=84=\r\n=E7=AB=A0</p>\r\n--=b--\r\n';
    expect(paragraphs(readHtml(bytesOf(mht)))).toEqual(["body: 规章"]);
  });
  test("keeps its line ends where only the tables are HTML, as in converted Markdown", () => {
    const source = bytesOf(`# 某局年报\n\n一、总体情况\n正文。\n${data}\n\n完`);
    expect(paragraphs(readHtml(source))).toEqual(["body: 某局年报", "body: 一、总体情况", "body: 正文。", "body: 完"]);
    expect(flatTextOfHtml(source).pieces).toEqual([
      "某局年报",
      "一、总体情况",
      "正文。",
      "规章",
      "0",
      "1",
      "规范性文件",
      "2",
      "3",
      "完",
    ]);
  });
  test("out of Word loses the row that only holds widths", () => {
    const body =
      "<table><tr><td>规章<td>&nbsp;<td>3<![if !supportMisalignedColumns]><tr height=0><td><td></tr><![endif]></table>";
    expect(grid(tables(read(body))[0])).toEqual(["0,0 1x1 规章", "0,1 1x1 ", "0,2 1x1 3"]);
    expect(flat(body)).toEqual(["规章", "", "3"]);
  });
  test("survives nesting without end", () => {
    const deep = bytesOf(`${"<div><span>".repeat(100_000)}一、总体情况${"</span></div>".repeat(1000)}`);
    expect(paragraphs(readHtml(deep))).toEqual(["body: 一、总体情况"]);
    expect(tables(readHtml(bytesOf(`${"<table><tr><td>".repeat(50_000)}甲`)))).toEqual([]);
  });
});

describe("style sheets and scripts made to take time", () => {
  const rep = (text: string, times: number) => text.repeat(times);
  test.each([
    ["without a brace", `<style>${rep("a", 300_000)}</style>`],
    ["of opening braces", `<style>${rep("a{", 100_000)}</style>`],
    ["of brackets", `<style>${rep("(", 300_000)}</style>`],
    ["of rules for each other", `<style>${rep("&& &{", 20_000)}color:#fff</style>`],
    [
      "of selectors that backtrack",
      `<style>${rep(`${rep("b>b ", 30)}i{color:#fff}`, 100)}</style>${rep("<b>", 300)}${rep("<i>1</i>", 500)}`,
    ],
    [
      "of many rules for many elements",
      `<style>${rep("b .c{color:#fff}*[a]:nth-child(2n){color:red}", 2000)}</style>${rep("<b class=c>1</b>", 10_000)}`,
    ],
    ["of quotes", `<script>x.innerHTML=1;${rep("'", 300_001)}</script>`],
    [
      "of variables",
      `<style>:root{${rep("--a:var(--a)var(--a);", 5000)}}p{color:var(--a)}</style>${rep("<p>1</p>", 1000)}`,
    ],
  ])("are read in a few seconds: %s", (_, body) => {
    const start = process.cpuUsage();
    read(`${body}<p>完</p>`);
    flat(`${body}<p>完</p>`);
    expect(process.cpuUsage(start).user).toBeLessThan(16e6);
  });
});

describe("a report that a script writes", () => {
  test("comes out of the second reading", () => {
    const body = `<div id=c></div><script>c.innerHTML="<p>一、总体情况<\\/p><p>\\u4e8c、主动公开政府信息情况<\\/p>"</script>`;
    expect(flat(body)).toEqual(["一、总体情况", "二、主动公开政府信息情况"]);
    expect(flat(`<p>一、总体情况</p>${body}`)).toEqual(["一、总体情况"]);
  });
  test("comes out of the second reading whatever family it is of, and what a menu is written by does not", () => {
    const written = (...lines: readonly string[]) =>
      `<ul><li>政务公开<li>通知公告</ul><script>show("${lines.map((line) => `<p>${line}<\\/p>`).join("")}")</script>`;
    expect(flat(written("一、部门概况", "二、收入支出决算情况"))).toEqual([
      "政务公开",
      "通知公告",
      "一、部门概况",
      "二、收入支出决算情况",
    ]);
    expect(flat(written("加载中", "总体情况"))).toEqual(["政务公开", "通知公告"]);
  });
});

describe("the frame of a page", () => {
  const body = `<div class="top"><a href=#>某县人民政府</a> | 无障碍</div><ul class=nav><li><a href=#>首页</a><li><a href=#>政务公开</a></ul>
    <div>当前位置：<a href=#>首页</a> &gt; 年报</div>
    <table class=xxgk><tr><td>索 引 号<td>123/2024-1<td>发布机构：<td>某县民政局<tr><td>名　称<td colspan=3>某县民政局2023年政府信息公开工作年度报告</table>
    <h1>某县民政局2023年政府信息公开工作年度报告</h1><div>发布时间：2024-01-19　来源：某县民政局</div><div>字号：[大 中 小]</div>
    <div class="nav-content"><p>${"根据条例要求，现公布本年度报告。".repeat(5)}</p>${data}<p>一、总体情况</p></div>
    <div>上一篇：<a href=#>没有了</a></div><div class=rel><h3>相关文档</h3><a href=#>某县民政局2022年政府信息公开工作年度报告</a></div><div>主办：某县人民政府　备案号：ICP备1号</div>`;
  test("is told apart from the document and its description", () => {
    const roles = paragraphs(read(body, "<title>某县民政局2023年政府信息公开工作年度报告-某县</title>")).map((text) =>
      text.slice(0, 36),
    );
    expect(roles).toEqual([
      "furniture: 某县人民政府 | 无障碍",
      "furniture: 首页",
      "furniture: 政务公开",
      "furniture: 当前位置：首页 > 年报",
      "metadata: 索 引 号：123/2024-1",
      "metadata: 发布机构：某县民政局",
      expect.stringMatching(/^metadata: 名　?.*称：某县/u),
      "heading: 某县民政局2023年政府信息公开工作年度报告",
      expect.stringMatching(/^metadata: 发布时间：2024-01-/u),
      "furniture: 字号：[大 中 小]",
      expect.stringMatching(/^body: 根据条例要求/u),
      "body: 一、总体情况",
      "furniture: 上一篇：没有了",
      "furniture: 相关文档",
      expect.stringMatching(/^furniture: 某县民政局2022/u),
      expect.stringMatching(/^furniture: 主办：/u),
    ]);
  });
});

describe("a document in an element that is named like a frame", () => {
  const within = (inner: string) =>
    paragraphs(
      read(`${data}<div class="header">${inner}</div>${data}<p>${"全年支出均已公开，详见上表。".repeat(5)}</p>`),
    );
  test.each(["第一部分 部门概况", "一、部门概况", "九、名词解释", "（七）其他支出"])(
    "is told by its part %s",
    (heading) =>
      expect(within(`<p>${heading}</p><p>无</p>`)).toEqual(expect.arrayContaining([`body: ${heading}`, "body: 无"])),
  );
  test.each(["某县财政局2023年度部门决算", "某县民政局2023年工作年报", "关于表彰先进单位的决定"])(
    "is told by its title %s",
    (title) =>
      expect(within(`<h1>${title}</h1><p>无</p>`)).toEqual(expect.arrayContaining([`heading: ${title}`, "body: 无"])),
  );
  test("is not told by a site's name or a list's items", () => {
    expect(within("<h1>某县财政局门户网站</h1><p>1.首页</p>")).toEqual(
      expect.arrayContaining(["furniture: 某县财政局门户网站", "furniture: 1.首页"]),
    );
  });
});

describe("preformatted text", () => {
  const page =
    "<p>一、总体\n情况</p><table><tr><td>左</td><td><pre>信息内容  制发  废止\n规章       1     2\n<b>规范性文件</b>       3</pre></td></tr></table><p>完</p>";
  test("shows its tables by their gaps, a blank for what stands in no column", () => {
    const [table] = readHtml(Buffer.from(page)).blocks.filter(isTable);
    expect(table).toMatchObject({ rows: 3, columns: 3, ragged: true });
    expect(table?.cells.map((cell) => cell.text)).toEqual([
      "信息内容",
      "制发",
      "废止",
      "规章",
      "1",
      "2",
      "规范性文件",
      "",
      "3",
    ]);
  });
  test("is cut at the same places by the second look", () =>
    expect(flat(page)).toEqual([
      "一、总体情况",
      "左",
      "信息内容",
      "制发",
      "废止",
      "规章",
      "1",
      "2",
      "规范性文件",
      "",
      "3",
      "完",
    ]));
  test("that is the whole report has paragraphs line by line", () =>
    expect(
      readHtml(Buffer.from("<html><body><pre>某镇2023年年报\n\n一、总体情况\n正文。</pre></body></html>")).blocks,
    ).toMatchObject([{ text: "某镇2023年年报" }, { text: "一、总体情况" }, { text: "正文。" }]));
});
