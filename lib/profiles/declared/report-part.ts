import * as z from "zod";
import { type Form, type FormTable, fixedRows, NAME_COLUMN } from "../common/form/form.ts";
import type { Tables } from "../judgement.ts";
import type { ReportPart } from "../profile.ts";

/**
 * A declared family's part of report.json. Columns and rows of lists that a document does not print are left out;
 * rows with codes are keyed by their code, repeated rows by their order. Words have no number: they stand in `blanks`.
 */

const value = z.number().nullable();

function tableSchema({ panels, digits, repeats, name }: FormTable) {
  const fixed = Object.fromEntries(
    panels.flatMap((panel) => {
      const columns = z.strictObject(Object.fromEntries(panel.columns.map(({ key }) => [key, value]))).partial();
      return fixedRows(panel).map((row) => [row, columns] as const);
    }),
  );
  const columns = panels[0]?.columns ?? [];
  const rows = z.object(fixed).partial().describe(name);
  const keys = [...columns.map(({ key }) => key), ...(repeats ? [NAME_COLUMN] : [])];
  return digits === null && !repeats
    ? rows.strict()
    : rows.catchall(z.strictObject(Object.fromEntries(keys.map((key) => [key, value]))).partial());
}

export const reportPart = ({ version, tables }: Form): ReportPart => ({
  templates: [version],
  sections: 0,
  // Optional keys have no value where they are left out: what is there is a number or null.
  tables: z.strictObject(
    Object.fromEntries(tables.map((table) => [table.key, tableSchema(table)])),
  ) as unknown as z.ZodType<Tables>,
});
