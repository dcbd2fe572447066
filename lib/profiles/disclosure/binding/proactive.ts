import { readCellText } from "../../common/cell-text.ts";
import type { BoundCell, FigureName } from "../../common/facts.ts";
import { type Label, label, labelKey, matchCutLabel, matchLabel } from "../../common/labels.ts";
import { moneyUnitIn } from "../../common/money.ts";
import { bind, type Row, type RowCell } from "../../common/table-rows.ts";
import type { Template } from "../facts.ts";
import { PROACTIVE, proactiveRows, ROW_HEADING } from "../form.ts";
import { isOfficialLabel } from "../official-labels.ts";
import { together } from "./copies.ts";
import { type CutLabel, NOTHING, type TableCopy, type TableLook } from "./look.ts";
import { cellsUnder, figureRun, isFigureText, LeadByShape } from "./rows.ts";
import { otherUnit, withoutUnit } from "./units.ts";
import { WordsOver } from "./words-over.ts";

/**
 * Table 2, first look: blocks with headers of their own. The headers tell the form: the columns of 2019 and 2021 are no
 * synonyms.
 */

interface ColumnId {
  readonly form: Template;
  readonly key: string;
}

const FORMS: readonly Template[] = ["2021", "2019"];
const COLUMNS: readonly Label<ColumnId>[] = FORMS.flatMap((form) => {
  const columns = new Map(
    PROACTIVE[form].flatMap((block) => block.columns.map((column) => [column.key, column.label] as const)),
  );
  return [...columns].map(([key, text]) => label({ form, key }, text));
});
const ROWS: readonly Label<string>[] = [
  ...new Map(FORMS.flatMap((form) => proactiveRows(form).map((row) => [row.key, row.label] as const))).keys(),
].map((key) => {
  const wordings = FORMS.flatMap((form) => proactiveRows(form).filter((row) => row.key === key)).map(
    (row) => row.label,
  );
  return label(key, wordings[0] ?? key, ...wordings.slice(1));
});
const CORNER = [label("corner", ROW_HEADING)];

/** Exact only: 处理决定数量 (2019) and 本年处理决定数量 (2021) differ by two characters. */
const columnOf = (text: string): ColumnId | null => {
  const keys = [labelKey(text), labelKey(withoutUnit(text))];
  return COLUMNS.find((column) => keys.some((key) => column.keys.includes(key)))?.id ?? null;
};
const rowOf = (text: string): string | null => matchLabel(text, ROWS)?.label.id ?? null;
/** Columns of money. */
const AMOUNT = "amount";

interface Header {
  readonly table: number;
  readonly width: number;
  readonly columns: readonly { readonly id: ColumnId; readonly cell: RowCell }[];
}

/** A row of the form as found, with the header it stands under and the unit printed over the table. */
interface FoundRow {
  readonly name: string;
  readonly header: Header;
  readonly row: Row;
  readonly at: number;
  readonly unit: string | null;
  /** The words over the table, where the row is its first. */
  readonly caption: string;
}

export function lookAtProactive(rows: readonly Row[]): TableLook<BoundCell> {
  const votes: Record<Template, number> = { "2019": 0, "2021": 0 };
  const found: FoundRow[] = [];
  const cutLabels: CutLabel[] = [];
  const leads = new LeadByShape();
  const over = new WordsOver();
  let header: Header | null = null;
  let strange = 0;
  for (const row of rows) {
    const at = labelAt(row, header);
    const headerCells = at < 0 ? row.cells.filter((cell) => !cell.fromAbove) : row.ragged ? row.cells.slice(0, at) : [];
    over.read(row, headerCells);
    const read = readHeader(row, headerCells, cutLabels);
    if (read) {
      header = read;
      for (const { id } of read.columns) votes[id.form] += 1;
    }
    if (at < 0 && !read && header?.table === row.table) strange += mayBeRow(row, header) ? 1 : 0;
    if (at < 0 || !header) continue;
    const name = rowOf(row.cells[at]?.text ?? "");
    if (name === null) continue;
    found.push({ name, header, row, at, unit: over.unit(), caption: over.caption() });
    leads.learn(shapeOf(row, at, header), row.cells.slice(at + 1), header.columns.length);
    if (name === "otherServices" || name === "procurement") votes["2019"] += 1;
  }
  if (found.length === 0) return NOTHING;
  const form: Template = votes["2019"] > votes["2021"] ? "2019" : "2021";
  const wanted = found.filter(({ name }) => proactiveRows(form).some((row) => row.key === name));
  const starts = wanted.flatMap(({ name }, i) => (name === "regulations" ? [i] : []));
  // What stands before the second beginning belongs to the first table, whether or not that begins with its first row.
  const copies = [0, ...starts.slice(1)].map((from, i, all) => copyOf(wanted.slice(from, all[i + 1]), form, leads));
  const whole = together(copies);
  // A row whose label could not be matched may be the one that seems to be missing.
  const missingRows = strange >= whole.missingRows.length ? [] : whole.missingRows;
  return { ...whole, count: Math.max(starts.length, 1), form, missingRows, cutLabels };
}

/**
 * Where the label of a row of the form stands that has something behind it; -1 where none does. Words alone tell a row
 * where they fill the header's columns.
 */
function labelAt(row: Row, header: Header | null): number {
  const filled = (after: readonly RowCell[]): boolean => {
    if (header === null || after.some(({ text }) => isOfficialLabel(text))) return false;
    if (row.ragged) return row.table === header.table && after.length === header.columns.length;
    return (row.table === header.table || row.width === header.width) && after.some(({ fromAbove }) => !fromAbove);
  };
  const isRow = (after: readonly RowCell[]) => after.some(({ text }) => isFigureText(text)) || filled(after);
  return row.cells.findIndex((cell, i) => rowOf(cell.text) !== null && isRow(row.cells.slice(i + 1)));
}

/** One table of the rows found. */
function copyOf(found: readonly FoundRow[], form: Template, leads: LeadByShape): TableCopy<BoundCell> {
  const cells = new Map<FigureName, BoundCell>();
  const touched = new Set<string>();
  for (const { name, header, row, at, unit } of found) {
    const expected = proactiveRows(form)
      .find((candidate) => candidate.key === name)
      ?.columns.map((column) => column.key);
    if (!expected) continue;
    touched.add(name);
    for (const [column, cell, head] of figuresOf(row, at, header, leads)) {
      const figure = `proactive.${name}.${column}`;
      if (!expected.includes(column) || cells.has(figure)) continue;
      const columnUnit = column === AMOUNT ? otherUnit(moneyUnitIn(head.text), unit) : undefined;
      cells.set(figure, { ...bind(figure, cell), ...(columnUnit !== undefined && { columnUnit }) });
    }
  }
  const missingRows = proactiveRows(form)
    .filter((row) => !touched.has(row.key))
    .map((row) => `proactive.${row.key}`);
  return { cells, missingRows, caption: found[0]?.caption ?? "" };
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
  const whole = heads
    .map((cell) => ({ cell, id: columnOf(cell.text) }))
    .filter((head): head is { cell: RowCell; id: ColumnId } => head.id !== null);
  if (whole.length > 0 && whole.length === heads.length) return { table: row.table, width: row.width, columns: whole };
  if (corner >= 0) {
    for (const form of FORMS) {
      for (const block of PROACTIVE[form]) {
        const official = block.columns.map((column) =>
          COLUMNS.find((candidate) => candidate.id.form === form && candidate.id.key === column.key),
        );
        const fits =
          heads.length === official.length &&
          heads.every((cell, i) => {
            const column = official[i];
            return (
              column !== undefined &&
              (column.keys.includes(labelKey(cell.text)) || matchCutLabel(cell.text, COLUMNS).includes(column))
            );
          });
        if (!fits) continue;
        heads.forEach((cell, i) => {
          if (columnOf(cell.text) === null)
            cutLabels.push({ printed: cell.text, official: official[i]?.official ?? "" });
        });
        return {
          table: row.table,
          width: row.width,
          columns: heads.map((cell, i) => ({ cell, id: official[i]?.id as ColumnId })),
        };
      }
    }
  }
  return whole.length > 0 ? { table: row.table, width: row.width, columns: whole } : null;
}

/** The figures of a row: column, cell, header. */
function figuresOf(
  row: Row,
  at: number,
  header: Header,
  leads: LeadByShape,
): (readonly [column: string, cell: RowCell, head: RowCell])[] {
  const after = row.cells.slice(at + 1);
  const aligned = !row.ragged && (row.table === header.table || row.width === header.width);
  const found = aligned
    ? cellsUnder(
        header.columns.map(({ cell }) => cell),
        after,
      )
    : (figureRun(after, header.columns.length, leads.of(shapeOf(row, at, header)) ?? 0) ?? []);
  return header.columns.flatMap(({ id, cell: head }, i) => {
    const cell = found[i];
    return cell ? [[id.key, cell, head] as const] : [];
  });
}

const shapeOf = (row: Row, at: number, header: Header): string =>
  `${row.table}/${at}/${row.cells.length}/${header.columns.length}`;
