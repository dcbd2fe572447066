import { halfWidth, squash } from "../../document/text.ts";
import type { Form, FormTable } from "../common/form/form.ts";
import { simplified } from "../common/simplified.ts";
import { printedKey } from "./labels.ts";

/** Which table of a form a heading names. */

/** Longer lines are prose. */
const LONGEST_TITLE = 60;

/** Between an author's name and the title nothing may stand that makes it another table's. */
const OTHER = /预算|财政|拨款|基金|资本|收入|支出|明细|情况|说明/u;

/** An author's name before a title may hold such words: 青溪镇财政所. */
const AUTHOR = /^.*(?:部门|单位|政府|中心|街道|[局所镇乡委办院校会处站队厅区县市省])/u;

/** Behind a title: that it goes on from the page before, the number that its form has, its year, its unit. */
const BEHIND = /(?:续表?|公开\d{1,2}表|20\d\d年度?|(?:金额)?单位[亿百千万]?元)$/u;

/**
 * The table whose title a heading is, or ends with after a number, a year or an author's name; of several that it ends
 * with, the longest: 支出决算表 is the end of other tables' titles, too.
 */
export function tableOfTitle(text: string, { tables }: Form): FormTable | null {
  if (text.length > LONGEST_TITLE || !/\p{Script=Han}/u.test(text)) return null;
  const key = printedKey(text).replace(BEHIND, "");
  let best: { readonly table: FormTable; readonly title: string } | null = null;
  for (const table of tables)
    for (const title of table.titles)
      if (key.endsWith(title) && (best === null || title.length > best.title.length)) best = { table, title };
  return best && !OTHER.test(key.slice(0, -best.title.length).replace(AUTHOR, "")) ? best.table : null;
}

/** The letters of a text by which labels are found in running words. */
export const lettersOf = (text: string): string =>
  simplified(halfWidth(squash(text)))
    .replace(/\([^()]*\)/gu, "")
    .replace(/[^\p{Script=Han}\p{L}\p{N}]/gu, "")
    .replaceAll("其它", "其他")
    .replaceAll("收人", "收入");
