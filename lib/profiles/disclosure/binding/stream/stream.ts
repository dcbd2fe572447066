import { Converter } from "opencc-js/t2cn";
import type { FlatText } from "../../../../document/document.ts";
import { halfWidth, squash } from "../../../../document/text.ts";
import { readCellText } from "../../cell-text.ts";
import type { Printed } from "../look.ts";
import { figureRun, isFigureText } from "../rows.ts";

/** A flat text as one stream of words and figures. */

/** In `flow` every figure is one such mark; every other character belongs to a word. */
export const MARK = "\ue000";

export interface Stream {
  /** Words without spaces and punctuation, figures as marks. */
  readonly flow: string;
  /** All words, those of prose too; told only when asked, since it takes time. */
  readonly allWords: () => string;
  /** Text of the n-th mark. */
  readonly figures: readonly string[];
  /** Position of the n-th mark in `flow`. */
  readonly at: readonly number[];
  readonly blanksKept: boolean;
}

const simplified = Converter({ from: "t", to: "cn" });
/** Longer pieces are prose, of which no figure's label is part. */
const LONGEST_LABEL = 120;
const PROSE = "\ue001";
const LONGEST_FIGURE = 16;

const wordsOf = (piece: string): string =>
  simplified(halfWidth(squash(piece)).replace(/\[bookmark:[^\][]*\]/gu, ""))
    .replace(/[^\p{Script=Han}\p{L}\p{N}]/gu, "")
    .replaceAll("其它", "其他")
    .replaceAll("合计", "总计");

export function streamOf(flat: FlatText): Stream {
  const parts: string[] = [];
  const figures: string[] = [];
  const at: number[] = [];
  let length = 0;
  const push = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  for (const piece of flat.pieces) {
    if (isFigureText(piece) || isDamagedFigure(piece)) {
      if (!flat.blanksKept && piece.trim() === "") continue;
      figures.push(piece);
      at.push(length);
      push(MARK);
    } else push(piece.length > LONGEST_LABEL ? PROSE : wordsOf(piece));
  }
  return { flow: parts.join(""), allWords: () => flat.pieces.map(wordsOf).join(""), figures, at, blanksKept: flat.blanksKept };
}

/** What stands in the place of a figure and is none: 5*, 12?, l0, 约5. A number alone with a dot may begin a label that was broken. */
const isDamagedFigure = (piece: string): boolean =>
  piece.length <= LONGEST_FIGURE &&
  /\d/u.test(halfWidth(piece)) &&
  /^[约近\P{Script=Han}]+$/u.test(piece) &&
  !/^\s*[(（]?\d{1,2}[)）.．、]*\s*$/u.test(piece);

export const figuresBetween = (stream: Stream, from: number, to: number): { text: string; at: number }[] =>
  stream.at.flatMap((position, i) => (position >= from && position < to ? [{ text: stream.figures[i] ?? "", at: position }] : []));

/** The marks that follow a position at once. */
export function figuresAfter(stream: Stream, from: number): { text: string; at: number }[] {
  let to = from;
  while (stream.flow[to] === MARK) to += 1;
  return figuresBetween(stream, from, to);
}

/**
 * A number stands by itself where blanks are lost; where they are kept, a surplus of blanks is filler: of a merged label before (`lead`) or after the figures.
 */
export function run(
  stream: Stream,
  figures: readonly { text: string }[],
  count: number,
  lead: number | null = 0,
): readonly { text: string }[] | null {
  if (!stream.blanksKept) return figures.length === count ? figures : null;
  const whole = figureRun(figures, count, lead);
  // As many numbers as the row has columns are its figures, whatever blanks a page's layout seemed to show between them.
  const numbers = figures.filter(isPrinted);
  return whole ?? (numbers.length === count ? numbers : null);
}

export const isPrinted = (figure: { text: string }): boolean => readCellText(figure.text).kind !== "blank";
export const printed = (text: string): Printed => ({ text, ...readCellText(text) });
