import { parseNumeral } from "./numerals.ts";
import { arabicYears, comparable } from "./wording.ts";

interface Period {
  /** ISO dates. */
  readonly from: string;
  readonly to: string;
}

const YEAR = /(?<!\d)(20[0-4]\d)年/gu;
const DASH = "[至到—–\\-－―─~～〜一]";
const DATE = "(20\\d{2})[年./\\-](\\d{1,2})[月./\\-](\\d{1,2})日?";
const FULL_PERIOD = new RegExp(
  `${DATE}(?:零时|0时)?(?:起|开始)?[,，、]?(?:${DASH})+(?:(20\\d{2}|本|同|当)[年./\\-])?(\\d{1,2})[月./\\-](\\d{1,2})日?`,
  "gu",
);
const MONTHS = new RegExp(
  `(20\\d{2})年(1|01)(?:月份?)?(?:起)?[,，]?(?:${DASH})+(?:(20\\d{2})年)?(12)月份?(?!\\d)`,
  "gu",
);
/** Some sites lose 年 and 月 (20251231日): only the first and last day of a year can be told then. */
const DAMAGED = new RegExp(`(20\\d{2})年?0?1月?0?1日?(?:起)?[,，]?(?:${DASH})+(?:(20\\d{2})年?)?12月?31日?`, "gu");
const PERIOD_WORD = /统计|期限|时限|时间|区间|周期|期间|数据/u;

/** Years named in a text in order, in Arabic or Chinese digits. */
export const yearsIn = (text: string): number[] =>
  [...arabicYears(comparable(text)).matchAll(YEAR)].map((match) => Number(match[1]));

const iso = (year: string | number, month: string, day: string): string | null => {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
    ? date.toISOString().slice(0, 10)
    : null;
};

function periodsIn(key: string): { period: Period; index: number }[] {
  const found: { period: Period; index: number }[] = [];
  const push = (from: string | null, to: string | null, index: number): void => {
    if (from && to && from < to) found.push({ period: { from, to }, index });
  };
  for (const match of key.matchAll(FULL_PERIOD)) {
    const [, year = "", month = "", day = "", toYear = year, toMonth = "", toDay = ""] = match;
    push(iso(year, month, day), iso(/\d/u.test(toYear) ? toYear : year, toMonth, toDay), match.index);
  }
  for (const match of key.matchAll(MONTHS))
    push(iso(match[1] ?? "", "1", "1"), iso(match[3] ?? match[1] ?? "", "12", "31"), match.index);
  if (found.length === 0)
    for (const match of key.matchAll(DAMAGED))
      push(iso(match[1] ?? "", "1", "1"), iso(match[2] ?? match[1] ?? "", "12", "31"), match.index);
  return found;
}

/**
 * The statistics period that a text states; null where there is none. A range that words like 统计期限 introduce goes
 * before any other.
 */
export function periodIn(text: string): Period | null {
  const wholeYear = periodsIn(dateKey(text)).find(
    ({ period }) => period.from.endsWith("-01-01") && period.to.endsWith("-12-31"),
  );
  return periodAfter(PERIOD_WORD, text) ?? wholeYear?.period ?? null;
}

/** The first period that a word introduces. */
export function periodAfter(word: RegExp, text: string): Period | null {
  const key = dateKey(text);
  const named = periodsIn(key).find(({ index }) => word.test(key.slice(Math.max(0, index - 24), index)));
  return named?.period ?? null;
}

const dateKey = (text: string): string => arabicDate(arabicYears(comparable(text)));

const SINGLE_DATE = /(20\d{2})[年./-](\d{1,2})[月./-](\d{1,2})日?/u;
/** The date that stands in a short text; null where there is none. */
export function dateIn(text: string): string | null {
  const match = SINGLE_DATE.exec(dateKey(text));
  return match ? iso(match[1] ?? "", match[2] ?? "", match[3] ?? "") : null;
}

/** Months and days in Chinese digits (一月二十四日) as Arabic ones. */
const arabicDate = (text: string): string =>
  text.replace(/[一二三四五六七八九十]{1,3}(?=[月日])/gu, (text) => String(parseNumeral(text) ?? text));
