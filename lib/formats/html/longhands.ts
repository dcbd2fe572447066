import { parseColour } from "./colours.ts";
import { splitList } from "./css.ts";
import { isNumber, pixelsOf } from "./lengths.ts";

/** Properties of CSS that count here: shorthands taken apart, and which values browsers take. */

/** What tells how text is seen; everything else is not kept. */
export const TELLING =
  /^(?:--.*|display|visibility|mso-hide|opacity|(?:-webkit-)?filter|backdrop-filter|color|-webkit-text-(?:fill-color|security|stroke.*)|background(?:-(?:color|image|clip|blend-mode))?|-webkit-background-clip|font(?:-(?:size(?:-adjust)?|family|variant.*|feature-settings))?|zoom|(?:-webkit-)?transform|scale|rotate|translate|offset(?:-path)?|position|(?:inset.*|top|left|right|bottom)|float|order|flex-(?:flow|direction)|grid-(?:area|row|column|auto-flow|row-start|column-start)|direction|unicode-bidi|writing-mode|(?:-webkit-)?text-(?:combine-upright|combine|orientation)|vertical-align|baseline-(?:shift|source)|text-(?:decoration.*|underline-offset|indent|shadow|overflow)|(?:-webkit-)?line-clamp|letter-spacing|line-height|(?:-webkit-)?(?:clip|clip-path|mask(?:-image)?)|overflow(?:-[xy])?|(?:min-|max-)?(?:width|height|inline-size|block-size)|margin.*|content|content-visibility|mix-blend-mode|list-style(?:-type|-image)?|animation(?:-name)?|all|border.*|outline.*|box-shadow|color-scheme|-webkit-box-reflect|(?:-webkit-)?text-emphasis(?:-style)?|table-layout|white-space)$/u;

const SIDES = ["top", "right", "bottom", "left"] as const;

function sidesOf(name: string, value: string): [string, string][] {
  const parts = value.match(/(?:[^\s()]|\([^()]*\))+/gu) ?? [];
  const [top = "0", right = top, bottom = top, left = right] = parts;
  return [top, right, bottom, left].map((part, at) => [
    name === "inset" ? (SIDES[at] as string) : `${name}-${SIDES[at]}`,
    part,
  ]);
}

const LINES = /\b(?:line-through|underline|overline|none|blink|spelling-error|grammar-error)\b/giu;
const FONT_SIZE =
  /^(?:(?:\d|\.\d)[\d.]*(?:[a-z]|%)|(?:calc|min|max|clamp)\(|(?:xx?x?-)?(?:small|large)|medium|larger|smaller)/iu;

/** Size, line height and family in the value of `font`. */
function fontOf(value: string): [string, string][] {
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

/** A declaration as those of the longhand properties that count. */
export function expanded(property: string, value: string): [string, string][] {
  switch (property) {
    case "background": {
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
    case "font":
      return fontOf(value);
    case "text-decoration":
      return /^(?:inherit|initial|unset|revert)$/iu.test(value)
        ? [["text-decoration-line", value]]
        : [["text-decoration-line", value.match(LINES)?.join(" ") ?? "none"], ...thickness(value)];
    case "margin":
    case "inset":
      return sidesOf(property, value);
    case "margin-inline-start":
    case "margin-inline-end":
    case "margin-block-start":
    case "margin-block-end":
      return [
        [
          `margin-${{ "inline-start": "left", "inline-end": "right", "block-start": "top", "block-end": "bottom" }[property.slice(7)]}`,
          value,
        ],
      ];
    case "inset-inline-start":
    case "inset-inline":
      return [["left", value]];
    case "inset-inline-end":
      return [["right", value]];
    case "inset-block-start":
    case "inset-block":
      return [["top", value]];
    case "inset-block-end":
      return [["bottom", value]];
    case "margin-inline":
      return [
        ["margin-left", value.split(/\s/u)[0] ?? ""],
        ["margin-right", value.split(/\s/u).at(-1) ?? ""],
      ];
    case "margin-block":
      return [
        ["margin-top", value.split(/\s/u)[0] ?? ""],
        ["margin-bottom", value.split(/\s/u).at(-1) ?? ""],
      ];
    case "overflow-x":
    case "overflow-y":
      return /^visible$/iu.test(value) ? [] : [["overflow", value]];
    case "list-style":
      return [
        ["list-style-type", listType(value)],
        ["list-style-image", /url\(/iu.test(value) ? value : "none"],
      ];
    case "flex-flow":
      return [["flex-direction", value]];
    case "animation":
      return [["animation-name", value]];
    case "-webkit-filter":
    case "-webkit-transform":
    case "-webkit-clip-path":
    case "-webkit-mask":
    case "-webkit-mask-image":
    case "-webkit-background-clip":
    case "-webkit-line-clamp":
    case "-webkit-text-emphasis":
    case "-webkit-text-emphasis-style":
      return [[property.slice(8).replace(/-(?:image|style)$/u, ""), value]];
    case "text-emphasis-style":
      return [["text-emphasis", value]];
    case "mask-image":
      return [["mask", value]];
    case "inline-size":
    case "max-inline-size":
      return [[property.replace("inline-size", "width"), value]];
    case "block-size":
    case "max-block-size":
      return [[property.replace("block-size", "height"), value]];
    default:
      return [[property, value]];
  }
}

const thickness = (value: string): [string, string][] => {
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
