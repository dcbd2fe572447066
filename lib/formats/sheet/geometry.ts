import { child, type XmlNode } from "../shared/xml-tree.ts";
import { COLUMNS, ROWS } from "./area.ts";
import { isOn } from "./styles.ts";

/**
 * Widths and heights of a sheet's columns and rows, and which of them are not shown (ECMA-376 18.3.1.13, 18.3.1.73,
 * 18.3.1.81).
 */

/** Excel's own, of its usual font: characters and points. */
const USUAL_WIDTH = 9.14;
const USUAL_HEIGHT = 15;
/** Left and right of a cell's text, in characters: five pixels of seven. */
export const PADDING = 5 / 7;
/** Points of a character's width: seven pixels at 96 a inch. */
export const CHARACTER = 5.25;

const numberOf = (value: string | undefined, otherwise: number): number => {
  const number = Number(value ?? Number.NaN);
  return number >= 0 ? number : otherwise;
};

interface Columns {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Of all columns before it: their width, and how many are hidden. */
  readonly before: number;
  readonly hiddenBefore: number;
}

/** Items of a sorted list below a bound. */
function countBelow(list: readonly number[], bound: number): number {
  let low = 0;
  for (let high = list.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
const countIn = (list: readonly number[], from: number, to: number): number =>
  Math.max(0, countBelow(list, to + 1) - countBelow(list, from));

export class Geometry {
  /** Columns that are not as wide as the others, in order. */
  readonly #columns: Columns[] = [];
  readonly #usualWidth: number;
  readonly #heights = new Map<number, number>();
  readonly #usualHeight: number;
  readonly #rowsHidden: boolean;
  /** Of rows of which nothing is said. */
  readonly #otherHeight: number;
  /** Rows that are not as the others are: hidden, or shown where the others are hidden. */
  readonly #exceptions: number[] = [];
  readonly #exceptional = new Set<number>();
  /** Rows that may not be as high as the others, in order, and how much more all before each of them take. */
  readonly #own: number[] = [];
  readonly #more: number[] = [];

  /** @param sheet a worksheet's root */
  constructor(sheet: XmlNode) {
    const format = child(sheet, "x:sheetFormatPr")?.attributes;
    const base = format?.baseColWidth === undefined ? USUAL_WIDTH : numberOf(format.baseColWidth, 8) + PADDING + 3 / 7;
    this.#usualWidth = numberOf(format?.defaultColWidth, base);
    this.#usualHeight = numberOf(format?.defaultRowHeight, USUAL_HEIGHT);
    this.#rowsHidden = isOn(format?.zeroHeight);
    this.#otherHeight = this.#rowsHidden ? 0 : this.#usualHeight;
    for (const { attributes } of child(sheet, "x:cols")?.children ?? []) {
      const last = this.#columns.at(-1);
      // Each column once, whatever ranges overlap.
      const from = Math.max(last ? last.to + 1 : 0, numberOf(attributes.min, 1) - 1);
      const to = Math.min(numberOf(attributes.max, 0), COLUMNS) - 1;
      if (!(from <= to)) continue;
      const width = isOn(attributes.hidden) ? 0 : numberOf(attributes.width, this.#usualWidth);
      this.#columns.push({ from, to, width, before: this.#widthBefore(from), hiddenBefore: this.#hiddenBefore(from) });
    }
  }

  /** The columns that say their width at or before a column. */
  #columnsAt(column: number): Columns | undefined {
    let low = 0;
    for (let high = this.#columns.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.#columns[middle] as Columns).from <= column) low = middle + 1;
      else high = middle;
    }
    return this.#columns[low - 1];
  }

  #widthBefore(column: number): number {
    const at = this.#columnsAt(column - 1);
    if (!at) return column * this.#usualWidth;
    const own = Math.min(column, at.to + 1) - at.from;
    return at.before + own * at.width + Math.max(0, column - at.to - 1) * this.#usualWidth;
  }

  #hiddenBefore(column: number): number {
    const at = this.#columnsAt(column - 1);
    if (!at) return this.#usualWidth === 0 ? column : 0;
    const own = at.width === 0 ? Math.min(column, at.to + 1) - at.from : 0;
    return at.hiddenBefore + own + (this.#usualWidth === 0 ? Math.max(0, column - at.to - 1) : 0);
  }

  /** To be told of each row that the sheet has, in order. */
  addRow(row: number, { ht, hidden }: XmlNode["attributes"]): void {
    if (ht !== undefined) this.#heights.set(row, numberOf(ht, this.#usualHeight));
    const gone = isOn(hidden) || (ht !== undefined && numberOf(ht, 1) === 0);
    if (gone === this.#rowsHidden || this.#exceptional.has(row)) return;
    this.#exceptional.add(row);
    this.#exceptions.push(row);
  }

  /** To be told when no row is left. */
  endRows(): void {
    this.#exceptions.sort((a, b) => a - b);
    this.#own.push(...new Set([...this.#heights.keys(), ...this.#exceptions]));
    this.#own.sort((a, b) => a - b);
    let more = 0;
    for (const row of this.#own) {
      this.#more.push(more);
      more += this.height(row) - this.#otherHeight;
    }
    this.#more.push(more);
  }

  isHidden(row: number, column: number): boolean {
    return this.#exceptional.has(row) !== this.#rowsHidden || this.width(column) === 0;
  }

  /** Rows, or columns, from one to another that are shown. */
  rowsShown(from: number, to: number): number {
    const exceptions = countIn(this.#exceptions, from, to);
    return this.#rowsHidden ? exceptions : Math.max(0, to - from + 1 - exceptions);
  }

  columnsShown(from: number, to: number): number {
    return Math.max(0, to - from + 1 - (this.#hiddenBefore(to + 1) - this.#hiddenBefore(from)));
  }

  /** Of columns from one to another, in characters of the usual font. */
  width(from: number, to = from): number {
    return this.#widthBefore(to + 1) - this.#widthBefore(from);
  }

  /** Of a row, in points. */
  height(row: number): number {
    if (row >= ROWS || this.#exceptional.has(row) !== this.#rowsHidden) return 0;
    return this.#heights.get(row) ?? this.#usualHeight;
  }

  /** From the top of the sheet to a row's, in points. */
  heightBefore(row: number): number {
    return row * this.#otherHeight + (this.#more[countBelow(this.#own, row)] ?? 0);
  }

  /** Whether somebody or a program said how high a row is. */
  hasHeight = (row: number): boolean => this.#heights.has(row);
}
