/** Digits in every way that Unicode writes them. */

/** In which way a digit is written; digits of two scripts side by side need not be one number. */
export type Script = "plain" | "enclosed" | "small" | "chinese";

interface WrittenDigit {
  /** 0–9 */
  readonly sign: string;
  readonly script: Script;
}

/** Each at the index of its value. */
export const CHINESE_DIGITS = "〇一二三四五六七八九";

const CHINESE = new Map([...CHINESE_DIGITS].map((character, digit) => [character, String(digit)] as const));
for (const [character, digit] of [
  ["零", "0"],
  ["○", "0"],
  ["幺", "1"],
] as const)
  CHINESE.set(character, digit);

/** Used for 〇. */
const CIRCLE = 0x25cb;
/** Ideographs and their punctuation: most of a text, and no other digits among them. */
const FIRST_CHINESE = 0x2e80;
const LAST_CHINESE = 0x9fff;

/** Digits in circles that have no decomposition, by the code point of their 1. */
const CIRCLED_ONES = [0x2776, 0x2780, 0x278a, 0x24f5] as const;
const CIRCLED_ZERO = "⓿";

/** The digit that a character is; null where it is none. */
export function digitOf(character: string): WrittenDigit | null {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0xb2) return code >= 0x30 && code <= 0x39 ? { sign: character, script: "plain" } : null;
  if (code === CIRCLE || (code >= FIRST_CHINESE && code <= LAST_CHINESE)) {
    const sign = CHINESE.get(character);
    return sign === undefined ? null : { sign, script: "chinese" };
  }
  if (/\p{Nd}/u.test(character)) return { sign: decimalValue(character, code), script: "plain" };
  if (!/\p{No}/u.test(character)) return null;
  if (character === CIRCLED_ZERO) return { sign: "0", script: "enclosed" };
  const one = CIRCLED_ONES.find((first) => code >= first && code < first + 9);
  if (one !== undefined) return { sign: String(code - one + 1), script: "enclosed" };
  const folded = character.normalize("NFKC");
  if (/^\d$/u.test(folded)) return { sign: folded, script: /[⓪①-⑨]/u.test(character) ? "enclosed" : "small" };
  const inside = /^\(?(\d)[).,]$/u.exec(folded)?.[1];
  return inside === undefined ? null : { sign: inside, script: "enclosed" };
}

/** Each script has its ten digits in a row. */
function decimalValue(character: string, code: number): string {
  const folded = character.normalize("NFKC");
  if (/^[0-9]$/u.test(folded)) return folded;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
