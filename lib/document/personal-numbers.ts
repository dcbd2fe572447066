import { byScript, type Digit, endOf, NO_NUMBER_HAS_FEWER, runsIn, signsOf } from "./digit-runs.ts";
import { KINDS, NEAR, type PersonalKind, stretchOf } from "./personal-kinds.ts";
import { squash } from "./text.ts";

/** Numbers of persons, however they are written, found in one pass; each digit keeps its place. */

export interface PersonalNumber {
  readonly kind: PersonalKind;
  /** Offset and length in the text. */
  readonly offset: number;
  readonly length: number;
  /** As printed, with the middle digits as asterisks. */
  readonly masked: string;
  /** Its digits alone, in ordinary ones, masked: the same however it is written. */
  readonly plain: string;
}

const URL = /(?:https?:\/\/|www\.)[\w./?=&%#:~+-]+|(?<![\w/-])[\w/-]{1,200}\.(?:s?html?|jspx?|aspx?|docx?|pdf)/gu;

/** Marks in `taken` which digits belong to the numbers it finds. */
function* numbersInRun(text: string, run: readonly Digit[], taken: Set<Digit>): Generator<PersonalNumber> {
  if (run.length < NO_NUMBER_HAS_FEWER) return;
  const signs = signsOf(run);
  const begin = run[0]?.offset ?? 0;
  const wordsBefore = squash(text.slice(Math.max(0, begin - 2 * NEAR), begin)).slice(-NEAR);
  const isStart = (at: number) => at === 0 || run[at]?.gap !== "";
  const isEnd = (at: number) => at === run.length || run[at]?.gap !== "" || run[at]?.sign === "X";
  const isFree = (from: number, to: number) => !run.slice(from, to).some((digit) => taken.has(digit));
  for (const kind of KINDS) {
    const isOne = (from: number, to: number) =>
      to <= run.length &&
      isEnd(to) &&
      kind.signs.test(signs.slice(from, to)) &&
      isFree(from, to) &&
      kind.is(stretchOf(text, wordsBefore, run, from, to));
    for (let from = 0; from < run.length; from++) {
      if (!isStart(from)) continue;
      const length = kind.lengths.find((digits) => isOne(from, from + digits));
      if (length === undefined) continue;
      const digits = run.slice(from, from + length);
      for (const digit of digits) taken.add(digit);
      yield { kind: kind.kind, ...maskedOf(text, digits, kind.head(length), kind.tail) };
      from += length - 1;
    }
  }
}

function maskedOf(text: string, digits: readonly Digit[], head: number, tail: number): Omit<PersonalNumber, "kind"> {
  const offset = digits[0]?.offset ?? 0;
  let masked = "";
  let at = offset;
  for (const digit of digits.slice(head, digits.length - tail)) {
    masked += text.slice(at, digit.offset) + "*".repeat(digit.length);
    at = digit.offset + digit.length;
  }
  const end = endOf(digits);
  const signs = signsOf(digits);
  const plain = signs.slice(0, head) + "*".repeat(signs.length - head - tail) + signs.slice(signs.length - tail);
  return { offset, length: end - offset, masked: masked + text.slice(at, end), plain };
}

/**
 * Numbers of persons in a text: identity cards (18 digits by check digit or beside the word, 15 digits beside the word
 * only), mobile phones, bank cards.
 */
export function personalNumbersIn(text: string): PersonalNumber[] {
  if (text.length < NO_NUMBER_HAS_FEWER) return [];
  const withoutAddresses = text.replace(URL, (url) => "a".repeat(url.length));
  const found: PersonalNumber[] = [];
  const taken = new Set<Digit>();
  for (const run of runsIn(withoutAddresses)) {
    for (const digits of [run, ...byScript(run)])
      for (const number of numbersInRun(text, digits, taken)) found.push(number);
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** The text with the middle digits of identity, bank card and mobile numbers as asterisks; same length as before. */
export function maskPersonalNumbers(text: string): string {
  let masked = "";
  let at = 0;
  for (const { offset, length, masked: replacement } of personalNumbersIn(text)) {
    masked += text.slice(at, offset) + replacement;
    at = offset + length;
  }
  return masked + text.slice(at);
}

/**
 * The same for a file's name with the folders before it; with its ending it would be taken for an address, in which
 * numbers are no persons'.
 */
export const maskFileName = (name: string): string =>
  name.replace(/([^/]*?)((?:\.[a-z]{1,5})?(?:\/|$))/giu, (_, stem, rest) => maskPersonalNumbers(stem) + rest);
