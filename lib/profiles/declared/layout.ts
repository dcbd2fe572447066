import type { Tables } from "../judgement.ts";
import type { FormCell, FormTable as LaidOut, Layout } from "../profile.ts";
import { type Column, type Form, type FormTable, fixedRows, type Panel } from "./form.ts";
import { figureName } from "./look.ts";
import { tableIn } from "./names.ts";
import { rowLabel } from "./words.ts";

/** A declared form's tables laid out for people, as far as a document prints them. */

const heading = (text: string, columnSpan = 1): FormCell => ({
  kind: "heading",
  text,
  name: null,
  rowSpan: 1,
  columnSpan,
});

type PrintedRows = Tables[string];

/** Columns of a panel that some row prints. */
const printedColumns = ({ columns }: Panel, rows: PrintedRows): readonly Column[] =>
  columns.filter(({ key }) => Object.values(rows).some((row) => key in row));

function cellsOf(table: FormTable, row: string, columns: readonly Column[], rows: PrintedRows): FormCell[] {
  const label = rowLabel(table, row);
  return [
    { kind: "row", text: label, name: `${table.key}.${row}`, rowSpan: 1, columnSpan: 1 },
    ...columns.map(
      ({ key }): FormCell =>
        key in (rows[row] ?? {})
          ? { kind: "figure", text: "", name: figureName(table.key, row, key), rowSpan: 1, columnSpan: 1 }
          : heading(""),
    ),
  ];
}

/** Panels side by side, each from the top; the last rows of all stand on one line, as totals do. */
function gridOf(table: FormTable, rows: PrintedRows): LaidOut {
  const panels = table.panels.map((panel) => ({
    columns: printedColumns(
      panel,
      Object.fromEntries(fixedRows(panel).flatMap((row) => (rows[row] ? [[row, rows[row]]] : []))),
    ),
    keys: fixedRows(panel).filter((row) => rows[row]),
    labelled: panel.rows !== null,
  }));
  const height = Math.max(...panels.map(({ keys }) => keys.length));
  const lines = Array.from({ length: height }, (_, line) =>
    panels.flatMap(({ columns, keys, labelled }) => {
      const row = line === height - 1 ? keys.at(-1) : line < keys.length - 1 ? keys[line] : undefined;
      if (row === undefined) return Array.from({ length: columns.length + 1 }, () => heading(""));
      return cellsOf(table, row, columns, rows).slice(labelled ? 0 : 1);
    }),
  );
  const head = panels.flatMap(({ columns, labelled }) => [
    ...(labelled ? [heading("项目")] : []),
    ...columns.map(({ label }) => heading(label)),
  ]);
  return { head: [head], body: lines };
}

/** Rows by their codes, those without one, the totals, first. */
function codedOf(table: FormTable, rows: PrintedRows): LaidOut {
  const [panel] = table.panels;
  const columns = panel ? printedColumns(panel, rows) : [];
  const totals = new Set(panel ? fixedRows(panel) : []);
  const codes = Object.keys(rows).filter((row) => !totals.has(row));
  const keys = [...[...totals].filter((row) => rows[row]), ...codes.toSorted()];
  return {
    head: [[heading("科目编码"), ...columns.map(({ label }) => heading(label))]],
    body: keys.map((row) => cellsOf(table, row, columns, rows)),
  };
}

export const layoutOf = (form: Form): Layout => ({
  table: (key, tables) => {
    const table = tableIn(form, key);
    const rows = tables[key];
    if (!table || !rows || Object.keys(rows).length === 0) return null;
    return table.digits === null ? gridOf(table, rows) : codedOf(table, rows);
  },
  style: form.tables.map(({ key }) => `.form.${key} td{white-space:nowrap;text-align:right}`).join("\n"),
});
