import { type Answer, both, either } from "./css.ts";
import type { Element } from "./tree.ts";

/** Whether an element of a page fits a selector, with "can't be settled" for what needs a browser or a person. */

export type Test = (element: Element, context: Matching) => Answer;
export type Combinator = " " | ">" | "+" | "~";

export interface Compound {
  readonly tag: string | null;
  readonly id: string | null;
  readonly classes: readonly string[];
  readonly tests: readonly Test[];
}

export interface Selector {
  /** Ancestors first, the element itself last. */
  readonly compounds: readonly Compound[];
  /** Between one compound and the next. */
  readonly combinators: readonly Combinator[];
  /** Without its colons: "before", "first-letter"; null for the element itself. */
  readonly pseudo: string | null;
  readonly specificity: number;
  /** Whether something in it is unknown here: a browser that does not know it either passes over the whole rule. */
  readonly strange: boolean;
  /** What an element must have to fit: `#id`, `.class`, a tag, or "*". */
  readonly key: string;
  /** The same of some element around it; null where none need have any. */
  readonly around: string | null;
}

export const classesOf = (element: Element): string[] =>
  (element.attributes.get("class") ?? "").split(/[ \t\r\n\f]+/u).filter((name) => name !== "");

/** Children of one parent: where each stands, among all and among those of its name. */
interface Siblings {
  readonly all: readonly Element[];
  readonly at: ReadonlyMap<Element, { readonly place: number; readonly ofType: number }>;
  readonly ofType: ReadonlyMap<string, number>;
}

function siblingsOf(children: Element["children"]): Siblings {
  const all = children.filter((child) => typeof child !== "string");
  const ofType = new Map<string, number>();
  const at = new Map<Element, { place: number; ofType: number }>();
  all.forEach((child, place) => {
    const count = ofType.get(child.name) ?? 0;
    at.set(child, { place, ofType: count });
    ofType.set(child.name, count + 1);
  });
  return { all, at, ofType };
}

const NO_KEYS: ReadonlySet<string> = new Set();

const isRoot = ({ name }: Element): boolean => name === "html" || name === "body";

/**
 * What matching needs besides the element: where elements stand among their siblings, and how many steps are left for
 * the whole page.
 */
export class Matching {
  readonly quirks: boolean;
  readonly #rootNames: ReadonlySet<string>;
  #left = 6_000_000;
  readonly #classes = new Map<Element, readonly string[]>();
  readonly #keysAround = new Map<Element, ReadonlySet<string>>();
  readonly #families = new Map<Element, Siblings>();

  /**
   * @param quirks whether the page has no proper doctype: names of classes and ids are then compared without case
   * @param rootNames classes and ids that scripts may give to the page's root and body
   */
  constructor(quirks: boolean, rootNames: ReadonlySet<string> = NO_KEYS) {
    this.quirks = quirks;
    this.#rootNames = new Set([...rootNames].map((name) => this.fold(name)));
  }

  /** False once a page with thousands of selectors for thousands of elements has used up what it gets. */
  step(): boolean {
    return --this.#left > 0;
  }

  /** Whether all steps are used up. */
  get isExhausted(): boolean {
    return this.#left <= 0;
  }

  /** A class or id, or the key of a selector, as this page compares it. */
  fold(name: string): string {
    return this.quirks ? name.toLowerCase() : name;
  }

  classesOf(element: Element): readonly string[] {
    const known = this.#classes.get(element);
    if (known) return known;
    const names = [...new Set(classesOf(element).map((name) => this.fold(name)))];
    if (names.length > 0) this.#classes.set(element, names);
    return names;
  }

  /** Whether a class or id that an element lacks may be given to it. */
  mayGet(element: Element, name: string): boolean {
    return isRoot(element) && this.#rootNames.has(this.fold(name));
  }

  /** The keys that selectors for an element may have. */
  keysOf(element: Element): string[] {
    const id = element.attributes.get("id");
    const keys = ["*", element.name, ...this.classesOf(element).map((name) => `.${name}`)];
    if (isRoot(element)) for (const name of this.#rootNames) keys.push(`.${name}`, `#${name}`);
    return id ? [...keys, `#${this.fold(id)}`] : keys;
  }

  /** The keys of all elements around one. */
  around({ parent }: Element): ReadonlySet<string> {
    if (!parent) return NO_KEYS;
    const known = this.#keysAround.get(parent);
    if (known) return known;
    const outer = this.around(parent);
    const own = this.keysOf(parent).filter((key) => !outer.has(key));
    const keys = own.length === 0 ? outer : new Set([...outer, ...own]);
    this.#left -= own.length === 0 ? 0 : keys.size;
    this.#keysAround.set(parent, keys);
    return keys;
  }

  #family(parent: Element): Siblings {
    const known = this.#families.get(parent);
    if (known) return known;
    const family = siblingsOf(parent.children);
    this.#families.set(parent, family);
    return family;
  }

  /** The siblings before an element, nearest last. */
  before(element: Element): { readonly all: readonly Element[]; readonly count: number } {
    if (!element.parent) return { all: [], count: 0 };
    const { all, at } = this.#family(element.parent);
    return { all, count: at.get(element)?.place ?? 0 };
  }

  /** How many siblings before the element (or behind it) there are, of its own name if asked. */
  count(element: Element, { ofType, behind }: { readonly ofType: boolean; readonly behind: boolean }): number {
    if (!element.parent) return 0;
    const family = this.#family(element.parent);
    const own = family.at.get(element);
    const before = (ofType ? own?.ofType : own?.place) ?? 0;
    return behind ? (ofType ? (family.ofType.get(element.name) ?? 1) : family.all.length) - 1 - before : before;
  }
}

/** Steps of one selector on one element: more come only from patterns made to backtrack. */
const STEPS = 5000;

/** Whether an element fits a selector, pseudo-elements aside. */
export function answerOf(selector: Selector, element: Element, context: Matching): Answer {
  if (selector.around !== null && !context.around(element).has(context.fold(selector.around)))
    return context.step() ? 0 : 1;
  let steps = 0;
  const at = (index: number, one: Element): Answer => {
    if (++steps > STEPS || !context.step()) return 1;
    const own = fits(selector.compounds[index] as Compound, one, context);
    if (own === 0 || index === 0) return own;
    return both(own, outer(index - 1, one, selector.combinators[index - 1] ?? " "));
  };
  const outer = (index: number, one: Element, combinator: Combinator): Answer => {
    if (combinator === ">") return one.parent ? at(index, one.parent) : 0;
    let best: Answer = 0;
    if (combinator === " ") {
      for (let up = one.parent; up && best < 2; up = up.parent) best = either(best, at(index, up));
      return best;
    }
    const { all, count } = context.before(one);
    const first = combinator === "+" ? count - 1 : 0;
    for (let before = count - 1; before >= Math.max(0, first) && best < 2; before--)
      best = either(best, at(index, all[before] as Element));
    return best;
  };
  return at(selector.compounds.length - 1, element);
}

function fits({ tag, id, classes, tests }: Compound, element: Element, context: Matching): Answer {
  if (tag !== null && tag !== element.name) return 0;
  let answer: Answer = 2;
  const lacks = (name: string): boolean => {
    answer = 1;
    return !context.mayGet(element, name);
  };
  if (id !== null && context.fold(id) !== context.fold(element.attributes.get("id") ?? "") && lacks(id)) return 0;
  if (classes.length > 0) {
    const own = context.classesOf(element);
    if (classes.some((name) => !own.includes(context.fold(name)) && lacks(name))) return 0;
  }
  for (const test of tests) {
    answer = both(answer, test(element, context));
    if (answer === 0) return 0;
  }
  return answer;
}
