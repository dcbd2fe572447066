import {
  clauseAfter,
  clauseBefore,
  countAt,
  END,
  FILLER,
  FILLER_WORD,
  matches,
  NEGATION,
  numberAt,
  OTHER_MATTERS,
  type Statement,
  startOf,
  TO_NUMBER,
  thisYear,
  UNSETTLED,
} from "./find.ts";
import { elsewhere, isNoCount, isOneChannel, isPartOfBody, narrowed, RECEIVE } from "./scope.ts";
import type { Sentence } from "./sentence.ts";

const FIGURE = "applications.newlyReceived.total";

const SUBJECT = "[SGg]";
/** Words between receiving and the applications, of any kind; what narrows them down is refused by `narrowed`. */
const BETWEEN = "[^QABO,;:()。RLFIC]{0,50}?";
const HANDLING = /办结|答复|回复|办理|处理|公开|撤|延期|不予/u;
/** Several bodies that each receive some: 自然资源局受理30件,住建局受理25件. */
const PEERS = new RegExp(
  `(?<![本我该全])[局委办院厅镇乡道](?:[YyT…]|共|均|也|各)*${RECEIVE}[^,;。]{0,40}[QB][,;、][^,;。QB]{0,20}(?<![本我该全])[局委办院厅镇乡道](?:[YyT…]|共|均|也|各)*${RECEIVE}`,
  "u",
);

/** The sum in brackets or after 其中 that says how much of a stated number was carried over. */
type Inclusion =
  | { readonly kind: "none" }
  | { readonly kind: "unclear" }
  | { readonly kind: "part"; readonly value: number };

function inclusion(sentence: Sentence, at: number): Inclusion {
  const rest = sentence.code.slice(at + 1);
  if (/^[,(](?:不含|未含|不包括|未包括|不计)/u.test(rest)) return { kind: "none" };
  const opening = /^(?:[,(]?(?<word>其中(?:含|包括|包含|有)?|含有?|包含|包括)|\()/u.exec(rest);
  if (!opening) return { kind: "none" };
  const bracket = opening[0].startsWith("(");
  const region = (bracket ? /^[^)]*/u : /^[^;。]*/u).exec(rest)?.[0] ?? "";
  const found = /I[^QABO;()]{0,14}?(?<after>[QA])|(?<before>Q)(?:[申请件的SGg]|为|系|是|属于?){0,6}I/du.exec(region);
  if (!found) return { kind: "none" };
  const start = found.indices?.groups?.after?.[0] ?? found.indices?.groups?.before?.[0] ?? -1;
  const part = countAt(sentence, at + 1 + start);
  if (part?.value === 0) return { kind: "none" };
  const firstNumber = region.search(/[QABO]/u);
  if (!part || !opening.groups?.word || firstNumber !== start) return { kind: "unclear" };
  return { kind: "part", value: part.value };
}

/**
 * 收到…申请5件 (or 1人2次), 收到5件…申请, 申请收到5件, each with the verb as `v`, the words between as `m` and the
 * number as `q`.
 */
const RECEIVED = [
  `(?<v>${RECEIVE})(?<m>${BETWEEN})${SUBJECT}${TO_NUMBER}(?:O(?=Q))?(?<q>[QB])`,
  `(?<v>${RECEIVE})(?<m>${FILLER})(?<q>Q)(?:\\([^()]{0,40}\\))?(?<a>[^QAB,;:()。RLFIC]{0,25}?)${SUBJECT}`,
  `${SUBJECT}(?<m>(?:方面|工作|情况|申请|事项|件|的|中|上|[:,…]|${FILLER_WORD}){0,24}?)(?<v>${RECEIVE}):?${FILLER}:?(?<q>[QB])${END}`,
].map((pattern) => new RegExp(pattern, "dgu"));
/** Where applications are the topic they need not be named: 收到5件, 收到申请5件. */
const RECEIVED_OF_TOPIC = [
  `(?:^|[,;:(、…])(?<m>${FILLER})(?<v>${RECEIVE})${FILLER}(?<q>[QB])${END}`,
  `(?<v>${RECEIVE})(?<m>(?:各类|各种|公民|群众|公众|社会|法人|其他组织|和|、|或|的|T|有效|提交|提出|共|到)*)申请(?:书|表|件)?${TO_NUMBER}(?<q>Q)`,
  `(?<v>${RECEIVE})(?<m>${FILLER})(?<q>Q)(?:公民|群众|公众|提出|提交|的|T)*申请(?![人R])`,
].map((pattern) => new RegExp(pattern, "dgu"));

/** What is spoken of where a sentence stands. */
export interface Topic {
  /** Applications were spoken of before it in its paragraph, its heading or its section. */
  readonly applications: boolean;
  /** Its whole paragraph, encoded. */
  readonly paragraph: string;
  /** What stands before it in its paragraph, encoded. */
  readonly before: string;
  /** Name of the reporting body; null where it is not known. */
  readonly author: string | null;
}

/** How many applications came in this year: 收到政府信息公开申请5件. */
export function received(sentence: Sentence, { applications: topic, paragraph, author }: Topic): Statement[] {
  const { code } = sentence;
  const found: Statement[] = [];
  if (PEERS.test(code.replace(/其中.*/su, ""))) return found;
  for (const pattern of [...RECEIVED, ...(topic || /[SGg]/u.test(code) ? RECEIVED_OF_TOPIC : [])]) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q");
      const verb = startOf(match, "v");
      const between = match.groups?.m ?? "";
      const count = (/(?:为|:|共|共计|是)$/u.test(code.slice(0, at)) ? numberAt : countAt)(sentence, at);
      const before = clauseBefore(code, verb);
      const explicit = /新/u.test(match.groups?.v ?? "") || /新$/u.test(before);
      if (!topic && !/[SGg]/u.test(code.slice(0, at)) && !/[SGg]/u.test(match[0])) continue;
      if (!count || !thisYear(code, verb) || /[PpDEN]/u.test(match[0])) continue;
      if (/未|没|无|不予|不$/u.test(before) && count.value !== 0) continue;
      // 办结上年结转3件、本年新收20件 counts what was answered.
      if (/办结|答复|回复|办理完毕/u.test(before.slice(0, Math.max(before.lastIndexOf("、"), 0)))) continue;
      if (isNoCount(before) || isOneChannel(before) || isPartOfBody(before, author) || isPartOfBody(between, author))
        continue;
      if (narrowed(between) || isOneChannel(between)) continue;
      if (OTHER_MATTERS.test(match[0]) || elsewhere(clauseAfter(code, at + 1))) continue;
      const sentenceBefore = code.slice(0, verb);
      if (!explicit && /其中|包括|分别/u.test(sentenceBefore.slice(sentenceBefore.lastIndexOf(";") + 1))) continue;
      if (/协助[^,;。]{0,12}Q/u.test(code.slice(at))) continue;
      const part = explicit ? { kind: "none" as const } : inclusion(sentence, at);
      // Withdrawn applications are counted or not by local custom: with both in play nothing is settled, whatever else
      // is said.
      const unclear =
        part.kind === "unclear" || (part.kind === "part" && (part.value > count.value || /撤/u.test(paragraph)));
      const value = unclear ? UNSETTLED : count.value - (part.kind === "part" ? part.value : 0);
      found.push({ figure: FIGURE, value, text: sentence.text, explicit, at });
    }
  }
  return found;
}

/**
 * A wording of none, with its first word as `n`, the words between as `m`, and what follows the applications as `t`.
 */
interface NoneWording {
  readonly pattern: RegExp;
  /**
   * `denied`: a negation says it, and a number beside it may only be 0 or 1 (未收到一件申请). `zero`: a number says it,
   * which must be 0.
   */
  readonly by: "denied" | "zero";
}

const SOMEONE =
  "(?:任何|单位|个人|公民|群众|公众|社会|法人|其他组织|组织|企业|人员?|和|、|或者?|及|T|的|关于|涉及|有关|相关|新增|新收到?|收到|受理|形式|各类|各种|[向对](?:我|本)[^,;:()QABO向对]{1,10}?|发生|出现|产生|提出|提交|递交|过|书面|网上|办理|Q){0,12}";
/** 政府信息公开申请、行政复议、行政诉讼 as one list. */
const LISTED_CASES = `(?:(?:、|,|和|及|与|以及|或者?|暨)(?:被|提起|引发的?)*[RL](?:案件|案|申请|事项|情况|的)*){1,3}`;

const NONE_RECEIVED: readonly NoneWording[] = [
  {
    by: "denied",
    pattern: new RegExp(
      `(?<n>${NEGATION})(?:再)?(?:${RECEIVE}|接|收|发生|产生|出现)(?<m>[^AO,;:()。RLFIC]{0,50}?)(?:${SUBJECT})(?<t>[^,;:()。、]{0,200})`,
      "dgu",
    ),
  },
  {
    by: "denied",
    pattern: new RegExp(
      `(?<n>没有|没|无|未有|不存在|暂无|均无|零)(?<m>${SOMEONE})(?:S|G(?=情况|业务|发生|(?:、|和|及|与|以及)[RL]|${END}))(?<t>[^,;:()。、]{0,200})`,
      "dgu",
    ),
  },
  {
    by: "denied",
    pattern: new RegExp(
      `(?<n>${SUBJECT})(?<m>(?:情况|事项|方面|均|都|[,:…]|Y|y|申请|的|我[局镇乡县市区办]|一件也)*)${NEGATION}(?:有)?(?:${RECEIVE})(?<t>${END})`,
      "dgu",
    ),
  },
  {
    by: "denied",
    pattern: new RegExp(`(?<n>S)(?<m>(?:情况|事项|数量|总数|数|件数|为|:|均|…)*)(?:无|零)(?<t>${END})`, "dgu"),
  },
  {
    by: "denied",
    pattern: new RegExp(
      `(?<n>${SUBJECT})(?<m>(?:情况|事项)*${LISTED_CASES}(?:均|都|全部)?)(?:为?零|为?无|${NEGATION}(?:发生|收到|出现|产生|有))(?<t>${END})`,
      "dgu",
    ),
  },
  {
    by: "zero",
    pattern: new RegExp(
      `(?<n>${SUBJECT})(?<m>(?:情况|事项)*${LISTED_CASES}(?:均|都|全部)?(?:为|共|是)?)(?<t>[QB])(?:[,;。()]|$)`,
      "dgu",
    ),
  },
  {
    by: "denied",
    pattern: new RegExp(
      `(?<n>[Gg])(?<m>(?:受理|接收|收到)(?:情况|数量|件数|数|量)(?:为|:)*)(?:无|零)(?<t>${END})`,
      "dgu",
    ),
  },
  {
    by: "zero",
    pattern: /(?<n>[Gg])(?<m>(?:受理|接收|收到)(?:情况|数量|件数|数|量)(?:为|:)*)(?<t>[QB])(?:[,;。()、]|$)/dgu,
  },
  { by: "zero", pattern: new RegExp(`(?<n>S)(?<m>${TO_NUMBER})(?<t>[QB])(?:[,;。()、]|$)`, "dgu") },
  { by: "zero", pattern: new RegExp(`(?:^|[,;:(…])${FILLER}(?<n>共有|有)(?<m>Q)S(?<t>${END})`, "dgu") },
];
const NONE_OF_TOPIC: readonly NoneWording[] = [
  {
    by: "denied",
    pattern: new RegExp(
      `(?:^|[,;:(…])${FILLER}(?<n>${NEGATION}(?:${RECEIVE})|无|没有)(?<m>(?:任何|相关|有关|此类|公众|群众|公民|T|的|各类|书面)*)申请(?<t>${END})`,
      "dgu",
    ),
  },
  { by: "denied", pattern: new RegExp(`(?<n>${NEGATION}${RECEIVE})(?<m>T)(?<t>${END})`, "dgu") },
];

/** 未收到…申请, 没有公众…提出…申请, 无依申请公开事项, …申请0件, …均未接到. */
export function receivedNone(sentence: Sentence, { applications: topic, author }: Topic): Statement[] {
  const { code } = sentence;
  const found: Statement[] = [];
  for (const { pattern, by } of [...NONE_RECEIVED, ...(topic || /[SGg]/u.test(code) ? NONE_OF_TOPIC : [])]) {
    for (const match of matches(pattern, code)) {
      const start = startOf(match, "n");
      const between = match.groups?.m ?? "";
      const tail = match.groups?.t ?? "";
      // 未收到政府信息公开申请和举报投诉 says of both that there were none.
      const apart = /^(?:和|及|与|以及|或者?|也|亦)/u.test(tail)
        ? match[0].slice(0, match[0].length - tail.length)
        : match[0];
      const before = clauseBefore(code, start);
      if (!topic && !/[SGg]/u.test(code.slice(0, match.index + match[0].length))) continue;
      if (!thisYear(code, start) || /[PpDEN]/u.test(match[0]) || narrowed(between) || elsewhere(tail)) continue;
      if (
        OTHER_MATTERS.test(apart) ||
        isPartOfBody(before, author) ||
        isOneChannel(before) ||
        /其中|包括|除/u.test(before)
      )
        continue;
      if (isOneChannel(between) && !/或|、|和/u.test(between)) continue;
      const numbers = [...match[0].matchAll(/[QABO]/gu)].map((number) =>
        numberAt(sentence, match.index + number.index),
      );
      if (
        by === "zero"
          ? numbers.some((count) => count?.value !== 0) || HANDLING.test(before)
          : numbers.some((count) => !count || count.value > 1)
      )
        continue;
      found.push({ figure: FIGURE, value: 0, text: sentence.text, at: start });
    }
  }
  return found;
}
