import type { FormatName } from "../document/formats.ts";
import { LIMITS } from "../limits.ts";
import { CorruptError, EmptyFileError, EncryptedError, UnsupportedError } from "./errors.ts";
import { READERS } from "./formats.ts";
import { openCompoundFile } from "./shared/compound-file.ts";
import { decode, plausibility } from "./shared/decode.ts";
import type { OleNames, Signs, ZipNames } from "./signs.ts";
import { refusalOfHead, refusalOfOle, refusalOfXml, refusalOfZip, UNKNOWN_OLE } from "./unsupported.ts";

/** What a file is by its content: a format, or an archive of files. */
type Kind = FormatName | "zip";

const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", start, Math.min(end, bytes.length));

/** How much of a file is looked at from both its ends, and how much of a text. */
const END_BYTES = 1024;
const TEXT_BYTES = 1 << 18;

const ZIP = ["PK\x03\x04", "PK\x05\x06", "PK00PK", "PK\x07\x08"];
const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

const ASKED = Object.entries(READERS) as [FormatName, { readonly signs: Signs }][];
/** The first format that says so. */
const formatThat = (is: (signs: Signs) => boolean | undefined): FormatName | undefined =>
  ASKED.find(([, { signs }]) => is(signs))?.[0];

/**
 * Tells a file's kind by its content, never by its name. A cut or damaged zip, OLE or PDF file keeps its kind, so that
 * its reader can say what is wrong.
 * @throws EmptyFileError for no bytes or only white space; EncryptedError for an encrypted Office package;
 * UnsupportedError for a known kind that no reader takes; CorruptError for bytes that are nothing known.
 */
export function sniff(bytes: Uint8Array): Kind {
  if (bytes.length === 0) throw new EmptyFileError();
  const head = latin1(bytes, 0, END_BYTES);
  if (ZIP.some((mark) => head.startsWith(mark))) return zipKind(bytes);
  if (head.startsWith(OLE)) return oleKind(bytes);
  const tail = latin1(bytes, Math.max(bytes.length - END_BYTES, 0), bytes.length);
  const format = formatThat(({ ends }) => ends?.({ head, tail, bytes }));
  if (format) return format;
  const refusal = refusalOfHead(head);
  if (refusal !== undefined) throw new UnsupportedError(refusal);
  return textKind(bytes);
}

function zipKind(bytes: Uint8Array): Kind {
  const paths = entryNames(bytes).map((name) => name.replaceAll("\\", "/").replace(/^\/+/u, ""));
  const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
  const isOffice = has(/^\[Content_Types\]\.xml$/iu) || has(/^(word|xl|ppt)\/_?[\w]+/u);
  const names: ZipNames = { has, isOffice, first: latin1(bytes, 30, 100) };
  const format = formatThat(({ zip }) => zip?.(names));
  if (format) return format;
  const refusal = refusalOfZip(names);
  if (refusal !== undefined) throw new UnsupportedError(refusal);
  return "zip";
}

function oleKind(bytes: Uint8Array): FormatName {
  const names = streamNames(bytes);
  if (names.has("EncryptedPackage")) throw new EncryptedError();
  const format = formatThat(({ ole }) => ole?.(names));
  if (format) return format;
  const refusal = refusalOfOle(names);
  if (refusal !== undefined) throw new UnsupportedError(refusal);
  const broken = formatThat(({ brokenOle }) => brokenOle?.(bytes));
  if (broken) return broken;
  if (!names.intact) throw new CorruptError();
  throw new UnsupportedError(UNKNOWN_OLE);
}

function textKind(bytes: Uint8Array): FormatName {
  const { text } = decode(bytes.subarray(0, TEXT_BYTES));
  if (!/[^\s\u200b-\u200f\ufeff]/u.test(text.replaceAll("\0", "")))
    throw new EmptyFileError("文件里没有内容（只有空白），请重新导出或上传。");
  if (isGarbage(text)) throw new CorruptError("文件内容无法识别，可能已损坏，请用原软件打开确认后重新导出。");
  const format = formatThat((signs) => signs.text?.(text));
  if (format) return format;
  throw new UnsupportedError(refusalOfXml(text));
}

/**
 * Entry names of a zip: from its directory, or, where the file is cut, from the local headers in front of each entry.
 */
function entryNames(bytes: Uint8Array): string[] {
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
      names.push(latin1(bytes, at + 46, at + 46 + length));
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    if (names.length > 0 || view.getUint16(end + 10, true) === 0) return names;
  }
  let at = buffer.indexOf("PK\x03\x04", 0, "latin1");
  while (at >= 0 && at + 30 <= bytes.length && names.length < LIMITS.archiveEntries) {
    const length = view.getUint16(at + 26, true);
    names.push(latin1(bytes, at + 30, at + 30 + length));
    const data = at + 30 + length + view.getUint16(at + 28, true);
    const size = view.getUint16(at + 6, true) & 8 ? 0 : view.getUint32(at + 18, true);
    at = data + size < bytes.length ? buffer.indexOf("PK\x03\x04", data + size, "latin1") : -1;
  }
  return names;
}

/**
 * Of an OLE file: where it can't be read, a name is looked for in the raw bytes, where it may also stand in capitals.
 */
function streamNames(bytes: Uint8Array): OleNames {
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
