import type { Block, Document, Paragraph, Role, Table } from "../../document/document.ts";
import { isNumberText } from "../../document/figure-text.ts";
import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { decode } from "../shared/decode.ts";
import { isFurnitureLine, isMetadata, isMetadataLine, metadataLines } from "../shared/page-lines.ts";
import { type AlignedRow, withBlanks } from "./aligned.ts";
import { drawnTable } from "./drawn.ts";
import { type Line, linesOf } from "./lines.ts";
import {
  cellAt,
  continuesCell,
  figuresIn,
  gapCells,
  pipeCellRows,
  pipeRows,
  standsForFigure,
  type TextRow,
  tabCellRows,
  tabRows,
} from "./rows.ts";

type Style = "pipes" | "pipe-cells" | "tabs" | "tab-cells";

const isPipe = (line: Line): boolean => line.kind === "pipes" || line.kind === "pipe-cell" || line.kind === "filler";
const isTab = (line: Line): boolean => line.kind === "tabs" || line.kind === "tab-cell";

/** A run of lines that are one table, or a single line that is not. */
interface Run {
  readonly style: Style | null;
  readonly lines: readonly Line[];
  /** Set where borders around its cells are drawn. */
  readonly drawn?: Table;
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
  return (
    lines.filter((line) => line.kind === "pipe-cell").length > lines.filter((line) => line.kind === "pipes").length
  );
}

/** Cuts the lines into tables and other lines. */
function runsOf(source: string, lines: readonly Line[]): Run[] {
  const cellsByTab = holdsCells(lines);
  const cellsByPipe = holdsPipeCells(lines);
  const runs: Run[] = [];
  /** The end of the last frame that was looked at. */
  let framed = 0;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (!line) break;
    if (line.kind === "rule" && at >= framed) {
      framed = frameEnd(lines, at);
      const drawn = drawnTable(source, lines.slice(at, framed));
      if (drawn) {
        runs.push({ style: "pipes", lines: lines.slice(at, framed), drawn });
        at = framed;
        continue;
      }
    }
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
      } else if (
        candidate.kind === "plain" &&
        same === isTab &&
        cellsByTab &&
        next === end &&
        continuesCell(cell, candidate)
      ) {
        end = next + 1;
        cell += candidate.text;
      } else if (
        candidate.kind === "plain" &&
        same === isPipe &&
        cellsByPipe &&
        next === end &&
        standsForFigure(candidate.text)
      ) {
        // A table's last cell may lack its pipe.
        end = next + 1;
      } else if (candidate.kind !== "blank" || next - end >= MAX_GAP) break;
    }
    runs.push(runOf(lines.slice(at, end), same === isPipe));
    at = end;
  }
  return runs;
}

/**
 * Where the lines of a drawn frame end: behind its lower border, which the upper one of the next may follow, or before
 * a line that is neither border nor row.
 */
function frameEnd(lines: readonly Line[], start: number): number {
  const whole = (line: Line | undefined) => line?.kind === "rule" && !/[|│┃║]/u.test(line.text);
  let end = start;
  for (let line = lines[end]; line && (line.kind === "rule" || isPipe(line)); line = lines[end]) {
    end += 1;
    if (whole(line) && whole(lines[end]) && end - start > 1) break;
  }
  return end;
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
  if (style === "tab-cells") {
    const cells = lines.filter(isTab).map((line) => line.text.trim());
    const blanks = cells.filter((text) => text === "").length;
    return cells.length < MIN_TAB_CELLS || (blanks < MIN_TAB_CELLS && !cells.some((text) => isNumberText(text)));
  }
  return lines.length === 1 && !lines[0]?.text.trim().includes("\t");
}

function rowsOf(source: string, run: Run): TextRow[] {
  const lines =
    run.style === "tab-cells" ? run.lines : run.lines.filter((line) => line.kind !== "blank" && line.kind !== "rule");
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
  return {
    kind: "table",
    rows: rows.length,
    columns,
    cells,
    ragged: true,
    place: { offset, length: last ? last.offset + last.length - offset : 0 },
  };
}

/**
 * The description that a site puts above a document: a paragraph for each label with its value, at the place of its
 * row.
 */
function metadataOf(rows: readonly TextRow[]): Paragraph[] {
  return rows.flatMap((row) => {
    const first = row[0];
    const last = row.at(-1);
    const place = { offset: first?.offset ?? 0, length: first && last ? last.offset + last.length - first.offset : 0 };
    return metadataLines(row.map((cell) => cell.text)).map(
      (text): Paragraph => ({ kind: "paragraph", text, role: "metadata", place }),
    );
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

/** A label alone on its line, its figures blank, where it may be one. */
const aloneCell = (source: string, line: Line): TextRow | null =>
  line.text.trim().length <= LONGEST_LABEL && !/[。；！？：]/u.test(line.text)
    ? [cellAt(source, line.offset, line.offset + line.text.length)]
    : null;
const LONGEST_LABEL = 60;

const isSameRow = (row: TextRow, other: TextRow | undefined): boolean =>
  row.length === other?.length && row.every((cell, i) => cell.text === other[i]?.text);

/**
 * The rows that lines show by gaps only, and where they end: some of them with figures below words, or three with
 * figures side by side. No rows where they make no table: then no table begins before their end.
 */
function alignedRows(source: string, runs: readonly Run[], from: number): { rows: TextRow[]; end: number } {
  const found: AlignedRow[] = [];
  let alone: AlignedRow[] = [];
  let end = from;
  for (let at = from; at < runs.length; at++) {
    const run = runs[at];
    const line = run?.lines[0];
    if (!run || !line || run.style !== null) break;
    if (line.kind === "blank" || line.kind === "rule") {
      if (at - end - alone.length >= MAX_GAP) break;
      continue;
    }
    const cells = line.kind === "plain" ? gapCells(source, line) : null;
    if (cells) {
      // Lines with a label alone are rows only between rows of figures; else they may be headings.
      if (alone.length > 0 && figuresIn(cells) === 0) break;
      // The same header again behind an empty line: a table of its own.
      if (at > end && isSameRow(cells, found[0]?.cells)) break;
      for (const label of alone) found.push(label);
      found.push({ line, cells });
      alone = [];
      end = at + 1;
      continue;
    }
    const label = line.kind === "plain" && figuresIn(found.at(-1)?.cells ?? []) > 0 ? aloneCell(source, line) : null;
    if (!label) break;
    alone.push({ line, cells: label });
  }
  const counts = found.map(({ cells }) => figuresIn(cells));
  const isBelow = (index: number) =>
    counts[index - 1] === 0 &&
    (counts[index] ?? 0) >= 1 &&
    found[index]?.cells.length === found[index - 1]?.cells.length;
  const isTable =
    (found.length >= MIN_ALIGNED_ROWS && counts.some((count) => count >= 2)) ||
    found.some((_, index) => isBelow(index));
  return { rows: isTable ? withBlanks(found) : [], end };
}

function blocksOf(source: string, runs: readonly Run[]): Block[] {
  const blocks: Block[] = [];
  const rhythm = rhythmOf(runs);
  /** Until the first long line all stands above the text. */
  let aboveText = true;
  let blanks: Line[] = [];
  /** Up to where lines with gaps have been looked at. */
  let looked = 0;
  const flushBlanks = () => {
    // Where each cell is a line, an empty cell shows as empty lines beyond the usual ones: itself and its own share of
    // them.
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
      if (run.drawn) blocks.push(run.drawn);
      else if (run.style !== null) {
        const rows = rowsOf(source, run);
        if (isMetadata(rows.map((row) => row.map((cell) => cell.text))))
          for (const paragraph of metadataOf(rows)) blocks.push(paragraph);
        else blocks.push(tableOf(rows));
      }
      at++;
      continue;
    }
    const aligned = at < looked ? null : alignedRows(source, runs, at);
    if (aligned) looked = aligned.end;
    if (aligned && aligned.rows.length > 0) {
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
 * Reads plain text or Markdown. Tables that were flattened with pipes, tabs or gaps become tables with `ragged` set:
 * the cells of a row in their order, blanks between separators kept, filler at a row's end too. Where each line is a
 * cell of its own, each line is a paragraph, and an empty paragraph stands for each empty cell that the empty lines
 * show. Places are `{offset, length}` in characters of the decoded text.
 * @throws TooLargeError beyond `textBytes` and `textLines`.
 */
export function readText(bytes: Uint8Array): Document {
  return { format: "text", title: null, pages: [], blocks: textBlocks(plainText(bytes)) };
}

/** Paragraphs and tables of a text, places in its characters. @throws TooLargeError beyond `textLines`. */
export function textBlocks(source: string): Block[] {
  const lines = linesOf(source);
  if (lines.length > LIMITS.textLines) throw new TooLargeError();
  return blocksOf(source, runsOf(source, lines));
}
