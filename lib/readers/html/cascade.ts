import { LIMITS } from "../../limits.ts";
import { legacyColour, parseColour } from "./colours.ts";
import {
  type Answer,
  both,
  conditionAnswer,
  type Declaration,
  parseDeclarations,
  parseSheet,
  type RawRule,
  type RawSheet,
  splitList,
  unescaped,
} from "./css.ts";
import { dataSheet } from "./data-address.ts";
import { isNumber, pixelsOf } from "./lengths.ts";
import { answerOf, Matching, parseSelectors, type Selector } from "./selectors.ts";
import type { Element, Page } from "./tree.ts";

/** What the style sheets of a page, style attributes and old attributes say of an element (CSS Cascade 5). */

/** Values by property, shorthands taken apart; custom properties among them. */
export type Values = ReadonlyMap<string, string>;

export interface Declared {
  readonly values: Values;
  /** The values if every rule applied of which nobody can say here whether it does; absent where there is none. */
  readonly possible?: Values;
  /** Whether a style sheet, not the element itself, has the last word on `display`, `visibility`, `opacity` or `font-size`. */
  readonly hiddenBySheet: boolean;
}

interface Rule {
  readonly selector: Selector;
  readonly declarations: readonly Declaration[];
  readonly condition: Answer;
  readonly layer: number;
  readonly order: number;
  /** Among all selectors of all rules. */
  readonly number: number;
}

/** What tells how text is seen; everything else is not kept. */
const TELLING =
  /^(?:--.*|display|visibility|mso-hide|opacity|(?:-webkit-)?filter|backdrop-filter|color|-webkit-text-(?:fill-color|security|stroke.*)|background(?:-(?:color|image|clip|blend-mode))?|-webkit-background-clip|font(?:-(?:size|family|variant.*|feature-settings))?|zoom|(?:-webkit-)?transform|scale|rotate|translate|offset(?:-path)?|position|(?:inset.*|top|left|right|bottom)|float|order|flex-(?:flow|direction)|grid-(?:area|row|column|auto-flow|row-start|column-start)|direction|unicode-bidi|writing-mode|(?:-webkit-)?text-(?:combine-upright|combine|orientation)|vertical-align|baseline-(?:shift|source)|text-(?:decoration.*|underline-offset|indent|shadow|overflow)|(?:-webkit-)?line-clamp|letter-spacing|line-height|(?:-webkit-)?(?:clip|clip-path|mask(?:-image)?)|overflow(?:-[xy])?|(?:min-|max-)?(?:width|height|inline-size|block-size)|margin.*|content|content-visibility|mix-blend-mode|list-style(?:-type|-image)?|animation(?:-name)?|all|border.*|outline.*|box-shadow|color-scheme|-webkit-box-reflect|(?:-webkit-)?text-emphasis(?:-style)?|table-layout|white-space)$/u;

const SIDES = ["top", "right", "bottom", "left"] as const;

function sidesOf(name: string, value: string): [string, string][] {
  const parts = value.match(/(?:[^\s()]|\([^()]*\))+/gu) ?? [];
  const [top = "0", right = top, bottom = top, left = right] = parts;
  return [top, right, bottom, left].map((part, at) => [name === "inset" ? (SIDES[at] as string) : `${name}-${SIDES[at]}`, part]);
}

const LINES = /\b(?:line-through|underline|overline|none|blink|spelling-error|grammar-error)\b/giu;
const FONT_SIZE = /^(?:(?:\d|\.\d)[\d.]*(?:[a-z]|%)|(?:calc|min|max|clamp)\(|(?:xx?x?-)?(?:small|large)|medium|larger|smaller)/iu;

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
function expanded(property: string, value: string): [string, string][] {
  switch (property) {
    case "background": {
      const layers = splitList(value);
      const words = (layers.at(-1) ?? "").match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/gu) ?? [];
      const colour = words.find((word) => !/^(?:url|[\w-]*gradient|image-set)\(/iu.test(word) && parseColour(word) !== undefined);
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
      return [[`margin-${{ "inline-start": "left", "inline-end": "right", "block-start": "top", "block-end": "bottom" }[property.slice(7)]}`, value]];
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
const listType = (value: string): string => value.replace(/url\([^()]*\)|\b(?:inside|outside)\b/giu, "").trim() || "disc";

const WIDE = /^(?:inherit|initial|unset|revert|revert-layer)$/u;
const ANY_MEASURE = { em: 16, rem: 16, whole: 16 };
const DISPLAY =
  /^(?:none|contents|block|inline|flow|flow-root|flex|grid|ruby(?:-[a-z]+)?|math|list-item|table(?:-[a-z-]+)?|(?:-webkit-)?(?:inline-)?(?:block|flex|grid|table|box)|(?:block|inline) [a-z-]+)$/u;

/** Browsers pass over values that are none. */
function isValid(property: string, value: string): boolean {
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
const AS_WRITTEN = /^(?:content|font-family|--.*|background-image|animation-name|list-style-type|filter|mask)$/u;
const UNITLESS = /^(?:font-size|width|height|max-width|max-height|top|left|right|bottom|margin-.*|text-indent|letter-spacing)$/u;

const MOST_NESTED_VARIABLES = 8;

/** A value with its custom properties put in; null where one is missing. */
function substituted(value: string, values: Values, outer: Values | undefined, registered: Values, depth = MOST_NESTED_VARIABLES): string | null {
  if (!/\bvar\(/iu.test(value)) return value;
  if (depth === 0) return null;
  let missing = false;
  const text = value.replace(/\bvar\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)/giu, (_, name: string, fallback?: string) => {
    const own = values.get(name) ?? outer?.get(name) ?? registered.get(name) ?? fallback;
    if (own === undefined) missing = true;
    return own ?? "";
  });
  if (missing || text.length > 1000 || text === value) return null;
  return substituted(text.trim(), values, outer, registered, depth - 1);
}

const SHEET_HIDES = /^(?:display|visibility|opacity|font-size|position|overflow)$/u;
const LINKED_LAYER = Number.MAX_SAFE_INTEGER;

export class Styles {
  /** Names of the fonts that the page brings along for digits, lower case. */
  readonly fonts: ReadonlySet<string>;
  readonly keyframes: ReadonlySet<string>;
  /** Whether sheets take part that are not in the page or went unread. */
  readonly unread: boolean;
  private readonly registered: Values;
  private readonly rules = new Map<string, Rule[]>();
  private readonly pseudoRules = new Map<string, Map<string, Rule[]>>();
  /** Keys with more rules than are compared. */
  private readonly crowded = new Set<string>();
  private readonly matching: Matching;
  private readonly inline = new Map<string, readonly Declaration[]>();
  private readonly inlineIds = new Map<readonly Declaration[], number>();
  private readonly known = new Map<string, Values>();
  private numbers = 0;

  constructor(page: Pick<Page, "sheets" | "linked" | "quirks">) {
    this.matching = new Matching(page.quirks);
    const sheet: RawSheet = { rules: [], layers: [], fontFaces: [], keyframes: new Set(), registered: new Map(), imports: [], partial: false };
    for (const { css, media } of page.sheets) parseSheet(css, media, sheet);
    this.keyframes = sheet.keyframes;
    this.registered = sheet.registered;
    this.fonts = fontsOf(sheet.fontFaces);
    this.unread = page.linked || sheet.partial || this.importsUnread(sheet);
    sheet.rules.forEach((rule, order) => this.add(rule, order, sheet.layers));
  }

  /** Imported sheets that are written into their address are read, behind the others (their own place is before). */
  private importsUnread(sheet: RawSheet): boolean {
    let unread = false;
    for (const address of sheet.imports.splice(0)) {
      const css = dataSheet(address);
      if (css === null) unread = true;
      else parseSheet(css, "", sheet);
    }
    return unread || sheet.imports.length > 0;
  }

  private add({ selectors, declarations, conditions, layer }: RawRule, order: number, layers: readonly string[]): void {
    const telling = declarations.filter(({ property }) => TELLING.test(property));
    if (telling.length === 0) return;
    const holds = conditions.map(conditionAnswer).reduce(both, 2);
    const all = parseSelectors(selectors) ?? [];
    const condition = all.some(({ strange }) => strange) ? both(holds, 1) : holds;
    if (condition === 0) return;
    const rank = layer === null ? LINKED_LAYER : layers.indexOf(layer);
    for (const selector of all) {
      const rule: Rule = { selector, declarations: telling, condition, layer: rank, order, number: this.numbers++ };
      let index = this.rules;
      if (selector.pseudo !== null) {
        index = this.pseudoRules.get(selector.pseudo) ?? new Map();
        this.pseudoRules.set(selector.pseudo, index);
      }
      const key = this.matching.fold(selector.key);
      const list = index.get(key);
      if (!list) index.set(key, [rule]);
      else if (list.length < LIMITS.styleRules) list.push(rule);
      else this.crowded.add(key);
    }
  }

  /** Whether rules for an element were too many to be compared. */
  isCrowded(element: Element): boolean {
    return this.matching.isExhausted || (this.crowded.size > 0 && this.matching.keysOf(element).some((key) => this.crowded.has(key)));
  }

  private matches(element: Element, index: ReadonlyMap<string, readonly Rule[]>): { readonly rule: Rule; readonly answer: Answer }[] {
    const found: { rule: Rule; answer: Answer }[] = [];
    if (index.size === 0) return found;
    for (const key of this.matching.keysOf(element)) {
      for (const rule of index.get(key) ?? NO_RULES) {
        if (this.matching.isExhausted) return [];
        const answer = both(rule.condition, answerOf(rule.selector, element, this.matching));
        if (answer > 0) found.push({ rule, answer });
      }
    }
    return found.length < 2
      ? found
      : found.sort((a, b) => a.rule.layer - b.rule.layer || a.rule.selector.specificity - b.rule.selector.specificity || a.rule.order - b.rule.order);
  }

  private inlineOf(element: Element): readonly Declaration[] {
    const style = element.attributes.get("style");
    if (style === undefined) return NO_DECLARATIONS;
    const known = this.inline.get(style);
    if (known) return known;
    const declarations = parseDeclarations(style).filter(({ property }) => TELLING.test(property));
    if (this.inline.size < MOST_KNOWN && style.length < 1000) {
      this.inlineIds.set(declarations, this.inline.size);
      this.inline.set(style, declarations);
    }
    return declarations;
  }

  /** What is declared for an element; undefined where nothing is. @param outer custom properties from around it */
  declared(element: Element, outer: Values | undefined): Declared | undefined {
    const found = this.matches(element, this.rules);
    const inline = this.inlineOf(element);
    const hints = hintsOf(element);
    if (found.length === 0 && inline.length === 0 && hints.length === 0) return undefined;
    const certain = found.filter(({ answer }) => answer === 2).map(({ rule }) => rule);
    const values = this.computed(hints, certain, inline, outer);
    const possible =
      certain.length < found.length
        ? this.computed(
            hints,
            found.map(({ rule }) => rule),
            inline,
            outer,
          )
        : undefined;
    const bySheet = certain.some(({ declarations }) => declarations.some(({ property }) => SHEET_HIDES.test(property)));
    return { values, hiddenBySheet: bySheet, ...(possible && { possible }) };
  }

  /** What is declared for a pseudo-element, sure or not; undefined where nothing is. */
  pseudo(element: Element, name: string, outer: Values | undefined): Values | undefined {
    const index = this.pseudoRules.get(name);
    const found = index ? this.matches(element, index) : [];
    return found.length === 0
      ? undefined
      : this.computed(
          [],
          found.map(({ rule }) => rule),
          NO_DECLARATIONS,
          outer,
        );
  }

  /** The values that declarations come to; worked out once for elements that share all of them. */
  private computed(hints: readonly [string, string][], rules: readonly Rule[], inline: readonly Declaration[], outer: Values | undefined): Values {
    if (outer) return this.cascaded(hints, rules, inline, outer);
    const inlineId = this.inlineIds.get(inline) ?? -1;
    const key = `${hints.join(";")}|${inlineId}|${rules.map(({ number }) => number).join()}`;
    if (inlineId < 0 && inline.length > 0) return this.cascaded(hints, rules, inline, outer);
    const known = this.known.get(key);
    if (known) return known;
    const values = this.cascaded(hints, rules, inline, outer);
    if (this.known.size < MOST_KNOWN) this.known.set(key, values);
    return values;
  }

  private cascaded(hints: readonly [string, string][], rules: readonly Rule[], inline: readonly Declaration[], outer: Values | undefined): Values {
    const values = new Map<string, string>(hints);
    const ofRules = rules.flatMap(({ declarations }) => declarations);
    const strong = rules.toSorted((a, b) => b.layer - a.layer).flatMap(({ declarations }) => declarations);
    const all = [
      ...ofRules.filter(({ important }) => !important),
      ...inline.filter(({ important }) => !important),
      ...strong.filter(({ important }) => important),
      ...inline.filter(({ important }) => important),
    ];
    for (const { property, value } of all) if (property.startsWith("--")) values.set(property, value);
    for (const { property, value } of all) if (!property.startsWith("--")) this.apply(property, value, values, outer);
    return values;
  }

  private apply(property: string, raw: string, values: Map<string, string>, outer: Values | undefined): void {
    const value = substituted(raw, values, outer, this.registered);
    // A value that lacks its variable is as if it were not set.
    if (value === null) {
      for (const [name] of expanded(property, "inherit")) values.delete(name);
      return;
    }
    for (const [name, part] of expanded(property, value)) {
      const text = AS_WRITTEN.test(name) ? part : unescaped(part).toLowerCase().trim();
      const sized = this.matching.quirks ? quirky(name, text) : text;
      if (isValid(name, sized)) values.set(name, sized);
    }
  }
}

/** Old pages may leave out units, and the number sign of colours. */
function quirky(property: string, value: string): string {
  if (UNITLESS.test(property) && /^[+-]?[\d.]+$/u.test(value)) return `${value}px`;
  return /^(?:color|background-color)$/u.test(property) && /^(?:[0-9a-f]{3}|[0-9a-f]{6})$/u.test(value) ? `#${value}` : value;
}

const NO_RULES: readonly Rule[] = [];
/** Style attributes and combinations of rules that are kept: pages repeat few. */
const MOST_KNOWN = 10_000;
const NO_DECLARATIONS: readonly Declaration[] = [];

/** Whether a range of characters as fonts declare it holds a digit. */
const holdsDigits = (range: string): boolean =>
  splitList(range).some((part) => {
    const found = /^u\+([0-9a-f?]{1,6})(?:-([0-9a-f]{1,6}))?$/iu.exec(part.trim());
    if (!found) return true;
    const first = Number.parseInt((found[1] ?? "").replaceAll("?", "0"), 16);
    const last = Number.parseInt(found[2] ?? (found[1] ?? "").replaceAll("?", "f"), 16);
    return first <= 0x39 && last >= 0x30;
  });

export const familyNames = (value: string): string[] =>
  splitList(value).map((name) =>
    unescaped(name.trim().replace(/^(["'])([\s\S]*)\1$/u, "$2"))
      .toLowerCase()
      .replace(/\s+/gu, " "),
  );

/** Fonts of the desktop that draw other signs for digits. */
const SYMBOLS = ["wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "zapf dingbats", "zapfdingbats"];

function fontsOf(faces: readonly (readonly Declaration[])[]): Set<string> {
  const names = new Set<string>(SYMBOLS);
  for (const face of faces) {
    const value = (name: string) => face.findLast(({ property }) => property === name)?.value;
    const range = value("unicode-range");
    if (value("src") === undefined || (range !== undefined && !holdsDigits(range))) continue;
    for (const name of familyNames(value("font-family") ?? "")) names.add(name);
  }
  return names;
}

const FONT_SIZES = ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"];

/** What elements mean by themselves and old attributes say, as the weakest declarations. */
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
const LIST_TYPES: Readonly<Record<string, string>> = { "1": "decimal", a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman" };
const NO_HINTS: readonly [string, string][] = [];
const HINTING = new Set(["hidden", "bgcolor", "background", "color", "text", "face", "size", "dir", "type", "height", "href", "open", "popover"]);

function hintsOf(element: Element): readonly [string, string][] {
  const { name, attributes } = element;
  const own = ELEMENTS[name] ?? NO_HINTS;
  if (name !== "dialog" && (attributes.size === 0 || ![...attributes.keys()].some((key) => HINTING.has(key)))) return own;
  const hints = [...own];
  const paint = (property: string, attribute: string) => {
    const colour = legacyColour(attributes.get(attribute) ?? "");
    if (colour) hints.push([property, `rgb(${colour.colour.join(" ")})`]);
  };
  const hidden = attributes.get("hidden");
  if (hidden !== undefined) hints.push(/^until-found$/iu.test(hidden) ? ["content-visibility", "hidden"] : ["display", "none"]);
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
    const number = size?.[1] === "+" ? 3 + Number(size[2]) : size?.[1] === "-" ? 3 - Number(size[2]) : Number(size?.[2] ?? 0);
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
