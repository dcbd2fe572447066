import type { Document, Paragraph } from "../../document/document.ts";
import { halfWidth } from "../../document/text.ts";
import type { BoundCell } from "../common/facts.ts";
import { FIELD_COLUMN, type Form, type FormTable, isField, isWords, ONLY_ROW } from "../common/form/form.ts";
import { bind, flawsIn, type Row, type RowCell, recognisedPages, tableRows } from "../common/table-rows.ts";
import { printedKey } from "./labels.ts";
import { figureName, type TableLook } from "./look.ts";

/**
 * First look at fields: what is filled in behind a label, in the cell beside it or behind its colon. Where a label
 * stands several times with different words, none is taken.
 */

/** Longer lines are prose, which may speak of anything. */
const PROSE = 60;
/** Between two fields on a line. */
const WIDE_GAP = /\s{2,}|\t|\u3000+/u;
/** Words before a colon within what is filled in: of a label that nobody knows, so that it can't be told where it ends. */
const OTHER_LABEL = /\p{L}[:：]/u;

/** What stands behind a label: the words, and where. */
interface Filled {
  readonly label: string;
  /** What stands before or over the label in its table; null outside tables. */
  readonly under: readonly string[] | null;
  readonly cell: Pick<RowCell, "text" | "place" | "confidence" | "recognised" | "flaws">;
}

export function lookAtFields(document: Document, form: Form): ReadonlyMap<string, TableLook> {
  const fields = form.tables.filter(isField);
  if (fields.length === 0) return new Map();
  const paths = fields.flatMap(({ panels }) => panels[0]?.columns[0]?.paths ?? []);
  const filled = filledIn(document, {
    labels: [...paths.map((path) => path.at(-1) ?? ""), ...form.authorLabels],
    parents: new Set(paths.flatMap((path) => path.slice(0, -1))),
  });
  return new Map(
    fields.flatMap((field) => {
      const own = filled.filter((each) => isOf(each, field));
      return own.length === 0 ? [] : [[field.key, lookOf(field, own)] as const];
    }),
  );
}

const isOf = ({ label, under }: Filled, { panels }: FormTable): boolean =>
  (panels[0]?.columns[0]?.paths ?? []).some((path) => {
    const above = path.slice(0, -1);
    return path.at(-1) === label && above.every((key) => under?.includes(key));
  });

/** What the form asks for: labels with something behind them, and labels that stand before or over these. */
interface Wanted {
  readonly labels: readonly string[];
  readonly parents: ReadonlySet<string>;
}

function filledIn(document: Document, wanted: Wanted): readonly Filled[] {
  const seen = recognisedPages(document);
  let table = 0;
  return document.blocks.flatMap((block): readonly Filled[] => {
    if (block.kind === "table") return inTable(tableRows(block, table++, [], seen), wanted);
    return block.kind === "paragraph" && block.role !== "furniture" ? inLines(block, null, wanted.labels) : [];
  });
}

/** Label：words, several of them on a line with wide gaps between. */
function inLines(
  around: Pick<Paragraph, "text" | "place"> & Partial<RowCell>,
  under: Filled["under"],
  labels: readonly string[],
): Filled[] {
  const { place, confidence = 1, recognised } = around;
  return around.text
    .split("\n")
    .filter((line) => line.length <= PROSE)
    .flatMap((line) => line.trim().split(WIDE_GAP))
    .flatMap((part) => apart(part, labels))
    .flatMap((part): Filled[] => {
      const colon = halfWidth(part).indexOf(":");
      if (colon < 1) return [];
      const text = part.slice(colon + 1).trim();
      const cell = { text, place, confidence, ...(recognised && { recognised }), ...flawsIn({ ...around, text }) };
      return [{ label: printedKey(part.slice(0, colon)), under, cell }];
    });
}

/** Fields that run into one another, each from its label on: 负责人：张三填报日期：2025年1月20日. */
function apart(part: string, labels: readonly string[]): readonly string[] {
  const begins = labels.flatMap((label) => ["：", ":"].map((colon) => part.indexOf(label + colon)));
  const cuts = [0, ...begins.filter((at) => at > 0)].toSorted((a, b) => a - b);
  return cuts.map((at, index) => part.slice(at, cuts[index + 1]));
}

/** Each cell that is followed by another as a label, and what a cell says behind a colon of its own. */
function inTable(rows: readonly Row[], { labels, parents }: Wanted): Filled[] {
  /** Labels over each column so far, of those that stand over others in the form. */
  const over = new Map<number, Set<string>>();
  return rows.flatMap(({ cells }) => {
    const before = new Set<string>();
    return cells.flatMap((cell, index): Filled[] => {
      if (cell.fromAbove && !parents.has(printedKey(cell.text))) return [];
      const columns = Array.from({ length: cell.columnSpan }, (_, at) => cell.column + at);
      const under = [...before, ...columns.flatMap((column) => [...(over.get(column) ?? [])])];
      const key = printedKey(cell.text);
      if (parents.has(key)) {
        before.add(key);
        for (const column of columns) over.set(column, (over.get(column) ?? new Set()).add(key));
      }
      const next = cells[index + 1];
      const beside = next && !cell.fromAbove && labels.includes(key) ? [{ label: key, under, cell: next }] : [];
      return [...beside, ...(cell.fromAbove ? [] : inLines(cell, under, labels))];
    });
  });
}

function lookOf(field: FormTable, filled: readonly Filled[]): TableLook {
  const figure = figureName(field.key, ONLY_ROW, FIELD_COLUMN);
  const bound = filled.map(({ cell }): BoundCell => {
    const own = bind(figure, { ...cell, column: 0, columnSpan: 1, fromAbove: false });
    const isBlank = own.text.trim() === "" || field.missingValues.has(own.text.trim());
    if (isBlank) return { ...own, value: null, kind: "blank" };
    return isWords(field) ? { ...own, value: null, kind: "text" } : own;
  });
  const printed = bound.filter(({ kind }) => kind !== "blank");
  const [cell] = printed.length > 0 ? printed : bound;
  const texts = new Set(printed.map(({ text }) => text.trim()));
  return {
    table: field,
    columns: new Set([FIELD_COLUMN]),
    rows: [ONLY_ROW],
    cells: new Map(cell ? [[figure, cell]] : []),
    names: new Map(),
    unit: null,
    hasStrangers: false,
    undecided: texts.size > 1 || [...texts].some((text) => OTHER_LABEL.test(text)) ? [figure] : [],
  };
}
