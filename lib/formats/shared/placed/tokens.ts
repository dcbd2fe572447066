import { foldIdeographs, halfWidth } from "../../../document/text.ts";
import { isFigure, type PlacedString } from "./strings.ts";

/** How strings that are one token stand to each other, in em. */
const TOKENS = {
  /** A token this narrow is a column of single characters, if its characters, half an em each and less, are more. */
  oneWide: 1.2,
  halfWidth: 0.45,
  /** Strings that begin, or whose middles stand, no further apart stand below each other. */
  sameColumn: 0.3,
  /** Where a number's next line stands below it: no closer than type allows, no further than within a cell. */
  leastStep: 0.8,
  mostStep: 1.75,
  /** Bold type that is printed twice is shifted by less; the next character stands half an em on at least. */
  boldShift: 0.15,
  /** Baselines that differ less are one line. */
  sameLine: 0.3,
  /** Strings with a wider gap are two; figures of narrow columns stand closer than words that belong together. */
  figuresApart: 0.2,
  wordsApart: 0.45,
  /** How far one may reach back over the other: kerning, and advances that the file says wrongly. */
  overlap: 0.6,
  /** Characters of a vertical label follow each other within this. */
  below: 1.4,
} as const;

/** True for a single character, and for a vertical label: several characters in the breadth of one. */
const vertical = (token: PlacedString) =>
  token.width < TOKENS.oneWide * token.size &&
  ([...token.text].length === 1 || [...token.text].length * TOKENS.halfWidth * token.size > token.width);

/** A number's digits, or the first or last of them. */
const DIGITS = /^[0-9,.]+$/u;

/**
 * A number that did not fit its cell goes on right below its first digits: the other cells of a row stand beside each
 * other, and a label stands between rows.
 * @param bottom where the last line of the number so far stands
 */
function goesOnBelow(last: PlacedString, bottom: number, string: PlacedString): boolean {
  const step = string.y - bottom;
  const starts = Math.abs(string.x - last.x) < TOKENS.sameColumn * string.size;
  const centred = Math.abs(string.x + string.width / 2 - last.x - last.width / 2) < TOKENS.sameColumn * string.size;
  return (
    step > TOKENS.leastStep * string.size &&
    step < TOKENS.mostStep * string.size &&
    (starts || centred) &&
    DIGITS.test(halfWidth(last.text)) &&
    DIGITS.test(halfWidth(string.text))
  );
}

/**
 * Bold type is often made by printing a string twice with a slight shift. Looked up by squares, so that any number of
 * them is compared in linear time.
 */
function printedOnce(strings: readonly PlacedString[]): PlacedString[] {
  const printed = new Map<string, PlacedString[]>();
  return strings.filter((string) => {
    const shift = TOKENS.boldShift * string.size;
    if (!(shift > 0)) return true;
    const [column, row] = [Math.floor(string.x / shift), Math.floor(string.y / shift)];
    const square = (right: number, down: number) =>
      `${column + right} ${row + down} ${Math.round(10 * string.size)} ${string.text}`;
    const near = AROUND.flatMap(([right, down]) => printed.get(square(right, down)) ?? []);
    if (near.some(({ x, y }) => Math.hypot(x - string.x, y - string.y) < shift)) return false;
    const own = printed.get(square(0, 0));
    if (own) own.push(string);
    else printed.set(square(0, 0), [string]);
    return true;
  });
}

const AROUND = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const));

/** Strings drawn one after the other without a gap, as one. */
export function tokensOf(strings: readonly PlacedString[]): PlacedString[] {
  const tokens: PlacedString[] = [];
  let bottom = 0;
  for (const string of printedOnce(strings).flatMap(split)) {
    const last = tokens.at(-1);
    const gap = last ? string.x - (last.x + last.width) : 0;
    // Figures of narrow columns stand closer than words that belong together.
    const reach =
      last && DIGITS.test(halfWidth(last.text)) && DIGITS.test(halfWidth(string.text))
        ? TOKENS.figuresApart
        : TOKENS.wordsApart;
    const beside =
      last &&
      Math.abs(string.y - last.y) < TOKENS.sameLine * Math.max(string.size, last.size) &&
      gap > -TOKENS.overlap * string.size &&
      gap < reach * string.size;
    // Upright characters written one below the other are one vertical label; figures below each other are not.
    const below =
      last &&
      Math.abs(string.x - last.x) < TOKENS.sameColumn * string.size &&
      string.y > last.y &&
      string.y - last.y < TOKENS.below * string.size * [...last.text].length &&
      last.width < TOKENS.oneWide * last.size &&
      [...string.text].length === 1 &&
      !(isFigure(string.text) && isFigure(last.text)) &&
      vertical(last);
    // Its place is the middle of its lines, where the row's other figures stand.
    if (last && goesOnBelow(last, bottom, string))
      tokens[tokens.length - 1] = {
        ...last,
        text: last.text + string.text,
        x: Math.min(last.x, string.x),
        y: last.y + (string.y - bottom) / 2,
        width: Math.max(last.width, string.width),
      };
    else if (last && below) tokens[tokens.length - 1] = { ...last, text: last.text + string.text };
    else if (last && beside)
      tokens[tokens.length - 1] = { ...last, text: last.text + string.text, width: string.x + string.width - last.x };
    else tokens.push(string);
    bottom = string.y;
  }
  return tokens;
}

/** Figures that one string holds with space between them are figures of several cells. */
function split(string: PlacedString): PlacedString[] {
  const parts = string.text.trim().split(/[\s\u00a0\u3000]+/u);
  const text = foldIdeographs(string.text.trim());
  if (text === "") return [];
  const step = string.width / Math.max(string.text.length, 1);
  if (parts.every(isFigure) && parts.filter((part) => /[0-9０-９]/u.test(part)).length > 1) {
    let from = 0;
    return parts.map((part) => {
      const at = string.text.indexOf(part, from);
      from = at + part.length;
      return { ...string, text: part, x: string.x + at * step, width: part.length * step };
    });
  }
  const lead = string.text.length - string.text.trimStart().length;
  const tail = string.text.length - string.text.trimEnd().length;
  return [{ ...string, text, x: string.x + lead * step, width: string.width - (lead + tail) * step }];
}
