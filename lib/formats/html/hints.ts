import { legacyColour } from "./colours.ts";
import type { Element } from "./tree.ts";

/** What elements mean by themselves and old attributes say, as the weakest declarations. */

const FONT_SIZES = ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"];

/** By the names of elements. */
const ELEMENTS: Readonly<Record<string, readonly [string, string][]>> = {
  s: [["text-decoration-line", "line-through"]],
  strike: [["text-decoration-line", "line-through"]],
  del: [["text-decoration-line", "line-through"]],
  sup: [
    ["vertical-align", "super"],
    ["font-size", "smaller"],
  ],
  sub: [
    ["vertical-align", "sub"],
    ["font-size", "smaller"],
  ],
  rt: [["vertical-align", "super"]],
  small: [["font-size", "smaller"]],
  big: [["font-size", "larger"]],
  mark: [
    ["background-color", "#ff0"],
    ["color", "#000"],
  ],
  ol: [["list-style-type", "decimal"]],
  ul: [["list-style-type", "disc"]],
  menu: [["list-style-type", "disc"]],
  dir: [["list-style-type", "disc"]],
};
const LIST_TYPES: Readonly<Record<string, string>> = {
  "1": "decimal",
  a: "lower-alpha",
  A: "upper-alpha",
  i: "lower-roman",
  I: "upper-roman",
};
const NO_HINTS: readonly [string, string][] = [];
const HINTING = new Set([
  "hidden",
  "bgcolor",
  "background",
  "color",
  "text",
  "face",
  "size",
  "dir",
  "type",
  "height",
  "href",
  "open",
  "popover",
]);

/** Properties and values of an element without any style. */
export function hintsOf(element: Element): readonly [string, string][] {
  const { name, attributes } = element;
  const own = ELEMENTS[name] ?? NO_HINTS;
  if (name !== "dialog" && (attributes.size === 0 || ![...attributes.keys()].some((key) => HINTING.has(key))))
    return own;
  const hints = [...own];
  const paint = (property: string, attribute: string) => {
    const colour = legacyColour(attributes.get(attribute) ?? "");
    if (colour) hints.push([property, `rgb(${colour.colour.join(" ")})`]);
  };
  const hidden = attributes.get("hidden");
  if (hidden !== undefined)
    hints.push(/^until-found$/iu.test(hidden) ? ["content-visibility", "hidden"] : ["display", "none"]);
  if (name === "input" && /^hidden$/iu.test(attributes.get("type") ?? "")) hints.push(["display", "none"]);
  if (name === "dialog") hints.push(attributes.has("open") ? ["position", "absolute"] : ["display", "none"]);
  if (attributes.has("popover")) hints.push(["display", "none"]);
  if (/^(?:body|table|t[rdh]|thead|tbody|tfoot|col|colgroup)$/u.test(name)) {
    paint("background-color", "bgcolor");
    if (attributes.has("background")) hints.push(["background-image", `url(${attributes.get("background")})`]);
  }
  if (name === "body") paint("color", "text");
  if (name === "font") {
    paint("color", "color");
    const size = /^\s*([+-]?)(\d+)/u.exec(attributes.get("size") ?? "");
    const number =
      size?.[1] === "+" ? 3 + Number(size[2]) : size?.[1] === "-" ? 3 - Number(size[2]) : Number(size?.[2] ?? 0);
    if (size) hints.push(["font-size", FONT_SIZES[Math.min(7, Math.max(1, number)) - 1] ?? "medium"]);
    if (attributes.has("face")) hints.push(["font-family", attributes.get("face") ?? ""]);
  }
  if (name === "a" && attributes.has("href")) hints.push(["color", "#0000ee"]);
  const direction = attributes.get("dir")?.toLowerCase();
  if (direction === "rtl" || direction === "ltr") hints.push(["direction", direction]);
  if (name === "bdo") hints.push(["unicode-bidi", "bidi-override"]);
  const type = LIST_TYPES[attributes.get("type") ?? ""];
  if (type && /^(?:ol|li)$/u.test(name)) hints.push(["list-style-type", type]);
  return hints;
}
