import { arabicYears, comparable, tidy } from "./wording.ts";

/** What a title line says. */
export interface Title {
  /** In one line as printed, without stray spaces. */
  readonly text: string;
  /** The name before the title's own words; null where there is none or it is no name of a public body. */
  readonly organization: string | null;
  /** Years named; none or several leave the year open. */
  readonly years: readonly number[];
  /**
   * True where something stands in the author's place that is no public body (a domain, a brand): a hijacked mirror.
   */
  readonly hijacked: boolean;
}

const ENDINGS =
  /(?:人民政府|政府|办公室|办公厅|街道办事处|办事处|街道办|街道|镇|乡|苏木|民族乡|局|委员会|委|办|厅|部|院|会|署|处|队|站|所|馆|中心|公司|集团|管委会|工委|区|县|市|省|州|盟|旗|社|校|园|学|行|海关|库|团|台|场|分局|中队|厂|狱|城|基地|组|兵团|法院|检察院|联合社|信用社)$/u;
const BRACKET_ENDING = /[(（][^()（）]{1,20}[)）]$/u;
const NOT_A_BODY =
  /某|[a-zA-Z0-9@.:：/\\。，,；;！!？?“”"'|]|^(?:我|该|本(?!溪)|全(?![南椒州]))|根据|按照|依照|关于|发布|公布|现将|报告|年报|信息公开|目录|首页|当前位置|栏目|网站|平台|附件|字号|来源|时间|博彩|娱乐|彩票|投注|赌场|棋牌|官网|登录|入口|下载|注册|(?<!文化|教育|教|科|文|文旅|广电|广|旅|和|、|卫|健|视|游)体育(?!局|和|与|、|总局|中心|馆|场|学|运动|事业|发展|文化|旅游|教育|委)/u;

/** The words by which a family's title, and sentences that announce its report, are told. */
export interface TitleWords {
  /** Finds the title's own words in a line made comparable: 政府信息公开…年度报告. */
  readonly key: { readonly exec: (line: string) => { readonly index: number; readonly 0: string } | null };
  /** A sentence that announces the report of a year, which is its first group. */
  readonly announcement: RegExp;
  /** How many sections, from the first, speak mostly of the report's own year. */
  readonly datedSections: number;
  /** Openings that name the author, as their first group. */
  readonly openings: readonly RegExp[];
  /** What titles end with; what follows is a site's. */
  readonly endings: readonly string[];
  /** Words before a range of dates by which it is the period of the report's statistics. */
  readonly period: RegExp;
  /** How names of a body's own offices for such reports begin: like 办公室 alone, they name no body. */
  readonly offices: RegExp;
}

/** A body's name in a sentence, as the first group of a pattern. */
export const NAME = "([\\p{Script=Han}（）()]{2,40}?)";

/** Whether a string can be the name of a public body: Chinese, ending like one, no sentence, no domain or brand. */
export function isBody(name: string): boolean {
  const bare = name.replace(BRACKET_ENDING, "");
  return (
    bare.length >= 2 &&
    bare.length <= 40 &&
    /^\p{Script=Han}/u.test(bare) &&
    !NOT_A_BODY.test(bare) &&
    ENDINGS.test(bare)
  );
}

/** The body's name in a phrase: without years, 关于, 的 and what a title adds. */
export function bodyIn(phrase: string): string | null {
  const name = arabicYears(phrase)
    .replace(/[(（]20[0-4]\d(?:年度|年)?[)）]|20[0-4]\d(?:年度|年)?|(?<=^|\D)年度?$/gu, "")
    .replace(/^(?:[·•*#\-\s]|关于|印发|发布|公布|标题[:：]|题名[:：]|名称[:：]|附件\d*[:：]?|【.*?】)+/u, "")
    .replace(/^[(（]+|(?<!的|关于|年度|本级|编制|发布)(?:的|关于|年度|本级|编制|发布)+$/gu, "")
    .replace(/^[《"“]+|(?<![》"”])[》"”]+$/gu, "")
    .replace(/[(（](?:本级|机关|本部)[)）]$/u, "");
  return isBody(name) ? name : null;
}

/**
 * Reads a line (or several joined ones) as the title of an annual report:
 * 济南市历下区教育局2024年政府信息公开工作年度报告, 2024年…, …年报, with or without a year. Null where it is none, such
 * as a sentence that names the report.
 */
export function readTitle(line: string, { key: words, endings }: TitleWords): Title | null {
  const text = tidy(line)
    .replace(/^#+\s*/u, "")
    .replace(/^\*\*|\*\*$/gu, "");
  if (text.length > 120) return null;
  const key = arabicYears(comparable(text));
  const match = words.exec(key);
  if (!match) return null;
  const before = key.slice(0, match.index);
  const after = key.slice(match.index + match[0].length).replace(/^[》>]/u, "");
  // A sentence, a list of links or a headline about the report is no title.
  if (
    /[。；;，,]|根据|按照|现将|编制(?!委|办)|要求|本报告|解读|通知|格式|如下|培训|召开|完成/u.test(before) ||
    !AFTER_TITLE.test(after.replace(/^(?:20[0-4]\d)年?度?/u, ""))
  )
    return null;
  const suffixYear = /^[(（]?(20[0-4]\d)/u.exec(after)?.[1];
  const years = [...`${before}${match[0]}`.matchAll(/(20[0-4]\d)/gu)].map((year) => Number(year[1]));
  const all = [...new Set([...years, ...(suffixYear ? [Number(suffixYear)] : [])])];
  // 兰山区人民政府信息公开…: one 政府 stands for two.
  const organization = bodyIn(/人民$/u.test(before) ? `${before}政府` : before);
  const leftover = before.replace(/20[0-4]\d(?:年度|年)?|关于|的|年度?|^#+/gu, "");
  const hijacked =
    organization === null &&
    (/[a-zA-Z]{2,}|\d{3,}/u.test(leftover) || /博彩|娱乐|彩票|投注|赌场|棋牌|官网|登录|入口|体育/u.test(leftover));
  return { text: trimmed(text, endings), organization, years: all, hijacked };
}

/** What may follow a title on its line: brackets, what a site appends, the labels of its buttons and dates. */
const AFTER_TITLE =
  /^$|^[(（\-_—–|<[【]|^(?:字号|字体|来源|发布|公布|时间|日期|浏览|点击|作者|打印|索引|信息来源|分享|编辑|阅读)/u;

/** What a site appends to a title: -沭阳县发改局, _政府信息公开, 字号：大 中 小. */
const APPENDED = /[-_—–|<[【]|字号|字体|来源|发布|公布|时间|日期|浏览|点击|作者|打印|索引|信息来源|分享|编辑|阅读/gu;

/** The title without what a site puts before it and appends to it. @param endings what titles end with, besides brackets */
function trimmed(text: string, endings: readonly string[]): string {
  const ends = [...endings, ")", "）"];
  const title = [...text.matchAll(APPENDED)]
    .map(({ index }) => text.slice(0, index).trimEnd())
    .find((before) => ends.some((end) => before.endsWith(end)));
  return (title ?? text).replace(/^(?:标题|题名|名称)[:：]\s*/u, "");
}
