import { LIMITS } from "../limits.ts";
import { openCompoundFile } from "./doc/compound-file.ts";
import { CorruptError, EmptyFileError, EncryptedError, UnsupportedError } from "./errors.ts";
import { isMhtml } from "./html/mhtml.ts";
import { decode, plausibility } from "./shared/decode.ts";

export type ImageKind = "png" | "jpeg" | "tiff" | "bmp" | "gif" | "webp";

/** What a file is by its content: a kind that a reader exists for. */
export type Kind = "pdf" | "docx" | "doc" | "ofd" | "sheet" | "zip" | "html" | "text" | ImageKind;

const IMAGES: ReadonlySet<string> = new Set<ImageKind>(["png", "jpeg", "tiff", "bmp", "gif", "webp"]);
export const isImageKind = (kind: Kind): kind is ImageKind => IMAGES.has(kind);

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", start, Math.min(end, bytes.length));

/**
 * Tells a file's kind by its content, never by its name. A cut or damaged zip, OLE or PDF file keeps its kind, so that
 * its reader can say what is wrong.
 * @throws EmptyFileError for no bytes or only white space; EncryptedError for an encrypted Office package;
 * UnsupportedError for a known kind that no reader takes; CorruptError for bytes that are nothing known.
 */
export function sniff(bytes: Uint8Array): Kind {
  if (bytes.length === 0) throw new EmptyFileError();
  const head = ascii(bytes, 0, 1024);
  if (
    head.startsWith("PK\x03\x04") ||
    head.startsWith("PK\x05\x06") ||
    head.startsWith("PK00PK") ||
    head.startsWith("PK\x07\x08")
  )
    return zipKind(bytes);
  if (head.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return oleKind(bytes);
  const image = imageKind(head, bytes.length);
  if (image) return image;
  if (/%PDF-/u.test(head) && !/<html|<!doctype/iu.test(head)) return "pdf";
  // A PDF whose header is damaged is still no text.
  if (/^\d+ \d+ obj\b/mu.test(head) && ascii(bytes, Math.max(bytes.length - 1024, 0), bytes.length).includes("%%EOF"))
    return "pdf";
  for (const [at, signatures, message] of UNSUPPORTED) {
    if (signatures.some((signature) => head.startsWith(signature, at))) throw new UnsupportedError(message);
  }
  return textKind(bytes);
}

const SAVE_AS = "请另存为 .docx 或 .pdf 后重新提交。";
const OLD_WORKBOOK =
  "这是 .xls、.et、.xlsb 或 .ods 格式的电子表格，暂不支持，请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交。";
const ARCHIVE = "请解压后提交其中的文件，或改用 .zip 压缩。";

/** Signatures of kinds that no reader takes: where they stand, what they are, what to tell the sender. */
const UNSUPPORTED: readonly (readonly [at: number, signatures: readonly string[], message: string])[] = [
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

function imageKind(head: string, length: number): ImageKind | null {
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (/^GIF8[79]a/u.test(head)) return "gif";
  if (["II*\0", "MM\0*", "II+\0", "MM\0+"].some((mark) => head.startsWith(mark))) return "tiff";
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "webp";
  // "BM" alone begins many a text: the size of the info header must be one of those that exist.
  const info = head.charCodeAt(14) + (head.charCodeAt(15) << 8) + (head.charCodeAt(16) << 16);
  if (head.startsWith("BM") && length > 26 && [12, 16, 40, 52, 56, 64, 108, 124].includes(info)) return "bmp";
  return null;
}

/**
 * Entry names of a zip: from its directory, or, where the file is cut, from the local headers in front of each entry.
 */
function zipNames(bytes: Uint8Array): { names: string[]; complete: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names: string[] = [];
  const end = buffer.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end >= 0 && end + 22 <= bytes.length) {
    // Whatever stands in front of the archive shifts all offsets: the directory is looked for right before its end
    // record.
    let at = end - view.getUint32(end + 12, true);
    while (
      at >= 0 &&
      at + 46 <= end &&
      view.getUint32(at, true) === 0x02014b50 &&
      names.length < LIMITS.archiveEntries
    ) {
      const length = view.getUint16(at + 28, true);
      names.push(ascii(bytes, at + 46, at + 46 + length));
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    if (names.length > 0 || view.getUint16(end + 10, true) === 0) return { names, complete: true };
  }
  let at = buffer.indexOf("PK\x03\x04", 0, "latin1");
  while (at >= 0 && at + 30 <= bytes.length && names.length < LIMITS.archiveEntries) {
    const length = view.getUint16(at + 26, true);
    names.push(ascii(bytes, at + 30, at + 30 + length));
    const data = at + 30 + length + view.getUint16(at + 28, true);
    const size = view.getUint16(at + 6, true) & 8 ? 0 : view.getUint32(at + 18, true);
    at = data + size < bytes.length ? buffer.indexOf("PK\x03\x04", data + size, "latin1") : -1;
  }
  return { names, complete: false };
}

function zipKind(bytes: Uint8Array): Kind {
  const { names } = zipNames(bytes);
  const paths = names.map((name) => name.replaceAll("\\", "/").replace(/^\/+/u, ""));
  const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
  if (has(/^OFD\.xml$/iu)) return "ofd";
  if (has(/^\[Content_Types\]\.xml$/iu) || has(/^(word|xl|ppt)\/_?[\w]+/u)) {
    if (has(/^word\//iu)) return "docx";
    if (has(/^xl\/workbook\.bin$/iu)) throw new UnsupportedError(OLD_WORKBOOK);
    if (has(/^xl\//iu)) return "sheet";
    if (has(/^ppt\//iu))
      throw new UnsupportedError("这是 PowerPoint 演示文稿，请提交年度报告的 Word、PDF 或网页版本。");
    if (has(/\.fdseq$|^visio\//iu)) throw new UnsupportedError(`暂不支持这种文档，${SAVE_AS}`);
    return "docx";
  }
  // The type comes first and is not compressed.
  if (/^mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/u.test(ascii(bytes, 30, 100)))
    throw new UnsupportedError(OLD_WORKBOOK);
  if (has(/^META-INF\/manifest\.xml$/u) && has(/^content\.xml$/u))
    throw new UnsupportedError(`这是 OpenDocument 文档，暂不支持，${SAVE_AS}`);
  if (has(/^uof\.xml$|^content\.uof$/iu)) throw new UnsupportedError(`这是标文通（UOF）文档，暂不支持，${SAVE_AS}`);
  if (has(/^META-INF\/container\.xml$/u)) throw new UnsupportedError(`这是电子书文件，暂不支持，${SAVE_AS}`);
  return "zip";
}

interface Directory {
  readonly has: (name: string) => boolean;
  readonly intact: boolean;
}

/**
 * Of an OLE file: where it can't be read, a name is looked for in the raw bytes, where it may also stand in capitals.
 */
function directoryOf(bytes: Uint8Array): Directory {
  try {
    return { has: openCompoundFile(bytes).has, intact: true };
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const has = (name: string) =>
      [name, name.toUpperCase(), name.toLowerCase()].some((one) => buffer.includes(Buffer.from(`${one}\0`, "utf16le")));
    return { has, intact: has("Root Entry") };
  }
}

function oleKind(bytes: Uint8Array): Kind {
  const { has, intact } = directoryOf(bytes);
  if (has("EncryptedPackage")) throw new EncryptedError();
  if (has("WordDocument")) return "doc";
  if (has("Workbook") || has("Book")) throw new UnsupportedError(OLD_WORKBOOK);
  if (has("PowerPoint Document"))
    throw new UnsupportedError("这是 PowerPoint 演示文稿，请提交年度报告的 Word、PDF 或网页版本。");
  if (has("__properties_version1.0")) throw new UnsupportedError("这是邮件，请提交其中的附件。");
  // The text stream of a Word file usually comes first: a cut file has lost its directory, not its beginning.
  if (bytes[512] === 0xec && bytes[513] === 0xa5) return "doc";
  if (!intact) throw new CorruptError();
  throw new UnsupportedError(`暂不支持这种文档，${SAVE_AS}`);
}

const TAGS =
  "a|article|b|body|br|center|col|div|dl|em|font|form|frameset|h[1-6]|head|hr|html|i|iframe|img|li|link|main|meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|thead|title|tr|u|ul";
const TAG = new RegExp(`<(?:!doctype\\s+html|(?:${TAGS})(?=[\\s/>]))`, "iuy");
const CLOSING_TAGS = /<\/(?:td|tr|table|p|div|span|body|html|li|h[1-6]|font|strong)\s*>/giu;

/** What may stand in front of a page's first tag, and what ends it. */
const PREAMBLES = [
  ["<?", ">"],
  ["<!--", "-->"],
  ["<![", ">"],
] as const;

/** Whether the first tag of a page is the first that stands in a text but for declarations and comments. */
function startsWithTag(text: string): boolean {
  let at = text.search(/\S/u);
  for (;;) {
    const preamble = PREAMBLES.find(([opening]) => text.startsWith(opening, at));
    if (!preamble) break;
    const [opening, closing] = preamble;
    const end = text.indexOf(closing, at + opening.length);
    if (end < 0) return false;
    at = end + closing.length;
    while (/\s/u.test(text[at] ?? "")) at++;
  }
  TAG.lastIndex = at;
  return TAG.test(text);
}

function textKind(bytes: Uint8Array): Kind {
  if (isMhtml(bytes)) return "html";
  const { text } = decode(bytes.subarray(0, 1 << 18));
  if (!/[^\s\u200b-\u200f\ufeff]/u.test(text.replaceAll("\0", "")))
    throw new EmptyFileError("文件里没有内容（只有空白），请重新导出或上传。");
  if (isGarbage(text)) throw new CorruptError("文件内容无法识别，可能已损坏，请用原软件打开确认后重新导出。");
  if (startsWithTag(text) || (text.match(CLOSING_TAGS)?.length ?? 0) >= 3) return "html";
  if (/^\s*<\?xml|^\s*<(?:pkg:package|w:wordDocument|office:|svg\b|uof:)/u.test(text)) {
    throw new UnsupportedError(
      /w:wordDocument|pkg:package|uof:|office:document/u.test(text.slice(0, 4096))
        ? `这是 XML 形式的文档，${SAVE_AS}`
        : "这是 XML 数据文件，不是报告，请核对后重新提交。",
    );
  }
  return "text";
}

/** Bytes that are no text in any encoding: many control characters, or characters that nobody writes. */
function isGarbage(text: string): boolean {
  let controls = 0;
  let impossible = 0;
  let foreign = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 ? code !== 9 && code !== 10 && code !== 11 && code !== 12 && code !== 13 : code === 0x7f)
      controls++;
    else if (code >= 0x80) {
      foreign++;
      if (code === 0xfffd || code < 0xa0 || (code >= 0xe000 && code <= 0xf8ff) || code > 0x2ffff) impossible++;
    }
  }
  if (controls > text.length / 100 + 2) return true;
  return impossible > foreign * 0.04 && plausibility(text) < 0.05;
}
