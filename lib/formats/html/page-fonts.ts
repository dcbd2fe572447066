import { type Declaration, splitList, unescaped } from "./css.ts";

/** Fonts that draw other signs for digits, or may. */

/** Whether a range of characters as fonts declare it holds a digit. */
const holdsDigits = (range: string): boolean =>
  splitList(range).some((part) => {
    const found = /^u\+([0-9a-f?]{1,6})(?:-([0-9a-f]{1,6}))?$/iu.exec(part.trim());
    if (!found) return true;
    const first = Number.parseInt((found[1] ?? "").replaceAll("?", "0"), 16);
    const last = Number.parseInt(found[2] ?? (found[1] ?? "").replaceAll("?", "f"), 16);
    return first <= 0x39 && last >= 0x30;
  });

export const familyNames = (value: string): string[] =>
  splitList(value).map((name) =>
    unescaped(name.trim().replace(/^["']|["']$/gu, ""))
      .toLowerCase()
      .replace(/\s+/gu, " "),
  );

/** Fonts of the desktop that draw other signs for digits. */
const SYMBOLS = ["wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "zapf dingbats", "zapfdingbats"];

/** Names of the fonts that the page brings along for digits, and of the desktop's fonts of signs; lower case. */
export function fontsOf(faces: readonly (readonly Declaration[])[]): Set<string> {
  const names = new Set<string>(SYMBOLS);
  for (const face of faces) {
    const value = (name: string) => face.findLast(({ property }) => property === name)?.value;
    const range = value("unicode-range");
    if (value("src") === undefined || (range !== undefined && !holdsDigits(range))) continue;
    for (const name of familyNames(value("font-family") ?? "")) names.add(name);
  }
  return names;
}
