import type { Document, Table } from "../../document/document.ts";
import type { BoundCell, FigureName } from "../common/facts.ts";
import { type Form, type FormTable, isRepeatedRow } from "../common/form/form.ts";
import { moneyUnitIn } from "../common/money.ts";
import { type Row, recognisedPages, tableRows } from "../common/table-rows.ts";
import { type Bound, beginsBody, bindRows, isCodeLetter } from "./body.ts";
import { lookAtFields } from "./fields.ts";
import { type Block, blocksOf, isHeadOf, shifted } from "./head.ts";
import { inOrder, isInOrder } from "./in-order.ts";
import type { TableLook } from "./look.ts";
import { tableOfTitle } from "./titles.ts";

/**
 * First look: every table of a document whose title and columns are one of the form's, its cells bound by labels and
 * codes. What goes on without a title or a head belongs to the table before it.
 */

/** Characters of a paragraph that is prose and parts a table from what goes on. */
const PROSE = 60;
/** A title stands within so many lines above its table, or in as many of its first rows. */
const TITLE_WITHIN = 6;
const NOTE = /^\s*(?:注|备注|说明)\s*[:：]/u;

/** A grid that was taken for a table of the form. */
interface Part extends Bound {
  readonly table: FormTable;
  readonly blocks: readonly Block[];
  readonly width: number;
  readonly unit: string | null;
}

export function lookAtTables(document: Document, form: Form): ReadonlyMap<string, TableLook> {
  const seen = recognisedPages(document);
  const running = runningUnit(document);
  const parts: Part[] = [];
  const repeated = new Map<FormTable, number>();
  let lines: string[] = [];
  let open: Part | null = null;
  let index = 0;
  for (const block of document.blocks) {
    if (block.kind === "table") {
      const at = index++;
      const part = partOf(block, () => tableRows(block, at, [], seen), form, { lines, open, running, repeated });
      if (part) {
        parts.push(part);
        const own = part.rows.filter(isRepeatedRow).length;
        repeated.set(part.table, (repeated.get(part.table) ?? 0) + own);
      }
      open = part;
      lines = [];
    } else if (block.kind === "paragraph" && block.role !== "furniture" && block.role !== "metadata") {
      for (const line of block.text.split("\n").flatMap(withNoteApart)) {
        if (line.trim() === "") continue;
        // What is noted below a table ends it.
        if (line.length > PROSE || NOTE.test(line)) open = null;
        lines = line.length > PROSE ? [] : [...lines, line].slice(-TITLE_WITHIN);
      }
    }
  }
  const looks = new Map<string, TableLook>(lookAtFields(document, form));
  for (const table of form.tables) {
    const own = parts.filter((part) => part.table === table);
    if (own.length > 0) looks.set(table.key, together(table, own));
  }
  return looks;
}

/** A note with the next table's title on its line, as some pages are read, as two lines. */
const withNoteApart = (line: string): readonly string[] =>
  line.length <= PROSE && NOTE.test(line) ? line.split(/(?<=。)/u) : [line];

/** The titles that lines hold, one on its line or broken over two, the last first. */
function tableNamedIn(lines: readonly string[], form: Form): FormTable | null {
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? "";
    const found = tableOfTitle((lines[at - 1] ?? "") + line, form);
    const alone = tableOfTitle(line, form);
    if (found ?? alone) return found ?? alone;
  }
  return null;
}

/** The unit in running heads, where they name one alone. */
function runningUnit({ blocks }: Document): string | null {
  const units = blocks.flatMap((block) =>
    block.kind === "paragraph" && block.role === "furniture" ? (moneyUnitIn(block.text) ?? []) : [],
  );
  return new Set(units).size === 1 ? (units[0] ?? null) : null;
}

/** What is known of a grid beside its rows. */
interface Around {
  /** Lines above it, the nearest last. */
  readonly lines: readonly string[];
  /** The table before it, where it may go on. */
  readonly open: Part | null;
  readonly running: string | null;
  /** How many repeated rows each table has so far. */
  readonly repeated: ReadonlyMap<FormTable, number>;
}

/** @param rowsOf told only of a grid that may be one of the form's: most tables are none */
function partOf(
  block: Table,
  rowsOf: () => readonly Row[],
  form: Form,
  { lines, open, running, repeated }: Around,
): Part | null {
  const inside = block.cells.flatMap(({ row, text }) => (row < TITLE_WITHIN && text.trim() !== "" ? [text] : []));
  const table =
    tableNamedIn(inside, form) ??
    tableNamedIn(lines, form) ??
    (lines.every((line) => !isTitle(line)) ? open?.table : null);
  if (!table) return null;
  const rows = rowsOf();
  const at = rows.findIndex((row) => beginsBody(row, table));
  if (at < 0) return null;
  const width = block.columns;
  const head = [...rows.slice(0, at), withoutLabel(rows[at] as Row)];
  const ordered = isInOrder(rows) ? inOrder(head, rows.slice(at), table) : null;
  const body = ordered?.body ?? rows.slice(at);
  const printed = ordered?.blocks ?? blocksOf(width, head, table);
  const goesOn = open?.table === table && printed.length === 0 ? open : null;
  const blocks = goesOn ? shifted(goesOn.blocks, width - goesOn.width) : printed;
  if (!goesOn && !isHeadOf(blocks, table)) return null;
  const own = [...lines, ...inside].map(moneyUnitIn).findLast((found) => found !== null);
  const unit = goesOn?.unit ?? own ?? running;
  const before = repeated.get(table) ?? 0;
  const bound = bindRows(body, ordered ? blocks : withoutEmptyLabels(blocks, body), table, { unit, before });
  return { ...bound, table, blocks, width, unit };
}

/** Words that head something else. */
const isTitle = (line: string): boolean => /表\s*$/u.test(line);

/** The first row below a head without what labels it: some forms print headers in it. */
function withoutLabel(row: Row): Row {
  const first = row.cells.findIndex(({ text }) => text.trim() !== "" && !isCodeLetter(text));
  return { ...row, cells: row.cells.filter((cell, index) => index > first && /\p{Script=Han}/u.test(cell.text)) };
}

/** Columns between which no words stand are those of one panel: what stands between them is of no form. */
function withoutEmptyLabels(blocks: readonly Block[], body: readonly Row[]): Block[] {
  const labelled: Block[] = [];
  for (const block of blocks) {
    const { column, columnSpan } = block.labels;
    const hasWords = body.some(({ cells }) =>
      cells.some(
        (cell) =>
          cell.column >= column && cell.column < column + columnSpan && /\p{Script=Han}|^\d{3}/u.test(cell.text),
      ),
    );
    const last = labelled.at(-1);
    if (last && !hasWords) labelled[labelled.length - 1] = { ...last, columns: [...last.columns, ...block.columns] };
    else labelled.push(block);
  }
  return labelled;
}

/** The parts of a table as one. Where two have the same figure, the first counts, and another number is told. */
function together(table: FormTable, parts: readonly Part[]): TableLook {
  const cells = new Map<FigureName, BoundCell>();
  const undecided = new Set<FigureName>();
  for (const cell of parts.flatMap((part) => part.cells)) {
    const known = cells.get(cell.figure);
    if (!known || (known.kind === "blank" && cell.kind !== "blank")) cells.set(cell.figure, cell);
    else if (cell.kind !== "blank" && cell.value !== known.value) undecided.add(cell.figure);
  }
  return {
    table,
    columns: new Set(
      parts.flatMap(({ blocks }) =>
        blocks.flatMap(({ columns }) => columns.flatMap(({ found }) => [...found.values()].map(({ key }) => key))),
      ),
    ),
    rows: [...new Set(parts.flatMap(({ rows }) => rows))],
    cells,
    names: new Map(parts.flatMap(({ names }) => [...names])),
    unit: parts.find(({ unit }) => unit !== null)?.unit ?? null,
    hasStrangers: parts.some(({ hasStrangers }) => hasStrangers),
    undecided: [...undecided],
  };
}
