import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gridOf, isParagraph, isTable } from "../../lib/document/document.ts";
import type { Glyph, PageGeometry } from "../../lib/tables/geometry.ts";
import { blocksOf } from "../../lib/tables/layout.ts";
import { written } from "../make/geometry.ts";

const page = (glyphs: readonly Glyph[], number = 1): PageGeometry => ({
  number,
  width: 595,
  height: 842,
  strokes: [],
  fills: [],
  glyphs,
  pictures: [],
});
const middle = (text: string, x: number, y: number) => written(text, x - ([...text].length * (/^[\d.,/]*$/u.test(text) ? 4.5 : 9)) / 2, y);
const NAMES = ["自然人", "商业企业", "科研机构", "其他", "总计"];
const COLUMNS = [280, 340, 400, 460, 520];
const header = (y: number) => NAMES.flatMap((name, index) => middle(name, COLUMNS[index] as number, y));
const row = (label: readonly string[], values: readonly string[], y: number) => [
  ...label.flatMap((line, index) => written(line, 60, y + (index - (label.length - 1) / 2) * 13)),
  ...values.flatMap((value, index) => middle(value, COLUMNS[index] as number, y)),
];
const tablesOf = (...pages: PageGeometry[]) =>
  blocksOf(pages)
    .filter(isTable)
    .map((table) => gridOf(table).map((line) => line.filter((cell, index) => cell !== null && line[index - 1] !== cell).map((cell) => cell?.text)));

describe("a table without borders", () => {
  test("has its rows, labels, headings and blank cells, whatever the figures and however the labels are wrapped", () => {
    const value = fc.oneof({ weight: 8, arbitrary: fc.nat(99_999).map(String) }, { weight: 1, arbitrary: fc.constant("") });
    const line = fc.record({ wrapped: fc.integer({ min: 1, max: 3 }), values: fc.tuple(value, value, value, value, fc.nat(999).map(String)) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 3, maxLength: 10 }), (lines) => {
        // A column that no row fills can only be told by its name, which stands above it.
        const rows = lines.map(({ wrapped, values }, index) => ({ label: [`${index + 1}.事由`, "续写标签", "再续一行"].slice(0, wrapped), values }));
        let y = 100;
        const glyphs = rows.flatMap(({ label, values }) => {
          y += 50;
          return row(label, values, y);
        });
        const [found] = tablesOf(
          page([...written("根据条例的规定编制本年度报告并按时公布，所列数据的统计期限为全年，特此说明。", 60, 60), ...header(110), ...glyphs]),
        );
        expect(found).toEqual([NAMES, ...rows.map(({ label, values }) => [label.join("\n"), ...values])]);
      }),
      { numRuns: 100 },
    );
  });

  test("has headings over groups of columns", () => {
    const groups = [...middle("申请人情况", 400, 96), ...header(120)];
    const [found] = tablesOf(
      page([...groups, ...row(["一、新收"], ["1", "2", "3", "4", "10"], 150), ...row(["二、结转"], ["0", "0", "0", "0", "0"], 180)]),
    );
    expect(found?.slice(0, 2)).toEqual([["申请人情况"], NAMES]);
  });

  test("takes along a header that the page before ends with", () => {
    const first = page([...written("三、收到和处理申请情况", 60, 700), ...header(760)]);
    const second = page([...row(["一、新收"], ["1", "2", "3", "4", "10"], 90), ...row(["二、结转"], ["0", "0", "0", "0", "0"], 120)], 2);
    expect(tablesOf(first, second)).toEqual([[NAMES, ["一、新收", "1", "2", "3", "4", "10"], ["二、结转", "0", "0", "0", "0", "0"]]]);
    expect(
      blocksOf([first, second])
        .filter(isParagraph)
        .map((block) => block.text),
    ).toEqual(["三、收到和处理申请情况"]);
  });

  test("is not made of prose, dates, telephone numbers or a table of contents", () => {
    const lines = [
      "全年共收到申请12件，办结12件。",
      "联系电话：0531-88888888",
      "2024年1月15日",
      "一、总体情况…………………………1",
      "二、主动公开政府信息情况…………2",
    ];
    expect(tablesOf(page(lines.flatMap((line, index) => written(line, 60, 100 + 20 * index))))).toEqual([]);
  });
});
