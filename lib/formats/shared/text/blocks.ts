import type { Block, Paragraph, Role, Table } from "../../../document/document.ts";
import { LIMITS } from "../../../limits.ts";
import { TooLargeError } from "../../errors.ts";
import { isFurnitureLine, isMetadata, isMetadataLine, metadataLines } from "../page-lines.ts";
import { alignedRows } from "./gaps.ts";
import { type Line, linesOf } from "./lines.ts";
import { cellAt, pipeCellRows, pipeRows, type TextRow, tabCellRows, tabRows } from "./rows.ts";
import { type Run, runsOf } from "./runs.ts";

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

/** Paragraphs and tables of a text, places in its characters. @throws TooLargeError beyond `textLines`. */
export function textBlocks(source: string): Block[] {
  const lines = linesOf(source);
  if (lines.length > LIMITS.textLines) throw new TooLargeError();
  return blocksOf(source, runsOf(source, lines));
}
