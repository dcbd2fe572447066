import { ordinaryDigits, withoutSmallDigits } from "../../document/appearance.ts";
import { UNITS } from "../../document/figure-text.ts";
import { personalNumbersIn } from "../../document/personal-numbers.ts";
import { halfWidth } from "../../document/text.ts";
import type { BoundCell } from "./facts.ts";
import { remembering } from "./remembering.ts";

type CellValue = Pick<BoundCell, "value" | "kind" | "unit">;

const BLANK: CellValue = { value: null, kind: "blank" };
const TEXT: CellValue = { value: null, kind: "text" };
const INNER_SPACE = /[\s\u00a0\u3000\u200b-\u200f\u202a-\u202e\u2060\ufeff]+/gu;
/**
 * A no-break space that a conversion to a Chinese charset turned into a question mark: before a blank, or before a 0,
 * it can have been no sign.
 */
const LOST_SPACE = /^\?+ (?=\d)|^\?+(?=0$)/u;
/** One digit, a space, the next. */
const SPREAD = /^[+\-−–]? ?\d(?: \d)+$/u;
/** Sign, digits (thousands separated or not), decimals, unit. */
const NUMBER = new RegExp(`^([+\\-−–]?)((?:\\d{1,3}(?:[,'’]\\d{3})+)|\\d+)(\\.\\d+)?(${UNITS})?$`, "u");
/** A telephone number is the shortest of the numbers of persons. */
const SMALLEST_PERSONAL = 1e10;

/**
 * Reads the text of a figure's cell as printed: full-width digits, thousands separators, a plus sign, spaces and a unit
 * are read, nothing is repaired. A number broken over two lines of its cell is one number; two numbers side by side are
 * none. A raised digit beside ordinary ones is a note's mark and no part of the number. A number of a person is no
 * figure.
 */
export const readCellText = remembering((text: string): CellValue => {
  const half = halfWidth(/\p{Nd}/u.test(text) ? withoutSmallDigits(text) : ordinaryDigits(text)).replaceAll("，", ",");
  const joined = half
    .replace(/[\r\n]+/gu, "")
    .replace(INNER_SPACE, " ")
    .trim()
    .replace(LOST_SPACE, "");
  if (joined === "") return BLANK;
  const digitsApart = /\d \d/u.test(joined);
  if (digitsApart && !/^[+\-−–]? ?\d{1,3}( \d{3})+(\.\d+)?\D*$/u.test(joined)) return TEXT;
  const match = NUMBER.exec(joined.replaceAll(" ", ""));
  if (!match) return TEXT;
  const [, sign, whole = "", decimals = "", unit] = match;
  // 0 above 0: two numbers, not one broken over two lines.
  if (/^0\d/u.test(whole) && /\d[^\S\r\n]*[\r\n]\s*\d/u.test(half)) return TEXT;
  const size = Number(whole.replace(/[,'’]/gu, "") + decimals);
  if (!Number.isFinite(size) || size > Number.MAX_SAFE_INTEGER) return TEXT;
  if (size >= SMALLEST_PERSONAL && personalNumbersIn(text).length > 0) return TEXT;
  const value = size !== 0 && sign && sign !== "+" ? -size : size;
  return unit === undefined ? { value, kind: "number" } : { value, kind: "number", unit };
});

/**
 * The text of a cell that is bound to a figure: a full stop behind the number is none of it. Elsewhere 1. may number
 * what follows.
 */
export const readFigureText = (text: string): CellValue =>
  readCellText(text.replace(/(?<=\p{Nd}\s{0,4})[.。．]\s*$/u, ""));

/** Whether a text holds digits beside a character that a conversion lost: a minus or a digit may be gone. */
export const hasLostCharacter = (text: string): boolean =>
  /[?？\ufffd]/u.test(text) && /\d/u.test(halfWidth(text)) && readCellText(text).kind === "text";

/** Whether a number goes on in another line of its cell, where no separator shows it to be one number. */
export const isSplit = (text: string): boolean =>
  /\d[^\S\r\n]*[\r\n]\s*\d/u.test(halfWidth(text)) && readCellText(text).kind === "number";

/** Whether digits stand apart, each by itself: one number spread over its cell, or several. */
export const isSpread = (text: string): boolean => SPREAD.test(halfWidth(text).replace(INNER_SPACE, " ").trim());
