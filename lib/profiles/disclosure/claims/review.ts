import {
  clauseAfter,
  clauseBefore,
  countAt,
  END,
  matches,
  numberAt,
  type Statement,
  startOf,
  thisYear,
} from "./find.ts";
import type { Sentence } from "./sentence.ts";

const R = "review.reconsideration.total";
const L = "review.litigation.total";

const NOUN = "(?:案件|案(?!件)|申请|件(?!数)|事项|情况|的|之诉|一审|提起)*";
const AMOUNT = "(?:件数|总|数|量|共|合计|计|有|为|是|发生|收到|新增|:|…|达)*";
/** Joins 行政复议 and 行政诉讼 to one phrase. */
const AND = "(?:、|和|及|与|以及|或者?|暨)(?:被|无|未发生|没有|零)?(?:提起|引发的?)?";
/** A review body's own business, or published decisions, or only some of the cases. */
const OTHER_BUSINESS =
  /审理|审结|受理|承办|代理|化解|调解|办理|(?<!信息)公开了?$|发布了?$|公示了?$|公布了?$|维持|纠正|纠错|败诉|胜诉|撤销|驳回|行政执法|行政处罚|其中|二审|再审|往年|出庭/u;
/** Behind the noun: some outcome only. */
const OUTCOME = /纠正|纠错|败诉|胜诉|撤销|维持|确认违法|责令|驳回|被改|变更/u;
const NONE =
  "(?:未(?:曾|再)?(?:发生|收到|出现|产生|接到|引发|被|因|有|涉及|引起|受到|发现|存在|提起|申请|经历)|没有|没|无(?!正当|法|关|需|论|障|纸|偿)|不存在|零|均无|暂无)";

const BOTH = new RegExp(
  `(?<a>[RL])${NOUN}${AND}(?<b>[RL])${NOUN}(?<how>均|各|都|分别)?${AMOUNT}(?<q>[QB])(?:(?:、|和|,)(?<p>[QB]))?`,
  "dgu",
);
const NUMBER_BEHIND = new RegExp(`(?<n>[RL])${NOUN}${AMOUNT}(?<q>[QB])`, "dgu");
const NUMBER_BEFORE = new RegExp(`(?<q>[QB])(?<m>[^QABO,;:()。、RLUW]{0,25}?)(?<n>[RL])(?<t>${NOUN})`, "dgu");
const NONE_BEFORE = new RegExp(`(?<z>${NONE})(?<m>[^QABO,;:。UW]{0,60}?)(?<n>[RL])(?<rest>[^QABO;:。]*)`, "dgu");
const NONE_BEHIND = new RegExp(
  `(?<n>[RL])${NOUN}(?:数量?|件数|:|为|均|都|…)*(?:零|无|(?:未|没有)(?:发生|出现|产生|收到))${END}`,
  "dgu",
);
const LIST = new RegExp(
  `^(?:[RL]${NOUN}(?:${AND}|,(?=(?:被)?(?:提起)?[RL]${NOUN}(?:[,;。)]|$)))?(?:涉及|有关|相关|信息公开|的|被申请|提起|被|引起|导致|等)*)+`,
  "u",
);
const PARTNER = new RegExp(`([RL])${NOUN}${AND}$`, "u");

const NEGATED = new RegExp(NONE, "u");

/** Prose in which no cases means none of that matter: 作出行政处罚39件,未引发行政复议. */
const OTHER_LAW = /处罚|许可|执法|强制|征收|征地|拆迁|信访|仲裁/u;
/** Only some of the cases: those of one level, or those against one body of many. */
const PART = /本级|政府办|代表|名义|为被(?:申请人|告)|作为/u;

/** What is spoken of where a sentence stands. */
interface ReviewTopic {
  /** Disclosure, in its paragraph, its heading or its section. */
  readonly disclosure: boolean;
  /** Its whole paragraph, encoded. */
  readonly paragraph: string;
}

/** What a sentence states about table 4. Where disclosure is not the topic only that there were no cases at all. */
export function reviewStatements(sentence: Sentence, { disclosure, paragraph }: ReviewTopic): Statement[] {
  if (!/[RL]/u.test(sentence.code) || (!disclosure && OTHER_LAW.test(paragraph))) return [];
  const found = casesIn(sentence);
  return disclosure ? found : found.filter(({ value }) => value === 0);
}

/** Cases that a sentence states: of which review, how many, and where. */
interface Cases {
  readonly letter: string;
  readonly value: number;
  readonly at: number;
}

function casesIn(sentence: Sentence): Statement[] {
  const { code } = sentence;
  return [
    ...ofBoth(sentence),
    ...numberedBehind(sentence),
    ...numberedBefore(sentence),
    ...deniedBefore(sentence),
    ...deniedBehind(sentence),
  ]
    .filter(({ at }) => thisYear(code, at) && !PART.test(clauseBefore(code, at)))
    .map(({ letter, value, at }) => ({ figure: letter === "R" ? R : L, value, text: sentence.text, at }));
}

/** Both together: 均为0件, 各1件, 分别为2件、1件; 共3件 settles neither. */
function ofBoth(sentence: Sentence): Cases[] {
  const { code } = sentence;
  return matches(BOTH, code).flatMap((match) => {
    const [a, b, q, p] = [startOf(match, "a"), startOf(match, "b"), startOf(match, "q"), startOf(match, "p")];
    const how = match.groups?.how;
    const count = numberAt(sentence, q);
    const second = p >= 0 ? numberAt(sentence, p) : null;
    const letters = [code[a] ?? "", code[b] ?? ""] as const;
    if (!count || OTHER_BUSINESS.test(clauseBefore(code, a)) || letters[0] === letters[1]) return [];
    const both = (value: number, other: number): Cases[] => [
      { letter: letters[0], value, at: a },
      { letter: letters[1], value: other, at: a },
    ];
    if (how === "分别" && second) return both(count.value, second.value);
    return p < 0 && how !== "分别" && (count.value === 0 || how) ? both(count.value, count.value) : [];
  });
}

/** 行政复议2件. */
function numberedBehind(sentence: Sentence): Cases[] {
  const { code } = sentence;
  const paired = new Set(matches(BOTH, code).map((match) => startOf(match, "b")));
  return matches(NUMBER_BEHIND, code).flatMap((match) => {
    const at = startOf(match, "n");
    const q = startOf(match, "q");
    const bare = /(?:为|:|共|计)$/u.test(code.slice(0, q)) || code[at + 1] === "B";
    const count = (bare ? numberAt : countAt)(sentence, q);
    const before = clauseBefore(code, at);
    if (!count || paired.has(at) || OTHER_BUSINESS.test(before)) return [];
    if (OUTCOME.test(clauseBefore(code, q).slice(before.length))) return [];
    if (NEGATED.test(before) && count.value !== 0) return [];
    return [{ letter: code[at] ?? "", value: count.value, at }];
  });
}

/** Words that a number of cases stands behind, where no other noun has it. */
const LEADS =
  /(?:收到|发生|新增|出现|产生|引发|引起|涉及|存在|有|被提起|被申请|接到|了|共|和|及|与|:)$|[QBRL](?:案件|申请)?[、,和及与]$|(?:^|[,;:…])$/u;
/** 行政复议2件、行政诉讼0件: the number belongs to the noun before it. */
const HAS_NUMBER = /[RL](?:案|申请|件|事项|情况|的|总数|数量|共计?|有|为|:|…)*$/u;

/** 收到1件行政复议、1件行政诉讼; 发生1起…行政复议案件. */
function numberedBefore(sentence: Sentence): Cases[] {
  const { code } = sentence;
  return matches(NUMBER_BEFORE, code).flatMap((match) => {
    const at = startOf(match, "n");
    const q = startOf(match, "q");
    const count = countAt(sentence, q);
    const before = code.slice(0, q);
    const clause = clauseBefore(code, q);
    const behind = code.slice(at + 1 + (match.groups?.t?.length ?? 0)).slice(0, 6);
    if (!count || !LEADS.test(before) || /[SGg]/u.test(clause)) return [];
    if (/[QABO]/u.test(behind.replace(/[,;:()、].*/u, ""))) return [];
    if (HAS_NUMBER.test(before) || OTHER_BUSINESS.test(clause) || OUTCOME.test(match.groups?.m ?? "")) return [];
    if (NEGATED.test(clause) && count.value > 0) return [];
    return OUTCOME.test(clauseAfter(code, at)) ? [] : [{ letter: code[at] ?? "", value: count.value, at }];
  });
}

/** 未发生…行政复议、行政诉讼. */
function deniedBefore(sentence: Sentence): Cases[] {
  const { code } = sentence;
  return matches(NONE_BEFORE, code).flatMap((match) => {
    // 行政复议无…诉讼 is no denial of both, 无行政复议、无…行政诉讼 is.
    const [behind = "", earlier] = clauseBefore(code, match.index).split(/[RL]/u).reverse();
    const alsoDenied = behind.endsWith("、") && /无|没有|未/u.test(earlier ?? "");
    if (match.groups?.z === "无" && earlier !== undefined && !alsoDenied) return [];
    const first = startOf(match, "n");
    const list = LIST.exec(code.slice(first))?.[0] ?? "";
    const after = clauseAfter(code, first + list.length);
    const between = match.groups?.m ?? "";
    if ([list, between, after.slice(0, 12)].some((words) => OUTCOME.test(words))) return [];
    if (/^[ABO]/u.test(after) || /[PpDEN]/u.test(between)) return [];
    const counted = after.startsWith("Q") ? sentence.quantity(first + list.length)?.value : 0;
    if (counted !== 0) return [];
    return ["R", "L"]
      .filter((letter) => list.includes(letter))
      .map((letter) => ({ letter, value: 0, at: match.index }));
  });
}

/** 行政复议为零; 行政诉讼：无; 行政复议、行政诉讼均未发生. */
function deniedBehind({ code }: Sentence): Cases[] {
  return matches(NONE_BEHIND, code).flatMap((match) => {
    const at = startOf(match, "n");
    if (OTHER_BUSINESS.test(clauseBefore(code, at))) return [];
    const partner = PARTNER.exec(code.slice(0, at))?.[1];
    return [code[at] ?? "", ...(partner ? [partner] : [])].map((letter) => ({ letter, value: 0, at }));
  });
}

/** How a stated total of table 4 is divided in the same sentence: 其中维持2,纠正1,其他1,尚未审结1. */
export interface ReviewSplit {
  readonly group: "reconsideration" | "litigation";
  readonly total: number;
  readonly parts: Readonly<Record<"upheld" | "corrected" | "other" | "pending", number>>;
  readonly text: string;
}

const PARTS = (
  [
    ["upheld", "(?:结果)?维持"],
    ["corrected", "(?:结果)?(?:纠正|纠错)"],
    ["other", "其他(?:结果)?"],
    ["pending", "(?:尚未|未)审结"],
  ] as const
).map(
  ([part, words]) =>
    [part, new RegExp(`[,;:(、中](?:结果)?${words}(?:的|原行政行为|案件|有|为|:)*(?<q>[QB])`, "du")] as const,
);

/** Only complete splits: all four outcomes with exact numbers behind a stated total of this year. */
export function reviewSplits(sentence: Sentence): ReviewSplit[] {
  return casesIn(sentence).flatMap((statement): ReviewSplit[] => {
    const rest = sentence.code.slice(statement.at + 1).replace(/[RLUW].*$/su, "");
    const parts: Partial<Record<(typeof PARTS)[number][0], number>> = {};
    for (const [key, pattern] of PARTS) {
      const match = pattern.exec(rest);
      const count = match ? numberAt(sentence, statement.at + 1 + (match.indices?.groups?.q?.[0] ?? 0)) : null;
      if (count) parts[key] = count.value;
    }
    const { upheld, corrected, other, pending } = parts;
    if (upheld === undefined || corrected === undefined || other === undefined || pending === undefined) return [];
    const group = statement.figure === R ? "reconsideration" : "litigation";
    return [{ group, total: statement.value, parts: { upheld, corrected, other, pending }, text: statement.text }];
  });
}
