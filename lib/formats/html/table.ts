import { type Flaw, mergedFlaws, type StyledText } from "../../document/appearance.ts";
import { OBJECT_MARK, squash } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { isMetadata, metadataLines } from "../shared/page-lines.ts";
import { FLOATING, SCRIPTED, textIn } from "./effects.ts";
import { isGenerated } from "./generated.ts";
import type { Item, ParagraphItem, PlacedCell, TableItem } from "./items.ts";
import { linkedDoubt } from "./linked.ts";
import type { Look } from "./look.ts";
import { composedLines } from "./styled-lines.ts";
import type { Element } from "./tree.ts";

interface SourceCell {
  readonly element: Element;
  readonly items: readonly Item[];
  readonly look: Look;
}

/** What an element shows: the flow that a table stands in, and each of its cells is. */
type FlowOf = (element: Element, look: Look) => readonly Item[];

/** Rows of one thead, tbody or tfoot: a cell never reaches beyond its group (HTML, "forming a table"). */
type RowGroup = readonly (readonly SourceCell[])[];

/** Wider tables than this come from absurd spans: columns in which no cell begins are left out. */
const WIDE_TABLE = 100;

const elements = (parent: Element): Element[] => parent.children.filter((child) => typeof child !== "string");

/** Word closes a table with a row of no height that only holds the widths of its columns. */
const isRuler = (row: Element): boolean => row.attributes.get("height") === "0" && textIn(row, 1) === "";

/** The rows of a table by their groups, and its captions. @param look the table's */
function groupsOf(
  table: Element,
  look: Look,
  flowOf: FlowOf,
): { groups: RowGroup[]; captions: (readonly [Element, Look])[] } {
  const heads: RowGroup[] = [];
  const bodies: RowGroup[] = [];
  const feet: RowGroup[] = [];
  const captions: (readonly [Element, Look])[] = [];
  const rowOf = (row: Element, own: Look): SourceCell[] => {
    written(row, own);
    return elements(row).flatMap((cell) => {
      const ownCell = cell.name === "td" || cell.name === "th" ? own.of(cell) : null;
      return ownCell?.shown ? [{ element: cell, items: flowOf(cell, ownCell), look: ownCell }] : [];
    });
  };
  /** What scripts and style sheets may add between the cells of a row or group. */
  const written = (part: Element, own: Look) => {
    if (
      isGenerated(part, own, "before") ||
      isGenerated(part, own, "after") ||
      elements(part).some(({ name }) => name === "script")
    )
      look.covers.push({ element: part, how: SCRIPTED });
  };
  let loose: SourceCell[][] | null = null;
  for (const part of elements(table)) {
    const own = look.of(part);
    if (!own.shown || isRuler(part)) continue;
    if (part.name === "script") look.covers.push({ element: part, how: SCRIPTED });
    if (part.name === "tr") {
      if (!loose) {
        loose = [];
        bodies.push(loose);
      }
      loose.push(rowOf(part, own));
      continue;
    }
    if (part.name === "caption") captions.push([part, own]);
    if (part.name !== "thead" && part.name !== "tbody" && part.name !== "tfoot") continue;
    loose = null;
    written(part, own);
    const rows = elements(part).flatMap((row) => {
      const ownRow = row.name === "tr" && !isRuler(row) ? own.of(row) : null;
      return ownRow?.shown ? [rowOf(row, ownRow)] : [];
    });
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

/** The runs of a cell's lines and marks; undefined where all of it is plain. */
function runsOf(items: readonly Item[]): StyledText[] | undefined {
  if (!items.some((item) => item.kind === "mark" || (item.kind === "paragraph" && item.runs))) return undefined;
  return items.flatMap((item): readonly StyledText[] => {
    if (item.kind === "mark") return item.runs;
    if (item.kind !== "paragraph") return [];
    return (item.runs ?? item.lines.map((text) => [{ text }])).flatMap((runs) => [...runs, { text: "\n" }]);
  });
}

/**
 * The text of a cell, and what in it is not plain. Cells with nothing but pictures are not blank: their text cannot be
 * known.
 */
function cellText({ items, element, look }: SourceCell): Pick<PlacedCell, "text" | "flaws"> {
  const runs = runsOf(items);
  const { text, flaws = [] } = runs ? composedLines(runs) : { text: textOf(items) };
  if (squash(text) === "" && items.some((item) => item.kind === "picture")) return { text: OBJECT_MARK };
  const doubt = linkedDoubt(element, look);
  const all = doubt ? [...flaws, { ...doubt, text: "" }] : flaws;
  return { text, ...(all.length > 0 && { flaws: mergedFlaws(all) }) };
}

/** Gives each cell its row and column, spans resolved and bounded (HTML, "algorithm for processing rows"). */
function place(groups: readonly RowGroup[], element: Element): TableItem {
  const cells: PlacedCell[] = [];
  let row = 0;
  let columns = 0;
  for (const group of groups) {
    const end = row + group.length;
    /** For each column the first row in which it is free again. */
    const freeFrom: number[] = [];
    for (const source of group) {
      let column = 0;
      for (const cell of source) {
        const { element } = cell;
        while ((freeFrom[column] ?? 0) > row) column++;
        const columnSpan = Math.min(Math.max(1, spanOf(element, "colspan")), LIMITS.columnSpan);
        const rows = spanOf(element, "rowspan");
        const rowSpan = rows === 0 ? end - row : Math.min(rows, end - row);
        // Overlapping cells are an error of the page; the later one starts where it can.
        for (let at = column; at < column + columnSpan; at++) freeFrom[at] = Math.max(freeFrom[at] ?? 0, row + rowSpan);
        cells.push({ row, column, rowSpan, columnSpan, ...cellText(cell) });
        column += columnSpan;
        columns = Math.max(columns, column);
        if (cells.length > LIMITS.htmlCells)
          throw new TooLargeError("表格的单元格过多，超出处理上限，请检查内容或拆分后重新提交。");
      }
      row++;
    }
  }
  const table: TableItem = { kind: "table", rows: row, columns, cells, ragged: false, element };
  const compact = columns > WIDE_TABLE ? withoutEmptyColumns(table) : table;
  if (compact.rows * compact.columns > LIMITS.tablePositions)
    throw new TooLargeError("表格过大，超出处理上限，请检查内容或拆分后重新提交。");
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

/** A table with what is laid over it, wherever that stands. */
const under = (table: TableItem, look: Look): TableItem => {
  const over = look.covers
    .slice(0, MOST_COVERS)
    .map(({ element, how = FLOATING }): Flaw => ({ ...how, text: how === FLOATING ? textIn(element, 20) : "" }));
  return over.length === 0
    ? table
    : {
        ...table,
        cells: table.cells.map((cell) => ({ ...cell, flaws: mergedFlaws([...(cell.flaws ?? []), ...over]) })),
      };
};
/** More are not told one by one. */
const MOST_COVERS = 3;

/**
 * What a table element shows: a table of data with the tables inside its cells behind it; or, for a table that only
 * arranges the page or lists metadata, the paragraphs and tables in it.
 * @param look the table's @param outer what is laid over what stands around it
 */
export function tableItems(table: Element, look: Look, outer: Look["covers"], flowOf: FlowOf): Item[] {
  const { groups, captions } = groupsOf(table, look, flowOf);
  const titles = captions.flatMap(([caption, own]) => flowOf(caption, own));
  const cells = groups.flat(2);
  if (isLayout(groups)) {
    outer.push(...look.covers);
    return [...titles, ...cells.flatMap((cell) => cell.items)];
  }
  const texts = groups.flat().map((row) => row.map((cell) => textOf(cell.items)));
  if (isMetadata(texts)) {
    const paragraph = (line: string): Item => ({
      kind: "paragraph",
      lines: [line],
      holder: table,
      links: 0,
      centred: false,
      metadata: true,
    });
    return [...titles, ...texts.flatMap(metadataLines).map(paragraph)];
  }
  const pictures = cells.flatMap((cell) =>
    cell.items.filter((item) => item.kind === "picture" || item.kind === "table"),
  );
  return [...titles, under(place(groups, table), look), ...pictures];
}
