/** What `w:sym` prints: characters of symbol fonts, which hold their glyphs at F000 + code (ECMA-376 17.3.3.30). */

const WINGDINGS: Readonly<Record<number, string>> = {
  108: "●",
  109: "❍",
  110: "■",
  111: "□",
  113: "❑",
  114: "❒",
  117: "◆",
  118: "❖",
  120: "⌧",
  158: "·",
  159: "•",
  161: "○",
  167: "▪",
  168: "◻",
  171: "★",
  216: "➢",
  224: "→",
  251: "✗",
  252: "✓",
  253: "☒",
  254: "☑",
};
const WINGDINGS_2: Readonly<Record<number, string>> = {
  79: "✗",
  80: "✓",
  81: "☒",
  82: "☑",
  83: "☒",
  84: "☒",
  163: "□",
};
const SYMBOL: Readonly<Record<number, string>> = {
  45: "−",
  163: "≤",
  176: "°",
  177: "±",
  179: "≥",
  180: "×",
  183: "•",
  184: "÷",
  185: "≠",
};

/** Circled digits 0 to 10, dark and light. */
function wingdingsNumber(code: number): string | undefined {
  if (code === 128) return "⓪";
  if (code >= 129 && code <= 138) return String.fromCodePoint(0x2460 + code - 129);
  return code >= 140 && code <= 149 ? String.fromCodePoint(0x2776 + code - 140) : undefined;
}

/** The character printed; one that is not known stays what the file wrote, so that it is seen to be no number. */
export function symbol(font: string | undefined, char: string | undefined): string {
  const value = /^[0-9a-f]{1,6}$/iu.test(char ?? "") ? Number.parseInt(char ?? "", 16) : 0xfffd;
  const code = value >= 0xf000 && value <= 0xf0ff ? value - 0xf000 : value;
  const plain =
    code >= 0x110000 || (code >= 0xd800 && code < 0xe000) || code < 0x20 ? "\ufffd" : String.fromCodePoint(code);
  if (/^wingdings 2$/iu.test(font ?? "")) return WINGDINGS_2[code] ?? String.fromCodePoint(0xf000 + (code & 0xff));
  if (/^wingdings/iu.test(font ?? ""))
    return WINGDINGS[code] ?? wingdingsNumber(code) ?? String.fromCodePoint(0xf000 + (code & 0xff));
  if (/^symbol$/iu.test(font ?? ""))
    return SYMBOL[code] ?? (code < 0x40 ? plain : String.fromCodePoint(0xf000 + (code & 0xff)));
  return plain;
}
