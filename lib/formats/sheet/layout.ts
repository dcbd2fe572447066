import { type Numbering, numberingOf } from "../../document/numbering.ts";
import { squash } from "../../document/text.ts";
import type { Area } from "./area.ts";
import type { Geometry } from "./geometry.ts";
import type { Item } from "./items.ts";

/**
 * A sheet is one grid that holds titles, notes and tables. Where lines are drawn around cells, these are tables and
 * what stands outside of them alone is a paragraph; without lines blank rows part what stands on the sheet, and a text
 * alone in its row, before or behind the others, is a paragraph.
 */
export type Part =
  | { readonly kind: "paragraph"; readonly item: Item }
  | { readonly kind: "table"; readonly items: readonly Item[] };

/** Where a part begins. */
export const startOf = (part: Part): Item => (part.kind === "paragraph" ? part.item : (part.items[0] as Item));

/** Whether rows, or columns, next to each other on the sheet leave nothing shown between them. */
type Shown = (from: number, to: number) => number;

/** Items in runs that no blank row, or column, parts. */
function bands(items: readonly Item[], start: "top" | "left", end: "bottom" | "right", shown: Shown): Item[][] {
  const found: Item[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const item of items.toSorted((a, b) => a[start] - b[start])) {
    if (found.length === 0 || (item[start] > last && shown(last + 1, item[start] - 1) > 0)) found.push([item]);
    else found.at(-1)?.push(item);
    last = Math.max(last, item[end]);
  }
  return found;
}

/** Tables beside tables above tables: nobody nests deeper. */
const DEEPEST_CUT = 32;

/** Items with lines around them, table by table. */
function tablesIn(items: readonly Item[], geometry: Geometry, depth = 0): (readonly Item[])[] {
  const rows = bands(items, "top", "bottom", (from, to) => geometry.rowsShown(from, to));
  const parts = rows.flatMap((row) => bands(row, "left", "right", (from, to) => geometry.columnsShown(from, to)));
  return parts.length === 1 || depth >= DEEPEST_CUT
    ? parts
    : parts.flatMap((part) => tablesIn(part, geometry, depth + 1));
}

function areaOf(items: readonly Item[]): Area {
  let [top, left, bottom, right] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  for (const item of items) {
    [top, left] = [Math.min(top, item.top), Math.min(left, item.left)];
    [bottom, right] = [Math.max(bottom, item.bottom), Math.max(right, item.right)];
  }
  return { top, left, bottom, right };
}

function byRows(items: readonly Item[]): Item[][] {
  const rows = new Map<number, Item[]>();
  for (const item of items) {
    const row = rows.get(item.top);
    if (row) row.push(item);
    else rows.set(item.top, [item]);
  }
  return [...rows.values()].sort((a, b) => (a[0] as Item).top - (b[0] as Item).top);
}

const textOf = ({ runs }: Item): string => runs.map(({ text }) => text).join("");

/** Longer texts alone in a row are prose; a table's own headings are shorter. */
const LONGEST_HEADING = 60;
/** Numbers of headings; rows of a table may begin with (一), too. */
const OF_HEADINGS: ReadonlySet<Numbering | null> = new Set<Numbering>(["chapter", "section", "item"]);

/** A text alone in its row that begins something else: a numbered heading (一、) or prose. */
function partsTables(row: readonly Item[]): boolean {
  const [item] = row;
  if (!item || row.length !== 1 || !item.filled) return false;
  const text = textOf(item);
  return OF_HEADINGS.has(numberingOf(text)) || squash(text).length > LONGEST_HEADING;
}

const paragraphs = (items: readonly Item[]): Part[] =>
  items.filter(({ filled }) => filled).map((item) => ({ kind: "paragraph", item }));

/** Rows of a table, parted where a heading or prose has the row for itself. */
function parted(rows: readonly (readonly Item[])[], whole: (rows: readonly (readonly Item[])[]) => Part[]): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at <= rows.length; at++) {
    const row = rows[at];
    if (row && !partsTables(row)) continue;
    if (at > from) parts.push(...whole(rows.slice(from, at)));
    if (row) parts.push(...paragraphs(row));
    from = at + 1;
  }
  return parts;
}

/** Rows with lines around their cells: one table, without what is blank at its edges. */
function drawnTable(rows: readonly (readonly Item[])[]): Part[] {
  const items = rows.flat();
  const filled = items.filter((item) => item.filled);
  if (filled.length <= 1) return paragraphs(filled);
  const { top, left, bottom, right } = areaOf(filled);
  return [
    {
      kind: "table",
      items: items.filter(
        (item) => item.bottom >= top && item.top <= bottom && item.right >= left && item.left <= right,
      ),
    },
  ];
}

/** Whether two items that stand alone in their rows look alike: headings of one table. */
const alike = (a: Item | undefined, b: Item | undefined): boolean =>
  a?.style === b?.style && a?.left === b?.left && a?.right === b?.right;

/** Rows without lines that no blank row parts. */
function plainTable(rows: readonly (readonly Item[])[]): Part[] {
  const isAlone = (row: readonly Item[]) => row.length === 1;
  const first = rows.findIndex((row) => !isAlone(row));
  const last = rows.findLastIndex((row) => !isAlone(row));
  if (first < 0) return rows.flatMap(paragraphs);
  const heads = first > 0 && rows.slice(first, last).some((row) => isAlone(row) && alike(row[0], rows[first - 1]?.[0]));
  const from = heads ? first - 1 : first;
  const table = rows.slice(from, last + 1);
  // Texts beside each other in one row: by whom, on what day, in what unit.
  const middle: Part[] = table.length === 1 ? table.flatMap(paragraphs) : [{ kind: "table", items: table.flat() }];
  return [...rows.slice(0, from).flatMap(paragraphs), ...middle, ...rows.slice(last + 1).flatMap(paragraphs)];
}

/** The paragraphs and tables of a sheet in reading order. @param items in order of rows and columns */
export function partsOf(items: readonly Item[], geometry: Geometry): Part[] {
  const drawn = tablesIn(
    items.filter(({ boxed }) => boxed),
    geometry,
  );
  const inDrawn = new Map<number, { readonly area: Area; readonly items: Item[] }[]>();
  const tops = [...new Set(items.map(({ top }) => top))];
  const tables = drawn.map((boxed) => ({ area: areaOf(boxed), items: [...boxed] }));
  const rowsFrom = (row: number) => {
    let low = 0;
    for (let high = tops.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((tops[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (const table of tables) {
    for (let i = rowsFrom(table.area.top); (tops[i] ?? Number.POSITIVE_INFINITY) <= table.area.bottom; i++) {
      const top = tops[i] as number;
      const here = inDrawn.get(top);
      if (here) here.push(table);
      else inDrawn.set(top, [table]);
    }
  }
  const loose: Item[] = [];
  for (const item of items) {
    if (item.boxed) continue;
    const around = inDrawn.get(item.top)?.find(({ area }) => item.left <= area.right && item.right >= area.left);
    if (around) around.items.push(item);
    else loose.push(item);
  }
  const sorted = (own: readonly Item[]) => own.toSorted((a, b) => a.top - b.top || a.left - b.left);
  return [
    ...tables.flatMap((table) => parted(byRows(sorted(table.items)), drawnTable)),
    ...bands(loose, "top", "bottom", (from, to) => geometry.rowsShown(from, to)).flatMap((band) =>
      parted(byRows(sorted(band)), plainTable),
    ),
  ].sort((a, b) => startOf(a).top - startOf(b).top || startOf(a).left - startOf(b).left);
}
