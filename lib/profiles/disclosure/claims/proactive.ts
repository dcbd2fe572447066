import { clauseBefore, END, matches, numberAt, type Statement, startOf, thisYear } from "./find.ts";
import type { Sentence } from "./sentence.ts";

const LINK = "(?:数量?|件数|总数|共计?|为|有|:|了|的)*";
const NORMATIVE = "(?:行政)?规范性文件";
const REGULATION = "(?:(?:地方|省|市)?政府|部门)?规章";

/** Figures of table 2 in the words of its headings; published items (公开行政处罚信息400条) are something else. */
const WORDINGS = (
  [
    ["regulations", REGULATION],
    ["normativeDocuments", NORMATIVE],
  ] as const
).flatMap(([row, noun]) =>
  (
    [
      ["issued", "(?:新?制发|新?制定|新?印发|新?出台)"],
      ["repealed", "(?:废止|宣布废止)"],
      ["inForce", "(?:现行有效|继续有效)"],
      ["produced", "新制作"],
      ["disclosed", "新公开"],
    ] as const
  ).flatMap(([column, verb]) =>
    [
      `${verb}(?:了|的|共)*${noun}${LINK}(?<q>[QB])${END}`,
      `${verb}(?:了|的|共)*(?<q>Q)${noun}${END}`,
      `${noun}${LINK}${verb}${LINK}(?<q>[QB])${END}`,
      // 制发规范性文件7件,废止3件: the noun is carried on.
      `${noun}[^。;RLSGg]{0,12}?[QB][,、](?:[^。;,QAB]{0,6}[QB][,、])?(?:其中)?${verb}(?:的|件数|数|共|:|为)*(?<q>[QB])${END}`,
    ].map((pattern) => [`proactive.${row}.${column}`, new RegExp(pattern, "dgu")] as const),
  ),
);

const DECISIONS = (
  [
    ["licensing", "行政许可"],
    ["penalties", "行政处罚"],
    ["compulsion", "行政强制"],
  ] as const
).flatMap(([row, noun]) =>
  [
    `${noun}(?:本年)?处理决定${LINK}(?<q>[QB])${END}`,
    `作出(?:了)?${noun}(?:处理)?决定${LINK}(?<q>[QB])${END}`,
    `作出(?:了)?${noun}${LINK}(?<q>[QB])${END}`,
    `作出(?:了)?(?<q>Q)${noun}(?:处理)?决定${END}`,
  ].map((pattern) => [`proactive.${row}.decisions`, new RegExp(pattern, "dgu")] as const),
);

/** Published, drafted or reviewed documents are not those of the table; nor are those of one level or another body. */
const OTHER = /公开(?!件数)|发布|公示|上传|备案|审查|审核|起草|清理|解读|征求|党|转发|本级|各/u;

/** What a sentence states about table 2. */
export function proactiveStatements(sentence: Sentence): Statement[] {
  const { code } = sentence;
  const found: Statement[] = [];
  for (const [figure, pattern] of [...WORDINGS, ...DECISIONS]) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q");
      const count = numberAt(sentence, at);
      if (
        !count ||
        !thisYear(code, at) ||
        OTHER.test(clauseBefore(code, match.index)) ||
        /未|没|无|[PpDEN]/u.test(match[0])
      )
        continue;
      if (OTHER.test(match[0].replace(/新公开/u, ""))) continue;
      found.push({ figure, value: count.value, text: sentence.text, at });
    }
  }
  return found;
}
