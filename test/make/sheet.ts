import { strToU8, type Zippable, zipSync } from "fflate";
import type { Document, Table } from "../../lib/document/document.ts";
import { MARK, markedReport } from "./altered.ts";
import { escapeXml } from "./docx.ts";

/** Makes workbooks (.xlsx). */

/** A cell: its text, its number, or its markup inside of `<c>` with the attributes given. */
export type MakeValue = string | number | { readonly xml: string; readonly attributes?: string };

export interface MakeCell {
  /** Counted from 0. */
  readonly row: number;
  readonly column: number;
  readonly value: MakeValue;
  /** Index into the formats; 0 is plain, 1 has borders on all sides. */
  readonly style?: number;
}

export interface MakeSheet {
  readonly name?: string;
  readonly state?: "hidden" | "veryHidden";
  readonly cells: readonly MakeCell[];
  /** References: A1:C1. */
  readonly merges?: readonly string[];
  /**
   * Markup before the cells (views, columns), behind them (conditional formatting, drawings), and attributes of rows.
   */
  readonly before?: string;
  readonly after?: string;
  readonly rows?: Readonly<Record<number, string>>;
  /** Parts that the sheet relates to, by relationship id. */
  readonly related?: Readonly<
    Record<string, { readonly type: string; readonly name: string; readonly content: string }>
  >;
}

export interface MakeWorkbook {
  readonly sheets: readonly MakeSheet[];
  readonly title?: string;
  /**
   * Markup of further fonts (from 2), fills (from 2), number formats (`<numFmt>`), `xf` of cells (from 3) and changes
   * by rules.
   */
  readonly fonts?: string;
  readonly fills?: string;
  readonly formats?: string;
  readonly borders?: string;
  readonly xfs?: readonly string[];
  readonly changes?: string;
  /** Markup of the styles part behind these. */
  readonly styles?: string;
  /** Markup of the workbook. */
  readonly properties?: string;
  readonly calculation?: string;
  readonly strict?: boolean;
  /** Without styles and shared strings: all texts inline. */
  readonly bare?: boolean;
  /** Prefix of the main namespace. */
  readonly prefix?: string;
  readonly sharedStrings?: readonly string[];
  readonly rename?: (name: string) => string;
  readonly target?: (name: string) => string;
  /** Markup of the theme's elements. */
  readonly theme?: string;
  /** Parts that take the place of others. */
  readonly extra?: Readonly<Record<string, string | Uint8Array>>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const TRANSITIONAL = {
  main: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
  r: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
};
const STRICT = {
  main: "http://purl.oclc.org/ooxml/spreadsheetml/main",
  r: "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

export function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}
export const reference = (row: number, column: number): string => `${letters(column)}${row + 1}`;

/** Plain; bordered; a title's, large and bold. */
const XFS = [
  '<xf fontId="0" borderId="0"/>',
  '<xf fontId="0" borderId="1" applyBorder="1"/>',
  '<xf fontId="1" borderId="0"/>',
];
const side = (name: string) => `<${name} style="thin"><color auto="1"/></${name}>`;

function stylesXml({
  fonts = "",
  fills = "",
  formats = "",
  borders = "",
  xfs = [],
  changes = "",
  styles = "",
}: MakeWorkbook): string {
  return `<numFmts>${formats}</numFmts><fonts><font><sz val="11"/><color theme="1"/><name val="宋体"/></font><font><b/><sz val="18"/><name val="宋体"/></font>${fonts}</fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fills}</fills><borders><border><left/><right/><top/><bottom/><diagonal/></border><border>${["left", "right", "top", "bottom"].map(side).join("")}<diagonal/></border>${borders}</borders><cellXfs>${[...XFS, ...xfs].join("")}</cellXfs><dxfs>${changes}</dxfs>${styles}`;
}

/** The bytes of a workbook. */
export function makeWorkbook(book: MakeWorkbook): Uint8Array {
  const {
    sheets,
    title,
    properties = "",
    calculation = "",
    strict,
    bare,
    prefix = "",
    rename = (name) => name,
    target = (name) => name,
  } = book;
  const uris = strict ? STRICT : TRANSITIONAL;
  const strings = [...(book.sharedStrings ?? [])];
  const root = (name: string, content: string) => {
    const declared = `<${name} xmlns="${uris.main}" xmlns:r="${uris.r}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">${content}</${name}>`;
    const named =
      prefix === ""
        ? declared
        : declared.replace("xmlns=", `xmlns:${prefix}=`).replace(/<(\/?)(?=\w+[\s/>])/gu, `<$1${prefix}:`);
    return strToU8(HEAD + named);
  };
  const files: Zippable = {};
  const put = (name: string, content: Uint8Array) => {
    files[rename(name)] = content;
  };
  const relationships = (list: readonly (readonly [id: string, type: string, target: string])[]) =>
    strToU8(
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.map(([id, type, to]) => `<Relationship Id="${id}" Type="${uris.r}/${type}" Target="${target(to)}"/>`).join("")}</Relationships>`,
    );
  const cellXml = ({ row, column, value, style = 0 }: MakeCell): string => {
    const start = `<c r="${reference(row, column)}"${style === 0 ? "" : ` s="${style}"`}`;
    if (typeof value === "object") return `${start} ${value.attributes ?? ""}>${value.xml}</c>`;
    if (value === "") return `${start}/>`;
    if (typeof value === "number") return `${start}><v>${value}</v></c>`;
    if (bare) return `${start} t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
    strings.push(`<si><t xml:space="preserve">${escapeXml(value)}</t></si>`);
    return `${start} t="s"><v>${strings.length - 1}</v></c>`;
  };
  for (const [at, sheet] of sheets.entries()) {
    const rows = new Map<number, MakeCell[]>();
    for (const row of Object.keys(sheet.rows ?? {})) rows.set(Number(row), []);
    for (const cell of sheet.cells) rows.set(cell.row, [...(rows.get(cell.row) ?? []), cell]);
    const lines = [...rows]
      .sort(([a], [b]) => a - b)
      .map(
        ([row, cells]) =>
          `<row r="${row + 1}" ${sheet.rows?.[row] ?? ""}>${cells
            .toSorted((a, b) => a.column - b.column)
            .map(cellXml)
            .join("")}</row>`,
      );
    const merges = sheet.merges
      ? `<mergeCells>${sheet.merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`
      : "";
    put(
      `xl/worksheets/sheet${at + 1}.xml`,
      root("worksheet", `${sheet.before ?? ""}<sheetData>${lines.join("")}</sheetData>${merges}${sheet.after ?? ""}`),
    );
    const related = Object.entries(sheet.related ?? {});
    if (related.length === 0) continue;
    put(
      `xl/worksheets/_rels/sheet${at + 1}.xml.rels`,
      relationships(related.map(([id, { type, name }]) => [id, type, `../${name}`] as const)),
    );
    for (const [, { name, content }] of related) put(`xl/${name}`, strToU8(HEAD + content));
  }
  const listed = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${escapeXml(name ?? `Sheet${at + 1}`)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ""} r:id="rId${at + 1}"/>`,
  );
  put("xl/workbook.xml", root("workbook", `${properties}<sheets>${listed.join("")}</sheets>${calculation}`));
  put(
    "xl/_rels/workbook.xml.rels",
    relationships([
      ...sheets.map((_, at) => [`rId${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`] as const),
      ...(bare
        ? []
        : ([
            ["rIdS", "styles", "styles.xml"],
            ["rIdT", "sharedStrings", "sharedStrings.xml"],
            ...(book.theme === undefined ? [] : [["rIdH", "theme", "theme/theme1.xml"] as const]),
          ] as const)),
    ]),
  );
  if (!bare) {
    if (book.theme !== undefined)
      put(
        "xl/theme/theme1.xml",
        strToU8(
          `${HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>${book.theme}</a:themeElements></a:theme>`,
        ),
      );
    put("xl/styles.xml", root("styleSheet", stylesXml(book)));
    put("xl/sharedStrings.xml", root("sst", strings.join("")));
  }
  if (title !== undefined)
    put(
      "docProps/core.xml",
      strToU8(
        `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
      ),
    );
  files["_rels/.rels"] = strToU8(
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${uris.r}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  files["[Content_Types].xml"] = strToU8(
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join("")}${bare ? "" : `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${TYPES}.sharedStrings+xml"/>`}</Types>`,
  );
  for (const [name, content] of Object.entries(book.extra ?? {}))
    files[name] = typeof content === "string" ? strToU8(content) : content;
  return zipSync(files);
}

export interface Around extends Omit<MakeWorkbook, "sheets"> {
  /**
   * The figure's format, and what its sheet has besides; `{at}` in markup stands for the figure's reference, `{row}`
   * and `{column}` for its place from 0.
   */
  readonly style?: number;
  readonly sheet?: Omit<MakeSheet, "cells">;
  /** Attributes of the figure's row. */
  readonly row?: string;
  /** Of all cells of tables: 1 where they have borders. */
  readonly tableStyle?: number;
  /** Cells of a sheet with all that stands on it, and further ones. */
  readonly more?: (place: { readonly row: number; readonly column: number }) => readonly MakeCell[];
  /** One sheet each for text and tables, or one for all. */
  readonly spread?: boolean;
  readonly blankRows?: boolean;
}

const tableCells = ({ cells }: Table, top: number, style: number): MakeCell[] =>
  cells.flatMap(({ row, column, rowSpan, columnSpan, text }) =>
    Array.from({ length: rowSpan * columnSpan }, (_, at) => ({
      row: top + row + Math.floor(at / columnSpan),
      column: column + (at % columnSpan),
      value: at > 0 ? "" : /^\d+$/u.test(text) ? Number(text) : text,
      style,
    })),
  );

const mergesOf = ({ cells }: Table, top: number): string[] =>
  cells
    .filter(({ rowSpan, columnSpan }) => rowSpan > 1 || columnSpan > 1)
    .map(
      ({ row, column, rowSpan, columnSpan }) =>
        `${reference(top + row, column)}:${reference(top + row + rowSpan - 1, column + columnSpan - 1)}`,
    );

/** What a picture takes of a sheet. */
export const PICTURE_ROWS = 20;

/** A document's blocks as cells below each other, pictures by the rows that they begin in. */
export function cellsOf(
  blocks: Document["blocks"],
  style: number,
  blankRows: boolean,
): { cells: MakeCell[]; merges: string[]; pictures: number[] } {
  const cells: MakeCell[] = [];
  const pictures: number[] = [];
  const merges: string[] = [];
  let row = 0;
  for (const block of blocks) {
    if (block.kind === "paragraph") cells.push({ row: row++, column: 0, value: block.text });
    if (block.kind === "picture") {
      pictures.push(row);
      row += PICTURE_ROWS;
    }
    if (block.kind !== "table") continue;
    if (blankRows) row++;
    cells.push(...tableCells(block, row, style));
    merges.push(...mergesOf(block, row));
    row += block.rows + (blankRows ? 1 : 0);
  }
  return { cells, merges, pictures };
}

/** A valid report as a workbook whose figure ALTERED has the content given. */
export function workbookReport(value: MakeValue, around: Around = {}): Uint8Array {
  const { style, sheet = {}, row, tableStyle = 1, more, spread, blankRows = false, ...book } = around;
  const { blocks } = markedReport();
  const groups = spread ? [blocks.slice(0, 6), blocks.slice(6, 8), blocks.slice(8)] : [blocks];
  const sheets = groups.map((group): MakeSheet => {
    const { cells, merges } = cellsOf(group, tableStyle, blankRows);
    const own = cells.find((cell) => cell.value === MARK);
    if (!own) return { cells, merges };
    const filled = (xml: string | undefined) =>
      xml
        ?.replaceAll("{at}", reference(own.row, own.column))
        .replaceAll("{row}", String(own.row))
        .replaceAll("{column}", String(own.column));
    const related = Object.fromEntries(
      Object.entries(sheet.related ?? {}).map(([id, part]) => [id, { ...part, content: filled(part.content) ?? "" }]),
    );
    return {
      ...sheet,
      cells: [
        ...cells.map((cell) => (cell === own ? { ...cell, value, style: style ?? tableStyle } : cell)),
        ...(more?.(own) ?? []),
      ],
      merges: [...merges, ...(sheet.merges ?? []).map((ref) => filled(ref) ?? "")],
      before: filled(sheet.before) ?? "",
      after: filled(sheet.after) ?? "",
      rows: { ...sheet.rows, ...(row !== undefined && { [own.row]: row }) },
      related,
    };
  });
  return makeWorkbook({ sheets, ...book });
}
