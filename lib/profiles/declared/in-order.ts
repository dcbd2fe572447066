import { squash } from "../../document/text.ts";
import type { Column, FormTable } from "../common/form/form.ts";
import { matchLabel } from "../common/labels.ts";
import type { Row, RowCell } from "../common/table-rows.ts";
import { codeIn, isNumber, labelsOf } from "./body.ts";
import type { Block } from "./head.ts";
import { printedKey } from "./labels.ts";

/**
 * Tables that were flattened to text without their blank cells, or without some: only the order of what is printed is
 * known. A row whose figures are as many as its columns says which is which; one with fewer does not.
 */

export interface Ordered {
  readonly blocks: readonly Block[];
  readonly body: readonly Row[];
}

/** Labels over line numbers. */
const LINE_NUMBERS = "行次";

/** Whether nothing but the order of cells is known of some rows. */
export const isInOrder = (rows: readonly Row[]): boolean =>
  rows.every(({ ragged }) => ragged) && new Set(rows.map(({ cells }) => cells.length)).size > 1;

/** A label with the figures behind it. */
interface Group {
  readonly label: readonly RowCell[];
  readonly figures: readonly RowCell[];
}

/** The rows in a grid of their own: for each panel of the form a column of labels and its columns in printed order. */
export function inOrder(head: readonly Row[], body: readonly Row[], table: FormTable): Ordered {
  const panels = table.panels.map(({ columns }) => inHead(columns, head));
  let width = 0;
  const blocks = panels.map((columns, panel): Block => {
    const at = width;
    width += 1 + columns.length;
    return {
      labels: { column: at, columnSpan: 1 },
      columns: columns.map((column, index) => ({
        column: at + 1 + index,
        columnSpan: 1,
        found: new Map([[panel, column]]),
      })),
    };
  });
  const numbered = head.some(({ cells }) => cells.some(({ text }) => printedKey(text) === LINE_NUMBERS));
  const rows = (numbered ? withoutLineNumbers(body) : body).flatMap((row) => {
    let panel = -1;
    return groupsIn(row.cells, table).map((group): Row => {
      panel = panelOf(group, panel, table);
      const { labels, columns } = blocks[panel] as Block;
      const figures = withoutRest(group.figures, columns.length);
      const [first] = group.label;
      const placed =
        figures.length === columns.length
          ? figures.map((cell, index) => ({ ...cell, column: labels.column + 1 + index, columnSpan: 1 }))
          : [];
      const blank =
        figures.length === 0 && first
          ? columns.map(({ column }) => ({ ...first, text: "", column, columnSpan: 1 }))
          : placed;
      const own = group.label.map((cell) => ({ ...cell, column: labels.column, columnSpan: 1 }));
      return { ...row, width, cells: [...own, ...blank] };
    });
  });
  return { blocks: blocks.filter(({ columns }) => columns.length > 0), body: rows };
}

/** Columns whose headers stand in a head one below the other, in the order in which they are printed. */
function inHead(columns: readonly Column[], head: readonly Row[]): Column[] {
  const printed = head.flatMap(({ cells }, row) =>
    cells.map(({ text }, column) => ({ key: printedKey(text), row, column })),
  );
  const placed = columns.flatMap((column) => {
    const ways = column.paths.flatMap((path) => {
      let row = -1;
      const places = path.map((key) => {
        const found = printed.find((header) => header.key === key && header.row > row);
        row = found?.row ?? row;
        return found?.column ?? null;
      });
      return places.includes(null) ? [] : [places as number[]];
    });
    const [way] = ways.toSorted((a, b) => b.length - a.length);
    return way ? [{ column, way }] : [];
  });
  return placed.toSorted((a, b) => before(a.way, b.way)).map(({ column }) => column);
}

function before(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, index) => place !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Labels and codes each with the numbers behind it. */
function groupsIn(cells: readonly RowCell[], table: FormTable): Group[] {
  const groups: { label: RowCell[]; figures: RowCell[] }[] = [];
  const labels = table.panels.flatMap((_, panel) => labelsOf(table, panel));
  // What follows a whole label whose figures are blank begins the next panel; behind a code it is its name.
  const isRow = (label: readonly RowCell[]): boolean =>
    table.digits === null && matchLabel(label.map(({ text }) => text).join(""), labels) !== null;
  for (const [at, cell] of cells.entries()) {
    const open = groups.at(-1);
    const isCode =
      table.digits !== null &&
      /^\d+$/u.test(squash(cell.text)) &&
      (open === undefined || open.figures.length > 0 || open.label.every(isNumber)) &&
      codeIn(
        [...(open && open.figures.length === 0 ? open.label : []), cell].map(({ text }) => text),
        table.digits,
      ) !== null &&
      (at === 0 || cells.slice(at + 1).some((next) => !isNumber(next)));
    const isBlank = cell.text.trim() === "";
    if (isBlank || (isNumber(cell) && !isCode)) {
      if (open) open.figures.push(cell);
      else groups.push({ label: [], figures: [cell] });
    } else if (open && open.figures.length === 0 && !isRow(open.label)) open.label.push(cell);
    else groups.push({ label: [cell], figures: [] });
  }
  return groups;
}

/** The panel of the form that has a row with this label: one further to the right than that of the group before. */
function panelOf({ label }: Group, before: number, table: FormTable): number {
  const words = label.map(({ text }) => text).join("");
  const all = table.panels.map((_, panel) => labelsOf(table, panel));
  const match = matchLabel(words, all.flat())?.label;
  const own = all.flatMap((labels, panel) =>
    match && labels.some(({ keys }) => keys.some((key) => match.keys.includes(key))) ? [panel] : [],
  );
  return own.find((panel) => panel > before) ?? own[0] ?? 0;
}

/**
 * Without the numbers of lines: each stands right behind its label, or is the next after one in the row above where a
 * panel's label is blank.
 */
function withoutLineNumbers(rows: readonly Row[]): Row[] {
  let above = new Set<number>();
  return rows.map((row) => {
    const numbers = new Set<number>();
    const cells = row.cells.filter((cell, at) => {
      if (!/^\d{1,3}$/u.test(squash(cell.text))) return true;
      const number = Number(squash(cell.text));
      const before = row.cells[at - 1];
      const isNext = above.has(number - 1);
      if (!isNext && (before === undefined || isNumber(before))) return true;
      numbers.add(number);
      return false;
    });
    above = numbers;
    return { ...row, cells };
  });
}

/** Without blanks of a panel whose label is blank. */
function withoutRest(figures: readonly RowCell[], count: number): readonly RowCell[] {
  return figures.slice(count).every(({ text }) => text.trim() === "") ? figures.slice(0, count) : figures;
}
