import { type Digit, endOf, signsOf } from "./digit-runs.ts";

/** Kinds of persons' numbers: how many digits each has, in which groups, and by what it is known. */

export type PersonalKind = "id" | "mobile" | "bank";

const ID_WORD = /身份证|证件号|公民身份|身份号/u;
const CARD_WORD = /银行卡|卡号|储蓄卡|信用卡|借记卡/u;
const PHONE_WORD = /手机|电话|联系|热线|号码/u;
/** Characters before digits among which their word is looked for. */
export const NEAR = 30;

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
export const KINDS: readonly Kind[] = [
  { kind: "id", lengths: [18], signs: ID18, is: isId, head: () => 4, tail: 4 },
  { kind: "id", lengths: [15], signs: ID15, is: isId, head: () => 4, tail: 3 },
  { kind: "bank", lengths: [19, 18, 17, 16], signs: BANK, is: isBank, head: () => 4, tail: 4 },
  { kind: "mobile", lengths: [15, 14, 13, 12, 11], signs: MOBILE, is: isMobile, head: (digits) => digits - 8, tail: 4 },
];

/** The digits of a run from one group's beginning to another's end. `wordsBefore` are those before the run. */
export function stretchOf(text: string, wordsBefore: string, run: readonly Digit[], from: number, to: number): Stretch {
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
