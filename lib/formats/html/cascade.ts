import { LIMITS } from "../../limits.ts";
import {
  type Answer,
  both,
  conditionAnswer,
  type Declaration,
  parseDeclarations,
  parseSheet,
  type RawRule,
  type RawSheet,
  unescaped,
} from "./css.ts";
import { dataSheet } from "./data-address.ts";
import { hintsOf } from "./hints.ts";
import { AS_WRITTEN, expanded, isValid, quirky, TELLING } from "./longhands.ts";
import { answerOf, Matching, type Selector } from "./matching.ts";
import type { Page } from "./page.ts";
import { fontsOf } from "./page-fonts.ts";
import { parseSelectors } from "./selectors.ts";
import type { Element } from "./tree.ts";

/** What the style sheets of a page, style attributes and old attributes say of an element (CSS Cascade 5). */

/** Values by property, shorthands taken apart; custom properties among them. */
export type Values = ReadonlyMap<string, string>;

interface Declared {
  readonly values: Values;
  /** The values if every rule applied of which nobody can say here whether it does; absent where there is none. */
  readonly possible?: Values;
  /**
   * Whether a style sheet, not the element itself, has the last word on `display`, `visibility`, `opacity` or
   * `font-size`.
   */
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

const MOST_NESTED_VARIABLES = 8;

/** A value with its custom properties put in; null where one is missing. */
function substituted(
  value: string,
  values: Values,
  outer: Values | undefined,
  registered: Values,
  depth = MOST_NESTED_VARIABLES,
): string | null {
  if (!/\bvar\(/iu.test(value)) return value;
  if (depth === 0) return null;
  let missing = false;
  const text = value.replace(
    /\bvar\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)/giu,
    (_, name: string, fallback?: string) => {
      const own = values.get(name) ?? outer?.get(name) ?? registered.get(name) ?? fallback;
      if (own === undefined) missing = true;
      return own ?? "";
    },
  );
  if (missing || text.length > 1000 || text === value) return null;
  return substituted(text.trim(), values, outer, registered, depth - 1);
}

const SHEET_HIDES = /^(?:display|visibility|opacity|font-size|position|overflow)$/u;
const UNLAYERED = Number.MAX_SAFE_INTEGER;

export class Styles {
  /** Names of the fonts that the page brings along for digits, lower case. */
  readonly fonts: ReadonlySet<string>;
  readonly keyframes: ReadonlySet<string>;
  /** Whether sheets take part that are not in the page or went unread. */
  readonly unread: boolean;
  readonly #registered: Values;
  readonly #rules = new Map<string, Rule[]>();
  readonly #pseudoRules = new Map<string, Map<string, Rule[]>>();
  /** Keys with more rules than are compared. */
  readonly #crowded = new Set<string>();
  readonly #matching: Matching;
  readonly #inline = new Map<string, readonly Declaration[]>();
  readonly #inlineIds = new Map<readonly Declaration[], number>();
  readonly #known = new Map<string, Values>();
  #numbers = 0;

  /** @param rootNames classes and ids that scripts may give to the page's root and body */
  constructor(page: Pick<Page, "sheets" | "linked" | "quirks">, rootNames: ReadonlySet<string>) {
    this.#matching = new Matching(page.quirks, rootNames);
    const sheet: RawSheet = {
      rules: [],
      layers: [],
      fontFaces: [],
      keyframes: new Set(),
      registered: new Map(),
      imports: [],
      partial: false,
    };
    for (const { css, media } of page.sheets) parseSheet(css, media, sheet);
    this.keyframes = sheet.keyframes;
    this.#registered = sheet.registered;
    this.fonts = fontsOf(sheet.fontFaces);
    this.unread = page.linked || sheet.partial || this.#importsUnread(sheet);
    sheet.rules.forEach((rule, order) => this.#add(rule, order, sheet.layers));
  }

  /** Imported sheets that are written into their address are read, behind the others (their own place is before). */
  #importsUnread(sheet: RawSheet): boolean {
    let unread = false;
    for (const address of sheet.imports.splice(0)) {
      const css = dataSheet(address);
      if (css === null) unread = true;
      else parseSheet(css, "", sheet);
    }
    return unread || sheet.imports.length > 0;
  }

  #add({ selectors, declarations, conditions, layer }: RawRule, order: number, layers: readonly string[]): void {
    const telling = declarations.filter(({ property }) => TELLING.test(property));
    if (telling.length === 0) return;
    const holds = conditions.map(conditionAnswer).reduce(both, 2);
    const all = parseSelectors(selectors) ?? [];
    const condition = all.some(({ strange }) => strange) ? both(holds, 1) : holds;
    if (condition === 0) return;
    const rank = layer === null ? UNLAYERED : layers.indexOf(layer);
    for (const selector of all) {
      const rule: Rule = { selector, declarations: telling, condition, layer: rank, order, number: this.#numbers++ };
      let index = this.#rules;
      if (selector.pseudo !== null) {
        index = this.#pseudoRules.get(selector.pseudo) ?? new Map();
        this.#pseudoRules.set(selector.pseudo, index);
      }
      const key = this.#matching.fold(selector.key);
      const list = index.get(key);
      if (!list) index.set(key, [rule]);
      else if (list.length < LIMITS.styleRules) list.push(rule);
      else this.#crowded.add(key);
    }
  }

  /** Whether rules for an element were too many to be compared. */
  isCrowded(element: Element): boolean {
    return (
      this.#matching.isExhausted ||
      (this.#crowded.size > 0 && this.#matching.keysOf(element).some((key) => this.#crowded.has(key)))
    );
  }

  #matches(
    element: Element,
    index: ReadonlyMap<string, readonly Rule[]>,
  ): { readonly rule: Rule; readonly answer: Answer }[] {
    const found: { rule: Rule; answer: Answer }[] = [];
    if (index.size === 0) return found;
    for (const key of this.#matching.keysOf(element)) {
      for (const rule of index.get(key) ?? NO_RULES) {
        if (this.#matching.isExhausted) return [];
        const answer = both(rule.condition, answerOf(rule.selector, element, this.#matching));
        if (answer > 0) found.push({ rule, answer });
      }
    }
    return found.length < 2
      ? found
      : found.sort(
          (a, b) =>
            a.rule.layer - b.rule.layer ||
            a.rule.selector.specificity - b.rule.selector.specificity ||
            a.rule.order - b.rule.order,
        );
  }

  #inlineOf(element: Element): readonly Declaration[] {
    const style = element.attributes.get("style");
    if (style === undefined) return NO_DECLARATIONS;
    const known = this.#inline.get(style);
    if (known) return known;
    const declarations = parseDeclarations(style).filter(({ property }) => TELLING.test(property));
    if (this.#inline.size < MOST_KNOWN && style.length < 1000) {
      this.#inlineIds.set(declarations, this.#inline.size);
      this.#inline.set(style, declarations);
    }
    return declarations;
  }

  /** What is declared for an element; undefined where nothing is. @param outer custom properties from around it */
  declared(element: Element, outer: Values | undefined): Declared | undefined {
    const found = this.#matches(element, this.#rules);
    const inline = this.#inlineOf(element);
    const hints = hintsOf(element);
    if (found.length === 0 && inline.length === 0 && hints.length === 0) return undefined;
    const certain = found.filter(({ answer }) => answer === 2).map(({ rule }) => rule);
    const values = this.#computed(hints, certain, inline, outer);
    const possible =
      certain.length < found.length
        ? this.#computed(
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
    const index = this.#pseudoRules.get(name);
    const found = index ? this.#matches(element, index) : [];
    return found.length === 0
      ? undefined
      : this.#computed(
          [],
          found.map(({ rule }) => rule),
          NO_DECLARATIONS,
          outer,
        );
  }

  /** The values that declarations come to; worked out once for elements that share all of them. */
  #computed(
    hints: readonly [string, string][],
    rules: readonly Rule[],
    inline: readonly Declaration[],
    outer: Values | undefined,
  ): Values {
    if (outer) return this.#cascaded(hints, rules, inline, outer);
    const inlineId = this.#inlineIds.get(inline) ?? -1;
    const key = `${hints.join(";")}|${inlineId}|${rules.map(({ number }) => number).join()}`;
    if (inlineId < 0 && inline.length > 0) return this.#cascaded(hints, rules, inline, outer);
    const known = this.#known.get(key);
    if (known) return known;
    const values = this.#cascaded(hints, rules, inline, outer);
    if (this.#known.size < MOST_KNOWN) this.#known.set(key, values);
    return values;
  }

  #cascaded(
    hints: readonly [string, string][],
    rules: readonly Rule[],
    inline: readonly Declaration[],
    outer: Values | undefined,
  ): Values {
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
    for (const { property, value } of all) if (!property.startsWith("--")) this.#apply(property, value, values, outer);
    return values;
  }

  #apply(property: string, raw: string, values: Map<string, string>, outer: Values | undefined): void {
    const value = substituted(raw, values, outer, this.#registered);
    // A value that lacks its variable is as if it were not set.
    if (value === null) {
      for (const [name] of expanded(property, "inherit")) values.delete(name);
      return;
    }
    for (const [name, part] of expanded(property, value)) {
      const text = AS_WRITTEN.test(name) ? part : unescaped(part).toLowerCase().trim();
      const sized = this.#matching.quirks ? quirky(name, text) : text;
      if (isValid(name, sized)) values.set(name, sized);
    }
  }
}

const NO_RULES: readonly Rule[] = [];
/** Style attributes and combinations of rules that are kept: pages repeat few. */
const MOST_KNOWN = 10_000;
const NO_DECLARATIONS: readonly Declaration[] = [];
