import { BLACK, blended, type Colour, colourOfHex, WHITE } from "../../document/appearance.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";

/** Colours and fills of a workbook (ECMA-376 18.8.3, 18.8.19, 18.8.20, 18.8.32, 18.18.55). */
export interface Colours {
  /**
   * Of a `color`, `fgColor` or another element that names a colour in the same way; null where the program chooses it:
   * black text, white ground.
   */
  readonly of: (node: XmlNode | undefined) => Colour | null;
  /**
   * Of a `fill`: all that its text may stand on, more than one where it changes over the cell; none where it draws
   * nothing.
   */
  readonly fill: (node: XmlNode | undefined, from: "cell" | "rule") => readonly Colour[];
}

/** The last six of RRGGBB or AARRGGBB: the program draws no cell transparent. */
export const hexColour = (value: string | undefined): Colour | null => {
  const digits = /^(?:[0-9a-f]{2})?([0-9a-f]{6})$/iu.exec(value?.trim() ?? "")?.[1];
  return digits === undefined ? null : colourOfHex(digits);
};

/** The palette of 18.8.27; its first eight come twice. 64 is the system's text, 65 its ground. */
const BASIC = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF";
const PALETTE = (
  `${BASIC} ${BASIC} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF ` +
  "FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 " +
  "666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split(" ");

const GROUND = "65";

/** Entries of the theme in the order that cells count them: ground and text before their second ones. */
const THEME = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split(" ");

/** Office's own theme, for files that bring none. */
const OFFICE = "FFFFFF 000000 E7E6E6 44546A 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72".split(" ");

/** What share of a pattern its lines and dots cover (18.18.55); stripes and grids about half. */
const PATTERNS: Readonly<Record<string, number>> = {
  gray0625: 0.0625,
  gray125: 0.125,
  lightGray: 0.25,
  mediumGray: 0.5,
  darkGray: 0.75,
};

/** @param styles the workbook's styles, whose own palette may take the place of the usual one */
export function readColours(theme: XmlNode | null, styles: XmlNode | null): Colours {
  const scheme = child(child(theme ?? undefined, "a:themeElements"), "a:clrScheme");
  const own = child(child(styles ?? undefined, "x:colors"), "x:indexedColors")?.children;
  const ofTheme = (index: number): Colour | null => {
    const entry = child(scheme, `a:${THEME[index]}`)?.children[0]?.attributes;
    return hexColour(scheme ? (entry?.lastClr ?? entry?.val) : OFFICE[index]);
  };
  const plain = ({ rgb, theme: themed, indexed, auto }: XmlNode["attributes"]): Colour | null => {
    if (auto !== undefined && !/^(?:0|false)$/u.test(auto)) return null;
    if (rgb !== undefined) return hexColour(rgb);
    if (themed !== undefined) return ofTheme(Number(themed));
    if (indexed === GROUND) return WHITE;
    return hexColour(own?.[Number(indexed)]?.attributes.rgb ?? PALETTE[Number(indexed)]);
  };
  const of = (node: XmlNode | undefined): Colour | null => {
    const colour = node ? plain(node.attributes) : null;
    const tint = Number(node?.attributes.tint ?? 0);
    if (!colour || !(Math.abs(tint) <= 1)) return colour;
    return tint < 0 ? blended(colour, 1 + tint, BLACK) : blended(colour, 1 - tint, WHITE);
  };
  const fill = (node: XmlNode | undefined, from: "cell" | "rule"): readonly Colour[] => {
    const gradient = child(node, "x:gradientFill");
    if (gradient)
      return gradient.children.map((stop) => of(child(stop, "x:color"))).filter((colour) => colour !== null);
    const pattern = child(node, "x:patternFill");
    // In rules no pattern named is a solid one, whose colour is the ground's.
    const type = pattern?.attributes.patternType ?? (from === "rule" ? "solid" : "none");
    if (!pattern || type === "none") return [];
    const [front, back] = [of(child(pattern, "x:fgColor")), of(child(pattern, "x:bgColor"))];
    if (type === "solid") {
      const solid = from === "rule" ? (back ?? front) : (front ?? BLACK);
      return solid ? [solid] : [];
    }
    return [blended(front ?? BLACK, PATTERNS[type] ?? 0.5, back ?? WHITE)];
  };
  return { of, fill };
}
