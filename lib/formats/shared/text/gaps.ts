import { type AlignedRow, withBlanks } from "./aligned.ts";
import type { Line } from "./lines.ts";
import { cellAt, figuresIn, gapCells, type TextRow } from "./rows.ts";
import { MAX_GAP, type Run } from "./runs.ts";

/** Tables that lines show by the gaps in them only. */

const MIN_ALIGNED_ROWS = 3;

const LONGEST_LABEL = 60;

/** A label alone on its line, its figures blank, where it may be one. */
const aloneCell = (source: string, line: Line): TextRow | null =>
  line.text.trim().length <= LONGEST_LABEL && !/[。；！？：]/u.test(line.text)
    ? [cellAt(source, line.offset, line.offset + line.text.length)]
    : null;

const isSameRow = (row: TextRow, other: TextRow | undefined): boolean =>
  row.length === other?.length && row.every((cell, i) => cell.text === other[i]?.text);

/**
 * The rows that lines show by gaps only, and where they end: some of them with figures below words, or three with
 * figures side by side. No rows where they make no table: then no table begins before their end.
 */
export function alignedRows(source: string, runs: readonly Run[], from: number): { rows: TextRow[]; end: number } {
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
