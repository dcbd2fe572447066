import type { Tables } from "../judgement.ts";
import type { FigureName } from "./facts.ts";

/** The three keys of a figure's name. */
export interface NameParts {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** `applications.denied.stateSecret.total` in its three keys; the middle one may have a dot inside. */
export function partsOf(name: FigureName): NameParts {
  const first = name.indexOf(".");
  const last = name.lastIndexOf(".");
  return { table: name.slice(0, first), row: name.slice(first + 1, last), column: name.slice(last + 1) };
}

/** `<table>.<row>` of a figure. */
export const rowOf = (name: FigureName): string => name.slice(0, name.lastIndexOf("."));

/** The key of a row from its name, `<table>.<row>`; it may have a dot inside. */
export const rowKeyOf = (row: string): string => row.slice(row.indexOf(".") + 1);

/** The table of a figure, of a row, or a table itself. */
export const tableOf = (name: string): string => name.split(".", 1)[0] ?? name;

/** The number that stands in a figure's cell; null where there is none. */
export function valueIn(tables: Tables | null, name: FigureName): number | null {
  const { table, row, column } = partsOf(name);
  return tables?.[table]?.[row]?.[column] ?? null;
}

/** Every figure of the tables with its number, in their order. */
export const valuesOf = (tables: Tables | null): (readonly [name: FigureName, value: number | null])[] =>
  Object.entries(tables ?? {}).flatMap(([table, rows]) =>
    Object.entries(rows).flatMap(([row, columns]) =>
      Object.entries(columns).map(([column, value]) => [`${table}.${row}.${column}`, value] as const),
    ),
  );
