import { type Cell, gridOf, type Table } from "../document/document.ts";
import { halfWidth, squash } from "../document/text.ts";
import { readCellText } from "../profiles/common/cell-text.ts";
import { type Decimal, decimalOf, decimalsOf } from "../profiles/common/decimal.ts";

import { isCount, isMeasured } from "./words.ts";

/** A table as figures with labels: which rows are its head, what heads each row and column. */

export interface Figures {
  readonly rows: number;
  readonly columns: number;
  /** The cell that begins at a place; null within a merged one, or where there is none. */
  readonly at: (row: number, column: number) => Cell | null;
  /** The first row below the head. */
  readonly body: number;
  /** The words that stand in a row, in columns from one to another. */
  readonly labels: (row: number, span: readonly [from: number, to: number]) => readonly string[];
  /** The first row of those that share the row's innermost heading at the left, and the row behind the last; null for none. */
  readonly group: (row: number) => readonly [from: number, to: number] | null;
  /** Headers over a column from the top, each once. */
  readonly headers: (column: number) => readonly Cell[];
  /** The lowest of them; "" where there is none. */
  readonly leaf: (column: number) => string;
  /** The decimals that a figure is printed with. */
  readonly decimals: (row: number, column: number) => number;
  /**
   * The figure that stands at a place: 0 for a blank or a dash; null for what is none, and within a merged number. It is
   * as exact as the most exact one of its column, whose last zeros were left out, but no more than told.
   */
  readonly figure: (row: number, column: number, mostDecimals: number) => Decimal | null;
  readonly isNumber: (row: number, column: number) => boolean;
  readonly isShare: (row: number, column: number) => boolean;
}

/** Figures that a row of a table with no column of figures has at least: a whole and two parts. */
const LEAST_FIGURES = 3;

const NOTHING = /^[-—–/·.…－]*$/u;
const PERCENT = /^[+\-−–]?\d[\d,.]*%$/u;

/** A figure without its currency sign; one in brackets, as accounts set what is negative, with a minus. */
const bare = (text: string): string =>
  halfWidth(text)
    .trim()
    .replace(/^([+\-−–(]?)\s*[$€£¥￥]\s*/u, "$1")
    .replace(/^\(([\d,.]+)\)$/u, "-$1");

const numberIn = (text: string): boolean =>
  readCellText(bare(text)).kind === "number" || PERCENT.test(halfWidth(squash(text)));

export function figuresOf(table: Table): Figures {
  const grid = gridOf(table);
  const at = (row: number, column: number): Cell | null => {
    const cell = grid[row]?.[column] ?? null;
    return cell && cell.row === row && cell.column === column ? cell : null;
  };
  const isNumber = (row: number, column: number) => numberIn(at(row, column)?.text ?? "");
  const columns = Array.from({ length: table.columns }, (_, column) => column);
  const decimals = columns.map((column) =>
    grid.reduce(
      (most, _, row) => Math.max(most, isNumber(row, column) ? decimalsOf(bare(at(row, column)?.text ?? "")) : 0),
      0,
    ),
  );
  const all = Array.from({ length: table.rows }, (_, row) => row);
  // Figures stand in columns of figures; what is said of them beside may be more words than numbers.
  const figureColumns = columns.filter((column) => {
    const numbers = all.filter((row) => isNumber(row, column)).length;
    return numbers > 1 && numbers >= all.filter((row) => isWord(at(row, column))).length;
  });
  // Numbers of lines and columns, and years, stand in heads, too.
  const first = grid.findIndex(
    (line, row) =>
      !isCounting(line) &&
      !isYears(line) &&
      // A row of figures may be the only one.
      (figureColumns.length > 0
        ? figureColumns.some((column) => isNumber(row, column))
        : columns.filter((column) => isNumber(row, column)).length >= LEAST_FIGURES),
  );
  const body = first < 0 ? table.rows : first;
  const headers = (column: number): readonly Cell[] =>
    [...new Set(grid.slice(0, body).flatMap((line) => line[column] ?? []))].filter(isWord);
  const words = table.cells.filter(isWord).map(({ text }) => text);
  const counts = words.some(isCount) && !words.some(isMeasured);
  /** Whether the figures of a column are exact: counted, not measured. */
  const isExact = (column: number): boolean =>
    decimals[column] === 0 && (counts || headers(column).some(({ text }) => isCount(text) && !isMeasured(text)));
  const exact = columns.map(isExact);
  return {
    rows: table.rows,
    columns: table.columns,
    at,
    body,
    labels: (row, span) =>
      columns.slice(...span).flatMap((column) => (isWord(at(row, column)) ? (at(row, column)?.text ?? []) : [])),
    headers,
    group: (row) => {
      const high = (grid[row] ?? []).filter((cell) => isWord(cell) && cell.rowSpan > 1 && cell.row >= body);
      const inner = high.toSorted((a, b) => (a?.rowSpan ?? 0) - (b?.rowSpan ?? 0))[0];
      return inner ? [inner.row, inner.row + inner.rowSpan] : null;
    },
    leaf: (column) => headers(column).at(-1)?.text ?? "",
    decimals: (row, column) => decimalsOf(bare(at(row, column)?.text ?? "")),
    figure: (row, column, mostDecimals) => {
      // A number over several columns or rows may be any one's.
      const over = at(row, column) ? null : grid[row]?.[column];
      if (over && numberIn(over.text)) return null;
      const text = bare(at(row, column)?.text ?? "");
      if (NOTHING.test(halfWidth(squash(text)))) return decimalOf("0", null);
      return isNumber(row, column)
        ? decimalOf(text, exact[column] ? null : Math.min(decimals[column] ?? 0, mostDecimals))
        : null;
    },
    isNumber,
    isShare: (row, column) => PERCENT.test(halfWidth(squash(at(row, column)?.text ?? ""))),
  };
}

const isWord = (cell: Cell | null): cell is Cell => cell !== null && /\p{L}/u.test(cell.text) && !numberIn(cell.text);

const YEAR = /^(?:19|20)\d\d$/u;
/** What heads labels. */
const LABELS = /^(?:项目|指标|名称|类别|地区|单位|科目|年份|年度|item|name|region|category|year)?$/iu;

/** Whether all numbers of a row are years: several, or one beside what heads labels. */
function isYears(line: readonly (Cell | null)[]): boolean {
  const numbers = line.flatMap((cell) => (cell && numberIn(cell.text) ? [squash(cell.text)] : []));
  if (numbers.length === 0 || !numbers.every((text) => YEAR.test(text))) return false;
  return numbers.length > 1 || LABELS.test(squash(line[0]?.text ?? ""));
}

/** 1, 2, 3 …: a head's. */
function isCounting(line: readonly (Cell | null)[]): boolean {
  const numbers = line.flatMap((cell) =>
    cell && numberIn(cell.text) ? [Math.abs(Number(squash(bare(cell.text))))] : [],
  );
  return numbers.length > 2 && numbers.every((number, index) => number === index + 1);
}
