import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gridOf, isParagraph, isTable } from "../../lib/document/document.ts";
import type { Glyph, PageGeometry } from "../../lib/pages/geometry.ts";
import { blocksOf } from "../../lib/pages/layout.ts";
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
const middle = (text: string, x: number, y: number) =>
  written(text, x - ([...text].length * (/^[\d.,/]*$/u.test(text) ? 4.5 : 9)) / 2, y);
const NAMES = ["自然人", "商业企业", "科研机构", "其他", "总计"];
const COLUMNS = [280, 340, 400, 460, 520];
const header = (y: number) => NAMES.flatMap((name, index) => middle(name, COLUMNS[index] as number, y));
const row = (label: readonly string[], values: readonly string[], y: number, pitch = 13) => [
  ...label.flatMap((line, index) => written(line, 60, y + (index - (label.length - 1) / 2) * pitch)),
  ...values.flatMap((value, index) => middle(value, COLUMNS[index] as number, y)),
];
const tablesOf = (...pages: PageGeometry[]) =>
  blocksOf(pages)
    .filter(isTable)
    .map((table) =>
      gridOf(table).map((line) =>
        line.filter((cell, index) => cell !== null && line[index - 1] !== cell).map((cell) => cell?.text),
      ),
    );

describe("a table without borders", () => {
  test("has its rows, labels, headings and blank cells, whatever the figures and however the labels are wrapped", () => {
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.nat(99_999).map(String) },
      { weight: 1, arbitrary: fc.constant("") },
    );
    const line = fc.record({
      wrapped: fc.integer({ min: 1, max: 3 }),
      values: fc.tuple(value, value, value, value, fc.nat(999).map(String)),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 3, maxLength: 10 }), (lines) => {
        // A column that no row fills can only be told by its name, which stands above it.
        const rows = lines.map(({ wrapped, values }, index) => ({
          label: [`${index + 1}.事由`, "续写标签", "再续一行"].slice(0, wrapped),
          values,
        }));
        let y = 100;
        const glyphs = rows.flatMap(({ label, values }) => {
          y += 50;
          return row(label, values, y);
        });
        const [found] = tablesOf(
          page([
            ...written("根据条例的规定编制本年度报告并按时公布，所列数据的统计期限为全年，特此说明。", 60, 60),
            ...header(110),
            ...glyphs,
          ]),
        );
        expect(found).toEqual([NAMES, ...rows.map(({ label, values }) => [label.join("\n"), ...values])]);
      }),
      { numRuns: 100 },
    );
  });

  test("has the columns of labels that stand under names of their own, also where a row has some of them alone", () => {
    const entry = (labels: readonly string[], values: readonly string[], y: number) => [
      ...labels.flatMap((label, index) => written(label, [60, 120, 180][index] as number, y)),
      ...values.flatMap((value, index) => middle(value, COLUMNS[index] as number, y)),
    ];
    const glyphs = [
      ...entry(["日期", "凭证", "摘要"], ["借方", "贷方", "余额"], 100),
      ...entry(["1月5日", "记三", "收到补助款"], ["250", "", "250"], 120),
      ...entry(["2月9日", "记四", "付水电费"], ["", "50", "200"], 140),
      ...entry(["", "", "本季合计"], ["250", "50", "200"], 160),
    ];
    expect(tablesOf(page(glyphs))).toEqual([
      [
        ["日期", "凭证", "摘要", "借方", "贷方", "余额"],
        ["1月5日", "记三", "收到补助款", "250", "", "250"],
        ["2月9日", "记四", "付水电费", "", "50", "200"],
        ["", "", "本季合计", "250", "50", "200"],
      ],
    ]);
  });

  test("has the name of its labels over them, though it stands right of all of them in the middle of a wide column", () => {
    const line = (label: string, values: readonly string[], y: number) => [
      ...written(label, 60, y),
      ...values.flatMap((value, index) => middle(value, COLUMNS[index + 1] as number, y)),
    ];
    const glyphs = [
      ...written("项目", 170, 100),
      ...line("", ["本期", "上期"], 100),
      ...line("营业收入", ["8962", "9175"], 120),
      ...line("营业成本", ["6253", "7436"], 140),
      ...line("利润总额", ["2709", "1739"], 160),
    ];
    expect(tablesOf(page(glyphs))).toEqual([
      [
        ["项目", "本期", "上期"],
        ["营业收入", "8962", "9175"],
        ["营业成本", "6253", "7436"],
        ["利润总额", "2709", "1739"],
      ],
    ]);
  });

  test("has the figures of each row together, however close to both lines of its label and however little askew", () => {
    const line = fc.record({ wrapped: fc.integer({ min: 1, max: 8 }), values: fc.array(fc.nat(999).map(String)) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 90, max: 130 }),
        fc.integer({ min: -5, max: 5 }),
        (lines, percent, tilt) => {
          const [pitch, slope] = [percent / 100, tilt / 10_000];
          const rows = lines.map(({ wrapped, values }, index) => ({
            label: [
              `${index + 1}.事由`,
              "续写标签",
              "再续一行",
              ..."四五六七".split("").map((n) => `第${n}行`),
              "末行",
            ].slice(0, wrapped),
            values: COLUMNS.map((_, column) => values[column] ?? "0"),
          }));
          let y = 150;
          const glyphs = rows.flatMap(({ label, values }) => {
            const top = y;
            y += (label.length * pitch + 0.8) * 9;
            return row(label, values, (top + y) / 2, pitch * 9);
          });
          const askew = [...header(120), ...glyphs].map((glyph) => ({ ...glyph, y: glyph.y + slope * glyph.x }));
          expect(tablesOf(page(askew))).toEqual([
            [NAMES, ...rows.map(({ label, values }) => [label.join("\n"), ...values])],
          ]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("has each label whole where the name of their group stands between the lines of two", () => {
    const labelled = (label: readonly [string, string], values: readonly string[], y: number) => [
      ...label.flatMap((line, index) => written(line, 140, y + (index - 0.5) * 24)),
      ...values.flatMap((value, index) => middle(value, COLUMNS[index] as number, y)),
    ];
    const [found] = tablesOf(
      page([
        ...header(140),
        ...labelled(["1.属于国家", "秘密"], ["1", "2", "3", "4", "10"], 180),
        ...labelled(["2.其他法律", "禁止公开"], ["0", "0", "0", "5", "5"], 240),
        ...written("（三）", 60, 246),
        ...written("不予", 60, 272),
        ...labelled(["3.危及", "一稳定"], ["6", "0", "0", "0", "6"], 300),
        ...labelled(["4.保护", "权益"], ["0", "7", "0", "0", "7"], 360),
      ]),
    );
    expect(found?.map((cells) => cells.join("").replaceAll("\n", "")).slice(1)).toEqual([
      "1.属于国家秘密123410",
      "2.其他法律禁止公开00055",
      "（三）不予3.危及一稳定60006",
      "4.保护权益07007",
    ]);
  });

  test("has headings over groups of columns", () => {
    const groups = [...middle("申请人情况", 400, 96), ...header(120)];
    const [found] = tablesOf(
      page([
        ...groups,
        ...row(["一、新收"], ["1", "2", "3", "4", "10"], 150),
        ...row(["二、结转"], ["0", "0", "0", "0", "0"], 180),
      ]),
    );
    expect(found?.slice(0, 2)).toEqual([["申请人情况"], NAMES]);
  });

  test("takes along a header that the page before ends with", () => {
    const first = page([...written("三、收到和处理申请情况", 60, 700), ...header(760)]);
    const second = page(
      [...row(["一、新收"], ["1", "2", "3", "4", "10"], 90), ...row(["二、结转"], ["0", "0", "0", "0", "0"], 120)],
      2,
    );
    expect(tablesOf(first, second)).toEqual([
      [NAMES, ["一、新收", "1", "2", "3", "4", "10"], ["二、结转", "0", "0", "0", "0", "0"]],
    ]);
    expect(
      blocksOf([first, second])
        .filter(isParagraph)
        .map((block) => block.text),
    ).toEqual(["三、收到和处理申请情况"]);
  });

  describe("whose text stands at the top left of its cells", () => {
    const atLeft = (y: number, cells: readonly (readonly [x: number, text: string])[]) =>
      cells.flatMap(([x, cell]) => written(cell, x, y));
    const [A, B, C, D] = [60, 200, 240, 280];
    /** Lines of the same pitch, as cells without any padding leave them. */
    const sheet = (lines: readonly (readonly (readonly [number, string])[])[], from = 100) =>
      lines.flatMap((cells, index) => atLeft(from + 13 * index, cells));
    const header = [
      [
        [A, "（勾稽关系"],
        [B, "按申请人计的数量"],
      ],
      [
        [A, "如下所示）"],
        [B, "自然"],
        [C, "法人或其他组织"],
      ],
      [
        [B, "人"],
        [C, "商业企业"],
        [D, "其他"],
      ],
    ] as const;
    const figures = [
      [B, "1"],
      [C, "2"],
      [D, "3"],
    ] as const;
    const expected = [
      ["（勾稽关系\n如下所示）", "按申请人计的数量"],
      ["法人或其他组织"],
      ["自然\n人", "商业企业", "其他"],
      ["新收申请\n数量", "1", "2", "3"],
      ["上年结转", "1", "2", "3"],
      ["备注：其中合并处理"],
      ["结转下年\n度继续\n办理", "1", "2", "3"],
    ];
    const rows = [
      [[A, "新收申请"], ...figures],
      [[A, "数量"]],
      [[A, "上年结转"], ...figures],
      [[A, "备注：其中合并处理"]],
      [[A, "结转下年"], ...figures],
      [[A, "度继续"]],
      [[A, "办理"]],
    ] as const;
    const words = (table: (string | undefined)[][] | undefined) =>
      table?.map((line) => line.filter((cell) => cell !== ""));

    test("has the rest of each label below its figures, names of columns and notes by themselves", () => {
      const [found] = tablesOf(page(sheet([...header, ...rows])));
      expect(words(found)).toEqual(expected);
    });

    test("is the same wherever a page ends", () => {
      const lines = [...header, ...rows];
      for (let at = 1; at < lines.length; at++) {
        const first = sheet(lines.slice(0, at), 800 - 13 * at);
        const found = tablesOf(page(first), page(sheet(lines.slice(at), 60), 2));
        expect(found.map(words)).toEqual([expected]);
      }
    });
  });

  test("has its figures under their names, though they stand at one side of their cells, and a name over a blank column", () => {
    const width = (text: string) => 4.5 * text.length;
    const aside = (side: -1 | 1, values: readonly string[], y: number) =>
      values.flatMap((value, index) =>
        written(value, (COLUMNS[index] as number) + side * 28 - (side > 0 ? width(value) : 0), y),
      );
    const value = fc.oneof(fc.nat(9), fc.nat(99_999)).map(String);
    const values = fc.tuple(value, value, value, value, value);
    fc.assert(
      fc.property(
        fc.constantFrom(-1 as const, 1 as const),
        fc.array(values, { minLength: 2, maxLength: 6 }),
        (side, lines) => {
          const rows = lines.flatMap((line, index) => [
            ...written(`${index + 1}.事由`, 60, 150 + 25 * index),
            ...aside(side, line, 150 + 25 * index),
          ]);
          const [found] = tablesOf(page([...header(120), ...rows]));
          expect(found).toEqual([NAMES, ...lines.map((line, index) => [`${index + 1}.事由`, ...line])]);
        },
      ),
      { numRuns: 50 },
    );
    const blank = ["", "1", "2", "3", "6"];
    const [found] = tablesOf(
      page([...header(120), ...row(["一、新收"], blank, 150), ...row(["二、结转"], blank, 180)]),
    );
    expect(found).toEqual([NAMES, ["一、新收", ...blank], ["二、结转", ...blank]]);
  });

  test("goes on where the next page has another margin and the same header again", () => {
    const odd = (glyphs: readonly Glyph[]) => glyphs.map((glyph) => ({ ...glyph, x: glyph.x - 20 }));
    const again = (figures: readonly string[], label: string) => [...header(60), ...row([label], figures, 90)];
    const first = page([
      ...written("编制说明", 60, 60),
      ...header(120),
      ...row(["一、新收"], ["1", "2", "3", "4", "10"], 150),
    ]);
    const second = page(odd(again(["0", "0", "0", "0", "0"], "二、结转")), 2);
    const third = page(again(["5", "0", "0", "0", "5"], "三、办理"), 3);
    const rows = tablesOf(first, second, third).flat();
    expect(rows.filter(([label]) => /^[一二三]、/u.test(label ?? ""))).toEqual([
      ["一、新收", "1", "2", "3", "4", "10"],
      ["二、结转", "0", "0", "0", "0", "0"],
      ["三、办理", "5", "0", "0", "0", "5"],
    ]);
    expect(rows.filter(([name]) => name === NAMES[0])).toEqual([NAMES, NAMES, NAMES]);
  });

  test("ends where the figures no longer stand under those above", () => {
    const shifted = (values: readonly string[], y: number) =>
      values.flatMap((value, index) => middle(value, (COLUMNS[index] as number) - 28, y));
    const rows = [170, 200].flatMap((y, index) => [
      ...written(`${index + 3}.事由`, 60, y),
      ...shifted(["5", "6", "7", "8", "26"], y),
    ]);
    expect(
      tablesOf(
        page([
          ...header(80),
          ...row(["1.事由"], ["1", "2", "3", "4", "10"], 110),
          ...row(["2.事由"], ["0", "0", "0", "0", "0"], 140),
          ...rows,
        ]),
      ),
    ).toEqual([
      [NAMES, ["1.事由", "1", "2", "3", "4", "10"], ["2.事由", "0", "0", "0", "0", "0"]],
      [
        ["3.事由", "5", "6", "7", "8", "26"],
        ["4.事由", "5", "6", "7", "8", "26"],
      ],
    ]);
  });

  test("has no group over a name that reaches over both rows of the header", () => {
    const columns = [200, 330, 410];
    const line = (texts: readonly string[], y: number) =>
      texts.flatMap((text, index) => middle(text, columns[index] as number, y));
    const names = [
      ...middle("行政复议", 200, 107),
      ...middle("行政诉讼", 370, 100),
      ...middle("直接起诉", 330, 114),
      ...middle("复议后起诉", 410, 114),
    ];
    const [found] = tablesOf(
      page([
        ...names,
        ...written("结果维持", 60, 140),
        ...line(["1", "2", "3"], 140),
        ...written("结果纠正", 60, 160),
        ...line(["0", "0", "0"], 160),
      ]),
    );
    expect(found?.slice(2)).toEqual([
      ["结果维持", "1", "2", "3"],
      ["结果纠正", "0", "0", "0"],
    ]);
    expect(found?.slice(0, 2)).toEqual([["行政诉讼"], ["行政复议", "直接起诉", "复议后起诉"]]);
    const [table] = blocksOf([page([...names, ...line(["1", "2", "3"], 140), ...line(["0", "0", "0"], 160)])]).filter(
      isTable,
    );
    expect(table?.cells.find((cell) => cell.text === "行政诉讼")).toMatchObject({ column: 1, columnSpan: 2 });
  });

  test("ends at a larger heading, whatever its number", () => {
    const heading = written("（四）行政复议情况", 60, 210, 14);
    const below = ["结果维持", "结果纠正", "总计"].flatMap((name, index) => middle(name, 100 + 90 * index, 240));
    const figures = ["1", "0", "1"].flatMap((name, index) => middle(name, 100 + 90 * index, 265));
    const first = [
      ...header(120),
      ...row(["一、新收"], ["1", "2", "3", "4", "10"], 150),
      ...row(["二、结转"], ["0", "0", "0", "0", "0"], 180),
    ];
    const more = ["2", "0", "2"].flatMap((name, index) => middle(name, 100 + 90 * index, 285));
    expect(tablesOf(page([...first, ...heading, ...below, ...figures, ...more]))).toEqual([
      [NAMES, ["一、新收", "1", "2", "3", "4", "10"], ["二、结转", "0", "0", "0", "0", "0"]],
      [
        ["结果维持", "结果纠正", "总计"],
        ["1", "0", "1"],
        ["2", "0", "2"],
      ],
    ]);
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

test("rows of a list of names are no paragraph, though each ends where the next does", () => {
  const rows = [
    ["王小明", "主任", "二〇三室", "周一值班"],
    ["李丽", "科员", "三〇一室", "周二值班"],
    ["欧阳建国", "司机", "一〇四室", "周三值班"],
  ];
  const columns = [60, 160, 260, 380];
  const glyphs = rows.flatMap((cells, index) =>
    cells.flatMap((text, column) => written(text, columns[column] as number, 100 + 18 * index)),
  );
  expect(
    blocksOf([page(glyphs)])
      .filter(isParagraph)
      .map(({ text }) => text),
  ).toEqual(rows.map((cells) => cells.join(" ")));
});
