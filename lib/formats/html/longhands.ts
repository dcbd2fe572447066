import { parseColour } from "./colours.ts";
import { splitList } from "./css.ts";
import { isNumber, pixelsOf } from "./lengths.ts";

/** Properties of CSS that count here: shorthands taken apart, and which values browsers take. */

/** What tells how text is seen; everything else is not kept. */
export const TELLING =
  /^(?:--.*|display|visibility|mso-hide|opacity|(?:-webkit-)?filter|backdrop-filter|color|-webkit-text-(?:fill-color|security|stroke.*)|background(?:-(?:color|image|clip|blend-mode))?|-webkit-background-clip|font(?:-(?:size(?:-adjust)?|family|variant.*|feature-settings))?|zoom|(?:-webkit-)?transform|scale|rotate|translate|offset(?:-path)?|position|(?:inset.*|top|left|right|bottom)|float|order|flex-(?:flow|direction)|grid-(?:area|row|column|auto-flow|row-start|column-start)|direction|unicode-bidi|writing-mode|(?:-webkit-)?text-(?:combine-upright|combine|orientation)|vertical-align|baseline-(?:shift|source)|text-(?:decoration.*|underline-offset|indent|shadow|overflow)|(?:-webkit-)?line-clamp|letter-spacing|line-height|(?:-webkit-)?(?:clip|clip-path|mask(?:-image)?)|overflow(?:-[xy])?|(?:min-|max-)?(?:width|height|inline-size|block-size)|margin.*|content|content-visibility|mix-blend-mode|list-style(?:-type|-image)?|animation(?:-name)?|all|border.*|outline.*|box-shadow|color-scheme|-webkit-box-reflect|(?:-webkit-)?text-emphasis(?:-style)?|table-layout|white-space)$/u;

const SIDES = ["top", "right", "bottom", "left"] as const;

type Declarations = [property: string, value: string][];

const sidesOf =
  (prefix: string) =>
  (value: string): Declarations => {
    const parts = value.match(/(?:[^\s()]|\([^()]*\))+/gu) ?? [];
    const [top = "0", right = top, bottom = top, left = right] = parts;
    return [top, right, bottom, left].map((part, at) => [`${prefix}${SIDES[at]}`, part]);
  };

const LINES = /\b(?:line-through|underline|overline|none|blink|spelling-error|grammar-error)\b/giu;
const FONT_SIZE =
  /^(?:(?:\d|\.\d)[\d.]*(?:[a-z]|%)|(?:calc|min|max|clamp)\(|(?:xx?x?-)?(?:small|large)|medium|larger|smaller)/iu;

/** Size, line height and family in the value of `font`. */
function fontOf(value: string): Declarations {
  const words = value
    .replace(/\s+/gu, " ")
    .replace(/ ?\/ ?/gu, "/")
    .split(" ");
  const at = words.findIndex((word) => FONT_SIZE.test(word));
  if (at < 0) return [];
  const [size = "", line = "normal"] = words[at]?.split("/") ?? [];
  return [
    ["font-size", size],
    ["font-family", words.slice(at + 1).join(" ")],
    ["line-height", line],
  ];
}

const thickness = (value: string): Declarations => {
  const length = /(?:^|\s)(\d[\d.]*(?:px|pt|em|rem|%))/u.exec(value)?.[1];
  return length === undefined ? [] : [["text-decoration-thickness", length]];
};
const listType = (value: string): string =>
  value.replace(/url\([^()]*\)|\b(?:inside|outside)\b/giu, "").trim() || "disc";

const WIDE = /^(?:inherit|initial|unset|revert|revert-layer)$/u;
const ANY_MEASURE = { em: 16, rem: 16, whole: 16 };
const DISPLAY =
  /^(?:none|contents|block|inline|flow|flow-root|flex|grid|ruby(?:-[a-z]+)?|math|list-item|table(?:-[a-z-]+)?|(?:-webkit-)?(?:inline-)?(?:block|flex|grid|table|box)|(?:block|inline) [a-z-]+)$/u;

/** Browsers pass over values that are none. */
export function isValid(property: string, value: string): boolean {
  if (WIDE.test(value)) return true;
  switch (property) {
    case "color":
    case "background-color":
    case "-webkit-text-fill-color":
      return parseColour(value) !== undefined;
    case "display":
      return DISPLAY.test(value);
    case "visibility":
      return /^(?:visible|hidden|collapse)$/u.test(value);
    case "opacity":
      return isNumber(value) || value.includes("(") || /^[\d.]{41}/u.test(value);
    case "font-size":
      return (
        /^(?:x{1,3}-|xx?-)?(?:small|large)(?:er)?$|^medium$|^smaller$|^larger$/u.test(value) ||
        !((pixelsOf(value, ANY_MEASURE) ?? -1) < 0) ||
        value.includes("(")
      );
    case "position":
      return /^(?:static|relative|absolute|fixed|(?:-webkit-)?sticky)$/u.test(value);
    case "float":
      return /^(?:left|right|none|inline-start|inline-end)$/u.test(value);
    case "direction":
      return /^(?:ltr|rtl)$/u.test(value);
    default:
      return true;
  }
}

/** Kept as written: texts, names of fonts and addresses. */
export const AS_WRITTEN = /^(?:content|font-family|--.*|background-image|animation-name|list-style-type|filter|mask)$/u;
const UNITLESS =
  /^(?:font-size|width|height|max-width|max-height|top|left|right|bottom|margin-.*|text-indent|letter-spacing)$/u;

/** Old pages may leave out units, and the number sign of colours. */
export function quirky(property: string, value: string): string {
  if (UNITLESS.test(property) && /^[+-]?[\d.]+$/u.test(value)) return `${value}px`;
  return /^(?:color|background-color)$/u.test(property) && /^(?:[0-9a-f]{3}|[0-9a-f]{6})$/u.test(value)
    ? `#${value}`
    : value;
}

/** The first and the last word of a value of two sides. */
const bothSides =
  (first: string, last: string) =>
  (value: string): Declarations => [
    [first, value.split(/\s/u)[0] ?? ""],
    [last, value.split(/\s/u).at(-1) ?? ""],
  ];

const renamed =
  (name: string) =>
  (value: string): Declarations => [[name, value]];

function backgroundOf(value: string): Declarations {
  const layers = splitList(value);
  const words = (layers.at(-1) ?? "").match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/gu) ?? [];
  const colour = words.find(
    (word) => !/^(?:url|[\w-]*gradient|image-set)\(/iu.test(word) && parseColour(word) !== undefined,
  );
  const image = /(?:url|gradient|image-set|element|cross-fade)\(/iu.test(value) ? value : "none";
  return [
    ["background-color", colour ?? "transparent"],
    ["background-image", image],
    ["background-clip", /(?:^|\s)text(?:\s|$)/iu.test(value) ? "text" : "border-box"],
  ];
}

const decorationOf = (value: string): Declarations =>
  /^(?:inherit|initial|unset|revert)$/iu.test(value)
    ? [["text-decoration-line", value]]
    : [["text-decoration-line", value.match(LINES)?.join(" ") ?? "none"], ...thickness(value)];

const listStyleOf = (value: string): Declarations => [
  ["list-style-type", listType(value)],
  ["list-style-image", /url\(/iu.test(value) ? value : "none"],
];

const overflowOf = (value: string): Declarations => (/^visible$/iu.test(value) ? [] : [["overflow", value]]);

/** What a declaration says of longhand properties, by its property's name; each other one is one itself. */
const LONGHANDS: ReadonlyMap<string, (value: string) => Declarations> = new Map([
  ["background", backgroundOf],
  ["font", fontOf],
  ["text-decoration", decorationOf],
  ["margin", sidesOf("margin-")],
  ["inset", sidesOf("")],
  ["margin-inline-start", renamed("margin-left")],
  ["margin-inline-end", renamed("margin-right")],
  ["margin-block-start", renamed("margin-top")],
  ["margin-block-end", renamed("margin-bottom")],
  ["inset-inline-start", renamed("left")],
  ["inset-inline", renamed("left")],
  ["inset-inline-end", renamed("right")],
  ["inset-block-start", renamed("top")],
  ["inset-block", renamed("top")],
  ["inset-block-end", renamed("bottom")],
  ["margin-inline", bothSides("margin-left", "margin-right")],
  ["margin-block", bothSides("margin-top", "margin-bottom")],
  ["overflow-x", overflowOf],
  ["overflow-y", overflowOf],
  ["list-style", listStyleOf],
  ["flex-flow", renamed("flex-direction")],
  ["animation", renamed("animation-name")],
  ["-webkit-filter", renamed("filter")],
  ["-webkit-transform", renamed("transform")],
  ["-webkit-clip-path", renamed("clip-path")],
  ["-webkit-mask", renamed("mask")],
  ["-webkit-mask-image", renamed("mask")],
  ["-webkit-background-clip", renamed("background-clip")],
  ["-webkit-line-clamp", renamed("line-clamp")],
  ["-webkit-text-emphasis", renamed("text-emphasis")],
  ["-webkit-text-emphasis-style", renamed("text-emphasis")],
  ["text-emphasis-style", renamed("text-emphasis")],
  ["mask-image", renamed("mask")],
  ["inline-size", renamed("width")],
  ["max-inline-size", renamed("max-width")],
  ["block-size", renamed("height")],
  ["max-block-size", renamed("max-height")],
]);

/** A declaration as those of the longhand properties that count. */
export const expanded = (property: string, value: string): Declarations =>
  LONGHANDS.get(property)?.(value) ?? [[property, value]];
