/** The table of fonts ([MS-DOC] 2.9.286 SttbfFfn, 2.9.94 FFN): which of them hold pictures where others hold digits. */
import type { Binary } from "./binary.ts";

export interface Font {
  readonly name: string;
  readonly ofSymbols: boolean;
}

const CHARSET_AT = 4;
const NAME_AT = 40;
const SYMBOL_CHARSET = 2;

/** By the numbers that runs name them with. A table cut short ends quietly. */
export function readFonts(table: Binary | null): Font[] {
  const fonts: Font[] = [];
  if (!table || table.length < 4) return fonts;
  const count = table.u16(0);
  for (let at = 4; fonts.length < count && at < table.length; ) {
    const size = 1 + table.u8(at);
    if (at + size > table.length) break;
    let name = "";
    for (let i = at + NAME_AT; i + 2 <= at + size && table.u16(i) !== 0; i += 2) name += String.fromCharCode(table.u16(i));
    fonts.push({ name, ofSymbols: size > CHARSET_AT && table.u8(at + CHARSET_AT) === SYMBOL_CHARSET });
    at += size;
  }
  return fonts;
}
