import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A font of text, of those that pdf.js brings along. */
export const textFont = (): Uint8Array =>
  readFileSync(createRequire(import.meta.url).resolve("pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf"));

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** The same font with other glyphs for its digits: each draws the glyph that stands so many places after its own. */
export function fontOfOtherDigits(places: number): Uint8Array {
  const font = Uint8Array.from(textFont());
  const view = new DataView(font.buffer);
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + i * 16);
  const entry = tables.find((at) => String.fromCharCode(...font.subarray(at, at + 4)) === "cmap") ?? 0;
  const cmap = view.getUint32(entry + 8);
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 8 + i * 8);
    if (view.getUint16(at) !== 4) continue;
    const size = view.getUint16(at + 6);
    for (let n = 0; n < size; n += 2) {
      const [end, start] = [view.getUint16(at + 14 + n), view.getUint16(at + 16 + size + n)];
      if (end < DIGIT_9 || start > DIGIT_0) continue;
      const delta = at + 16 + 2 * size + n;
      view.setUint16(delta, (view.getUint16(delta) + places) & 0xffff);
    }
  }
  return font;
}

/** A font as Word embeds it: its beginning under the key (ECMA-376 17.8.1). */
export function lockedFont(font: Uint8Array, key: string): Uint8Array {
  const digits = Buffer.from(key.replace(/[^0-9a-f]/giu, ""), "hex").reverse();
  return font.map((byte, i) => (i < 32 ? byte ^ (digits[i % 16] as number) : byte));
}
