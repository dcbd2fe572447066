import { columnsIn } from "./lines.ts";
import { standsForFigure, type TextCell, type TextRow } from "./rows.ts";

/**
 * Tables whose columns are told by where their text stands. The rows with the most figures show the columns; in a row
 * with fewer, each figure goes to the column it stands in, and the other columns get a blank cell.
 */

/** A row with the line that it was cut from. */
export interface AlignedRow {
  readonly line: { readonly text: string; readonly offset: number };
  readonly cells: TextRow;
}

/** Extent in columns of half a Chinese character, the end not included. */
type Span = readonly [from: number, to: number];

interface Standing extends TextCell {
  readonly span: Span;
}

interface Row {
  readonly cells: readonly Standing[];
  /** Position of the first of the figures that end the row; the row's length where none does. */
  readonly firstFigure: number;
}

const figuresOf = (row: Row): readonly Standing[] => row.cells.slice(row.firstFigure);

function rowOf({ line, cells }: AlignedRow): Row {
  let position = 0;
  let at = 0;
  const standing = cells.map((cell) => {
    const start = cell.offset - line.offset;
    const from = position + columnsIn(line.text.slice(at, start));
    position = from + columnsIn(cell.text);
    at = start + cell.length;
    return { ...cell, span: [from, position] as const };
  });
  return { cells: standing, firstFigure: standing.findLastIndex((cell) => !standsForFigure(cell.text)) + 1 };
}

/**
 * The rows, with a blank cell wherever a column shows none of a row's figures. Rows that leave a doubt stay as they
 * are.
 */
export function withBlanks(aligned: readonly AlignedRow[]): TextRow[] {
  const filled: TextRow[] = [];
  let header: Row[] = [];
  let body: Row[] = [];
  let left = Number.POSITIVE_INFINITY;
  const flush = () => {
    for (const row of header) filled.push(row.cells);
    for (const row of bodyOf(body, header.slice(-MOST_HEADER_LINES))) filled.push(row);
    header = [];
    body = [];
    left = Number.POSITIVE_INFINITY;
  };
  for (const row of aligned.map(rowOf)) {
    const figures = figuresOf(row);
    // Words where figures stand: the header of what follows.
    const isHeader = figures.length === 0 && row.cells.length > 1 && (row.cells.at(-1)?.span[0] ?? 0) >= left;
    if (body.length > 0 && isHeader) flush();
    if (body.length === 0 && figures.length === 0) header.push(row);
    else body.push(row);
    left = Math.min(left, figures[0]?.span[0] ?? left);
  }
  flush();
  return filled;
}

/** The form's headers have three levels, each of which may be wrapped. */
const MOST_HEADER_LINES = 12;

const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);

function bodyOf(rows: readonly Row[], header: readonly Row[]): TextRow[] {
  const count = most(rows.map((row) => figuresOf(row).length));
  const isFull = (row: Row) => figuresOf(row).length === count;
  const labelEnd = most(rows.flatMap((row) => row.cells.slice(0, row.firstFigure).map((cell) => cell.span[1])));
  let columns = headed(columnsFrom(rows, 0, isFull), header, labelEnd);
  return rows.map((row, index) => {
    const own = figuresOf(row);
    if (isFull(row) && columns.length <= count) {
      // Where a table goes on with other widths, its columns are told anew.
      if (own.some(({ span }, i) => !overlap(span, columns[i] ?? NOWHERE))) columns = columnsFrom(rows, index, isFull);
      return row.cells;
    }
    const left = columns[0]?.[0] ?? 0;
    const labels = row.cells.filter((cell, i) => cell.span[1] <= left && i < row.firstFigure);
    const placed = place(row.cells.slice(labels.length), columns);
    const last = row.cells.at(-1);
    if (!placed || !last || labels.length === 0) return row.cells;
    return [...labels, ...placed.map((cell) => cell ?? { text: "", offset: last.offset + last.length, length: 0 })];
  });
}

/** The extents of the columns as the full rows from one on show them, until one does not fit. */
function columnsFrom(rows: readonly Row[], start: number, isFull: (row: Row) => boolean): Span[] {
  let columns: Span[] = [];
  for (const row of rows.slice(start)) {
    if (!isFull(row)) continue;
    const wider = figuresOf(row).map(({ span: [from, to] }, i): Span => {
      const column = columns[i];
      return column ? [Math.min(column[0], from), Math.max(column[1], to)] : [from, to];
    });
    if (wider.some((column, i) => column[1] > (wider[i + 1]?.[0] ?? Number.POSITIVE_INFINITY))) break;
    columns = wider;
  }
  return columns;
}

const NOWHERE: Span = [0, 0];
const overlap = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1];

/**
 * Headings with nothing below them but columns: where there are more of them than columns seen, a column is blank in
 * every row.
 */
function headed(columns: readonly Span[], header: readonly Row[], labelEnd: number): Span[] {
  const cells = header.map((row) => row.cells.map((cell) => cell.span));
  const leaves = cells
    .flatMap((spans, row) =>
      spans.filter((span) => !cells.slice(row + 1).some((below) => below.some((other) => overlap(span, other)))),
    )
    .toSorted((a, b) => a[0] - b[0]);
  const over = columns.map((column) => leaves.filter((leaf) => overlap(leaf, column)));
  const extra = leaves.filter((leaf) => leaf[0] > labelEnd - DOUBT && !columns.some((column) => overlap(leaf, column)));
  const told = over.every((found) => found.length === 1) && new Set(over.flat()).size === columns.length;
  return told ? [...columns, ...extra].toSorted((a, b) => a[0] - b[0]) : [...columns];
}

const distance = (a: Span, b: Span): number => Math.max(0, b[0] - a[1], a[0] - b[1]);

/** The figure in each column, undefined for a blank; null where it can't be told which column a figure stands in. */
function place(figures: readonly Standing[], columns: readonly Span[]): (Standing | undefined)[] | null {
  const placed: (Standing | undefined)[] = columns.map(() => undefined);
  let before = -1;
  for (const figure of figures) {
    const distances = columns.map((column) => distance(figure.span, column));
    const nearest = Math.min(...distances);
    const column = distances.indexOf(nearest);
    if (distances.filter((other) => other < nearest + DOUBT).length > 1 || column <= before) return null;
    placed[column] = figure;
    before = column;
  }
  return placed;
}

/** Quotation marks and the like are one column wide in some fonts and two in others: a row may stand off by as much. */
const DOUBT = 2;
