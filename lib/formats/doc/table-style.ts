import type { GridCell } from "./grid.ts";
import type { Style } from "./styles.ts";
import { based, type TextChanges } from "./text-properties.ts";

/** What a table's style says of the text in each of its cells ([MS-DOC] 2.9.45, CNFOperand; 2.9.334, TLP). */

const ASKED = {
  firstRow: 0x20,
  lastRow: 0x40,
  firstColumn: 0x80,
  lastColumn: 0x100,
  noRowBands: 0x200,
  noColumnBands: 0x400,
} as const;

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** Bits of the parts that a cell belongs to. */
function partsOf({ row, column, rowSpan, columnSpan }: GridCell, asked: number, { rows, columns }: Size): number {
  const asks = (name: keyof typeof ASKED) => (asked & ASKED[name]) !== 0;
  const top = asks("firstRow") && row === 0;
  const bottom = asks("lastRow") && row + rowSpan === rows;
  const left = asks("firstColumn") && column === 0;
  const right = asks("lastColumn") && column + columnSpan === columns;
  const odd = (at: number, first: boolean) => (at - (first ? 1 : 0)) % 2 === 0;
  const columnBand = asks("noColumnBands") || left || right ? 0 : odd(column, asks("firstColumn")) ? 0x10 : 0x20;
  const rowBand = asks("noRowBands") || top || bottom ? 0 : odd(row, asks("firstRow")) ? 0x40 : 0x80;
  const corner =
    (top && right ? 0x100 : 0) |
    (top && left ? 0x200 : 0) |
    (bottom && right ? 0x400 : 0) |
    (bottom && left ? 0x800 : 0);
  return columnBand | rowBand | (top ? 1 : 0) | (bottom ? 2 : 0) | (left ? 4 : 0) | (right ? 8 : 0) | corner;
}

/**
 * @param asked the parts that the table asks for
 * @param outer what holds for the text around the table
 */
export function tableText(
  style: Style,
  asked: number,
  size: Size,
  outer: TextChanges,
): (cell: GridCell) => TextChanges {
  const all = based(outer, style.text);
  const known = new Map<number, TextChanges>();
  return (cell) => {
    const parts = partsOf(cell, asked, size);
    const found =
      known.get(parts) ??
      style.conditional.reduce((base, one) => (one.cells & parts ? based(base, one.text) : base), all);
    known.set(parts, found);
    return found;
  };
}
