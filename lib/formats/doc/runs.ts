import { CorruptError } from "../errors.ts";
import { Binary } from "../shared/binary.ts";
import type { Piece } from "./pieces.ts";

/**
 * Formatted runs ([MS-DOC] 2.9.33 and 2.9.174): stretches of the WordDocument stream that share character or paragraph
 * properties, kept in pages of 512 bytes that a list in the table stream names.
 */

export interface Run {
  /** Bytes of the WordDocument stream, the end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly style: number;
  readonly modifiers: Binary;
}

const PAGE = 512;
const EMPTY = new Binary(new Uint8Array(0));

/** Sorted by place. @throws CorruptError where a page lies outside the stream or is named twice */
export function readRuns(list: Binary, word: Binary, kind: "characters" | "paragraphs"): Run[] {
  const count = Math.floor((list.length - 4) / 8);
  const runs: Run[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < count; i++) {
    const number = list.u32(4 * (count + 1) + 4 * i) & 0x3fffff;
    if (seen.has(number)) throw new CorruptError();
    seen.add(number);
    const page = word.part(number * PAGE, PAGE);
    const length = page.u8(PAGE - 1);
    const entry = kind === "characters" ? 1 : 13;
    if (4 * (length + 1) + entry * length > PAGE) throw new CorruptError();
    for (let j = 0; j < length; j++) {
      if (page.u32(4 * j) > page.u32(4 * j + 4)) throw new CorruptError();
      const at = 2 * page.u8(4 * (length + 1) + entry * j);
      const run =
        at === 0 ? { style: 0, modifiers: EMPTY } : kind === "characters" ? characters(page, at) : paragraph(page, at);
      runs.push({ from: page.u32(4 * j), to: page.u32(4 * j + 4), ...run });
    }
  }
  return runs.sort((a, b) => a.from - b.from);
}

function characters(page: Binary, at: number): Pick<Run, "style" | "modifiers"> {
  return { style: 0, modifiers: page.part(at + 1, page.u8(at)) };
}

function paragraph(page: Binary, at: number): Pick<Run, "style" | "modifiers"> {
  const words = page.u8(at);
  const start = words === 0 ? at + 2 : at + 1;
  const size = words === 0 ? 2 * page.u8(at + 1) : 2 * words - 1;
  if (size < 2) return { style: 0, modifiers: EMPTY };
  return { style: page.u16(start), modifiers: page.part(start + 2, size - 2) };
}

/** The runs of a piece's characters, each with the first of these and the one behind the last. */
export function* runsOfPiece(
  runs: readonly Run[],
  { from, to, offset, width }: Piece,
): Generator<{ run: Run; first: number; last: number }> {
  const end = offset + (to - from) * width;
  for (let i = Math.max(0, runIndex(runs, offset)); i < runs.length; i++) {
    const run = runs[i] as Run;
    if (run.from >= end) return;
    const [begin, stop] = [Math.max(run.from, offset), Math.min(run.to, end)];
    if (stop > begin)
      yield { run, first: from + Math.ceil((begin - offset) / width), last: from + Math.ceil((stop - offset) / width) };
  }
}

/** Index of the last run that starts at or before a place; -1 where there is none. */
export function runIndex(runs: readonly Run[], place: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle] as Run).from <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
