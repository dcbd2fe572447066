/**
 * Which glyph a TrueType or OpenType font has for a character: its table `cmap` (ISO/IEC 14496-22, 5.2.1). Nothing in
 * it is believed but within its bounds.
 */

/** Subtables of a font; honest ones have four or five. */
const MOST_SUBTABLES = 32;
const FIRST_FONT_OF_COLLECTION = 12;

class Table {
  readonly #view: DataView;
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u8 = (at: number): number => (at >= 0 && at + 1 <= this.#view.byteLength ? this.#view.getUint8(at) : 0);
  u16 = (at: number): number => (at >= 0 && at + 2 <= this.#view.byteLength ? this.#view.getUint16(at) : 0);
  u32 = (at: number): number => (at >= 0 && at + 4 <= this.#view.byteLength ? this.#view.getUint32(at) : 0);
}

/** Where a table of the font begins; null where it has none. */
function tableAt(font: Table, tag: string): number | null {
  const name = [...tag].reduce((sum, character) => sum * 256 + character.charCodeAt(0), 0);
  const collection = font.u32(0) === 0x74746366;
  const start = collection ? font.u32(FIRST_FONT_OF_COLLECTION) : 0;
  const count = font.u16(start + 4);
  for (let index = 0; index < count; index++)
    if (font.u32(start + 12 + 16 * index) === name) return font.u32(start + 12 + 16 * index + 8);
  return null;
}

/** The glyph of a character in one subtable, 0 for none. */
function lookUp(font: Table, at: number, character: number): number {
  switch (font.u16(at)) {
    case 0:
      return character < 256 ? font.u8(at + 6 + character) : 0;
    case 4:
      return inSegments(font, at, character);
    case 6: {
      const index = character - font.u16(at + 6);
      return index >= 0 && index < font.u16(at + 8) ? font.u16(at + 10 + 2 * index) : 0;
    }
    case 12:
      return inGroups(font, at, character);
    default:
      return 0;
  }
}

function inSegments(font: Table, at: number, character: number): number {
  const size = font.u16(at + 6);
  for (let segment = 0; segment < size; segment += 2) {
    if (font.u16(at + 14 + segment) < character) continue;
    const first = font.u16(at + 16 + size + segment);
    if (character < first) return 0;
    const delta = font.u16(at + 16 + 2 * size + segment);
    const offsetAt = at + 16 + 3 * size + segment;
    const offset = font.u16(offsetAt);
    if (offset === 0) return (character + delta) & 0xffff;
    const glyph = font.u16(offsetAt + offset + 2 * (character - first));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function inGroups(font: Table, at: number, character: number): number {
  const count = Math.min(font.u32(at + 12), 0x11_0000);
  for (let group = 0; group < count; group++) {
    const start = font.u32(at + 16 + 12 * group);
    // Groups are in order; one that begins beyond the character, or beyond the table, ends the search.
    if (start > character || (group > 0 && start === 0)) return 0;
    if (character <= font.u32(at + 20 + 12 * group)) return font.u32(at + 24 + 12 * group) + character - start;
  }
  return 0;
}

/** The glyphs that any subtable of a font has for a character, without 0, which stands for none. */
export function glyphsFor(bytes: Uint8Array): (character: number) => ReadonlySet<number> {
  const font = new Table(bytes);
  const start = tableAt(font, "cmap");
  if (start === null) return () => new Set();
  const count = Math.min(font.u16(start + 2), MOST_SUBTABLES);
  const subtables = Array.from({ length: count }, (_, index) => start + font.u32(start + 4 + 8 * index + 4));
  return (character) => new Set(subtables.map((at) => lookUp(font, at, character)).filter((glyph) => glyph !== 0));
}
