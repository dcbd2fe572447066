import type { BoundCell, FigureName } from "../common/facts.ts";
import type { FormTable } from "../common/form/form.ts";

/** What the first look found of one table. */
export interface TableLook {
  readonly table: FormTable;
  /** Keys of the columns that its head prints. */
  readonly columns: ReadonlySet<string>;
  /** Keys of the rows that it prints, in their order. */
  readonly rows: readonly string[];
  readonly cells: ReadonlyMap<FigureName, BoundCell>;
  /** What rows with codes are called in print. */
  readonly names: ReadonlyMap<string, string>;
  /** The unit over the table; null where none is printed. */
  readonly unit: string | null;
  /** Whether numbers stand in it that belong to no row or column of the form: then its sums say nothing. */
  readonly hasStrangers: boolean;
  /** Figures that stand twice with different numbers. */
  readonly undecided: readonly FigureName[];
}

/** What the second look found of one table: the numbers behind each row's label or code, in their order. */
export interface TableStream {
  readonly rows: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** The letters of what repeated rows are called; absent in other tables. */
  readonly names?: ReadonlyMap<string, string>;
  /** Columns in the order in which their labels are printed; null where that can't be told. */
  readonly order: readonly string[] | null;
  readonly unit: string | null;
  /** Whether numbers stand in it that follow no label of the form. */
  readonly hasStrays: boolean;
}

export const figureName = (table: string, row: string, column: string): FigureName => `${table}.${row}.${column}`;
