import type { Appearance } from "../../document/appearance.ts";
import type { XmlNode } from "../xml-tree.ts";

/** Fonts whose digits may be drawn as something else. */
export interface Fonts {
  /** How digits look in a font named by a `w:rFonts`; undefined where they are what they say. */
  readonly appearanceOf: (fonts: XmlNode | undefined, text: string) => Appearance | undefined;
}

/** These hold pictures where others hold letters. */
const OF_SYMBOLS = /^(?:wingdings.*|webdings|marlett|zapf ?dingbats|mt extra|bookshelf symbol.*|ms outlook)$/iu;
export const readFonts = (): Fonts => ({
  appearanceOf: (fonts, text) => {
    const name = fonts?.attributes.ascii ?? "";
    return /[0-9]/u.test(text) && OF_SYMBOLS.test(name) ? { kind: "glyphs", how: `符号字体（${name}）的文字` } : undefined;
  },
});
