import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { flowOf, type Item, type ParagraphItem } from "./flow.ts";
import { isHidden, type StyleSheet } from "./style.ts";
import type { Element } from "./tree.ts";
import { isMetadata, metadataLines } from "../page-lines.ts";

/** A table of data, its cells laid out as a browser does. */
export interface TableItem {
  readonly kind: "table";
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly PlacedCell[];
  /** True where preformatted text keeps the order of cells but not their columns. */
  readonly ragged: boolean;
}

export interface PlacedCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
}

interface SourceCell {
  readonly element: Element;
  readonly items: readonly Item[];
}

/** Rows of one thead, tbody or tfoot: a cell never reaches beyond its group (HTML, "forming a table"). */
type RowGroup = readonly (readonly SourceCell[])[];

/** Wider tables than this come from absurd spans: columns in which no cell begins are left out. */
const WIDE_TABLE = 100;

const elements = (parent: Element): Element[] => parent.children.filter((child) => typeof child !== "string");

function groupsOf(table: Element, sheet: StyleSheet): { groups: RowGroup[]; captions: Element[] } {
  const heads: RowGroup[] = [];
  const bodies: RowGroup[] = [];
  const feet: RowGroup[] = [];
  const captions: Element[] = [];
  const rowOf = (row: Element): SourceCell[] =>
    elements(row)
      .filter((cell) => (cell.name === "td" || cell.name === "th") && !isHidden(cell, sheet))
      .map((cell) => ({ element: cell, items: flowOf(cell, sheet) }));
  let loose: SourceCell[][] | null = null;
  for (const part of elements(table)) {
    if (isHidden(part, sheet)) continue;
    if (part.name === "tr") {
      if (!loose) {
        loose = [];
        bodies.push(loose);
      }
      loose.push(rowOf(part));
      continue;
    }
    if (part.name === "caption") captions.push(part);
    if (part.name !== "thead" && part.name !== "tbody" && part.name !== "tfoot") continue;
    loose = null;
    const rows = elements(part)
      .filter((row) => row.name === "tr" && !isHidden(row, sheet))
      .map(rowOf);
    // Only the first head and foot are shown out of turn.
    if (part.name === "thead" && heads.length === 0) heads.push(rows);
    else if (part.name === "tfoot" && feet.length === 0) feet.push(rows);
    else bodies.push(rows);
  }
  return { groups: [...heads, ...bodies, ...feet], captions };
}

function spanOf(cell: Element, name: string): number {
  const value = Number.parseInt(cell.attributes.get(name) ?? "1", 10);
  return Number.isNaN(value) || value < 0 ? 1 : value;
}

const textOf = (items: readonly Item[]): string =>
  items
    .filter((item): item is ParagraphItem => item.kind === "paragraph")
    .flatMap((item) => item.lines)
    .join("\n");

/** Cells of a group with nothing but pictures are not blank: their text cannot be known. */
const cellText = (items: readonly Item[]): string => textOf(items) || (items.some((item) => item.kind === "picture") ? "\ufffc" : "");

/** Gives each cell its row and column, spans resolved and bounded (HTML, "algorithm for processing rows"). */
function place(groups: readonly RowGroup[]): TableItem {
  const cells: PlacedCell[] = [];
  let row = 0;
  let columns = 0;
  for (const group of groups) {
    const end = row + group.length;
    /** For each column the first row in which it is free again. */
    const freeFrom: number[] = [];
    for (const source of group) {
      let column = 0;
      for (const { element, items } of source) {
        while ((freeFrom[column] ?? 0) > row) column++;
        const columnSpan = Math.min(Math.max(1, spanOf(element, "colspan")), LIMITS.columnSpan);
        const rows = spanOf(element, "rowspan");
        const rowSpan = rows === 0 ? end - row : Math.min(rows, end - row);
        // Overlapping cells are an error of the page; the later one starts where it can.
        for (let at = column; at < column + columnSpan; at++) freeFrom[at] = Math.max(freeFrom[at] ?? 0, row + rowSpan);
        cells.push({ row, column, rowSpan, columnSpan, text: cellText(items) });
        column += columnSpan;
        columns = Math.max(columns, column);
        if (cells.length > LIMITS.htmlCells) throw new TooLargeError("表格的单元格过多，超出处理上限，请检查内容或拆分后重新提交。");
      }
      row++;
    }
  }
  const table: TableItem = { kind: "table", rows: row, columns, cells, ragged: false };
  const compact = columns > WIDE_TABLE ? withoutEmptyColumns(table) : table;
  if (compact.rows * compact.columns > LIMITS.tablePositions) throw new TooLargeError("表格过大，超出处理上限，请检查内容或拆分后重新提交。");
  return compact;
}

function withoutEmptyColumns(table: TableItem): TableItem {
  const starts = [...new Set(table.cells.map((cell) => cell.column))].sort((a, b) => a - b);
  const rank = new Map(starts.map((column, index) => [column, index]));
  const firstAtOrAfter = (column: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < column) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const cells = table.cells.map((cell) => {
    const column = rank.get(cell.column) ?? 0;
    return { ...cell, column, columnSpan: Math.max(1, firstAtOrAfter(cell.column + cell.columnSpan) - column) };
  });
  return { ...table, columns: starts.length, cells };
}

const PROSE = 300;

/** A table that only arranges the page: its cells are unrolled in reading order. */
function isLayout(groups: readonly RowGroup[]): boolean {
  const rows = groups.flat();
  const filled = rows.flat().filter((cell) => cell.items.length > 0);
  if (filled.length < 2 || rows.every((row) => row.length < 2)) return true;
  const plain = (cell: SourceCell) => cell.items.length > 0 && cell.items.every((item) => item.kind !== "table");
  if (filled.some((cell) => !plain(cell))) return rows.filter((row) => row.filter(plain).length >= 3).length < 2;
  const lengths = filled.map((cell) => textOf(cell.items).length);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return longest > PROSE && longest * 2 > lengths.reduce((sum, length) => sum + length, 0);
}

/**
 * What a table element shows: a table of data with the tables inside its cells behind it; or, for a table that only arranges the page or
 * lists metadata, the paragraphs and tables in it.
 */
export function tableItems(table: Element, sheet: StyleSheet): Item[] {
  const { groups, captions } = groupsOf(table, sheet);
  const titles = captions.flatMap((caption) => flowOf(caption, sheet));
  const cells = groups.flat(2);
  if (isLayout(groups)) return [...titles, ...cells.flatMap((cell) => cell.items)];
  const texts = groups.flat().map((row) => row.map((cell) => textOf(cell.items)));
  if (isMetadata(texts)) {
    const paragraph = (line: string): Item => ({ kind: "paragraph", lines: [line], holder: table, links: 0, centred: false, metadata: true });
    return [...titles, ...texts.flatMap(metadataLines).map(paragraph)];
  }
  return [...titles, place(groups), ...cells.flatMap((cell) => cell.items.filter((item) => item.kind !== "paragraph"))];
}
