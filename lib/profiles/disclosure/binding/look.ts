import type { BoundCell, FigureName } from "../../common/facts.ts";
import type { TableName, Template } from "../facts.ts";

/** What a reading says stands in a figure's cell. */
export type Printed = Pick<BoundCell, "text" | "value" | "kind" | "unit" | "columnUnit">;

/** What one reading of an official table found. */
export interface TableLook<Cell extends Printed = Printed> {
  readonly cells: ReadonlyMap<FigureName, Cell>;
  /** How often the table stands in the document. */
  readonly count: number;
  /** The form the table shows by its own labels; null where it shows none. */
  readonly form: Template | null;
  /** Rows of the form without a trace in the table, as `<table>.<row>`. */
  readonly missingRows: readonly string[];
  readonly cutLabels: readonly CutLabel[];
  /**
   * Each of the tables, where it stands more than once; `cells` and `missingRows` above are what they have together.
   */
  readonly copies: readonly TableCopy<Cell>[];
}

/** One of several tables of the same kind. */
export interface TableCopy<Cell extends Printed = Printed> extends Pick<TableLook<Cell>, "cells" | "missingRows"> {
  /** The words over it. */
  readonly caption: string;
}

export interface CutLabel {
  readonly printed: string;
  readonly official: string;
}

/** One reading of the three official tables. */
export type Look<Cell extends Printed = Printed> = Readonly<Record<TableName, TableLook<Cell>>>;

export const NOTHING: TableLook<never> = {
  cells: new Map<string, never>(),
  count: 0,
  form: null,
  missingRows: [],
  cutLabels: [],
  copies: [],
};
