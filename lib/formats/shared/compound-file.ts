import { CorruptError } from "../errors.ts";
import { Binary } from "./binary.ts";

/**
 * The container of old Word: an OLE compound file ([MS-CFB]), a small FAT file system in one file. Own code because a
 * hostile file must cost no more than its size: a sector is read at most once a stream, chains and the directory may
 * have no circle.
 */

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER_ENTRIES = 109;
const ENTRY_SIZE = 128;
const MINI_SECTOR = 64;
const MINI_CUTOFF = 4096;
const FREE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;
const LARGEST_SECTOR = 0xfffffffa;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

export interface CompoundFile {
  /** Whether a stream or storage of that name stands at the top. */
  readonly has: (name: string) => boolean;
  /**
   * The bytes of a stream at the top, null where there is none.
   * @throws CorruptError where its sectors are cut off, crossed or circular
   */
  readonly stream: (name: string) => Uint8Array | null;
}

/** Names are compared without case ([MS-CFB] 2.6.4). */
const isSameName = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();

const isCompoundFile = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/**
 * Opens an OLE compound file of version 3 or 4. @throws CorruptError
 * In one piece: its closures share the sectors and their chains.
 */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  if (!isCompoundFile(bytes) || bytes.length < 512) throw new CorruptError();
  const file = new Binary(bytes);
  const shift = file.u16(30);
  if (shift !== 9 && shift !== 12) throw new CorruptError();
  const sectorSize = 1 << shift;
  // The last sector may be cut short by writers that do not pad.
  const sectors = Math.ceil((bytes.length - sectorSize) / sectorSize);
  const fat = readFat(file, sectorSize, sectors);

  const sectorBytes = (chain: readonly number[], size: number): Uint8Array => {
    const out = new Uint8Array(size);
    let filled = 0;
    for (const sector of chain) {
      const wanted = Math.min(sectorSize, size - filled);
      if (wanted <= 0) break;
      const from = (sector + 1) * sectorSize;
      if (from + wanted > bytes.length) throw new CorruptError();
      out.set(bytes.subarray(from, from + wanted), filled);
      filled += wanted;
    }
    if (filled < size) throw new CorruptError();
    return out;
  };
  const whole = (start: number): Uint8Array => {
    const chain = chainFrom(start, fat);
    const last = chain.at(-1);
    const cut = last === undefined ? 0 : Math.max(0, (last + 2) * sectorSize - bytes.length);
    return sectorBytes(chain, chain.length * sectorSize - cut);
  };

  const entries = readEntries(new Binary(whole(file.u32(48))));
  const root = entries[0];
  if (root?.type !== 5) throw new CorruptError();
  const top = siblings(entries, root.child);

  let mini: { readonly fat: Uint32Array; readonly bytes: Uint8Array } | null = null;
  const miniBytes = (start: number, size: number): Uint8Array => {
    mini ??= { fat: words(whole(file.u32(60))), bytes: whole(root.start) };
    const chain = chainFrom(start, mini.fat);
    const out = new Uint8Array(size);
    for (let i = 0; i * MINI_SECTOR < size; i++) {
      const sector = chain[i];
      const wanted = Math.min(MINI_SECTOR, size - i * MINI_SECTOR);
      if (sector === undefined || sector * MINI_SECTOR + wanted > mini.bytes.length) throw new CorruptError();
      out.set(mini.bytes.subarray(sector * MINI_SECTOR, sector * MINI_SECTOR + wanted), i * MINI_SECTOR);
    }
    return out;
  };

  return {
    has: (name) => top.some((entry) => isSameName(entry.name, name)),
    stream(name) {
      const entry = top.find((candidate) => candidate.type === 2 && isSameName(candidate.name, name));
      if (!entry) return null;
      if (entry.size === 0) return new Uint8Array(0);
      if (entry.size > bytes.length) throw new CorruptError();
      return entry.size < MINI_CUTOFF
        ? miniBytes(entry.start, entry.size)
        : sectorBytes(chainFrom(entry.start, fat), entry.size);
    },
  };
}

/** The next sector of every sector of the file. */
function readFat(file: Binary, sectorSize: number, sectors: number): Uint32Array {
  const places: number[] = [];
  for (let i = 0; i < HEADER_ENTRIES; i++) places.push(file.u32(76 + 4 * i));
  const seen = new Set<number>();
  for (let sector = file.u32(68); sector <= LARGEST_SECTOR; ) {
    if (sector >= sectors || seen.has(sector)) throw new CorruptError();
    seen.add(sector);
    const table = file.part((sector + 1) * sectorSize, sectorSize);
    for (let i = 0; i < sectorSize - 4; i += 4) places.push(table.u32(i));
    sector = table.u32(sectorSize - 4);
  }
  const fat = new Uint32Array(sectors).fill(FREE);
  let at = 0;
  for (const sector of places) {
    if (at >= sectors) break;
    if (sector <= LARGEST_SECTOR) {
      if (sector >= sectors) throw new CorruptError();
      const from = (sector + 1) * sectorSize;
      // A FAT sector at the very end may be cut behind its last entry in use.
      for (let i = 0; i < sectorSize && at + i / 4 < sectors && from + i + 4 <= file.length; i += 4)
        fat[at + i / 4] = file.u32(from + i);
    }
    at += sectorSize / 4;
  }
  return fat;
}

function chainFrom(start: number, fat: Uint32Array): number[] {
  const chain: number[] = [];
  for (let sector = start; sector !== END_OF_CHAIN; sector = fat[sector] ?? FREE) {
    if (sector >= fat.length || chain.length >= fat.length) {
      // Some writers leave an empty stream's start free.
      if (chain.length === 0 && sector === FREE) break;
      throw new CorruptError();
    }
    chain.push(sector);
  }
  return chain;
}

function words(bytes: Uint8Array): Uint32Array {
  const binary = new Binary(bytes);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => binary.u32(4 * i));
}

function readEntries(directory: Binary): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_SIZE <= directory.length; at += ENTRY_SIZE) {
    let name = "";
    const letters = Math.min(32, directory.u16(at + 64) >> 1) - 1;
    for (let i = 0; i < letters; i++) name += String.fromCharCode(directory.u16(at + 2 * i));
    entries.push({
      name,
      type: directory.u8(at + 66),
      left: directory.u32(at + 68),
      right: directory.u32(at + 72),
      child: directory.u32(at + 76),
      start: directory.u32(at + 116),
      size: directory.u32(at + 120),
    });
  }
  return entries;
}

/**
 * The entries of one storage: a binary tree, here walked without regard to its order because some writers do not keep
 * it.
 */
function siblings(entries: readonly Entry[], root: number): Entry[] {
  const found: Entry[] = [];
  const open = [root];
  const seen = new Set<number>();
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === FREE) continue;
    const entry = entries[index];
    if (!entry || seen.has(index)) throw new CorruptError();
    seen.add(index);
    found.push(entry);
    open.push(entry.right, entry.left);
  }
  return found;
}
