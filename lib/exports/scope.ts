import type { ReportFilter } from "../catalog/listing.ts";
import { NO_YEAR } from "../catalog/totals.ts";
import { narrowed } from "../catalog/within.ts";
import { profileOf } from "../profiles/profiles.ts";
import { STATUS_WORDS } from "../report/status-words.ts";

/** What a filter asks for, in words, part by part: none of them where it asks for all. */
function partsOf({ year, division, within, profile, status, organization, search, unit }: ReportFilter): string[] {
  const divisions = narrowed(within, division);
  return [
    ...(year === null ? [] : [year === NO_YEAR ? "年度不明" : `${year}年`]),
    ...(divisions === null ? [] : [`行政区划${divisions.join("、") || division || "未定"}`]),
    ...(organization === null ? [] : [organization]),
    ...(search === null ? [] : [`名称含“${search}”`]),
    ...(unit === null ? [] : ["所选单位"]),
    ...(profile === null ? [] : [profileOf({ profile })?.name ?? profile]),
    ...(status === null ? [] : [STATUS_WORDS[status]]),
  ];
}

/** What a list is about, for whoever has it before them. */
export const scopeInWords = (filter: ReportFilter): string => {
  const parts = partsOf(filter);
  return parts.length === 0 ? "全部报告" : parts.join("，");
};

/** The name of a list's file, without its ending: what it is and what it is about. */
export const listFileName = (list: string, filter: ReportFilter): string =>
  [list, ...partsOf(filter)].join("-").replace(/[\\/:*?"<>|]/gu, "_");
