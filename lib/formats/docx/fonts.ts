import type { Appearance } from "../../document/appearance.ts";
import { DigitShapes } from "../../recognition/reading/digit-shapes.ts";
import { ReaderError } from "../errors.ts";
import type { Package } from "../shared/package.ts";
import { childValue } from "../shared/package-xml.ts";
import { symbolFont } from "../shared/word-look.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { drawOutline, type Outline, parseTrueType, type TrueType } from "./true-type.ts";

/** Fonts whose digits may be drawn as something else. */
export interface Fonts {
  /** How digits look in the fonts named by a `w:rFonts`; undefined where they are what they say. */
  readonly appearanceOf: (fonts: XmlNode | undefined, text: string) => Appearance | undefined;
}

/** The charset of fonts of symbols (ECMA-376 17.8.3.2). */
const SYMBOLS = "02";

/** Names of the theme's fonts as `w:rFonts` refers to them: minorHAnsi, majorEastAsia, … */
function themeFonts(theme: XmlNode | null): (reference: string | undefined) => string | undefined {
  const scheme = child(child(theme ?? undefined, "a:themeElements"), "a:fontScheme");
  return (reference) => {
    const [, size, script] = /^(minor|major)(\w+)$/u.exec(reference ?? "") ?? [];
    if (size === undefined) return undefined;
    const typeface = child(child(scheme, `a:${size}Font`), script === "EastAsia" ? "a:ea" : "a:latin")?.attributes
      .typeface;
    return typeface === "" ? undefined : typeface;
  };
}

/** Takes off the key that Word lays over the beginning of an embedded font (ECMA-376 17.8.1). */
function unlocked(bytes: Uint8Array, key: string): Uint8Array {
  const digits = key.replace(/[^0-9a-f]/giu, "");
  if (digits.length !== 32 || /^0+$/u.test(digits)) return bytes;
  const plain = Uint8Array.from(bytes);
  for (let i = 0; i < Math.min(32, plain.length); i++) {
    const at = 30 - 2 * (i % 16);
    plain[i] = (plain[i] as number) ^ Number.parseInt(digits.slice(at, at + 2), 16);
  }
  return plain;
}

/** Pixels: what the shapes of digits are compared at. */
const DRAWN_HEIGHT = 24;
const PAPER = 255;

/** Whether a font's glyph for a digit, where it has one, is drawn as that digit and as no other one. */
function provesDigit(font: TrueType | null, digit: string, shapes: DigitShapes): boolean {
  const outline = font?.outline(digit);
  // Without a glyph of its own another font draws it.
  if (font && outline === null) return true;
  const drawn = outline && drawOutline(outline, DRAWN_HEIGHT);
  if (!font || !drawn || sameDigits(font, digit, outline)) return false;
  return shapes.proves(
    Number(digit.normalize("NFKC")),
    drawn,
    { x0: 0, y0: 0, x1: drawn.width, y1: drawn.height },
    PAPER,
  );
}

/** Whether another digit of the same row of characters has the same outline. */
function sameDigits(font: TrueType, digit: string, outline: Outline): boolean {
  const code = digit.codePointAt(0) ?? 0;
  const zero = code - Number(digit.normalize("NFKC"));
  const own = JSON.stringify(outline);
  return Array.from({ length: 10 }, (_, i) => zero + i).some(
    (other) => other !== code && JSON.stringify(font.outline(String.fromCodePoint(other))) === own,
  );
}

/** What is no TrueType font, damaged or too large proves nothing. */
function orUnproven<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof ReaderError) return otherwise;
    throw error;
  }
}

const FACES = ["w:embedRegular", "w:embedBold", "w:embedItalic", "w:embedBoldItalic"];
/** Full-width digits are drawn by the font for Han. */
const DIGITS = { ascii: /[0-9]/gu, eastAsia: /[\uff10-\uff19]/gu } as const;

/** The fonts that a file declares and brings along; those of the computer are taken to draw what they say. */
export function readFonts(office: Package, theme: XmlNode | null): Fonts {
  const table = office.related("fontTable");
  const declared = new Map<string, XmlNode>();
  for (const node of office.parse(table)?.children ?? [])
    if (node.name === "w:font") declared.set(node.attributes.name?.toLowerCase() ?? "", node);
  const embedded = declared.size === 0 ? [] : office.relationships(table);
  const ofTheme = themeFonts(theme);
  const shapes = new DigitShapes();
  const fonts = new Map<string, TrueType | null>();
  const proven = new Map<string, boolean>();

  const ofSymbols = (name: string): Appearance | undefined => {
    const node = declared.get(name.toLowerCase());
    const said = childValue(node, "w:charset") === SYMBOLS;
    return symbolFont({
      name,
      ofSymbols: said || symbolFont({ name: childValue(node, "w:altName") ?? "" }) !== undefined,
    });
  };
  const fontOf = ({ attributes }: XmlNode): TrueType | null => {
    const part = embedded.find(({ id }) => id === attributes["r:id"])?.target ?? "";
    const known = fonts.get(part);
    if (known !== undefined) return known;
    const font = orUnproven(() => {
      const bytes = office.read(part);
      return bytes && parseTrueType(unlocked(bytes, attributes.fontKey ?? ""));
    }, null);
    fonts.set(part, font);
    return font;
  };
  const isProven = (name: string, digit: string): boolean => {
    const key = `${digit}${name.toLowerCase()}`;
    const known = proven.get(key);
    if (known !== undefined) return known;
    const faces = FACES.flatMap((face) => child(declared.get(name.toLowerCase()), face) ?? []);
    const all = faces.every((face) => orUnproven(() => provesDigit(fontOf(face), digit, shapes), false));
    proven.set(key, all);
    return all;
  };
  return {
    appearanceOf: (named, text) => {
      const { attributes = {} } = named ?? {};
      for (const script of ["ascii", "eastAsia"] as const) {
        const name = ofTheme(attributes[`${script}Theme`]) ?? attributes[script] ?? "";
        const digits = name === "" ? [] : [...new Set(text.match(DIGITS[script]))];
        const symbols = digits.length > 0 ? ofSymbols(name) : undefined;
        if (symbols) return symbols;
        if (!digits.every((digit) => isProven(name, digit)))
          return { kind: "glyphs", how: `嵌入字体（${name}）的文字` };
      }
      return undefined;
    },
  };
}
