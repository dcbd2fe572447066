import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import type { FormFile } from "../../../lib/profiles/common/form/form-file.ts";
import { lintForm } from "../../../lib/profiles/declared/lint.ts";
import { declaredProfile } from "../../../lib/profiles/declared/profile.ts";
import { DISCLOSURE } from "../../../lib/profiles/disclosure/profile.ts";
import { readHtml, secondReading } from "../../make/readings.ts";

/** A form whose rows stand in groups, counts and an amount side by side. */
const FORM: FormFile = {
  id: "service-points",
  version: "2025",
  title: "便民服务情况统计表",
  titles: ["便民服务情况统计表"],
  source: { name: "便民服务情况统计表", number: null, issuer: "云泽县民政局", date: "2025年" },
  identity: { organization: { labels: ["填报单位"] } },
  types: {
    count: { unit: "件", decimals: "INF", missingValues: [""], blank: "error" },
    money: { unit: "万元", decimals: "printed", missingValues: ["", "—"], blank: "zero" },
  },
  tables: [
    {
      key: "t1",
      name: "便民服务情况统计表",
      recognise: { title: ["便民服务情况统计表"] },
      type: "count",
      grid: {
        panels: [
          {
            columns: { number: ["办理件数"], cost: ["办理经费"] },
            types: { cost: "money" },
            rows: {
              "window.certificates": ["（一）窗口办理.1.证照办理"],
              "window.other": ["（一）窗口办理.2.其他"],
              "online.queries": ["（二）网上办理.1.信息查询"],
              "online.other": ["（二）网上办理.2.其他"],
              total: ["（三）合计"],
            },
          },
        ],
      },
    },
  ],
  checks: [
    {
      code: "SUM",
      says: "合计等于各项之和",
      each: { c: "t1.columns" },
      equal: [
        { sum: ["t1.window.certificates.{c}", "t1.window.other.{c}", "t1.online.queries.{c}", "t1.online.other.{c}"] },
        "t1.total.{c}",
      ],
      basis: "user",
      severity: "error",
    },
  ],
};

const RIGHT = ["12", "12000", "3", "5500", "40", "—", "2", "2500", "57", "20000"];

const page = (figures: readonly string[]): Uint8Array => {
  const cells = (row: number) =>
    figures
      .slice(2 * row, 2 * row + 2)
      .map((text) => `<td>${text}</td>`)
      .join("");
  return Buffer.from(`<html><body><h1>2025年便民服务情况统计表</h1><p>填报单位：云泽县青溪镇人民政府</p><p>金额单位：元</p><table>
<tr><td colspan="2">事项</td><td>办理件数</td><td>办理经费</td></tr>
<tr><td rowspan="2">（一）窗口办理</td><td>1.证照办理</td>${cells(0)}</tr><tr><td>2.其他</td>${cells(1)}</tr>
<tr><td rowspan="2">（二）网上办理</td><td>1.信息查询</td>${cells(2)}</tr><tr><td>2.其他</td>${cells(3)}</tr>
<tr><td colspan="2">（三）合计</td>${cells(4)}</tr></table></body></html>`);
};

async function judged(figures: readonly string[]) {
  const bytes = page(figures);
  const reading = { document: readHtml(bytes), second: await secondReading(bytes, "html", "flatText"), recognised: [] };
  return declaredProfile(FORM).read(reading)?.judge();
}

describe("rows in groups, with an amount beside counts", () => {
  test("are told by their groups and their order, each figure in the unit of its column", async () => {
    expect(lintForm(FORM)).toEqual([]);
    const report = await judged(RIGHT);
    expect(report).toMatchObject({
      status: "valid",
      uncertain: [],
      tables: {
        t1: {
          "window.other": { number: 3, cost: 5500 },
          "online.queries": { number: 40, cost: null },
          "online.other": { number: 2, cost: 2500 },
        },
      },
      figures: { "t1.window.other.cost": { unit: "元", equations: 1 }, "t1.window.other.number": { equations: 1 } },
    });
    expect(report?.figures["t1.window.other.number"]).not.toHaveProperty("unit");
    const { inFormUnit } = declaredProfile(FORM).figures;
    expect(inFormUnit("t1.total.cost", 20_000, "元")).toEqual({ value: 2, converted: true });
    expect(inFormUnit("t1.total.number", 57, "元")).toBeNull();
  });

  test("with a count left blank, or a sum that is none, are told so", async () => {
    const blank = await judged(RIGHT.with(4, ""));
    expect(blank?.findings).toContainEqual(
      expect.objectContaining({ code: "CELL-BLANK", cells: ["t1.online.queries.number"] }),
    );
    const wrong = await judged(RIGHT.with(6, "4"));
    expect(wrong?.findings.map(({ code }) => code)).toEqual(["SUM"]);
  });

  test("of a type that is none, or of a column that is none, are refused", () => {
    const typed = (types: Record<string, string>) => {
      const [table] = FORM.tables;
      const panels = (table?.grid?.panels ?? []).map((panel) => ({ ...panel, types }));
      return lintForm({ ...FORM, tables: [{ ...table, grid: { panels } }] }).join();
    };
    expect(typed({ cost: "weight" })).toMatch(/“weight”不是数字的类型/u);
    expect(typed({ weight: "money" })).toMatch(/没有栏“weight”/u);
  });
});

test.each(["2019", "2021"])("the form file of the disclosure report of %s has no faults", async (version) => {
  const file = await readFile(new URL(`../../../forms/disclosure-${version}.json`, import.meta.url), "utf8");
  const form = JSON.parse(file) as FormFile;
  expect([lintForm(form), form.id, form.version]).toEqual([[], DISCLOSURE.id, version]);
});
