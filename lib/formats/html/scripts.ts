import { answerOf, classesOf, Matching, type Selector } from "./matching.ts";
import { plainCode } from "./plain-code.ts";
import { parseSelectors } from "./selectors.ts";
import type { Element } from "./tree.ts";

/** What the scripts of a page name: an element that one writes to is not settled by the page's source. */

/**
 * What puts other text in the place of text, or hides it. Backgrounds, borders and sizes, which stripes of tables are
 * made of, do not.
 */
const WRITES =
  /\b(?:innerHTML|outerHTML|innerText|outerText|textContent|nodeValue|insertAdjacent(?:HTML|Text|Element)|append(?:Child|To)?|prepend(?:To)?|replace(?:With|Child|Children)|removeChild|insertBefore|insertCell|deleteCell|createTextNode|insertNode|surroundContents|attachShadow|setHTML(?:Unsafe)?|execCommand|insertRule|addRule|adoptedStyleSheets|replaceSync|appendData|replaceData|insertData|deleteData|selectedIndex|toggleAttribute)\b|\.(?:data|remove|hidden|before|after)\b|\.(?:text|html|hide|empty|detach|toggle|val|animate|fade(?:Out|To|Toggle)|slide(?:Up|Toggle)|replaceAll|attr|prop)\s*\(|\]\s*=(?!=)|\.css\s*\(\s*(?!["'](?:background|border|width|height|cursor|padding|text-align))|\.style\s*(?:\[|=|\.\s*(?!background|border|width|height|cursor|padding|textAlign))|\.value\s*=(?!=)|setAttribute/u;
/** What gives an element another class, as stripes of tables need it. */
const RESTYLES = /\.className\b|classList|[aA]ddClass|toggleClass/u;
/** What walks through a page, or takes the place of all of it, without naming an element. */
const WALKS =
  /\b(?:createTreeWalker|createNodeIterator|createRange|elementFromPoint|caretRangeFromPoint|designMode)\b|\bdocument\s*\.\s*evaluate\s*\(|\bexecCommand\s*\(\s*["'`](?!copy)|\b(?:body|documentElement)\s*\.\s*(?:(?:innerHTML|outerHTML|innerText|textContent)\s*=|(?:replaceChildren|replaceWith)\s*\(|children\b|childNodes\b|(?:first|last)\w*Child\b)|\bdocument\s*\.\s*(?:open\s*\(|all\s*[[(])|\b(?:querySelector|\$)(?:All)?\s*\(\s*["'`](?:body|html|\*)["'`]\s*\)\s*\.\s*(?:innerHTML|html\s*\()/u;
/** Statements about rows and cells of tables. */
const GRID = /[^;\n]{0,80}\.(?:rows|cells|tBodies)\b[^;\n]{0,200}/gu;
const KEEPS = /^(?:(?:var|let|const) )?[\w$]+ ?=[^=]|\bfor\b|=>|\bof\b/u;
/** Puts text in the place of text. */
const REWRITES =
  /\b(?:innerHTML|outerHTML|innerText|outerText|textContent|nodeValue|insertCell|deleteCell|replaceChildren|replaceWith)\b|\.(?:text|html)\s*\(/u;

/** Runs code that the page does not hold as it is; data in brackets is no code. */
const RUNS =
  /\b(?:eval|execScript)\s*\(\s*(?!["'`]|function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\b)|(?<![\w$.])Function\s*\(\s*(?!["'`)])/u;
/** What packers take a script apart into: its words, put in their places when it is run. */
const WORDS = /(["'])([^"'\n]*)\1\s{0,9}\.\s{0,9}split\s{0,9}\(\s{0,9}["']\|["']/gu;
function runsUnknown(script: string): boolean {
  if (RUNS.test(script)) return true;
  return (
    /\beval\b/u.test(script) &&
    [...script.matchAll(WORDS)].some(([, , words = ""]) => words.includes("|") && WRITES.test(words))
  );
}

const walks = (script: string): boolean =>
  WALKS.test(script) ||
  (script.match(GRID) ?? []).some(
    (statement) =>
      WRITES.test(statement) || (KEEPS.test(statement.trim().replace(/\s+/gu, " ")) && REWRITES.test(script)),
  );
const VARIABLE =
  /(?<![\w$.])(?:(?:window|self|this|parent|top)\s*\.\s*)?([\w$]{1,60})\s*\.\s*(?:innerHTML|outerHTML|innerText|outerText|textContent|(?:first|last)(?:Element)?Child|childNodes|children|(?:next|previous)(?:Element)?Sibling|replaceChildren|replaceWith|insertAdjacent\w*|append|remove|hidden|style|value|selectedIndex)\b/gu;
/** What follows the name of an element whose content is replaced at once. */
const REWRITTEN =
  /^\s*\)\s*(?:\[\s*\d+\s*\]\s*)?(?:\.\s*(?:innerHTML|outerHTML|innerText|outerText|textContent)\s*\+?=(?!=)|\.\s*(?:html|text|replaceWith|replaceChildren)\s*\(\s*[^)\s])/u;
/** Gives the page's root another class or id. */
const ROOT_NAMES =
  /\b(?:body|documentElement|html)["'`]?\)?\s?\.\s?(?:className ?\+?= ?|id ?= ?|classList\.\w{1,20}\(\s?|(?:add|toggle)Class\(\s?|setAttribute\(\s?["'`](?:class|id)["'`]\s?,\s?)["'`]([^"'`]{1,200})["'`]/gu;
/** Makes style sheets. */
const STYLES = /insertRule|addRule|adoptedStyleSheets|replaceSync|<style|createElement\(\s*["'`]style/u;
const RULES_CHARACTERS = 5000;
const SELECTING =
  /(?:querySelector(?:All)?|\$|jQuery|\.find|\.closest|\.filter|\.children|\.is|\.not|d3\.select(?:All)?)\s*\(\s*$/u;
const BY_NAME = /getElement(?:s)?By(Id|ClassName|TagName|Name)\s*\(\s*$/u;

/** Longer strings are texts, not names. */
const NAME_CHARACTERS = 200;
const MOST_SELECTORS = 300;
/** Each of them is compared with each element. */
const MOST_NAMES = 100;
function addUpTo(most: number, names: Set<string>, name: string): void {
  if (names.size < most) names.add(name);
}

interface Found {
  readonly text: string;
  readonly before: string;
  /** What follows in its statement. */
  readonly after: string;
}

/**
 * The strings of a script with the characters around each. Comments and regular expressions are not told apart from
 * code: a name too many does no harm.
 */
function* stringsOf(script: string): Generator<Found> {
  for (let at = 0; at < script.length; at++) {
    const quote = script[at];
    if (quote !== '"' && quote !== "'" && quote !== "`") continue;
    let end = at + 1;
    while (end < script.length && script[end] !== quote && (quote === "`" || script[end] !== "\n"))
      end += script[end] === "\\" ? 2 : 1;
    if (end - at <= RULES_CHARACTERS) {
      const after = /^[^;\n]*/u.exec(script.slice(end + 1, end + 160))?.[0] ?? "";
      yield { text: script.slice(at + 1, end), before: script.slice(Math.max(0, at - 60), at), after };
    }
    // What an apostrophe of a comment opens ends with its line.
    at = script[end] === quote ? end : at;
  }
}

/**
 * Whether what a call finds goes into a variable, a loop or another call: anything may be done to it. @param before the
 * text up to its string
 */
function isKept(before: string): boolean {
  const code = before.replace(/\s+/gu, " ").trimEnd();
  let at = code.length - 2;
  while (at >= 0 && /[\w$. ]/u.test(code[at] as string)) at--;
  return /[=,:[(>]/u.test(code[at] ?? "") || /(?:^| )(?:return|of|in) /u.test(code.slice(at + 1));
}

export class Scripts {
  readonly #ids = new Set<string>();
  readonly #classes = new Set<string>();
  readonly #tags = new Set<string>();
  /** Beginnings of ids and classes whose ends are counted up. */
  readonly #beginnings = new Set<string>();
  readonly #selectors: Selector[] = [];
  readonly #rewrittenIds = new Set<string>();
  readonly #rewritten: Selector[] = [];
  /** Classes and ids that the page's root may get. */
  readonly rootNames = new Set<string>();
  readonly #matching = new Matching(false);
  /** Whether some script goes through tables cell by cell and writes. */
  #walks = false;
  readonly any: boolean;

  /** @param scripts the page's own scripts and event handlers; @param linked whether others belong to it */
  constructor(scripts: readonly string[], linked: boolean) {
    this.any = linked || scripts.length > 0;
    for (const script of scripts) this.#read(plainCode(script), { whole: true });
  }

  /** @param whole whether it may hold other scripts as strings */
  #read(script: string, { whole }: { readonly whole: boolean }): void {
    const writes = WRITES.test(script);
    this.#walks ||= runsUnknown(script);
    for (const [, names = ""] of script.matchAll(ROOT_NAMES))
      for (const name of names.trim().split(/\s+/u)) addUpTo(MOST_NAMES, this.rootNames, name);
    if (!writes && !RESTYLES.test(script) && !STYLES.test(script)) return;
    this.#walks ||= writes && walks(script);
    // Elements with an id are known by it as variables.
    for (const [, name = ""] of script.matchAll(VARIABLE)) this.#ids.add(name);
    const styles = STYLES.test(script);
    for (const found of stringsOf(script)) {
      if (found.text.length <= NAME_CHARACTERS) this.#name(found);
      if (styles)
        for (const part of found.text.split("{").slice(0, -1))
          this.#select(part.slice(Math.max(part.lastIndexOf("}"), part.lastIndexOf(">")) + 1));
      if (whole && /[([=]/u.test(found.text) && WRITES.test(found.text))
        this.#read(found.text.replace(/\\(["'`])/gu, "$1"), { whole: false });
    }
  }

  #name({ text, before, after }: Found): void {
    const by = BY_NAME.exec(before)?.[1];
    const selecting = SELECTING.test(before);
    // What a variable keeps may be written to anywhere.
    const kept = isKept(before);
    const writes = WRITES.test(after);
    if ((by !== undefined || selecting) && !kept && !writes && !RESTYLES.test(after)) return;
    const stripes = !writes && !kept;
    const [beginning = ""] = text.split("${", 1);
    if ((by !== undefined || selecting) && (beginning !== text || /^\s*\+/u.test(after)))
      addUpTo(MOST_NAMES, this.#beginnings, beginning.replace(/^.*[#.\s>]/u, ""));
    if (REWRITTEN.test(after)) {
      if (by === "Id") this.#rewrittenIds.add(text);
      else if (selecting || by === "ClassName")
        this.#rewritten.push(
          ...(parseSelectors(by ? `.${text}` : text.trim()) ?? []).slice(0, MOST_SELECTORS - this.#rewritten.length),
        );
    }
    if (by === "TagName" && !(stripes && text.toLowerCase() === "tr")) this.#tags.add(text.toLowerCase());
    else if (by === "ClassName") for (const name of text.split(/\s+/u)) this.#classes.add(name);
    else if (by !== undefined) this.#ids.add(text);
    else if (selecting) this.#select(text, { stripes });
    else if (/^[\w\u0080-\uffff-]+$/u.test(text)) this.#ids.add(text);
  }

  /** @param stripes whether rows are only striped, not written to */
  #select(text: string, { stripes } = { stripes: false }): void {
    for (const selector of this.#selectors.length < MOST_SELECTORS ? (parseSelectors(text.trim()) ?? []) : [])
      if (!stripes || selector.compounds.at(-1)?.tag !== "tr") this.#selectors.push(selector);
  }

  /** Whether a script replaces all that an element holds. */
  rewrites(element: Element): boolean {
    if (this.#rewrittenIds.has(element.attributes.get("id") ?? "\n")) return true;
    return this.#rewritten.some((selector) => answerOf(selector, element, this.#matching) > 0);
  }

  /** Whether a script names an element of a table and writes to such. */
  writes(element: Element): boolean {
    if (!this.any) return false;
    const { attributes, name } = element;
    if (this.#walks && (name === "td" || name === "th")) return true;
    if (
      this.#ids.has(attributes.get("id") ?? "\n") ||
      this.#ids.has(attributes.get("name") ?? "\n") ||
      this.#tags.has(name) ||
      this.#tags.has("*")
    )
      return true;
    if (this.#beginnings.size > 0 && this.#isCounted(element)) return true;
    if (this.#classes.size > 0 && classesOf(element).some((each) => this.#classes.has(each))) return true;
    return this.#selectors.some((selector) => answerOf(selector, element, this.#matching) > 0);
  }

  /** Whether an element's id or class is one of those that a script counts up. */
  #isCounted(element: Element): boolean {
    const names = [element.attributes.get("id") ?? "", ...classesOf(element)];
    return names.some((name) =>
      [...this.#beginnings].some((beginning) => beginning !== "" && name !== beginning && name.startsWith(beginning)),
    );
  }
}
