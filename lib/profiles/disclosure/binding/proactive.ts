import { readCellText } from "../cell-text.ts";
import type { BoundCell, FigureName, Template } from "../facts.ts";
import { PROACTIVE, proactiveRows } from "../form.ts";
import { type Label, label, labelKey, matchCutLabel, matchLabel } from "../labels.ts";
import { type CutLabel, NOTHING, type TableLook } from "./look.ts";
import { bind, cellsUnder, figureRun, isFigureText, LeadByShape, type Row, type RowCell } from "./rows.ts";

/** Table 2, first look: blocks with headers of their own. The headers tell the form: the columns of 2019 and 2021 are no synonyms. */

interface ColumnId {
  readonly form: Template;
  readonly key: string;
}

const FORMS: readonly Template[] = ["2021", "2019"];
const COLUMNS: readonly Label<ColumnId>[] = FORMS.flatMap((form) => {
  const columns = new Map(PROACTIVE[form].flatMap((block) => block.columns.map((column) => [column.key, column.label] as const)));
  return [...columns].map(([key, text]) => label({ form, key }, text));
});
const ROWS: readonly Label<string>[] = [
  ...new Map(FORMS.flatMap((form) => proactiveRows(form).map((row) => [row.key, row.label] as const))).keys(),
].map((key) => {
  const wordings = FORMS.flatMap((form) => proactiveRows(form).filter((row) => row.key === key)).map((row) => row.label);
  return label(key, wordings[0] ?? key, ...wordings.slice(1));
});
const CORNER = [label("corner", "信息内容")];

/** Exact only: 处理决定数量 (2019) and 本年处理决定数量 (2021) differ by two characters. */
const columnOf = (text: string): ColumnId | null => COLUMNS.find((column) => column.keys.includes(labelKey(text)))?.id ?? null;
const rowOf = (text: string): string | null => matchLabel(text, ROWS)?.label.id ?? null;

interface Header {
  readonly table: number;
  readonly width: number;
  readonly columns: readonly { readonly id: ColumnId; readonly cell: RowCell }[];
}

export function lookAtProactive(rows: readonly Row[]): TableLook<BoundCell> {
  const cells = new Map<FigureName, BoundCell>();
  const votes: Record<Template, number> = { "2019": 0, "2021": 0 };
  const found: { name: string; header: Header; row: Row; at: number }[] = [];
  const cutLabels: CutLabel[] = [];
  const leads = new LeadByShape();
  let header: Header | null = null;
  let strange = 0;
  for (const row of rows) {
    const at = row.cells.findIndex((cell, i) => rowOf(cell.text) !== null && row.cells.slice(i + 1).some((next) => isFigureText(next.text)));
    const headerCells = at < 0 ? row.cells.filter((cell) => !cell.fromAbove) : row.ragged ? row.cells.slice(0, at) : [];
    const read = readHeader(row, headerCells, cutLabels);
    if (read) {
      header = read;
      for (const { id } of read.columns) votes[id.form] += 1;
    }
    if (at < 0 && !read && header?.table === row.table) strange += mayBeRow(row, header) ? 1 : 0;
    if (at < 0 || !header) continue;
    const name = rowOf(row.cells[at]?.text ?? "");
    if (name === null) continue;
    found.push({ name, header, row, at });
    leads.learn(shapeOf(row, at, header), row.cells.slice(at + 1), header.columns.length);
    if (name === "otherServices" || name === "procurement") votes["2019"] += 1;
  }
  if (found.length === 0) return NOTHING;
  const form: Template = votes["2019"] > votes["2021"] ? "2019" : "2021";
  const touched = new Set<string>();
  let starts = 0;
  for (const { name, header, row, at } of found) {
    const expected = proactiveRows(form)
      .find((candidate) => candidate.key === name)
      ?.columns.map((column) => column.key);
    if (!expected) continue;
    touched.add(name);
    if (name === "regulations") starts += 1;
    for (const [column, cell] of figuresOf(row, at, header, leads)) {
      const figure = `proactive.${name}.${column}`;
      if (expected.includes(column) && !cells.has(figure)) cells.set(figure, bind(figure, cell));
    }
  }
  const missingRows = proactiveRows(form)
    .filter((row) => !touched.has(row.key))
    .map((row) => `proactive.${row.key}`);
  // A row whose label could not be matched may be the one that seems to be missing.
  return { cells, count: Math.max(starts, 1), form, missingRows: strange >= missingRows.length ? [] : missingRows, cutLabels };
}

/** A figure in each of the header's columns, behind words that are no row's label. */
function mayBeRow(row: Row, header: Header): boolean {
  const figures = row.cells.filter((cell) => !cell.fromAbove && readCellText(cell.text).kind === "number");
  return figures.length === header.columns.length;
}

/** The columns of a block's header row; headers cut to their beginning are told by the official order. */
function readHeader(row: Row, cells: readonly RowCell[], cutLabels: CutLabel[]): Header | null {
  const corner = cells.findIndex((cell) => matchLabel(cell.text, CORNER));
  const heads = cells.slice(corner + 1).filter((cell) => cell.text.trim() !== "" && labelKey(cell.text) !== "");
  const whole = heads.map((cell) => ({ cell, id: columnOf(cell.text) })).filter((head): head is { cell: RowCell; id: ColumnId } => head.id !== null);
  if (whole.length > 0 && whole.length === heads.length) return { table: row.table, width: row.width, columns: whole };
  if (corner >= 0) {
    for (const form of FORMS) {
      for (const block of PROACTIVE[form]) {
        const official = block.columns.map((column) => COLUMNS.find((candidate) => candidate.id.form === form && candidate.id.key === column.key));
        const fits =
          heads.length === official.length &&
          heads.every((cell, i) => {
            const column = official[i];
            return column !== undefined && (column.keys.includes(labelKey(cell.text)) || matchCutLabel(cell.text, COLUMNS).includes(column));
          });
        if (!fits) continue;
        heads.forEach((cell, i) => {
          if (columnOf(cell.text) === null) cutLabels.push({ printed: cell.text, official: official[i]?.official ?? "" });
        });
        return { table: row.table, width: row.width, columns: heads.map((cell, i) => ({ cell, id: official[i]?.id as ColumnId })) };
      }
    }
  }
  return whole.length > 0 ? { table: row.table, width: row.width, columns: whole } : null;
}

function figuresOf(row: Row, at: number, header: Header, leads: LeadByShape): Map<string, RowCell> {
  const after = row.cells.slice(at + 1);
  const aligned = !row.ragged && (row.table === header.table || row.width === header.width);
  const found = aligned
    ? cellsUnder(
        header.columns.map(({ cell }) => cell),
        after,
      )
    : (figureRun(after, header.columns.length, leads.of(shapeOf(row, at, header)) ?? 0) ?? []);
  return new Map(
    header.columns.flatMap(({ id }, i) => {
      const cell = found[i];
      return cell ? [[id.key, cell] as const] : [];
    }),
  );
}

const shapeOf = (row: Row, at: number, header: Header): string => `${row.table}/${at}/${row.cells.length}/${header.columns.length}`;
