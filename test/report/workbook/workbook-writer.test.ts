import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { read, utils } from "@e965/xlsx";
import { expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { heightOf } from "../../../lib/report/workbook/styles.ts";
import {
  type Cell,
  columnName,
  type SheetSetup,
  workbookWriter,
} from "../../../lib/report/workbook/workbook-writer.ts";

const text = (value: Cell["value"]): Cell => ({ value, style: "text" });

/** A workbook of one sheet. */
function workbookOf(rows: readonly (readonly Cell[])[], setup: Partial<SheetSetup> = {}): Uint8Array {
  const workbook = workbookWriter(new Date(2025, 0, 20));
  const sheet = workbook.sheet({ name: "表", widths: [10, 10, 10], ...setup });
  for (const row of rows) sheet.row(row);
  sheet.end();
  return new Uint8Array(Buffer.concat(workbook.end()));
}

/** As another program reads them. */
const valuesOf = (bytes: Uint8Array, name = "表"): unknown[][] =>
  utils.sheet_to_json(read(bytes).Sheets[name] ?? {}, { header: 1, defval: null });

const partOf = (bytes: Uint8Array, path: string): string => new TextDecoder().decode(unzipSync(bytes)[path]);

test("what was written is read again by another program: numbers as numbers, text as text", () => {
  const rows = [
    [1, -2.5, 0],
    ["文字", "001", "=1+1"],
    ["_x0041_", "<b>&\"'</b>", " 两边 "],
    ["一\n二", null, "@SUM(A1)"],
  ];
  const bytes = workbookOf(rows.map((row) => row.map(text)));
  expect(valuesOf(bytes)).toEqual(rows);
  const sheet = read(bytes, { cellFormula: true }).Sheets.表 ?? {};
  expect(Object.values(sheet).some((cell) => typeof cell === "object" && "f" in cell)).toBe(false);
});

test("every part is well-formed, whatever characters a text holds", () => {
  const evil = "\u0000\u0008\ufffe\ud800]]><!--&";
  const bytes = workbookOf([[text(evil)]], { name: "甲&乙<'>" });
  for (const [path, part] of Object.entries(unzipSync(bytes))) {
    const parser = new SaxesParser({ xmlns: true });
    parser.on("error", (error) => {
      throw new Error(`${path}: ${error.message}`);
    });
    parser.write(new TextDecoder().decode(part)).close();
  }
  expect(valuesOf(bytes, "甲&乙<'>")[0]?.[0]).toContain("]]><!--&");
});

test("cells stand where a table of HTML has them, and what they span is merged", () => {
  const bytes = workbookOf([
    [
      { ...text("高"), rowSpan: 2 },
      { ...text("宽"), columnSpan: 2 },
    ],
    [text("左"), text("右")],
    [text("一"), text("二"), text("三")],
  ]);
  expect(valuesOf(bytes)).toEqual([
    ["高", "宽", null],
    [null, "左", "右"],
    ["一", "二", "三"],
  ]);
  expect(partOf(bytes, "xl/worksheets/sheet1.xml")).toContain(
    '<mergeCells count="2"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>',
  );
});

test("headings stay in sight, are printed on each page and have filters", () => {
  const bytes = workbookOf(
    [["甲"], ["乙"], ["丙"]].map((row) => row.map(text)),
    {
      heads: { rows: 2, filtered: true },
      frozenColumns: 1,
      printedColumns: 2,
    },
  );
  const sheet = partOf(bytes, "xl/worksheets/sheet1.xml");
  expect(sheet).toContain('<pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/>');
  expect(sheet).toContain('<autoFilter ref="A2:C3"/>');
  const workbook = partOf(bytes, "xl/workbook.xml");
  expect(workbook).toContain("'表'!$A$1:$B$3</definedName>");
  expect(workbook).toContain("'表'!$A:$A,'表'!$1:$2</definedName>");
});

test("sheets may be written at a time, and one that is written last may stand first", () => {
  const workbook = workbookWriter(new Date(2025, 0, 20));
  const [one, two] = ["一", "二"].map((name) => workbook.sheet({ name, widths: [10] }));
  for (let row = 0; row < 5000; row++) {
    one?.row([text(row)]);
    two?.row([text(-row)]);
  }
  one?.end();
  two?.end();
  const legend = workbook.sheet({ name: "说明", widths: [10] }, "first");
  legend.row([text("说明")]);
  legend.end();
  const bytes = new Uint8Array(Buffer.concat(workbook.end()));
  expect(read(bytes).SheetNames).toEqual(["说明", "一", "二"]);
  expect([valuesOf(bytes, "一")[4999], valuesOf(bytes, "二")[4999]]).toEqual([[4999], [-4999]]);
});

test("rows are written as they come: what went out is not held", () => {
  const workbook = workbookWriter(new Date(2025, 0, 20));
  const sheet = workbook.sheet({ name: "表", widths: [10] });
  let out = 0;
  for (let row = 0; row < 20_000; row++) {
    sheet.row([text(`第${row}行${(row * 7919) % 10_007}`)]);
    for (const chunk of workbook.take()) out += chunk.length;
  }
  sheet.end();
  const rest = workbook.end().reduce((sum, { length }) => sum + length, 0);
  expect(out).toBeGreaterThan(2 * rest);
});

test("a sheet that is full says so", () => {
  const workbook = workbookWriter(new Date(2025, 0, 20));
  const sheet = workbook.sheet({ name: "表", widths: [10] });
  let written = 0;
  while (sheet.row([]) && written < 1_100_000) written++;
  expect(written).toBe(1_048_576);
});

test("a row is as high as its longest text needs in its column", () => {
  const lines = (value: string, width: number) => heightOf(value, width, "text") / heightOf("一", width, "text");
  expect(lines("短", 40)).toBe(1);
  expect(lines("长".repeat(100), 40)).toBeGreaterThan(3.5);
  expect(lines("a\nb\nc", 40)).toBeGreaterThan(2.4);
  expect(heightOf("长".repeat(1000), 4, "code")).toBe(heightOf("长", 4, "code"));
});

test.each([
  [0, "A"],
  [25, "Z"],
  [26, "AA"],
  [701, "ZZ"],
  [702, "AAA"],
  [16_383, "XFD"],
])("column %i is called %s", (column, name) => expect(columnName(column)).toBe(name));

const SOFFICE = "/usr/bin/soffice";
const hasOffice = await access(SOFFICE).then(
  () => true,
  () => false,
);
(hasOffice ? test : test.skip)(
  "an office program opens it and shows what stands there",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "workbook-"));
    try {
      await writeFile(join(folder, "a.xlsx"), workbookOf([[text("云泽县"), { ...text(42), columnSpan: 2 }]]));
      await promisify(execFile)(SOFFICE, [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        folder,
        join(folder, "a.xlsx"),
      ]);
      expect(await readFile(join(folder, "a.csv"), "utf8")).toMatch(/^云泽县,42,?\n$/u);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
