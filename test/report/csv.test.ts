import { describe, expect, test } from "@jest/globals";
import { UNRECOGNIZED } from "../../lib/profiles/judgement.ts";
import { assembleFailure, assembleReport } from "../../lib/report/assemble.ts";
import { csvHeader, csvLines } from "../../lib/report/csv.ts";
import { FIGURE_LIST, PROBLEM_LIST, SUMMARY_LIST } from "../../lib/report/rows.ts";
import type { Report } from "../../lib/report/schema.ts";
import { summarize } from "../../lib/report/summary.ts";
import { makeInvalid, makeJudgement, makeNeedsReview, makeSource } from "../make/judgement.ts";

const origin = { engineVersion: "0.1.0", source: makeSource({ name: "云溪,教育局.pdf" }) };
const summaryLine = (report: Report) => csvLines(SUMMARY_LIST, { ...summarize(report), id: report.id });
const linesOf = (csv: string) => csv.split("\r\n").slice(0, -1);

describe("every list", () => {
  test.each([
    ["summary.csv", csvHeader(SUMMARY_LIST), "名称,状态,机关,行政区划,年度,表格式样,错误数,警告数,提示数"],
    ["problems.csv", csvHeader(PROBLEM_LIST), "机关,名称,位置,代码,程度,问题,建议"],
    ["figures.csv", csvHeader(FIGURE_LIST), "名称,机关,行政区划,年度,表格式样,指标,数值,确定,位置"],
  ])("%s begins with a byte order mark and its columns", (_, header, columns) => {
    expect(header.startsWith(`\ufeff${columns}`)).toBe(true);
    expect(header.endsWith("\r\n")).toBe(true);
  });

  test.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "\u200b=1",
    "\u0000=1",
    " \u202e=1",
    "\u2066@x",
  ])("text such as %j never becomes a formula", (evil) => {
    const report = assembleReport(makeJudgement({ organization: { name: `${evil}`, division: null } }), {
      ...origin,
      source: makeSource({ name: evil }),
    });
    for (const line of [...linesOf(summaryLine(report)), ...linesOf(csvLines(FIGURE_LIST, report))]) {
      for (const field of line.split(",").slice(0, 3)) expect(field).not.toMatch(/^"?\s*[=+\-@＝＋－＠]/u);
    }
  });

  test("one entry is one line, whatever stands in it", () => {
    const findings = [{ code: "RESIDUE", severity: "info", message: '第一行\r\n第二行"引号"\n', cells: [] }] as const;
    expect(linesOf(csvLines(PROBLEM_LIST, assembleReport(makeJudgement({ findings }), origin)))).toEqual([
      `云溪县教育局,"云溪,教育局.pdf",全文,RESIDUE,提示,"第一行 第二行""引号""",,info,2024,370102 山东省济南市历下区,${origin.source.sha256},政府信息公开工作年度报告,370102,山东省济南市历下区,disclosure-annual-report,`,
    ]);
  });
});

describe("summary.csv", () => {
  test("says of a report who wrote it, how it ended and what was counted", () => {
    const report = assembleReport(makeInvalid(), origin);
    expect(summaryLine(report)).toBe(
      `"云溪,教育局.pdf",invalid,云溪县教育局,370102 山东省济南市历下区,2024,2021,5,2,1,0,有误须退回,,政府信息公开工作年度报告,370102,山东省济南市历下区,disclosure-annual-report,${origin.source.sha256},\r\n`,
    );
  });

  test("says of a failed file why, and of a stranger that it is one", () => {
    expect(summaryLine(assembleFailure({ code: "EMPTY", message: "文件是空的。" }, origin))).toBe(
      `"云溪,教育局.pdf",failed,,,,,0,0,0,0,无法读取,文件是空的。,,,,,${origin.source.sha256},\r\n`,
    );
    expect(summaryLine(assembleReport(UNRECOGNIZED, origin))).toContain(",unrecognized,,,,,0,0,0,0,未认出文种,");
  });
});

describe("problems.csv", () => {
  test("has a line for each finding with place, sentence and proposal", () => {
    const lines = linesOf(csvLines(PROBLEM_LIST, assembleReport(makeInvalid(), origin)));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain(
      "第三部分表格“总计”列（第3页）,APP-SUM,错误,第三部分表格“总计”列：（一）至（六）各项相加为5，（七）总计填的是7，相差2。,如其余数字无误，第三部分表格“（七）总计”行“总计”列应为5（现为7）。",
    );
    expect(lines[5]).toContain("标题与前言,PERIOD-MISSING,警告,");
  });

  test("has a line for a file that is no report: why, and by its code", () => {
    const lines = (report: Parameters<typeof PROBLEM_LIST.rowsOf>[0]) => linesOf(csvLines(PROBLEM_LIST, report));
    expect(lines(assembleFailure({ code: "ENCRYPTED", message: "文件设有打开密码。" }, origin))).toEqual([
      `,"云溪,教育局.pdf",全文,ENCRYPTED,错误,文件设有打开密码。,请报送能正常打开的Word、PDF、OFD文件或清晰的扫描件。,error,,,${origin.source.sha256},,,,,`,
    ]);
    expect(lines(assembleReport(UNRECOGNIZED, origin))).toEqual([
      expect.stringContaining(",全文,UNRECOGNIZED,警告,这个文件不是政府信息公开工作年度报告"),
    ]);
  });

  test("has nothing for a report without findings", () => {
    expect(csvLines(PROBLEM_LIST, assembleReport(makeJudgement(), origin))).toBe("");
  });
});

describe("figures.csv", () => {
  test("has all figures of the form, negative numbers as numbers", () => {
    const report = assembleReport(makeJudgement({}, { "proactive.licensing.change": -3 }, "2019"), origin);
    const lines = linesOf(csvLines(FIGURE_LIST, report));
    expect(lines).toHaveLength(198);
    expect(lines.find((line) => line.includes("proactive.licensing.change"))).toContain(
      ",2024,2019,proactive.licensing.change,-3,true,第2页,第二部分表格“行政许可”行“本年增/减”列",
    );
  });

  test("ends with the unit printed in a figure's cell or over its column", () => {
    const judgement = makeJudgement({}, { "proactive.fees.amount": 51234 });
    const fees = { ...judgement.figures["proactive.fees.amount"], unit: "元" } as (typeof judgement.figures)[string];
    const lines = linesOf(
      csvLines(
        FIGURE_LIST,
        assembleReport({ ...judgement, figures: { ...judgement.figures, "proactive.fees.amount": fees } }, origin),
      ),
    );
    expect(csvHeader(FIGURE_LIST)).toMatch(
      /,单位,原文,情况,文件校验码,文种,行政区划代码,行政区划名称,文种代码,人工确认\r\n$/u,
    );
    expect(lines.find((line) => line.includes("proactive.fees.amount"))).toMatch(
      new RegExp(
        `,51234,true,.*,元,[^,]*,数字,${origin.source.sha256},政府信息公开工作年度报告,370102,[^,]*,disclosure-annual-report,$`,
        "u",
      ),
    );
    expect(lines.find((line) => line.includes("proactive.licensing.decisions"))).toMatch(
      /,,1846,数字,[0-9a-f]{64},政府信息公开工作年度报告,370102,/u,
    );
  });

  test("tells a blank cell from one that was not read, with what is printed", () => {
    const invalid = makeInvalid();
    const lines = linesOf(
      csvLines(
        FIGURE_LIST,
        assembleReport(
          {
            ...invalid,
            blanks: {
              "review.reconsideration.pending": { text: "/", where: { page: 1, box: [0, 0, 1, 1] }, confidence: 1 },
            },
          },
          origin,
        ),
      ),
    );
    expect(lines.find((line) => line.includes("review.reconsideration.pending"))).toContain(",/,非数字,");
    const unread = linesOf(csvLines(FIGURE_LIST, assembleReport({ ...invalid, blanks: {} }, origin)));
    expect(unread.find((line) => line.includes("review.reconsideration.pending"))).toContain(",未读出,");
  });

  test("tells certain figures from uncertain ones, and a blank from a nought", () => {
    const lines = linesOf(csvLines(FIGURE_LIST, assembleReport(makeNeedsReview(), origin)));
    expect(lines).toHaveLength(200);
    expect(lines.find((line) => line.includes("applications.resultTotal.total"))).toContain(",7,false,第3页,");
    expect(lines.find((line) => line.includes("applications.granted.naturalPerson"))).toContain(",,false,,");
    expect(lines.find((line) => line.includes("proactive.compulsion.decisions"))).toContain(",,true,第2页,");
    expect(lines.find((line) => line.includes("proactive.regulations.issued"))).toContain(",0,true,第2页,");
  });

  test("says of a figure who looked it up, and what it was read as", () => {
    const review = {
      figure: "proactive.fees.amount",
      kind: "correct",
      before: 251.6,
      after: 250,
      reason: null,
      by: "张三",
      at: "2025-01-20T08:30:00.000Z",
    } as const;
    const report = { ...assembleReport(makeJudgement(), origin), reviews: [review] } as Report;
    const line = linesOf(csvLines(FIGURE_LIST, report)).find((each) => each.includes("proactive.fees.amount"));
    expect(line).toMatch(/,由251\.6改为250：经张三人工确认，2025-01-20 16:30（北京时间）。$/u);
    const byWhom = /,经张三人工确认，2025-01-20 16:30（北京时间）$/u;
    expect(linesOf(summaryLine(report))[0]).toMatch(byWhom);
    const found = linesOf(csvLines(PROBLEM_LIST, { ...report, findings: makeInvalid().findings } as Report));
    expect(found.length).toBeGreaterThan(0);
    for (const problem of found) expect(problem).toMatch(byWhom);
  });

  test("has nothing for a file that is no annual report", () => {
    expect(csvLines(FIGURE_LIST, assembleReport(UNRECOGNIZED, origin))).toBe("");
  });
});
