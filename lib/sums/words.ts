import { halfWidth, oneLine, squash, withoutTrailing } from "../document/text.ts";

/** The words by which tables claim sums, and those that say that a column is none to be added up. */

/** What a label says: without blanks, numbering, remarks in brackets and colons. */
export const wordsIn = (text: string): string =>
  withoutTrailing(
    halfWidth(squash(text))
      .replace(/\([^()]*\)/gu, "")
      .replace(/^(?:[一二三四五六七八九十\d]{1,3}[、.])/u, ""),
    /[:：*]/u,
  ).toLowerCase();

/** Words of the whole, and of a part of it that is a whole itself. */
const TOTAL = /^(?:合计|总计|共计|总和|总合计|合计数|总额|grandtotals?|totals?|sum)$/u;
const SUBTOTAL = /^(?:小计|小計|sub-?totals?)$/u;
/** Wholes that say what of: 流动资产合计, Total assets. */
const NAMED_TOTAL =
  /^[^,，。;；]{1,30}(?:[合小总共]计|[合小總]計)$|^(?:grand )?totals?\b.{0,60}$|^.{1,40}\btotals?$|^(?:all|overall)$/u;

export const isTotal = (text: string): boolean =>
  TOTAL.test(wordsIn(text).replaceAll("計", "计").replaceAll("總", "总"));
export const isSubtotal = (text: string): boolean => SUBTOTAL.test(wordsIn(text));

export const isNamedTotal = (text: string): boolean =>
  NAMED_TOTAL.test(withoutTrailing(halfWidth(oneLine(text)).replace(/\([^()]*\)/gu, ""), /[:*\s]/u).toLowerCase());

/** 其中：女性; of which: … */
export const isAmong = (text: string): boolean => /^(?:其中|ofwhich)/u.test(wordsIn(text));

/** Headers whose figures are shares of a whole. */
export const isShare = (text: string): boolean =>
  /占比|比重|比例|百分比|构成|份额|share|percent|%$/u.test(halfWidth(squash(text)).toLowerCase());

const NO_QUANTITY =
  /率|均|单价|价格|增长|增幅|降幅|同比|环比|指数|排名|位次|序号|编号|编码|代码|行次|栏次|备注|年份|日期|倍|得分/u;
const NO_QUANTITY_ENGLISH =
  /\b(?:rates?|avg|averages?|means?|medians?|prices?|ranks?|ratios?|growth|index|dates?|scores?|max|maximum|min|minimum)\b|^(?:years?|no|id|#)\.?$/u;
/** As pivot tables head what they added up: Sum of Score. */
const ADDED_UP = /^(?:sum|count) of\b/u;

/** Headers whose figures nobody adds up: rates, means, prices, numbers of things. */
export function isNoQuantity(text: string): boolean {
  const words = halfWidth(oneLine(text)).trim().toLowerCase();
  return NO_QUANTITY.test(squash(words)) || (NO_QUANTITY_ENGLISH.test(words) && !ADDED_UP.test(words));
}

/** Words of things that are counted one by one: their figures are whole and were never rounded. */
export const isCount = (text: string): boolean =>
  /数量|件数|人数|户数|次数|个数|份数|项数|\([件人户次个份项条宗辆]\)|numberof/u.test(
    halfWidth(squash(text)).toLowerCase(),
  );

/** Words of money and of shares, whose whole figures may have been rounded. */
export const isMeasured = (text: string): boolean =>
  /元|金额|经费|收入|支出|资金|投资|产值|面积|吨|里|[$€£¥%‰]|million|thousand/u.test(
    halfWidth(squash(text)).toLowerCase(),
  );
