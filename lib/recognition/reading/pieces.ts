import { gapsIn, hasTrace, type InkLine } from "../picture/ink.ts";
import type { Grey } from "../picture/raster.ts";
import type { LineReading } from "./lines.ts";

/** Splits lines at wide white: detection finds the names of adjacent columns as one line. */

export interface LinePiece {
  readonly box: InkLine;
  readonly line: LineReading;
}

/** White that parts a line, in em. */
const WIDE = {
  /** Words of one sentence are closer. */
  words: 0.5,
  /** In spaced type it is this much wider than the usual gap. */
  thanUsual: 0.4,
  /** Full-width digits of one number are at most this far apart. */
  digits: 1.1,
  /** In pixels: ends of strokes fade so far into it. What shows in the rest is a faint stroke, as of 一 in small type. */
  blur: 2,
} as const;
/** The white beside these is their own; nor does a line begin with one that closes. */
const CLOSING = /[，。；：、！？）》】”’．,.;:!?)\]…·]/u;
const OPENING = /[（《【“‘([]/u;
const DIGIT = /[0-9０-９]/u;

/** @param em size of a full character in pixels */
export function piecesOf(grey: Grey, box: InkLine, line: LineReading, em: number): LinePiece[] {
  const characters = [...line.text];
  if (line.middles.length === 0 || characters.length < 2) return [{ box, line }];
  const gaps = gapsIn(grey, box).filter(
    ([from, to]) => !hasTrace(grey, { ...box, x0: from + WIDE.blur, x1: to - WIDE.blur }),
  );
  const widths = characters.slice(1).map((_, i) => {
    const [from, to] = [line.middles[i] as number, line.middles[i + 1] as number];
    return Math.max(0, ...gaps.filter(([a, b]) => (a + b) / 2 > from && (a + b) / 2 < to).map(([a, b]) => b - a));
  });
  // Spaced type has the same gap everywhere.
  const usual = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
  const cuts = gaps.flatMap(([from, to]) => {
    const at = line.middles.filter((middle) => middle < (from + to) / 2).length;
    const [before, after] = [characters[at - 1], characters[at]];
    if (before === undefined || after === undefined || CLOSING.test(before + after) || OPENING.test(after)) return [];
    const digits = DIGIT.test(before) && DIGIT.test(after);
    return to - from >= (digits ? WIDE.digits * em : Math.max(WIDE.words * em, usual + WIDE.thanUsual * em))
      ? [{ at, from, to }]
      : [];
  });
  if (cuts.length === 0) return [{ box, line }];
  const second = [...line.second];
  return [...cuts, { at: characters.length, from: box.x1, to: box.x1 }].map(({ at, from }, n): LinePiece => {
    const last = cuts[n - 1];
    const [first, x0] = [last?.at ?? 0, last?.to ?? box.x0];
    const text = characters.slice(first, at).join("").trim();
    // A second look of another length is kept whole, with the first piece.
    const other =
      second.length === characters.length ? second.slice(first, at).join("").trim() : n === 0 ? line.second : "";
    return { box: { ...box, x0, x1: from }, line: { text, mean: line.mean, second: other, middles: [] } };
  });
}
