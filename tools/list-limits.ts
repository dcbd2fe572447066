import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DECLARED_LIMITS, type Limit, type LimitGroup } from "../lib/limits.ts";

/** Writes docs/limits.md from the limits themselves. Run by hand: npx tsx tools/list-limits.ts */

const GROUPS: Readonly<Record<LimitGroup, string>> = {
  document: "每份文件",
  archive: "压缩包和XML（.zip、.docx、.xlsx、.ofd）",
  pages: "版面文件（PDF、OFD）",
  word: "Word文件（.docx、.doc）",
  sheet: "电子表格（.xlsx）",
  web: "网页和纯文本",
  picture: "图片",
};

const ERROR_CODES = /^[A-Z_]+$/u;

const bytesOf = (value: number): string => {
  const [unit, size] = [["GiB", 2 ** 30] as const, ["MiB", 2 ** 20] as const, ["KiB", 2 ** 10] as const].find(
    ([, each]) => value >= each,
  ) ?? ["字节", 1];
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

/** The page as text. */
export function limitsPage(): string {
  return `# 哪些文件会被拒绝，为什么

任何文件都有一条记录：\`report.json\` 的 \`error.code\` 说明类别，\`error.message\` 用一句话告诉经办人怎么办。其他文件照常处理。

| 代码 | 含义 | 常见原因与办法 |
|---|---|---|
| \`EMPTY\` | 没有内容 | 0 字节或只有空白；重新导出 |
| \`ENCRYPTED\` | 设有打开密码 | 取消密码后重新提交（只限制修改、打印的 PDF 照常读取） |
| \`CORRUPT\` | 损坏或不完整 | 传输中断、改了扩展名的乱码、含外部实体（DOCTYPE）的 XML；用原软件打开后重新导出 |
| \`UNSUPPORTED\` | 没有这种文件的读取程序 | PowerPoint、RTF、ODT、UOF、CEB、HEIC、Word 95 及更早版本、WordPerfect、Works 等其他文字处理软件的文件，另存为 .docx 或 .pdf；.xls、.et、.xlsb、.ods，另存为 .xlsx；RAR、7z、压缩包里的压缩包，解压后重新提交 |
| \`TOO_LARGE\` | 超出上限 | 见下表；拆分后重新提交 |
| \`TIMEOUT\` | 到时限仍未读完 | 已停止处理该文件；再运行一次会重新处理，仍不行请另存后重试 |
| \`OUT_OF_MEMORY\` | 占用内存超出上限 | 已停止处理该文件；再运行一次会重新处理，仍不行请拆分后重试 |
| \`NO_RECOGNITION\` | 识别程序不能运行，扫描页或图片没有读 | 缺少系统的运行库或模型文件；装好后重新提交，会重新处理 |
| \`ARCHIVED\` | AWS：文件存放在归档存储中 | 维护人员取回后重新处理 |
| \`MALWARE\` | AWS：安全扫描发现恶意程序 | 没有打开；在没有病毒的电脑上重新制作后提交 |
| \`NOT_SCANNED\` | AWS：没有通过安全扫描 | 没有打开；取消密码后重新提交，或由维护人员重新处理 |
| \`RECOGNITION_FAILED\` | AWS：文字识别服务没有结果 | 维护人员重新处理，或换一份清晰的文件 |
| \`GIVEN_UP\` | AWS：多次处理都没有完成 | 维护人员查明原因后重新处理（\`redrive\`），或另存为其他格式重新提交 |

## 页面上看到的，才算数

两次读取读的都是编码，编码与页面不一致时两次会错得一样。所以每个数字还要看它在页面上的样子；数字单元格里的字不是同一种看得清的样子，就列为待核对，并写明看到了什么
（如“数字旁有删除线文字“31””）。文件自己声明不显示的（隐藏文字、\`display:none\`、已接受的删除、关闭的图层）不读，也不影响结论。

| 看什么 | 界限 | 代码 |
|---|---|---|
| 删除线 | 不算数字的一部分，旁边的数字待核对 | \`NUMBER-STRUCK\` |
| 上标、下标、脚注标记、公式 | 高出或低于同行文字字号的15%起；整个数字都是上标的照读 | \`NUMBER-RAISED\` |
| 颜色与底色 | 对比度（WCAG 2）低于1.5；白纸上的浅灰#d0d0d0是1.54，还看得清 | \`NUMBER-HIDDEN\` |
| 字号 | 小于4磅；表格常见的最小字号是5磅 | \`NUMBER-HIDDEN\` |
| 透明、裁切、压扁、移出页面或单元格 | 看不到，或不能断定看得到 | \`NUMBER-HIDDEN\` |
| 图片、形状、批注、印章、文本框盖在数字上 | 盖住数字所在位置；盖在旁边不算 | \`NUMBER-COVERED\` |
| 书写方向、浮动、生成的内容、脚本 | 显示的次序或内容可能与存储的不同 | \`NUMBER-REORDERED\` |
| 域、绑定的控件、表格公式 | 打开时可能更新；公式的结果重新算过，算不出的待核对 | \`NUMBER-STALE\` |
| 字形 | 字体画出的数字与编码不同，或无法比对 | \`GLYPHS-DIFFER\` |

各种格式怎样看：

- PDF：问页面上的每个对象（颜色、透明度、裁切、先后次序、图层、批注）；有统计表的页再由 PDFium 画出来，数字单元格里每个字要有自己的墨迹，每个数字要有自己的形状，
  除此之外不能有别的墨迹。不相符的单元格交给识别程序看一眼，它看到的和编码相同才算确定；报告页上附有这一处的图。
- OFD：同样逐个对象看；嵌入字体的数字逐个核对字形。
- Word（.docx、.doc、.wps）：看每段文字的格式、样式、所在单元格的底纹和行高，以及浮在表格上的图形；.docx 嵌入的字体核对字形。
- 网页：不打开浏览器，按浏览器的规则读样式（嵌在网页里的样式表、样式属性和旧式属性）和结构。读不到的样式表只在同一个数字的几位分在类名不同的元素里时才算疑问，不能判断是否生效的规则只在会改变数字样子时才算；
  脚本只在写到单元格、或运行网页里读不到的代码（拼装、编码后执行的）时才算；会自动跳转到另一页的网页，数字都列为待核对。浮在网页上的图形或数字盖住哪一格只有浏览器知道，可能盖住表格的，表中数字都列为待核对；带文字或链接的浮窗、工具栏不算。
- 纯文本：看改变书写方向的控制符、组合删除线、看不见的字符、其他字形的数字。
- 扫描件：识别程序看的就是页面。

## 上限

每份文件都由单独的进程读取，到时限或超出内存即被终止，不影响其他文件。被终止的文件另起一个进程再试一次：第一次读取没有完成的，只用第二种读法（数字都列为需人工核对）；已经完成的，只做第一次读取（扫描件在识别时被终止的也是这样，重新识别）。再不成，识别时被终止的不再识别，只读文字（数字都列为需人工核对），其余记为读不出来。各次合计不超过时限，其中三分之一留给后来的。

时限是处理器时间，不是钟表时间：机器繁忙只会慢，不会使文件读不出来；按钟表计最多十倍。因时限或内存没有读成的，等其他文件都完了再单独试一次；以后再运行时也重新处理，不必加 \`--fresh\`。识别到时限时，已经读出的留下，数字都列为需人工核对（\`PICTURE-UNREAD\`）。

\`serve\` 里，每份文件先轮到很短的一次，没做完的和要识别图片的另行排队，快的不等慢的；同一个压缩包里的文件一份接一份，合计有时限。超出大小上限的文件不读内容，它的 id 由大小和首尾各 1 MiB 算出；压缩包里读不出来的文件，id 由压缩包的大小、首尾和它在包里的名字算出。

第二次读取又在另一个线程里，它失败只会让数字变成“需人工核对”，不会让文件读不出来。
解开压缩包时按实际字节计数，不信文件自己的说法；图片先看尺寸再解码。

图片里的表格，在 PDF、OFD、图片文件、.docx、.doc（.wps）、.xlsx 和网页里都识别，裁掉的部分不读。OFD 里转了方向、带遮罩或裁成别的形状的图片不识别，识别的图片上另加的文字、线条、图形、印章不画进去，压着的数字列为待核对，盖住半页以上的整页不识别。网页里只识别文件自身带着的图片（data: 地址，或 .mht 里的部分），正文以上的横幅和样式看不清的除外：另存网页时旁边文件夹里的图片、网上的图片从不打开，因为一份报告就是一个文件，同样的内容要得出同样的结果，请另存为 .mht。
EMF、WMF 图片，页眉页脚、脚注和批注里的图片不识别。没有识别的图片可能含有表格的，里面的数字列为待核对（\`PICTURE-UNREAD\`），不会当作空白；需要识别时请另存为 .pdf。

下表取自程序本身（\`lib/limits.ts\`），本页由 \`npx tsx tools/list-limits.ts\` 生成。

${(Object.keys(GROUPS) as LimitGroup[]).map(table).join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile("docs/limits.md", limitsPage());
