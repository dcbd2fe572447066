import { foldIdeographs, halfWidth } from "../../../document/text.ts";
import { isFigure, type PlacedString } from "./strings.ts";

/** True for a single character, and for a vertical label: several characters in the breadth of one. */
const vertical = (token: PlacedString) =>
  token.width < 1.2 * token.size &&
  ([...token.text].length === 1 || [...token.text].length * 0.45 * token.size > token.width);

/** A number's digits, or the first or last of them. */
const DIGITS = /^[0-9,.]+$/u;

/**
 * A number that did not fit its cell goes on right below its first digits: the other cells of a row stand beside each
 * other, and a label stands between rows.
 * @param bottom where the last line of the number so far stands
 */
function goesOnBelow(last: PlacedString, bottom: number, string: PlacedString): boolean {
  const step = string.y - bottom;
  const starts = Math.abs(string.x - last.x) < 0.3 * string.size;
  const centred = Math.abs(string.x + string.width / 2 - last.x - last.width / 2) < 0.3 * string.size;
  return (
    step > 0.8 * string.size &&
    step < 1.75 * string.size &&
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
    const shift = 0.15 * string.size;
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
    const reach = last && DIGITS.test(halfWidth(last.text)) && DIGITS.test(halfWidth(string.text)) ? 0.2 : 0.45;
    const beside =
      last &&
      Math.abs(string.y - last.y) < 0.3 * Math.max(string.size, last.size) &&
      gap > -0.6 * string.size &&
      gap < reach * string.size;
    // Upright characters written one below the other are one vertical label; figures below each other are not.
    const below =
      last &&
      Math.abs(string.x - last.x) < 0.3 * string.size &&
      string.y > last.y &&
      string.y - last.y < 1.4 * string.size * [...last.text].length &&
      last.width < 1.2 * last.size &&
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
