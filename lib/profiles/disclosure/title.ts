import { NAME, type TitleWords } from "../common/title.ts";

const YEAR = "(?:20[0-4]\\d)(?:年度|年)?";
/** 政府信息公开工作年度报告 and the other ways in which offices call it. */
const KEY = new RegExp(
  `(?:政府|政务)信(?:息)公开(?:工作)?(?:情况)?的?(?:\\(?${YEAR}\\)?)?(?:年度)?(?:工作)?(?:情况)?的?(?:总结)?(?:年度)?(?:报告|年报)|政府信息公开(?:工作)?(?:${YEAR})?年(?:度)?(?:工作)?(?:总结)?(?:报告|年报)|政务公开(?:工作)?(?:${YEAR})?(?:年度)(?:工作)?报告|信息公开(?:工作)?(?:${YEAR})?(?:年度)?(?:工作)?(?:报告|年报)`,
  "u",
);
/** What the report is about, as sentences that announce it say it. */
const SUBJECT = "(?:政府|政务)信息公开";

/** How the annual report's title, and sentences that announce it, are told. */
export const TITLE: TitleWords = {
  key: KEY,
  announcement: new RegExp(`(?:现将|公布|发布|编制|编写).{0,30}?(20\\d{2})年度?.{0,16}?${SUBJECT}`, "u"),
  datedSections: 3,
  openings: [
    new RegExp(`本(?:年度)?(?:年度报告|报告|年报)(?:是)?(?:由|系)${NAME}(?:根据|依据|按照|依照|编制|编写)`, "u"),
    new RegExp(
      `(?:现将|公布|发布|公开|编制|编写)(?:了)?(?:本机关|本单位)?${NAME}(?:关于)?20\\d{2}年度?(?:的)?${SUBJECT}`,
      "u",
    ),
    new RegExp(`(?:现将|公布|发布|编制|编写)(?:了)?20\\d{2}年度?${NAME}(?:的)?${SUBJECT}`, "u"),
    new RegExp(
      `(?:^|[,，。、])${NAME}(?:现)?(?:编制|编写|公布|发布)(?:了)?(?:本机关|本单位)?(?:20\\d{2}年度?)(?:的)?${SUBJECT}`,
      "u",
    ),
    // Who writes by the law on such reports: 某某办事处依据《中华人民共和国政府信息公开条例》…
    new RegExp(`^${NAME}(?:现)?(?:根据|依据|按照|依照)《?(?:中华人民共和国)?${SUBJECT}条例》?`, "u"),
    new RegExp(
      `(?:要求|规定|精神|实际|情况),?(?:由)?${NAME}(?:现)?(?:编制|编写)(?:了)?(?:本年度报告|本报告|本年报|形成本)`,
      "u",
    ),
  ],
  endings: ["报告", "年报"],
  period: /统计|数据|本报告|年报|报告期/u,
  offices: /^(?:政务公开|信息公开|政府信息公开)/u,
};
