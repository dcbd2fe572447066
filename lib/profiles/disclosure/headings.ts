import { withoutTrailing } from "../../document/text.ts";
import { isMisprint, labelKey } from "../common/labels.ts";
import { comparable, tidy } from "../common/wording.ts";
import { SECTION_TITLES } from "./form.ts";

/** How a heading is numbered; `bare` is no number at all. */
export type Numbering = "chinese" | "part" | "digit" | "paren" | "bare";

export interface Heading {
  /** Section of the form, 1 to 6, that the title names. */
  readonly section: number;
  /** The title as printed, without its number and stray spaces. */
  readonly title: string;
  readonly numbering: Numbering;
  /** The number printed before it; null where there is none. */
  readonly ordinal: number | null;
  /** True where the title is as long as the official one, so that it can hardly head a sub-section. */
  readonly full: boolean;
  /** What stands on the same line after the heading. */
  readonly rest: string;
}

const DIGITS = "一二三四五六七八九十";
const NUMBERINGS: readonly (readonly [Numbering, RegExp])[] = [
  ["part", /^第\s*([一二三四五六七八九])\s*[部章][分]?\s*[、,.:：，．]?\s*/u],
  ["paren", /^[(（]\s*([一二三四五六七八九十]|\d{1,2})\s*[)）]\s*[、.．]?\s*/u],
  ["chinese", /^([一二三四五六七八九])\s*(?:[、.．,，:：·。]\s*|\s+)/u],
  ["digit", /^(\d{1,2})\s*(?:[、.．,，:：)）]\s*|\s+)(?!\d)/u],
];
/** Marks of Markdown, bullets and quotation before a heading. */
const MARK = /^(?:#{1,6}\s*|[-*•●·>▪◆■]+\s+|\[bookmark:[^\][]*\]\s*)+/u;

/** Titles that head a section, first the ones as long as the official wording, then shorter ones. */
const TITLES: readonly { readonly full: RegExp; readonly short: RegExp }[] = [
  {
    full: /^(?:(?:政府|政务)信息公开)?(?:工作)?(?:的)?(?:年度)?总体(?:工作)?情况(?:综述|概述)?$/u,
    short:
      /^(?:总体(?:概况|概述|工作)|整体(?:工作)?情况|总体情况.{0,6}|概述|工作概述|概况|基本情况|(?:政府信息公开)?工作(?:总体|基本|开展)情况)$/u,
  },
  {
    full: /^(?:行政机关|本机关|本单位|政府)?主动公开(?:政府|政务)信息(?:的|工作)*情况$/u,
    short:
      /^(?:(?:政府|政务)?信息主动公开(?:工作)?(?:的)?(?:情况)?|主动公开(?:政府|政务)?(?:信息)?(?:工作)?(?:的)?(?:情况|方面)?)$/u,
  },
  {
    full: /^(?:行政机关|本机关|本单位|政府)?(?:收到|接收|受理|办理)[和及与、]*(?:处理|办理|答复)?(?:的)?(?:政府|政务)?信息(?:依申请公开|公开申请)(?:的|工作)*(?:情况)?$/u,
    short:
      /^(?:(?:政府|政务)?信息公开申请(?:的)?(?:收到|受理|办理|处理|接收|答复)?[和及与、]*(?:处理|办理|答复)?(?:的)?情况|(?:收到|受理|办理)?[和及与、]*(?:处理|办理)?依申请公开(?:政府|政务)?(?:信息)?(?:的|工作)*(?:办理)?(?:情况)?)$/u,
  },
  {
    full: /^(?:(?:因|有关|涉及|关于)?(?:政府|政务)?信息公开(?:工作)?(?:的|被|而)*(?:申请|提起|引起|引发|发生)?(?:的)?)行政复议[、和及与,以]*(?:被)?(?:提起)?行政诉讼(?:的)?(?:情况)?$/u,
    short:
      /^(?:(?:因|有关|涉及|关于)?(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?(?:的|被|而)*(?:申请|提起|引起|引发|发生)?(?:的)?(?:行政)?复议[、和及与,以]*(?:被)?(?:提起)?(?:行政)?诉讼(?:案件)?(?:的|办理)*(?:情况)?)$/u,
  },
  {
    full: /^(?:(?:政府|政务)?信息公开)?(?:工作)?(?:中|目前|当前|仍)*(?:存在)(?:的)?(?:主要)?(?:困难|不足)?(?:和|与|及)?问题(?:[、和及与以,]|下一步|下步|今后|工作|主要|具体)*(?:改进|整改|措施|打算|安排|努力|方向|计划)(?:.{0,8})$/u,
    short:
      /^(?:(?:政府|政务)?信息公开)?(?:工作)?(?:中)?(?:主要)?(?:存在|主要|面临)(?:的)?(?:主要)?(?:困难|不足)?(?:和|与|及)?(?:问题|不足)(?:情况)?(?:.{0,12}(?:改进|整改|措施|打算|安排|努力|方向|计划)(?:.{0,6}))?$|^(?:主要)?(?:问题|不足)(?:和|及|与|、).{0,6}(?:改进|整改|措施)(?:.{0,4})$/u,
  },
  {
    full: /^其[他它](?:需|需要|须|应|应当|要)(?:报告|说明|汇报|公开)(?:的)?(?:有关|重要)?(?:事项|事宜|情况|问题|内容)?$/u,
    short:
      /^(?:需要?(?:报告|说明)的其[他它](?:事项|情况)|其[他它](?:相关|重要|有关)?(?:报告)?事项|其[他它](?:情况|方面))$/u,
  },
];
const OFFICIAL_PREFIX =
  /^(总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议、?行政诉讼情况|存在的主要问题及改进情况|其他需要报告的事项)(?=.)/u;
/** Words after a title that show it to be a part of a sentence. */
const GOES_ON = /^[,，、;；和及与的中是为等共]/u;
const LIST_GOES_ON = /^[,，、;；.。\s]*(?:第?[二三四五六]|[(（][二三四五六]|[2-6])[、.．)）部]/u;

/**
 * A line of a table of contents: dots, dashes or a tab after the title, a page number after them or after the title
 * itself.
 */
function isContentsLine(line: string): boolean {
  const shown = line.trimEnd();
  const number = /\d{0,3}$/u.exec(shown)?.[0] ?? "";
  const before = shown.slice(0, shown.length - number.length);
  const title = before.trimEnd();
  const tab = line.slice(shown.length).includes("\t") || before.slice(title.length).includes("\t");
  return tab || /(?:[.．…·•⋯]{3}|-{4}|—{2})$/u.test(title) || (number !== "" && /[况项]$/u.test(title));
}

const ordinalOf = (text: string): number => (/^\d/u.test(text) ? Number(text) : DIGITS.indexOf(text) + 1);

/** Splits the printed number off a line. Two numbers in a row, (二)(一)…, belong to a sub-heading: null. */
export function numberOf(line: string): { numbering: Numbering; ordinal: number | null; text: string } | null {
  const bare = withoutTrailing(line.replace(/^[|｜\s]+/u, "").replace(/\*\*|__/gu, ""), /[|｜\s]/u)
    .trim()
    .replace(MARK, "")
    .trim();
  for (const [numbering, pattern] of NUMBERINGS) {
    const match = pattern.exec(bare);
    if (!match?.[1]) continue;
    const text = bare.slice(match[0].length);
    if (NUMBERINGS.some(([, other]) => other.test(text))) return null;
    return { numbering, ordinal: ordinalOf(match[1]), text };
  }
  return { numbering: "bare", ordinal: null, text: bare };
}

function classify(title: string): { section: number; full: boolean } | null {
  const key = withoutTrailing(comparable(title), /[:：。.；;]/u).replaceAll("其它", "其他");
  if (key.length > 40) return null;
  for (const kind of ["full", "short"] as const) {
    const index = TITLES.findIndex((titles) => titles[kind].test(key));
    if (index >= 0) return { section: index + 1, full: kind === "full" };
  }
  // A character before or behind the whole title is text: 无其他需要报告的事项.
  const label = labelKey(key);
  const misprinted = OFFICIAL_KEYS.findIndex((official) => isMisprint(label, official) && !label.includes(official));
  return misprinted >= 0 ? { section: misprinted + 1, full: true } : null;
}

const OFFICIAL_KEYS = SECTION_TITLES.map(labelKey);

const cleaned = (title: string): string => withoutTrailing(tidy(title), /[:：。；;]/u);

/**
 * The section heading that a line carries: whole, or before a space, colon or full stop with text after it.
 * Null for any other line, for entries of a table of contents, and for a list of headings in running text.
 */
export function headingOf(line: string): Heading | null {
  if (line.length > 4000 || isContentsLine(line)) return null;
  const numbered = numberOf(line);
  if (!numbered) return null;
  const { numbering, ordinal, text } = numbered;
  const whole = text.length <= 60 ? classify(text) : null;
  if (whole) return { ...whole, numbering, ordinal, title: cleaned(text), rest: "" };
  if (numbering === "bare") return null;
  // 一、总体情况 2024年……: the heading ends at the first mark after which a title is complete.
  for (const match of text.slice(0, 60).matchAll(/[\s\u3000:：。—]+/gu)) {
    const title = text.slice(0, match.index);
    const rest = text.slice(match.index + match[0].length);
    const kind = classify(title);
    if (kind && !LIST_GOES_ON.test(rest) && !GOES_ON.test(rest))
      return { ...kind, numbering, ordinal, title: cleaned(title), rest };
  }
  const official = OFFICIAL_PREFIX.exec(text);
  if (official?.[1]) {
    const rest = text.slice(official[1].length);
    const kind = classify(official[1]);
    if (kind && ordinal === kind.section && !GOES_ON.test(rest) && !LIST_GOES_ON.test(rest))
      return { ...kind, numbering, ordinal, title: official[1], rest };
  }
  return null;
}
