import { isNumbered } from "../document/numbering.ts";
import { squash } from "../document/text.ts";
import { isTotal } from "../sums/words.ts";
import type { PlacedCell, PlacedTable } from "./cells.ts";

/** A table over one or several pages; `xs` are those of its first page. */
export interface JoinedTable extends PlacedTable {
  readonly rows: number;
  /** The last page it stands on. */
  readonly lastPage: number;
}

/** How the columns of a table and of its continuation fit; distances in points. */
export const CONTINUATION = {
  /** Edges closer than this are one: rounding, and borders of another thickness; columns are wider. */
  sameEdge: 4,
  /** Left and right pages may have margins that differ by this much: 1.6 cm. */
  marginsDiffer: 45,
  /** Edges in common: two outer ones at least; where both pages have edges of their own, so many, and most. */
  fewestCommon: 2,
  tellingCommon: 4,
  /** Edges of a part of the columns: two columns at least, three where its margin differs, too. */
  fewestNested: 3,
  tellingNested: 4,
} as const;

const rowCount = (table: PlacedTable) => table.ys.length - 1;

export const asJoined = (table: PlacedTable): JoinedTable => ({
  ...table,
  rows: rowCount(table),
  lastPage: table.page,
});

/** A number that ends with a separator goes on elsewhere. */
const isNumeric = (text: string) => /^[-+±]?(?:[0-9０-９.,，．]*[0-9０-９])$/u.test(squash(text));

/** What a label's own number ends with. */
const ENDS_NUMBER = /[)）、.．]$/u;

/**
 * How far the second table must be moved so that its columns stand under those of the first; null where they do not
 * fit. Margins may differ between left and right pages, and a row-spanning first column may not be drawn again.
 */
function findShift(first: PlacedTable, second: PlacedTable): number | null {
  const left = (first.xs[0] ?? 0) - (second.xs[0] ?? 0);
  const right = (first.xs.at(-1) ?? 0) - (second.xs.at(-1) ?? 0);
  const fits = (shift: number) => {
    const near = (edge: number, edges: readonly number[], by: number) =>
      edges.some((other) => Math.abs(other + by - edge) <= CONTINUATION.sameEdge);
    const missing = first.xs.filter((edge) => !near(edge, second.xs, shift));
    const added = second.xs.filter((edge) => !near(edge + shift, first.xs, 0));
    // Merged cells may hide edges on one of the pages; most must be the same on both.
    const common = second.xs.length - added.length;
    return (
      common >= CONTINUATION.fewestCommon &&
      (added.length === 0 ||
        missing.length === 0 ||
        (common >= CONTINUATION.tellingCommon && common > added.length + missing.length))
    );
  };
  if (Math.abs(left - right) <= CONTINUATION.sameEdge && Math.abs(left) <= CONTINUATION.marginsDiffer)
    return fits((left + right) / 2) ? (left + right) / 2 : null;
  // Only the right edge agrees: the first columns are not drawn again.
  const inner = first.xs.some(
    (edge, index) => index > 0 && Math.abs((second.xs[0] ?? 0) + right - edge) <= CONTINUATION.sameEdge,
  );
  const nested = second.xs.every((edge) =>
    first.xs.some((other) => Math.abs(other - edge - right) <= CONTINUATION.sameEdge),
  );
  if (
    Math.abs(right) <= CONTINUATION.marginsDiffer &&
    inner &&
    nested &&
    second.xs.length >=
      (Math.abs(right) <= CONTINUATION.sameEdge ? CONTINUATION.fewestNested : CONTINUATION.tellingNested)
  )
    return right;
  return null;
}

/** The cells of a table on a finer set of column edges. */
function mapToColumns(table: PlacedTable, shift: number, edges: readonly number[]): PlacedCell[] {
  const index = (x: number) => {
    let nearest = 0;
    edges.forEach((edge, at) => {
      if (Math.abs(edge - x) < Math.abs((edges[nearest] as number) - x)) nearest = at;
    });
    return nearest;
  };
  return table.cells.map((cell) => {
    const column = index((table.xs[cell.column] as number) + shift);
    const end = index((table.xs[cell.column + cell.columnSpan] as number) + shift);
    return { ...cell, column, columnSpan: Math.max(end - column, 1) };
  });
}

const mergeEdges = (first: readonly number[], second: readonly number[]): number[] =>
  [...first, ...second.filter((edge) => !first.some((other) => Math.abs(other - edge) <= CONTINUATION.sameEdge))].sort(
    (a, b) => a - b,
  );

/** How many rows at the top of the second table repeat the header of the first, cell by cell. */
function countRepeatedRows(first: readonly PlacedCell[], second: readonly PlacedCell[], rows: number): number {
  const key = (cell: PlacedCell) => [cell.row, cell.column, cell.rowSpan, cell.columnSpan, squash(cell.text)].join("|");
  for (let count = rows; count > 0; count--) {
    const upTo = (cells: readonly PlacedCell[]) => cells.filter((cell) => cell.row < count);
    const [header, repeated] = [upTo(first), upTo(second)];
    if (
      header.some((cell) => cell.row + cell.rowSpan > count) ||
      repeated.some((cell) => cell.row + cell.rowSpan > count)
    )
      continue;
    const keys = new Set(header.map(key));
    const worded = header.some((cell) => cell.text !== "" && !isNumeric(cell.text));
    if (worded && header.length === repeated.length && repeated.every((cell) => keys.has(key(cell)))) return count;
  }
  return 0;
}

const joinText = (above: string, below: string): string =>
  above === "" ? below : below === "" || squash(above) === squash(below) ? above : `${above}\n${below}`;

/** True where the page's end cuts through a row: the last row above and the first below are two parts of one. */
function rowIsCut(last: readonly PlacedCell[], top: readonly PlacedCell[]): boolean {
  const pairs: (readonly [PlacedCell, PlacedCell])[] = [];
  for (const cell of top.filter((candidate) => candidate.rowSpan === 1)) {
    const over = last.find((other) => other.column === cell.column && other.columnSpan === cell.columnSpan);
    if (!over) return false;
    // A row-spanning cell beside the row says nothing about the row itself.
    if (over.rowSpan === 1) pairs.push([over, cell]);
  }
  if (pairs.length < 2) return false;
  // Two numbers in one cell would be two rows, and so would a label with a number of its own.
  if (pairs.some(([a, b]) => isNumeric(a.text) && isNumeric(b.text))) return false;
  if (pairs.some(([a, b]) => a.text !== "" && isNumbered(b.text))) return false;
  // A total is a row's whole label, but for the number that it may have.
  if (pairs.some(([a, b]) => isTotal(b.text) && squash(a.text) !== "" && !ENDS_NUMBER.test(a.text))) return false;
  if (pairs.every(([a, b]) => !a.bottomDrawn && !b.topDrawn)) return true;
  // Closed off at the page's end all the same: a wrapped label goes on, and the figures stand on one side only.
  const both = pairs.filter(([a, b]) => a.text !== "" && b.text !== "");
  // What is broken off several names differs: the same word below each of them heads their columns once more.
  if (both.length > 1 && new Set(both.map(([, b]) => squash(b.text))).size === 1) return false;
  const single = pairs.filter(([a, b]) => (a.text === "") !== (b.text === ""));
  // A number below a name is a figure below the header of its column.
  if (both.some(([a, b]) => isNumeric(b.text) && !isNumeric(a.text))) return false;
  const oneSided = single.every(([a]) => a.text === "") || single.every(([, b]) => b.text === "");
  const hasFigures = pairs.some(([a, b]) => isNumeric(a.text) || isNumeric(b.text));
  // In a header several names go on: no header has two rows of the same columns.
  return oneSided && (hasFigures ? both.length > 0 && single.length > 0 : both.length > 1);
}

const lastColumn = (cell: PlacedCell): number => cell.column + cell.columnSpan;

/** Cells at the top of a page that go on with those that end the page before, with these. @param cut the whole row does */
function absorbedCells(
  last: readonly PlacedCell[],
  top: readonly PlacedCell[],
  cut: boolean,
): Map<PlacedCell, PlacedCell> {
  const absorbed = new Map<PlacedCell, PlacedCell>();
  // Behind figures stand the labels of the next panel.
  const hasFigures = (from: number, to: number) =>
    [...last, ...top].some(({ column, text }) => column >= from && column < to && isNumeric(text));
  for (const cell of top) {
    const over = last.find((other) => other.column === cell.column && lastColumn(other) === lastColumn(cell));
    if (!over) continue;
    const open = !over.bottomDrawn && !cell.topDrawn;
    const spans = over.rowSpan > 1 || cell.rowSpan > 1;
    const labelBeside = top.some(
      (other) =>
        other.column >= lastColumn(cell) &&
        other.text !== "" &&
        !isNumeric(other.text) &&
        !hasFigures(lastColumn(cell), other.column),
    );
    const bothNumeric = isNumeric(cell.text) && isNumeric(over.text);
    // A label that begins with its own number begins a row of its own.
    const drawnThrough = open && spans && !isNumbered(cell.text) && !bothNumeric;
    // A label to the left of other labels is never blank: its text stands on one of the two pages, or is broken between
    // them.
    const blankBelow = cell.text === "" && over.text !== "" && !isNumeric(over.text);
    const blankAbove = over.text === "" && over.rowSpan > 1 && !isNumeric(cell.text);
    const broken =
      spans && isNumbered(over.text) && cell.text !== "" && !isNumbered(cell.text) && !isNumeric(cell.text);
    if (cut || drawnThrough || (labelBeside && (blankBelow || blankAbove || broken))) absorbed.set(cell, over);
  }
  return absorbed;
}

/**
 * Joins a table with its continuation at the top of the next page; null where the second is a table of its own.
 * A repeated header is dropped only where it equals the header; a row cut in two and a row-spanning cell that goes on
 * are made whole.
 */
export function joinTables(first: JoinedTable, second: JoinedTable): JoinedTable | null {
  const shift = findShift(first, second);
  if (shift === null) return null;
  const xs = mergeEdges(
    first.xs,
    second.xs.map((edge) => edge + shift),
  );
  const above = mapToColumns(first, 0, xs);
  const all = mapToColumns(second, shift, xs);
  const repeated = countRepeatedRows(above, all, Math.min(first.rows, rowCount(second)));
  if (repeated === rowCount(second)) return null;
  const below = all.filter((cell) => cell.row >= repeated).map((cell) => ({ ...cell, row: cell.row - repeated }));

  const last = above.filter((cell) => cell.row + cell.rowSpan === first.rows);
  const top = below.filter((cell) => cell.row === 0);
  const cut = rowIsCut(last, top);
  const offset = first.rows - (cut ? 1 : 0);

  const absorbed = absorbedCells(last, top, cut);
  const grown = new Map([...absorbed].map(([cell, over]) => [over, cell]));
  const kept = above.map((cell): PlacedCell => {
    const rest = grown.get(cell);
    if (rest) {
      return {
        ...cell,
        text: joinText(cell.text, rest.text),
        rowSpan: offset + rest.rowSpan - cell.row,
        bottomDrawn: rest.bottomDrawn,
      };
    }
    // Where the next page begins without these columns, the row-spanning cell reaches down over them.
    if (cell.row + cell.rowSpan !== first.rows) return cell;
    const next = below
      .filter((other) => other.column < lastColumn(cell) && lastColumn(other) > cell.column)
      .map((other) => other.row);
    const undrawn = Math.min(...next, rowCount(second) - repeated);
    return undrawn > 0 ? { ...cell, rowSpan: Math.max(offset + undrawn - cell.row, cell.rowSpan) } : cell;
  });
  const added = below.filter((cell) => !absorbed.has(cell)).map((cell) => ({ ...cell, row: cell.row + offset }));
  const rows = offset + rowCount(second) - repeated;
  const height = second.ys.map((edge) => (first.ys.at(-1) ?? 0) + edge - (second.ys[0] ?? 0));
  return dropEmptyRows({
    ...first,
    xs,
    ys: [...first.ys, ...height.slice(1)],
    cells: [...kept, ...added],
    rows,
    lastPage: second.lastPage,
  });
}

/** Without rows in which no cell begins: a row-spanning cell may be drawn on to the page's end below the last row. */
function dropEmptyRows(table: JoinedTable): JoinedTable {
  const begins = new Set(table.cells.map((cell) => cell.row));
  const before = (row: number) => Array.from({ length: row }, (_, at) => at).filter((at) => begins.has(at)).length;
  const cells = table.cells.map((cell) => ({
    ...cell,
    row: before(cell.row),
    rowSpan: before(cell.row + cell.rowSpan) - before(cell.row),
  }));
  return { ...table, cells, rows: before(table.rows) };
}
