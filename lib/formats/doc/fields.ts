import type { Appearance } from "../../document/appearance.ts";
import type { Binary } from "../shared/binary.ts";
import { drawnByField, isStale, STALE } from "../shared/word-fields.ts";

/**
 * Fields ([MS-DOC] 2.8.25): a begin mark, the code, a separator, the result as last computed, an end mark. Only the
 * result is shown.
 */

const BEGIN = 0x13;
const SEPARATOR = 0x14;
const END = 0x15;
const CELL = 0x07;

export interface Fields {
  /** Whether a character belongs to what is not shown of a field. */
  readonly code: (position: number) => boolean;
  /** Whether a character belongs to the result of a table of contents. */
  readonly contents: (position: number) => boolean;
  /** Whether a character belongs to a result that is out of date. */
  readonly stale: (position: number) => boolean;
  /** What a field shows besides its result, by the position of its end. */
  readonly shown: ReadonlyMap<number, { readonly text: string; readonly appearance?: Appearance }>;
}

export interface FieldSource {
  readonly characters: string;
  /** Ends of fields whose results the file says are out of date. */
  readonly dirty: ReadonlySet<number>;
  /** The entry that a form's list shows whose data stand at a character; null where none do. */
  readonly chosen: (position: number) => string | null;
}

/** Characters looked through for the code's name, or a form's data. */
const MOST_CODE = 64;

/** A mark without its partner, and a code that would swallow a table cell, is damage and no field. */
export function readFields({ characters, dirty, chosen }: FieldSource, from: number, to: number): Fields {
  const codes = new Int32Array(to - from + 1);
  const contents = new Int32Array(to - from + 1);
  const stale = new Int32Array(to - from + 1);
  const shown = new Map<number, { text: string; appearance?: Appearance }>();
  const open: { readonly begin: number; separator: number; broken: boolean }[] = [];
  let lastCell = -1;
  const close = (begin: number, separator: number, end: number): void => {
    const code = characters.slice(begin + 1, Math.min(begin + 1 + MOST_CODE, separator < 0 ? end : separator));
    const list = /^\s*FORMDROPDOWN\b/iu.test(code) ? code.indexOf("\u0001") : -1;
    const entry = list < 0 ? null : chosen(begin + 1 + list);
    if (entry !== null) {
      mark(codes, begin - from, end - from);
      shown.set(end, { text: entry });
      return;
    }
    // The end mark itself is no code of its own field: it stands for what the field draws.
    mark(codes, begin - from, separator < 0 ? end - from : separator + 1 - from);
    const drawn = drawnByField(code);
    const old = isStale(code, dirty.has(end));
    if (drawn) shown.set(end, { text: "", appearance: drawn });
    // Nothing is kept: what Word will show is not known.
    else if (old && separator < 0) shown.set(end, { text: "", appearance: STALE });
    if (separator < 0) return;
    if (old) mark(stale, separator - from, end - from);
    if (/^\s*TOC\b/iu.test(code)) mark(contents, separator - from, end - from);
  };
  for (let at = from; at < to; at++) {
    const character = characters.charCodeAt(at);
    if (character === CELL) lastCell = at;
    else if (character === BEGIN) open.push({ begin: at, separator: -1, broken: false });
    else if (character === SEPARATOR) {
      const field = open.at(-1);
      if (!field || field.separator >= 0) continue;
      field.separator = at;
      field.broken = lastCell > field.begin;
    } else if (character === END) {
      const field = open.pop();
      if (field && !field.broken && (field.separator >= 0 || lastCell <= field.begin))
        close(field.begin, field.separator, at);
    }
  }
  const holds = (changes: Int32Array): ((position: number) => boolean) => {
    accumulate(changes);
    return (position) => (changes[position - from] ?? 0) > 0;
  };
  return { code: holds(codes), contents: holds(contents), stale: holds(stale), shown };
}

const POSITION_SIZE = 4;
const FLAGS_SIZE = 2;
const RESULT_DIRTY = 0x04;

/** Positions of the ends of fields that are out of date (2.8.25, PlcFld), counted from the start of their story. */
export function readDirtyEnds(list: Binary): number[] {
  const count = Math.floor((list.length - POSITION_SIZE) / (POSITION_SIZE + FLAGS_SIZE));
  return Array.from({ length: Math.max(0, count) }, (_, i) => i).flatMap((i) => {
    const at = POSITION_SIZE * (count + 1) + FLAGS_SIZE * i;
    return (list.u8(at) & 31) === END && list.u8(at + 1) & RESULT_DIRTY ? [list.u32(POSITION_SIZE * i)] : [];
  });
}

function mark(changes: Int32Array, from: number, to: number): void {
  changes[from] = (changes[from] ?? 0) + 1;
  changes[to] = (changes[to] ?? 0) - 1;
}

function accumulate(changes: Int32Array): void {
  for (let i = 1; i < changes.length; i++) changes[i] = (changes[i] ?? 0) + (changes[i - 1] ?? 0);
}
