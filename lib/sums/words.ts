import { halfWidth, squash, withoutTrailing } from "../document/text.ts";

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
const TOTAL = /^(?:合计|总计|共计|总和|总合计|合计数|总额|grandtotal|total|totals|sum)$/u;
const SUBTOTAL = /^(?:小计|小計|subtotal|sub-total)$/u;

export const isTotal = (text: string): boolean =>
  TOTAL.test(wordsIn(text).replaceAll("計", "计").replaceAll("總", "总"));
export const isSubtotal = (text: string): boolean => SUBTOTAL.test(wordsIn(text));

/** 其中：女性; of which: … */
export const isAmong = (text: string): boolean => /^(?:其中|ofwhich)/u.test(wordsIn(text));

/** Headers whose figures are shares of a whole. */
export const isShare = (text: string): boolean =>
  /占比|比重|比例|百分比|构成|份额|share|percent|%$/u.test(halfWidth(squash(text)).toLowerCase());

/** Headers whose figures nobody adds up: rates, means, prices, numbers of things. */
export const isNoQuantity = (text: string): boolean =>
  /率|均|单价|价格|增长|增幅|降幅|同比|环比|指数|排名|位次|序号|编号|编码|代码|行次|栏次|备注|年份|日期|倍|得分|rate|average|mean|median|price|rank|ratio|growth|index|year|date|score|max|min|^(?:no|id|#)\.?$/u.test(
    halfWidth(squash(text)).toLowerCase(),
  );

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
