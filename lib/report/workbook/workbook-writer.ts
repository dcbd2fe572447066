import { printable } from "../printable.ts";
import { zipWriter } from "../zip-writer.ts";
import { heightOf, type StyleName, styleIndex, stylesXml } from "./styles.ts";

/**
 * Workbooks (.xlsx, ECMA-376 SpreadsheetML) written row by row: whatever their number, only compressed rows are held.
 * Text is kept as text, so that none becomes a formula.
 */

export interface Cell {
  readonly value: string | number | null;
  readonly style: StyleName;
  readonly rowSpan?: number;
  readonly columnSpan?: number;
}

export interface SheetSetup {
  /** At most 31 characters, none of []:*?/\ */
  readonly name: string;
  /** In characters, column by column. */
  readonly widths: readonly number[];
  readonly landscape?: true;
  /** Rows that stay in sight, are printed on each page, and the last of which has filters. */
  readonly heads?: { readonly rows: number; readonly filtered?: true };
  /** Columns that stay in sight. */
  readonly frozenColumns?: number;
  /** Too wide for a page: printed as large as it is, on several. */
  readonly wide?: true;
  /** How many columns are printed, from the first; all without it. */
  readonly printedColumns?: number;
}

export interface SheetWriter {
  /**
   * Cells from the first column on, past those that earlier rows span; as high as their text needs.
   * @returns false where the sheet is full, and the row is not written
   */
  readonly row: (cells: readonly Cell[]) => boolean;
  readonly end: () => void;
}

export interface WorkbookWriter {
  /** Several may be open at a time. They stand in the order in which they were opened, one that is `first` before all. */
  readonly sheet: (setup: SheetSetup, first?: "first") => SheetWriter;
  /** What can go out by now. */
  readonly take: () => Uint8Array[];
  /** To be called once every sheet has ended. */
  readonly end: () => Uint8Array[];
}

const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Points: with room to read numbers in, and the most that a spreadsheet allows. */
const LOWEST_ROW = 18;
const HIGHEST_ROW = 409;
/** A4. */
const PAPER = 9;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? "");

/** As a spreadsheet reads it back: what looks like its own escape (_x000D_) is escaped. */
const textXml = (text: string): string =>
  escaped(
    [...printable(text)]
      .slice(0, MOST_CHARACTERS)
      .join("")
      .replace(/_(?=x[0-9a-f]{4}_)/giu, "_x005F_"),
  );

/** A, B … Z, AA of a column counted from 0. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

function cellXml({ value, style }: Cell, at: string): string {
  const index = styleIndex(style);
  if (typeof value === "number") return `<c r="${at}" s="${index}"><v>${value}</v></c>`;
  if (value === null || value === "") return `<c r="${at}" s="${index}"/>`;
  return `<c r="${at}" s="${index}" t="inlineStr"><is><t xml:space="preserve">${textXml(value)}</t></is></c>`;
}

/** Places cells as a table of HTML does, and remembers what is merged. */
function placing(widths: readonly number[]) {
  /** By column: how many rows below are spanned, and how the covered cells look. */
  const covered: { rows: number; style: StyleName }[] = [];
  const merged: string[] = [];
  return {
    merged: merged as readonly string[],
    rowXml: (cells: readonly Cell[], row: number): { readonly xml: string; readonly height: number } => {
      let xml = "";
      let height = LOWEST_ROW;
      let column = 0;
      const blank = (style: StyleName) => {
        xml += `<c r="${columnName(column)}${row}" s="${styleIndex(style)}"/>`;
        column += 1;
      };
      const skip = () => {
        for (let above = covered[column]; above && above.rows > 0; above = covered[column]) {
          above.rows -= 1;
          blank(above.style);
        }
      };
      for (const cell of cells) {
        skip();
        const { rowSpan = 1, columnSpan = 1, style } = cell;
        const at = `${columnName(column)}${row}`;
        if (rowSpan > 1 || columnSpan > 1)
          merged.push(`${at}:${columnName(column + columnSpan - 1)}${row + rowSpan - 1}`);
        for (let each = column; each < column + columnSpan; each++) covered[each] = { rows: rowSpan - 1, style };
        if (rowSpan === 1 && typeof cell.value === "string") {
          const width = widths.slice(column, column + columnSpan).reduce((sum, each) => sum + each, 0);
          height = Math.max(height, heightOf(cell.value, width, style));
        }
        xml += cellXml(cell, at);
        column += 1;
        for (let more = 1; more < columnSpan; more++) blank(style);
      }
      skip();
      return { xml, height: Math.min(HIGHEST_ROW, Math.ceil(height)) };
    },
  };
}

function sheetHead({ widths, heads, wide, frozenColumns = 0 }: SheetSetup): string {
  const rows = heads?.rows ?? 0;
  const pane = [frozenColumns > 0 && `xSplit="${frozenColumns}"`, rows > 0 && `ySplit="${rows}"`].filter(
    (each) => each,
  );
  const corner = rows > 0 && frozenColumns > 0 ? "bottomRight" : rows > 0 ? "bottomLeft" : "topRight";
  const frozen =
    pane.length > 0 &&
    `<pane ${pane.join(" ")} topLeftCell="${columnName(frozenColumns)}${rows + 1}" activePane="${corner}" state="frozen"/>`;
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return `${XML}<worksheet xmlns="${MAIN}">${wide ? "" : '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'}<sheetViews><sheetView workbookViewId="0">${frozen || ""}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.join("")}</cols><sheetData>`;
}

function sheetTail({ widths, landscape, heads, wide }: SheetSetup, rows: number, merged: readonly string[]): string {
  const filter =
    heads?.filtered && rows > heads.rows
      ? `<autoFilter ref="A${heads.rows}:${columnName(widths.length - 1)}${rows}"/>`
      : "";
  const merges =
    merged.length > 0
      ? `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`
      : "";
  return `</sheetData>${filter}${merges}<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="${PAPER}" orientation="${landscape ? "landscape" : "portrait"}"${wide ? "" : ' fitToWidth="1" fitToHeight="0"'}/><headerFooter><oddFooter>&amp;C第&amp;P页，共&amp;N页</oddFooter></headerFooter></worksheet>`;
}

interface WrittenSheet {
  readonly setup: SheetSetup;
  readonly part: string;
  rows: number;
}

/** What is printed of a sheet, and what again on each page. */
function definedNames(sheets: readonly WrittenSheet[]): string {
  const names = sheets.flatMap(({ setup: { name, heads, frozenColumns = 0, printedColumns }, rows }, index) => {
    const defined = (what: string, reference: string) =>
      `<definedName name="_xlnm.${what}" localSheetId="${index}">'${escaped(name)}'!${reference}</definedName>`;
    const repeated = [
      ...(frozenColumns > 0 ? [`$A:$${columnName(frozenColumns - 1)}`] : []),
      ...(heads ? [`$1:$${heads.rows}`] : []),
    ];
    return [
      ...(printedColumns !== undefined && rows > 0
        ? [defined("Print_Area", `$A$1:$${columnName(printedColumns - 1)}$${rows}`)]
        : []),
      ...(repeated.length > 0 ? [defined("Print_Titles", repeated.join(`,'${escaped(name)}'!`))] : []),
    ];
  });
  return names.length > 0 ? `<definedNames>${names.join("")}</definedNames>` : "";
}

function packageParts(sheets: readonly WrittenSheet[]): readonly (readonly [path: string, xml: string])[] {
  const type = (part: string, kind: string) =>
    `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (all: readonly string[]) =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
  const listed = sheets.map(
    ({ setup }, index) => `<sheet name="${escaped(setup.name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return [
    [
      "[Content_Types].xml",
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type("xl/workbook.xml", "sheet.main")}${type("xl/styles.xml", "styles")}${sheets.map(({ part }) => type(`xl/${part}`, "worksheet")).join("")}</Types>`,
    ],
    ["_rels/.rels", relations([relation(1, "officeDocument", "xl/workbook.xml")])],
    [
      "xl/workbook.xml",
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${listed.join("")}</sheets>${definedNames(sheets)}</workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      relations([
        ...sheets.map(({ part }, index) => relation(index + 1, "worksheet", part)),
        relation(sheets.length + 1, "styles", "styles.xml"),
      ]),
    ],
    ["xl/styles.xml", stylesXml()],
  ];
}

/** @param at when the workbook is made */
export function workbookWriter(at: Date): WorkbookWriter {
  const zip = zipWriter(at);
  const sheets: WrittenSheet[] = [];
  return {
    sheet: (setup, first) => {
      const written: WrittenSheet = { setup, part: `worksheets/sheet${sheets.length + 1}.xml`, rows: 0 };
      if (first) sheets.unshift(written);
      else sheets.push(written);
      const file = zip.open(`xl/${written.part}`);
      const places = placing(setup.widths);
      file.write(sheetHead(setup));
      return {
        row: (cells) => {
          if (written.rows === MOST_ROWS) return false;
          written.rows += 1;
          const { xml, height } = places.rowXml(cells, written.rows);
          file.write(`<row r="${written.rows}" ht="${height}" customHeight="1">${xml}</row>`);
          return true;
        },
        end: () => {
          file.write(sheetTail(setup, written.rows, places.merged));
          file.end();
        },
      };
    },
    take: zip.take,
    end: () => {
      for (const [path, xml] of packageParts(sheets)) {
        const file = zip.open(path);
        file.write(xml);
        file.end();
      }
      zip.end();
      return zip.take();
    },
  };
}
