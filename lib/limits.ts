import type { FORMATS, FormatName } from "./document/formats.ts";

/**
 * What one document may cost: every bound on its bytes, pages, pixels, depths, counts, seconds and memory, each with
 * its reason. All are far beyond honest documents and are applied before the work is done or while it goes on.
 * docs/limits.md is made from this list (tools/list-limits.ts), which is why it is one file, however long.
 */

const KIBI = 1024;
const MEBI = 1024 * KIBI;
const GIBI = 1024 * MEBI;

/** Bounds of any document, of archives, and of the formats that name them. */
export type LimitGroup = "document" | "archive" | (typeof FORMATS)[FormatName]["limits"];

export interface Limit {
  readonly group: LimitGroup;
  readonly value: number;
  readonly unit: "bytes" | "seconds" | "MiB" | "pixels" | "times" | "count";
  /** What is bounded, for docs/limits.md. */
  readonly what: string;
  readonly reason: string;
  /** What happens beyond it: the code of the record, or how the reading goes on. */
  readonly beyond: string;
}

const limit = (
  group: LimitGroup,
  unit: Limit["unit"],
  value: number,
  what: string,
  reason: string,
  beyond: string,
): Limit => ({
  group,
  value,
  unit,
  what,
  reason,
  beyond,
});

const LEFT = "其余不读";

/** The bounds by name. */
export const DECLARED_LIMITS = {
  fileBytes: limit("document", "bytes", 256 * MEBI, "文件大小", "年报几百KB，扫描件几十MB", "TOO_LARGE"),
  documentSeconds: limit("document", "seconds", 60, "一份文件占用处理器的时间，不论读几次", "通常几十毫秒", "TIMEOUT"),
  recognisedPages: limit("document", "count", 60, "一份文件里识别的扫描页或图片", "年报十几页", "TOO_LARGE"),
  recognisedPageSeconds: limit(
    "document",
    "seconds",
    30,
    "每识别一页另加的处理器时间",
    "一页几秒到十几秒",
    "其余各页不识别；全是图片的，TIMEOUT",
  ),
  quickSeconds: limit(
    "document",
    "seconds",
    2,
    "serve中一份文件首次轮到时的处理器时间",
    "通常几十毫秒；其余文件不必等它",
    "以后再轮到，从头做起",
  ),
  quickClockSeconds: limit("document", "seconds", 9, "同上，按钟表计", "别人的文件最多等十秒", "以后再轮到，从头做起"),
  secondReadingSeconds: limit(
    "document",
    "seconds",
    20,
    "第二次读取的处理器时间",
    "通常几十毫秒；到时不影响第一次读取",
    "数字列为需人工核对",
  ),
  judgeSeconds: limit(
    "document",
    "seconds",
    5,
    "上传时辨认一份文件是什么",
    "通常几毫秒，读取程序启动要一秒",
    "先收下，处理时再辨认",
  ),
  heapMebibytes: limit("document", "MiB", 768, "读取程序的JavaScript内存", "通常一百多MB", "OUT_OF_MEMORY"),
  youngHeapMebibytes: limit(
    "document",
    "MiB",
    96,
    "其中新生代的内存",
    "再小，一份文件读到一半的内容会被反复搬动",
    "提前回收",
  ),
  workerMebibytes: limit(
    "document",
    "MiB",
    1536,
    "读取程序的全部内存，含解码图片和WebAssembly",
    "识别扫描页时几百MB",
    "OUT_OF_MEMORY",
  ),
  keptMebibytes: limit(
    "document",
    "MiB",
    768,
    "读完一份后仍占用的内存",
    "通常不到300 MB；WebAssembly的内存不会归还",
    "换一个新的读取程序",
  ),
  resultNameBytes: limit("document", "bytes", 255, "结果目录名的每一段", "文件系统大多只容255字节", "截短并加标记"),
  resultPathBytes: limit("document", "bytes", 1024, "结果目录名的全长", "压缩包里的路径可以任意深", "只留首尾两段"),

  archiveEntries: limit(
    "archive",
    "count",
    10_000,
    "压缩包里的文件（.docx、.xlsx另计）",
    "一个县一年的年报几百份",
    "TOO_LARGE",
  ),
  archiveEntryBytes: limit(
    "archive",
    "bytes",
    128 * MEBI,
    "其中一个文件解开后",
    "最大的扫描件不到40 MiB；解开后在内存里",
    "TOO_LARGE",
  ),
  archiveTotalBytes: limit("archive", "bytes", 2 * GIBI, "全部解开后", "逐个解开，限制的是工作量", "TOO_LARGE"),
  archiveSeconds: limit(
    "archive",
    "seconds",
    12 * 3600,
    "里面的文件占用处理器的时间合计",
    "三百份十五页的扫描件约十小时",
    "其余的TOO_LARGE",
  ),
  archiveRatio: limit(
    "archive",
    "times",
    150,
    "解开后与压缩时大小之比",
    "表格多的XML约60倍，白色位图几百倍但很小",
    "TOO_LARGE",
  ),
  archiveRatioFromBytes: limit(
    "archive",
    "bytes",
    32 * MEBI,
    "从多大起看这个比例",
    "正常的小文件也会压得很小",
    "不看比例",
  ),
  packageEntries: limit("archive", "count", 5000, ".docx、.xlsx里的部件", "带图的文档几百个", "TOO_LARGE"),
  packagePartBytes: limit(
    "archive",
    "bytes",
    64 * MEBI,
    ".docx、.xlsx的一个部件解开后",
    "读成结构后约占十倍内存",
    "TOO_LARGE",
  ),
  packageTotalBytes: limit("archive", "bytes", GIBI, ".docx、.xlsx全部部件解开后", "限制工作量", "TOO_LARGE"),
  xmlDepth: limit(
    "archive",
    "count",
    512,
    "XML的嵌套层数（.docx、.xlsx、.ofd）",
    "Word自己不到100层；读取时逐层递归",
    "TOO_LARGE",
  ),
  xmlElements: limit(
    "archive",
    "count",
    1_500_000,
    "一个XML部件的元素",
    "年报约5000个；这么多时仍不到400 MB",
    "TOO_LARGE",
  ),

  pages: limit("pages", "count", 500, "PDF、OFD的页数", "年报十几页，每页都要时间", "TOO_LARGE"),
  glyphs: limit("pages", "count", 2_000_000, "PDF的字符", "密排的500页约100万字", "TOO_LARGE"),
  textStrings: limit("pages", "count", 1_000_000, "PDF第二次读取的字串", "不多于字符", "数字列为需人工核对"),
  drawnObjects: limit("pages", "count", 1_000_000, "PDF全文、OFD一页的绘制对象", "年报每页几百个", "TOO_LARGE"),
  pathSegments: limit(
    "pages",
    "count",
    1_500_000,
    "PDF全文的路径段、OFD一条路径的指令",
    "表格线每页几百段，描成曲线的字每页几万段",
    "TOO_LARGE",
  ),
  nestedDrawings: limit(
    "pages",
    "count",
    12,
    "表单、复合对象的嵌套层数",
    "软件自己只用几层；自引用的文件没有尽头",
    "PDF：其余不读；OFD：TOO_LARGE",
  ),
  coveringAreas: limit(
    "pages",
    "count",
    2000,
    "PDF、OFD一页上可能盖住或衬托文字的图形、图片",
    "年报每页几百个底纹",
    "与其余图形重叠的数字列为需人工核对",
  ),
  pdfiumMebibytes: limit(
    "pages",
    "MiB",
    256,
    "PDFium（WebAssembly）的内存",
    "通常几十MB；线程的内存上限管不到它",
    "TOO_LARGE",
  ),
  renderedPixels: limit("pages", "pixels", 24_000_000, "画一页供识别", "A4按200 dpi约400万像素", "降低精度"),
  gridPositions: limit("pages", "count", 200_000, "表格线围出的格位", "年报的表不到1000格", "不作表格"),

  tablePositions: limit(
    "word",
    "count",
    200_000,
    "一个表的行数乘列数（.docx、网页）",
    "年报的表不到1000格",
    "TOO_LARGE",
  ),
  columnSpan: limit(
    "word",
    "count",
    1000,
    "单元格横跨的列（.docx、网页）",
    "Word最多画63列，浏览器也只认1000",
    "按上限",
  ),
  fieldDepth: limit("word", "count", 100, "域的嵌套层数", "Word用几层", "域代码不读"),
  floatingDrawings: limit(
    "word",
    "count",
    2000,
    "Word文件、.xlsx里浮在文字上面的图形",
    "年报几个，如公章",
    "表中数字都列为需人工核对",
  ),
  mammothCharacters: limit(
    "word",
    "count",
    1_000_000,
    "交给mammoth读的字符",
    "年报约10万；到这里它要一秒和300 MB",
    "换简单的读法",
  ),
  docListBytes: limit(
    "word",
    "bytes",
    64 * MEBI,
    ".doc的大属性表",
    "千行的文件约1 MB；恶意文件处处引用同一张大表",
    "CORRUPT",
  ),
  docTableDepth: limit("word", "count", 16, ".doc表格的嵌套层数", "实际两三层", "按上限"),
  docStyleDepth: limit("word", "count", 32, ".doc样式的继承层数", "实际几层", "按无样式"),
  docGroupDepth: limit("word", "count", 32, ".doc图形组合的嵌套层数", "实际几层", LEFT),

  sheetPositions: limit(
    "sheet",
    "count",
    200_000,
    "一个工作簿里各表的行数乘列数",
    "年报的表不到1000格；每格成为一条记录",
    "TOO_LARGE",
  ),
  sheetComparisons: limit(
    "sheet",
    "count",
    20_000_000,
    "格与合并区域、条件格式、图形的比对",
    "年报不到10万次",
    "有关数字都列为需人工核对",
  ),
  formulaCharacters: limit("sheet", "count", 8192, "一个公式的字符", "Excel自己的上限", "公式结果列为需人工核对"),
  formulaSteps: limit(
    "sheet",
    "count",
    1_000_000,
    "核对全部公式时查看的格",
    "年报的合计公式不到1万格",
    "其余公式结果列为需人工核对",
  ),

  htmlBytes: limit("web", "bytes", 64 * MEBI, "网页", "年报的网页不到1 MB", "TOO_LARGE"),
  htmlDepth: limit("web", "count", 400, "网页的嵌套层数", "Chromium也把更深的挂在上一层", "挂在上一层"),
  htmlCells: limit("web", "count", 200_000, "网页一个表的单元格", "年报的表不到1000格", "TOO_LARGE"),
  htmlTagCharacters: limit(
    "web",
    "count",
    200_000,
    "一个标签的字符（第二次读取）",
    "带内嵌图片的标签",
    "在下一个“>”处断开",
  ),
  htmlFrameCharacters: limit("web", "count", 4_000_000, "内嵌网页（srcdoc）的字符", "年报的网页不到100万", LEFT),
  styleCharacters: limit("web", "count", 2_000_000, "样式表的字符", "网站的样式表几十万", LEFT),
  styleRules: limit(
    "web",
    "count",
    200,
    "同一类名、标签的样式规则",
    "实际几条；每个元素都要逐条比对",
    "这些元素里的数字列为需人工核对",
  ),
  mailDepth: limit("web", "count", 4, ".mht部分的嵌套层数", "实际一两层", LEFT),
  textBytes: limit("web", "bytes", 8 * MEBI, "纯文本", "年报不到100 KB；再大到时限也读不完", "TOO_LARGE"),
  textLines: limit("web", "count", 100_000, "纯文本的行", "一格一行的年报约1000行", "TOO_LARGE"),

  imagePixels: limit("picture", "pixels", 100_000_000, "图片", "A3按600 dpi约7000万像素", "TOO_LARGE"),
} as const satisfies Readonly<Record<string, Limit>>;

type LimitName = keyof typeof DECLARED_LIMITS;

/** The bounds alone: bytes, seconds, MiB, pixels and counts, as their names say. */
export const LIMITS = Object.fromEntries(
  Object.entries(DECLARED_LIMITS).map(([name, { value }]) => [name, value]),
) as Readonly<Record<LimitName, number>>;
