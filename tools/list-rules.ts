import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { RULES } from "../lib/profiles/disclosure/rules/rules.ts";

/** Writes docs/rules.md from the rules themselves. Run by hand: npx tsx tools/list-rules.ts */

const SEVERITY = { error: "错误：须退回", warning: "警告：请核对", info: "提示" } as const;

export function rulesPage(): string {
  const rows = RULES.map((rule) => `| ${rule.code} | ${SEVERITY[rule.severity]} | ${rule.source} |`);
  return `# 检查的规则

每条规则对一份报告给出三种结果之一：通过、不通过、无法判断（缺少数字时不当作通过）。有一条错误的报告为 \`invalid\`。
表中的程度与依据取自程序本身（\`lib/profiles/disclosure/rules\`），本页由 \`npx tsx tools/list-rules.ts\` 生成。

| 代码 | 程度 | 依据 |
|---|---|---|
${rows.join("\n")}

此外还有几种不涉及对错、只说明读取情况的代码，均为警告：READ-DIFFERENT（两次读取不一致）、READ-ONCE（只完成一次读取）、
PICTURE-UNREAD（数字可能在未识别的图片里）、TEXT-LAYER（数字取自扫描件自带的文字层）、ORGANIZATION-UNKNOWN、YEAR-UNKNOWN、TEMPLATE-UNKNOWN（机关、年度、表格式样未能确定）。
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile("docs/rules.md", rulesPage());
