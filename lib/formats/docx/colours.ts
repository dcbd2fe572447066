import { BLACK, blended, type Colour, colourOfHex, contrast, WHITE } from "../../document/appearance.ts";
import { onOff } from "../shared/package-xml.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";

/**
 * Colours of text and of what lies behind it, theme colours and patterns resolved (ECMA-376 17.3.2.6, 17.3.5,
 * 17.18.97).
 */
export interface Colours {
  /**
   * Of `w:color` or another element that names a colour in the same way; null where Word chooses it, so that it is
   * seen.
   */
  readonly of: (node: XmlNode | undefined) => Colour | null;
  /** Of a `w:shd`; null where it draws nothing. */
  readonly shading: (node: XmlNode | undefined) => Colour | null;
  /**
   * Of a fill in DrawingML or its Word 2010 twin (`a:solidFill`, `w14:textFill`, …) over what lies behind it; null
   * where it draws nothing.
   */
  readonly fill: (node: XmlNode | undefined, behind: Colour) => Colour | null;
  /** Of the page. */
  readonly page: Colour;
}

const hexColour = (value: string | undefined): Colour | null => {
  const digits = /^#?([0-9a-f]{6})$/iu.exec(value?.trim() ?? "")?.[1];
  return digits === undefined ? null : colourOfHex(digits);
};

/** `w:highlight` knows these only (17.18.40). */
const HIGHLIGHTS: Readonly<Record<string, Colour>> = {
  black: BLACK,
  blue: [0, 0, 255],
  cyan: [0, 255, 255],
  darkBlue: [0, 0, 128],
  darkCyan: [0, 128, 128],
  darkGray: [128, 128, 128],
  darkGreen: [0, 128, 0],
  darkMagenta: [128, 0, 128],
  darkRed: [128, 0, 0],
  darkYellow: [128, 128, 0],
  green: [0, 255, 0],
  lightGray: [192, 192, 192],
  magenta: [255, 0, 255],
  red: [255, 0, 0],
  white: WHITE,
  yellow: [255, 255, 0],
};
export const highlightColour = (node: XmlNode | undefined): Colour | null =>
  HIGHLIGHTS[node?.attributes.val ?? ""] ?? null;

/**
 * Theme colours by the names of 17.18.97, as the entries of the scheme; the first four go through the document's own
 * mapping.
 */
const MAPPED: Readonly<Record<string, string>> = {
  background1: "bg1",
  text1: "t1",
  background2: "bg2",
  text2: "t2",
  bg1: "bg1",
  tx1: "t1",
  bg2: "bg2",
  tx2: "t2",
};
const SCHEME: Readonly<Record<string, string>> = {
  bg1: "lt1",
  t1: "dk1",
  bg2: "lt2",
  t2: "dk2",
  light1: "lt1",
  dark1: "dk1",
  light2: "lt2",
  dark2: "dk2",
  hyperlink: "hlink",
  followedHyperlink: "folHlink",
};

/** Word's own for documents without a theme. */
const USUAL: Readonly<Record<string, string>> = { lt1: "FFFFFF", dk1: "000000", lt2: "EEECE1", dk2: "1F497D" };

function themeColours(theme: XmlNode | null, settings: XmlNode | null): (name: string | undefined) => Colour | null {
  const scheme = child(child(theme ?? undefined, "a:themeElements"), "a:clrScheme");
  const mapping = child(settings ?? undefined, "w:clrSchemeMapping")?.attributes;
  return (name = "") => {
    const mapped = MAPPED[name];
    const own = mapped === undefined ? name : (mapping?.[mapped] ?? mapped);
    const entry = child(scheme, `a:${SCHEME[own] ?? own}`)?.children[0];
    return hexColour(scheme ? (entry?.attributes.lastClr ?? entry?.attributes.val) : USUAL[SCHEME[own] ?? own]);
  };
}

/** A share in 255ths, as `w:themeTint` and `w:themeShade` write it. */
const share = (value: string | undefined): number =>
  /^[0-9a-f]{1,2}$/iu.test(value ?? "") ? Number.parseInt(value ?? "", 16) / 255 : 1;
/** Towards white and black: Word does so in HSL, which comes to the same lightness. */
const toned = (colour: Colour, tint: string | undefined, shade: string | undefined): Colour =>
  blended(blended(colour, share(tint), WHITE), share(shade), BLACK);

/** Thousandths of a percent. */
const part = (node: XmlNode | undefined): number | undefined =>
  node === undefined ? undefined : Math.min(1, Math.max(0, Number(node.attributes.val) / 100_000 || 0));

/** The colours of a document, by its theme. In one piece: its closures share the theme. */
export function readColours(theme: XmlNode | null, settings: XmlNode | null, background: XmlNode | undefined): Colours {
  const ofTheme = themeColours(theme, settings);
  const named = (
    attributes: Readonly<Record<string, string>>,
    value: string,
    theme: "theme" | "themeFill",
  ): Colour | null => {
    const colour = ofTheme(attributes[theme === "theme" ? "themeColor" : theme]);
    return colour
      ? toned(colour, attributes[`${theme}Tint`], attributes[`${theme}Shade`])
      : hexColour(attributes[value]);
  };
  const shading = (node: XmlNode | undefined): Colour | null => {
    if (!node || node.attributes.val === "nil") return null;
    const fill = named(node.attributes, "fill", "themeFill");
    const pattern = node.attributes.val ?? "clear";
    if (pattern === "clear") return fill;
    const colour = named(node.attributes, "color", "theme") ?? BLACK;
    if (pattern === "solid") return colour;
    // Stripes and grids cover about half.
    return blended(colour, Number(/^pct(\d{1,2})$/u.exec(pattern)?.[1] ?? 50) / 100, fill ?? WHITE);
  };
  /**
   * A colour of DrawingML: srgbClr, schemeClr, sysClr with what changes it. In Word's own namespace alpha says how
   * transparent, else how opaque.
   */
  const drawn = (node: XmlNode, behind: Colour): Colour | null => {
    const local = node.name.slice(node.name.indexOf(":") + 1);
    const own =
      local === "schemeClr"
        ? ofTheme(node.attributes.val)
        : hexColour(local === "sysClr" ? node.attributes.lastClr : node.attributes.val);
    if (!own) return null;
    const change = (name: string) => part(node.children.find((inner) => inner.name.endsWith(`:${name}`)));
    const light = [0, 1, 2].map(
      (i) => (own[i] as number) * (change("lumMod") ?? 1) + 255 * (change("lumOff") ?? 0),
    ) as unknown as Colour;
    const alpha = change("alpha");
    const opacity = alpha === undefined ? 1 : node.name.startsWith("w14:") ? 1 - alpha : alpha;
    return blended(blended(blended(light, change("tint") ?? 1, WHITE), change("shade") ?? 1, BLACK), opacity, behind);
  };
  const fill = (node: XmlNode | undefined, behind: Colour): Colour | null => {
    const kind = node?.children.find((inner) => /:(?:noFill|solidFill|gradFill)$/u.test(inner.name));
    if (!kind || kind.name.endsWith(":noFill")) return null;
    // Of a gradient the stop that is seen worst tells.
    const stops = kind.name.endsWith(":solidFill")
      ? [kind]
      : (kind.children.find((inner) => inner.name.endsWith(":gsLst"))?.children ?? []);
    const colours = stops
      .flatMap(({ children }) => children.flatMap((colour) => [drawn(colour, behind)] as const))
      .filter((colour) => colour !== null);
    return colours.toSorted((a, b) => contrast(a, behind) - contrast(b, behind))[0] ?? null;
  };
  const shown = onOff(settings ?? undefined, "w:displayBackgroundShape") ?? false;
  return {
    of: (node) => (node ? named(node.attributes, "val", "theme") : null),
    shading,
    fill,
    page: (shown && background && named(background.attributes, "color", "theme")) || WHITE,
  };
}

/** VML names few colours; the rest are hexadecimal, sometimes with an entry of the palette behind. */
const VML_NAMES: Readonly<Record<string, Colour>> = {
  white: WHITE,
  black: BLACK,
  red: HIGHLIGHTS.red as Colour,
  yellow: HIGHLIGHTS.yellow as Colour,
};

/** What a shape's text stands on: its fill, or what lies behind the shape. */
export function shapeFill(shape: XmlNode | undefined, colours: Colours, behind: Colour): Colour {
  if (!shape) return behind;
  if (shape.name.startsWith("v:")) {
    const [first = "white"] = (shape.attributes.fillcolor ?? "white").split(" ");
    const filled = !/^(?:f|false|0)$/u.test(shape.attributes.filled ?? "");
    return (filled && (VML_NAMES[first] ?? hexColour(first))) || behind;
  }
  const own = child(shape, "wps:spPr");
  const says = own?.children.some(({ name }) => /:(?:noFill|solidFill|gradFill)$/u.test(name));
  // Else the theme's effect fills it with the colour that its style names.
  const styled = {
    name: "",
    attributes: {},
    text: "",
    children: [
      {
        name: "a:solidFill",
        attributes: {},
        text: "",
        children: child(child(shape, "wps:style"), "a:fillRef")?.children ?? [],
      },
    ],
  };
  return colours.fill(says ? own : styled, behind) ?? behind;
}
