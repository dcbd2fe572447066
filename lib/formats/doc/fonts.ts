import type { Binary } from "../shared/binary.ts";
import { symbolFont } from "../shared/word-look.ts";

/** The table of fonts ([MS-DOC] 2.9.286 SttbfFfn, 2.9.94 FFN): which of them hold pictures where others hold digits. */

export interface Font {
  readonly name: string;
  /** It says so itself, or the font that may stand in for it is known for it. */
  readonly ofSymbols: boolean;
}

/** Of a font in the table. */
const CHARSET_AT = 4;
const ALTERNATE_AT = 5;
const NAMES_AT = 40;
const SYMBOL_CHARSET = 2;

/** By the numbers that runs name them with. A table cut short ends quietly. */
export function readFonts(table: Binary | null): Font[] {
  const fonts: Font[] = [];
  if (!table || table.length < 4) return fonts;
  const count = table.u16(0);
  for (let at = 4; fonts.length < count && at < table.length; ) {
    const size = 1 + table.u8(at);
    if (at + size > table.length) break;
    fonts.push(fontOf(table.part(at, size)));
    at += size;
  }
  return fonts;
}

function fontOf(font: Binary): Font {
  if (font.length <= NAMES_AT) return { name: "", ofSymbols: false };
  const nameAt = (start: number): string => {
    let name = "";
    for (let at = start; at + 2 <= font.length && font.u16(at) !== 0; at += 2)
      name += String.fromCharCode(font.u16(at));
    return name;
  };
  const alternate = font.u8(ALTERNATE_AT);
  const name = nameAt(NAMES_AT);
  const instead = alternate === 0 ? "" : nameAt(NAMES_AT + 2 * alternate);
  return { name, ofSymbols: font.u8(CHARSET_AT) === SYMBOL_CHARSET || symbolFont({ name: instead }) !== undefined };
}
