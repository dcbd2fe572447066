import { clauseBefore, END, matches, numberAt, OTHER_MATTERS, type Statement, startOf } from "./find.ts";
import type { Topic } from "./received.ts";
import { speaksOfPart } from "./scope.ts";
import type { Sentence } from "./sentence.ts";
import { CARRY } from "./terms.ts";

const OVER = "applications.carriedOver.total";
const FORWARD = "applications.carriedForward.total";

const ABOUT_CARRY =
  "(?:的|办理|申请|[SGg]|件|数|量|为|有|共|计|继续|处理|答复|办结|转入|:|…|至|到|[Yy]|下来|未办结|事项|是)*?";
const LEFT = "(?:除|另外|另|还有|剩余|剩下|其余|余下|尚有|仍有|其中|有|的|共|未办结|余|:){0,16}";
const NONE = "(?:均?无|没有|未有|不存在|未)";
const IN_HAND =
  "(?:(?:尚在|正在|仍在|还在|尚|正|仍|还|处于)(?:按规定|按程序|按流程|依法|依规|处于|在|未|(?:法定|规定)?(?:期限|时限)内)*(?:法定)?(?:办理|答复|处理|办结|审核)|在(?:法定|规定|承诺)?(?:答复|办理)?(?:期限|时限)内(?:办理|处理|答复)中)";
/** 办结100件,结转5件: behind what was answered, what is left goes to the next year. */
const AFTER_ANSWERED = "(?<=(?:办结|答复|回复|办理)[^IF。;Q]{0,8}Q[^IF。;Q]{0,12})";

/** Numbers are `q`, none is `z`. */
const WORDINGS = (
  [
    [OVER, `I${ABOUT_CARRY}(?<q>[QB])`],
    [OVER, `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|件)?(?:为|系|是|属于?)?I(?!${ABOUT_CARRY}[QAB])`],
    [OVER, `${NONE}[^QABO,;:()。]{0,6}?I(?:的|申请|S|G|件|事项|情况|办理)*(?<z>${END})`],
    [OVER, `I${ABOUT_CARRY}(?<z>无|零)${END}`],
    [OVER, `[Pp]度?(?:无|没有|未有?)(?<z>结转|转结|遗留)`],
    [FORWARD, `F${ABOUT_CARRY}(?<q>[QB])`],
    [
      FORWARD,
      `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|未办结|的|因|需|将|拟|已|尚未办结|尚在办理|正在办理|未到期|按照?·?(?:规定)?|根据·?|依法|…|至|,(?=将|需|拟|按))*F(?!${ABOUT_CARRY}[QAB])`,
    ],
    [FORWARD, `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|的)?${IN_HAND}[^QABO,;:()。RL]{0,6}`],
    [FORWARD, `(?:^|[,;:(、…])[Yy]?${LEFT}(?<q>Q)S${IN_HAND}[^QABO,;:()。RL]{0,6}`],
    [FORWARD, `(?:^|[,;:(、…])(?:其中|另有|还有)?${IN_HAND}(?:中|的|有)*(?<q>Q)${END}`],
    [
      FORWARD,
      `(?:^|[,;:(、…])${LEFT}(?<q>Q)(?:申请|S|的)?(?:将|拟|计划)(?:于|在)?[Nn]度?内?(?:继续)?(?:办理|答复|处理|办结)`,
    ],
    [FORWARD, `${AFTER_ANSWERED}[,;、]${LEFT}(?<q>Q)(?:申请|的)?(?:按期|依法|按规定|予以)*${CARRY}${END}`],
    [FORWARD, `${AFTER_ANSWERED}[,;、](?:按期|依法)?${CARRY}(?:申请|件)?(?<q>[QB])${END}`],
    [FORWARD, `${NONE}[^QABO,;:()。]{0,8}?F(?:的|申请|S|G|件|事项|情况|办理)*(?<z>${END})`],
    [FORWARD, `F${ABOUT_CARRY}(?<z>无|零)${END}`],
  ] as const
).map(([figure, pattern]) => [figure, new RegExp(pattern, "dgu")] as const);

/** Carried over and carried forward with numbers in one sentence: only applications are counted so. */
export const isBalance = (code: string): boolean =>
  /[IF][^,;。]{0,6}[QB]/u.test(code) && /收|受理|办结|答复/u.test(code) && !OTHER_MATTERS.test(code);

/** How many applications came from the last year and how many go to the next: 上年结转2件, 结转下年度3件. */
export function carried(sentence: Sentence, { applications: topic, before, author }: Topic): Statement[] {
  const { code } = sentence;
  if (!topic && !/[SGg]/u.test(code)) return [];
  const found: Statement[] = [];
  for (const [figure, pattern] of WORDINGS) {
    for (const match of matches(pattern, code)) {
      const at = startOf(match, "q") >= 0 ? startOf(match, "q") : startOf(match, "z");
      const count = startOf(match, "q") >= 0 ? numberAt(sentence, at) : { value: 0 };
      if (!count || OTHER_MATTERS.test(clauseBefore(code, at)) || /[RLE]/u.test(match[0])) continue;
      // A negation in front of a number (未办结 apart) leaves open what was counted.
      if (
        startOf(match, "q") >= 0 &&
        /(?:没有|无|未(?!办结|到期|到|办))/u.test(clauseBefore(code, at)) &&
        count.value !== 0
      )
        continue;
      if (speaksOfPart(before + code.slice(0, at), author)) continue;
      found.push({ figure, value: count.value, text: sentence.text, at });
    }
  }
  return found;
}
