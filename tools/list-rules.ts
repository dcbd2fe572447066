import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { RuleHead } from "../lib/profiles/common/rule.ts";
import type { Citation, Source } from "../lib/profiles/common/sources.ts";
import type { Profile } from "../lib/profiles/profile.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import { COLLECTION_RULE } from "../lib/report/collection/parent.ts";

/** Writes docs/rules.md from the rules themselves. Run by hand: npx tsx tools/list-rules.ts */

const SEVERITY = { error: "错误：须退回", warning: "警告：请核对", info: "提示" } as const;

const rowsOf = (rules: readonly RuleHead[]): string =>
  rules.map(({ code, severity, source }) => `| ${code} | ${SEVERITY[severity]} | ${wordsOf(source)} |`).join("\n");

const citationsOf = (source: Source): readonly Citation[] => ("own" in source ? [] : source.cites);

const wordsOf = (source: Source): string =>
  "own" in source
    ? `本项目约定：${source.own}`
    : `${source.says}（${citationsOf(source)
        .map(({ text, article }) => `[${text.name}](#官方文件)${article}`)
        .join("；")}）`;

const textsOf = (rules: readonly RuleHead[]): string =>
  [...new Set(rules.flatMap(({ source }) => citationsOf(source).map(({ text }) => text)))]
    .map(({ name, title, number, date, issuer }) => `| ${name} | ${title} | ${number ?? "—"} | ${date} | ${issuer} |`)
    .join("\n");

const familyOf = ({ name, rules, history }: Profile): string => `## ${name}

| 代码 | 程度 | 依据 |
|---|---|---|
${rowsOf(rules)}

### 与上年比对

目录里有同一机关上一年度的报告时（\`serve\` 和 AWS），再按下列规则比对。结果记在目录里（接口的 \`history\`、接口导出的问题清单），
不写入 \`report.json\`，也不改变报告的结论。

| 代码 | 程度 | 依据 |
|---|---|---|
${rowsOf(history.rules)}`;

export function rulesPage(): string {
  return `# 检查的规则

每条规则对一份报告给出三种结果之一：通过、不通过、无法判断（缺少数字时不当作通过）。有一条错误、又没有待核对之处的报告为 \`invalid\`。
表中的程度与依据取自程序本身（\`lib/profiles\`），本页由 \`npx tsx tools/list-rules.ts\` 生成。
依据是[官方文件](#官方文件)的条款；没有官方条款的，写明是本项目约定和约定的理由。

${PROFILES.map(familyOf).join("\n\n")}

## 与所属单位之和比对

汇总时给出本级报告，并且所属单位的报告全部计入的，再按下列规则比对。

| 代码 | 程度 | 依据 |
|---|---|---|
${rowsOf([COLLECTION_RULE])}

## 官方文件

| 简称 | 名称 | 文号 | 日期 | 发布机关 |
|---|---|---|---|---|
${textsOf(PROFILES.flatMap(({ rules, history }) => [...rules, ...history.rules]))}

## 读取情况

还有几种代码不涉及对错，只说明读取情况。除 PAGES-RECOGNISED 为提示外，均为警告；有数字、机关、年度或格式未能确定的，报告列为 \`needs-review\`。

| 代码 | 含义 |
|---|---|
| READ-DIFFERENT | 两次读取不一致 |
| READ-ONCE | 只完成了一次读取 |
| READ-UNSETTLED | 检查发现的问题涉及未能读得确切的数字或文字，核对之前不作判断 |
| WORDS-RECOGNISED | 单元格在图像上识别为文字或符号，也可能是数字 |
| TABLE-UNDECIDED | 同一张统计表出现多次且数字不同，标题未说明哪一张是本年度的 |
| TEXT-RUN-TOGETHER | 全文连成一段，统计表的行列未能分开 |
| NUMBER-SPLIT | 一个单元格里的数字分成两行或隔开，不能确定是一个还是几个 |
| NUMBER-STRUCK | 数字旁有加了删除线的文字；它不算数字的一部分 |
| NUMBER-RAISED | 数字旁有上标、下标、注释标记或公式；它不算数字的一部分 |
| NUMBER-HIDDEN | 数字旁有看不清或看不见的文字（颜色与底色相近、透明、极小、被裁切，或由读不到的样式决定） |
| NUMBER-COVERED | 数字上盖有图形、图片、批注或印章，或有文字解释不了的墨迹 |
| NUMBER-REORDERED | 数字显示的次序与存储的次序不同，或由样式、脚本生成 |
| NUMBER-STALE | 数字来自域或绑定的控件，显示的值可能已更新 |
| GLYPHS-DIFFER | 字体画出的数字与编码不同，或有的字没有编码 |
| NUMBER-DAMAGED | 数字旁有转换中丢失的字符 |
| PICTURE-UNREAD | 数字可能在没有识别的图片里 |
| TABLE-UNREAD | 扫描件或图片里没有认出一张统计表 |
| TEXT-LAYER | 数字取自扫描件自带的文字层，没有与图像核对 |
| ORGANIZATION-UNKNOWN、YEAR-UNKNOWN、TEMPLATE-UNKNOWN | 机关、年度、表格格式未能确定 |
| PAGES-RECOGNISED | 哪些页或图片是识别的 |
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile("docs/rules.md", rulesPage());
