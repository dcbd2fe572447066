import { readCellText } from "../../common/cell-text.ts";
import { label, labelKey } from "../../common/labels.ts";
import { overlap, type Row, type RowCell } from "../../common/table-rows.ts";
import { APPLICANTS, APPLICATION_COLUMNS, ORGANIZATIONS } from "../form.ts";

/**
 * Columns of table 3 in a picture whose heads are garbled or whose cells stand out of line: in the order of the form,
 * where what is left of the heads says so and the figures add up. Sums choose where a whole row of seven belongs; they
 * change no figure. A permuted column of whose own head nothing is left, between others that stand as in the form, is
 * not seen: the second look takes the form's order, too.
 */

const COLUMNS = APPLICATION_COLUMNS.map(({ key, label: official }) => label(key, official));
const COUNT = COLUMNS.length;
/** What stands over several columns. */
const HEADINGS = [APPLICANTS, ORGANIZATIONS].map(labelKey);

const FORM_ORDER = {
  /** Columns of the seven that must be told by their heads, whole or what is left of them. */
  heads: 4,
  /** Rows of seven that must add up: one or two may do so by chance. */
  rows: 3,
  /** Share of the rows of seven that must add up: offices have a wrong sum in a row or two. */
  adding: 0.8,
} as const;

/** A row of table 3 with the position of its label, null where it has none. */
export interface LeafRow {
  readonly row: Row;
  readonly at: number | null;
}

/**
 * The seven printed cells behind a row's label, or at its end where it has none that can be told; null where more or
 * fewer are printed, or where one is no number.
 */
export function sevenPrinted({ row, at }: LeafRow): readonly RowCell[] | null {
  if (row.ragged) return null;
  const label = at ?? row.cells.findLastIndex((cell) => cell.text.trim() !== "" && !isNumber(cell));
  const printed = row.cells.slice(label + 1).filter(({ text }) => text.trim() !== "");
  return printed.length === COUNT && printed.every((cell) => cell.recognised && !cell.fromAbove && isNumber(cell))
    ? printed
    : null;
}

export const isNumber = ({ text }: RowCell): boolean => readCellText(text).kind === "number";

/** Whether the last of these cells is the sum of the others. */
export function addsUp(cells: readonly RowCell[]): boolean {
  const values = cells.map(({ text }) => readCellText(text).value ?? Number.NaN);
  return values.slice(0, -1).reduce((sum, value) => sum + value, 0) === values.at(-1);
}

export const isRecognised = ({ cells }: Row): boolean => cells.some(({ recognised }) => recognised);

/** Whether the characters of `rest` stand in `whole` in this order. */
export function isLeftOf(rest: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === rest[at]) at += 1;
  return at === rest.length;
}

/** How many characters of a garbled text stand in a whole one. */
const sharedWith = (garbled: string, whole: string): number =>
  [...new Set(garbled)].filter((character) => whole.includes(character)).length;

/**
 * Whether a head stands over a single one of the seven columns and what is left of it, be it one character, speaks for
 * another and nothing for its own; characters that several heads have speak for none.
 */
export function isAnothers(head: RowCell, seven: readonly RowCell[]): boolean {
  const below = seven.flatMap((cell, i) => (overlap(head, cell) ? [i] : []));
  const [only, ...more] = below;
  if (only === undefined || more.length > 0) return false;
  const key = labelKey(head.text);
  const most = Math.max(...COLUMNS.flatMap(({ keys }) => keys.map((whole) => sharedWith(key, whole))));
  if (HEADINGS.some((heading) => sharedWith(key, heading) > most)) return false;
  const spoken = [...key].flatMap((character) => {
    const having = COLUMNS.flatMap(({ keys }, i) => (keys.some((whole) => whole.includes(character)) ? [i] : []));
    return having.length === 1 ? having : [];
  });
  return spoken.length > 0 && !spoken.includes(only);
}

/**
 * The columns that a row of heads tells: whole labels wherever they stand, and what is left of others over the one cell
 * of the seven below that it may head. Null where any stands out of the order of the form, or speaks for another column.
 */
function toldBy(heads: readonly RowCell[], seven: readonly RowCell[]): readonly number[] | null {
  const told: number[] = [];
  for (const head of heads) {
    const key = labelKey(head.text);
    const fitting = COLUMNS.flatMap(({ keys }, i) => (keys.some((whole) => isLeftOf(key, whole)) ? [i] : []));
    if (fitting.length === 0 && isAnothers(head, seven)) return null;
    if (key === "" || fitting.length === 0) continue;
    const whole = COLUMNS.findIndex(({ keys }) => keys.includes(key));
    const below = seven.flatMap((cell, i) => (overlap(head, cell) ? [i] : []));
    const [only] = below;
    if (below.length === 1 && only !== undefined) {
      if (!fitting.includes(only)) return null;
      told.push(only);
    } else if (whole >= 0) told.push(whole);
  }
  return told.every((column, i) => i === 0 || column > (told[i - 1] ?? 0)) ? told : null;
}

/**
 * The tables whose rows of seven stand in the order of the form. A table without any head goes on with the order of the
 * one before it.
 */
export function tablesInFormOrder(rows: readonly LeafRow[]): ReadonlySet<number> {
  if (!rows.some(({ row }) => isRecognised(row))) return new Set();
  const tables = new Map<number, LeafRow[]>();
  for (const leaf of rows) {
    const own = tables.get(leaf.row.table);
    if (own) own.push(leaf);
    else tables.set(leaf.row.table, [leaf]);
  }
  const found = new Set<number>();
  let goesOn = false;
  for (const [table, own] of tables) {
    const evidence = evidenceOf(own);
    if (evidence === null) goesOn = false;
    else if (evidence.adding && (evidence.told.size >= FORM_ORDER.heads || (goesOn && evidence.told.size === 0))) {
      found.add(table);
      goesOn = true;
    } else if (evidence.told.size > 0) goesOn = false;
  }
  return found;
}

/** What a table says of its columns; null where it contradicts the order of the form. */
function evidenceOf(rows: readonly LeafRow[]): { readonly told: ReadonlySet<number>; readonly adding: boolean } | null {
  const sevens = rows.map(sevenPrinted);
  const told = new Set<number>();
  let below: readonly RowCell[] | null = null;
  for (let i = rows.length - 1; i >= 0; i--) {
    const { row, at } = rows[i] as LeafRow;
    below = sevens[i] ?? below;
    if (at !== null || sevens[i] || below === null) continue;
    const columns = toldBy(
      row.cells.filter((cell) => !cell.fromAbove && !isNumber(cell)),
      below,
    );
    if (columns === null) return null;
    for (const column of columns) told.add(column);
  }
  const full = sevens.filter((seven) => seven !== null);
  const adding = full.filter(addsUp).length;
  return { told, adding: adding >= FORM_ORDER.rows && adding >= FORM_ORDER.adding * full.length };
}
