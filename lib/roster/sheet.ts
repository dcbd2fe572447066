import type { CellObject, Range } from "@e965/xlsx";
import { zipSync } from "fflate";
import { ReaderError } from "../formats/errors.ts";
import { ARCHIVE_LIMITS, listEntries, readEntry } from "../formats/shared/archive.ts";
import { decode } from "../formats/shared/decode.ts";
import { comparable } from "../profiles/common/wording.ts";
import type { UnitEntry } from "./roster.ts";

/** A roster as an office keeps it: a sheet of units with Chinese headings, .xlsx or .csv in whatever encoding. */
export interface SheetRoster {
  /** Where the sheet tells one. */
  readonly due: string | null;
  readonly units: readonly UnitEntry[];
}

/** Why a sheet is no roster: a Chinese sentence for whoever sent it. */
export class RosterSheetError extends Error {}

const HEADINGS = {
  name: /^(?:报送|填报|报告)?(?:单位|机关|部门)(?:名称|全称)?$|^名称$/u,
  aliases: /^(?:别名|简称|曾用名|又名|其他名称)$/u,
  division: /^(?:行政)?区划(?:代码)?$/u,
  contact: /^联系(?:人|方式|电话|人及电话)$|^电话$/u,
  due: /^(?:报送)?(?:截止|报送)(?:日期|时间)$/u,
  counts: /^(?:是否)?(?:计入|纳入)(?:汇总|合计)$/u,
} as const;
type Column = keyof typeof HEADINGS;
/** What one merged cell may say for the units of several rows. */
const SHARED: readonly Column[] = ["division", "due", "counts"];

/** Titles and notes may stand above the headings. */
const HEADING_ROWS = 20;
export const MOST_UNITS = 5000;
const MOST_ROWS = MOST_UNITS + 2 * HEADING_ROWS;
const SUMS = /^(?:合\s*计|总\s*计|小\s*计)$/u;
/** What stands below a list: no unit that would be asked for its report for ever. */
const NOTE = /^(?:备?注|说明|填表说明|(?:填[表报]|制表|审核|联系)(?:人|单位|日期|时间))\s*[:：]/u;
/** Unpacked; a sheet of as many units has about a megabyte. */
const LIMITS = { ...ARCHIVE_LIMITS, entries: 500, entryBytes: 16 * 2 ** 20, totalBytes: 32 * 2 ** 20 };
const ZIP = [0x50, 0x4b];

interface Sheet {
  /** Printed texts. */
  readonly rows: string[][];
  readonly merged: readonly Range[];
}

/**
 * Reads the first sheet that has the heading 单位名称.
 * @throws RosterSheetError where there is none, or what a row says can't be
 */
export async function readRosterSheet(bytes: Uint8Array): Promise<SheetRoster> {
  const sheets = await sheetsOf(bytes);
  for (const sheet of sheets) {
    const at = headingOf(sheet.rows);
    if (at !== null) return rosterIn(sheet, at);
  }
  throw new RosterSheetError("表里没有“单位名称”一列，请在表头写明：单位名称、别名、行政区划代码、联系人、截止日期。");
}

/** @throws RosterSheetError */
async function sheetsOf(bytes: Uint8Array): Promise<Sheet[]> {
  const isZip = ZIP.every((byte, at) => bytes[at] === byte);
  const { read, utils } = await import("@e965/xlsx");
  const asText = { raw: true, dateNF: "yyyy-mm-dd", sheetRows: MOST_ROWS + 1 } as const;
  try {
    // What unpacks beyond bounds is refused before the library sees it.
    const book = isZip
      ? read(repacked(bytes), { ...asText, type: "array" })
      : read(decode(bytes).text, { ...asText, type: "string" });
    return book.SheetNames.map((name) => {
      const sheet = book.Sheets[name];
      if (!sheet?.["!ref"]) return { rows: [], merged: [] };
      for (const cell of Object.values(sheet as Record<string, CellObject>)) writeOut(cell);
      // From the first cell on, so that rows are counted as the sheet counts them.
      const range = { s: { r: 0, c: 0 }, e: utils.decode_range(sheet["!ref"]).e };
      const rows = utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false, defval: "", blankrows: true, range });
      return { rows, merged: sheet["!merges"] ?? [] };
    });
  } catch (error) {
    if (error instanceof ReaderError) throw new RosterSheetError(error.message);
    throw new RosterSheetError("读不出这个表，请另存为 .xlsx 或 .csv 后重新导入。");
  }
}

/** A code of 12 digits that is not formatted as text is shown as 3.70102E+11. */
function writeOut(cell: CellObject): void {
  if (cell.t === "n" && /E\+\d+$/u.test(cell.w ?? "")) cell.w = String(cell.v);
}

/** @throws ReaderError beyond the bounds */
function repacked(bytes: Uint8Array): Uint8Array {
  const entries = listEntries(bytes, LIMITS).filter(({ name }) => !name.endsWith("/"));
  return zipSync(Object.fromEntries(entries.map((entry) => [entry.name, readEntry(bytes, entry, LIMITS)])), {
    level: 0,
  });
}

function columnsOf(row: readonly string[]): Map<Column, number[]> {
  const columns = new Map<Column, number[]>();
  for (const [at, text] of row.entries()) {
    const [heading = ""] = comparable(String(text)).split(/[(（]/u, 1);
    for (const [column, pattern] of Object.entries(HEADINGS) as [Column, RegExp][])
      if (pattern.test(heading)) columns.set(column, [...(columns.get(column) ?? []), at]);
  }
  return columns;
}

/** Headings may have two rows: the one that names most columns counts. */
function headingOf(rows: readonly (readonly string[])[]): number | null {
  const named = rows.slice(0, HEADING_ROWS).map((row) => {
    const columns = columnsOf(row);
    return columns.has("name") ? columns.size : 0;
  });
  const most = Math.max(0, ...named);
  return most === 0 ? null : named.indexOf(most);
}

/** Writes what a merged cell says into each row that it covers. */
function spread({ rows, merged }: Sheet, columns: ReadonlyMap<Column, number[]>): void {
  const shared = new Set(SHARED.flatMap((column) => columns.get(column) ?? []));
  for (const { s: first, e: last } of merged) {
    if (!shared.has(first.c)) continue;
    for (const row of rows.slice(first.r + 1, last.r + 1)) row[first.c] = rows[first.r]?.[first.c] ?? "";
  }
}

/** @throws RosterSheetError */
function rosterIn(sheet: Sheet, headingAt: number): SheetRoster {
  const { rows } = sheet;
  const columns = columnsOf(rows[headingAt] ?? []);
  spread(sheet, columns);
  const body = rows.slice(headingAt + 1);
  const textsIn = (row: readonly string[], column: Column): string[] =>
    (columns.get(column) ?? []).map((at) => String(row[at] ?? "").trim()).filter((text) => text !== "");
  const units: UnitEntry[] = [];
  let due: string | null = null;
  for (const [n, row] of body.entries()) {
    const where = `第${headingAt + n + 2}行`;
    const [name] = textsIn(row, "name");
    if (name === undefined || SUMS.test(name) || NOTE.test(name)) continue;
    if (units.length === MOST_UNITS) throw new RosterSheetError(`单位超过${MOST_UNITS}个，请拆分名单。`);
    units.push({
      name,
      aliases: textsIn(row, "aliases").flatMap((text) => text.split(/[、，,；;|\n]/u).map((each) => each.trim())),
      division: divisionIn(textsIn(row, "division")[0], where),
      contact: textsIn(row, "contact").join(" ") || null,
      counts: !/^(?:否|不|N|0)/iu.test(textsIn(row, "counts")[0] ?? ""),
    });
    // One day for all: where rows differ, the last.
    const day = dayIn(textsIn(row, "due")[0], where);
    if (day !== null && (due === null || day > due)) due = day;
  }
  return { due, units: units.map((unit) => ({ ...unit, aliases: unit.aliases.filter((alias) => alias !== "") })) };
}

/** A town's code of 9 or 12 digits begins with its county's. @throws RosterSheetError */
function divisionIn(text: string | undefined, where: string): string | null {
  if (text === undefined) return null;
  const code = /^(\d{6})(?:\d{3}|\d{6})?$/u.exec(comparable(text))?.[1];
  if (code === undefined) throw new RosterSheetError(`${where}的行政区划代码“${text}”不是6位数字。`);
  return code;
}

/** @throws RosterSheetError */
function dayIn(text: string | undefined, where: string): string | null {
  if (text === undefined) return null;
  const [, year = "", month = "", day = ""] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:$|\D)/u.exec(comparable(text)) ?? [];
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${written}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== written)
    throw new RosterSheetError(`${where}的截止日期“${text}”不是日期，请写成2025-01-31。`);
  return written;
}
