import { RADICALS } from "./radicals.ts";

/** Ways to compare what is printed: none of them changes what a document keeps. */

const INVISIBLE = /[\s\u00a0\u3000\u200b-\u200f\u202a-\u202e\u2060\ufeff]+/gu;

/** Without white space of any kind and without invisible marks. */
export const squash = (text: string): string => text.replace(INVISIBLE, "");

/** One line: runs of white space become one space, none at the ends. */
export const oneLine = (text: string): string => text.replace(INVISIBLE, " ").trim();

/**
 * The text without the characters at its end that a pattern matches one by one. A pattern for the end itself (`[.]+$`)
 * would look at each run of such characters once for every character of it.
 */
export function withoutTrailing(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

/**
 * Full-width letters, digits, brackets, colons and dots as half-width ones; Chinese punctuation （，。、） that has no
 * half-width twin stays.
 */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/gu, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll("\u3000", " ");

/**
 * Radicals (U+2E80–2FDF) and compatibility ideographs (U+F900–FAFF, U+2F800–2FA1F) as the ordinary characters they
 * stand for.
 */
export const foldIdeographs = (text: string): string =>
  text.replace(/[\u2e80-\u2fdf\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu, (c) => RADICALS.get(c) ?? c.normalize("NFKC"));

/** Levenshtein distance in characters. */
export function editDistance(a: string, b: string): number {
  // One row, overwritten as it goes: a document asks this thousands of times.
  const row = new Uint32Array(b.length + 1);
  for (let j = 1; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let diagonal = i - 1;
    let left = i;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] as number;
      left = Math.min(above + 1, left + 1, diagonal + (a[i - 1] === b[j - 1] ? 0 : 1));
      diagonal = above;
      row[j] = left;
    }
  }
  return row[b.length] as number;
}

/** What a text shows where something stands in it that is no text, such as a picture (object replacement character). */
export const OBJECT_MARK = "\ufffc";
