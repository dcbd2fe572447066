import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { HISTORY_RULES } from "../lib/profiles/disclosure/history/history.ts";
import { RULES } from "../lib/profiles/disclosure/rules/rules.ts";

/** Writes docs/rules.md from the rules themselves. Run by hand: npx tsx tools/list-rules.ts */

const SEVERITY = { error: "错误：须退回", warning: "警告：请核对", info: "提示" } as const;

const rowsOf = (rules: readonly (typeof RULES | typeof HISTORY_RULES)[number][]): string =>
  rules.map(({ code, severity, source }) => `| ${code} | ${SEVERITY[severity]} | ${source} |`).join("\n");

export function rulesPage(): string {
  return `# 检查的规则

每条规则对一份报告给出三种结果之一：通过、不通过、无法判断（缺少数字时不当作通过）。有一条错误、又没有待核对之处的报告为 \`invalid\`。
表中的程度与依据取自程序本身（\`lib/profiles/disclosure/rules\`），本页由 \`npx tsx tools/list-rules.ts\` 生成。

| 代码 | 程度 | 依据 |
|---|---|---|
${rowsOf(RULES)}

## 与上年年报比对

目录里有同一机关上一年度的报告时（\`serve\` 和 AWS），再按下列规则比对。结果记在目录里（接口的 \`history\`、接口导出的问题清单），
不写入 \`report.json\`，也不改变报告的结论。

| 代码 | 程度 | 依据 |
|---|---|---|
${rowsOf(HISTORY_RULES)}

## 读取情况

还有几种代码不涉及对错，只说明读取情况。除 PAGES-RECOGNISED 为提示外，均为警告，报告列为 \`needs-review\`。

| 代码 | 含义 |
|---|---|
| READ-DIFFERENT | 两次读取不一致 |
| READ-ONCE | 只完成了一次读取 |
| NUMBER-SPLIT | 一个单元格里的数字分成两行，不能确定是一个还是两个 |
| NUMBER-DAMAGED | 数字旁有转换中丢失的字符 |
| PICTURE-UNREAD | 数字可能在没有识别的图片里 |
| TEXT-LAYER | 数字取自扫描件自带的文字层，没有与图像核对 |
| ORGANIZATION-UNKNOWN、YEAR-UNKNOWN、TEMPLATE-UNKNOWN | 机关、年度、表格格式未能确定 |
| PAGES-RECOGNISED | 哪些页或图片是识别的 |
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile("docs/rules.md", rulesPage());
