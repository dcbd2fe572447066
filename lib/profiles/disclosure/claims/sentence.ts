import { isNumbered } from "../../../document/numbering.ts";
import { findQuantities, type Quantity } from "../../common/numerals.ts";
import { simplified } from "../../common/simplified.ts";
import { GLOSS } from "../../common/wording.ts";

/**
 * Prose made ready for a small grammar. A sentence becomes a string in which Chinese words stay and what a grammar
 * need not spell out is one letter:
 *
 *   Q exact count (4件)   A approximate (120余件)   B bare number (6)   O number of something else (3人, 100%)
 *   Y this year in words (本年, 全年)   y this year in digits   P last year in words   p last year in digits
 *   N next year   n next year in digits   D another year   E a part of a year or several years
 *   C a comparison with another year   T several channels (网络、信函等方式)
 *   S applications for disclosure (政府信息公开申请)   G 依申请公开 alone   g 依申请公开政府信息: an application or
 * what was disclosed
 *   I carried over from last year   F carried forward to next year
 *   R 行政复议   L 行政诉讼   U 未经复议直接起诉   W 复议后起诉
 *
 * Clause marks are , ; : ( ) in half width and 、 as it is.
 */
export interface Sentence {
  readonly code: string;
  /** The number behind a Q, A, B or O. */
  readonly quantity: (index: number) => Quantity | null;
  /** As printed. */
  readonly text: string;
}

/** One paragraph: a heading is short and states no figure; what follows it belongs to it. */
export interface Paragraph {
  readonly heading: boolean;
  readonly sentences: readonly Sentence[];
}

interface Symbol {
  readonly letter: string;
  readonly from: number;
  readonly to: number;
  readonly quantity: Quantity | null;
}

const simple = new Map<string, string>();
/** One character at a time, so that each keeps its place. */
function simplifiedOne(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character;
  const known = simple.get(character) ?? simplified(character);
  simple.set(character, known);
  return known;
}

/** Quotation marks and emphasis say nothing about figures; white space may stand anywhere. */
const DROPPED = /[\s\u00a0\u200b-\u200f\ufeff“”"「」『』‘’'*#>]/u;

const normal = (character: string): string => {
  const half =
    character >= "\uff01" && character <= "\uff5e" ? String.fromCharCode(character.charCodeAt(0) - 0xfee0) : character;
  if (half === "—" || half === "–" || half === "－" || half === "~") return "-";
  if (half === "[" || half === "【" || half === "〔") return "(";
  if (half === "]" || half === "】" || half === "〕") return ")";
  return /[A-Za-z]/u.test(half) ? "·" : simplifiedOne(half);
};

const codes = new WeakMap<readonly Symbol[], string>();

/** The letters of the symbols in a row; they are asked for once a pattern, and most patterns change nothing. */
function codeOf(symbols: readonly Symbol[]): string {
  const known = codes.get(symbols);
  if (known !== undefined) return known;
  const code = symbols.map((symbol) => symbol.letter).join("");
  codes.set(symbols, code);
  return code;
}

function fold(
  symbols: readonly Symbol[],
  pattern: RegExp,
  letter: string | ((match: RegExpMatchArray) => string),
): readonly Symbol[] {
  const code = codeOf(symbols);
  const out: Symbol[] = [];
  let done = 0;
  for (const match of code.matchAll(pattern)) {
    const first = symbols[match.index];
    const last = symbols[match.index + match[0].length - 1];
    if (!first || !last) continue;
    out.push(...symbols.slice(done, match.index));
    out.push({
      letter: typeof letter === "string" ? letter : letter(match),
      from: first.from,
      to: last.to,
      quantity: null,
    });
    done = match.index + match[0].length;
  }
  return out.length === 0 ? symbols : [...out, ...symbols.slice(done)];
}

const YEAR = "(?:20\\d\\d|二[〇零○][一二三四五六七八九〇零○]{2})年";

/** A year in digits as the year reported on, the one before it, the one after it, or another. */
function letterOfYear(digits: string, year: number | null): string {
  const stated = Number(
    digits.replace(/[〇零○一二三四五六七八九]/gu, (c) => String(Math.max(0, "〇一二三四五六七八九".indexOf(c)))),
  );
  if (year === null || Number.isNaN(stated)) return "D";
  return stated === year ? "y" : stated === year - 1 ? "p" : stated === year + 1 ? "n" : "D";
}

/** In TIMES: the letter of the year that the time names; of this year where it names none. */
const NAMED = "named";
/** Times are folded before numbers, so that no year is taken for a count. Earlier entries win. */
const TIMES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?<y>${YEAR})?度?(?<!\\d)1月?(?:份)?(?:-|至|到)+12月份?(?!\\d)`, "gu"), NAMED],
  [new RegExp(`(?<y>${YEAR})?度?1月1日起?,?(?:至|到|-)+(?:${YEAR})?度?12月31日(?:止|期间|内)?`, "gu"), NAMED],
  [new RegExp(`(?:${YEAR}|20\\d\\d|\\d\\d年?)(?:-|至|到)+${YEAR}度?`, "gu"), "E"],
  [new RegExp(`(?:自|从)?${YEAR}[^,。;、]{0,6}(?:以来|至今)`, "gu"), "E"],
  [/(?:自|从)(?![今本])[^,。;、\d]{1,14}?(?:以来|至今)/gu, "E"],
  [/近[一二三四五六七八九十两几\d]+年|(?<![二两三四五六七八九十\d])[二两三四五六七八九十\d]+年来|历年|往年/gu, "E"],
  [new RegExp(`(?:截至|截止|到|至){0,4}(?<y>${YEAR})度?(?:12月(?:31日|底|末|份)?|年?[底末])`, "gu"), NAMED],
  [/(?:截至|截止|到|至){0,4}(?:12月(?:31日|底|末)|年[底末])/gu, "Y"],
  [
    new RegExp(
      `(?:${YEAR})?度?(?:上半年|下半年|第?[一二三四1-4]季度|\\d{1,2}(?:月份?)?(?:-|至|到)\\d{1,2}月份?|\\d{1,2}月(?:份|\\d{1,2}日)?)`,
      "gu",
    ),
    "E",
  ],
  [new RegExp(`(?<y>${YEAR})度?`, "gu"), NAMED],
  [/上一?个?年度?|去年度?|前一?年度?/gu, "P"],
  [/下一?个?年度?|明年|次年|翌年|来年/gu, "N"],
  [/本年度?|今年|全年度?|年内|当年|本?报告期内?|本报告年度|统计期内?|一年来|年度内/gu, "Y"],
];

const CHANNEL =
  "(?:网上|网络|互联网|在线|线上|线下|现场|当面|窗口|信函|信件|邮寄|邮政|快递|书面|口头|电话|传真|电子邮件|电子邮箱|邮件|邮箱|平台|门户网站|政府网站|网站|公众号|微信|来信|来访|政务服务网|政府信息公开网|申请平台)";
const CHANNEL_WORD = `${CHANNEL}(?:平台|系统|渠道|方式|申请|提交|提出|递交|受理|寄送)?`;
const INFO = "(?:政府|政务)?(?:相关|有关)?信息";

const TERMS: readonly (readonly [RegExp, string])[] = [
  [/《[^》]{0,80}》/gu, "·"],
  [/(?:与|和|同|比|较|相较于?|相比于?|对比)[PpDE](?:度|同期|的)*[^,;()。]*/gu, "C"],
  [/(?:同比|环比)[^,;()。]*/gu, "C"],
  [/(?:增加|增长|减少|下降|上升|降低|增多|增幅|降幅|减幅)(?:了|为|达)?[QABO]/gu, "C"],
  // Reconsideration and litigation; 行政复议法, 复议机关, 复议决定 are neither.
  [/未经(?:行政)?复议,?直接(?:提起)?(?:行政)?(?:起诉|诉讼)/gu, "U"],
  [/(?:经)?(?:行政)?复议后(?:提起|再)?(?:行政)?(?:起诉|诉讼)/gu, "W"],
  [/(?:行政)?复议(?:法|机关|机构|局|决定书?|委员会|办公室|体制|答复书?|意见|渠道|权利|工作)/gu, "·"],
  [/(?:行政)?诉讼(?:法|权利|渠道|服务|材料)/gu, "·"],
  [/行政复议|复议/gu, "R"],
  [/行政诉讼|诉讼|行政应诉/gu, "L"],
  // All channels together stand for every application; a single one does not.
  [new RegExp(`(?:${INFO}公开)?(?:的)?${CHANNEL}申请(?:[、和及或]${CHANNEL}申请){2,}`, "gu"), "S"],
  [
    new RegExp(
      `(?:通过|以|经|采取|利用|由)?${CHANNEL_WORD}(?:(?:、|以及|或者|和|及|或|与)${CHANNEL_WORD})+(?:等)?(?:多种|各种|各类|多个)?(?:渠道|方式|途径|形式)?(?:提出|提交|递交|申请)?(?:的)?`,
      "gu",
    ),
    "T",
  ],
  // Applications for disclosure.
  [
    /(?:(?:政府|政务)?信息)?依申请(?:公开)?的?(?:政府|政务)?(?:信息)?(?:公开)?类?的?(?:申请|事项|办件|工单|信件|函件|邮件|件(?!数)|案件|业务)(?!人)(?:书|表|件(?!数)|事项)?(?!公开)/gu,
    "S",
  ],
  // Cut short beside the verb or the number: 收到依申请6件, 依申请受理6件.
  [
    /(?<=(?:收到|接到|受理|答复|办结)了?(?:群众|公民|公众|社会|T|共){0,6})依申请(?=[共数量]{0,6}[QB])|依申请(?=(?:共|累计)?(?:收到|受理|答复|办结)(?:共|了)?[QB])/gu,
    "S",
  ],
  [/(?<=(?:收到|接到|受理|接收)了?…?)申请书(?=共?[QB])|(?<=(?:收到|接到|受理|接收)…)申请(?![人书表])/gu, "S"],
  [
    /(?<!依)申请公开的?(?:事项|件|情况)(?!数)|(?<=(?:收到|接到|受理|接收)了?(?:群众|公民|公众|社会|T){0,6})要求公开(?:政府|政务)?信息(?!的)/gu,
    "S",
  ],
  [/(?:政府|政务)?信息依申请公开(?:申请|事项|办件|案件)(?!人)/gu, "S"],
  [/(?:政府|政务)?信息依申请公开|依申请(?:政府|政务)?信息公开/gu, "G"],
  [/依申请(?:公开)?的?(?:政府|政务)?信息/gu, "g"],
  [/依申请公开/gu, "G"],
  [/申请(?:公开|获取)的?(?:政府|政务)?信息(?:公开)?的?(?:要求|申请|事项|情况|请求|件)/gu, "S"],
  [/申请(?:政府|政务)?信息公开的?(?:要求|申请|事项|情况|请求|件)?|申请(?:公开|获取)(?:政府|政务)?信息/gu, "S"],
  [
    new RegExp(
      `(?:对|关于|有关|要求)?(?:(?:公开|获取|查询|查阅)?${INFO}(?:依申请)?(?:公开)?(?:方面)?类?的?(?:有效)?|政务公开的?|政府公开的?|公开的?)申请(?:书|表|案件|事项|件(?!数)|函|单)?(?!人|公开|R)`,
      "gu",
    ),
    "S",
  ],
];

/** To carry on from one year to the next, without source or target. */
export const CARRY = "(?:结转|转结|接转|遗留|结余|顺延|转入|延续|留转)";
/** Carried over and carried forward are told by what stands before and after 结转: its source or its target. */
const carriesOf = (sure: boolean): readonly (readonly [RegExp, string])[] => [
  [new RegExp(`[PpD](?:度)?(?:未办结的?|未办理完毕的?|未办完的?)?${CARRY}(?:至|到|入)*(?:Y|y|本期)(?:度)?`, "gu"), "I"],
  [
    new RegExp(
      `(?:${CARRY}|延至|延期|延长|递延|跨年度?|跨|转)(?:至|到|入|为|在)*[Nn](?:度)?(?:内|再)*(?:继续)?(?:办理|答复|处理|办结|完成)?`,
      "gu",
    ),
    "F",
  ],
  [/[Nn]度?继续(?:办理|答复|处理|办结)|跨年度?(?:办理|办结|答复)/gu, "F"],
  ...(sure
    ? []
    : ([[new RegExp(`${CARRY}(?:至|到|入)*[pD](?:度)?(?:继续)?(?:办理|答复|处理|办结)?`, "gu"), "F"]] as const)),
  [new RegExp(`(?:[Pp]${sure ? "" : "|D"})度?(?:未办结的?|未办理完毕的?|未办完的?)?${CARRY}`, "gu"), "I"],
  [new RegExp(`(?:${CARRY}|承接|接续)(?:自|于|了)?P`, "gu"), "I"],
];

const CARRIES = { sure: carriesOf(true), unsure: carriesOf(false) } as const;

const COUNT_UNITS = /^(?:件|份|条|條|起|宗|次|人次|项|項|个|個|例|封|单|笔|件次|人件)$/u;

function letterOf(quantity: Quantity): string {
  if (!quantity.exact) return "A";
  if (!Number.isInteger(quantity.value)) return "O";
  if (quantity.unit === "") return "B";
  return COUNT_UNITS.test(quantity.unit) ? "Q" : "O";
}

/**
 * One sentence in the alphabet above. `sure`: the prose names the report's own year, so that other years are meant as
 * such.
 */
export function encode(text: string, year: number | null, sure: boolean): Sentence {
  const key = `${year} ${sure} ${text}`;
  const known = encoded.get(key);
  if (known) return known;
  if (encoded.size >= MOST_ENCODED) encoded.clear();
  const sentence = encodeAnew(text, year, sure);
  encoded.set(key, sentence);
  return sentence;
}

/** Several rules listen to the same sentences. */
const encoded = new Map<string, Sentence>();
const MOST_ENCODED = 500;

function encodeAnew(text: string, year: number | null, sure: boolean): Sentence {
  const characters: Symbol[] = [];
  const glosses = new Set(
    [...text.matchAll(GLOSS)].flatMap((match) => Array.from(match[0], (_, index) => match.index + index)),
  );
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? "";
    if (!glosses.has(i) && !DROPPED.test(character))
      characters.push({ letter: normal(character), from: i, to: i + 1, quantity: null });
  }
  let symbols: readonly Symbol[] = characters;
  for (const [pattern, letter] of TIMES) {
    const named = ({ groups }: RegExpMatchArray): string =>
      groups?.y ? letterOfYear(groups.y.slice(0, 4), year) : "Y";
    symbols = fold(symbols, pattern, letter === NAMED ? named : letter);
  }
  const code = codeOf(symbols);
  const counted: Symbol[] = [];
  let done = 0;
  for (const quantity of findQuantities(code)) {
    if (quantity.start < done) continue;
    counted.push(...symbols.slice(done, quantity.start));
    const from = symbols[quantity.start]?.from ?? 0;
    const to = symbols[quantity.end - 1]?.to ?? text.length;
    counted.push({ letter: letterOf(quantity), from, to, quantity });
    done = quantity.end;
  }
  symbols = [...counted, ...symbols.slice(done)];
  for (const [pattern, letter] of TERMS) symbols = fold(symbols, pattern, letter);
  for (const [pattern, letter] of CARRIES[sure ? "sure" : "unsure"]) symbols = fold(symbols, pattern, letter);
  return {
    code: codeOf(symbols),
    quantity: (index) => symbols[index]?.quantity ?? null,
    text: text.trim(),
  };
}

/** Markdown's. */
const MARK_OF_HEADING = /^\s*#+/u;
/** Longer runs without a full stop are no prose. */
const LONGEST_SENTENCE = 2000;
const LABELS =
  /^(?:[(（]?[一二三四五六七][)）、]|\d[.、．])?\s*(?:本年新收政府信息公开申请数量|上年结转政府信息公开申请数量|本年度办理结果|结转下年度继续办理|予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|总计|行政复议|行政诉讼)[\s\d|/-]*$/u;
const WHITE = /[\s\u3000]+/gu;

/** Rows of a table that came as text, lone labels, lone numbers, and the form's own guidance. */
function loose(line: string): boolean {
  const cells = line.split(/\t|\|/u).filter((cell) => cell.trim() !== "");
  if (/[\t|]/u.test(line.trim()) && (cells.length > 2 || line.includes("|"))) return true;
  const plain = line.replace(WHITE, "");
  return LABELS.test(plain) || !/[\u4e00-\u9fff]{2}/u.test(plain) || /填表说明|填报说明|删除本段|勾稽关系/u.test(plain);
}

/** Lines of a page are joined to paragraphs only where a long line plainly goes on. */
function joined(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    const last = lines.at(-1);
    const goesOn =
      last !== undefined &&
      last.trim().length >= 24 &&
      /[^。；;！？!?：:)）]$/u.test(last.trim()) &&
      /[，,。、]/u.test(last) &&
      !loose(last);
    if (goesOn && !isNumbered(line) && !loose(line) && line.trim() !== "")
      lines[lines.length - 1] = last.trimEnd() + line.trimStart();
    else lines.push(line);
  }
  return lines;
}

/** Paragraphs of a section's text, without what is no prose and without notes that were not meant for publication. */
export function paragraphs(text: string, year: number | null, sure: boolean): Paragraph[] {
  return joined(text)
    .filter((line) => line.trim() !== "" && !loose(line))
    .map((line) => {
      const sentences = line
        .split(/(?<=[。！？!?])/u)
        .filter((part) => part.trim() !== "" && part.length <= LONGEST_SENTENCE && !/内部核对|勿公开/u.test(part))
        .map((part) => encode(part, year, sure));
      const code = sentences.map((sentence) => sentence.code).join("");
      return {
        heading:
          code.length <= 24 &&
          isNumbered(line.replace(MARK_OF_HEADING, "")) &&
          sentences.length === 1 &&
          !/[QAB]|未|无|没|零/u.test(code),
        sentences,
      };
    });
}

/**
 * Years that the prose names as its time, not as source or target of a carry-over, in a comparison or in a document's
 * name.
 */
export function namedYears(text: string): number[] {
  const years = new Set<number>();
  const plain = text
    .replace(WHITE, "")
    .normalize("NFKC")
    .replace(/《[^》]{0,80}》|[〔[(（]20\d\d[〕\])）]/gu, "");
  for (const match of plain.matchAll(
    /(?<![比较与和同至到入转结延自从]|结转|转结)(20\d\d)年(?!度?(?:未办结|结转|转结|遗留|修订|版|以来))/gu,
  ))
    years.add(Number(match[1]));
  return [...years];
}
