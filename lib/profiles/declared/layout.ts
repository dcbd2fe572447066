import {
  type Column,
  type Form,
  type FormTable,
  fixedRows,
  isRepeatedRow,
  type LabelledRow,
  NAME_COLUMN,
  ONLY_ROW,
  type Panel,
} from "../common/form/form.ts";
import { tableIn } from "../common/form/names.ts";
import type { Tables } from "../judgement.ts";
import type { FormCell, FormTable as LaidOut, Layout } from "../profile.ts";
import { figureName } from "./look.ts";
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

/** The rows of a panel in two parts: what is listed, and the totals below it. */
interface Parts {
  readonly upper: readonly string[];
  readonly lower: readonly string[];
}

/**
 * Where the totals of a panel begin: behind its listed rows; beside such a panel at the row that begins as its totals
 * do (本年收入合计 beside 本年支出合计); else at the last row.
 */
function partsOf(rows: readonly LabelledRow[], beside: readonly LabelledRow[]): Parts {
  const keys = rows.map(({ key }) => key);
  const listed = rows.filter((row) => row.listed).length;
  const first = beside.find((row) => !row.listed)?.label.slice(0, 2);
  const alike = rows.findIndex(({ label }) => label.slice(0, 2) === first);
  const at = listed > 0 ? listed : alike >= 0 ? alike : keys.length - 1;
  return { upper: keys.slice(0, at), lower: keys.slice(at) };
}

/** The row on a line of a part: from the top, the last row of the totals at the foot. */
const onLine = (rows: readonly string[], line: number, height: number, foot: boolean): string | undefined => {
  if (!foot) return rows[line];
  return line === height - 1 ? rows.at(-1) : line < rows.length - 1 ? rows[line] : undefined;
};

/** Panels side by side. */
function gridOf(table: FormTable, rows: PrintedRows): LaidOut {
  const printed = table.panels.map((panel) => (panel.rows ?? [ONLY]).filter(({ key }) => rows[key]));
  const withList = printed.find((own) => own.some(({ listed }) => listed)) ?? [];
  const panels = table.panels.map((panel, at) => ({
    ...partsOf(printed[at] ?? [], withList),
    columns: printedColumns(panel, Object.fromEntries(fixedRows(panel).map((row) => [row, rows[row] ?? {}]))),
    labelled: panel.rows !== null,
  }));
  const linesOf = (part: keyof Parts): FormCell[][] => {
    const height = Math.max(...panels.map((panel) => panel[part].length));
    return Array.from({ length: height }, (_, line) =>
      panels.flatMap(({ columns, labelled, ...parts }) => {
        const row = onLine(parts[part], line, height, part === "lower");
        if (row === undefined) return Array.from({ length: columns.length + 1 }, () => heading(""));
        return cellsOf(table, row, columns, rows).slice(labelled ? 0 : 1);
      }),
    );
  };
  const head = panels.flatMap(({ columns, labelled }) => [
    ...(labelled ? [heading("项目")] : []),
    ...columns.map(({ label }) => heading(label)),
  ]);
  return { head: [head], body: [...linesOf("upper"), ...linesOf("lower")] };
}

/** The row of a panel without labels. */
const ONLY: LabelledRow = { key: ONLY_ROW, label: "", wordings: [], keys: [], numbered: false, listed: false };

/** Repeated rows in their order, the totals behind them. */
function repeatedOf(table: FormTable, rows: PrintedRows): LaidOut {
  const [panel] = table.panels;
  const columns = panel ? printedColumns(panel, rows) : [];
  const totals = panel ? fixedRows(panel) : [];
  const own = Object.keys(rows).filter(isRepeatedRow);
  return {
    head: [["序号", "名称", ...columns.map(({ label }) => label)].map((label) => heading(label))],
    body: [...own, ...totals.filter((row) => rows[row])].map((row) => cellsOf(table, row, [NAME, ...columns], rows)),
  };
}

/** What a repeated row is about. */
const NAME: Column = { key: NAME_COLUMN, label: "名称", wordings: [], paths: [], type: null };

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
    if (table.repeats) return repeatedOf(table, rows);
    return table.digits === null ? gridOf(table, rows) : codedOf(table, rows);
  },
  style: form.tables.map(({ key }) => `.form.${key} td{white-space:nowrap;text-align:right}`).join("\n"),
});
