import type { Binary } from "../shared/binary.ts";
import { eachRecord, type OfficeArtRecord } from "./office-art.ts";

/** The pixels of pictures as old Word keeps them ([MS-ODRAW] 2.2.20 to 2.2.33). Metafiles are not among them. */

const STORE = 0xf001;
const STORE_ENTRY = 0xf007;
const GROUP = 0xf000;
/** JPEG (also in CMYK), PNG and TIFF stand as they are; a bitmap stands without the head of its file. */
const AS_FILES: ReadonlySet<number> = new Set([0xf01d, 0xf01e, 0xf029, 0xf02a]);
const BITMAP = 0xf01f;

const HASH = 16;
/** What stands between the hashes and the pixels. */
const TAG = 1;

/** Sizes and offsets in an entry of the store ([MS-ODRAW] 2.2.32). */
const ENTRY = { size: 36, offset: 28, nameLength: 33 } as const;
/** Offset of what is in no other place. */
const NOWHERE = 0xffff_ffff;

function fileOf(data: Binary, { type, instance, from, to }: OfficeArtRecord): Uint8Array | null {
  // An odd number tells a second hash.
  const start = from + HASH * (1 + (instance & 1)) + TAG;
  if (start >= to) return null;
  const pixels = data.bytes.subarray(start, to);
  if (AS_FILES.has(type)) return pixels;
  return type === BITMAP ? bitmapFile(data.part(start, to - start)) : null;
}

const FILE_HEAD = 14;
/** Of a bitmap's info header: its usual size, and the masks of colours that may follow it. */
const INFO = 40;
const MASKS = 12;
const WITH_MASKS = 3;

/** A bitmap with the head that it has in a file of its own: the offset of its pixels must be told. */
function bitmapFile(info: Binary): Uint8Array | null {
  if (info.length < INFO || info.u32(0) < INFO) return null;
  const bits = info.u16(14);
  const colours = bits > 8 ? 0 : info.u32(32) || 2 ** bits;
  const masks = info.u32(0) === INFO && info.u32(16) === WITH_MASKS ? MASKS : 0;
  const file = Buffer.alloc(FILE_HEAD + info.length);
  file.write("BM", 0, "latin1");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE((FILE_HEAD + info.u32(0) + masks + 4 * colours) >>> 0, 10);
  file.set(info.bytes, FILE_HEAD);
  return file;
}

/**
 * The file that an entry of a store holds, or points at.
 * @param delayed the stream that entries point into; null where they hold all themselves
 */
export function fileOfEntry(data: Binary, entry: OfficeArtRecord, delayed: Binary | null): Uint8Array | null {
  if (entry.type !== STORE_ENTRY) return fileOf(data, entry);
  if (entry.from + ENTRY.size > entry.to) return null;
  const inside = entry.from + ENTRY.size + data.u8(entry.from + ENTRY.nameLength);
  const [own] = eachRecord(data, inside, entry.to);
  if (own) return fileOf(data, own);
  const offset = data.u32(entry.from + ENTRY.offset);
  if (!delayed || offset === NOWHERE) return null;
  const [other] = eachRecord(delayed, offset, delayed.length);
  return other ? fileOf(delayed, other) : null;
}

/**
 * The file of a picture in the drawings' common store; null where it is a metafile or not there.
 * @param number counted from 1
 * @param word the stream of the text, which holds what the store only points at
 */
export function storedFile(drawings: Binary, word: Binary, number: number): Uint8Array | null {
  const [group] = eachRecord(drawings, 0, drawings.length);
  if (group?.type !== GROUP) return null;
  for (const store of eachRecord(drawings, group.from, group.to)) {
    if (store.type !== STORE) continue;
    let count = 0;
    for (const entry of eachRecord(drawings, store.from, store.to))
      if (++count === number) return fileOfEntry(drawings, entry, word);
  }
  return null;
}
