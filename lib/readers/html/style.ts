import { LIMITS } from "../../limits.ts";
import type { Element } from "./tree.ts";

/** What a page's own style sheets and style attributes hide, and which lists they number. */

/** One simple selector: `p.note#x` as its tag, id and classes. */
interface Compound {
  readonly tag: string | null;
  readonly id: string | null;
  readonly classes: readonly string[];
}

interface Rule {
  /** Ancestors first, the element itself last. */
  readonly path: readonly Compound[];
  readonly declarations: string;
  readonly weight: number;
}

export interface StyleSheet {
  /** Rules by the class, id or tag that the element itself must have. */
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
}

/** Rules that say something about visibility or list numbers; media queries other than for the screen, and states such as :hover, are left out. */
export function parseStyles(source: string): StyleSheet {
  const css = unwrapMedia(
    source
      .slice(0, LIMITS.styleCharacters)
      .replace(/\/\*[\s\S]*?(?:\*\/|$)/gu, "")
      .replace(/<!--|-->/gu, ""),
  );
  const rules = new Map<string, Rule[]>();
  let order = 0;
  for (const block of css.split("}").slice(0, -1)) {
    const [body = "", selectors = ""] = block.split("{").reverse();
    const declarations = body.toLowerCase();
    if (!/display|visibility|font-size|mso-hide|opacity|list-style|text-|height|left|top/u.test(declarations)) continue;
    for (const selector of selectors.split(",")) {
      const path = parseSelector(selector.trim());
      const last = path?.at(-1);
      if (!path || !last) continue;
      order += 1e-6;
      const weight = path.reduce((sum, part) => sum + (part.id ? 10_000 : 0) + part.classes.length * 100 + (part.tag ? 1 : 0), order);
      const key = last.id ? `#${last.id}` : last.classes[0] ? `.${last.classes[0]}` : (last.tag ?? "*");
      const list = rules.get(key);
      const rule = { path, declarations, weight };
      if (list && list.length < LIMITS.styleRules) list.push(rule);
      else if (list) continue;
      else rules.set(key, [rule]);
    }
  }
  return { rules };
}

/** Blocks for the screen lose their frame, other at-rules go. */
function unwrapMedia(css: string): string {
  let out = "";
  let at = 0;
  while (at < css.length) {
    const start = css.indexOf("@", at);
    if (start < 0) break;
    out += css.slice(at, start);
    let open = start;
    while (open < css.length && css[open] !== "{" && css[open] !== ";") open++;
    if (css[open] !== "{") {
      at = open + 1;
      continue;
    }
    let depth = 1;
    let end = open + 1;
    while (end < css.length && depth > 0) {
      if (css[end] === "{") depth++;
      else if (css[end] === "}") depth--;
      end++;
    }
    if (/^@media\s+(screen|all)\s*$/iu.test(css.slice(start, open))) out += css.slice(open + 1, end - 1);
    at = end;
  }
  return out + css.slice(at);
}

function parseSelector(selector: string): Compound[] | null {
  if (selector === "" || /[:[\]*+~@\\]/u.test(selector)) return null;
  const path: Compound[] = [];
  for (const part of selector.split(/[\s>]+/u)) {
    if (part === "") continue;
    const found = /^([a-z][\w-]*)?((?:[.#][\w\u0080-\uffff-]+)*)$/iu.exec(part);
    if (!found) return null;
    const marks = (found[2] ?? "").match(/[.#][^.#]+/gu) ?? [];
    path.push({
      tag: found[1]?.toLowerCase() ?? null,
      id: marks.find((mark) => mark.startsWith("#"))?.slice(1) ?? null,
      classes: marks.filter((mark) => mark.startsWith(".")).map((mark) => mark.slice(1)),
    });
  }
  return path;
}

const classesOf = (element: Element): string[] => (element.attributes.get("class") ?? "").split(/\s+/u).filter((name) => name !== "");

const fits = (element: Element, part: Compound): boolean =>
  (part.tag === null || part.tag === element.name) &&
  (part.id === null || part.id === element.attributes.get("id")) &&
  (part.classes.length === 0 || part.classes.every((name) => classesOf(element).includes(name)));

function applies(rule: Rule, element: Element): boolean {
  let at = rule.path.length - 1;
  const self = rule.path[at];
  if (!self || !fits(element, self)) return false;
  at--;
  for (let up = element.parent; at >= 0 && up; up = up.parent) {
    const part = rule.path[at];
    if (part && (fits(up, part) || ((part.tag === "body" || part.tag === "html") && part.classes.length === 0 && part.id === null))) at--;
  }
  return at < 0;
}

/** The declarations that the style sheet makes for an element, weakest first. */
function declarationsOf(element: Element, sheet: StyleSheet): string {
  if (sheet.rules.size === 0) return "";
  const id = element.attributes.get("id");
  const keys = [element.name, ...classesOf(element).map((name) => `.${name}`), ...(id ? [`#${id}`] : [])];
  const found: Rule[] = [];
  for (const key of keys) for (const rule of sheet.rules.get(key) ?? []) if (applies(rule, element)) found.push(rule);
  return found
    .sort((a, b) => a.weight - b.weight)
    .map((rule) => rule.declarations)
    .join(";");
}

/** The last value that declarations give a property; an important one beats later ones. */
function valueIn(declarations: string, property: string): string | null {
  let value: string | null = null;
  let important = false;
  for (const declaration of declarations.split(";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0 || declaration.slice(0, colon).trim() !== property) continue;
    const text = declaration.slice(colon + 1).trim();
    const strong = text.includes("!important");
    if (important && !strong) continue;
    important = strong;
    value = text.replace("!important", "").trim();
  }
  return value;
}

const isZero = (value: string | null): boolean => value !== null && /^[+-]?0*(?:\.0+)?(?:[a-z]+|%)?$/u.test(value) && /0/u.test(value);
const isFarAway = (value: string | null): boolean => value !== null && /^-\d{3,}(?:\.\d+)?(?:px|em|pt|rem)?$/u.test(value);

/** Struck-out text counts as deleted, however it is struck. */
const DELETED: ReadonlySet<string> = new Set(["del", "s", "strike"]);

function hides(declarations: string): boolean {
  if (!/none|hidden|collapse|through|mso-hide|(?:font-size|opacity)\s*:\s*[+-]?[0.]|-\d{3}/u.test(declarations)) return false;
  const value = (property: string) => valueIn(declarations, property);
  if (/line-through/u.test(`${value("text-decoration")} ${value("text-decoration-line")}`)) return true;
  if (value("display") === "none" || /^(hidden|collapse)$/u.test(value("visibility") ?? "") || value("mso-hide") === "all") return true;
  if (isZero(value("font-size")) || isZero(value("opacity"))) return true;
  if (isFarAway(value("text-indent"))) return true;
  if (/absolute|fixed/u.test(value("position") ?? "") && (isFarAway(value("left")) || isFarAway(value("top")))) return true;
  return value("overflow") === "hidden" && (isZero(value("height")) || isZero(value("max-height")) || isZero(value("width")));
}

const inline = (element: Element): string => (element.attributes.get("style") ?? "").toLowerCase();

/** Whether an element says of itself, or the sheet says of it, that it is not shown. */
export function isHidden(element: Element, sheet: StyleSheet): boolean {
  if (element.attributes.has("hidden")) return true;
  if (element.name === "input" && element.attributes.get("type")?.toLowerCase() === "hidden") return true;
  if (DELETED.has(element.name)) return true;
  // Word closes a table with a row of no height that only holds the widths of its columns.
  if (element.name === "tr" && element.attributes.get("height") === "0") return true;
  if (element.name === "dialog" && !element.attributes.has("open")) return true;
  return hides(`${declarationsOf(element, sheet)};${inline(element)}`);
}

/** The kind of automatic numbers that a list shows; null where it shows none. */
export function numbersOf(list: Element, sheet: StyleSheet): string | null {
  const declarations = `${declarationsOf(list, sheet)};${inline(list)}`;
  const style = valueIn(declarations, "list-style-type") ?? valueIn(declarations, "list-style");
  if (style !== null) {
    if (/\bnone\b/u.test(style)) return null;
    const known = /decimal|(?:lower|upper)-(?:alpha|latin|roman)|cjk-ideographic|(?:simp|trad)-chinese-(?:in)?formal|cjk-decimal/u.exec(style);
    if (known) return known[0];
    if (/disc|circle|square/u.test(style)) return null;
  }
  const type = list.attributes.get("type");
  return { a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman" }[type ?? ""] ?? (list.name === "ol" ? "decimal" : null);
}
