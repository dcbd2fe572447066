import { utils, write } from "@e965/xlsx";
import { describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import { RosterSheetError, readRosterSheet } from "../../lib/roster/sheet.ts";

/** Rosters as offices keep them. */

const HEADINGS = ["序号", "单位名称", "别名", "行政区划代码", "联系人", "联系电话", "截止日期", "计入汇总"];
const ROWS = [
  ["云泽县政务公开年报报送单位名单"],
  HEADINGS,
  [1, "云泽县教育局", "县教育局、教育局", 370102, "王芳", "0531-1234567", new Date(Date.UTC(2025, 0, 31)), "是"],
  [2, "青山镇人民政府", "", "370102001", "", "", "", "否"],
  ["", "", "", "", "", "", "", ""],
  ["", "合 计", "", "", "", "", "", ""],
];
const EXPECTED = {
  due: "2025-01-31",
  units: [
    {
      name: "云泽县教育局",
      aliases: ["县教育局", "教育局"],
      division: "370102",
      contact: "王芳 0531-1234567",
      counts: true,
    },
    { name: "青山镇人民政府", aliases: [], division: "370102", contact: null, counts: false },
  ],
};

function xlsxOf(...sheets: readonly (readonly unknown[])[][]): Uint8Array {
  const book = utils.book_new();
  for (const rows of sheets)
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows as unknown[][], { cellDates: true }));
  return new Uint8Array(write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
}
const csvOf = (rows: readonly (readonly unknown[])[]): string =>
  rows
    .map((row) => row.map((cell) => (cell instanceof Date ? "2025年1月31日" : `"${String(cell)}"`)).join(","))
    .join("\r\n");
/** 单位名称 and one unit, as Excel saves CSV in China. */
const GBK = Uint8Array.from([
  ...[0xb5, 0xa5, 0xce, 0xbb, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d, 0x0a],
  ...[0xb2, 0xc6, 0xd5, 0xfe, 0xbe, 0xd6, 0x0d, 0x0a],
]);

describe("a sheet of units is read", () => {
  test("from a workbook, with a title above and another sheet before", async () => {
    expect(await readRosterSheet(xlsxOf([["填表说明"]], ROWS))).toEqual(EXPECTED);
  });
  test("from CSV, whatever its encoding", async () => {
    expect(await readRosterSheet(new TextEncoder().encode(`\uFEFF${csvOf(ROWS)}`))).toEqual(EXPECTED);
    expect((await readRosterSheet(GBK)).units).toMatchObject([{ name: "财政局", division: null }]);
  });
});

test("merged cells, headings of two rows, codes as numbers and notes below are read as they are meant", async () => {
  const sheet = utils.aoa_to_sheet([
    ["单位", "", "", "联系"],
    ["单位名称", "行政区划代码", "截止日期", "联系人"],
    ["教育局", 370102001000, "2025-01-31", "王芳"],
    ["民政局"],
    ["财政局"],
    ["青山镇", 370103],
    ["注：请于1月底前报送"],
    ["填表人：王芳"],
  ]);
  sheet["!merges"] = ["A1:C1", "B3:B5", "C3:C5"].map(utils.decode_range);
  const book = utils.book_new(sheet);
  const { due, units } = await readRosterSheet(new Uint8Array(write(book, { type: "array" }) as ArrayBuffer));
  expect(due).toBe("2025-01-31");
  expect(units.map(({ name, division }) => [name, division])).toEqual([
    ["教育局", "370102"],
    ["民政局", "370102"],
    ["财政局", "370102"],
    ["青山镇", "370103"],
  ]);
});

test.each([
  ["has no names", csvOf([["姓名"], ["王"]]), "单位名称"],
  [
    "has a code that is none",
    csvOf([
      ["单位名称", "行政区划代码"],
      ["甲局", "37"],
    ]),
    "第2行",
  ],
  [
    "has a day that is none",
    csvOf([
      ["单位名称", "截止日期"],
      ["甲局", "2025-02-30"],
    ]),
    "不是日期",
  ],
  ["is nothing", "", "单位名称"],
])("a sheet that %s is refused with a sentence", async (_, csv, words) => {
  const reading = readRosterSheet(new TextEncoder().encode(csv));
  await expect(reading).rejects.toThrow(RosterSheetError);
  await expect(reading).rejects.toThrow(words);
});

test("an archive that unpacks to more than a roster can have is refused before it is unpacked", async () => {
  const bomb = zipSync({ "xl/worksheets/sheet1.xml": new Uint8Array(64 * 2 ** 20) });
  await expect(readRosterSheet(bomb)).rejects.toThrow(RosterSheetError);
});
