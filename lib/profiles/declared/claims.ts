import { type Document, isParagraph } from "../../document/document.ts";
import { halfWidth, squash } from "../../document/text.ts";
import type { Claim } from "../common/facts.ts";
import { tableOf } from "../common/figure-name.ts";
import { inWan } from "../common/money.ts";
import type { Form } from "./form.ts";
import { tableIn } from "./names.ts";

/** Totals that the prose repeats: the words of a form's claim with a number and its unit right behind them. */

const NUMBER = "(?:(?:合计|共计)?[为是共:]?)(\\d[\\d,]{0,20}(?:\\.\\d{1,6})?)(亿元|万元|元)";
/** What makes a sentence one of another year. */
const OTHER_YEAR = /上年|去年|上一年|同比|相比|较20\d\d年|预算数/u;

const escaped = (words: string): string => words.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");

export function claimsIn({ blocks }: Document, form: Form, year: number | null): readonly Claim[] {
  if (form.claims.length === 0) return [];
  const paragraphs = blocks.filter(isParagraph).map(({ text }) => halfWidth(squash(text)).replaceAll("，", ","));
  // The longest words count: 财政拨款收入支出总计 ends with 收入支出总计.
  const all = form.claims.toSorted((a, b) => b.words.length - a.words.length);
  const pattern = new RegExp(`(${all.map(({ words }) => escaped(words)).join("|")})${NUMBER}`, "gu");
  return paragraphs.flatMap((text) =>
    [...text.matchAll(pattern)].flatMap((match): readonly Claim[] => {
      const [found, words = "", number = "", unit = ""] = match;
      const { index } = match;
      const before = text.slice(Math.max(text.lastIndexOf("。", index), text.lastIndexOf(";", index)) + 1, index);
      const years = [...before.matchAll(/20\d\d(?=年)/gu)].map(([each]) => Number(each));
      const figure = all.find((claim) => claim.words === words)?.figure;
      const own = figure && tableIn(form, tableOf(figure))?.unit;
      const [amount, one] = [inWan(Number(number.replaceAll(",", "")), unit), inWan(1, own ?? "")];
      const isOther = OTHER_YEAR.test(before) || (year !== null && years.some((each) => each !== year));
      if (!figure || amount === null || one === null || isOther) return [];
      return [{ figure, value: Number((amount / one).toFixed(8)), text: found, section: 0 }];
    }),
  );
}
