import { describe, expect, test } from "@jest/globals";
import { DISCLOSURE } from "../../../lib/profiles/disclosure/profile.ts";
import { assembleReport } from "../../../lib/report/assemble.ts";
import { type Collection, countsOf, openCollection } from "../../../lib/report/collection/collection.ts";
import { parentAgainst, parentInWords } from "../../../lib/report/collection/parent.ts";
import { checksInWords, leftOutIn } from "../../../lib/report/collection/words.ts";
import type { Report } from "../../../lib/report/schema.ts";
import { makeReport, sha256 } from "../../make/catalog.ts";
import { makeJudgement, makeSource } from "../../make/judgement.ts";

const TOTAL = "applications.newlyReceived.total";
const report = (organization: string, more: Partial<Parameters<typeof makeReport>[0]> = {}): Report =>
  makeReport({ organization, division: "370102", year: 2024, ...more });
const inForm = (form: "2019" | "2021", name: string): Report =>
  assembleReport(makeJudgement({ organization: { name, division: null }, year: 2024 }, {}, form), {
    engineVersion: "1.0.0",
    source: makeSource({ sha256: sha256(name + form), name: `${name}.pdf` }),
  });

function collect(reports: readonly Report[], chosen: readonly Report[] = []): Collection {
  const collection = openCollection({
    profile: DISCLOSURE,
    year: 2024,
    chosen: new Set(chosen.map(({ id }) => id)),
  });
  for (const each of reports) collection.add(each);
  return collection.result();
}
const tableIn = (collection: Collection, name: string) => {
  const table = collection.tables.find((each) => each.name === name);
  if (!table) throw new Error(`no ${name}`);
  return table;
};
const sumIn = (collection: Collection, figure: string) =>
  collection.tables.flatMap(({ sums }) => sums.get(figure) ?? [])[0];

describe("the sum of reports", () => {
  test("is that of their figures, decimals without noise", () => {
    const sum = collect(
      [0.1, 0.2, 0.7].map((amount, n) => report(`${n}局`, { changes: { "proactive.fees.amount": amount } })),
    );
    expect(sumIn(sum, TOTAL)).toEqual({ sum: 18, counted: 3, leftOut: 0 });
    expect(sumIn(sum, "proactive.fees.amount")?.sum).toBe(1);
    expect(sum.leftOut).toEqual([]);
  });

  test("never mixes forms: a table of another form is a sum beside it", () => {
    const sum = collect([inForm("2021", "甲局"), inForm("2019", "乙局"), inForm("2021", "丙局")]);
    expect(sum.tables.map(({ name, reports }) => [name, reports])).toEqual([
      ["第二部分表格（2021年起的格式）", 2],
      ["第二部分表格（2019、2020年的格式）", 1],
      ["第三部分表格（2021年起的格式）", 2],
      ["第三部分表格（2019、2020年的格式）", 1],
      ["第四部分表格", 3],
    ]);
    const old = tableIn(sum, "第三部分表格（2019、2020年的格式）");
    expect(old.sums.get(TOTAL)?.sum).toBe(6);
    expect(old.layout.body).toHaveLength(23);
    expect(old.checks.every(({ holds }) => holds)).toBe(true);
  });

  test("names each report that is not in it, and why, and each that is although it is not valid", () => {
    const wrong = report("乙局", { status: "invalid" });
    const others = [
      report("丙局", { status: "invalid" }),
      report("丁局", { status: "needs-review", uncertain: [TOTAL] }),
      report("戊局", { year: 2023 }),
    ];
    const sum = collect([report("甲局"), wrong, ...others], [wrong]);
    expect(sum.members.map(({ organization, counted, remark }) => [organization, counted, remark])).toEqual([
      ["甲局", true, ""],
      ["乙局", true, "有误须退回，经选择计入"],
      ["丙局", false, "有误须退回"],
      ["丁局", false, "有待核对的内容"],
      ["戊局", false, "不是这一年度的"],
    ]);
    expect(sumIn(sum, TOTAL)?.counted).toBe(2);
    expect(countsOf(sum)).toBe("计入2份（合格1份，有误须退回1份），未计入3份（有误须退回1份，需人工核对1份，合格1份）");
  });

  test("leaves out what is blank or in doubt, by name, and says so beside the relation that it breaks", () => {
    const doubted = report("乙局", {
      status: "needs-review",
      uncertain: [TOTAL],
      changes: { "proactive.fees.amount": null },
    });
    const sum = collect([report("甲局"), doubted], [doubted]);
    expect(sumIn(sum, TOTAL)).toEqual({ sum: 6, counted: 1, leftOut: 1 });
    expect(sum.leftOut.map(({ organization, figure, reason }) => [organization, figure, reason])).toEqual([
      ["乙局", "proactive.fees.amount", "空白"],
      ["乙局", TOTAL, "待核对"],
    ]);
    const table = tableIn(sum, "第三部分表格");
    const broken = table.checks.filter(({ holds }) => !holds);
    expect(broken.map(({ code, partial }) => [code, partial])).toEqual([
      ["APP-ROW", true],
      ["APP-BALANCE", true],
    ]);
    expect(checksInWords({ ...table, leftOut: leftOutIn(table) })).toBe(
      "勾稽关系39项，2项不符。有1个数字空缺、待核对或者单位不明，没有计入，所在单元格已标出。",
    );
  });

  test("is held against the form's own relations, whichever report breaks them", () => {
    const wrong = report("乙局", { status: "invalid", changes: { [TOTAL]: 9 } });
    const checks = tableIn(collect([report("甲局"), wrong], [wrong]), "第三部分表格").checks;
    expect(
      checks
        .filter(({ holds }) => !holds)
        .map(({ says, leftSum, rightSum, partial }) => [says, leftSum, rightSum, partial]),
    ).toEqual([
      ["“一、本年新收政府信息公开申请数量”行：各类申请人之和等于总计", 12, 15, false],
      ["“总计”列：第一项加第二项等于第三项加第四项", 17, 14, false],
    ]);
  });

  test("takes an amount in 元 as so many 万元, and leaves out one whose unit is none of money", () => {
    const withUnit = (name: string, unit: string): Report => {
      const made = report(name, { changes: { "proactive.fees.amount": 20_000 } });
      const cell = { ...made.figures["proactive.fees.amount"], unit };
      return { ...made, figures: { ...made.figures, "proactive.fees.amount": cell } } as Report;
    };
    const sum = collect([withUnit("甲局", "元"), withUnit("乙局", "美元")]);
    expect(sumIn(sum, "proactive.fees.amount")).toEqual({ sum: 2, counted: 1, leftOut: 1 });
    expect(sum.leftOut).toMatchObject([{ organization: "乙局", text: "20000", reason: "单位为美元，无法换算" }]);
  });
});

describe("the report of the office above", () => {
  const units = [report("甲局"), report("乙局")];
  const parent = (changes: Readonly<Record<string, number>>): Report =>
    report("某县人民政府", { changes: { ...doubled(), ...changes } });
  /** What both units say together. */
  const doubled = (): Record<string, number> =>
    Object.fromEntries(
      collect(units).tables.flatMap(({ sums }) => [...sums].map(([name, { sum }]) => [name, sum] as const)),
    );

  test("is found to be the sum of its units, or where it is not, a finding a table", () => {
    const sum = collect(units);
    expect(parentAgainst(sum, parent({}), true)).toMatchObject({ findings: [], left: 0 });
    const comparison = parentAgainst(sum, parent({ [TOTAL]: 13, "review.reconsideration.total": 5 }), true);
    expect(comparison?.findings).toEqual([
      {
        code: "COLLECTION-SUM",
        severity: "warning",
        message:
          "与所属2个单位之和不一致：第三部分表格“一、本年新收政府信息公开申请数量”行“总计”列填的是13，各单位之和为12。请核对。",
        cells: [TOTAL],
        expected: 12,
        actual: 13,
      },
      expect.objectContaining({ cells: ["review.reconsideration.total"], expected: 2, actual: 5 }),
    ]);
  });

  test("is told nothing where a unit is missing, not in the sum, or of another year", () => {
    const wrong = report("丙局", { status: "invalid" });
    expect(parentAgainst(collect(units), parent({ [TOTAL]: 13 }), false)).toBeNull();
    expect(parentAgainst(collect([...units, wrong]), parent({ [TOTAL]: 13 }), true)).toBeNull();
    expect(parentAgainst(collect(units), report("某县人民政府", { year: 2023 }), true)).toBeNull();
    expect(parentAgainst(collect([]), parent({}), true)).toBeNull();
  });

  test("is not accused by a figure that it or a unit does not say with certainty", () => {
    const doubted = report("丙局", { status: "needs-review", uncertain: [TOTAL] });
    const comparison = parentAgainst(collect([...units, doubted], [doubted]), parent({ [TOTAL]: 99 }), true);
    expect(comparison?.findings.flatMap(({ cells }) => cells)).not.toContain(TOTAL);
    const own = report("某县人民政府", {
      changes: { ...doubled(), [TOTAL]: 99 },
      status: "needs-review",
      uncertain: [TOTAL],
    });
    expect(parentAgainst(collect(units), own, true)).toMatchObject({ findings: [], left: 1 });
  });

  test("is not said to be the sum where nothing, or not everything, could be compared", () => {
    const words = (own: Report) =>
      parentInWords({ organization: "某县人民政府", comparison: parentAgainst(collect(units), own, true) }).join("");
    const doubtful = (uncertain: readonly string[]) =>
      report("某县人民政府", { changes: doubled(), status: "needs-review", uncertain });
    expect(words(doubtful([TOTAL]))).toMatch(/与各单位之和一致。比较了\d+个数字，另有1个不能比较/u);
    expect(words(doubtful(Object.keys(doubled())))).toMatch(/^某县人民政府的报告：没有可以比较的数字/u);
    expect(words(parent({}))).toBe("某县人民政府的报告与各单位之和一致。");
  });
});
