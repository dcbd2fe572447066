import { squash } from "../../document/text.ts";
import { readCellText, readFigureText } from "../common/cell-text.ts";
import type { BoundCell, FigureName } from "../common/facts.ts";
import {
  type Column,
  type FormTable,
  isRepeatedRow,
  NAME_COLUMN,
  ONLY_ROW,
  repeatedRow,
  typeIn,
} from "../common/form/form.ts";
import { type Label, matchLabel } from "../common/labels.ts";
import { inWan } from "../common/money.ts";
import { bind, type Head, overlap, type Row, type RowCell } from "../common/table-rows.ts";
import type { Block } from "./head.ts";
import { printedKey } from "./labels.ts";
import { figureName } from "./look.ts";

/** The rows below a head: each is told by its label or its code, and its figures by the columns they stand under. */

/** What was bound in one grid. */
export interface Bound {
  readonly rows: readonly string[];
  readonly cells: readonly BoundCell[];
  readonly names: ReadonlyMap<string, string>;
  readonly hasStrangers: boolean;
}

/** Letters over the columns of a code that stand in the line of the total as well. */
const CODE_LETTERS = /^[类款项]+(?=\p{Script=Han}{2})/u;

/** What stands over columns of codes; in a picture one cell may hold all of it. */
export const isCodeLetter = (text: string): boolean => /^[类款项]{1,3}$/u.test(squash(text));

/** The code that a row's label cells print, in one cell or level by level in several; null for none. */
export function codeIn(texts: readonly string[], digits: readonly number[]): string | null {
  let code = "";
  for (const text of texts) {
    const own = /^\d+/u.exec(squash(text))?.[0];
    if (own === undefined || own.length !== squash(text).length) {
      // 2080501行政单位离退休, in one cell.
      if (code === "" && own !== undefined && digits.includes(own.length)) code = own;
      break;
    }
    code = own.startsWith(code) ? own : code + own;
  }
  return digits.includes(code.length) ? code : null;
}

/** Labels of the rows of a panel. */
export const labelsOf = (table: FormTable, panel: number): readonly Label<string>[] =>
  (table.panels[panel]?.rows ?? []).map(({ key, label, keys }) => ({ id: key, official: label, keys }));

const printed = (cells: readonly RowCell[]): readonly RowCell[] => cells.filter(({ text }) => text.trim() !== "");

export const isNumber = ({ text }: RowCell): boolean => readCellText(text).kind === "number";

/** 1, 2, 3 …: numbers of columns. */
const isCounting = (cells: readonly RowCell[]): boolean =>
  cells.length > 1 && cells.every(({ text }, index) => squash(text) === String(index + 1));

/** Whether a row is the first below a head. */
export function beginsBody({ cells }: Row, table: FormTable): boolean {
  const own = printed(cells.filter(({ fromAbove }) => !fromAbove));
  const [first] = own;
  if (!first) return false;
  if (table.panels.every(({ rows }) => rows === null)) return own.length > 1 && own.every(isNumber) && !isCounting(own);
  if (table.digits !== null && codeIn([first.text], table.digits) !== null) return true;
  if (table.repeats && own.some(isNumber) && !isCounting(own)) return true;
  const words = own.filter(({ text }) => !isCodeLetter(text)).map(({ text }) => text);
  // A row that begins a group has its words before its own.
  const heads = words.slice(0, deepest(table)).map((_, at) => words.slice(0, at + 1).join(""));
  return heads.some((head) => table.panels.some((_, panel) => matchLabel(head, labelsOf(table, panel)) !== null));
}

/** How many labels one beside the other may head a row. */
const deepest = ({ panels }: FormTable): number =>
  Math.max(
    1,
    ...panels.flatMap(({ rows }) => (rows ?? []).flatMap(({ wordings }) => wordings.map((path) => path.length))),
  );

/** Cells of a row that stand in some of its columns. */
const within = (row: Row, at: Head): readonly RowCell[] => row.cells.filter((cell) => overlap(cell, at));

/** What heads a row within a block. */
interface RowHead {
  readonly code: string | null;
  readonly words: string;
}

function headOf(row: Row, { labels }: Block, { digits }: FormTable): RowHead {
  const texts = printed(within(row, labels)).map(({ text }) => text);
  const code = digits && codeIn(texts, digits);
  const words = texts
    .map((text) => squash(text).replace(/^\d+$|^\d{3,}(?=\p{Script=Han})/u, ""))
    .join("")
    .replace(CODE_LETTERS, "");
  return { code, words };
}

/** The panel of the form that a block is: the one whose labels stand in most of its rows. */
function panelOf(rows: readonly Row[], block: Block, table: FormTable): number {
  const candidates = table.panels.flatMap((_, panel) =>
    block.columns.some(({ found }) => found.has(panel)) ? [panel] : [],
  );
  if (candidates.length < 2) return candidates[0] ?? 0;
  const words = rows.map((row) => headOf(row, block, table).words);
  const votes = candidates.map((panel) => {
    const labels = labelsOf(table, panel);
    const columns = block.columns.filter(({ found }) => found.has(panel)).length;
    return words.filter((text) => matchLabel(text, labels) !== null).length * columns;
  });
  return candidates[votes.indexOf(Math.max(...votes))] ?? 0;
}

/**
 * The cell under a header; null where it can't be told. A header over several grid columns has one printed cell below
 * it at most; a cell under several headers belongs to none.
 */
function cellUnder(row: Row, at: Head, heads: readonly Head[]): RowCell | null {
  const below = within(row, at).filter(({ fromAbove }) => !fromAbove);
  const own = printed(below);
  const only = own.length === 1 ? own[0] : own.length === 0 ? below[0] : undefined;
  return only && heads.filter((other) => overlap(only, other)).length === 1 ? only : null;
}

/** Whether a text is the header of a column: in forms that print headers in the line of the total. */
const isHeader = (text: string, { paths }: Column): boolean => paths.some((path) => path.at(-1) === printedKey(text));

/** The figure in a cell as its type reads it: a mark for nothing is a blank. */
function boundCell(name: FigureName, cell: RowCell, table: FormTable, over: string | null): BoundCell {
  const bound = bind(name, cell);
  const type = typeIn(table, name);
  const blank = bound.kind === "text" && type.missingValues.has(squash(cell.text));
  // What amounts are in says nothing of counts beside them.
  const isMixed = table.panels.some(({ columns }) => columns.some((column) => column.type !== null));
  const isCount = isMixed && inWan(1, type.unit) === null;
  const other = over !== null && !isCount && over !== type.unit && bound.kind === "number" ? { columnUnit: over } : {};
  return { ...bound, ...(blank && { ...readFigureText("") }), ...other };
}

/** The words of a repeated row, without its number. */
const wordsOf = (row: Row, { labels }: Block): readonly RowCell[] =>
  printed(within(row, labels)).filter((cell) => !isNumber(cell));

/**
 * A row in which a label reaches over the blank figures of its panel to those of the next one, as wide as it reaches:
 * where merged cells are blank but for the first, as in plain text. Only a label that is one of the next panel's, too.
 */
function reaching(row: Row, blocks: readonly Block[], table: FormTable): Row {
  const at = blocks.findIndex((block, index) => {
    const next = blocks[index + 1];
    if (!next || isPrintedIn(row, block) || !isPrintedIn(row, next)) return false;
    const { code, words } = headOf(row, block, table);
    if (code !== null || words === "" || printed(within(row, next.labels)).length > 0) return false;
    const panels = new Set(next.columns.flatMap(({ found }) => [...found.keys()]));
    return [...panels].some((panel) => matchLabel(words, labelsOf(table, panel)) !== null);
  });
  const [block, next] = [blocks[at], blocks[at + 1]];
  const label = block && printed(within(row, block.labels)).at(-1);
  if (!next || !label) return row;
  const end = next.labels.column + next.labels.columnSpan;
  const isOver = ({ column, text }: RowCell) => column > label.column && column < end && text.trim() === "";
  return {
    ...row,
    cells: row.cells
      .filter((cell) => !isOver(cell))
      .map((cell) => (cell === label ? { ...cell, columnSpan: end - cell.column } : cell)),
  };
}

/** Whether numbers stand in a row under a block's columns. */
const isPrintedIn = (row: Row, { columns }: Block): boolean =>
  columns.some((at) => within(row, at).some((cell) => !cell.fromAbove && isNumber(cell)));

/** What is known of a grid whose rows are bound. */
interface Over {
  /** Printed over the table; null for none. */
  readonly unit: string | null;
  /** How many repeated rows stand in the parts before it. */
  readonly before: number;
}

/** Binds the rows below a head. */
export function bindRows(
  printedRows: readonly Row[],
  blocks: readonly Block[],
  table: FormTable,
  { unit, before }: Over,
): Bound {
  const body = blocks.length > 1 ? printedRows.map((row) => reaching(row, blocks, table)) : printedRows;
  const rows: string[] = [];
  const cells: BoundCell[] = [];
  const names = new Map<string, string>();
  let hasStrangers = false;
  for (const block of blocks) {
    const panel = panelOf(body, block, table);
    const labels = labelsOf(table, panel);
    const heads = block.columns.flatMap(({ found, ...at }) => {
      const column = found.get(panel);
      return column ? [{ ...at, columnOf: column }] : [];
    });
    const seen = new Map<string, number>();
    let repeated = before;
    /** The row's key: of labels that several rows share, the next. */
    const keyOf = ({ code, words }: RowHead): string | null => {
      if (code !== null) return code;
      if (table.panels[panel]?.rows === null) return seen.has(ONLY_ROW) ? null : ONLY_ROW;
      const match = words === "" ? null : matchLabel(words, labels)?.label;
      if (!match) return table.repeats ? repeatedRow(++repeated) : null;
      const alike = labels.filter(({ keys }) => keys.some((key) => match.keys.includes(key)));
      const count = seen.get(alike[0]?.id ?? "") ?? 0;
      seen.set(alike[0]?.id ?? "", count + 1);
      return alike[count]?.id ?? null;
    };
    for (const row of body) {
      // A label that reaches over the figures of its panel is the next one's.
      if (within(row, block.labels).some((cell) => cell.text.trim() !== "" && heads.some((at) => overlap(cell, at))))
        continue;
      const head = headOf(row, block, table);
      const figures = heads.map((at) => ({ column: at.columnOf, cell: cellUnder(row, at, heads) }));
      const isPrinted = heads.some((at) => within(row, at).some((cell) => !cell.fromAbove && isNumber(cell)));
      if (head.code === null && head.words === "" && !isPrinted) continue;
      if (table.panels[panel]?.rows === null && !isPrinted) continue;
      const key = keyOf(head);
      if (key === null) {
        hasStrangers ||= isPrinted && !isCounting(printed(heads.flatMap((at) => within(row, at))));
        continue;
      }
      if (key === ONLY_ROW) seen.set(ONLY_ROW, 1);
      rows.push(key);
      if (head.code !== null && head.words !== "") names.set(key, head.words);
      const [called, ...more] = isRepeatedRow(key) ? wordsOf(row, block) : [];
      if (called) {
        const text = [called, ...more].map((cell) => cell.text).join("");
        names.set(key, squash(text));
        cells.push({
          ...bind(figureName(table.key, key, NAME_COLUMN), { ...called, text }),
          value: null,
          kind: "text",
        });
      }
      for (const { column, cell } of figures) {
        if (cell === null) hasStrangers ||= isPrinted;
        else if (isNumber(cell) || !isHeader(cell.text, column))
          cells.push(boundCell(figureName(table.key, key, column.key), cell, table, unit));
      }
    }
  }
  return { rows, cells, names, hasStrangers: hasStrangers || hasNumbersBeside(body, blocks) };
}

/** Whether figures, told by their decimals, stand in columns of labels or behind the last column of the form. */
function hasNumbersBeside(body: readonly Row[], blocks: readonly Block[]): boolean {
  const columns = blocks.flatMap((block) => block.columns);
  return body.some(({ cells }) =>
    cells.some(
      (cell) =>
        !cell.fromAbove && isNumber(cell) && cell.text.includes(".") && !columns.some((at) => overlap(cell, at)),
    ),
  );
}
