import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isTable, type Table } from "../../lib/document/document.ts";
import { flatTextOfText } from "../../lib/formats/text/flat-text.ts";
import { readText } from "../../lib/formats/text/read.ts";
import {
  alignedTable,
  boxedTable,
  lineTable,
  markdownTable,
  pipeCellTable,
  pipeTable,
  type Rows,
  tabTable,
  wordTable,
} from "../make/text.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const tables = (text: string): Table[] => readText(bytes(text)).blocks.filter(isTable);
const rowsOf = (table?: Table): string[][] =>
  Array.from({ length: table?.rows ?? 0 }, (_, row) =>
    (table?.cells ?? []).filter((cell) => cell.row === row).map((cell) => cell.text),
  );
const withoutBlanks = (texts: readonly string[]): string[] => texts.filter((text) => text !== "");

const LABELS = [
  "一、本年新收申请数量",
  "（一）予以公开",
  "1.属于国家秘密",
  "行政许可",
  "3.危及“三安全一稳定”",
  "规 章",
];
const value = fc.oneof(
  { weight: 5, arbitrary: fc.nat(9999).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("", "无", "/", "０", "12.50", "-3") },
);
/** Rows as official tables have them: a label, then three to six values. */
const rowsArbitrary: fc.Arbitrary<Rows> = fc
  .integer({ min: 3, max: 6 })
  .chain((width) =>
    fc.array(fc.tuple(fc.constantFrom(...LABELS), fc.array(value, { minLength: width, maxLength: width })), {
      minLength: 3,
      maxLength: 8,
    }),
  )
  .map((rows) => [
    ...rows.map(([label, values]) => [label, ...values]),
    ["总计", ...(rows[0]?.[1] ?? []).map(() => "7")],
  ]);

const around = (table: string): string =>
  `某镇2023年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n${table}\n三、收到和处理政府信息公开申请情况\n正文。\n`;

describe("tables flattened to text come back", () => {
  const styles: readonly [string, (rows: Rows) => string, boolean][] = [
    ["pipes", (rows) => pipeTable(rows, 9), true],
    ["tabs", tabTable, true],
    ["Markdown", markdownTable, true],
    ["a tab and a cell a line", wordTable, true],
    ["a cell and a pipe a line", pipeCellTable, false],
  ];
  test.each(styles)("from %s, with all cells in order and the right places", (_name, write, rowsKept) => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom("\n", "\r\n", "\r"), (rows, lineEnd) => {
        const source = around(write(rows)).replaceAll("\n", lineEnd);
        const document = readText(bytes(source));
        const found = document.blocks.filter(isTable);
        const cells = found.flatMap((table) => table.cells);
        expect(withoutBlanks(cells.map((cell) => cell.text))).toEqual(withoutBlanks(rows.flat()));
        if (rowsKept)
          expect(found.flatMap(rowsOf).map((row, index) => row.slice(0, rows[index]?.length))).toEqual(rows);
        for (const { place, text } of cells)
          if ("offset" in place) expect(source.slice(place.offset, place.offset + place.length)).toBe(text);
        expect(document.blocks.filter((block) => block.kind === "paragraph" && block.text !== "")).toHaveLength(4);
        const flat = withoutBlanks(flatTextOfText(bytes(source)).pieces);
        expect(flat).toEqual(
          withoutBlanks(
            document.blocks.flatMap((block) =>
              isTable(block) ? block.cells.map((cell) => cell.text) : block.kind === "paragraph" ? [block.text] : [],
            ),
          ),
        );
      }),
    );
  });

  test("from lines of their own as paragraphs, an empty cell as an empty paragraph", () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const texts = readText(bytes(`标题\n\n${lineTable(rows)}\n\n完`)).blocks.map((block) =>
          block.kind === "paragraph" ? block.text : "?",
        );
        expect(texts).toEqual(["标题", ...rows.flat(), "完"]);
      }),
    );
  });
});

describe("tables whose columns are told by gaps come back", () => {
  const figure = fc.oneof(
    { weight: 4, arbitrary: fc.nat(9999).map(String) },
    { weight: 1, arbitrary: fc.constant("") },
  );
  const full = fc.array(fc.nat(9999).map(String), { minLength: 4, maxLength: 4 });
  const row = fc.tuple(fc.constantFrom(...LABELS), fc.array(figure, { minLength: 4, maxLength: 4 }));
  test("with a blank where a column shows no figure, in both looks", () => {
    fc.assert(
      fc.property(full, fc.array(row, { maxLength: 6 }), full, fc.boolean(), (first, between, last, right) => {
        const rows = [
          ["项目", "自然人", "企业", "其他", "总计"],
          ["规章", ...first],
          ...between.map(([label, values]) => [label, ...values]),
          ["总计", ...last],
        ];
        const source = around(alignedTable(rows, right));
        const [table, ...others] = tables(source);
        expect(others).toEqual([]);
        expect(rowsOf(table)).toEqual(rows);
        const { pieces, blanksKept } = flatTextOfText(bytes(source));
        // The second look leaves a row without any figure alone.
        const known = rows.map((cells) => (cells.slice(1).every((text) => text === "") ? cells.slice(0, 1) : cells));
        expect(pieces.slice(2, -2)).toEqual(known.flat());
        expect(blanksKept).toBe(known.flat().includes(""));
      }),
    );
  });
  test("with a column that only its heading shows", () => {
    const rows = [
      ["项目", "自然人", "商业企业", "总计"],
      ["一、新收", "3", "", "3"],
      ["二、结转", "1", "", "1"],
      ["四、继续", "0", "", "0"],
    ];
    expect(rowsOf(tables(alignedTable(rows, false))[0])).toEqual(rows);
  });
  test("where it goes on with other widths", () => {
    const head = ["项目", "自然人", "企业", "总计"];
    const above = [head, ["一、新收", "3", "0", "3"], ["二、结转", "", "0", "1"]];
    const below = [
      ["（二）部分公开（区分处理的）", "1", "2", "3"],
      ["（三）不予公开", "4", "", "5"],
    ];
    expect(rowsOf(tables(`${alignedTable(above, false)}\n${alignedTable(below, false)}`)[0])).toEqual([
      ...above,
      ...below,
    ]);
  });
  test("but a figure between two columns stays where it stands", () =>
    expect(rowsOf(tables("项目  甲    乙\n规章  1     2\n许可     3\n处罚  4     5\n")[0])[2]).toEqual(["许可", "3"]));
});

describe("tables drawn with characters", () => {
  const squashed = (texts: readonly string[]) => texts.map((text) => text.replace(/\n/gu, ""));
  test("come back as grids, wrapped cells in one piece, in both looks", () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(4, 30), (rows, wrap) => {
        const source = around(boxedTable(rows, wrap));
        const [table, ...others] = tables(source);
        expect(others).toEqual([]);
        expect(table).toMatchObject({ ragged: false, rows: rows.length, columns: rows[0]?.length });
        expect(rowsOf(table).map(squashed)).toEqual(rows);
        expect(flatTextOfText(bytes(source)).pieces.slice(2, -2)).toEqual(rows.flat());
      }),
      { numRuns: 50 },
    );
  });
  const merged = [
    "+--------+---------------+",
    "| 关系   | 申请人情况    |",
    "|        +--------+------+",
    "|        | 自然人 | 总计 |",
    "+--------+--------+------+",
    "| 一、新 | 3      | 3    |",
    "| 收     |        |      |",
    "+--------+--------+------+",
  ];
  test("keep their merged cells", () => {
    const [table] = tables(merged.join("\n"));
    expect(
      table?.cells.map(({ row, column, rowSpan, columnSpan, text }) => [row, column, rowSpan, columnSpan, text]),
    ).toEqual([
      [0, 0, 2, 1, "关系"],
      [0, 1, 1, 2, "申请人情况"],
      [1, 1, 1, 1, "自然人"],
      [1, 2, 1, 1, "总计"],
      [2, 0, 1, 1, "一、新\n收"],
      [2, 1, 1, 1, "3"],
      [2, 2, 1, 1, "3"],
    ]);
    expect(flatTextOfText(bytes(merged.join("\n"))).pieces).toEqual([
      "关系",
      "申请人情况",
      "",
      "自然人",
      "总计",
      "一、新收",
      "3",
      "3",
    ]);
  });
  test("with a rule around the rows only have a row on each line", () => {
    const source = "+------+---+\n| 项目 | 数 |\n+------+---+\n| 规章 | 1 |\n| 许可 | 2 |\n+------+---+";
    expect(rowsOf(tables(source)[0])).toEqual([
      ["项目", "数"],
      ["规章", "1"],
      ["许可", "2"],
    ]);
    expect(flatTextOfText(bytes(source)).pieces).toEqual(["项目", "数", "规章", "1", "许可", "2"]);
  });
});

describe("details of flattened tables", () => {
  test("an empty line between rows loses none", () => {
    expect(rowsOf(tables("规章\t0\t1\n\n行政许可\t2\t\n")[0])).toEqual([
      ["规章", "0", "1"],
      ["行政许可", "2", ""],
    ]);
  });
  test("a wrapped cell is one cell, the heading behind a table is not a part of it", () => {
    const source = "\t结果\n维持\n\t总\n计\n\n\t0\n\t5\n三、收到和处理政府信息公开申请情况\n正文。";
    expect(rowsOf(tables(source)[0])).toEqual([
      ["结果\n维持", "总\n计"],
      ["0", "5"],
    ]);
    expect(readText(bytes(source)).blocks.at(-2)).toMatchObject({
      kind: "paragraph",
      text: "三、收到和处理政府信息公开申请情况",
    });
  });
  test("a pipe alone is an empty cell in its row", () => {
    expect(rowsOf(tables("规章 |\n|\n0 |\n1 |\n||\n行政许可 |\n2 |\n")[0])).toEqual([
      ["规章", "", "0", "1", "", ""],
      ["行政许可", "2"],
    ]);
  });
  test("columns told by gaps are a table", () => {
    const source =
      "项目        自然人   商业企业   总计\n一、新收     3        0         3\n二、结转     1        0         1\n（七）总计 4 0 4\n";
    expect(rowsOf(tables(source)[0])).toEqual([
      ["项目", "自然人", "商业企业", "总计"],
      ["一、新收", "3", "0", "3"],
      ["二、结转", "1", "0", "1"],
      ["（七）总计", "4", "0", "4"],
    ]);
  });
  test("indented prose and headings are no table", () => {
    const source = "\t一、总体情况\n\t全年公开信息12条。\n\t二、主动公开\n\t全年制发文件3件。\n";
    expect(tables(source)).toEqual([]);
    expect(readText(bytes(source)).blocks.map((block) => (block.kind === "paragraph" ? block.text : "?"))).toEqual([
      "一、总体情况",
      "全年公开信息12条。",
      "二、主动公开",
      "全年制发文件3件。",
    ]);
  });
  test("Markdown headings and a site's description get their roles", () => {
    const blocks = readText(bytes("索 引 号: | 1/2025 | 发布日期: | 2025-01-24 |\n字号:\n# 一、总体情况\n")).blocks;
    expect(blocks.map((block) => (block.kind === "paragraph" ? [block.role, block.text] : []))).toEqual([
      ["metadata", "索 引 号:1/2025"],
      ["metadata", "发布日期:2025-01-24"],
      ["furniture", "字号:"],
      ["heading", "一、总体情况"],
    ]);
  });
  test("the last cell of a table may stand without its pipe", () => {
    const [table, after] = readText(bytes("行政许可 |\n3 |\n||\n行政处罚 |\n0\n三、收到和处理申请情况\n")).blocks;
    expect(table).toMatchObject({
      kind: "table",
      cells: [{ text: "行政许可" }, { text: "3" }, {}, {}, { text: "行政处罚" }, { text: "0" }],
    });
    expect(after).toMatchObject({ kind: "paragraph", text: "三、收到和处理申请情况" });
  });

  test("the second look keeps blanks where there are separators, and only there", () => {
    expect(flatTextOfText(bytes("规章\t0\t1\n行政许可\t2\t3"))).toEqual({
      pieces: ["规章", "0", "1", "行政许可", "2", "3"],
      blanksKept: true,
    });
    expect(flatTextOfText(bytes("规章 | 0 | ||\n"))).toEqual({ pieces: ["规章", "0", "", ""], blanksKept: true });
    expect(flatTextOfText(bytes("规章\n\n0\n"))).toEqual({ pieces: ["规章", "0"], blanksKept: false });
  });
});
