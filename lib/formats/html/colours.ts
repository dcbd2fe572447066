import { BLACK, type Colour } from "../../document/appearance.ts";
import { isNumber } from "./lengths.ts";

/** Colours as CSS Color 4 and old HTML attributes write them. */
export interface Paint {
  readonly colour: Colour;
  /** 0 to 1. */
  readonly alpha: number;
}

/** Names and their hexadecimal values (CSS Color 4, 6.1), and the system colours of a light desktop. */
const NAMES =
  "aliceblue f0f8ff antiquewhite faebd7 aqua 0ff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 black 000 blanchedalmond ffebcd blue 00f blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 0ff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia f0f gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 0f0 limegreen 32cd32 linen faf0e6 magenta f0f maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red f00 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white fff whitesmoke f5f5f5 yellow ff0 yellowgreen 9acd32 canvas fff canvastext 000 window fff windowtext 000 buttonface efefef buttontext 000 field fff fieldtext 000 graytext 808080 linktext 0000ee visitedtext 551a8b infobackground fff infotext 000 menu fff menutext 000";

const WORDS = NAMES.split(" ");
const NAMED: ReadonlyMap<string, string> = new Map(
  WORDS.flatMap((word, at) => (at % 2 === 0 ? [[word, WORDS[at + 1] ?? "000"] as const] : [])),
);

const opaque = (colour: Colour): Paint => ({ colour, alpha: 1 });

function hexPaint(digits: string): Paint | undefined {
  if (!/^[0-9a-f]+$/u.test(digits) || ![3, 4, 6, 8].includes(digits.length)) return undefined;
  const long = digits.length < 6 ? digits.replace(/./gu, "$&$&") : digits;
  const [red, green, blue, alpha = 255] = (long.match(/../gu) ?? []).map((pair) => Number.parseInt(pair, 16)) as [
    number,
    number,
    number,
    number?,
  ];
  return { colour: [red, green, blue], alpha: alpha / 255 };
}

const bounded = (value: number, most: number): number => Math.min(most, Math.max(0, value));

function hslColour(hue: number, saturation: number, lightness: number): Colour {
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    return (
      255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
    );
  };
  return [part(0), part(8), part(4)];
}

function functionPaint(name: string, inner: string): Paint | null {
  const parts = inner.split(/[\s,/]+/u).filter((part) => part !== "");
  if (parts.length < 3 || parts.length > 4 || !/^(?:rgb|hsl)a?$/u.test(name)) return null;
  const values = parts.map((part) => (part === "none" ? 0 : isNumber(part) ? Number.parseFloat(part) : Number.NaN));
  if (values.some((value) => Number.isNaN(value))) return null;
  const alpha = parts[3] === undefined ? 1 : bounded((values[3] ?? 1) / (parts[3].endsWith("%") ? 100 : 1), 1);
  const [first, second, third] = values as [number, number, number];
  if (name.startsWith("hsl"))
    return {
      colour: hslColour(((first % 360) + 360) % 360, bounded(second, 100) / 100, bounded(third, 100) / 100),
      alpha,
    };
  const channel = (value: number, index: number) => bounded(parts[index]?.endsWith("%") ? value * 2.55 : value, 255);
  return { colour: [channel(first, 0), channel(second, 1), channel(third, 2)], alpha };
}

/**
 * A CSS colour: "current" for currentcolor, null for one that is valid but can't be worked out here, undefined for what
 * is no colour.
 */
export function parseColour(value: string): Paint | "current" | null | undefined {
  const text = value.trim().toLowerCase();
  if (text === "currentcolor" || text === "currentcolour") return "current";
  if (text === "transparent") return { colour: BLACK, alpha: 0 };
  if (text.startsWith("#")) return hexPaint(text.slice(1));
  const found = /^([a-z-]+)\(([\s\S]*)\)$/u.exec(text);
  if (found) return functionPaint(found[1] ?? "", found[2] ?? "");
  const name = NAMED.get(text);
  return name === undefined ? undefined : hexPaint(name);
}

/**
 * The colour of an attribute (`bgcolor`, `color`) by the rules for legacy colours of HTML: whatever is written means
 * some colour.
 */
export function legacyColour(value: string): Paint | undefined {
  const text = value.trim().toLowerCase().slice(0, 128);
  if (text === "" || text === "transparent") return undefined;
  const name = NAMED.get(text);
  if (name !== undefined) return hexPaint(name);
  if (/^#[0-9a-f]{3}$/u.test(text)) return hexPaint(text.slice(1));
  const digits = text.replace(/^#/u, "").replace(/[^0-9a-f]/gu, "0");
  const third = Math.max(1, Math.ceil(digits.length / 3));
  const parts = [0, 1, 2].map((part) =>
    digits
      .padEnd(third * 3, "0")
      .slice(part * third, (part + 1) * third)
      .slice(-8),
  );
  while ((parts[0]?.length ?? 0) > 2 && parts.every((part) => part.startsWith("0")))
    parts.forEach((part, at) => (parts[at] = part.slice(1)));
  return opaque(parts.map((part) => Number.parseInt(part.slice(0, 2), 16)) as unknown as Colour);
}
