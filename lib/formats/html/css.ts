import { LIMITS } from "../../limits.ts";

/** Style sheets as rules (CSS Syntax 3, Nesting, Cascade 5), read in one pass and in linear time. */

export interface Declaration {
  /** Lower case; custom properties (`--x`) as written. */
  readonly property: string;
  readonly value: string;
  readonly important: boolean;
}

export interface RawRule {
  readonly selectors: string;
  readonly declarations: readonly Declaration[];
  /** Preludes of the at-rules around it: `media print`, `supports (display: grid)`. */
  readonly conditions: readonly string[];
  /** Full name of its cascade layer; null outside of all. */
  readonly layer: string | null;
}

export interface RawSheet {
  readonly rules: RawRule[];
  /** Cascade layers in the order in which they first appear, which is from weak to strong. */
  readonly layers: string[];
  /** Declarations of each @font-face. */
  readonly fontFaces: (readonly Declaration[])[];
  readonly keyframes: Set<string>;
  /** Custom properties with a value of their own (@property). */
  readonly registered: Map<string, string>;
  /** Addresses of imported sheets. */
  readonly imports: string[];
  /** Whether something in it went unread. */
  partial: boolean;
}

const ESCAPE = /\\(?:([0-9a-f]{1,6})\s?|([^\n]))/giu;

/** Escapes (`\64 isplay`) resolved. */
export const unescaped = (text: string): string =>
  text.includes("\\")
    ? text.replace(ESCAPE, (_, code: string | undefined, character: string | undefined) => {
        const point = code === undefined ? 0 : Number.parseInt(code, 16);
        return code === undefined
          ? (character ?? "")
          : point > 0 && point <= 0x10ffff
            ? String.fromCodePoint(point)
            : "\ufffd";
      })
    : text;

/** Reads up to a stop outside of strings, brackets and comments. */
class Scanner {
  #at = 0;
  readonly #css: string;

  constructor(css: string) {
    this.#css = css;
  }

  /** The text up to the next `;`, `{` or `}`, comments gone, and that stop; a stop of "" at the end. */
  next(): { readonly text: string; readonly stop: string } {
    const css = this.#css;
    let text = "";
    let from = this.#at;
    let depth = 0;
    for (; this.#at < css.length; this.#at++) {
      const character = css[this.#at];
      if (character === "\\") this.#at++;
      else if (character === '"' || character === "'") this.#skipString(character);
      else if (character === "/" && css[this.#at + 1] === "*") {
        text += css.slice(from, this.#at);
        const end = css.indexOf("*/", this.#at + 2);
        this.#at = end < 0 ? css.length : end + 1;
        from = this.#at + 1;
      } else if (character === "(" || character === "[") depth++;
      else if (character === ")" || character === "]") depth = Math.max(0, depth - 1);
      else if (depth === 0 && (character === ";" || character === "{" || character === "}")) {
        text += css.slice(from, this.#at++);
        return { text: text.trim(), stop: character };
      }
    }
    return { text: (text + css.slice(from)).trim(), stop: "" };
  }

  /** A string ends at its quote or at the end of its line. */
  #skipString(quote: string): void {
    for (this.#at++; this.#at < this.#css.length; this.#at++) {
      const character = this.#css[this.#at];
      if (character === "\\") this.#at++;
      else if (character === quote || character === "\n") return;
    }
  }
}

function declarationOf(text: string): Declaration | null {
  const colon = text.indexOf(":");
  if (colon <= 0) return null;
  const name = unescaped(text.slice(0, colon).trim());
  const value = text.slice(colon + 1).trim();
  const important = /!\s*important\s*$/iu.test(value.slice(-30));
  return {
    property: name.startsWith("--") ? name : name.toLowerCase(),
    value: important ? value.slice(0, value.lastIndexOf("!")).trim() : value,
    important,
  };
}

/** The declarations of a style attribute. */
export function parseDeclarations(css: string): Declaration[] {
  const scanner = new Scanner(css);
  const declarations: Declaration[] = [];
  for (let item = scanner.next(); ; item = scanner.next()) {
    const declaration = declarationOf(item.text);
    if (declaration && item.stop !== "{") declarations.push(declaration);
    if (item.stop === "") return declarations;
  }
}

interface Block {
  readonly kind: "style" | "group" | "font-face" | "property" | "skipped";
  readonly selectors: string;
  readonly conditions: readonly string[];
  readonly layer: string | null;
  readonly declarations: Declaration[];
}

const GROUP = /^(?:media|supports|container|layer|scope|document|-moz-document|starting-style)\b/iu;
const IMPORTED = /^import\s+(?:url\(\s*)?["']?([^"')\s]+)/iu;
/** Nested selectors grow with their depth. */
const SELECTOR_CHARACTERS = 4000;

/**
 * Where a selector without `&` stands, its parent is an ancestor; commas in brackets do no harm here, for the whole
 * list is one `:is()`.
 */
const nested = (selectors: string, parent: string): string =>
  selectors.includes("&")
    ? selectors.replaceAll("&", `:is(${parent})`)
    : splitList(selectors)
        .map((one) => `:is(${parent}) ${one}`)
        .join(",");

/** The members of a list separated by commas outside of brackets and strings. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === "\\") at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth--;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

/** Reads a style sheet into what was read of those before it. */
export function parseSheet(css: string, media: string, sheet: RawSheet): void {
  if (css.length > LIMITS.styleCharacters) sheet.partial = true;
  const scanner = new Scanner(css.slice(0, LIMITS.styleCharacters));
  const top: Block = {
    kind: "group",
    selectors: "",
    conditions: media === "" ? [] : [`media ${media}`],
    layer: null,
    declarations: [],
  };
  const open: Block[] = [top];
  const close = () => {
    const block = open.length > 1 ? open.pop() : undefined;
    const initial =
      block?.kind === "property" && block.declarations.find(({ property }) => property === "initial-value");
    if (block && initial) sheet.registered.set(block.selectors, initial.value);
    if (block?.kind === "font-face") sheet.fontFaces.push(block.declarations);
    if (block?.kind === "style" && block.declarations.length > 0)
      sheet.rules.push({
        selectors: block.selectors,
        declarations: block.declarations,
        conditions: block.conditions,
        layer: block.layer,
      });
  };
  for (let item = scanner.next(); ; item = scanner.next()) {
    const block = open.at(-1) ?? top;
    const text = item.text.replace(/^(?:<!--|-->|\s)+/u, "");
    if (item.stop === "{") open.push(opened(text, block, sheet));
    else if (block.kind !== "group" && block.kind !== "skipped") {
      const declaration = declarationOf(text);
      if (declaration) block.declarations.push(declaration);
    } else if (text.startsWith("@")) statement(text.slice(1), block, sheet);
    if (item.stop === "}") close();
    if (item.stop === "") break;
  }
  while (open.length > 1) close();
}

function statement(text: string, { layer }: Block, sheet: RawSheet): void {
  const address = IMPORTED.exec(text)?.[1];
  if (address !== undefined) sheet.imports.push(address);
  else if (/^layer\s/iu.test(text))
    for (const name of splitList(text.slice(5))) addLayer(layer === null ? name : `${layer}.${name}`, sheet);
}

function addLayer(name: string, sheet: RawSheet): string {
  if (!sheet.layers.includes(name) && sheet.layers.length < 100) sheet.layers.push(name);
  return name;
}

function opened(text: string, parent: Block, sheet: RawSheet): Block {
  const skipped: Block = { ...parent, kind: "skipped", declarations: [] };
  if (parent.kind !== "style" && parent.kind !== "group") return skipped;
  if (!text.startsWith("@")) {
    const selectors = parent.selectors === "" ? text.replaceAll("&", ":is(*)") : nested(text, parent.selectors);
    if (selectors.length <= SELECTOR_CHARACTERS) return { ...parent, kind: "style", selectors, declarations: [] };
    sheet.partial = true;
    return skipped;
  }
  const rule = text.slice(1);
  const property = /^property\s+(--\S+)/iu.exec(rule)?.[1];
  if (property !== undefined) return { ...parent, kind: "property", selectors: property, declarations: [] };
  if (/^font-face\b/iu.test(rule)) return { ...parent, kind: "font-face", declarations: [] };
  const animation = /^(?:-webkit-)?keyframes\s+["']?([^\s"'{]+)/iu.exec(rule)?.[1];
  if (animation !== undefined) sheet.keyframes.add(animation);
  if (!GROUP.test(rule)) return skipped;
  // Inside of a style rule a group holds declarations of its own.
  const kind = parent.selectors === "" ? "group" : "style";
  if (!/^layer\b/iu.test(rule))
    return {
      ...parent,
      kind,
      conditions: [...parent.conditions.slice(0, 20), rule.replace(/\s+/gu, " ")],
      declarations: [],
    };
  const name = rule.slice(5).trim() || `(${sheet.layers.length})`;
  return {
    ...parent,
    kind,
    layer: addLayer(parent.layer === null ? name : `${parent.layer}.${name}`, sheet),
    declarations: [],
  };
}

/** Desktop windows are between these, in CSS pixels: what depends on a width between them can't be settled. */
const WINDOW = {
  "device-width": [800, 2560],
  width: [800, 2560],
  "device-height": [500, 1440],
  height: [500, 1440],
} as const;

/** Three answers that and, or and not combine: no, can't be settled, yes. */
export type Answer = 0 | 1 | 2;
export const both = (a: Answer, b: Answer): Answer => (a < b ? a : b);
export const either = (a: Answer, b: Answer): Answer => (a > b ? a : b);

/** What holds for a desktop with a mouse, in the light, and what does not. */
const HOLDS =
  /^\((?:color|hover|hover:hover|any-hover:hover|pointer|pointer:fine|prefers-color-scheme:light|prefers-reduced-motion:no-preference|orientation:landscape|scripting:enabled)\)$/u;
const FAILS =
  /^\((?:hover:none|pointer:(?:coarse|none)|prefers-color-scheme:dark|prefers-reduced-motion(?::reduce)?|orientation:portrait|scripting:none|monochrome|-ms-high-contrast(?::[a-z-]*)?)\)$/u;

function featureAnswer(written: string): Answer {
  const feature = written.replace(/\s+/gu, "");
  const found = /^\((min|max)-((?:device-)?(?:width|height)):([\d.]+)(px|em|rem)?\)$/u.exec(feature);
  if (!found) return HOLDS.test(feature) ? 2 : FAILS.test(feature) ? 0 : 1;
  const [, bound, name, number, unit] = found;
  const value = Number(number) * (unit === undefined || unit === "px" ? 1 : 16);
  const [least, most] = WINDOW[name as keyof typeof WINDOW];
  if (bound === "min") return value <= least ? 2 : value > most ? 0 : 1;
  return value >= most ? 2 : value < least ? 0 : 1;
}

function mediaAnswer(query: string): Answer {
  const words = query.toLowerCase().trim();
  const type = /^(?:(not|only)\s+)?([a-z]+)/u.exec(words);
  const negated = type?.[1] === "not" || /^not\s*\(/u.test(words);
  let answer: Answer = 2;
  if (type && type[2] !== "not") answer = /^(?:all|screen)$/u.test(type[2] ?? "") ? 2 : 0;
  for (const feature of words.match(/\([^()]*\)/gu) ?? []) answer = both(answer, featureAnswer(feature));
  if (/\bor\b|\(\s*(?:not\b|\()|[<>]/u.test(words)) answer = 1;
  return negated ? ((2 - answer) as Answer) : answer;
}

/** Whether a condition holds on a screen as office workers have them. */
export function conditionAnswer(condition: string): Answer {
  if (!/^media\b/iu.test(condition)) return 1;
  return splitList(condition.slice(5))
    .map((query) => (query === "" ? 2 : mediaAnswer(query)))
    .reduce(either, 0);
}
