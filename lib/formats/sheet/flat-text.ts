import type { CellObject, Range, WorkSheet } from "@e965/xlsx";
import { strToU8, zipSync } from "fflate";
import { subscript, superscript } from "../../document/appearance.ts";
import type { FlatText } from "../../document/document.ts";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";
import type { Package } from "../shared/package.ts";
import { child, decodeXml } from "../shared/xml-tree.ts";
import { pictureMarks } from "./flat-pictures.ts";
import { Pieces } from "./flat-pieces.ts";
import { openWorkbook, sheetsOf } from "./workbook.ts";

/**
 * The second reading of a workbook, by SheetJS: its own parsing, its own number formats. It gets a package made anew,
 * unpacked within bounds, of the visible sheets and what they share. Struck and raised characters, which it does not
 * tell, are looked up in the markup.
 */

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const SHARED = { sharedStrings: `${SPREADSHEET}.sharedStrings+xml`, styles: `${SPREADSHEET}.styles+xml` };

/** A package of the sheets given, named by their numbers, with the strings and styles that they share. */
function packageOf(office: Package, sheets: readonly Uint8Array[], from1904: boolean): Uint8Array {
  const parts = Object.entries(SHARED).flatMap(([type, contentType]) => {
    const content = office.read(office.related(type));
    return content ? [{ name: `${type}.xml`, type, contentType, content }] : [];
  });
  const all = [
    ...parts,
    ...sheets.map((content, at) => ({
      name: `sheet${at}.xml`,
      type: "worksheet",
      contentType: `${SPREADSHEET}.worksheet+xml`,
      content,
    })),
  ];
  const overrides = all
    .map(({ name, contentType }) => `<Override PartName="/xl/${name}" ContentType="${contentType}"/>`)
    .join("");
  const relationships = all
    .map(({ name, type }) => `<Relationship Id="${name}" Type="${OFFICE}/${type}" Target="${name}"/>`)
    .join("");
  const listed = sheets.map((_, at) => `<sheet name="${at}" sheetId="${at + 1}" r:id="sheet${at}.xml"/>`).join("");
  const files: Record<string, Uint8Array> = {
    "[Content_Types].xml": strToU8(
      `<Types xmlns="${PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>${overrides}</Types>`,
    ),
    "_rels/.rels": strToU8(
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    "xl/workbook.xml": strToU8(
      `<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${listed}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships xmlns="${PACKAGE}/relationships">${relationships}</Relationships>`,
    ),
  };
  for (const { name, content } of all) files[`xl/${name}`] = content;
  return zipSync(files, { level: 0 });
}

interface Marks {
  readonly struck: boolean;
  readonly script: string | undefined;
}

/** What a font, in the markup of a style or a run, does to the digits in it. */
const marksOf = (font: string): Marks => ({
  struck: /<(?:\w+:)?strike(?![^<>]*val=["'](?:0|false|off))[\s/>]/u.test(font),
  script: /<(?:\w+:)?vertAlign\s[^<>]*val=["'](superscript|subscript)/u.exec(font)?.[1],
});

const FONTS = [/<(?:\w+:)?fonts[\s>]/u, /<\/(?:\w+:)?fonts>/u] as const;
const FORMATS = [/<(?:\w+:)?cellXfs[\s>]/u, /<\/(?:\w+:)?cellXfs>/u] as const;

/** The markup from an element's beginning to its end. */
function within(xml: string, [opening, closing]: readonly [RegExp, RegExp]): string {
  const from = xml.search(opening);
  const rest = from < 0 ? "" : xml.slice(from);
  return rest.slice(0, Math.max(0, rest.search(closing)));
}

/** The formats of cells whose font strikes or raises, by number. */
function markedFormats(styles: string): ReadonlyMap<string, Marks> {
  const fonts = within(styles, FONTS)
    .split(/<(?:\w+:)?font(?=[\s/>])/u)
    .slice(1)
    .map(marksOf);
  const marked = new Map<string, Marks>();
  for (const [at, format] of within(styles, FORMATS)
    .split(/<(?:\w+:)?xf(?=[\s/>])/u)
    .slice(1)
    .entries()) {
    const marks = fonts[Number(/fontId=["'](\d+)["']/u.exec(format)?.[1] ?? 0)];
    if (marks && (marks.struck || marks.script)) marked.set(String(at), marks);
  }
  return marked;
}

/** The marks of a sheet's cells by their references. */
function markedCells(sheet: string, formats: ReadonlyMap<string, Marks>): ReadonlyMap<string, Marks> {
  const marked = new Map<string, Marks>();
  if (formats.size === 0) return marked;
  for (const [tag] of sheet.matchAll(/<(?:\w+:)?c\s[^<>]*>/gu)) {
    const marks = formats.get(/\ss=["'](\d+)["']/u.exec(tag)?.[1] ?? "0");
    const reference = /\sr=["']([A-Z]+\d+)["']/u.exec(tag)?.[1];
    if (marks && reference) marked.set(reference, marks);
  }
  return marked;
}

const put = (text: string, { struck, script }: Marks): string =>
  struck ? "" : script === "superscript" ? superscript(text) : script === "subscript" ? subscript(text) : text;

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const decoded = (xml: string): string =>
  xml
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/giu, (all, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : 0;
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : (ENTITIES[name] ?? all);
    })
    .replace(/_x([0-9a-f]{4})_/giu, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** A text of several fonts, from its markup. */
function richText(xml: string, cell: Marks | undefined): string {
  let text = "";
  let marks = cell;
  let reading = false;
  for (const [tag, named = "", inside = ""] of xml.matchAll(/<([^<>]*)>([^<]*)/gu)) {
    const [, closing, name] = /^(\/?)(?:\w+:)?(\w+)/u.exec(named) ?? [];
    if (name === "rPh") reading = closing === "";
    else if (name === "r" && closing === "") marks = cell;
    else if (name === "rPr" && closing === "") marks = undefined;
    else if (name === "strike" || name === "vertAlign") {
      const own = marksOf(tag);
      marks = { struck: own.struck || marks?.struck === true, script: own.script ?? marks?.script };
    } else if (name === "t" && closing === "" && !reading)
      text += marks ? put(decoded(inside), marks) : decoded(inside);
  }
  return text;
}

function textOf(cell: CellObject, marks: Marks | undefined): string {
  if (cell.t === "z") return "";
  const rich = cell.t === "s" && typeof cell.r === "string" && /<(?:\w+:)?r[\s>]/u.test(cell.r) ? cell.r : null;
  const text = rich === null ? (cell.w ?? String(cell.v ?? "")) : richText(rich, marks);
  return foldIdeographs((rich === null && marks ? put(text, marks) : text).replace(/\r\n?/gu, "\n"));
}

/** Names of columns as references have them. */
function letters(column: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** Rows that a merged area is looked through for one that is shown. */
const MOST_ROWS = 1000;

/** Merged areas by the rows of cells that they lie in. @param rows with cells, ascending @throws TooLargeError */
function mergesByRow(areas: readonly Range[], rows: readonly number[]): Map<number, Range[]> {
  const merges = new Map<number, Range[]>();
  let steps = 0;
  for (const range of areas) {
    let low = 0;
    for (let high = rows.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((rows[middle] as number) < range.s.r) low = middle + 1;
      else high = middle;
    }
    for (; low < rows.length && (rows[low] as number) <= range.e.r; low++) {
      if (++steps > LIMITS.sheetPositions) throw new TooLargeError();
      const row = rows[low] as number;
      const here = merges.get(row);
      if (here) here.push(range);
      else merges.set(row, [range]);
    }
  }
  return merges;
}

/** The texts of a sheet in rows, with the blanks between them. */
function addSheet(sheet: WorkSheet, markup: string, formats: ReadonlyMap<string, Marks>, pieces: Pieces): void {
  const data = (sheet["!data"] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  const rowGone = (row: number) => sheet["!rows"]?.[row]?.hidden === true || sheet["!rows"]?.[row]?.hpt === 0;
  const columnGone = (column: number) =>
    sheet["!cols"]?.[column]?.hidden === true || sheet["!cols"]?.[column]?.width === 0;
  const marked = markedCells(markup, formats);
  const withoutZeros = /<(?:\w+:)?sheetView\s[^<>]*showZeros=["'](?:0|false)["']/u.test(markup);
  const rows: number[] = [];
  data.forEach((_, row) => rows.push(row));
  const merges = mergesByRow(sheet["!merges"] ?? [], rows);
  const mergeAt = (row: number, column: number) => merges.get(row)?.find(({ s, e }) => s.c <= column && column <= e.c);
  const isShown = (row: number, column: number): boolean => {
    const merge = mergeAt(row, column);
    if (!merge) return !rowGone(row) && !columnGone(column);
    if (merge.s.r !== row || merge.s.c !== column) return false;
    let [someRow, someColumn] = [false, false];
    for (let at = merge.s.r; at <= Math.min(merge.e.r, merge.s.r + MOST_ROWS) && !someRow; at++) someRow = !rowGone(at);
    for (let at = merge.s.c; at <= merge.e.c && !someColumn; at++) someColumn = !columnGone(at);
    return someRow && someColumn;
  };
  // Where the file writes down no blanks, they stand where rows next to it have text.
  let block: { row: number; texts: Map<number, string> }[] = [];
  const endBlock = () => {
    const columns = [
      ...new Set(
        block.flatMap(({ texts }) => [...texts].flatMap(([column, text]) => (text.trim() === "" ? [] : [column]))),
      ),
    ];
    columns.sort((a, b) => a - b);
    const written = block.some(({ texts }) => [...texts.values()].includes(""));
    for (const { row, texts } of block) {
      if (texts.size > 1 && !written)
        for (const column of columns) if (!texts.has(column) && !mergeAt(row, column)) texts.set(column, "");
      pieces.addRow(
        row,
        [...texts].sort(([a], [b]) => a - b).map(([, text]) => text),
      );
    }
    block = [];
  };
  for (const row of rows) {
    const texts = new Map<number, string>();
    data[row]?.forEach((cell, column) => {
      if (!cell || !isShown(row, column)) return;
      const unseen = withoutZeros && cell.t === "n" && cell.v === 0;
      texts.set(column, unseen ? "" : textOf(cell, marked.get(`${letters(column)}${row + 1}`)));
    });
    if ([...texts.values()].every((text) => text.trim() === "")) endBlock();
    else block.push({ row, texts });
  }
  endBlock();
  pieces.end();
}

/**
 * The flat text of a workbook, read from its bytes by SheetJS: the visible sheets in order, cells in rows, a piece
 * each, blank ones between them included; where there are several sheets, each begins with its name. Without text
 * boxes.
 *
 * @throws ReaderError as `readSheet`
 */
export async function flatTextOfSheet(bytes: Uint8Array): Promise<FlatText> {
  // Few files are workbooks: the others need not wait for its library.
  const { read } = await import("@e965/xlsx");
  const office = openWorkbook(bytes);
  const workbook = office.parse(office.main);
  if (!workbook) throw new CorruptError();
  const from1904 = /^(?:1|true)$/u.test(child(workbook, "x:workbookPr")?.attributes.date1904 ?? "");
  const sheets = sheetsOf(office, workbook).filter(({ visible }) => visible);
  const contents = sheets.map(({ part }) => office.read(part) ?? new Uint8Array());
  const styles = office.read(office.related("styles"));
  const formats = markedFormats(styles ? decodeXml(styles) : "");
  const book = read(packageOf(office, contents, from1904), {
    type: "array",
    dense: true,
    sheetStubs: true,
    // Else it tells no hidden rows and columns.
    cellStyles: true,
    cellFormula: false,
    cellHTML: false,
    dateNF: "yyyy/m/d",
  });
  const texts = sheets.map(({ heading, part }, at) => {
    const pieces = new Pieces(pictureMarks(office, part));
    const sheet = book.Sheets[String(at)];
    if (sheet) addSheet(sheet, decodeXml(contents[at] as Uint8Array), formats, pieces);
    return { heading, pieces: pieces.all };
  });
  const printed = texts.filter(({ pieces }) => pieces.some((piece) => piece !== ""));
  // A name without a word, 2024, would pass for a figure here.
  const named = (name: string) => printed.length > 1 && /\p{Script=Han}/u.test(name);
  return {
    pieces: printed.flatMap(({ heading, pieces }) => (named(heading) ? [heading, ...pieces] : pieces)),
    blanksKept: true,
  };
}
