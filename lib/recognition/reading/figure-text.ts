import type { Area } from "../picture/raster.ts";

/** Numbers and marks as a recogniser reads them. */

/** What a cell of figures may hold. */
export const FIGURE_CHARACTERS = "0123456789.,-+/%无万元件";

/** Characters that a model takes for those of figures, which it may read when all of its characters are allowed. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: "0",
  o: "0",
  〇: "0",
  "○": "0",
  D: "0",
  Q: "0",
  口: "0",
  "。": "0",
  "°": "0",
  c: "0",
  C: "0",
  U: "0",
  G: "0",
  日: "0",
  a: "0",
  e: "0",
  p: "0",
  l: "1",
  I: "1",
  i: "1",
  "|": "1",
  丨: "1",
  "！": "1",
  "!": "1",
  "]": "1",
  "[": "1",
  t: "1",
  j: "1",
  J: "1",
  "「": "1",
  Z: "2",
  z: "2",
  了: "7",
  T: "7",
  "?": "7",
  S: "5",
  s: "5",
  B: "8",
  b: "6",
  g: "9",
  q: "9",
  A: "4",
};
const MARKS: Readonly<Record<string, string>> = {
  "，": ",",
  "、": ",",
  "—": "-",
  "–": "-",
  "－": "-",
  一: "-",
  ー: "-",
  _: "-",
  "~": "-",
  "·": ".",
  "／": "/",
  丿: "/",
  "\\": "/",
};

/** As a figure is written: half-width, without spaces, one sign for each dash. */
export const plain = (text: string): string =>
  [...text.normalize("NFKC").replace(/\s+/gu, "")].map((character) => MARKS[character] ?? character).join("");

/** Look-alikes as the digits they stand for; for votes only, never for what is printed. */
export const asDigits = (text: string): string =>
  [...plain(text)].map((character) => LOOK_ALIKES[character] ?? character).join("");

export const isNumber = (text: string): boolean => /^[-+]?\d[\d,]*(?:\.\d+)?(?:%|万元|元|件)?$/u.test(text);
export const isMarkOnly = (text: string): boolean => /^(?:[/-]{1,4}|无)$/u.test(text);

/** Whether a text is digits alone, with the points and commas between them. */
export const isDigits = (text: string): boolean => /^\d[\d.,]*$/u.test(text);

/** A comma between thousands, faint as it is, makes no other number. */
export const amountOf = (text: string): string => text.replaceAll(/,(?=\d{3}(?:\D|$))/gu, "");

/** A point with three digits behind it: every look may have taken a comma between thousands for one. */
export const mayBeThousands = (text: string): boolean => /\d\.\d{3}(?:\D|$)/u.test(text);

/** A day, by its numbers. */
export const isDate = (text: string): boolean => /^\d{4}([-/.])\d{1,2}\1\d{1,2}$/u.test(text);

/** More look-alikes than these are a word, not digits taken for other characters. */
const MOST_LOOK_ALIKES = 3;

/**
 * What a text is, read with all characters: a figure as it stands, or "alike", where only look-alikes of digits make it
 * one: the sizes S and L, Roman numerals, a circle for yes. Among figures that is a figure; by itself it is a word.
 */
export function figureKind(text: string): "figure" | "alike" | "word" {
  const half = plain(text);
  if (isNumber(half) || isMarkOnly(half)) return "figure";
  return half.length <= MOST_LOOK_ALIKES && isNumber(asDigits(half)) ? "alike" : "word";
}

/** Whether a text is a figure or, among figures, one. */
export const looksLikeFigure = (text: string): boolean => figureKind(text) !== "word";

/** How a model that knows all characters writes the digits that it mistakes most: nothing else stands alone like them. */
const ROUND = /^[Oo〇○口QD。°]$/u;
/** Width of a zero in its height, at most. */
const NARROW = 0.8;
const UPRIGHT = /^[lIi|丨！!\][「]$/u;

/**
 * Whether what is read as something round is plainly higher than wide, as zeros are and neither a letter O nor a circle
 * for yes is.
 */
export const isNarrowRound = (text: string, { x0, y0, x1, y1 }: Area): boolean =>
  ROUND.test(plain(text)) && x1 - x0 <= NARROW * (y1 - y0);

/**
 * What a look-alike is where so many figures stand in its row and column: a figure; a figure in doubt, which might be a
 * mark or numeral over others, or a letter among them; or a word.
 * @param sure whether the look at it did not hesitate
 */
export function alikeAmong(
  { text, sure }: { readonly text: string; readonly sure: boolean },
  { row, column }: Neighbours,
): "figure" | "doubt" | "word" {
  const half = plain(text);
  const isRound = ROUND.test(half);
  const isLikely = isRound || UPRIGHT.test(half);
  if (row >= 2 || (row >= 1 && column >= 1)) return isLikely || !sure ? "figure" : "doubt";
  if (isRound && column >= 2) return "figure";
  return isLikely && row + column >= 1 ? "doubt" : "word";
}

/** How many figures that are told by themselves stand in the row and in the column of a place. */
export interface Neighbours {
  readonly row: number;
  readonly column: number;
}

/**
 * Whether a text outside of tables is a figure: there a Chinese character is no look-alike but what is left of a
 * sentence (31日。).
 */
export const isLoneFigure = (text: string): boolean =>
  looksLikeFigure(text) && (figureKind(text) === "figure" || !/\p{Script=Han}/u.test(text));
