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

/** A comma between thousands, faint as it is, makes no other number. */
export const amountOf = (text: string): string => text.replaceAll(/,(?=\d{3}(?:\D|$))/gu, "");

/** More look-alikes than these are a word, not digits taken for other characters. */
const MOST_LOOK_ALIKES = 3;

/** Whether a text, read with all characters, is a figure or nearly one. */
export const looksLikeFigure = (text: string): boolean => {
  const half = plain(text);
  return isNumber(half) || isMarkOnly(half) || (half.length <= MOST_LOOK_ALIKES && isNumber(asDigits(half)));
};

/**
 * Whether a text outside of tables is a figure: there a Chinese character is no look-alike but what is left of a
 * sentence (31日。).
 */
export const isLoneFigure = (text: string): boolean =>
  looksLikeFigure(text) && (isNumber(plain(text)) || isMarkOnly(plain(text)) || !/\p{Script=Han}/u.test(text));
