import { digitOf, type Script } from "./digits.ts";
import { squash } from "./text.ts";

/**
 * Numbers of persons, however they are written. A text is folded to the digits in it: full-width, mathematical, circled
 * and Chinese ones as ordinary, marks without width gone, blanks, line breaks, dots, slashes and hyphens between them
 * as gaps. In one pass; each digit keeps its place.
 */

export type PersonalKind = "id" | "mobile" | "bank";

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

interface Digit {
  /** 0–9, or the X that ends an identity number. */
  readonly sign: string;
  readonly offset: number;
  readonly length: number;
  readonly script: Script;
  /** What stands between it and the digit before: nothing that is seen, blanks, or a mark. */
  readonly gap: string;
  readonly newLine: boolean;
}

const URL = /(?:https?:\/\/|www\.)[\w./?=&%#:~+-]+|(?<![\w/-])[\w/-]{1,200}\.(?:s?html?|jspx?|aspx?|docx?|pdf)/gu;
const ID_WORD = /身份证|证件号|公民身份|身份号/u;
const CARD_WORD = /银行卡|卡号|储蓄卡|信用卡|借记卡/u;
const PHONE_WORD = /手机|电话|联系|热线|号码/u;
/** Characters before digits among which their word is looked for. */
const NEAR = 30;

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/u;
const BLANK = /\s/u;
/** Comma and colon are none: they group amounts and times. */
const MARK = /[-‐‑‒–—―−.·•・‧∙⋅。/／\\_~～|]/u;
/** Characters; more is no gap within a number. */
const LONGEST_GAP = 16;
const X = /^[XxХхΧχ×]$/u;
const NO_NUMBER_HAS_FEWER = 11;

/** Runs of digits with nothing but gaps between them, those that may hold a number. An X ends one. */
function* runsIn(text: string): Generator<Digit[]> {
  let run: Digit[] = [];
  let gap = "";
  let newLine = false;
  let skipped = 0;
  for (let offset = 0; offset < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
    const { length } = character;
    const found = digitOf(character);
    const isX = found === null && run.length > 0 && X.test(character.normalize("NFKC"));
    if (found || isX) {
      run.push({
        sign: found?.sign ?? "X",
        script: found?.script ?? run.at(-1)?.script ?? "plain",
        offset,
        length,
        gap,
        newLine,
      });
      [gap, newLine, skipped] = ["", false, 0];
    } else if (run.length > 0 && !INVISIBLE.test(character)) {
      skipped += 1;
      if (BLANK.test(character)) {
        gap ||= " ";
        newLine ||= /[\n\r\u0085\u2028\u2029]/u.test(character);
      } else if (MARK.test(character)) gap = character;
      else skipped = Number.POSITIVE_INFINITY;
    }
    offset += length;
    if (isX || skipped > LONGEST_GAP) {
      if (run.length >= NO_NUMBER_HAS_FEWER) yield run;
      [run, gap, newLine, skipped] = [[], "", false, 0];
    }
  }
  if (run.length >= NO_NUMBER_HAS_FEWER) yield run;
}

/** The parts of a run that are each written in one way: ①13800001234 is an item's number and a telephone's. */
function* byScript(run: readonly Digit[]): Generator<Digit[]> {
  let start = 0;
  for (let at = 1; at <= run.length; at++) {
    if (run[at]?.script === run[start]?.script) continue;
    if (start > 0 || at < run.length) yield run.slice(start, at);
    start = at;
  }
}

const PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])";
const MONTH_AND_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])";
const ID18 = new RegExp(`^[1-9]\\d{5}(?:18|19|20)\\d{2}${MONTH_AND_DAY}\\d{3}[0-9X]$`, "u");
const IN_A_PROVINCE = new RegExp(`^${PROVINCE}`, "u");
const ID15 = new RegExp(`^${PROVINCE}\\d{6}${MONTH_AND_DAY}\\d{3}$`, "u");
const BANK = /^[1-9]\d{15,18}$/u;
const MOBILE_DIGITS = 11;
const MOBILE = /^(?:(?:00|0)?86|0)?1[3-9]\d{9}$/u;

/** The check digit of GB 11643. */
function hasValidCheckDigit(digits: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return "10X98765432"[sum % 11] === digits[17];
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]) * (1 + (place % 2));
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** Some digits of a run, from the beginning of a group to the end of one. */
interface Stretch {
  readonly signs: string;
  readonly digits: readonly Digit[];
  /** Whether it is all there is in its run. */
  readonly whole: boolean;
  /** Digits of the group before it; "" where it begins the run. */
  readonly groupBefore: () => string;
  /** What stands behind it. */
  readonly after: () => string;
  readonly near: (word: RegExp) => boolean;
}

/** The digits of a stretch that have a gap before them within it. */
const gapsIn = ({ digits }: Stretch): Digit[] => digits.slice(1).filter(({ gap }) => gap !== "");

/** How many digits each group of a stretch has. */
function groupsOf({ digits }: Stretch): number[] {
  const starts = digits.flatMap(({ gap }, at) => (at === 0 || gap !== "" ? [at] : []));
  return starts.map((start, index) => (starts[index + 1] ?? digits.length) - start);
}

/**
 * Whether its groups are those of one number: all of one digit, or none but the last of one, with the same between all;
 * a row of figures is not so even.
 */
function isEven(stretch: Stretch): boolean {
  const groups = groupsOf(stretch);
  const [first, ...gaps] = gapsIn(stretch);
  return (
    gaps.every(({ gap }) => gap === first?.gap) &&
    (groups.every((digits) => digits === 1) || groups.slice(0, -1).every((digits) => digits > 1))
  );
}

const isId = ({ signs, near }: Stretch): boolean =>
  (signs.length === 18 && IN_A_PROVINCE.test(signs) && hasValidCheckDigit(signs)) || near(ID_WORD);

const isBank = (stretch: Stretch): boolean =>
  passesLuhn(stretch.signs) &&
  (stretch.signs.startsWith("62") || stretch.near(CARD_WORD)) &&
  (gapsIn(stretch).length === 0 ||
    groupsOf(stretch)
      .slice(0, -1)
      .every((digits) => digits === 4) ||
    (stretch.whole && isEven(stretch)));

function isMobile(stretch: Stretch): boolean {
  const { signs, digits, whole, groupBefore, after, near } = stretch;
  if (/^\s*元/u.test(after())) return false;
  // 0.13800001234 is a decimal, 2024-13800001234 the number of a file; behind a landline's hyphen it is a telephone's.
  const before = digits[0]?.gap;
  if (before === "." && groupBefore() === "0") return false;
  if (before === "-" && /^[1-9]/u.test(groupBefore()) && !/^1[3-9]\d{9}$/u.test(groupBefore())) return false;
  const groups = groupsOf(stretch);
  const prefix = signs.length - MOBILE_DIGITS;
  const shape = groups.slice(groups[0] === prefix && prefix > 1 ? 1 : 0).join("-");
  if (/^(?:\d+|3-4-4)$/u.test(shape)) return true;
  if (!whole || !isEven(stretch)) return false;
  // Two figures side by side look like a number with one gap, a decimal like one with a dot.
  const [gap, ...others] = gapsIn(stretch);
  return (
    others.length > 0 || (/^(?:3-8|7-4)$/u.test(shape) && gap?.gap !== ".") || gap?.newLine === true || near(PHONE_WORD)
  );
}

interface Kind {
  readonly kind: PersonalKind;
  /** How many digits it may have, and what they are. */
  readonly lengths: readonly number[];
  readonly signs: RegExp;
  readonly is: (stretch: Stretch) => boolean;
  /** Digits that stay at either end. */
  readonly head: (digits: number) => number;
  readonly tail: number;
}

/** In the order in which they are tried. */
const KINDS: readonly Kind[] = [
  { kind: "id", lengths: [18], signs: ID18, is: isId, head: () => 4, tail: 4 },
  { kind: "id", lengths: [15], signs: ID15, is: isId, head: () => 4, tail: 3 },
  { kind: "bank", lengths: [19, 18, 17, 16], signs: BANK, is: isBank, head: () => 4, tail: 4 },
  { kind: "mobile", lengths: [15, 14, 13, 12, 11], signs: MOBILE, is: isMobile, head: (digits) => digits - 8, tail: 4 },
];

/** The digits of a run from one group's beginning to another's end. `wordsBefore` are those before the run. */
function stretchOf(text: string, wordsBefore: string, run: readonly Digit[], from: number, to: number): Stretch {
  const digits = run.slice(from, to);
  return {
    signs: signsOf(digits),
    digits,
    whole: from === 0 && (to === run.length || run[to]?.sign === "X"),
    groupBefore: () => {
      const before = run.slice(Math.max(0, from - NEAR), from);
      return signsOf(
        before.slice(
          Math.max(
            0,
            before.findLastIndex(({ gap }) => gap !== ""),
          ),
        ),
      );
    },
    after: () => text.slice(endOf(digits), endOf(digits) + NEAR),
    near: (word) => from < NEAR && word.test(wordsBefore),
  };
}

const signsOf = (digits: readonly Digit[]): string => digits.map(({ sign }) => sign).join("");

function endOf(digits: readonly Digit[]): number {
  const last = digits.at(-1);
  return last ? last.offset + last.length : 0;
}

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
