import { halfWidth, squash } from "../../document/text.ts";
import { readFigureText } from "../common/cell-text.ts";
import type { BoundCell, FigureName } from "../common/facts.ts";
import { partsOf } from "../common/figure-name.ts";
import type { Differences } from "../common/figures.ts";
import { isField, isRepeatedRow, NAME_COLUMN, ONLY_ROW } from "../common/form/form.ts";
import { figureName, type TableLook, type TableStream } from "./look.ts";
import { lettersOf } from "./titles.ts";

/**
 * Certain is what two readings say alike. The first has each number in its column, the second the numbers of a row in
 * their order; where a row has all its numbers, the second knows their columns, too. A blank is certain where the second
 * has no number too many in its row, nor one that follows no label at all.
 */
export function differencesIn(
  look: TableLook,
  stream: TableStream | undefined,
  names: readonly FigureName[],
): Differences {
  const differences = new Map<FigureName, string | null>();
  const doubt = (own: readonly FigureName[], others: readonly (string | null)[] = []) => {
    for (const [index, name] of own.entries()) differences.set(name, others[index] ?? null);
  };
  if (!stream || (look.unit !== null && stream.unit !== null && look.unit !== stream.unit)) {
    doubt(names);
    return differences;
  }
  if (isField(look.table)) {
    const [texts, ...copies] = stream.rows.get(ONLY_ROW) ?? [];
    const [text = ""] = texts ?? [];
    const cell = [...look.cells.values()][0];
    const own = cell?.kind === "blank" ? "" : plain(cell?.text ?? "");
    const isAlike = typeof cell?.value === "number" ? numberIn(text) === cell.value : own === plain(text);
    if (copies.length > 0 || !isAlike) doubt(names, copies.length > 0 ? [] : [text]);
    return differences;
  }
  for (const [row, all] of byRow(names)) {
    const own = all.filter((name) => partsOf(name).column !== NAME_COLUMN || !isRepeatedRow(row));
    const called = look.cells.get(figureName(look.table.key, row, NAME_COLUMN))?.text;
    // A row that is called otherwise may be another one.
    if (own.length < all.length && lettersOf(called ?? "") !== (stream.names?.get(row) ?? "")) {
      doubt(all);
      continue;
    }
    const cells = own.flatMap((name) => look.cells.get(name) ?? []).toSorted(inPrintedOrder);
    const printed = cells.filter(({ value }) => value !== null);
    const [numbers, ...copies] = stream.rows.get(row) ?? [];
    // Figures that run into one another are no number in either reading.
    if (cells.some(({ value, text }) => value === null && /\p{Nd}/u.test(text))) doubt(own);
    else if (numbers === undefined) {
      if (printed.length > 0 || stream.hasStrays) doubt(own);
    } else if (copies.some((copy) => !isSame(copy, numbers))) doubt(own);
    else if (numbers.length !== printed.length) {
      const { sure, blanks } = alikeInOrder(printed, numbers);
      doubt(own.filter((name) => !sure.has(name) && !(blanks && printed.every(({ figure }) => figure !== name))));
    } else {
      const order = stream.order?.length === numbers.length ? stream.order : null;
      const others = printed.map(({ figure }, index) =>
        order === null ? numbers[index] : numbers[order.indexOf(partsOf(figure).column)],
      );
      for (const [index, cell] of printed.entries())
        if (numberIn(others[index]) !== cell.value) doubt([cell.figure], [others[index] ?? null]);
    }
  }
  return differences;
}

/**
 * Figures of a row of which one look has fewer numbers than the other: those that both have at the same place in their
 * order, however the rest is paired; none where most of them have no like. `blanks`: whether its blanks are certain, too.
 */
function alikeInOrder(
  printed: readonly BoundCell[],
  numbers: readonly string[],
): { readonly sure: ReadonlySet<FigureName>; readonly blanks: boolean } {
  const [own, others] = [printed.map(({ value }) => value), numbers.map(numberIn)];
  const most = commonLength(own, others);
  if (2 * most <= Math.max(own.length, others.length)) return { sure: new Set(), blanks: false };
  const isSure = (at: number) => commonLength(own.toSpliced(at, 1), others) < most;
  const sure = new Set(printed.flatMap(({ figure }, at) => (isSure(at) ? [figure] : [])));
  // A number without its like may be any blank's.
  return { sure, blanks: most === others.length };
}

/** How many numbers two rows have in common in the same order. */
function commonLength(a: readonly (number | null)[], b: readonly (number | null)[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const value of a) {
    const next = [0];
    for (const [at, other] of b.entries())
      next.push(value === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * Figures of a table in a picture of which a look may have missed the row or the cell: those that the first has no cell
 * for, blanks in rows that the second has not, and all where numbers stand that belong to no row or column.
 */
export const overlooked = (
  look: TableLook,
  stream: TableStream | undefined,
  names: readonly FigureName[],
): readonly FigureName[] =>
  names.filter((name) => look.hasStrangers || !look.cells.has(name) || !stream?.rows.has(partsOf(name).row));

/** Words without blanks, as they are compared. */
const plain = (text: string): string => halfWidth(squash(text));

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => numberIn(text) === numberIn(b[index]));

const numberIn = (text: string | undefined): number | null => (text === undefined ? null : readFigureText(text).value);

/** Cells of a row from left to right; what has no place in a grid stays as it was bound. */
function inPrintedOrder({ place: a }: BoundCell, { place: b }: BoundCell): number {
  if ("box" in a && "box" in b) return a.box[0] - b.box[0];
  return "column" in a && "column" in b ? a.column - b.column : 0;
}

/** Rows that only the second look has: their figures are there, and nothing was read of them. */
export const rowsUnseen = (known: readonly string[], { rows }: TableStream): readonly string[] => {
  const seen = new Set(known);
  return [...rows.keys()].filter((row) => !seen.has(row) && rows.get(row)?.some(({ length }) => length > 0));
};

function byRow(names: readonly FigureName[]): ReadonlyMap<string, readonly FigureName[]> {
  const rows = new Map<string, FigureName[]>();
  for (const name of names) {
    const { row } = partsOf(name);
    const own = rows.get(row);
    if (own) own.push(name);
    else rows.set(row, [name]);
  }
  return rows;
}

/** The figures of rows, in all columns that a table prints. */
export const figuresOfRows = (
  { table, columns }: Pick<TableLook, "table" | "columns">,
  rows: readonly string[],
): readonly FigureName[] =>
  rows.flatMap((row) => {
    const panel = table.panels.find((own) => own.rows?.some(({ key }) => key === row)) ?? table.panels[0];
    const own = (panel?.columns ?? []).map(({ key }) => key).filter((key) => columns.has(key));
    const called = table.repeats && isRepeatedRow(row) ? [NAME_COLUMN] : [];
    return [...called, ...own].map((key) => figureName(table.key, row, key));
  });
