import { describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import type { Document } from "../../lib/document/document.ts";
import { ReaderError } from "../../lib/formats/errors.ts";
import { flatTextOfSheet } from "../../lib/formats/sheet/flat-text.ts";
import { sniff } from "../../lib/formats/sniff.ts";
import { processed as processedAs, readSheet } from "../make/readings.ts";
import {
  type Around,
  type MakeCell,
  type MakeSheet,
  type MakeValue,
  type MakeWorkbook,
  makeWorkbook,
  workbookReport,
} from "../make/sheet.ts";

/** Rows of values from A1 on; null leaves a cell out. */
const rowsOf = (rows: readonly (readonly (MakeValue | null)[])[], style = 0): MakeCell[] =>
  rows.flatMap((row, at) =>
    row.flatMap((value, column) => (value === null ? [] : [{ row: at, column, value, style }])),
  );
const workbook = (sheet: MakeSheet, more: Partial<MakeWorkbook> = {}) => makeWorkbook({ sheets: [sheet], ...more });

/** A document in short: paragraphs as they are, tables as rows of texts. */
const shortly = ({ blocks }: Document) =>
  blocks.map((block) => {
    if (block.kind !== "table") return block.kind === "paragraph" ? block.text : "picture";
    const rows = Array.from({ length: block.rows }, () => [] as string[]);
    for (const cell of block.cells)
      rows[cell.row]?.push(
        cell.columnSpan * cell.rowSpan > 1 ? `${cell.text}:${cell.rowSpan}x${cell.columnSpan}` : cell.text,
      );
    return rows;
  });
const read = (sheet: MakeSheet, more: Partial<MakeWorkbook> = {}) => shortly(readSheet(workbook(sheet, more)));

const processed = (bytes: Uint8Array) => processedAs("报告.xlsx", bytes);

describe("a report in a workbook", () => {
  test.each<readonly [name: string, around: Around]>([
    ["with borders around its tables", {}],
    ["without borders", { tableStyle: 0 }],
    ["without borders, blank rows around its tables", { tableStyle: 0, blankRows: true }],
    ["over three sheets", { spread: true }],
    ["of strict markup", { strict: true }],
    ["of inline strings, without styles", { bare: true, tableStyle: 0 }],
    ["with a prefix to every name", { prefix: "x" }],
    ["with part names in other case", { rename: (name) => name.toUpperCase() }],
    ["with absolute targets", { target: (name) => (name.startsWith("..") ? name : `/xl/${name}`) }],
    [
      "with rows below that are hidden by default",
      { sheet: { before: '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>' } },
    ],
  ])("is valid and certain %s", async (_name, around) => {
    const { report } = await processed(workbookReport(85, around));
    expect(report).toMatchObject({ status: "valid", uncertain: [], source: { format: "sheet" } });
  });
});

describe("the sheets of a workbook", () => {
  const one = (value: string): MakeSheet => ({ cells: rowsOf([[value]]) });

  test("follow each other under their names, but for hidden ones and names that nobody gave", async () => {
    const bytes = makeWorkbook({
      sheets: [
        { ...one("甲"), name: "收支" },
        { ...one("乙"), state: "hidden" },
        { ...one("丙"), state: "veryHidden" },
        one("丁"),
      ],
      title: "年报",
    });
    expect(readSheet(bytes)).toMatchObject({ format: "sheet", title: "年报", pages: [] });
    expect(shortly(readSheet(bytes))).toEqual(["收支", "甲", "丁"]);
    expect((await flatTextOfSheet(bytes)).pieces).toEqual(["收支", "甲", "丁"]);
  });

  test("leave out hidden rows and columns, those without height or width among them", async () => {
    const bytes = workbook({
      cells: rowsOf([
        ["甲", "乙", "丙", "丁"],
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10, 11, 12],
      ]),
      before:
        '<cols><col min="2" max="2" width="9" hidden="1"/><col min="3" max="3" width="0" customWidth="1"/></cols>',
      rows: { 1: 'hidden="1"', 2: 'ht="0" customHeight="1"' },
    });
    expect(shortly(readSheet(bytes))).toEqual([
      [
        ["甲", "丁"],
        ["9", "12"],
      ],
    ]);
    expect((await flatTextOfSheet(bytes)).pieces).toEqual(["甲", "丁", "9", "12"]);
  });
});

describe("cells show", () => {
  test.each<readonly [text: string, value: number, code: string]>([
    ["85.1", 85.10000000000001, "General"],
    ["0.3", 0.1 + 0.2, "General"],
    ["1.23457E+14", 123_456_789_012_345, "General"],
    ["1,234,567", 1_234_567, "#,##0"],
    ["12.30%", 0.123, "0.00%"],
    ["2024年1月1日", 45_292, 'yyyy"年"m"月"d"日"'],
    ["85件", 85, '0"件"'],
    ["0085", 85, "0000"],
    ["多", 85, '[>80]"多";"少"'],
    ["-85", -85, "0_ ;-0 "],
    ["", 0, "0;-0;;@"],
    ["-", 0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '],
  ])("%s for %d as %s, in both readings", async (text, value, code) => {
    const bytes = workbook(
      {
        cells: [{ row: 0, column: 0, value: "值" }, { row: 0, column: 1, value, style: 3 }, ...rowsOf([[], ["值", 1]])],
      },
      {
        formats: `<numFmt numFmtId="170" formatCode="${code.replaceAll('"', "&quot;").replaceAll(">", "&gt;")}"/>`,
        xfs: ['<xf numFmtId="170"/>'],
      },
    );
    expect(shortly(readSheet(bytes))).toEqual([
      [
        ["值", text],
        ["值", "1"],
      ],
    ]);
    expect((await flatTextOfSheet(bytes)).pieces).toEqual(["值", text, "值", "1"]);
  });

  test("days of the calendar from 1904, truth values, errors, escaped signs and dates of strict files", () => {
    const bytes = workbook(
      {
        cells: rowsOf([
          ["甲", "乙", "丙", "丁", "戊"],
          [
            { xml: "<v>43830</v>", attributes: 's="3"' },
            { xml: "<v>1</v>", attributes: 't="b"' },
            { xml: "<v>#DIV/0!</v>", attributes: 't="e"' },
            { xml: "<is><t>_x0038__x005F_x0035_</t></is>", attributes: 't="inlineStr"' },
            { xml: "<v>2024-01-01T00:00:00Z</v>", attributes: 't="d" s="3"' },
          ],
        ]),
      },
      { properties: '<workbookPr date1904="1"/>', xfs: ['<xf numFmtId="31"/>'] },
    );
    expect(shortly(readSheet(bytes))).toEqual([
      [
        ["甲", "乙", "丙", "丁", "戊"],
        ["2024年1月1日", "TRUE", "#DIV/0!", "8_x0035_", "2024年1月1日"],
      ],
    ]);
  });

  test("no zeros where their sheet shows none", async () => {
    const bytes = workbook({
      cells: rowsOf([
        ["甲", "乙"],
        [0, 1],
      ]),
      before: '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>',
    });
    expect((await flatTextOfSheet(bytes)).pieces).toEqual(["甲", "乙", "", "1"]);
    expect(shortly(readSheet(bytes))).toEqual([
      [
        ["甲", "乙"],
        ["", "1"],
      ],
    ]);
  });

  test("what is merged once, also where its first column is hidden, and nothing of what it covers", async () => {
    const bytes = workbook({
      cells: rowsOf(
        [
          ["甲", "盖住", "乙"],
          ["盖住", 31, 1],
        ],
        1,
      ),
      merges: ["A1:B2"],
      before: '<cols><col min="1" max="1" width="9" hidden="1"/></cols>',
    });
    expect(shortly(readSheet(bytes))).toEqual([[["甲:2x1", "乙"], ["1"]]]);
    expect((await flatTextOfSheet(bytes)).pieces).toEqual(["甲", "乙", "1"]);
  });
});

describe("a sheet is parted", () => {
  const table = (top: number, style: number): MakeCell[] =>
    rowsOf(
      [
        ["项目", "件数"],
        ["许可", 7],
        ["处罚", ""],
      ],
      style,
    ).map((cell) => ({ ...cell, row: cell.row + top }));
  const TABLE = [
    ["项目", "件数"],
    ["许可", "7"],
    ["处罚", ""],
  ];

  test("by its borders: what stands outside of them is paragraphs", () => {
    const cells = [
      ...rowsOf([["统计表"], ["单位：万元"]]),
      ...table(2, 1),
      { row: 5, column: 0, value: "注：含补办。\n截至年底。" },
    ];
    expect(read({ cells, merges: ["A1:B1"] })).toEqual(["统计表", "单位：万元", TABLE, "注：含补办。", "截至年底。"]);
  });

  test("by its borders, table beside and table below table", () => {
    const beside = table(0, 1).map((cell) => ({ ...cell, column: cell.column + 3 }));
    expect(read({ cells: [...table(0, 1), ...beside, ...table(4, 1)] })).toEqual([TABLE, TABLE, TABLE]);
  });

  test("by blank rows where it has no borders", () => {
    const plain = TABLE.slice(0, 2);
    const cells = [
      { row: 0, column: 0, value: "统计表" },
      ...table(1, 0).slice(0, 4),
      ...table(5, 0).slice(0, 4),
      { row: 7, column: 0, value: "注" },
    ];
    expect(read({ cells })).toEqual(["统计表", plain, plain, "注"]);
  });

  test("at a numbered heading that has a row of its own, with and without borders, but not at a table's own headings", () => {
    const item = (row: number, value: string, style: number): MakeCell[] => [
      { row, column: 0, value, style },
      { row, column: 1, value: "", style },
    ];
    const merges = ["A1:B1", "A5:B5", "A6:B6"];
    const cells = [
      ...item(0, "第二十条第（一）项", 1),
      ...table(1, 1),
      ...item(4, "二、收费情况", 1),
      ...item(5, "第二十条第（八）项", 1),
      ...table(6, 1),
    ];
    expect(read({ cells, merges })).toEqual([
      [["第二十条第（一）项:1x2"], ...TABLE],
      "二、收费情况",
      [["第二十条第（八）项:1x2"], ...TABLE],
    ]);
  });

  test("with the columns of a table where anything begins, not all that the sheet has", () => {
    const cells = [
      ...rowsOf(
        [
          ["项目", "", "件数", ""],
          ["许可", "", 7, ""],
        ],
        1,
      ),
      ...rowsOf([[], [], [], [1, 2, 3, 4], [5, 6, 7, 8]], 1),
    ];
    expect(read({ cells, merges: ["A1:B1", "C1:D1", "A2:B2", "C2:D2"] })[0]).toEqual([
      ["项目", "件数"],
      ["许可", "7"],
    ]);
  });

  test("into what a text box says, where it stands, and pictures", () => {
    const anchor = (row: number, content: string) =>
      `<xdr:oneCellAnchor><xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="635000" cy="190500"/>${content}</xdr:oneCellAnchor>`;
    const drawing = `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">${anchor(1, "<xdr:sp><xdr:txBody><a:p><a:r><a:t>框里的</a:t></a:r><a:r><a:t>话</a:t></a:r></a:p></xdr:txBody></xdr:sp>")}${anchor(9, "<xdr:pic/>")}</xdr:wsDr>`;
    const cells = [...rowsOf([["一"], ["二"], ["三"]])];
    const related = { d1: { type: "drawing", name: "drawings/drawing1.xml", content: drawing } };
    expect(read({ cells, after: '<drawing r:id="d1"/>', related })).toEqual(["一", "二", "框里的话", "三", "picture"]);
  });
});

describe("a file that lies about its size", () => {
  const cell = '<c r="A1"><v>1</v></c>';
  const repeated = (count: number, markup: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => markup(at)).join("");
  const sheet = (after: string, before = ""): MakeSheet => ({ cells: rowsOf([["甲", 1]]), before, after });

  test.each<readonly [name: string, make: () => Uint8Array]>([
    ["whose dimension is the whole sheet", () => workbook(sheet("", '<dimension ref="A1:XFD1048576"/>'))],
    [
      "with one cell in the last corner",
      () => workbook({ cells: [...rowsOf([["甲", 1]]), { row: 1_048_575, column: 16_383, value: 1 }] }),
    ],
    [
      "with cells and rows beyond every sheet",
      () =>
        workbook({
          cells: rowsOf([
            [
              "甲",
              {
                xml: `<v>1</v></c></row><row r="1000000000">${cell}</row><row r="7"><c r="ZZZZ7"><v>1</v></c><c r="B7"><v>1</v>`,
              },
            ],
          ]),
        }),
    ],
    [
      "whose one sheet is listed ten thousand times",
      () =>
        workbook(sheet(""), {
          extra: {
            "xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${repeated(10_000, () => '<sheet name="甲" r:id="rId1"/>')}</sheets></workbook>`,
          },
        }),
    ],
    ["with a merge of the whole sheet", () => workbook({ cells: rowsOf([["甲", 1]]), merges: ["A1:XFD1048576"] })],
    [
      "with ten thousand merges of the whole sheet",
      () => workbook({ cells: rowsOf([["甲", 1]]), merges: Array.from({ length: 10_000 }, () => "A1:XFD1048576") }),
    ],
    [
      "with a hundred thousand merges",
      () =>
        workbook({
          cells: rowsOf([["甲", 1]]),
          merges: Array.from({ length: 100_000 }, (_, at) => `A${at + 1}:B${at + 1}`),
        }),
    ],
    [
      "with ten thousand widths of all columns",
      () => workbook(sheet("", `<cols>${repeated(10_000, () => '<col min="1" max="16384" width="9"/>')}</cols>`)),
    ],
    [
      "with a formula of a million characters",
      () => workbook({ cells: rowsOf([["甲", { xml: `<f>${"1+".repeat(500_000)}1</f><v>1</v>` }]]) }),
    ],
    [
      "with a formula nested without end",
      () => workbook({ cells: rowsOf([["甲", { xml: `<f>${"(".repeat(4000)}1${")".repeat(4000)}</f><v>1</v>` }]]) }),
    ],
    [
      "with formulas in a circle",
      () => workbook({ cells: rowsOf([["甲", { xml: "<f>A1+C1</f><v>1</v>" }, { xml: "<f>B1</f><v>1</v>" }]]) }),
    ],
    [
      "with ten thousand sums over the sheet",
      () =>
        workbook({
          cells: Array.from({ length: 10_000 }, (_, row) => ({
            row,
            column: 0,
            value: { xml: "<f>SUM(B1:XFD1048576)</f><v>0</v>" },
          })),
        }),
    ],
    [
      "with ten thousand rules for the whole sheet",
      () =>
        workbook(
          sheet(
            `<conditionalFormatting sqref="A1:XFD1048576">${repeated(10_000, () => '<cfRule type="expression" priority="1"><formula>1=1</formula></cfRule>')}</conditionalFormatting>`,
          ),
        ),
    ],
    [
      "with a number format of ten thousand signs",
      () =>
        workbook(
          { cells: [{ row: 0, column: 0, value: 1, style: 3 }] },
          { formats: `<numFmt numFmtId="170" formatCode="${"0#".repeat(5000)}"/>`, xfs: ['<xf numFmtId="170"/>'] },
        ),
    ],
    [
      "with the largest number there is",
      () =>
        workbook(
          { cells: [{ row: 0, column: 0, value: Number.MAX_VALUE, style: 3 }] },
          { xfs: ['<xf numFmtId="4"/>'] },
        ),
    ],
  ])("%s is read all the same", (_name, make) => {
    const bytes = make();
    const start = process.cpuUsage();
    expect(readSheet(bytes).blocks.length).toBeGreaterThan(0);
    // A document may work for 30 seconds: this is far from it, whatever else the machine does.
    expect(process.cpuUsage(start).user).toBeLessThan(10e6);
  });

  test.each<readonly [name: string, code: string, make: () => Uint8Array]>([
    [
      "whose string is not in its table",
      "CORRUPT",
      () => workbook({ cells: rowsOf([["甲", { xml: "<v>999</v>", attributes: 't="s"' }]]) }),
    ],
    [
      "with a DOCTYPE",
      "CORRUPT",
      () =>
        workbook(
          { cells: rowsOf([["甲"]]) },
          { strict: true, extra: { "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' } },
        ),
    ],
    ["without a sheet", "CORRUPT", () => makeWorkbook({ sheets: [] })],
    [
      "whose table has a million places",
      "TOO_LARGE",
      () =>
        workbook({
          cells: Array.from({ length: 1500 }, (_, at) => [
            { row: at, column: 0, value: 1 },
            { row: at, column: at + 1, value: 1 },
          ]).flat(),
        }),
    ],
  ])("%s has one record that says so", async (_name, code, make) => {
    const { report } = await processed(make());
    expect(report).toMatchObject({ status: "failed", error: { code } });
  });
});

describe("other spreadsheets are refused with what to do", () => {
  const message = (bytes: Uint8Array): string => {
    try {
      return sniff(bytes);
    } catch (error) {
      return error instanceof ReaderError ? `${error.code} ${error.message}` : "?";
    }
  };
  const zip = (...names: string[]) =>
    zipSync(Object.fromEntries(names.map((name) => [name, Buffer.from("<x/>".repeat(40))])));
  const ole = (name: string) =>
    Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(1016),
      Buffer.from(`Root Entry\0${name}\0`, "utf16le"),
    ]);

  test.each<readonly [name: string, bytes: Uint8Array]>([
    [".xls and .et", ole("Workbook")],
    [".xls of Excel 5", ole("Book")],
    [".xlsb", zip("[Content_Types].xml", "xl/workbook.bin", "xl/worksheets/sheet1.bin")],
    [
      ".ods",
      zipSync({
        mimetype: [Buffer.from("application/vnd.oasis.opendocument.spreadsheet"), { level: 0 }],
        "content.xml": Buffer.from("<x/>"),
      }),
    ],
  ])("%s", (_name, bytes) => expect(message(bytes)).toMatch(/^UNSUPPORTED .*另存为 \.xlsx/u));

  test("an encrypted one", () => expect(message(ole("EncryptedPackage"))).toMatch(/^ENCRYPTED/u));
  test("but .xlsx and .xlsm are not", () => {
    expect(sniff(workbook({ cells: rowsOf([["甲"]]) }))).toBe("sheet");
    expect(sniff(zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"))).toBe("sheet");
  });
});
