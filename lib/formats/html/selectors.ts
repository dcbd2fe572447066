import { type Answer, either, splitList, unescaped } from "./css.ts";
import { answerOf, type Combinator, type Compound, type Selector, type Test } from "./matching.ts";
import type { Element } from "./tree.ts";

/** Selectors as style sheets write them (Selectors 4). */

const ID = 1e6;
const CLASS = 1e3;

const NAME = /(?:[\w\u0080-\u{10ffff}-]|\\(?:[0-9a-fA-F]+(?![0-9a-fA-F])[ \t]?|[^\n0-9a-fA-F]))+/uy;
const PSEUDO_ELEMENTS =
  /^(?:before|after|first-letter|first-line|marker|selection|placeholder|backdrop|file-selector-button|details-content|cue|part|slotted|highlight|target-text|spelling-error|grammar-error|view-transition.*|-webkit-.*)$/u;
const KNOWN =
  /^(?:hover|active|focus|focus-within|focus-visible|visited|target|link|any-link|-webkit-any-link|is|where|not|has|matches|any|-webkit-any|root|scope|empty|defined|nth-child|nth-last-child|nth-of-type|nth-last-of-type|(?:first|last|only)-(?:child|of-type)|lang|dir|host|host-context|disabled|enabled|checked|indeterminate|default|required|optional|valid|invalid|in-range|out-of-range|read-only|read-write|placeholder-shown|open|modal|fullscreen|autofill|-webkit-.*|popover-open|user-valid|user-invalid)$/u;
const LEGACY = /^(?:before|after|first-letter|first-line)$/u;

const keyOf = ({ id, classes, tag }: Compound): string =>
  id !== null ? `#${id}` : classes[0] !== undefined ? `.${classes[0]}` : (tag ?? "*");

class SelectorParser {
  #at = 0;
  #strange = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  #name(): string | null {
    NAME.lastIndex = this.#at;
    const found = NAME.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    return unescaped(found);
  }

  /** A namespace before a tag (`*|td`): pages have one only. */
  #namespace(): void {
    const prefix = /(?:\*|[\w-]*)\|(?=[\w*])/uy;
    prefix.lastIndex = this.#at;
    if (prefix.test(this.#text)) this.#at = prefix.lastIndex;
  }

  /** What stands in the brackets that open here; null if they do not close. */
  #bracketed(): string | null {
    let depth = 0;
    let quote = "";
    for (let end = this.#at; end < this.#text.length; end++) {
      const character = this.#text[end] as string;
      if (character === "\\") end++;
      else if (quote !== "") quote = character === quote ? "" : quote;
      else if (character === '"' || character === "'") quote = character;
      else if (character === "(" || character === "[") depth++;
      else if ((character === ")" || character === "]") && --depth === 0) {
        const inner = this.#text.slice(this.#at + 1, end);
        this.#at = end + 1;
        return inner;
      }
    }
    return null;
  }

  parse(depth: number): Selector | null {
    const compounds: Compound[] = [];
    const combinators: Combinator[] = [];
    let specificity = 0;
    let pseudo: string | null = null;
    while (this.#at < this.#text.length) {
      const space = /[ \t\r\n\f]*(?:([>+~])[ \t\r\n\f]*)?/uy;
      space.lastIndex = this.#at;
      const gap = space.exec(this.#text) as RegExpExecArray;
      if (gap[0] !== "") {
        this.#at += gap[0].length;
        if (this.#at >= this.#text.length && gap[1] === undefined) break;
        if (compounds.length > 0) combinators.push((gap[1] ?? " ") as Combinator);
        else if (gap[1] !== undefined) return null;
      } else if (compounds.length > 0) return null;
      const compound: { tag: string | null; id: string | null; classes: string[]; tests: Test[] } = {
        tag: null,
        id: null,
        classes: [],
        tests: [],
      };
      this.#namespace();
      const start = this.#at;
      while (this.#at < this.#text.length && !/[ \t\r\n\f>+~]/u.test(this.#text[this.#at] as string)) {
        const weight = this.#simple(compound, this.#at === start, depth);
        if (weight === null) return null;
        if (typeof weight === "string") {
          pseudo ??= weight;
          specificity++;
        } else specificity += weight;
      }
      if (this.#at === start) return null;
      compounds.push(compound);
    }
    const last = compounds.at(-1);
    if (!last || combinators.length !== compounds.length - 1) return null;
    const key = keyOf(last);
    const outer = /[ >]/u.test(combinators.at(-1) ?? "") ? compounds.at(-2) : undefined;
    const around = outer && keyOf(outer) !== "*" ? keyOf(outer) : null;
    return { around, compounds, combinators, pseudo, specificity, strange: this.#strange, key };
  }

  /** One simple selector: its weight, the name of a pseudo-element, or null for what is no selector. */
  #simple(
    into: { tag: string | null; id: string | null; classes: string[]; tests: Test[] },
    first: boolean,
    depth: number,
  ): number | string | null {
    const mark = this.#text[this.#at];
    if (mark === "*" && first) {
      this.#at++;
      return 0;
    }
    if (mark === "[") {
      const inner = this.#bracketed();
      const test = inner === null ? null : attributeTest(inner);
      if (test) into.tests.push(test);
      return test ? CLASS : null;
    }
    if (mark === ":") return this.#pseudo(into.tests, depth);
    if (mark === "." || mark === "#") this.#at++;
    else if (!first) return null;
    const name = this.#name();
    if (name === null) return null;
    if (mark === ".") into.classes.push(name);
    else if (mark === "#" && into.id === null) into.id = name;
    else if (mark === "#") into.tests.push((element) => (element.attributes.get("id") === name ? 2 : 0));
    else into.tag = name.toLowerCase();
    return mark === "." ? CLASS : mark === "#" ? ID : 1;
  }

  #pseudo(tests: Test[], depth: number): number | string | null {
    this.#at++;
    const element = this.#text[this.#at] === ":";
    if (element) this.#at++;
    const name = this.#name()?.toLowerCase();
    if (name === undefined) return null;
    const inner = this.#text[this.#at] === "(" ? this.#bracketed() : "";
    if (inner === null) return null;
    if (element || LEGACY.test(name)) {
      this.#strange ||= !PSEUDO_ELEMENTS.test(name);
      return name;
    }
    this.#strange ||= !KNOWN.test(name);
    const { test, weight } = pseudoClass(name, inner, depth);
    tests.push(test);
    return weight;
  }
}

function attributeTest(inner: string): Test | null {
  const found =
    /^([^\s=~|^$*"']+)\s{0,9}(?:([~|^$*]?)=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"']+))(?:\s{0,9}([is]))?)?$/iu.exec(
      inner.trim(),
    );
  if (!found) return null;
  const name = unescaped(found[1] ?? "").toLowerCase();
  const operator = found[2];
  if (operator === undefined) return (element) => (element.attributes.has(name) ? 2 : 0);
  // HTML compares the values of many attributes without case; what differs in case alone can't be settled here.
  const wanted = unescaped(found[3] ?? found[4] ?? found[5] ?? "");
  const ignoringCase = found[6]?.toLowerCase() === "i";
  const holds = (value: string, want: string): boolean => {
    if (operator === "") return value === want;
    if (want === "") return false;
    if (operator === "~") return value.split(/\s+/u).includes(want);
    if (operator === "|") return value === want || value.startsWith(`${want}-`);
    return operator === "^" ? value.startsWith(want) : operator === "$" ? value.endsWith(want) : value.includes(want);
  };
  return (element) => {
    const value = element.attributes.get(name);
    if (value === undefined) return 0;
    if (holds(value, wanted)) return 2;
    return holds(value.toLowerCase(), wanted.toLowerCase()) ? (ignoringCase ? 2 : 1) : 0;
  };
}

const yes = (holds: boolean): Answer => (holds ? 2 : 0);
const isEmpty = ({ children }: Element): boolean => children.every((child) => child === "");

/** Places as `2n+1` counts them. */
function nth(formula: string): ((index: number) => boolean) | null {
  const text = formula.toLowerCase().replace(/\s+/gu, "");
  if (text === "odd" || text === "even") return (index) => index % 2 === (text === "odd" ? 1 : 0);
  const found = /^(?:([+-]?\d*)n)?([+-]?\d+)?$/u.exec(text);
  if (!found || text === "") return null;
  const step =
    found[1] === undefined ? 0 : found[1] === "" || found[1] === "+" ? 1 : found[1] === "-" ? -1 : Number(found[1]);
  const first = Number(found[2] ?? 0);
  return (index) => (step === 0 ? index === first : (index - first) % step === 0 && (index - first) / step >= 0);
}

/** What a page at rest has none of: nobody points at it, has typed or has been there. */
const AT_REST =
  /^(?:hover|active|focus|focus-within|focus-visible|visited|target|target-within|fullscreen|-webkit-full-screen|modal|popover-open|host|host-context|autofill|-webkit-autofill|user-invalid|user-valid|playing|picture-in-picture|state)$/u;

function pseudoClass(name: string, inner: string, depth: number): { readonly test: Test; readonly weight: number } {
  const simple = (test: Test, weight = CLASS) => ({ test, weight });
  if (AT_REST.test(name)) return simple(() => 0);
  if (/^(?:is|where|matches|any|-webkit-any|not)$/u.test(name)) {
    const list = depth > 0 ? parseSelectors(inner, depth - 1, true) : null;
    if (!list) return simple(() => 1);
    const weight = name === "where" ? 0 : list.reduce((most, { specificity }) => Math.max(most, specificity), 0);
    const any: Test = (element, context) =>
      list.reduce<Answer>((best, one) => either(best, one.pseudo === null ? answerOf(one, element, context) : 0), 0);
    return simple(name === "not" ? (element, context) => (2 - any(element, context)) as Answer : any, weight);
  }
  const counted = /^(nth(?:-last)?|first|last|only)-(child|of-type)$/u.exec(name);
  if (counted) {
    const ofType = counted[2] === "of-type";
    if (counted[1] === "only")
      return simple((element, context) =>
        yes([false, true].every((behind) => context.count(element, { ofType, behind }) === 0)),
      );
    const place = counted[1]?.startsWith("nth") ? nth(inner) : (index: number) => index === 1;
    const behind = counted[1] === "last" || counted[1] === "nth-last";
    return simple(place ? (element, context) => yes(place(context.count(element, { ofType, behind }) + 1)) : () => 1);
  }
  if (name === "root" || name === "scope") return simple(({ parent }) => yes(parent === null));
  if (name === "link" || name === "any-link")
    return simple((element) => yes(element.name === "a" && element.attributes.has("href")));
  if (name === "empty") return simple((element) => yes(isEmpty(element)));
  if (name === "defined") return simple((element) => (element.name.includes("-") ? 1 : 2));
  return simple(() => 1);
}

/** @param forgiving whether members that can't be read are left out (`:is`), not the whole list. */
export function parseSelectors(text: string, depth = 4, forgiving = false): Selector[] | null {
  const selectors: Selector[] = [];
  for (const part of splitList(text)) {
    const selector = new SelectorParser(part.trim()).parse(depth);
    if (selector) selectors.push(selector);
    else if (!forgiving) return null;
  }
  return selectors;
}
