import { expect, test } from "@jest/globals";
import {
  type Column,
  FIGURE_COLUMNS,
  PROBLEM_COLUMNS,
  parquetSchema,
  REPORT_COLUMNS,
} from "../../lib/report/parquet/columns.ts";
import { readPage } from "../make/examples.ts";

/** docs/parquet.md; its examples are run by examples.test.ts. */

/** Athena's names of Parquet's types. */
const ATHENA: Readonly<Record<string, string>> = {
  BYTE_ARRAY: "string",
  INT32: "int",
  DOUBLE: "double",
  BOOLEAN: "boolean",
};

test("the tables for Athena have the columns that the files have", async () => {
  const page = await readPage("docs/parquet.md");
  const defined = [...page.matchAll(/CREATE EXTERNAL TABLE (\w+) \(\n(.*?)\n\)\nPARTITIONED BY (.*?)\n/gsu)].map(
    ([, list, columns = "", by]) => [list, columns.split(",").map((column) => column.trim()), by],
  );
  const columnsOf = (columns: readonly Column[]) =>
    parquetSchema(columns)
      .slice(1)
      .map(({ name, type = "" }) => `${name} ${ATHENA[type]}`);
  const by = "(profile string, year int)";
  expect(defined).toEqual([
    ["figures", columnsOf(FIGURE_COLUMNS.columns), by],
    ["problems", columnsOf(PROBLEM_COLUMNS.columns), by],
    ["reports", columnsOf(REPORT_COLUMNS.columns), by],
  ]);
});
