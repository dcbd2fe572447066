import type { FigureName } from "../facts.ts";
import { tableOf } from "../figure-name.ts";
import { type Form, type FormTable, fixedRows, isRepeatedRow, typeIn } from "./form.ts";

/**
 * Names in checks: `t3.{r}.total`, `-t8.total.total`, `t1.functions.amount` (the rows of a list), `t3.children({r}).basic`
 * (the rows whose codes are right below a row's), `lastYear.t1.closing.amount` (of the report of the year before), and after `each`: `t3.*` (every row), `t3.codes`, `t3.codes(3)` (codes
 * of three digits), `t4.panel(2)` (rows of the second panel), `t3.columns`, `t4.columns(2)`, `t2.rows` (repeated rows; as a row of a name, all of them added up).
 */

/** A name's three parts and its sign. */
export interface NamePattern {
  readonly negative: boolean;
  /** Whether it is a figure of the report of the year before. */
  readonly lastYear: boolean;
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** @returns null for what is no name */
export function patternOf(name: string): NamePattern | null {
  const [, minus, year, table, row, column] =
    /^(-?)(lastYear\.)?([A-Za-z0-9]+)\.([A-Za-z0-9]+(?:\.[A-Za-z0-9]+)?|\{[a-z]\}|children\(\{[a-z]\}\))\.([A-Za-z0-9]+|\{[a-z]\})$/u.exec(
      name,
    ) ?? [];
  return table === undefined || row === undefined || column === undefined
    ? null
    : { negative: minus === "-", lastYear: year !== undefined, table, row, column };
}

/** What `each` goes through: rows or columns of a table. */
export interface Selector {
  readonly table: string;
  readonly what: "rows" | "repeated" | "codes" | "panel" | "columns";
  /** Digits of codes, or the number of a panel from 1; null for all. */
  readonly number: number | null;
}

/** @returns null for what is none */
export function selectorOf(text: string): Selector | null {
  const [, table, what, number] = /^([A-Za-z0-9]+)\.(\*|rows|codes|panel|columns)(?:\((\d{1,2})\))?$/u.exec(text) ?? [];
  if (table === undefined || what === undefined) return null;
  if (what === "panel" && number === undefined) return null;
  return {
    table,
    what: what === "*" ? "rows" : what === "rows" ? "repeated" : (what as Selector["what"]),
    number: number === undefined ? null : Number(number),
  };
}

/** The name of a variable `{r}`, in whichever form it stands; null for a key. */
export const variableIn = (part: string): string | null => /\{([a-z])\}/u.exec(part)?.[1] ?? null;

/** Rows of a table as far as a document prints them. */
export interface PrintedTable {
  readonly table: FormTable;
  /** Keys of all rows, in their order. */
  readonly rows: readonly string[];
}

/** As a row of a name: all repeated rows. */
export const ALL_ROWS = "rows";

const isCode = (row: string): boolean => /^\d+$/u.test(row);

/** Keys that a selector goes through in a document. */
export function selected({ what, number }: Selector, { table, rows }: PrintedTable): readonly string[] {
  if (what === "columns") return [...new Set(panelsOf(table, number).flatMap(({ columns }) => columns.map(keyOf)))];
  if (what === "rows") return rows;
  if (what === "repeated") return rows.filter(isRepeatedRow);
  if (what === "panel") {
    const own = new Set(panelsOf(table, number).flatMap(fixedRows));
    return rows.filter((row) => own.has(row));
  }
  return rows.filter((row) => isCode(row) && (number === null || row.length === number));
}

const keyOf = ({ key }: { readonly key: string }): string => key;
const panelsOf = ({ panels }: FormTable, number: number | null) =>
  number === null ? panels : panels.slice(number - 1, number);

/** For each row, the rows right below it: of a code those that it begins, of a row without code the outermost codes. */
export function childrenIn(rows: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const codes = new Set(rows.filter(isCode));
  const children = new Map<string, string[]>();
  const add = (parent: string, row: string) => {
    const known = children.get(parent);
    if (known) known.push(row);
    else children.set(parent, [row]);
  };
  for (const code of codes) {
    let parent = code.slice(0, -1);
    while (parent !== "" && !codes.has(parent)) parent = parent.slice(0, -1);
    if (parent !== "") add(parent, code);
    else for (const row of rows) if (!isCode(row)) add(row, code);
  }
  return children;
}

/** The table with this key. */
export const tableIn = (form: Form, key: string): FormTable | undefined =>
  form.tables.find((table) => table.key === key);

/** What a figure of a form is in where a page names no other unit. */
export function unitOf(form: Form, figure: FigureName): string {
  const table = tableIn(form, tableOf(figure));
  return table ? typeIn(table, figure).unit : "";
}
