import { clauseAfter, clauseBefore, countAt, END, matches, type Statement, startOf, thisYear } from "./find.ts";
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

/** Prose in which no cases means none of that matter: 作出行政处罚39件,未引发行政复议. */
const OTHER_LAW = /处罚|许可|执法|强制|征收|征地|拆迁|信访|仲裁/u;
/** Only some of the cases: those of one level, or those against one body of many. */
const PART = /本级|政府办|代表|名义|为被(?:申请人|告)|作为/u;

/** What is spoken of where a sentence stands. */
export interface ReviewTopic {
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

function casesIn(sentence: Sentence): Statement[] {
  const { code } = sentence;
  const found: Statement[] = [];
  const say = (letter: string, value: number, at: number): void => {
    if (thisYear(code, at) && !PART.test(clauseBefore(code, at)))
      found.push({ figure: letter === "R" ? R : L, value, text: sentence.text, at });
  };

  // Both together: 均为0件, 各1件, 分别为2件、1件; 共3件 settles neither.
  const paired = new Set<number>();
  for (const match of matches(BOTH, code)) {
    const [a, b, q, p] = (["a", "b", "q", "p"] as const).map((group) => startOf(match, group)) as [
      number,
      number,
      number,
      number,
    ];
    paired.add(b);
    const how = match.groups?.how;
    const count = countAt(sentence, q, true);
    const second = p >= 0 ? countAt(sentence, p, true) : null;
    if (!count || OTHER_BUSINESS.test(clauseBefore(code, a))) continue;
    const letters = [code[a] ?? "", code[b] ?? ""] as const;
    if (letters[0] === letters[1]) continue;
    if (how === "分别" && second) {
      say(letters[0], count.value, a);
      say(letters[1], second.value, a);
    } else if (p < 0 && how !== "分别" && (count.value === 0 || how)) {
      say(letters[0], count.value, a);
      say(letters[1], count.value, a);
    }
  }

  // 行政复议2件.
  for (const match of matches(NUMBER_BEHIND, code)) {
    const at = startOf(match, "n");
    const q = startOf(match, "q");
    const bare = /(?:为|:|共|计)$/u.test(code.slice(0, q)) || code[at + 1] === "B";
    const count = countAt(sentence, q, bare);
    const before = clauseBefore(code, at);
    if (
      !count ||
      paired.has(at) ||
      OTHER_BUSINESS.test(before) ||
      OUTCOME.test(clauseBefore(code, q).slice(before.length))
    )
      continue;
    if (NEGATED.test(before) && count.value !== 0) continue;
    say(code[at] ?? "", count.value, at);
  }

  // 收到1件行政复议、1件行政诉讼; 发生1起…行政复议案件.
  for (const match of matches(NUMBER_BEFORE, code)) {
    const at = startOf(match, "n");
    const q = startOf(match, "q");
    const count = countAt(sentence, q);
    const before = code.slice(0, q);
    const clause = clauseBefore(code, q);
    const led =
      /(?:收到|发生|新增|出现|产生|引发|引起|涉及|存在|有|被提起|被申请|接到|了|共|和|及|与|:)$|[QBRL](?:案件|申请)?[、,和及与]$|(?:^|[,;:…])$/u.test(
        before,
      );
    if (
      !count ||
      !led ||
      /[SGg]/u.test(clause) ||
      /[QABO]/u.test(
        code
          .slice(at + 1 + (match.groups?.t?.length ?? 0))
          .slice(0, 6)
          .replace(/[,;:()、].*/u, ""),
      )
    )
      continue;
    // 行政复议2件、行政诉讼0件: the number belongs to the noun before it.
    if (
      /[RL](?:案|申请|件|事项|情况|的|总数|数量|共计?|有|为|:|…)*$/u.test(before) ||
      OTHER_BUSINESS.test(clause) ||
      OUTCOME.test(match.groups?.m ?? "")
    )
      continue;
    if (NEGATED.test(clause) && count.value > 0) continue;
    if (OUTCOME.test(clauseAfter(code, at))) continue;
    say(code[at] ?? "", count.value, at);
  }

  // 未发生…行政复议、行政诉讼.
  for (const match of matches(NONE_BEFORE, code)) {
    // 行政复议无…诉讼 is no denial of both, 无行政复议、无…行政诉讼 is.
    const [behind = "", ...earlier] = clauseBefore(code, match.index).split(/[RL]/u).reverse();
    if (
      match.groups?.z === "无" &&
      earlier[0] !== undefined &&
      !(behind.endsWith("、") && /无|没有|未/u.test(earlier[0]))
    )
      continue;
    const first = startOf(match, "n");
    const list = LIST.exec(code.slice(first))?.[0] ?? "";
    const after = clauseAfter(code, first + list.length);
    if (
      OUTCOME.test(list) ||
      OUTCOME.test(match.groups?.m ?? "") ||
      OUTCOME.test(after.slice(0, 12)) ||
      (/^[QABO]/u.test(after) && !/^Q/u.test(after))
    )
      continue;
    if (/[PpDEN]/u.test(match.groups?.m ?? "")) continue;
    const counted = /^Q/u.test(after) ? sentence.quantity(first + list.length)?.value : 0;
    if (counted !== 0) continue;
    for (const letter of ["R", "L"]) if (list.includes(letter)) say(letter, 0, match.index);
  }

  // 行政复议为零; 行政诉讼：无; 行政复议、行政诉讼均未发生.
  for (const match of matches(NONE_BEHIND, code)) {
    const at = startOf(match, "n");
    if (OTHER_BUSINESS.test(clauseBefore(code, at))) continue;
    say(code[at] ?? "", 0, at);
    const partner = PARTNER.exec(code.slice(0, at));
    if (partner?.[1]) say(partner[1], 0, at);
  }
  return found;
}

const NEGATED = new RegExp(NONE, "u");

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
export function reviewSplits(sentence: Sentence, about: boolean): ReviewSplit[] {
  if (!about) return [];
  return casesIn(sentence).flatMap((statement): ReviewSplit[] => {
    const rest = sentence.code.slice(statement.at + 1).replace(/[RLUW].*$/su, "");
    const parts: Partial<Record<(typeof PARTS)[number][0], number>> = {};
    for (const [key, pattern] of PARTS) {
      const match = pattern.exec(rest);
      const count = match ? countAt(sentence, statement.at + 1 + (match.indices?.groups?.q?.[0] ?? 0), true) : null;
      if (count) parts[key] = count.value;
    }
    const { upheld, corrected, other, pending } = parts;
    if (upheld === undefined || corrected === undefined || other === undefined || pending === undefined) return [];
    const group = statement.figure === R ? "reconsideration" : "litigation";
    return [{ group, total: statement.value, parts: { upheld, corrected, other, pending }, text: statement.text }];
  });
}
