import type { OleNames, ZipNames } from "./signs.ts";

/** Kinds that are known and that no reader takes, and what to tell the sender. */

const SAVE_AS = "请另存为 .docx 或 .pdf 后重新提交。";
const OLD_WORKBOOK =
  "这是 .xls、.et、.xlsb 或 .ods 格式的电子表格，暂不支持，请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交。";
const SLIDES = "这是 PowerPoint 演示文稿，请提交报告的 Word、PDF 或网页版本。";
const ARCHIVE = "请解压后提交其中的文件，或改用 .zip 压缩。";

/** Signatures: where they stand, what they are. */
const SIGNATURES: readonly (readonly [at: number, signatures: readonly string[], message: string])[] = [
  [0, ["{\\rtf"], `这是 RTF 文件，暂不支持，${SAVE_AS}`],
  [0, ["Rar!\x1a"], `这是 RAR 压缩包，${ARCHIVE}`],
  [0, ["7z\xbc\xaf\x27\x1c"], `这是 7z 压缩包，${ARCHIVE}`],
  [0, ["\x1f\x8b", "BZh", "\xfd7zXZ"], `这是压缩包，${ARCHIVE}`],
  [257, ["ustar"], `这是压缩包，${ARCHIVE}`],
  [4, ["ftyphei", "ftyphev", "ftypmif", "ftypavif"], "这是 HEIC 图片，请转换为 JPG 或 PNG 后重新提交。"],
  [4, ["ftyp"], "这是视频文件，请提交报告的文档。"],
  [0, ["\x1aE\xdf\xa3", "ID3", "OggS", "FLV\x01"], "这是音频或视频文件，请提交报告的文档。"],
  [8, ["AVI LIST", "WAVEfmt "], "这是音频或视频文件，请提交报告的文档。"],
  [
    0,
    ["8BPS", "\0\0\0\x0cjP  ", "\xff\x4f\xff\x51", "\0\0\x01\0", "\xd7\xcd\xc6\x9a"],
    "暂不支持这种图片，请转换为 JPG 或 PNG 后重新提交。",
  ],
  [0, ["MZ\x90\0", "MZ\x50\0", "\x7fELF", "\xca\xfe\xba\xbe"], "这是程序文件，不是报告，请核对后重新提交。"],
  [0, ["Founder CEB", "CEBX"], "暂不支持方正 CEB 文件，请转换为 PDF 或 OFD 后重新提交。"],
  [0, ["CAJ\0", "HN\0", "KDH "], "暂不支持这种版式文件，请转换为 PDF 后重新提交。"],
  [0, ["1\xbe\0\0\0\xab", "\x9b\xa5", "\xdb\xa5", "\xfe7\0#"], `这是很早版本的 Word 文件，${SAVE_AS}`],
  // WordPerfect, Works, WordStar, Lotus Word Pro and Hangul, which name their files .doc or .wps, too.
  [
    0,
    ["\xffWPC", "\x01\xfe", "\x1d}", "WordPro\0", "HWP Document File"],
    `这是其他文字处理软件的文件，暂不支持，${SAVE_AS}`,
  ],
  [0, ["%!PS"], "这是 PostScript 文件，请转换为 PDF 后重新提交。"],
];

/** What is said of a file that begins so; undefined where nothing is known of it. */
export const refusalOfHead = (head: string): string | undefined =>
  SIGNATURES.find(([at, signatures]) => signatures.some((signature) => head.startsWith(signature, at)))?.[2];

const ZIPS: readonly (readonly [is: (names: ZipNames) => boolean, message: string])[] = [
  [({ isOffice, has }) => isOffice && has(/^xl\/workbook\.bin$/iu), OLD_WORKBOOK],
  [({ isOffice, has }) => isOffice && has(/^ppt\//iu), SLIDES],
  [({ isOffice, has }) => isOffice && has(/\.fdseq$|^visio\//iu), `暂不支持这种文档，${SAVE_AS}`],
  // The type comes first and is not compressed.
  [({ first }) => /^mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/u.test(first), OLD_WORKBOOK],
  [
    ({ has }) => has(/^META-INF\/manifest\.xml$/u) && has(/^content\.xml$/u),
    `这是 OpenDocument 文档，暂不支持，${SAVE_AS}`,
  ],
  [({ has }) => has(/^uof\.xml$|^content\.uof$/iu), `这是标文通（UOF）文档，暂不支持，${SAVE_AS}`],
  [({ has }) => has(/^META-INF\/container\.xml$/u), `这是电子书文件，暂不支持，${SAVE_AS}`],
];

/** What is said of a zip that is a document; undefined for an archive of files. */
export const refusalOfZip = (names: ZipNames): string | undefined => ZIPS.find(([is]) => is(names))?.[1];

/** Streams that tell a program. */
const STREAMS: readonly (readonly [streams: readonly string[], message: string])[] = [
  [["Workbook", "Book"], OLD_WORKBOOK],
  [["PowerPoint Document"], SLIDES],
  [["__properties_version1.0"], "这是邮件，请提交其中的附件。"],
];

/** What is said of an OLE file of a known program; undefined for others. */
export const refusalOfOle = ({ has }: OleNames): string | undefined =>
  STREAMS.find(([streams]) => streams.some(has))?.[1];

export const UNKNOWN_OLE = `暂不支持这种文档，${SAVE_AS}`;

/** What is said of XML that is no page. @param text how it begins */
export const refusalOfXml = (text: string): string =>
  /w:wordDocument|pkg:package|uof:|office:document/u.test(text.slice(0, 4096))
    ? `这是 XML 形式的文档，${SAVE_AS}`
    : "这是 XML 数据文件，不是报告，请核对后重新提交。";
