import { titleWords } from "../common/title.ts";

const YEAR = "(?:20[0-4]\\d)(?:年度|年)?";
/** 政府信息公开工作年度报告 and the other ways in which offices call it. */
const KEY = new RegExp(
  `(?:政府|政务)信(?:息)公开(?:工作)?(?:情况)?的?(?:\\(?${YEAR}\\)?)?(?:年度)?(?:工作)?(?:情况)?的?(?:总结)?(?:年度)?(?:报告|年报)|政府信息公开(?:工作)?(?:${YEAR})?年(?:度)?(?:工作)?(?:总结)?(?:报告|年报)|政务公开(?:工作)?(?:${YEAR})?(?:年度)(?:工作)?报告|信息公开(?:工作)?(?:${YEAR})?(?:年度)?(?:工作)?(?:报告|年报)`,
  "u",
);
/** How the annual report's title, and sentences that announce it, are told. */
export const TITLE = titleWords(KEY, "(?:政府|政务)信息公开");
