import type { Quantity } from "../../common/numerals.ts";
import type { Sentence } from "./sentence.ts";

/** A figure read from a sentence, before statements are weighed against each other. */
export interface Statement {
  readonly figure: string;
  readonly value: number;
  readonly text: string;
  /** 新收 and the like: outweighs a plain 收到, which may include what was carried over. */
  readonly explicit?: boolean;
  /** Position of the number, to see what belongs to it. */
  readonly at: number;
}

/** Value of a statement that leaves a figure open: it equals nothing, so no claim comes of the figure. */
export const UNSETTLED = Number.NaN;

/** End of a clause, looking ahead. */
export const END = "(?=[,;:()。、!?]|$)";
/**
 * Words that say nothing about which figure a number is. None is made of others (共计 is 共 and 计), so that a long run
 * of them is read in one way only and takes no more time than it is long.
 */
export const FILLER_WORD =
  "(?:[YyT…]|其中|另外|另有|另|还有|剩余|剩下|其余|余下|尚有|已经|已|均|都|共|一共|合计|累计|总|计|全部|按时|按期|如期|及时|依法|依规|按(?:照)?规定?|按要求|规范|严格|在?(?:法定|规定的?|承诺|法律规定的?)?(?:时限|期限|时间|工作日)?内|(?:我|本|全)(?:县|市|区|镇|乡|局|委|办|院|厅|省|州|旗|盟|街道|中心|机关|单位|部门|系统|办公室|行政机关)+|截至|截止|目前|实际|圆满|顺利|予以|进行|完成|了|的|有|为|是|达|数|件数|量|受到|到|个|年度)";
export const FILLER = `${FILLER_WORD}{0,16}`;
/** Between the noun and its number. */
export const TO_NUMBER =
  "(?:事项|申请|件|总|数|量|的|共|合计|计|为|是|有|达|到|一共|累计|:|…|,(?=共|总|合计|数量|件数)|情况|请求|办件|案件|分别){0,12}?";
export const NEGATION = "(?:均未|从未|未曾|并未|暂未|尚未|未|没有|没|暂无|未有)";

/** Index where a named group of a match begins. */
export const startOf = (match: RegExpExecArray, group: string): number => match.indices?.groups?.[group]?.[0] ?? -1;

/**
 * Every match of a pattern (flags "dgu") in a sentence, also those that begin inside of another: statements may share
 * their edges.
 */
export function matches(pattern: RegExp, code: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (let from = 0; ; ) {
    pattern.lastIndex = from;
    const match = pattern.exec(code);
    if (!match) return found;
    found.push(match);
    from = match.index + 1;
  }
}

/** A count that may be claimed: exact and with a measure word, or none at all. */
export function countAt(sentence: Sentence, index: number): Quantity | null {
  const quantity = sentence.quantity(index);
  return sentence.code[index] === "Q" || quantity?.value === 0 ? numberAt(sentence, index) : null;
}

/** The same where what stands beside it says that a bare number is a count. */
export function numberAt(sentence: Sentence, index: number): Quantity | null {
  return /[QB]/u.test(sentence.code[index] ?? "") ? sentence.quantity(index) : null;
}

/** What stands in front of a position, from the last of the given marks on. */
export function sinceLast(marks: string, code: string, index: number): string {
  let from = index;
  while (from > 0 && !marks.includes(code[from - 1] ?? "")) from--;
  return code.slice(from, index);
}

/** The clause in front of a position: from the last clause mark. */
export const clauseBefore = (code: string, index: number): string => sinceLast(",;:()。…", code, index);
export const clauseAfter = (code: string, index: number): string => /^[^,;:()。]*/u.exec(code.slice(index))?.[0] ?? "";

/**
 * Whether what stands at a position speaks of this year: the time named last before it in the sentence, if any, is this
 * year's.
 */
export function thisYear(code: string, index: number): boolean {
  const named = [...code.slice(0, index).matchAll(/[YyPpNnDE]/gu)].at(-1)?.[0];
  return named === undefined || named === "Y" || named === "y";
}

/** Counts of something else that stand near applications in such reports. */
export const OTHER_MATTERS =
  /热线|信箱|留言|建议|提案|议案|信访|来信|来访|咨询|诉求|投诉|举报|服务事项|网民|网友|点击|浏览|访问|阅读|下载|培训|解读|许可|处罚|舆情|回应|民意|问政|好差评/u;
