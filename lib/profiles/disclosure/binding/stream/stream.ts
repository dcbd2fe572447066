import type { FlatText } from "../../../../document/document.ts";
import { halfWidth, squash } from "../../../../document/text.ts";
import { readCellText, readFigureText } from "../../../common/cell-text.ts";
import { simplified } from "../../../common/simplified.ts";
import { OFFICIAL_LABELS } from "../../official-labels.ts";
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
  /** Every piece of the flat text, figures and words, with its extent in `flow`. */
  readonly pieces: readonly Piece[];
  readonly blanksKept: boolean;
}

interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What stands in the place of a figure, and where. */
export interface Placed {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** Longer pieces are prose, of which no figure's label is part. */
const LONGEST_LABEL = 120;
export const PROSE = "\ue001";
const LONGEST_FIGURE = 16;

const wordsOf = (piece: string): string =>
  lettersOf(simplified(halfWidth(squash(piece)).replace(/\[bookmark:[^\][]*\]/gu, "")));

const lettersOf = (text: string): string =>
  text
    .replace(/[^\p{Script=Han}\p{L}\p{N}]/gu, "")
    .replaceAll("其它", "其他")
    .replaceAll("合计", "总计");

export function streamOf(flat: FlatText): Stream {
  const parts: string[] = [];
  const figures: string[] = [];
  const at: number[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  const push = (part: string, text: string) => {
    parts.push(part);
    pieces.push({ text, from: length, to: length + part.length });
    length += part.length;
  };
  for (const piece of flat.pieces) {
    if (isFigureText(piece) || isDamagedFigure(piece)) {
      if (!flat.blanksKept && piece.trim() === "") continue;
      figures.push(piece);
      at.push(length);
      push(MARK, piece);
    } else push(piece.length > LONGEST_LABEL ? PROSE : wordsOf(piece), piece);
  }
  return {
    flow: parts.join(""),
    allWords: () => flat.pieces.map(wordsOf).join(""),
    figures,
    at,
    pieces,
    blanksKept: flat.blanksKept,
  };
}

/**
 * What stands in the place of a figure and is none: 5*, 12?, l0, 约5. A number alone with a dot may begin a label that
 * was broken.
 */
const isDamagedFigure = (piece: string): boolean =>
  piece.length <= LONGEST_FIGURE &&
  /\d/u.test(halfWidth(piece)) &&
  /^[约近\P{Script=Han}]+$/u.test(piece) &&
  !/^\s*[(（]?\d{1,2}[)）.．、]*\s*$/u.test(piece);

export function figuresBetween(stream: Stream, from: number, to: number): Placed[] {
  const found: Placed[] = [];
  for (let i = firstFrom(stream.at, from, (at) => at); (stream.at[i] ?? to) < to; i++) {
    const at = stream.at[i] as number;
    found.push({ text: stream.figures[i] ?? "", at, end: at + 1 });
  }
  return found;
}

/** The pieces that begin between two places. */
export function* piecesBetween(stream: Stream, from: number, to: number): Generator<Piece> {
  for (let i = firstFrom(stream.pieces, from, (piece) => piece.from); (stream.pieces[i]?.from ?? to) < to; i++)
    yield stream.pieces[i] as Piece;
}

/** Index of the first of an ascending list that is not before a place. */
function firstFrom<T>(list: readonly T[], from: number, placeOf: (item: T) => number): number {
  let low = 0;
  for (let high = list.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (placeOf(list[middle] as T) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The marks that follow a position at once. */
export function figuresAfter(stream: Stream, from: number): Placed[] {
  let to = from;
  while (stream.flow[to] === MARK) to += 1;
  return figuresBetween(stream, from, to);
}

/** Longer words fill no cell of figures. */
const LONGEST_WORDS = 24;
const NUMBERED =
  /^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?=\D))/u;
const LABEL_KEYS: readonly string[] = OFFICIAL_LABELS.map((label) => lettersOf(halfWidth(squash(label))));

/**
 * Whether words can stand in the place of a figure (详见附件, 本年未发生): short, without a number of their own, and no
 * part of any label of the form.
 */
const fillsCell = (text: string): boolean => {
  const words = wordsOf(text);
  return (
    text.length <= LONGEST_WORDS &&
    !NUMBERED.test(text) &&
    (words === "" || !LABEL_KEYS.some((label) => label.includes(words)))
  );
};

/** What stands between two labels, words included: all pieces up to the first that can't stand in a figure's cell. */
export function cellsBetween(stream: Stream, from: number, to: number): Placed[] {
  const cells: Placed[] = [];
  for (const piece of piecesBetween(stream, from, to)) {
    const isFigure = stream.flow[piece.from] === MARK && piece.to === piece.from + 1;
    if (!isFigure && !fillsCell(piece.text)) break;
    cells.push({ text: piece.text, at: piece.from, end: piece.to });
  }
  return cells;
}

/** Words over a table are no longer than this. */
const LONGEST_CAPTION = 120;

/** The words before a place, since the last figure, prose or title of a report. */
export function captionBefore(stream: Stream, at: number): string {
  const words = stream.flow.slice(Math.max(0, at - LONGEST_CAPTION), at);
  return words.slice(Math.max(words.lastIndexOf(MARK), words.lastIndexOf(PROSE)) + 1).replace(/^.*年度报告/u, "");
}

/**
 * As many cells as a row has columns, those that are blank before and behind all others left out where there are more;
 * null where there are not as many.
 */
export function exactly(cells: readonly Placed[], count: number): readonly Placed[] | null {
  if (cells.length === count) return cells;
  const inner = cells.slice(Math.max(0, cells.findIndex(isPrinted)), cells.findLastIndex(isPrinted) + 1);
  return inner.length === count ? inner : null;
}

/**
 * A number stands by itself where blanks are lost; where they are kept, a surplus of blanks is filler: of a merged
 * label before (`lead`) or after the figures.
 */
export function run(
  stream: Stream,
  figures: readonly { text: string }[],
  count: number,
  lead: number | null = 0,
): readonly { text: string }[] | null {
  if (!stream.blanksKept) return figures.length === count ? figures : null;
  const whole = figureRun(figures, count, lead);
  // As many numbers as the row has columns are its figures, whatever blanks a page's layout seemed to show between
  // them.
  const numbers = figures.filter(isPrinted);
  return whole ?? (numbers.length === count ? numbers : null);
}

export const isPrinted = (figure: { text: string }): boolean => readCellText(figure.text).kind !== "blank";
export const printed = (text: string): Printed => ({ text, ...readFigureText(text) });
