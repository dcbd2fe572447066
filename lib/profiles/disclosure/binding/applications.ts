import type { BoundCell, FigureName } from "../../common/facts.ts";
import { type Label, label, labelKey, matchLabel } from "../../common/labels.ts";
import { bind, type Head, overlap, type Row, type RowCell } from "../../common/table-rows.ts";
import type { Template } from "../facts.ts";
import { APPLICANTS, APPLICATION_COLUMNS, APPLICATION_ROWS, ORGANIZATIONS } from "../form.ts";
import { isOfficialLabel } from "../official-labels.ts";
import { together } from "./copies.ts";
import { isAnothers, type LeafRow, sevenPrinted, tablesInFormOrder } from "./form-order.ts";
import { NOTHING, type TableCopy, type TableLook } from "./look.ts";
import { cellsUnder, figureRun, isFigureText, LeadByShape } from "./rows.ts";
import { WordsOver } from "./words-over.ts";

/** Table 3, first look: each cell by the label of its row and the header of its column. */

const COLUMNS = APPLICATION_COLUMNS.map((column) => label(column.key, column.label, ...column.aliases));
/** Headers that stand nowhere else in the form: they tell a header row. */
const TELLING = COLUMNS.filter((column) => column.id !== "other" && column.id !== "total");
const HEADINGS = [label("heading", APPLICANTS), label("heading", ORGANIZATIONS, "法人及其他组织")];
const COUNT = COLUMNS.length;

const leaf = (path: readonly string[]) => path.at(-1) ?? "";
const rowLabels = (form: Template): readonly Label<string>[] =>
  APPLICATION_ROWS[form].map((row) => label(row.key, leaf(row.path), ...row.aliases));
/** Those of the form of 2021, and the one that the form of 2019 has instead of three. */
const ROWS: readonly Label<string>[] = [
  ...rowLabels("2021"),
  ...rowLabels("2019").filter(({ id }) => !APPLICATION_ROWS["2021"].some(({ key }) => key === id)),
];

/** The row whose label a cell holds; a cell may hold the group's label before it. */
export function applicationRow(text: string): string | null {
  const whole = matchLabel(text, ROWS);
  if (whole) return whole.label.id;
  const key = labelKey(text);
  const ending = ROWS.filter((row) =>
    row.keys.some((official) => official.length >= 4 && key.length <= official.length + 16 && key.endsWith(official)),
  );
  return ending.length === 1 ? (ending[0]?.id ?? null) : null;
}

/** Rows of a form; of both where none is known. */
const rowKeys = (form: Template | null): readonly string[] =>
  form === null ? ROWS.map((row) => row.id) : APPLICATION_ROWS[form].map((row) => row.key);

const HEADS_COLUMNS_TOO: ReadonlySet<string> = new Set(["otherHandling.other", "resultTotal"]);

interface Header {
  /** Figure column -> where its header stands; in ragged rows only that it stands. */
  readonly heads: Map<string, Head>;
  /** Other words in its rows: among them heads that can't be read. */
  readonly others: RowCell[];
  readonly width: number;
  readonly table: number;
}

const newHeader = ({ width, table }: Row): Header => ({ heads: new Map(), others: [], width, table });

/** What stands in the table of applications. In one piece: one pass over rows, each told by those before it. */
export function lookAtApplications(rows: readonly Row[]): TableLook<BoundCell> {
  let header: Header | null = null;
  let dataSeen = false;
  let strange = 0;
  const copies: Copy[] = [];
  /** Rows of which nothing but the label was told. */
  const labelled = new Set<string>();
  const over = new WordsOver();
  const leaves = rows.map((row) => ({ row, at: leafIndex(row) }));
  const leads = leadsOf(leaves);
  const inOrder = tablesInFormOrder(leaves);

  for (const { row, at } of leaves) {
    const own = row.cells.filter((cell) => !cell.fromAbove);
    const headerCells = at === null ? own : row.ragged ? row.cells.slice(0, at) : [];
    over.read(row, headerCells);
    if (isHeaderRow(headerCells)) {
      if (!header || dataSeen) header = newHeader(row);
      dataSeen = false;
      readHeader(header, headerCells);
    }
    if (!header && inOrder.has(row.table)) header = newHeader(row);
    if (!header) continue;
    const known: Header = header;
    if (at === null) {
      if (!dataSeen) known.others.push(...headerCells.filter((cell) => matchLabel(cell.text, COLUMNS) === null));
      const printed = own.filter((cell) => isFigureText(cell.text) && cell.text.trim() !== "").length;
      if (dataSeen && Math.abs(printed - COUNT) <= 1) strange += 1;
      for (const name of own.flatMap((cell) => wholeLabel(cell.text) ?? [])) labelled.add(name);
      continue;
    }
    const name = applicationRow(row.cells[at]?.text ?? "");
    const figures = figuresOf(row, at, known, leads) ?? (inOrder.has(row.table) ? sevenInOrder(row, at) : null);
    if (!name || !figures) {
      if (name && row.cells.length > at + 1) labelled.add(name);
      continue;
    }
    dataSeen = true;
    const caption = over.caption();
    let copy = copies.at(-1);
    if (!copy || (name === FIRST_ROW && copy.touched.has(FIRST_ROW))) {
      copy = { cells: new Map(), touched: new Set(), caption };
      copies.push(copy);
    }
    copy.touched.add(name);
    for (const [column, cell] of figures)
      if (!copy.cells.has(`applications.${name}.${column}`))
        copy.cells.set(`applications.${name}.${column}`, bind(`applications.${name}.${column}`, cell));
  }
  if (copies.length === 0) return { ...NOTHING, count: labelled.size > COUNT ? 1 : 0 };
  const touched = new Set([...labelled, ...copies.flatMap((copy) => [...copy.touched])]);
  const form = formOf(touched);
  const whole = together(
    copies.map(
      ({ cells, touched: own, caption }): TableCopy<BoundCell> => ({
        cells: form === "2021" ? new Map([...cells].filter(([figure]) => !isOneRow(figure))) : cells,
        missingRows: rowKeys(form)
          .filter((key) => !own.has(key) && !labelled.has(key))
          .map((key) => `applications.${key}`),
        caption,
      }),
    ),
  );
  // A row whose label could not be matched may be the one that seems to be missing.
  return { ...whole, count: copies.length, form, missingRows: strange > 0 ? [] : whole.missingRows, cutLabels: [] };
}

const FIRST_ROW = "newlyReceived";
const ONLY_IN_2021 = ["otherHandling.correctionOverdue", "otherHandling.feeOverdue", "otherHandling.other"];

/** The form that has the rows; null where they are rows of both. */
const formOf = (rows: ReadonlySet<string>): Template | null =>
  ONLY_IN_2021.some((key) => rows.has(key)) ? "2021" : rows.has("otherHandling") ? "2019" : null;

/** One table as far as it has been read. */
interface Copy {
  readonly cells: Map<FigureName, BoundCell>;
  readonly touched: Set<string>;
  readonly caption: string;
}

/** A figure of （六）其他处理 as the single row of 2019. */
const isOneRow = (figure: FigureName): boolean =>
  figure.startsWith("applications.otherHandling.") && figure.split(".").length === 3;

/** The row whose whole label a text is, where no header and no group bears the same words. */
const wholeLabel = (text: string): string | null => {
  const name = matchLabel(text, ROWS)?.label.id ?? null;
  return name === null || HEADS_COLUMNS_TOO.has(name) || name === "otherHandling" ? null : name;
};

const heads = (cell: RowCell, column: Label<string>): boolean => matchLabel(cell.text, [column]) !== null;
const isHeaderRow = (cells: readonly RowCell[]): boolean =>
  cells.some((cell) => matchLabel(cell.text, TELLING) !== null || matchLabel(cell.text, HEADINGS) !== null);

/** Position of the row's label: the last one before the figures. */
function leafIndex(row: Row): number | null {
  for (let i = row.cells.length - 1; i >= 0; i--) {
    const text = row.cells[i]?.text ?? "";
    if (text.trim() === "" || isFigureText(text)) continue;
    const name = applicationRow(text);
    if (name === null) continue;
    const after = row.cells.slice(i + 1);
    const figures = after.filter((cell) => isFigureText(cell.text) || (!row.ragged && !isOfficialLabel(cell.text)));
    const columns = row.ragged ? figures.length : figures.reduce((sum, cell) => sum + cell.columnSpan, 0);
    // 总计 and 其他 head columns too: only a row's label has a whole row of figures after it, and no other header
    // beside it.
    const before = row.cells.slice(0, i);
    if (
      HEADS_COLUMNS_TOO.has(name) &&
      isHeaderRow(row.cells) &&
      !(row.ragged && COLUMNS.every((column) => before.some((cell) => heads(cell, column))))
    )
      continue;
    const certain = !HEADS_COLUMNS_TOO.has(name) && after.some((cell) => cell.text.trim() !== "");
    if (columns >= COUNT - 1 || certain) return i;
  }
  return null;
}

function readHeader(header: Header, cells: readonly RowCell[]): void {
  for (const cell of cells) {
    const match = matchLabel(cell.text, COLUMNS);
    if (match && !header.heads.has(match.label.id)) header.heads.set(match.label.id, cell);
  }
}

/** So many headers tell that the columns stand in the order of the form, where none of them stands elsewhere. */
const TELLING_HEADS = 4;

/**
 * The seven cells of a row under headers of which some can't be read: in the order of the form, where there are as many
 * cells as columns, each header that can be read stands over its own and what is left of the others speaks for no other.
 */
function inFormOrder(after: readonly RowCell[], { heads, others }: Header): Map<string, RowCell> | null {
  if (heads.size < TELLING_HEADS || after.length !== COUNT || others.some((cell) => isAnothers(cell, after)))
    return null;
  const figures = new Map(COLUMNS.map(({ id }, i) => [id, after[i] as RowCell]));
  const borneOut = [...heads].every(([column, head]) =>
    after.every((cell) => overlap(head, cell) === (cell === figures.get(column))),
  );
  return borneOut ? figures : null;
}

/** The seven cells of a row by their columns; null where they can't be told. */
function figuresOf(
  row: Row,
  at: number,
  header: Header,
  leads: ReadonlyMap<number, LeadByShape>,
): Map<string, RowCell> | null {
  const after = row.cells.slice(at + 1);
  if (header.heads.size < COUNT) return row.ragged || row.table !== header.table ? null : inFormOrder(after, header);
  const aligned = !row.ragged && (row.table === header.table || row.width === header.width);
  const order = aligned
    ? [...header.heads].toSorted(([, a], [, b]) => a.column - b.column).map(([column]) => column)
    : COLUMNS.map((column) => column.id);
  const found = aligned
    ? cellsUnder(
        order.map((column) => header.heads.get(column) as Head),
        after,
      )
    : figureRun(after, COUNT, leads.get(row.table)?.of(shapeOf(row, at)) ?? null);
  if (!found) return null;
  const figures = new Map(
    order.flatMap((column, i) => {
      const cell = found[i];
      return cell ? [[column, cell] as const] : [];
    }),
  );
  const used = new Set(figures.values());
  // A number beside the seven would mean that the row is not understood.
  return used.size === COUNT && after.every((cell) => used.has(cell) || cell.text.trim() === "") ? figures : null;
}

/** The seven printed cells of a row in the order of the form; null where its label may be those of two rows. */
function sevenInOrder(row: Row, at: number): Map<string, RowCell> | null {
  const seven = sevenPrinted({ row, at });
  return seven && matchLabel(row.cells[at]?.text ?? "", ROWS) !== null
    ? new Map(COLUMNS.map(({ id }, i) => [id, seven[i] as RowCell]))
    : null;
}

const shapeOf = (row: Row, at: number): string => `${at}/${row.cells.length}`;

function leadsOf(leaves: readonly LeafRow[]): Map<number, LeadByShape> {
  const leads = new Map<number, LeadByShape>();
  for (const { row, at } of leaves) {
    if (at === null) continue;
    const lead = leads.get(row.table) ?? new LeadByShape();
    leads.set(row.table, lead);
    lead.learn(shapeOf(row, at), row.cells.slice(at + 1), COUNT);
  }
  return leads;
}
