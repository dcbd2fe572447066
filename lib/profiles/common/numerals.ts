import { digitOf } from "../../document/digits.ts";

/**
 * Numbers as Chinese prose writes them: 1,234 · ４件 · 二十六 · 两 · 〇 · 4.5万, and the words that make them
 * approximate.
 */

/** Counts have a 2 of their own. */
const digitIn = (character: string): string | null =>
  character === "两" || character === "兩" ? "2" : (digitOf(character)?.sign ?? null);
const SMALL_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const LARGE_UNITS: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };

const CHINESE = "零〇○一二两兩三四五六七八九十百千万萬亿億";
const ARABIC = /^\d+(?:\.\d+)?$/u;
const MIXED = /^(\d+(?:\.\d+)?)([百千万萬亿億])$/u;
const POSITIONAL = /^[零〇○一二三四五六七八九]{2,}$/u;

const clean = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\u200b\ufeff]/gu, "")
    .replace(/(\d),(?=\d{3}(?:\D|$|,))/gu, "$1");

/** A number below 万 such as 三千零五十; null where units do not descend or a digit has no place (一百二). */
function parseSection(text: string): number | null {
  if (text === "") return null;
  let total = 0;
  let digit: number | null = null;
  let lastUnit = 10_000;
  let afterZero = false;
  for (const character of text) {
    const unit = SMALL_UNITS[character];
    if (unit === undefined) {
      const value = digitIn(character);
      if (value === null || digit !== null) return null;
      if (value === "0") afterZero = true;
      else digit = Number(value);
      continue;
    }
    // 十 may stand without a digit only where nothing is before it: 十二, but 一百一十二.
    const factor: number | null = digit ?? (unit === 10 && (total === 0 || afterZero) ? 1 : null);
    if (factor === null || unit >= lastUnit) return null;
    total += factor * unit;
    lastUnit = unit;
    digit = null;
    afterZero = false;
  }
  // 一百二 may be 120 or a slip for 102: not a number we vouch for.
  if (digit !== null && lastUnit > 10 && lastUnit < 10_000 && !afterZero) return null;
  return total + (digit ?? 0);
}

function parseChinese(text: string): number | null {
  if (POSITIONAL.test(text)) return Number([...text].map(digitIn).join(""));
  let total = 0;
  let rest = text;
  for (const unit of ["亿億", "万萬"]) {
    const at = [...rest].findIndex((character) => unit.includes(character));
    if (at < 0) continue;
    const section = parseSection(rest.slice(0, at));
    if (section === null || section === 0) return null;
    total += section * (LARGE_UNITS[rest[at] ?? ""] ?? 1);
    rest = rest.slice(at + 1);
    if (rest === "") return total;
  }
  const section = parseSection(rest);
  return section === null ? null : total + section;
}

/**
 * The value of a text that is one number and nothing else, in any of the spellings above; null for anything else.
 * `1,234` and `１ ２３４` are 1234; `4.5万` is 45000; `二〇二四` is 2024.
 */
export function parseNumeral(text: string): number | null {
  const plain = clean(text);
  if (ARABIC.test(plain)) return Number(plain);
  const mixed = MIXED.exec(plain);
  if (mixed) {
    const factor = SMALL_UNITS[mixed[2] ?? ""] ?? LARGE_UNITS[mixed[2] ?? ""] ?? 1;
    return Math.round(Number(mixed[1]) * factor * 1e6) / 1e6;
  }
  return plain !== "" && [...plain].every((character) => CHINESE.includes(character)) ? parseChinese(plain) : null;
}

/** A number in running text with its unit. */
export interface Quantity {
  /**
   * Range in the text it was found in, from an approximating word in front to the unit or an approximating word behind.
   */
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** The measure word as printed (件, 条, 万元, %, 年 …); "" for a bare number, 第 for an ordinal. */
  readonly unit: string;
  /** False for 余, 多, 近, 约, 以上, 数十 … and for rounded figures such as 4.5万. */
  readonly exact: boolean;
}

const UNITS =
  "万元|亿元|元|个百分点|百分点|%|‰|个工作日|工作日|个月|个小时|小时|分钟|年度|年|月份|月|日|号|人次|件次|条次|批次|余?人|件|份|条|條|起|宗|次|项|項|个|個|例|封|单|笔|则|篇|期|场|位|名|部|字|家|户|种|类|版|届|轮|天|周|倍|点|处|章|款|本|册|幅|页|级|层|楼|台|套|批|张|句|节|课|档|通";
const BEFORE = /(?:约|約|近|逾|超|超过|大约|大概|将近|接近|至少|不少于|不低于|不足|不到|最多|多达)$/u;
const AFTER_NUMBER = /^(?:余|餘|多|几|来|\+(?!\d))/u;
const AFTER_UNIT = /^(?:左右|以上|以下|上下|有余|以内|余|多(?!件|次|项))/u;
/** In front of 一件, 一次 …: no count but a determiner or an ordinal. */
const DETERMINER = /[第每逐任某哪这那同另各进统唯之单]$/u;
/** Behind the unit: 一件事, 一次性, 一条龙 count nothing. */
const IDIOM = /^(?:性|龙|事(?!项))/u;

const NUMBER = new RegExp(
  `(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?[百千万萬亿億]?|(?:[数几上](?=[十百千万]))?[${CHINESE}]+`,
  "gu",
);
const UNIT = new RegExp(`^(?:${UNITS})`, "u");

/**
 * Every number with its unit in a text that has half-width digits and no white space. Chinese numerals count only with
 * a measure word behind them or as a closing 零, so that 统一, 进一步 and 一是 are no numbers.
 */
export function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(NUMBER)) {
    let digits = match[0];
    const start = match.index;
    const numberEnd = start + digits.length;
    const before = text.slice(Math.max(0, start - 4), start);
    const arabic = /^\d/u.test(digits);
    let rest = text.slice(numberEnd);
    // 12万元: the 万 belongs to the unit.
    if (arabic && /[万萬亿億]$/u.test(digits) && rest.startsWith("元")) {
      rest = digits.slice(-1) + rest;
      digits = digits.slice(0, -1);
    }
    // 数十 and 上百 are vague; in 总数十二件 the 数 belongs to the noun.
    const vague = /^[数几上]/u.test(digits) && !/[总件次例项条]$/u.test(before);
    if (/^[数几上]/u.test(digits)) digits = digits.slice(1);
    const more = AFTER_NUMBER.exec(rest)?.[0] ?? "";
    const unit = UNIT.exec(rest.slice(more.length))?.[0] ?? "";
    const tail = rest.slice(more.length + unit.length);
    const loose = AFTER_UNIT.exec(tail)?.[0] ?? "";
    const ordinal = before.endsWith("第");
    if (!arabic) {
      const closingZero =
        /^[零〇○]$/u.test(digits) && /(?:^|[为是:,、])$/u.test(before) && /^(?:[,;。、)]|$)/u.test(rest);
      if (unit === "" && !closingZero) continue;
      if (!ordinal && DETERMINER.test(before)) continue;
      if (IDIOM.test(tail)) continue;
    }
    const value = parseNumeral(digits);
    const approximate =
      vague || more !== "" || loose !== "" || BEFORE.test(before) || (arabic && /[百千万萬亿億]$/u.test(digits));
    const end = text.length - tail.length + loose.length;
    // 一百二 and the like: there is a number, but not one to vouch for.
    found.push({ start, end, value: value ?? 0, unit: ordinal ? "第" : unit, exact: !approximate && value !== null });
  }
  return found;
}
