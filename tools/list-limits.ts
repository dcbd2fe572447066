import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DECLARED_LIMITS, type Limit, type LimitGroup } from "../lib/limits.ts";

/** Writes docs/limits.md from the limits themselves. Run by hand: npx tsx tools/list-limits.ts */

const GROUPS: Readonly<Record<LimitGroup, string>> = {
  document: "每份文件",
  archive: "压缩包和XML（.zip、.docx、.ofd）",
  pages: "版面文件（PDF、OFD）",
  word: "Word文件（.docx、.doc）",
  web: "网页和纯文本",
  picture: "图片",
};

const ERROR_CODES = /^[A-Z_]+$/u;

const bytesOf = (value: number): string => {
  const [unit, size] = [["GiB", 2 ** 30] as const, ["MiB", 2 ** 20] as const, ["KiB", 2 ** 10] as const].find(([, each]) => value >= each) ?? [
    "字节",
    1,
  ];
  return `${value / size} ${unit}`;
};

const UNITS: Readonly<Record<Limit["unit"], (value: number) => string>> = {
  bytes: bytesOf,
  seconds: (value) => `${value}秒`,
  MiB: (value) => `${value} MiB`,
  pixels: (value) => (value >= 1e8 ? `${value / 1e8}亿像素` : `${value / 1e4}万像素`),
  times: (value) => `${value}倍`,
  count: (value) => (value >= 10_000 && value % 10_000 === 0 ? `${value / 10_000}万` : String(value)),
};

function table(group: LimitGroup): string {
  const rows = Object.values<Limit>(DECLARED_LIMITS)
    .filter((limit) => limit.group === group)
    .map(({ what, value, unit, reason, beyond }) => {
      const then = ERROR_CODES.test(beyond) ? `\`${beyond}\`` : beyond;
      return `| ${what} | ${UNITS[unit](value)} | ${then} | ${reason} |`;
    });
  return `### ${GROUPS[group]}\n\n| 项目 | 上限 | 超出时 | 理由 |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}

export function limitsPage(): string {
  return `# 哪些文件会被拒绝，为什么

任何文件都有一条记录：\`report.json\` 的 \`error.code\` 说明类别，\`error.message\` 用一句话告诉经办人怎么办。其他文件照常处理。

| 代码 | 含义 | 常见原因与办法 |
|---|---|---|
| \`EMPTY\` | 没有内容 | 0 字节或只有空白；重新导出 |
| \`ENCRYPTED\` | 设有打开密码 | 取消密码后重新提交（只限制修改、打印的 PDF 照常读取） |
| \`CORRUPT\` | 损坏或不完整 | 传输中断、改了扩展名的乱码、含外部实体（DOCTYPE）的 XML；用原软件打开后重新导出 |
| \`UNSUPPORTED\` | 没有这种文件的读取程序 | Excel、PowerPoint、RTF、ODT、UOF、CEB、HEIC、Word 95 及更早版本、WordPerfect、Works 等其他文字处理软件的文件，另存为 .docx 或 .pdf；RAR、7z、压缩包里的压缩包，解压后重新提交 |
| \`TOO_LARGE\` | 超出上限 | 见下表；拆分后重新提交 |
| \`TIMEOUT\` | 到时限仍未读完 | 已停止处理该文件；另存后重试 |
| \`OUT_OF_MEMORY\` | 占用内存超出上限 | 已停止处理该文件；拆分后重试 |

## 上限

每份文件都由单独的进程读取，到时限或超出内存即被终止，不影响其他文件。被终止的文件另起一个进程再试一次：第一次读取没有完成的，只用第二种读法（数字都列为需人工核对）；已经完成的，只做第一次读取（扫描件在识别时被终止的也是这样，重新识别）。再不成，才记为读不出来。两次合计不超过时限，其中三分之一留给第二次。
第二次读取又在另一个线程里，它失败只会让数字变成“需人工核对”，不会让文件读不出来。
解开压缩包时按实际字节计数，不信文件自己的说法；图片先看尺寸再解码。

图片里的表格，只在 PDF、图片文件和 .docx 中识别。.doc（.wps）、.ofd、网页里的图片不识别：可能含有表格的，里面的数字列为待核对（\`PICTURE-UNREAD\`），不会当作空白；
需要识别时请另存为 .docx 或 .pdf。

下表取自程序本身（\`lib/limits.ts\`），本页由 \`npx tsx tools/list-limits.ts\` 生成。

${(Object.keys(GROUPS) as LimitGroup[]).map(table).join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile("docs/limits.md", limitsPage());
