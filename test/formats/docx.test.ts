import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gridOf, isParagraph, isTable } from "../../lib/document/document.ts";
import { flatTextOfDocx } from "../../lib/formats/docx/flat-text.ts";
import { type MakeBlock, type MakeDocx, type MakeTable, makeDocx, type PlacedCell, tableOf } from "../make/docx.ts";
import { readDocx } from "../make/readings.ts";

const read = (body: readonly MakeBlock[], more: Omit<MakeDocx, "body"> = {}) => readDocx(makeDocx({ body, ...more }));
const texts = (body: readonly MakeBlock[], more: Omit<MakeDocx, "body"> = {}) =>
  read(body, more)
    .blocks.filter(isParagraph)
    .map((paragraph) => paragraph.text);
const tables = (body: readonly MakeBlock[], more: Omit<MakeDocx, "body"> = {}) =>
  read(body, more).blocks.filter(isTable);
const roles = (body: readonly MakeBlock[], more: Omit<MakeDocx, "body"> = {}) =>
  read(body, more)
    .blocks.filter(isParagraph)
    .map((paragraph) => [paragraph.role, paragraph.text]);
const pieces = async (body: readonly MakeBlock[], more: Omit<MakeDocx, "body"> = {}) =>
  (await flatTextOfDocx(makeDocx({ body, ...more }))).pieces;

/** The text at every position of the grid: that of the cell which covers it. */
const filled = (table: MakeTable) => {
  const [read] = tables([{ table }]);
  return read ? gridOf(read).map((row) => row.map((cell) => cell?.text ?? null)) : null;
};

/** Any way to cover a grid with cells, positions at row ends left out now and then. */
const tilings = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 2, max: 7 }),
    dice: fc.array(fc.nat(99), { minLength: 120, maxLength: 120 }),
  })
  .map(({ rows, columns, dice }) => {
    let thrown = 0;
    const next = (sides: number) => (dice[thrown++ % dice.length] ?? 0) % sides;
    const taken = Array.from({ length: rows }, () => new Array<boolean>(columns).fill(false));
    const edges = Array.from({ length: rows }, () => (next(4) === 0 ? [next(2), next(2)] : [0, 0]));
    const free = (row: number, column: number) => {
      const [before = 0, after = 0] = edges[row] ?? [];
      return column >= before && column < columns - after && taken[row]?.[column] === false;
    };
    const cells: PlacedCell[] = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!free(row, column)) continue;
        let columnSpan = 1;
        while (free(row, column + columnSpan) && next(3) === 0) columnSpan++;
        let rowSpan = 1;
        const fits = (at: number) =>
          at < rows && Array.from({ length: columnSpan }, (_, i) => free(at, column + i)).every(Boolean);
        while (fits(row + rowSpan) && next(3) === 0) rowSpan++;
        for (let r = 0; r < rowSpan; r++) taken[row + r]?.fill(true, column, column + columnSpan);
        cells.push({ row, column, rowSpan, columnSpan, text: next(5) === 0 ? "" : `${row}.${column}` });
      }
    }
    return { rows, columns, cells };
  })
  .filter(
    ({ cells, rows, columns }) =>
      Array.from({ length: rows }, (_, row) => row).every((row) =>
        cells.some((cell) => cell.row <= row && row < cell.row + cell.rowSpan),
      ) && cells.some((cell) => cell.column + cell.columnSpan === columns),
  );

const byPlace = (a: { row: number; column: number }, b: { row: number; column: number }) =>
  a.row - b.row || a.column - b.column;

describe("tables", () => {
  test.each(["gridSpan", "hMerge"] as const)("come back exactly with any legal merges written by %s", (horizontal) => {
    fc.assert(
      fc.property(tilings, ({ rows, columns, cells }) => {
        const [table] = tables([{ table: tableOf(cells, rows, columns, horizontal) }]);
        expect(table).toMatchObject({ rows, columns, ragged: false });
        const found = table?.cells.map(({ row, column, rowSpan, columnSpan, text }) => ({
          row,
          column,
          rowSpan,
          columnSpan,
          text,
        }));
        expect(found?.toSorted(byPlace)).toEqual([...cells].sort(byPlace));
      }),
      { numRuns: 150 },
    );
  });

  test.each(["gridSpan", "hMerge"] as const)(
    "give the second reading the same cells in the same order, merged by %s",
    async (horizontal) => {
      await fc.assert(
        fc.asyncProperty(tilings, async ({ rows, columns, cells }) => {
          const flat = await pieces(["前文", { table: tableOf(cells, rows, columns, horizontal) }, "后文"]);
          expect(flat).toEqual(["前文", ...[...cells].sort(byPlace).map((cell) => cell.text), "后文"]);
        }),
        { numRuns: 40 },
      );
    },
  );

  test("know where they and their cells stand", () => {
    const table = { rows: [{ cells: ["a", "b"] }] };
    const [, second] = tables([{ table }, "between", { table }]);
    expect(second?.place).toEqual({ table: 1, row: 0, column: 0 });
    expect(second?.cells[1]?.place).toEqual({ table: 1, row: 0, column: 1 });
  });

  test("join the paragraphs of a cell by line breaks and keep blank cells blank", () => {
    expect(filled({ rows: [{ cells: [{ content: ["结果", "", "维持"] }, "\u3000", { content: ["1\n2"] }] }] })).toEqual(
      [["结果\n维持", "", "1\n2"]],
    );
  });

  test("lose rows that are deleted or hidden and cells that are deleted, and close the gap", async () => {
    const table: MakeTable = {
      rows: [
        { cells: ["a", "b"] },
        { cells: ["x", "x"], deleted: true },
        { cells: ["y", "y"], hidden: true },
        { cells: [{ content: "z", deleted: true }, "c", "d"] },
      ],
    };
    expect(filled(table)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(await pieces([{ table }])).toEqual(["a", "b", "c", "d"]);
  });

  test("show a continuation that has nothing above it as a cell of its own", () => {
    expect(
      filled({
        rows: [
          { cells: [{ content: "a", vertical: "continue" }, "b"] },
          { cells: [{ content: "", vertical: "continue" }, "c"] },
        ],
      }),
    ).toEqual([
      ["a", "b"],
      ["a", "c"],
    ]);
  });

  test("keep values under their headers when borders were dragged out of line by a hair", () => {
    const table: MakeTable = {
      grid: [2000, 1000, 20, 980, 1000],
      rows: [
        { cells: ["项目", "甲", { content: "乙", columns: 2 }, "丙"] },
        { cells: ["行", { content: "1", columns: 2 }, "2", "3"] },
      ],
    };
    expect(filled(table)).toEqual([
      ["项目", "甲", "乙", "丙"],
      ["行", "1", "2", "3"],
    ]);
  });

  test("go by the widths of cells where spans were forgotten", () => {
    const cell = (text: string, width: number, more = "") =>
      `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${more}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const rows = [
      cell("项目", 3000, '<w:vMerge w:val="restart"/>') +
        cell("申请人", 2000) +
        cell("总计", 1000, '<w:vMerge w:val="restart"/>'),
      cell("", 3010, "<w:vMerge/>") + cell("自然人", 990) + cell("其他", 1000) + cell("", 1000, "<w:vMerge/>"),
      cell("行", 3000) + cell("1", 1000) + cell("2", 1000) + cell("3", 1000),
    ];
    const [table] = tables([{ xml: `<w:tbl>${rows.map((row) => `<w:tr>${row}</w:tr>`).join("")}</w:tbl>` }]);
    expect(table && gridOf(table).map((row) => row.map((cell) => cell?.text))).toEqual([
      ["项目", "申请人", "申请人", "总计"],
      ["项目", "自然人", "其他", "总计"],
      ["行", "1", "2", "3"],
    ]);
  });

  test("are found inside content controls at any level, and in text boxes", () => {
    const row =
      "<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt><w:tc><w:p/></w:tc></w:tr></w:sdtContent></w:sdt>";
    const xml = `<w:sdt><w:sdtContent><w:tbl>${row}</w:tbl></w:sdtContent></w:sdt>`;
    expect(tables([{ xml }])[0]?.cells.map((cell) => cell.text)).toEqual(["甲", ""]);
    const inBox: MakeBlock = { paragraph: { runs: [{ textBox: [{ table: { rows: [{ cells: ["1", "2"] }] } }] }] } };
    expect(tables([inBox])).toHaveLength(1);
  });

  test("that only lay out the page give way to what they hold, in order", () => {
    const inner: MakeBlock = { table: { rows: [{ cells: ["a", "b"] }] } };
    const blocks = read([{ table: { rows: [{ cells: [{ content: ["前", inner, "后"] }] }] } }]).blocks;
    expect(
      blocks.map((block) => (isTable(block) ? block.cells.map((cell) => cell.text) : isParagraph(block) && block.text)),
    ).toEqual(["前", ["a", "b"], "后"]);
  });

  test("nested in a cell follow the table they stand in", () => {
    const inner: MakeBlock = { table: { rows: [{ cells: ["1", "2"] }] } };
    const [outer, nested] = tables([{ table: { rows: [{ cells: ["标签", { content: [inner, "注"] }] }] } }]);
    expect(outer?.cells.map((cell) => cell.text)).toEqual(["标签", "注"]);
    expect(nested?.cells.map((cell) => cell.text)).toEqual(["1", "2"]);
  });
});

describe("text", () => {
  test("leaves out what is deleted, moved away or hidden, and keeps what came in", async () => {
    const body: MakeBlock[] = [
      {
        paragraph: {
          runs: [
            "收到",
            { text: "83", change: "deleted" },
            { text: "11", change: "inserted" },
            { text: "甲", change: "movedFrom" },
            { text: "件", change: "movedTo" },
            { text: "秘密", hidden: true },
          ],
        },
      },
      {
        table: { rows: [{ cells: [{ content: [{ paragraph: { runs: [{ text: "9", hidden: true }, "4"] } }] }, "0"] }] },
      },
    ];
    expect(texts(body)).toEqual(["收到11件"]);
    expect(tables(body)[0]?.cells.map((cell) => cell.text)).toEqual(["4", "0"]);
    expect(await pieces(body)).toEqual(["收到11件", "4", "0"]);
  });

  test("is hidden by styles, their ancestors and the toggling of two styles, unless the run says otherwise", async () => {
    const styles = [
      { id: "Base", hidden: true },
      { id: "Derived", basedOn: "Base" },
      { id: "Shown", basedOn: "Base", hidden: false },
      { id: "Ghost", type: "character" as const, hidden: true },
      { id: "Loop", basedOn: "Loop" },
    ];
    const run = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>又见</w:t></w:r>';
    const body: MakeBlock[] = [
      { paragraph: { runs: "隐", style: "Derived" } },
      { paragraph: { runs: ["隐", { xml: run }], style: "Base" } },
      { paragraph: { runs: "见", style: "Shown" } },
      { paragraph: { runs: ["前", { text: "隐", style: "Ghost" }, "后"], style: "Loop" } },
      { paragraph: { runs: [{ text: "双重", style: "Ghost" }], style: "Base" } },
    ];
    expect(texts(body, { styles })).toEqual(["又见", "见", "前后", "双重"]);
    expect(await pieces(body, { styles })).toEqual(["又见", "见", "前后", "双重"]);
  });

  test("of a paragraph whose mark is deleted or hidden runs on into the next", () => {
    const carried = (mark: "deleted" | "hidden"): MakeBlock => ({ paragraph: { runs: "上", mark } });
    expect(texts([carried("deleted"), "下", carried("hidden"), "下", carried("deleted")])).toEqual([
      "上下",
      "上下",
      "上",
    ]);
  });

  test("shows results of fields and never their codes, also of torn ones", async () => {
    const torn = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1</w:instrText></w:r></w:p>';
    const simple = '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>';
    const body: MakeBlock[] = [
      { paragraph: { runs: ["第", { field: " PAGE ", result: "3" }, "页"] } },
      { xml: torn },
      "后文",
      { xml: simple },
    ];
    expect(texts(body)).toEqual(["第3页", "后文", "7"]);
    expect((await pieces(body)).filter((piece) => piece !== "后文")).toEqual(["第3页", "7"]);
  });

  test("takes one branch of an alternate, whichever kind of text box it is", async () => {
    const box = (as: "both" | "drawing" | "vml"): MakeBlock => ({
      paragraph: { runs: ["段", { textBox: ["框"], as }] },
    });
    const body = [box("both"), box("drawing"), box("vml")];
    expect(texts(body)).toEqual(["段", "框", "段", "框", "段", "框"]);
    expect(await pieces(body)).toEqual(["段", "框", "段", "框", "段", "框"]);
  });

  test("keeps tabs, breaks, hyphens, symbols, ruby bases, equations and linked words", async () => {
    const xml = `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:noBreakHyphen/><w:t>3</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>
      <w:hyperlink><w:r><w:t>d</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>e</w:t></w:r></w:rubyBase></w:ruby></w:r></w:smartTag>
      <m:oMath><m:r><m:t>5</m:t></m:r></m:oMath></w:p>`;
    expect(texts([{ xml }])).toEqual(["a\tb\nc-3✓de5"]);
    expect((await pieces([{ xml }])).map((piece) => piece.replace(/[✓✔]/u, "✓"))).toEqual(["a\tb\nc-3✓de5"]);
  });
});

describe("automatic numbers", () => {
  const heading = (text: string, list: readonly [number, number]): MakeBlock => ({ paragraph: { runs: text, list } });

  test("print in Chinese with their marks, in both readings", async () => {
    const lists = [
      {
        levels: [
          { format: "chineseCountingThousand", text: "%1、" },
          { format: "chineseCounting", text: "（%2）", suffix: "nothing" as const },
        ],
      },
    ];
    const body = [
      heading("总体情况", [1, 0]),
      heading("主动公开", [1, 1]),
      heading("监督保障", [1, 1]),
      heading("主动公开政府信息情况", [1, 0]),
      heading("甲", [1, 1]),
    ];
    expect(await pieces(body, { lists })).toEqual(texts(body, { lists }));
    expect(texts(body, { lists })).toEqual([
      "一、总体情况",
      "（一）主动公开",
      "（二）监督保障",
      "二、主动公开政府信息情况",
      "（一）甲",
    ]);
  });

  test("show several levels, restart where they should and decimal where they must", () => {
    const lists = [
      {
        levels: [
          { format: "upperRoman", text: "%1." },
          { format: "lowerLetter", text: "%1.%2", legal: true, suffix: "space" as const },
          { format: "decimal", text: "%3)", restart: 0, start: 5 },
        ],
      },
    ];
    const body = ([0, 1, 2, 1, 0, 1, 2] as const).map((level) => heading("x", [1, level]));
    expect(texts(body, { lists })).toEqual(["I. x", "1.1 x", "5) x", "1.2 x", "II. x", "2.1 x", "6) x"]);
  });

  test("go on over lists of one definition and start anew where told", () => {
    const lists = [
      { levels: [{ format: "decimal", text: "%1.", suffix: "nothing" as const }] },
      { like: 1 },
      { like: 1, startOverrides: { 0: 1 } },
    ];
    const body = [1, 2, 3, 3, 1].map((id) => heading("x", [id, 0]));
    expect(texts(body, { lists })).toEqual(["1.x", "2.x", "1.x", "2.x", "3.x"]);
  });

  test("come from styles, also inherited, and can be switched off", () => {
    const lists = [
      {
        levels: [
          { format: "chineseCounting", text: "%1、", style: "H1" },
          { format: "decimal", text: "%2.", style: "H2" },
        ],
      },
    ];
    const styles = [
      { id: "H1", name: "heading 1", list: [1, 0] as const },
      { id: "H2", basedOn: "H1", list: [1, 1] as const },
      { id: "Mine", basedOn: "H1" },
    ];
    const styled = (style: string, list?: readonly [number, number]): MakeBlock => ({
      paragraph: { runs: "x", style, list },
    });
    expect(texts([styled("H1"), styled("H2"), styled("Mine"), styled("H1", [0, 0])], { lists, styles })).toEqual([
      "一、x",
      "1. x",
      "二、x",
      "x",
    ]);
  });

  test("are not spent on deleted paragraphs", () => {
    const lists = [{ levels: [{ format: "decimal", text: "%1.", suffix: "nothing" as const }] }];
    const gone: MakeBlock = { paragraph: { runs: [{ text: "旧", change: "deleted" }], list: [1, 0], mark: "deleted" } };
    expect(texts([heading("a", [1, 0]), gone, heading("b", [1, 0])], { lists })).toEqual(["1.a", "2.b"]);
  });

  test.each([
    ["decimalEnclosedCircle", 3, "③"],
    ["decimalFullWidth", 12, "１２"],
    ["ideographDigital", 10, "一〇"],
    ["chineseCounting", 21, "二十一"],
    ["chineseCountingThousand", 110, "一百一十"],
    ["chineseLegalSimplified", 12, "壹拾贰"],
    ["lowerRoman", 14, "xiv"],
    ["upperLetter", 28, "BB"],
    ["ideographTraditional", 2, "乙"],
    ["decimalZero", 7, "07"],
    ["somethingNew", 9, "9"],
    ["none", 1, ""],
  ])("in format %s print %d as %s", (format, start, printed) => {
    expect(
      texts([heading("x", [1, 0])], { lists: [{ levels: [{ format, text: "%1", start, suffix: "nothing" }] }] }),
    ).toEqual([`${printed}x`]);
  });
});

describe("roles", () => {
  test("tell headings, contents, notes, headers and footers from text", () => {
    const styles = [
      { id: "1", name: "heading 1" },
      { id: "T", name: "标题 2" },
      { id: "10", name: "toc 1" },
    ];
    const body: MakeBlock[] = [
      { control: ["目录", "总体情况\t1"], gallery: "Table of Contents" },
      { paragraph: { runs: "总体情况\t2", style: "10" } },
      { paragraph: { runs: [{ field: " TOC \\o ", result: "主动公开\t3" }] } },
      { paragraph: { runs: "一", style: "1" } },
      { paragraph: { runs: "二", style: "T" } },
      { paragraph: { runs: ["三", { note: "footnote", id: 2 }, { note: "footnote", id: 99 }], outline: 0 } },
      "正文",
    ];
    expect(roles(body, { styles, footnotes: { 2: "脚注" }, header: "页眉", footer: "页脚" })).toEqual([
      ["furniture", "目录"],
      ["furniture", "总体情况\t1"],
      ["furniture", "总体情况\t2"],
      ["furniture", "主动公开\t3"],
      ["heading", "一"],
      ["heading", "二"],
      ["heading", "三"],
      ["body", "正文"],
      ["note", "脚注"],
      ["furniture", "页眉"],
      ["furniture", "页脚"],
    ]);
  });
});

describe("files", () => {
  test("too long for mammoth are read a second time by a plain pass", async () => {
    const cells = [
      { row: 0, column: 0, rowSpan: 2, columnSpan: 1, text: "甲\n乙" },
      { row: 0, column: 1, rowSpan: 1, columnSpan: 2, text: "" },
      { row: 1, column: 1, rowSpan: 1, columnSpan: 1, text: "1" },
      { row: 1, column: 2, rowSpan: 1, columnSpan: 1, text: "2" },
    ];
    const flat = await pieces([
      "长".repeat(1_100_000),
      { paragraph: { runs: ["段", { textBox: ["框"] }] } },
      { table: tableOf(cells, 2, 3) },
      "后\t文",
    ]);
    expect(flat.slice(1)).toEqual(["段", "框", "甲\n乙", "", "1", "2", "后\t文"]);
  });

  test("are read in the Strict form and under any part name, with their title", async () => {
    const more = {
      strict: true,
      main: "docs/main part.xml",
      title: "年度报告",
      lists: [{ levels: [{ format: "decimal", text: "%1." }] }],
    };
    const body: MakeBlock[] = [
      { paragraph: { runs: "甲", list: [1, 0] } },
      { table: { rows: [{ cells: ["1", ""] }] } },
    ];
    const document = read(body, more);
    expect(document.title).toBe("年度报告");
    expect(document.blocks).toHaveLength(2);
    expect(document.blocks[0]).toMatchObject({ text: "1. 甲", place: { paragraph: 0 } });
    expect(await pieces(body, more)).toEqual(["1. 甲", "1", ""]);
  });

  test("have pictures with their size in points, also in cells", () => {
    const body: MakeBlock[] = [
      { paragraph: { runs: [{ picture: [300, 150] }] } },
      { table: { rows: [{ cells: ["a", { content: [{ paragraph: { runs: [{ picture: [20, 10] }] } }] }] }] } },
    ];
    expect(read(body).blocks.filter((block) => block.kind === "picture")).toEqual([
      { kind: "picture", width: 300, height: 150, place: { paragraph: 0 } },
      { kind: "picture", width: 20, height: 10, place: { table: 0, row: 0, column: 1 } },
    ]);
  });

  test("that are no Word files are refused with their reason", async () => {
    const codes = async (bytes: Uint8Array) => {
      const code = (error: { code: string }) => error.code;
      let first = "read";
      try {
        readDocx(bytes);
      } catch (error) {
        first = code(error as { code: string });
      }
      return [first, await flatTextOfDocx(bytes).then(() => "read", code)];
    };
    const good = makeDocx({ body: ["a"] });
    expect((await codes(new Uint8Array()))[0]).toBe("EMPTY");
    expect(await codes(good.subarray(0, good.length * 0.6))).toEqual(["CORRUPT", "CORRUPT"]);
    const nested = (depth: number) =>
      makeDocx({
        body: [{ xml: `${"<w:sdt><w:sdtContent>".repeat(depth)}${"</w:sdtContent></w:sdt>".repeat(depth)}` }],
      });
    expect(await codes(nested(100_000))).toEqual(["TOO_LARGE", "TOO_LARGE"]);
    expect(await codes(nested(200))).toEqual(["read", "read"]);
    const entity =
      '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>';
    expect(await codes(makeDocx({ body: [], extraParts: { "word/document.xml": entity } }))).toEqual([
      "CORRUPT",
      "CORRUPT",
    ]);
    expect(await codes(makeDocx({ body: [], extraParts: { "word/document.xml": "<w:document>" } }))).toEqual([
      "CORRUPT",
      "CORRUPT",
    ]);
    expect((await codes(makeDocx({ body: [{ xml: '<w:altChunk r:id="rId9"/>' }] })))[0]).toBe("UNSUPPORTED");
    const wide: MakeTable = {
      rows: Array.from({ length: 1100 }, () => ({ cells: [{ content: "", columns: 1_000_000 }] })),
    };
    expect((await codes(makeDocx({ body: [{ table: wide }] })))[0]).toBe("TOO_LARGE");
  });

  test("survive styles, lists and notes that are not there", () => {
    const body: MakeBlock[] = [
      { paragraph: { runs: ["文", { note: "endnote", id: 1 }], style: "None", list: [7, 3] } },
    ];
    expect(texts(body)).toEqual(["文"]);
  });
});
