import { describe, expect, test } from "@jest/globals";
import { cellLabel } from "../../lib/profiles/disclosure/figure-label.ts";
import { figureNames } from "../../lib/profiles/disclosure/form.ts";
import { assembleReport } from "../../lib/report/assemble.ts";
import { anchorOf, findingPlace, placeLabel, wordsOf } from "../../lib/report/labels.ts";
import { FINDINGS, makeInvalid, makeSource } from "../make/judgement.ts";

const report = { profile: "disclosure-annual-report" };
const { figureGroup } = wordsOf(report);

describe("names for a clerk", () => {
  test.each(["2021", "2019"] as const)("every figure of the form of %s has a name of its own", (form) => {
    const names = figureNames(form, form);
    const labels = names.map(cellLabel);
    expect(new Set(labels).size).toBe(names.length);
    expect(labels.filter((label) => /[a-zA-Z]/u.test(label))).toEqual([]);
    expect(labels.filter((label) => label.startsWith("第三") && !label.endsWith("列"))).toEqual([]);
  });

  test("a sum is called by the row or column that it runs along", () => {
    expect(
      figureGroup([
        "applications.granted.naturalPerson",
        "applications.granted.business",
        "applications.granted.total",
      ]),
    ).toBe("第三部分表格“（一）予以公开”行");
    expect(
      figureGroup(["applications.granted.total", "applications.resultTotal.total", "applications.carriedOver.total"]),
    ).toBe("第三部分表格“总计”列");
    expect(figureGroup(["review.reconsideration.upheld", "review.reconsideration.total"])).toBe(
      "第四部分表格“行政复议”行",
    );
  });

  test("figures without a common row or column are named one by one, more by the first, many by their tables", () => {
    const names = [
      "proactive.regulations.issued",
      "proactive.fees.amount",
      "review.reconsideration.total",
      "applications.granted.other",
    ];
    expect(figureGroup(names.slice(0, 2))).toBe(
      "第二部分表格“规章”行“本年制发件数”列、第二部分表格“行政事业性收费”行“本年收费金额（单位：万元）”列",
    );
    expect(figureGroup(names)).toBe("第二部分表格“规章”行“本年制发件数”列等4处");
    expect(figureGroup(figureNames("2021", "2021").filter((name) => !name.startsWith("review.")))).toBe(
      "第二部分表格“主动公开政府信息情况”、第三部分表格“收到和处理政府信息公开申请情况”中的185处",
    );
  });
});

describe("places", () => {
  test("pages are called by their number, tables, rows and columns are counted from 1", () => {
    expect(placeLabel({ page: 2, box: [0, 0, 1, 1] })).toBe("第2页");
    expect(placeLabel({ table: 0, row: 4, column: 1 })).toBe("文件第1个表格第5行第2格");
    expect(placeLabel({ paragraph: 0 })).toBe("第1段");
    expect(placeLabel({ offset: 9, length: 2 })).toBe("第10个字符处");
  });

  test("a finding stands at its figures and their page, else in its section, else in the whole text", () => {
    const report = assembleReport(makeInvalid(), { engineVersion: "0.1.0", source: makeSource() });
    const finding = { code: "X", severity: "error" as const, message: "错", cells: [] as string[] };
    expect(findingPlace({ ...finding, cells: ["applications.granted.total"] }, report)).toBe(
      "第三部分表格“（一）予以公开”行“总计”列（第3页）",
    );
    expect(findingPlace({ ...finding, cells: ["proactive.compulsion.decisions"] }, report)).toBe(
      "第二部分表格“行政强制”行“本年处理决定数量”列（第2页）",
    );
    expect(findingPlace({ ...finding, section: 0 }, report)).toBe("标题与前言");
    expect(findingPlace({ ...finding, section: 5 }, report)).toBe("第五部分");
    expect(findingPlace(finding, report)).toBe("全文");
  });
});

test("a failing sum is shown at the proposed cell, else at its own total", () => {
  const [sum, row, blank] = FINDINGS.map((finding) => ({ ...finding, cells: [...finding.cells] }));
  if (!sum || !row || !blank) throw new Error("three findings are needed");
  expect(anchorOf(sum, report)).toBe("applications.resultTotal.total");
  expect(anchorOf({ ...sum, proposal: { cell: "applications.granted.total", value: 5 } }, report)).toBe(
    "applications.granted.total",
  );
  expect(anchorOf({ ...row, cells: row.cells.map((name) => name.replace("resultTotal", "granted")) }, report)).toBe(
    "applications.granted.total",
  );
  expect(anchorOf(blank, report)).toBe("proactive.compulsion.decisions");
  expect(anchorOf({ ...blank, cells: [] }, report)).toBeNull();
});
