import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { load } from "cheerio";
import { indexHtml, reportPath } from "../../../lib/report/html/index-page.ts";
import { resultFolder } from "../../../lib/report/result-names.ts";
import type { FiledSummary } from "../../../lib/report/summary.ts";
import { filedSummary } from "../../make/filed-summary.ts";

const entry = (name: string, over: Partial<FiledSummary> = {}): FiledSummary =>
  filedSummary({ name, folder: resultFolder(name), ...over });
const pageOf = (summaries: FiledSummary[]) => load([...indexHtml(summaries)].join(""));

describe("index.html", () => {
  test("lists the worst first: unreadable, faulty by their errors, doubtful, foreign, sound", () => {
    const $ = pageOf([
      entry("好.pdf"),
      entry("疑.pdf", { status: "needs-review", uncertain: 2 }),
      entry("错1.pdf", { status: "invalid", errors: 1 }),
      entry("外.pdf", { status: "unrecognized" }),
      entry("错9.pdf", { status: "invalid", errors: 9 }),
      entry("坏.pdf", { status: "failed", failure: "文件已损坏。" }),
    ]);
    const names = $("tbody a")
      .toArray()
      .map((link) => $(link).text());
    expect(names).toEqual(["坏.pdf", "错9.pdf", "错1.pdf", "疑.pdf", "外.pdf", "好.pdf"]);
    // In the cell that stays in sight on a narrow screen, and is wide enough on paper.
    expect($("section.failed td:first-child .why").text()).toBe("文件已损坏。");
    expect($("nav .invalid b").text()).toBe("2");
    expect($("header").text()).toContain("共6个文件");
  });

  test.each([
    "a b.pdf",
    "云溪/二〇二四年 报告#1?.docx",
    "100%.pdf",
    `引号'"<&>.pdf`,
    "x.zip/里面/a:b.pdf",
    "=//evil.example",
  ])("links to the page of %j", (name) => {
    const href = pageOf([entry(name)])("tbody a").attr("href") ?? "";
    const path = new URL(href, "file:///run/index.html").pathname;
    expect(decodeURIComponent(path)).toBe(`/run/${resultFolder(name)}/report.html`);
  });

  test("a name with half a character does not stop the list", () => {
    expect(reportPath(resultFolder("坏\ud800.pdf"))).toBe("%E5%9D%8F%EF%BF%BD.pdf/report.html");
  });

  test("hostile names stay text", () => {
    const $ = pageOf([entry(`<script>alert(1)</script>\u202e`, { organization: `"><img src=//x>` })]);
    expect($("img").length).toBe(0);
    expect($("script").length).toBe(1);
    expect($("tbody .file").text()).toBe("<script>alert(1)</script>\ufffd");
    expect($("[style]").length).toBe(0);
  });

  test("its one script is the one that its policy names, and nothing else may run or be fetched", () => {
    const $ = pageOf([entry("a.pdf")]);
    const hash = (of: string) => createHash("sha256").update($(of).text()).digest("base64");
    expect($('meta[http-equiv="Content-Security-Policy"]').attr("content")).toBe(
      `default-src 'none'; style-src 'sha256-${hash("style")}'; script-src 'sha256-${hash("script")}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test("links to the lists, and to nothing but them and the reports", () => {
    const $ = pageOf([entry("a.pdf")]);
    const links = $("a[href]:not([href^='#'])")
      .toArray()
      .map((link) => $(link).attr("href"));
    expect(links).toEqual(["problems.csv", "summary.csv", "figures.csv", "a.pdf/report.html"]);
  });

  test("offers the years there are, the latest first, and no search where no script runs", () => {
    const $ = pageOf([entry("a.pdf", { year: 2022 }), entry("b.pdf"), entry("c.pdf"), entry("d.pdf", { year: null })]);
    expect($("option").text()).toBe("全部年度20242022");
    expect($("[role=search]").attr("hidden")).toBeDefined();
  });

  test("an empty run is a page too", () => {
    expect(pageOf([])("header").text()).toContain("共0个文件");
  });

  test("a long group is split into tables that browsers lay out one by one", () => {
    const $ = pageOf(Array.from({ length: 1201 }, (_, index) => entry(`${index}.pdf`)));
    const sizes = $("section.valid table")
      .toArray()
      .map((table) => $(table).find("tbody tr").length);
    expect(sizes).toEqual([500, 500, 201]);
  });

  test("the page comes in pieces, one a report, so that no run is too large", () => {
    const pieces = [...indexHtml(Array.from({ length: 50 }, (_, index) => entry(`${index}.pdf`)))];
    expect(pieces.length).toBeGreaterThan(50);
    expect(pieces.filter((piece) => piece.includes("<tr>\n<td>"))).toHaveLength(50);
  });
});
