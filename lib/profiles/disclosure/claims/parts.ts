import { type ClaimContext, type Prose, spokenSentences } from "./claims.ts";
import { matches, numberAt, startOf } from "./find.ts";
import type { Sentence } from "./sentence.ts";

/** A stated total with the parts that, by their own wording, must make it up. */
interface Division {
  readonly total: number;
  readonly parts: readonly number[];
  /** As printed. */
  readonly text: string;
  readonly section: number;
}

const ITEM = "[^QABO,、;:。()]{1,24}";
const RESIDUE = "(?:其他|其它|其余|剩余)[^QABO,、;:。()]{0,16}";
const WITH_RESIDUE = new RegExp(
  `(?<t>[QO])[,:(]+(?:其中|包括|分别为|分别是)[:,]?(?<list>(?:${ITEM}[QO][,、;]){1,30}${RESIDUE}[QO])(?=[。)]|$)`,
  "dgu",
);
/** Not parts of a total but facts about it. */
const ASIDE = /占|比|率|阅读|点击|浏览|粉丝|转发|同比|累计|平均/u;

/**
 * 60条,其中网站20条,微信5条,其他35条: a list is complete only where it ends with the residue and nothing is
 * approximate.
 */
function withResidue(sentence: Sentence): { total: number; parts: number[] }[] {
  const { code } = sentence;
  const found: { total: number; parts: number[] }[] = [];
  for (const match of matches(WITH_RESIDUE, code)) {
    const total = sentence.quantity(startOf(match, "t"));
    const listStart = startOf(match, "list");
    const list = match.groups?.list ?? "";
    const parts = [...list.matchAll(/[QO]/gu)].map((part) => sentence.quantity(listStart + part.index));
    if (!total || ASIDE.test(list) || parts.some((part) => !part?.exact || part.unit !== total.unit) || !total.exact)
      continue;
    found.push({ total: total.value, parts: parts.map((part) => part?.value ?? 0) });
  }
  return found;
}

const LEGAL = "法人(?:(?:、|和|及|或|或者|以及|与)?其他(?:社会)?组织)?";
const NOUN = "(?:申请|S|的|提出|提交|:|有|共)*";
const BY_APPLICANT = new RegExp(
  `[SGg][^QABO。;,()]{0,8}(?<t>Q)[,:(]+(?:其中)?[:,]?自然人${NOUN}(?<a>[QB])[,、]${LEGAL}${NOUN}(?<b>[QB])(?=[。),;]|$)`,
  "dgu",
);

/** 申请7件,其中自然人6件,法人或其他组织1件: the two kinds of applicants are all there are. */
function byApplicant(sentence: Sentence): { total: number; parts: number[] }[] {
  const found: { total: number; parts: number[] }[] = [];
  for (const match of matches(BY_APPLICANT, sentence.code)) {
    const [total, first, second] = [startOf(match, "t"), startOf(match, "a"), startOf(match, "b")].map((at) =>
      numberAt(sentence, at),
    );
    if (total && first && second) found.push({ total: total.value, parts: [first.value, second.value] });
  }
  return found;
}

/** 150条(110+30+10): a sum written as one, of plain numbers only. */
function asSum(text: string): { total: number; parts: number[] }[] {
  const plain = text.normalize("NFKC").replace(/[\s\u3000]/gu, "");
  const pattern = /(?<![\d.+余多约])(\d+)(?:条|件|篇|项|份|次|个)(?:[:(]|,其中:?|=)(\d+(?:\+\d+)+)(?=[)。;,]|$)/gu;
  return [...plain.matchAll(pattern)].map((match) => ({
    total: Number(match[1]),
    parts: (match[2] ?? "").split("+").map(Number),
  }));
}

/** Every complete division that the prose states. */
export function divisionsOf(sections: readonly Prose[], context: ClaimContext): Division[] {
  return spokenSentences(sections, context).flatMap(({ sentence, section }) =>
    [...withResidue(sentence), ...byApplicant(sentence), ...asSum(sentence.text)].map((division) => ({
      ...division,
      text: sentence.text,
      section,
    })),
  );
}
