import { withoutTrailing } from "../../document/text.ts";
import { sectionHeadings } from "../common/headings.ts";
import { isMisprint, labelKey, officialKey } from "../common/labels.ts";
import { comparable } from "../common/wording.ts";
import { SECTION_TITLES } from "./form.ts";

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
/** Rows of table 3 and the results that it names carry numbers too. */
const ROW = /申请数量|办理结果|继续办理|结转/u;

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

const OFFICIAL_KEYS = SECTION_TITLES.map(officialKey);

/** The six headings that 国办公开办函〔2019〕60号 and 〔2021〕30号 prescribe; offices vary and lose them. */
export const SECTION_HEADINGS = sectionHeadings({
  count: SECTION_TITLES.length,
  classify,
  prefix: OFFICIAL_PREFIX,
  isRow: (text) => ROW.test(text),
});
