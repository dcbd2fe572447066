/** Fields ([MS-DOC] 2.8.25): a begin mark, the code, a separator, the result as last computed, an end mark. Only the result is shown. */

const BEGIN = 0x13;
const SEPARATOR = 0x14;
const END = 0x15;
const CELL = 0x07;

export interface Fields {
  /** Whether a character belongs to the code of a field. */
  code(position: number): boolean;
  /** Whether a character belongs to the result of a table of contents. */
  contents(position: number): boolean;
}

/** A mark without its partner, and a code that would swallow a table cell, is damage and no field. */
export function readFields(characters: string, from: number, to: number): Fields {
  const codes = new Int32Array(to - from + 1);
  const contents = new Int32Array(to - from + 1);
  const open: { readonly begin: number; separator: number; broken: boolean }[] = [];
  let lastCell = -1;
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
      if (!field || field.broken || (field.separator < 0 && lastCell > field.begin)) continue;
      mark(codes, field.begin - from, (field.separator < 0 ? at : field.separator) + 1 - from);
      if (field.separator >= 0 && /^\s*TOC\b/iu.test(characters.slice(field.begin + 1, field.begin + 16)))
        mark(contents, field.separator - from, at - from);
    }
  }
  accumulate(codes);
  accumulate(contents);
  return { code: (position) => (codes[position - from] ?? 0) > 0, contents: (position) => (contents[position - from] ?? 0) > 0 };
}

function mark(changes: Int32Array, from: number, to: number): void {
  changes[from] = (changes[from] ?? 0) + 1;
  changes[to] = (changes[to] ?? 0) - 1;
}

function accumulate(changes: Int32Array): void {
  for (let i = 1; i < changes.length; i++) changes[i] = (changes[i] ?? 0) + (changes[i - 1] ?? 0);
}
