import { squash } from "./text.ts";

/** What stands before a heading or a label: 第一部分; 一、; （一）, (1), ①; 1. */
export type Numbering = "chapter" | "section" | "part" | "item";

const CHINESE = "[一二三四五六七八九十]{1,3}";
const DIGITS = "[0-9０-９]{1,2}";
const NUMBERINGS: readonly (readonly [Numbering, RegExp])[] = [
  ["chapter", new RegExp(`^第${CHINESE}(?:章|部分|节)`, "u")],
  ["section", new RegExp(`^${CHINESE}[、.．]`, "u")],
  ["part", new RegExp(`^(?:[（(](?:${CHINESE}|${DIGITS})[）)]|[①-⒛])`, "u")],
  // 1.5 is a figure.
  ["item", new RegExp(`^${DIGITS}[.．、](?![0-9０-９])`, "u")],
];

/** How a line or a label is numbered, spaces apart; null where it is not. */
export function numberingOf(text: string): Numbering | null {
  const start = squash(text.slice(0, LONGEST));
  return NUMBERINGS.find(([, pattern]) => pattern.test(start))?.[0] ?? null;
}

/** Characters that a number takes, spaces between them included. */
const LONGEST = 32;

export const isNumbered = (text: string): boolean => numberingOf(text) !== null;
