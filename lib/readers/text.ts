import type { Block, Document, Paragraph, Role, Table } from "../document/document.ts";
import { LIMITS } from "../limits.ts";
import { decode } from "./decode.ts";
import { TooLargeError } from "./errors.ts";
import { isFurnitureLine, isMetadata, isMetadataLine, metadataLines } from "./page-lines.ts";
import { type Line, linesOf } from "./text-lines.ts";
import { cellAt, continuesCell, figuresIn, gapCells, isFigureLine, pipeCellRows, pipeRows, type TextRow, tabCellRows, tabRows } from "./text-rows.ts";

type Style = "pipes" | "pipe-cells" | "tabs" | "tab-cells";

const isPipe = (line: Line): boolean => line.kind === "pipes" || line.kind === "pipe-cell" || line.kind === "filler";
const isTab = (line: Line): boolean => line.kind === "tabs" || line.kind === "tab-cell";

/** A run of lines that are one table, or a single line that is not. */
interface Run {
  readonly style: Style | null;
  readonly lines: readonly Line[];
}

/** Empty lines that a table may hold inside: a page's end, or the rhythm of its rows. */
const MAX_GAP = 2;

/** Fewer cells than this, or none with a figure, are indented lines. */
const MIN_TAB_CELLS = 4;

/** Whether the lines with tabs hold one cell each (as Word writes its tables to text) rather than one row. */
function holdsCells(lines: readonly Line[]): boolean {
  const tabs = lines.filter(isTab);
  return tabs.filter((line) => line.kind === "tab-cell").length > tabs.length * 0.7;
}

/** Whether the lines with pipes hold one cell each, the pipe behind it. */
function holdsPipeCells(lines: readonly Line[]): boolean {
  return lines.filter((line) => line.kind === "pipe-cell").length > lines.filter((line) => line.kind === "pipes").length;
}

/** Cuts the lines into tables and other lines. */
function runsOf(lines: readonly Line[]): Run[] {
  const cellsByTab = holdsCells(lines);
  const cellsByPipe = holdsPipeCells(lines);
  const runs: Run[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (!line) break;
    if (!isPipe(line) && !isTab(line)) {
      runs.push({ style: null, lines: [line] });
      at++;
      continue;
    }
    const same = isPipe(line) ? isPipe : isTab;
    let end = at + 1;
    let cell = line.text;
    for (let next = end; next < lines.length; next++) {
      const candidate = lines[next];
      if (!candidate) break;
      if (same(candidate) || (candidate.kind === "rule" && next === end)) {
        end = next + 1;
        cell = candidate.text;
      } else if (candidate.kind === "plain" && same === isTab && cellsByTab && next === end && continuesCell(cell, candidate)) {
        end = next + 1;
        cell += candidate.text;
      } else if (candidate.kind === "plain" && same === isPipe && cellsByPipe && next === end && isFigureLine(candidate)) {
        // A table's last cell may lack its pipe.
        end = next + 1;
      } else if (candidate.kind !== "blank" || next - end >= MAX_GAP) break;
    }
    runs.push(runOf(lines.slice(at, end), same === isPipe));
    at = end;
  }
  return runs;
}

function runOf(lines: readonly Line[], pipes: boolean): Run {
  if (pipes) {
    return { style: holdsPipeCells(lines) ? "pipe-cells" : "pipes", lines };
  }
  const style = holdsCells(lines) ? "tab-cells" : "tabs";
  return { style: isIndent(lines, style) ? null : style, lines };
}

/** Tabs that only indent headings, or that trail behind a line, make no table. */
function isIndent(lines: readonly Line[], style: Style): boolean {
  if (style === "tab-cells")
    return lines.filter(isTab).length < MIN_TAB_CELLS || !lines.some((line) => /^\s*[+-]?[\d０-９][\d０-９,.．]*\s*$/u.test(line.text));
  return lines.length === 1 && !lines[0]?.text.trim().includes("\t");
}

function rowsOf(source: string, run: Run): TextRow[] {
  const lines = run.style === "tab-cells" ? run.lines : run.lines.filter((line) => line.kind !== "blank" && line.kind !== "rule");
  if (run.style === "pipes") return pipeRows(source, lines);
  if (run.style === "pipe-cells") return pipeCellRows(source, lines);
  return run.style === "tabs" ? tabRows(source, lines) : tabCellRows(source, lines);
}

function tableOf(rows: readonly TextRow[]): Table {
  const cells = rows.flatMap((row, index) =>
    row.map((cell, column) => ({
      row: index,
      column,
      rowSpan: 1,
      columnSpan: 1,
      text: cell.text,
      place: { offset: cell.offset, length: cell.length },
    })),
  );
  const offset = cells[0]?.place.offset ?? 0;
  const last = cells.at(-1)?.place;
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return { kind: "table", rows: rows.length, columns, cells, ragged: true, place: { offset, length: last ? last.offset + last.length - offset : 0 } };
}

/** The description that a site puts above a document: a paragraph for each label with its value, at the place of its row. */
function metadataOf(rows: readonly TextRow[]): Paragraph[] {
  return rows.flatMap((row) => {
    const first = row[0];
    const last = row.at(-1);
    const place = { offset: first?.offset ?? 0, length: first && last ? last.offset + last.length - first.offset : 0 };
    return metadataLines(row.map((cell) => cell.text)).map((text): Paragraph => ({ kind: "paragraph", text, role: "metadata", place }));
  });
}

/** A line as a paragraph, the marks of a Markdown heading left out. */
function paragraphOf(source: string, line: Line, aboveText: boolean): Paragraph {
  const mark = /^\s*#{1,6}\s+/u.exec(line.text)?.[0] ?? "";
  const cell = cellAt(source, line.offset + mark.length, line.offset + line.text.length);
  const frame: Role = isMetadataLine(cell.text) ? "metadata" : isFurnitureLine(cell.text) ? "furniture" : "body";
  const role = mark !== "" ? "heading" : aboveText ? frame : "body";
  return { kind: "paragraph", text: cell.text, role, place: { offset: cell.offset, length: cell.length } };
}

/** How many empty lines usually stand between two lines that are not empty. */
function rhythmOf(runs: readonly Run[]): number {
  const counts = new Map<number, number>();
  let blanks = -1;
  for (const run of runs) {
    if (run.style === null && run.lines[0]?.kind === "blank") {
      if (blanks >= 0) blanks++;
      continue;
    }
    if (blanks >= 0) counts.set(blanks, (counts.get(blanks) ?? 0) + 1);
    blanks = run.style === null ? 0 : -1;
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

const MIN_PROSE = 60;
const MIN_ALIGNED_ROWS = 3;

/** Lines in a row whose columns are told by gaps only: at least three, one of them with figures, or two of the same width. */
function alignedRows(source: string, runs: readonly Run[], from: number): { rows: TextRow[]; end: number } | null {
  const rows: TextRow[] = [];
  let end = from;
  for (let at = from; at < runs.length; at++) {
    const run = runs[at];
    const line = run?.lines[0];
    if (!run || !line || run.style !== null) break;
    if (line.kind === "blank" || line.kind === "rule") {
      if (at - end >= MAX_GAP) break;
      continue;
    }
    const row = line.kind === "plain" ? gapCells(source, line) : null;
    if (!row) break;
    rows.push(row);
    end = at + 1;
  }
  const isTable =
    rows.length >= MIN_ALIGNED_ROWS
      ? rows.some((row) => figuresIn(row) >= 2)
      : rows.length === 2 && rows[0]?.length === rows[1]?.length && rows.some((row) => figuresIn(row) >= 1);
  return isTable ? { rows, end } : null;
}

function blocksOf(source: string, runs: readonly Run[]): Block[] {
  const blocks: Block[] = [];
  const rhythm = rhythmOf(runs);
  /** Until the first long line all stands above the text. */
  let aboveText = true;
  let blanks: Line[] = [];
  const flushBlanks = () => {
    // Where each cell is a line, an empty cell shows as empty lines beyond the usual ones: itself and its own share of them.
    const extra = Math.ceil((blanks.length - rhythm) / (rhythm + 1));
    for (let at = 0; at < extra && blocks.length > 0; at++) {
      const line = blanks[Math.min(blanks.length - 1, rhythm + at * (rhythm + 1))];
      blocks.push({ kind: "paragraph", text: "", role: "body", place: { offset: line?.offset ?? 0, length: 0 } });
    }
    blanks = [];
  };
  for (let at = 0; at < runs.length; ) {
    const run = runs[at];
    const line = run?.lines[0];
    if (!run || !line) break;
    if (run.style === null && line.kind === "blank") {
      blanks.push(line);
      at++;
      continue;
    }
    if (run.style !== null || line.kind === "rule") {
      blanks = [];
      if (run.style !== null) {
        const rows = rowsOf(source, run);
        if (isMetadata(rows.map((row) => row.map((cell) => cell.text)))) for (const paragraph of metadataOf(rows)) blocks.push(paragraph);
        else blocks.push(tableOf(rows));
      }
      at++;
      continue;
    }
    const aligned = alignedRows(source, runs, at);
    if (aligned) {
      blanks = [];
      blocks.push(tableOf(aligned.rows));
      at = aligned.end;
      continue;
    }
    if (blocks.at(-1)?.kind === "table") blanks = [];
    flushBlanks();
    aboveText &&= line.text.length < MIN_PROSE;
    for (const plain of run.lines) if (plain.kind !== "blank") blocks.push(paragraphOf(source, plain, aboveText));
    at++;
  }
  return blocks;
}

/** The text of a plain text file. @throws TooLargeError */
export function plainText(bytes: Uint8Array): string {
  if (bytes.length > LIMITS.textBytes) throw new TooLargeError();
  return decode(bytes).text;
}

/**
 * Reads plain text or Markdown. Tables that were flattened with pipes, tabs or gaps become tables with `ragged` set: the cells of a row in
 * their order, blanks between separators kept, filler at a row's end too. Where each line is a cell of its own, each line is a paragraph, and an
 * empty paragraph stands for each empty cell that the empty lines show. Places are `{offset, length}` in characters of the decoded text.
 * @throws TooLargeError beyond 32 MiB or 500,000 lines.
 */
export function readText(bytes: Uint8Array): Document {
  const source = plainText(bytes);
  const lines = linesOf(source);
  if (lines.length > LIMITS.textLines) throw new TooLargeError();
  return { format: "text", title: null, pages: [], blocks: blocksOf(source, runsOf(lines)) };
}
