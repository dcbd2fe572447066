import { isNumberText, isPlaceholder } from "../../../document/figure-text.ts";
import { isNumbered } from "../../../document/numbering.ts";
import { type Line, PIPES } from "./lines.ts";

/** Rows of tables that were flattened to text: which cells a run of lines shows, in order, and where each stands. */

/** A cell as it stands in the source: white space at its ends left out. */
export interface TextCell {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

export type TextRow = readonly TextCell[];

/**
 * The part of a source between two offsets, without white space at its ends. A cell of white space only has length 0.
 */
export function cellAt(source: string, start: number, end: number): TextCell {
  const raw = source.slice(start, end);
  const text = raw.trim();
  const offset = text === "" ? start : start + raw.indexOf(text);
  // Markdown can break a line inside of a cell only by writing the tag.
  return { text: text.replace(/<br\s*\/?>/giu, "\n").replace(/^\*\*([^*]+)\*\*$/u, "$1"), offset, length: text.length };
}

/** Cells between the separators of one line. */
function split(source: string, line: Line, separators: string): TextCell[] {
  const cells: TextCell[] = [];
  let start = 0;
  for (let at = 0; at <= line.text.length; at++) {
    if (at < line.text.length && !separators.includes(line.text[at] ?? "")) continue;
    cells.push(cellAt(source, line.offset + start, line.offset + at));
    start = at + 1;
  }
  return cells;
}

/**
 * One row a line, cells between pipes. A pipe at the end closes the last cell; one in front of every line frames the
 * table.
 */
export function pipeRows(source: string, lines: readonly Line[]): TextRow[] {
  const starts = lines.map((line) => PIPES.includes(line.text.trimStart()[0] ?? " "));
  const framed = starts.filter(Boolean).length >= lines.length * 0.8;
  return lines.map((line, index) => {
    const cells = split(source, line, PIPES);
    if (PIPES.includes(line.text.trimEnd().at(-1) ?? " ")) cells.pop();
    return framed && starts[index] ? cells.slice(1) : cells;
  });
}

/** One row a line, cells between tabs. */
export const tabRows = (source: string, lines: readonly Line[]): TextRow[] =>
  lines.map((line) => split(source, line, "\t"));

const isNumber = (cell: TextCell | undefined): boolean => cell !== undefined && isNumberText(cell.text);
/** Whether a text is nothing but what may stand in a figure's cell. */
export const standsForFigure = (text: string): boolean => isNumberText(text) || isPlaceholder(text);
const startsRow = (cell: TextCell): boolean =>
  (cell.text.match(/\p{sc=Han}/gu)?.length ?? 0) >= 2 && !isPlaceholder(cell.text);

/**
 * One cell a line, a pipe at its end; lines of pipes only end a row, and their pipes are its filler. Where nothing ends
 * a row, a label after a figure begins the next one.
 */
export function pipeCellRows(source: string, lines: readonly Line[]): TextRow[] {
  const rows: TextCell[][] = [];
  let row: TextCell[] = [];
  const end = () => {
    if (row.length > 0) rows.push(row);
    row = [];
  };
  for (const [index, line] of lines.entries()) {
    if (line.kind === "filler") {
      for (const [at, character] of [...line.text].entries())
        if (PIPES.includes(character)) row.push({ text: "", offset: line.offset + at, length: 0 });
      // One pipe alone may be an empty cell in the midst of its row as well as a row's end.
      const next = lines[index + 1];
      const nextCell = next && next.kind !== "filler" ? split(source, next, PIPES)[0] : undefined;
      const alone = [...line.text].filter((character) => PIPES.includes(character)).length === 1;
      if (!alone || (nextCell && startsRow(nextCell))) end();
      continue;
    }
    const cells = split(source, line, PIPES);
    if (PIPES.includes(line.text.trimEnd().at(-1) ?? " ")) cells.pop();
    for (const cell of cells) {
      if (standsForFigure(row.at(-1)?.text ?? "") && startsRow(cell)) end();
      row.push(cell);
    }
  }
  end();
  return rows;
}

/** Whether a line without a tab goes on with the cell of the line before it, and is not the text behind the table. */
export function continuesCell(before: string, line: Line): boolean {
  const text = line.text.trim();
  const cell = before.trim();
  if (isNumbered(text)) return false;
  const figure = isNumberText(cell) || cell === "";
  return figure ? isNumberText(text) && cell !== "" : text.length <= 40;
}

/**
 * One cell a line, a tab in front of it; an empty line ends the row. A line without a tab goes on with the cell before
 * it.
 */
export function tabCellRows(source: string, lines: readonly Line[]): TextRow[] {
  const rows: TextCell[][] = [];
  let row: TextCell[] = [];
  let start = -1;
  let stop = -1;
  const endCell = () => {
    if (start >= 0) row.push(cellAt(source, start, stop));
    start = -1;
  };
  const endRow = () => {
    endCell();
    if (row.length > 0) rows.push(row);
    row = [];
  };
  for (const line of lines) {
    if (line.kind === "blank") endRow();
    else if (line.kind === "plain" && start >= 0) stop = line.offset + line.text.length;
    else {
      endCell();
      start = line.offset + line.text.indexOf("\t") + 1;
      stop = line.offset + line.text.length;
    }
  }
  endRow();
  return rows;
}

/** Longer lines than this are prose. */
const LONG_LINE = 1000;
const GAP = / {2,}|\u3000{2,}| \u3000|\u3000 /gu;
const FIGURE = /^[+-]?[\d０-９][\d０-９,.．]*$/u;

/**
 * Cells of a line whose columns are told by gaps: two blanks or more, or single ones between figures. Null where it is
 * a line of prose.
 */
export function gapCells(source: string, line: Line): TextRow | null {
  const body = line.text.trim();
  if (body === "" || body.length > LONG_LINE || /[。；！？]/u.test(body)) return null;
  const parts: TextCell[] = [];
  const from = line.offset + line.text.indexOf(body);
  const push = (pattern: RegExp) => {
    let at = 0;
    for (const gap of body.matchAll(pattern)) {
      parts.push(cellAt(source, from + at, from + gap.index));
      at = gap.index + gap[0].length;
    }
    parts.push(cellAt(source, from + at, from + body.length));
  };
  if (body.search(GAP) >= 0) push(GAP);
  const words = [...body.matchAll(/\S+/gu)];
  // What stands first is the label, even a number.
  const figures = words.slice(Math.max(1, words.findLastIndex(([word]) => !FIGURE.test(word)) + 1));
  if (figures.length >= 3 && parts.filter(isNumber).length < 3) {
    // A label may hold blanks, the figures behind it may not.
    parts.length = 0;
    const label = body.slice(0, figures[0]?.index).trimEnd();
    for (const { 0: text, index } of [{ 0: label, index: 0 }, ...figures])
      parts.push(cellAt(source, from + index, from + index + text.length));
  } else if (/^[+-]?[\d０-９][\d０-９,.．]*(?:\s+[+-]?[\d０-９][\d０-９,.．]*){2,}$/u.test(body)) {
    parts.length = 0;
    push(/\s+/gu);
  } else if (parts.length === 0) {
    push(/\s+/gu);
    if (parts.length < 4 || parts.some((part) => part.text.length > 16 || /[，、：]/u.test(part.text))) return null;
  }
  return parts.length >= 2 && parts.every((part) => part.text.length <= 60) ? parts : null;
}

/** How many cells of a row may be a figure's. */
export const figuresIn = (row: TextRow): number => row.filter((cell) => standsForFigure(cell.text)).length;
