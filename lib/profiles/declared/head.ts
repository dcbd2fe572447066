import type { Column, FormTable } from "../common/form/form.ts";
import { type Head, overlap, type Row, type RowCell } from "../common/table-rows.ts";
import { printedKey } from "./labels.ts";

/** The head of a table in a grid: which columns of the form stand where. */

/** A printed column, and what it is in each panel of the form that has such a one, by the panel's number. */
export interface HeadColumn extends Head {
  readonly found: ReadonlyMap<number, Column>;
}

/** Columns side by side with the columns of labels before them: a document's panel. */
export interface Block {
  readonly labels: Head;
  readonly columns: readonly HeadColumn[];
}

/** Words in a head that are no label of a column: numbers of lines and columns. */
const NO_LABEL = /^(?:\d*|栏次|行次)$/u;

/** Words over a grid column from the top. */
function headersOver(column: number, head: readonly Row[], leaves: Leaves): readonly RowCell[] {
  const headers = head.flatMap(({ cells }) =>
    cells.filter((cell) => isHeader(cell) && overlap(cell, { column, columnSpan: 1 })),
  );
  const [above, last] = headers.slice(-2);
  if (!above || !last || leaves.has(printedKey(last.text))) return headers;
  // One that a page's end cuts in two stands in two cells.
  const text = above.text + last.text;
  return leaves.has(printedKey(text)) ? [...headers.slice(0, -2), { ...last, text }] : headers;
}

const isHeader = ({ fromAbove, text }: RowCell): boolean => !fromAbove && !NO_LABEL.test(printedKey(text));

/**
 * The same where merged cells are blank but for the first, as in plain text: a header reaches to the right over blanks,
 * as far as none above it begins there.
 */
function headersReaching(column: number, head: readonly Row[]): readonly RowCell[] {
  let from = 0;
  return head.flatMap(({ cells }) => {
    const before = cells.filter((cell) => isHeader(cell) && cell.column >= from && cell.column <= column);
    from = Math.max(from, ...before.map((cell) => cell.column));
    return before.slice(-1);
  });
}

/** How many headers of a path stand one below the other, the last of them lowest; 0 where one is lacking. */
function lengthOf(path: readonly string[], keys: readonly string[]): number {
  if (path.at(-1) !== keys.at(-1)) return 0;
  let at = 0;
  for (const key of keys) if (key === path[at]) at += 1;
  return at === path.length ? at : 0;
}

/** The lowest headers of a form's columns. */
type Leaves = ReadonlySet<string | undefined>;

const leavesOf = ({ panels }: FormTable): Leaves =>
  new Set(panels.flatMap(({ columns }) => columns.flatMap(({ paths }) => paths.map((path) => path.at(-1)))));

/** Letters that are left of a header whose last line was lost, at least. */
const CUT_LEFT = 5;

/** Headers of which one column's alone can be what is left, made whole. */
function withCutOnesWhole(head: readonly Row[], leaves: Leaves): readonly Row[] {
  const wholeOf = (text: string): string => {
    const key = printedKey(text);
    if (key.length < CUT_LEFT || leaves.has(key)) return text;
    const [only, ...others] = [...leaves].filter((leaf) => leaf?.startsWith(key));
    return others.length === 0 ? (only ?? text) : text;
  };
  return head.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, text: wholeOf(cell.text) })) }));
}

/** Headers without those at their foot that head no column of the form: 决算数 below each of them. */
function withoutFoot(headers: readonly RowCell[], leaves: Leaves): readonly RowCell[] {
  return headers.slice(0, headers.findLastIndex(({ text }) => leaves.has(printedKey(text))) + 1);
}

/** What a grid column is in each panel. The longer path is the surer one: 合计 alone heads many columns. */
function columnsUnder(headers: readonly RowCell[], { panels }: FormTable): ReadonlyMap<number, Column> {
  const keys = headers.map(({ text }) => printedKey(text));
  const found = panels.flatMap(({ columns }, panel) =>
    columns.map((column) => ({
      panel,
      column,
      length: Math.max(...column.paths.map((path) => lengthOf(path, keys))),
    })),
  );
  const longest = Math.max(1, ...found.map(({ length }) => length));
  return new Map(found.filter(({ length }) => length === longest).map(({ panel, column }) => [panel, column] as const));
}

/** Columns of the form in the order in which a head prints them, a header over several grid columns once. */
function headColumns(width: number, printed: readonly Row[], table: FormTable): HeadColumn[] {
  const leaves = leavesOf(table);
  const head = withCutOnesWhole(printed, leaves);
  const columns: HeadColumn[] = [];
  let last: RowCell | undefined;
  for (let column = 0; column < width; column++) {
    const own = withoutFoot(headersOver(column, head, leaves), leaves);
    const leaf = own.at(-1);
    if (leaf && leaf.place !== last?.place) {
      const found = columnsUnder(own, table);
      const wider = found.size > 0 ? found : columnsUnder(withoutFoot(headersReaching(column, head), leaves), table);
      if (wider.size > 0) columns.push({ column: leaf.column, columnSpan: leaf.columnSpan, found: wider });
    }
    last = leaf;
  }
  return columns;
}

const endOf = ({ column, columnSpan }: Head): number => column + columnSpan;

/** A head's panels: a new one begins behind columns that are none of the form's. */
export function blocksOf(width: number, head: readonly Row[], table: FormTable): Block[] {
  const blocks: { labels: Head; columns: HeadColumn[] }[] = [];
  let end = 0;
  for (const column of headColumns(width, head, table)) {
    const last = blocks.at(-1);
    if (last && column.column <= end) last.columns.push(column);
    else blocks.push({ labels: { column: end, columnSpan: column.column - end }, columns: [column] });
    end = Math.max(end, endOf(column));
  }
  return blocks;
}

/** Whether all columns are there without which it is another table. */
export function isHeadOf(blocks: readonly Block[], { needs }: FormTable): boolean {
  const printed = new Set(
    blocks.flatMap(({ columns }) => columns.flatMap(({ found }) => [...found.values()].map(({ key }) => key))),
  );
  return blocks.length > 0 && needs.every((key) => printed.has(key));
}

/** The same columns in a grid that lost some at its left: what goes on stands at the right as before. */
export const shifted = (blocks: readonly Block[], by: number): Block[] =>
  blocks.map(({ labels, columns }) => ({
    labels: {
      column: Math.max(0, labels.column + by),
      columnSpan: Math.max(0, labels.columnSpan + Math.min(0, labels.column + by)),
    },
    columns: columns.map((column) => ({ ...column, column: column.column + by })),
  }));
