import { type Flaw, flawsOfCharacters } from "../../../document/appearance.ts";
import { type Block, type Cell, type Document, gridOf, type Place, type Table } from "../../../document/document.ts";
import { isPlaceholder } from "../../../document/figure-text.ts";
import { readCellText, readFigureText } from "../../common/cell-text.ts";
import type { BoundCell, FigureName } from "../../common/facts.ts";
import { isOfficialLabel } from "../official-labels.ts";

/** One cell as it stands in a row of a table. */
export interface RowCell {
  readonly text: string;
  readonly place: Place;
  readonly confidence: number;
  readonly recognised?: true;
  readonly column: number;
  readonly columnSpan: number;
  /** True where the cell began in a row above and reaches down into this one. */
  readonly fromAbove: boolean;
  readonly flaws?: readonly Flaw[];
}

/** A row of a table, or of lines that a flattened table left behind. */
export interface Row {
  /** Rows of one table share this number. */
  readonly table: number;
  /** Columns are unknown: only the order of cells counts. */
  readonly ragged: boolean;
  readonly width: number;
  /** The short lines right above the table, the nearest last; of rows without a table none. */
  readonly captions: readonly string[];
  readonly cells: readonly RowCell[];
}

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
  const seen: ReadonlySet<number> = new Set(
    document.pages.filter(({ recognised }) => recognised).map(({ number }) => number),
  );
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

const isOn = (pages: ReadonlySet<number>, place: Place): boolean => "page" in place && pages.has(place.page);

const isRecognised = ({ confidence, place }: Cell, seen: ReadonlySet<number>): boolean =>
  confidence !== undefined || isOn(seen, place);

/** @param seen pages that were recognised: blank cells have no confidence */
function tableRows(
  block: Extract<Block, { kind: "table" }>,
  table: number,
  captions: readonly string[],
  seen: ReadonlySet<number>,
): Row[] {
  return gridOf(withoutCovers(block, seen)).map((line, row) => ({
    table,
    ragged: block.ragged,
    width: block.columns,
    captions,
    cells: line.flatMap((cell, column) =>
      cell && (column === 0 || line[column - 1] !== cell)
        ? [
            {
              text: cell.text,
              place: cell.place,
              confidence: cell.confidence ?? 1,
              ...(isRecognised(cell, seen) && { recognised: true as const }),
              column,
              columnSpan: cell.columnSpan,
              fromAbove: cell.row !== row,
              ...flawsIn(cell),
            },
          ]
        : [],
    ),
  }));
}

/**
 * The table of a picture without the blank cells that lie over printed ones: a few rulings were found around a text
 * that stands in a column of its own.
 */
function withoutCovers(table: Table, seen: ReadonlySet<number>): Table {
  const printed = Array.from({ length: table.rows }, (): Cell[] => []);
  for (const cell of table.cells) if (cell.text.trim() !== "") printed[cell.row]?.push(cell);
  const isCover = (blank: Cell): boolean =>
    (printed[blank.row] ?? []).some(
      (cell) => blank.column <= cell.column && cell.column < blank.column + blank.columnSpan,
    );
  return {
    ...table,
    cells: table.cells.filter((cell) => !(cell.text.trim() === "" && isRecognised(cell, seen) && isCover(cell))),
  };
}

/** What is not plain in a text, as its reader tells and as its characters say themselves. */
function flawsIn({ text, flaws = [] }: { readonly text: string; readonly flaws?: readonly Flaw[] }): {
  flaws?: readonly Flaw[];
} {
  const told = new Set(flaws.map(({ kind }) => kind));
  const all = [...flaws, ...flawsOfCharacters(text).filter(({ kind }) => !told.has(kind))];
  return all.length === 0 ? {} : { flaws: all };
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

export const bind = (figure: FigureName, cell: RowCell): BoundCell => ({
  figure,
  text: cell.text,
  ...readFigureText(cell.text),
  place: cell.place,
  confidence: cell.confidence,
  ...(cell.recognised && { recognised: true }),
  ...(cell.flaws && { flaws: cell.flaws }),
});

/** Where a header stands above its column. */
export interface Head {
  readonly column: number;
  readonly columnSpan: number;
}

/** Whether two cells have a column in common. */
export const overlap = (a: Head, b: Head): boolean =>
  a.column < b.column + b.columnSpan && b.column < a.column + a.columnSpan;

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
