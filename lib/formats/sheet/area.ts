/** Places on a sheet: rows and columns counted from 0, as no file need be believed (ECMA-376 18.18.7, 18.18.62). */

export const ROWS = 1_048_576;
export const COLUMNS = 16_384;

/** First and last rows and columns, both included. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const REFERENCE = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/u;

/** The row and the column of a reference such as B7 or $B$7; null for what is none on a sheet. */
export function cellAt(reference: string): { readonly row: number; readonly column: number } | null {
  const [, letters = "", digits = ""] = REFERENCE.exec(reference) ?? [];
  if (letters === "") return null;
  const column = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  const row = Number(digits) - 1;
  return row >= 0 && row < ROWS && column < COLUMNS ? { row, column } : null;
}

/** The area of a reference such as B7 or B7:D9; null for what is none. */
export function areaAt(reference: string): Area | null {
  const colon = reference.indexOf(":");
  const first = cellAt(colon < 0 ? reference : reference.slice(0, colon));
  const last = colon < 0 ? first : cellAt(reference.slice(colon + 1));
  if (!first || !last) return null;
  return {
    top: Math.min(first.row, last.row),
    left: Math.min(first.column, last.column),
    bottom: Math.max(first.row, last.row),
    right: Math.max(first.column, last.column),
  };
}

/** The areas of a list of references. */
export const areasAt = (list: string): Area[] =>
  list
    .trim()
    .split(/\s+/u)
    .flatMap((reference) => areaAt(reference) ?? []);

export const meets = (a: Area, b: Area): boolean =>
  a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
