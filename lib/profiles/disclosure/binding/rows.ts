import type { Document } from "../../../document/document.ts";
import { isPlaceholder } from "../../../document/figure-text.ts";
import { readCellText } from "../../common/cell-text.ts";
import {
  flawsIn,
  type Head,
  isOn,
  overlap,
  type Row,
  type RowCell,
  recognisedPages,
  tableRows,
} from "../../common/table-rows.ts";
import { isOfficialLabel } from "../official-labels.ts";

/** Longer lines are prose, not cells that lost their table. */
const LONGEST_LOOSE_CELL = 60;

/** Lines that may head a table: its title and its unit. */
const MOST_CAPTIONS = 2;

/**
 * Every row of every table, in reading order. Lines outside tables count as cells of ragged rows, since a flattened
 * table may have lost all its separators.
 */
export function rowsOf(document: Document): Row[] {
  const rows: Row[] = [];
  const add = (more: readonly Row[]) => {
    for (const row of more) rows.push(row);
  };
  let loose: RowCell[] = [];
  let looseTable = -1;
  const flush = () => {
    if (loose.some((cell) => readCellText(cell.text).kind === "number")) add(looseRows(loose, looseTable));
    loose = [];
    looseTable -= 1;
  };
  let table = 0;
  let captions: string[] = [];
  const seen = recognisedPages(document);
  for (const block of document.blocks) {
    if (block.kind === "table") {
      flush();
      add(tableRows(block, table++, captions, seen));
      captions = [];
    } else if (block.kind === "paragraph" && block.role !== "furniture" && block.role !== "metadata") {
      if (block.text.trim() !== "")
        captions = block.text.length > LONGEST_LOOSE_CELL ? [] : [...captions, block.text].slice(-MOST_CAPTIONS);
      if (block.text.length > LONGEST_LOOSE_CELL) flush();
      else
        loose.push({
          text: block.text,
          place: block.place,
          confidence: 1,
          column: 0,
          columnSpan: 1,
          fromAbove: false,
          ...(isOn(seen, block.place) && { recognised: true as const }),
          ...flawsIn(block),
        });
    }
  }
  flush();
  return rows;
}

/** A row begins where words follow figures. */
function looseRows(lines: readonly RowCell[], table: number): Row[] {
  const rows: RowCell[][] = [[]];
  let figures = false;
  for (const cell of joinBrokenLabels(lines)) {
    const isFigure = readCellText(cell.text).kind !== "text" || isPlaceholder(cell.text);
    if (!isFigure && figures) rows.push([]);
    figures = isFigure && (figures || cell.text.trim() !== "");
    rows.at(-1)?.push(cell);
  }
  return rows.map((row) => ({ table, ragged: true, width: 0, captions: [], cells: row }));
}

/** Labels that were broken over as many lines at most. */
const MOST_LINES = 4;

/** Lines that make up an official label only together are one cell: 结果 and 维持, 4.无正当理由大量反 and 复申请. */
function joinBrokenLabels(lines: readonly RowCell[]): RowCell[] {
  const joined: RowCell[] = [];
  for (let i = 0; i < lines.length; ) {
    const first = lines[i] as RowCell;
    let taken = 1;
    let text = first.text;
    for (
      let count = 2;
      count <= MOST_LINES && i + count <= lines.length && !isFigureText(lines[i + count - 1]?.text ?? "");
      count++
    ) {
      const together = lines
        .slice(i, i + count)
        .map((line) => line.text)
        .join("");
      if (!isFigureText(first.text) && isOfficialLabel(together)) {
        taken = count;
        text = together;
      }
    }
    joined.push({ ...first, text });
    i += taken;
  }
  return joined;
}

/** The rows, table by table. */
export function tablesOf(rows: readonly Row[]): Row[][] {
  const tables = new Map<number, Row[]>();
  for (const row of rows) {
    const own = tables.get(row.table);
    if (own) own.push(row);
    else tables.set(row.table, [row]);
  }
  return [...tables.values()];
}

/** Could stand in a figure's cell: a number, a blank or a mark. */
export const isFigureText = (text: string): boolean => readCellText(text).kind !== "text" || isPlaceholder(text);

/**
 * The cell under each header, in the order of the headers; undefined where it can't be told which one it is.
 * A header over several cells is one with at most one printed cell below it; where a row's cells are drawn a little out
 * of line, as many cells as headers, each below its own, are told by their order.
 */
export function cellsUnder(heads: readonly Head[], cells: readonly RowCell[]): readonly (RowCell | undefined)[] {
  const own = cells.filter((cell) => !cell.fromAbove);
  const found = heads.map((head) => {
    const below = own.filter((cell) => overlap(cell, head));
    const printed = below.filter((cell) => cell.text.trim() !== "");
    const only = printed.length === 1 ? printed[0] : printed.length === 0 ? below[0] : undefined;
    return only && heads.filter((other) => overlap(only, other)).length === 1 ? only : undefined;
  });
  if (found.every((cell) => cell !== undefined)) return found;
  const inLine =
    own.length === heads.length && own.every((cell, i) => heads[i] !== undefined && overlap(cell, heads[i]));
  return inLine ? own : found;
}

/** Where the first and the last cell stand that are not blank; -1 where all are. */
function printedWithin(cells: readonly { readonly text: string }[]): { first: number; last: number } {
  const isPrinted = ({ text }: { readonly text: string }) => readCellText(text).kind !== "blank";
  return { first: cells.findIndex(isPrinted), last: cells.findLastIndex(isPrinted) };
}

/**
 * The run of cells that holds `count` figures, for rows that know no columns. Surplus cells are filler, and must be
 * blank. `lead` is the number of filler cells before the figures in rows of the same shape; null where none was seen.
 * Returns null where the figures can't be told from the filler.
 */
export function figureRun<T extends { readonly text: string }>(
  cells: readonly T[],
  count: number,
  lead: number | null,
): readonly T[] | null {
  if (cells.length < count) return null;
  if (cells.length === count) return cells;
  const { first, last } = printedWithin(cells);
  if (first < 0) return cells.slice(0, count);
  const earliest = Math.max(0, last - count + 1);
  const latest = Math.min(first, cells.length - count);
  const start = earliest === latest ? earliest : lead !== null && earliest <= lead && lead <= latest ? lead : null;
  return start === null ? null : cells.slice(start, start + count);
}

/** Filler before the figures, per shape of row, as the full rows of a table show it. */
export class LeadByShape {
  readonly #leads = new Map<string, number>();

  learn<T extends { readonly text: string }>(shape: string, cells: readonly T[], count: number): void {
    const { first, last } = printedWithin(cells);
    if (first >= 0 && last - first + 1 === count) this.#leads.set(shape, first);
  }

  of(shape: string): number | null {
    return this.#leads.get(shape) ?? null;
  }
}
