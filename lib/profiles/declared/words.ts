import type { FigureName } from "../common/facts.ts";
import { partsOf, rowKeyOf, tableOf } from "../common/figure-name.ts";
import {
  type Form,
  type FormTable,
  fixedRows,
  isField,
  isRepeatedRow,
  NAME_COLUMN,
  ONLY_ROW,
} from "../common/form/form.ts";
import { tableIn } from "../common/form/names.ts";
import type { Words } from "../profile.ts";

/** What people call the things of a declared form. */

/** What a row is called: its label, or its code. */
export const rowLabel = (table: FormTable, row: string): string =>
  table.panels.flatMap(({ rows }) => rows ?? []).find(({ key }) => key === row)?.label ??
  (table.repeats && isRepeatedRow(row) ? `第${row.slice(ONLY_ROW.length)}行` : row);

/** What a column is called in the panel that has the row. */
export function columnLabel(table: FormTable, row: string, column: string): string {
  if (table.repeats && column === NAME_COLUMN) return "名称";
  const own = table.panels.find(({ rows }) => rows?.some(({ key }) => key === row)) ?? table.panels[0];
  return own?.columns.find(({ key }) => key === column)?.label ?? column;
}

/** A figure by its table, row and column; a row or a table by its own name. `name` is what a code is called in print. */
export function labelIn(form: Form, figure: FigureName, name = ""): string {
  const table = tableIn(form, tableOf(figure));
  if (!table) return figure;
  if (figure === table.key || isField(table)) return table.name;
  const inTable = labelInTable(table, figure, name);
  return `${table.name}${inTable}`;
}

function labelInTable(table: FormTable, figure: FigureName, name = ""): string {
  const whole = rowKeyOf(figure);
  const isRow = !whole.includes(".") || table.panels.some((panel) => fixedRows(panel).includes(whole));
  const row = isRow ? whole : partsOf(figure).row;
  const head = row === ONLY_ROW ? "" : `“${rowLabel(table, row)}${name}”`;
  if (isRow) return head;
  const { column } = partsOf(figure);
  const columns = table.panels.find(({ rows }) => rows?.some(({ key }) => key === row))?.columns ?? [];
  // One column needs no name beside its row's.
  return head !== "" && columns.length === 1 ? head : `${head}“${columnLabel(table, row, column)}”`;
}

/** Figures told one by one; more are told by the first and their number. */
const MOST_TOLD = 3;

export function wordsOf(form: Form): Words {
  const figure = (name: FigureName): string => labelIn(form, name);
  return {
    templates: { [form.version]: `${form.version}年起的格式` },
    templateUnknown: "未能断定采用哪一年的格式。",
    tables: form.tables.map(({ key, name, title }) => ({ key, name, title })),
    sectionNumerals: [],
    section: (section) => (section === 0 ? "正文" : `第${section}部分`),
    figure,
    cell: figure,
    cellInTable: (name) => {
      const table = tableIn(form, tableOf(name));
      if (table && isField(table)) return table.name;
      return table
        ? labelInTable(table, name)
            .replace(/^“([^“”]*)”“([^“”]*)”$/u, "$1：$2")
            .replace(/^“(.*)”$/u, "$1")
        : name;
    },
    figureGroup: (names) =>
      `${names.slice(0, MOST_TOLD).map(figure).join("、")}${names.length > MOST_TOLD ? `等${names.length}处` : ""}`,
    // The total of a sum stands last.
    anchor: (names) => names.at(-1) ?? null,
  };
}
