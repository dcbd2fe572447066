import { halfWidth } from "../../document/text.ts";

export type PersonalKind = "id" | "mobile" | "bank";

export interface PersonalNumber {
  readonly kind: PersonalKind;
  /** Offset and length in the text. */
  readonly offset: number;
  readonly length: number;
  /** As printed, with the middle digits as asterisks. */
  readonly masked: string;
}

const PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])";
const IN_A_PROVINCE = new RegExp(`^${PROVINCE}`, "u");
const GAP = "[ \\u00a0-]?";
const ID18 = new RegExp(
  `(?<![0-9A-Za-z])[1-9]\\d{5}${GAP}(?:18|19|20)\\d{2}${GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])${GAP}\\d{3}[0-9Xx](?![0-9A-Za-z])`,
  "gu",
);
const ID15 = new RegExp(`(?<![0-9A-Za-z])${PROVINCE}\\d{4}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}(?![0-9A-Za-z])`, "gu");
const MOBILE = /(?<![0-9A-Za-z./_=-])(?:\+?86[ -]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?![0-9A-Za-z])/gu;
const BANK = /(?<![0-9A-Za-z])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])/gu;
const URL = /(?:https?:\/\/|www\.)[\w./?=&%#:~+-]+|(?<![\w/-])[\w/-]{1,200}\.(?:s?html?|jspx?|aspx?|docx?|pdf)/gu;
/** No personal number has fewer digits. */
const MANY_DIGITS = /(?:[0-9０-９][ \u00a0-]?){11}/u;
const ID_WORD = /身份证|证件号|公民身份|身份号/u;
const CARD_WORD = /银行卡|卡号|储蓄卡|信用卡|借记卡/u;

/** The check digit of GB 11643. */
function hasValidCheckDigit(digits: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return "10X98765432"[sum % 11] === digits[17]?.toUpperCase();
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const doubled = index % 2 === 1 ? Number(character) * 2 : Number(character);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function mask(printed: string, head: number, tail: number): string {
  const count = printed.replace(/[^0-9Xx]/gu, "").length;
  let seen = 0;
  return printed.replace(/[0-9Xx]/gu, (digit) => {
    seen += 1;
    return seen <= head || seen > count - tail ? digit : "*";
  });
}

/** Numbers of persons in a text: identity cards (18 digits by check digit or beside the word, 15 digits beside the word only), mobile phones, bank cards. */
export function personalNumbersIn(text: string): PersonalNumber[] {
  if (!MANY_DIGITS.test(text)) return [];
  // Both replacements keep every offset.
  const key = halfWidth(text).replace(URL, (url) => "/".repeat(url.length));
  const found: PersonalNumber[] = [];
  const around = (offset: number): string => key.slice(Math.max(0, offset - 30), offset);
  const add = (kind: PersonalKind, match: RegExpExecArray, head: number, tail: number): void => {
    const { index } = match;
    if (found.some((other) => index < other.offset + other.length && other.offset < index + match[0].length)) return;
    found.push({ kind, offset: index, length: match[0].length, masked: mask(halfWidth(text.slice(index, index + match[0].length)), head, tail) });
  };
  for (const match of key.matchAll(ID18)) {
    const digits = match[0].replace(/[ \u00a0-]/gu, "");
    const plausible = IN_A_PROVINCE.test(digits) && hasValidCheckDigit(digits);
    if (plausible || ID_WORD.test(around(match.index))) add("id", match, 4, 4);
  }
  for (const match of key.matchAll(ID15)) if (ID_WORD.test(around(match.index))) add("id", match, 4, 3);
  for (const match of key.matchAll(BANK)) {
    const digits = match[0].replace(/[ -]/gu, "");
    if (passesLuhn(digits) && !/^0/u.test(digits) && (digits.startsWith("62") || CARD_WORD.test(around(match.index)))) add("bank", match, 4, 4);
  }
  for (const match of key.matchAll(MOBILE)) add("mobile", match, match[0].length > 13 ? 5 : 3, 4);
  return found.sort((a, b) => a.offset - b.offset);
}

/** The text with the middle digits of identity, bank card and mobile numbers as asterisks; same length as before. */
export function maskPersonalNumbers(text: string): string {
  let masked = text;
  for (const { offset, length, masked: replacement } of personalNumbersIn(text))
    masked = masked.slice(0, offset) + replacement + masked.slice(offset + length);
  return masked;
}

const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶苏魏吕丁沈任姚卢姜崔钟谭陆汪范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤";
const COURTESY = new RegExp(`([${SURNAMES}])(先生|女士|小姐|某某|大爷|大妈|阿姨)`, "gu");
const APPLICANT = /(?:申请|询问|咨询|信访|投诉|举报|来信|来电|要求公开|答复)/u;
const NAMED_APPLICANT = new RegExp(
  `(?:申请人|信访人|投诉人|举报人)(?:姓名)?(?:为|是|系|[:：])?((?![王李张]?某)[${SURNAMES.replace(/[于任何石江万严武金]/gu, "")}][\\p{Script=Han}]{1,2})(?=[(（,，、;；。]|(?:申请|提出|要求|来信|向我|对我|的来件|就|关于))`,
  "gu",
);

/** Applicants that a sentence lets recognise: 赵先生 with the subject of the request, 申请人王小明. Initials such as 李某 are anonymous. */
export function applicantNamesIn(sentence: string): string[] {
  const courtesy = APPLICANT.test(sentence) ? [...sentence.matchAll(COURTESY)].filter((match) => match[2] !== "某某").map((match) => match[0]) : [];
  const named = [...sentence.matchAll(NAMED_APPLICANT)].map((match) => match[1] ?? "");
  return [...new Set([...courtesy, ...named])].filter((name) => name !== "");
}
