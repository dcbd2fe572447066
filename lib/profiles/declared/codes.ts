import type { Token } from "./tokens.ts";

/** Codes among the numbers of a stream of words and numbers. */

/**
 * Where codes begin, and over how many tokens they are spread (208, 05, 01). A number of as many digits as a code has
 * is one where words follow, where it begins a line (behind words, or numbers, that belong to the code before), or where
 * it is of the same class as the code before it and too long to be mistaken.
 */
export function codesIn(
  tokens: readonly Token[],
  digits: readonly number[],
): Map<number, { readonly code: string; readonly length: number }> {
  const codes = new Map<number, { readonly code: string; readonly length: number }>();
  const isDigits = (token: Token | undefined): boolean => token?.kind === "number" && /^\d+$/u.test(token.text);
  const [first = 0] = digits;
  let named = true;
  let code = "";
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.kind === "words") continue;
    const found = isDigits(token) ? spreadFrom(tokens, at, digits, isDigits) : null;
    const behindWords = at === 0 || tokens[at - 1]?.kind === "words";
    const isNext = found !== null && found.code.length > first && found.code.slice(0, first) === code.slice(0, first);
    if (found && (tokens[at + found.length]?.kind === "words" || (behindWords && named) || isNext)) {
      codes.set(at, found);
      code = found.code;
      at += found.length - 1;
      named = false;
    } else named = true;
  }
  return codes;
}

function spreadFrom(
  tokens: readonly Token[],
  at: number,
  digits: readonly number[],
  isDigits: (token: Token | undefined) => boolean,
): { readonly code: string; readonly length: number } | null {
  const [first = 0, ...others] = digits;
  const text = tokens[at]?.text ?? "";
  if (digits.includes(text.length) && text.length !== first) return { code: text, length: 1 };
  if (text.length !== first) return null;
  let code = text;
  let length = 1;
  for (const level of others) {
    const next = tokens[at + length];
    if (!next || !isDigits(next) || next.text.length !== level - code.length) break;
    code += next.text;
    length += 1;
  }
  return { code, length };
}
