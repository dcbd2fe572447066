import type { SchemaElement } from "hyparquet";
import { FIGURE_LIST, type Field, type List, PROBLEM_LIST, SUMMARY_LIST } from "../rows.ts";
import type { Report } from "../schema.ts";
import type { FiledSummary } from "../summary.ts";

/**
 * The lists as columns of Parquet files. Their names are plain ASCII in small letters, for Athena allows no others; what
 * the partition says (profile, year) is no column, and the division is code and name only.
 */

/** Decimals are doubles, as everywhere here: each is the nearest to what `text` says. */
type Type = "string" | "integer" | "decimal" | "boolean";

export interface Column {
  readonly key: string;
  readonly name: string;
  readonly type: Type;
}

/** A list in columns, and the rows that one source of it gives. */
export interface ColumnList<Source> {
  readonly columns: readonly Column[];
  readonly rowsOf: (source: Source) => readonly Readonly<Record<string, Field>>[];
}

type Elsewhere = "division" | "profile" | "year";

function inColumns<Source, Row extends Readonly<Record<keyof Row, Field>>>(
  { rowsOf }: List<Source, Row>,
  types: Readonly<Record<Exclude<keyof Row & string, Elsewhere>, Type>>,
): ColumnList<Source> {
  const columns = Object.entries<Type>(types).map(([key, type]) => ({
    key,
    name: key.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`),
    type,
  }));
  return { columns, rowsOf };
}

const ABOUT = { name: "string", organization: "string", divisionCode: "string", divisionName: "string" } as const;

export const FIGURE_COLUMNS: ColumnList<Report> = inColumns(FIGURE_LIST, {
  id: "string",
  ...ABOUT,
  family: "string",
  template: "string",
  figure: "string",
  label: "string",
  value: "decimal",
  unit: "string",
  text: "string",
  content: "string",
  certain: "boolean",
  place: "string",
  review: "string",
});

export const PROBLEM_COLUMNS: ColumnList<Report> = inColumns(PROBLEM_LIST, {
  id: "string",
  ...ABOUT,
  family: "string",
  place: "string",
  code: "string",
  severity: "string",
  severityLabel: "string",
  message: "string",
  proposal: "string",
  review: "string",
});

export const REPORT_COLUMNS: ColumnList<Omit<FiledSummary, "folder">> = inColumns(SUMMARY_LIST, {
  id: "string",
  ...ABOUT,
  family: "string",
  status: "string",
  verdict: "string",
  template: "string",
  errors: "integer",
  warnings: "integer",
  infos: "integer",
  uncertain: "integer",
  failure: "string",
  review: "string",
});

const ELEMENTS: Readonly<Record<Type, Partial<SchemaElement>>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  integer: { type: "INT32" },
  decimal: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
};

/** The schema of a file that holds these columns; each may be null. */
export const parquetSchema = (columns: readonly Column[]): SchemaElement[] => [
  { name: "root", num_children: columns.length },
  ...columns.map(({ name, type }) => ({ name, repetition_type: "OPTIONAL" as const, ...ELEMENTS[type] })),
];
