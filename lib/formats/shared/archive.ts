import { crc32, inflateRawSync } from "node:zlib";
import { LIMITS } from "../../limits.ts";
import { CorruptError, EncryptedError, TooLargeError, UnsupportedError } from "../errors.ts";

/**
 * Bounded access to zip archives, after APPNOTE.TXT 6.3 (central directory, zip64, Info-ZIP Unicode path). Nothing an
 * archive declares is believed: inflation stops at the bound, then length and checksum must agree with the directory.
 */

export interface ArchiveLimits {
  /** Entries, folders included. */
  readonly entries: number;
  /** Bytes of one entry, unpacked. */
  readonly entryBytes: number;
  /** Bytes of all entries, unpacked, as declared: no entry yields more than it declares. */
  readonly totalBytes: number;
  /** Unpacked to packed bytes, above `ratioFrom` unpacked bytes only: small parts of honest files may compress well. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: LIMITS.archiveEntries,
  entryBytes: LIMITS.archiveEntryBytes,
  totalBytes: LIMITS.archiveTotalBytes,
  ratio: LIMITS.archiveRatio,
  ratioFrom: LIMITS.archiveRatioFromBytes,
};

/** Unpacking takes its room in steps of at most this. */
const LARGEST_CHUNK = 2 ** 20;

export interface ArchiveEntry {
  /**
   * Path inside the archive with "/" between folders; never absolute, without "..", drive letters or control
   * characters.
   */
  readonly name: string;
  readonly compressedBytes: number;
  /** Unpacked size as declared. */
  readonly bytes: number;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  /** Where the local header stands. */
  readonly offset: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function u64(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new CorruptError();
  return Number(value);
}

interface Directory {
  readonly start: number;
  readonly end: number;
  readonly entries: number;
  /** Bytes that stand before the archive proper: offsets count from behind them. */
  readonly shift: number;
}

/** Finds the central directory: from the end backwards, since a comment of up to 64 KiB may follow. */
function findDirectory(bytes: Uint8Array, view: DataView): Directory {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== END) continue;
    const disk = view.getUint16(at + 4, true);
    let entries = view.getUint16(at + 10, true);
    let size = view.getUint32(at + 12, true);
    let offset = view.getUint32(at + 16, true);
    let end = at;
    if (at >= 20 && view.getUint32(at - 20, true) === LOCATOR64) {
      let at64 = u64(view, at - 12);
      if (at64 + 56 > at || view.getUint32(at64, true) !== END64) at64 = at - 20 - 56;
      if (at64 < 0 || view.getUint32(at64, true) !== END64) throw new CorruptError();
      entries = u64(view, at64 + 32);
      size = u64(view, at64 + 40);
      offset = u64(view, at64 + 48);
      end = at64;
    } else if (disk !== 0 && disk !== 0xffff)
      throw new UnsupportedError("这是分卷压缩文件，请合并成一个压缩包后重新提交。");
    const start = end - size;
    if (start < 0 || start < offset) continue;
    if (entries > 0 && view.getUint32(start, true) !== CENTRAL) continue;
    return { start, end, entries, shift: start - offset };
  }
  throw new CorruptError();
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });
const gb18030 = new TextDecoder("gb18030");

/** UTF-8 where it is declared or valid, else gb18030: what Chinese Windows writes. */
function decodeName(raw: Uint8Array, unicodePath: Uint8Array | null): string {
  for (const candidate of [unicodePath, raw]) {
    if (!candidate) continue;
    try {
      return strictUtf8.decode(candidate);
    } catch {
      // not UTF-8, whatever the flag says
    }
  }
  return gb18030.decode(raw);
}

/** A relative path that stays below its folder, whatever the archive wrote. */
function safeName(name: string): string {
  return name
    .replaceAll("\\", "/")
    .replace(/^[a-z]:/iu, "")
    .split("/")
    .map((part) => part.replace(/\p{Cc}/gu, "_"))
    .filter((part) => part !== "" && !/^\.+\s*$/u.test(part))
    .join("/");
}

interface Extra {
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly offset: number;
  readonly unicodePath: Uint8Array | null;
}

/** Reads the extra fields that matter: zip64 sizes (0x0001) and the Info-ZIP Unicode path (0x7075). */
function readExtra(
  bytes: Uint8Array,
  from: number,
  to: number,
  rawName: Uint8Array,
  declared: Omit<Extra, "unicodePath">,
): Extra {
  const view = viewOf(bytes);
  let { bytes: size, compressedBytes, offset } = declared;
  let unicodePath: Uint8Array | null = null;
  for (let at = from; at + 4 <= to; ) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > to) break;
    let field = at + 4;
    if (id === 0x0001) {
      const next = (value: number): number => {
        if (value !== 0xffffffff) return value;
        if (field + 8 > end) throw new CorruptError();
        field += 8;
        return u64(view, field - 8);
      };
      size = next(size);
      compressedBytes = next(compressedBytes);
      offset = next(offset);
    } else if (
      id === 0x7075 &&
      end - field > 5 &&
      view.getUint8(field) === 1 &&
      view.getUint32(field + 1, true) === crc32(rawName)
    ) {
      unicodePath = bytes.subarray(field + 5, end);
    }
    at = end;
  }
  return { bytes: size, compressedBytes, offset, unicodePath };
}

/** Entries must lie apart: overlapping ones are how small archives unpack into terabytes. */
function checkApart(entries: readonly ArchiveEntry[], directoryStart: number): void {
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < free) throw new CorruptError("压缩包内的文件互相重叠，不是正常的压缩包，请重新打包后提交。");
    free = entry.offset + 30 + entry.compressedBytes;
  }
  if (free > directoryStart) throw new CorruptError();
}

/** Refuses what unpacks too far for what it weighs packed. */
function checkRatio(unpacked: number, packed: number, limits: ArchiveLimits): void {
  if (unpacked > limits.ratioFrom && unpacked > limits.ratio * packed) throw new TooLargeError();
}

/**
 * The files of a zip archive in directory order, without folders. Names may repeat. Reads no content.
 *
 * @throws CorruptError if it is no zip, is cut off or lies about its structure; TooLargeError beyond the limits;
 *   UnsupportedError for a split archive.
 */
export function listEntries(bytes: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS): ArchiveEntry[] {
  if (bytes.length < 22) throw new CorruptError();
  const view = viewOf(bytes);
  const directory = findDirectory(bytes, view);
  if (directory.entries > limits.entries)
    throw new TooLargeError(`压缩包内文件超过${limits.entries}个，请拆分后重新提交。`);
  const entries: ArchiveEntry[] = [];
  const folders: ArchiveEntry[] = [];
  let at = directory.start;
  let total = 0;
  for (let index = 0; index < directory.entries; index++) {
    if (at + 46 > directory.end || view.getUint32(at, true) !== CENTRAL) throw new CorruptError();
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > directory.end) throw new CorruptError();
    const rawName = bytes.subarray(at + 46, nameEnd);
    const extra = readExtra(bytes, nameEnd, extraEnd, rawName, {
      bytes: view.getUint32(at + 24, true),
      compressedBytes: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    });
    const decoded = decodeName(rawName, extra.unicodePath);
    const entry: ArchiveEntry = {
      name: safeName(decoded),
      compressedBytes: extra.compressedBytes,
      bytes: extra.bytes,
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      offset: extra.offset + directory.shift,
    };
    total += entry.bytes;
    (/[/\\]$/u.test(decoded) || entry.name === "" ? folders : entries).push(entry);
    at = next;
  }
  checkApart([...entries, ...folders], directory.start);
  if (total > limits.totalBytes) throw new TooLargeError();
  checkRatio(total, bytes.length, limits);
  return entries;
}

function inflate(data: Uint8Array, expected: number, bound: number): Uint8Array {
  try {
    // The chunk size is only a hint for speed; `maxOutputLength` is what stops a bomb.
    return inflateRawSync(data, {
      maxOutputLength: bound,
      chunkSize: Math.min(Math.max(expected, 1024), LARGEST_CHUNK),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw new TooLargeError();
    throw new CorruptError(undefined, { cause: error });
  }
}

/**
 * The unpacked bytes of one entry, proven by its checksum.
 *
 * @param entry as listed, or a name: then it must stand in the archive exactly once.
 * @throws TooLargeError beyond the limits, EncryptedError, UnsupportedError for rare compression methods, CorruptError
 * otherwise.
 */
export function readEntry(
  bytes: Uint8Array,
  entry: ArchiveEntry | string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Uint8Array {
  if (typeof entry === "string") {
    const found = listEntries(bytes, limits).filter((candidate) => candidate.name === entry);
    if (!found[0] || found.length > 1) throw new CorruptError();
    return readEntry(bytes, found[0], limits);
  }
  if (entry.encrypted) throw new EncryptedError();
  if (entry.bytes > limits.entryBytes) throw new TooLargeError();
  checkRatio(entry.bytes, entry.compressedBytes, limits);
  const view = viewOf(bytes);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL) throw new CorruptError();
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const end = start + entry.compressedBytes;
  if (end > bytes.length) throw new CorruptError();
  const data = bytes.subarray(start, end);
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new UnsupportedError("压缩包用了少见的压缩方式，请用系统自带的压缩功能重新打包后提交。");
  }
  const content = entry.method === STORED ? data : inflate(data, entry.bytes, limits.entryBytes);
  if (content.length !== entry.bytes || crc32(content) !== entry.crc) throw new CorruptError();
  return content;
}
