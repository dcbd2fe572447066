import { type Document, isParagraph } from "../../document/document.ts";
import { halfWidth, squash } from "../../document/text.ts";
import type { Claim } from "../common/facts.ts";
import type { Form } from "../common/form/form.ts";
import { unitOf } from "../common/form/names.ts";
import { inWan } from "../common/money.ts";

/** Totals that the prose repeats: the words of a form's claim with a number and its unit right behind them. */

/** A number with its unit, right behind the words. */
const NUMBER = /^(?:合计|共计)?[为是共:]?(\d[\d,]{0,20}(?:\.\d{1,6})?)(亿元|万元|元)/u;
const LONGEST_NUMBER = 40;
/** What makes a sentence one of another year. */
const OTHER_YEAR = /上年|去年|上一年|同比|相比|较20\d\d年|预算数/u;

export function claimsIn({ blocks }: Document, form: Form, year: number | null): readonly Claim[] {
  // The longest words count: 财政拨款收入支出总计 ends with 收入支出总计.
  const all = form.claims.toSorted((a, b) => b.words.length - a.words.length);
  return blocks.filter(isParagraph).flatMap(({ text }) => {
    const plain = halfWidth(squash(text)).replaceAll("，", ",");
    const taken = new Set<number>();
    return all.flatMap((claim) =>
      endsOf(claim.words, plain).flatMap((end) => {
        if (taken.has(end)) return [];
        taken.add(end);
        return claimAt(plain, end, claim, form, year);
      }),
    );
  });
}

/** Where words end in a text, each time they stand there. */
function endsOf(words: string, text: string): readonly number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) ends.push(at + words.length);
  return ends;
}

function claimAt(
  text: string,
  end: number,
  { words, figure }: Form["claims"][number],
  form: Form,
  year: number | null,
): readonly Claim[] {
  const [printed = "", number = "", unit = ""] = NUMBER.exec(text.slice(end, end + LONGEST_NUMBER)) ?? [];
  const at = end - words.length;
  const before = text.slice(Math.max(text.lastIndexOf("。", at), text.lastIndexOf(";", at)) + 1, at);
  const years = [...before.matchAll(/20\d\d(?=年)/gu)].map(([each]) => Number(each));
  const isOther = OTHER_YEAR.test(before) || (year !== null && years.some((each) => each !== year));
  const own = unitOf(form, figure);
  const [amount, one] = [inWan(Number(number.replaceAll(",", "")), unit), inWan(1, own)];
  return number === "" || amount === null || one === null || isOther
    ? []
    : [{ figure, value: Number((amount / one).toFixed(8)), text: words + printed, section: 0 }];
}
