import { answerOf, classesOf, Matching, parseSelectors, type Selector } from "./selectors.ts";
import type { Element } from "./tree.ts";

/** What the scripts of a page name: an element that one writes to is not settled by the page's source. */

/** What puts other text in the place of text, or hides it. Backgrounds, borders and sizes, which stripes of tables are made of, do not. */
const WRITES =
  /\b(?:innerHTML|outerHTML|innerText|outerText|textContent|nodeValue|insertAdjacent(?:HTML|Text|Element)|append(?:Child|To)?|prepend(?:To)?|replace(?:With|Child|Children)|removeChild|insertBefore|insertCell|deleteCell|createTextNode|insertNode|surroundContents|attachShadow|setHTML(?:Unsafe)?|execCommand|appendData|replaceData|insertData|deleteData)\b|\.(?:data|remove|hidden|before|after)\b|\.(?:text|html|hide|empty|detach|toggle|val)\s*\(|\.css\s*\(\s*(?!["'](?:background|border|width|height|cursor|padding|text-align))|\.style\s*(?:\[|=|\.\s*(?!background|border|width|height|cursor|padding|textAlign))|setAttribute/u;
/** What gives an element another class, as stripes of tables need it. */
const RESTYLES = /\.className\b|classList|[aA]ddClass|toggleClass/u;
/** What walks through a page or its tables without naming an element. */
const WALKS =
  /\.(?:rows|cells|tBodies)\b|\b(?:createTreeWalker|createNodeIterator|createRange|elementFromPoint|caretRangeFromPoint)\b|\bbody\s*\.\s*innerHTML\s*=|documentElement\s*\.\s*innerHTML\s*=|\b(?:querySelector|\$)(?:All)?\s*\(\s*["'`](?:body|html|\*)["'`]\s*\)\s*\.\s*(?:innerHTML|html\s*\()/u;
const SELECTING = /(?:querySelector(?:All)?|\$|jQuery|\.find|\.closest|\.filter|\.children|\.is|\.not|d3\.select(?:All)?)\s*\(\s*$/u;
const BY_NAME = /getElement(?:s)?By(Id|ClassName|TagName|Name)\s*\(\s*$/u;

/** Longer strings are texts, not names. */
const NAME_CHARACTERS = 200;
const MOST_SELECTORS = 300;

interface Found {
  readonly text: string;
  readonly before: string;
  /** What follows in its statement. */
  readonly after: string;
}

/** The strings of a script with the characters around each. Comments and regular expressions are not told apart from code: a name too many does no harm. */
function* stringsOf(script: string): Generator<Found> {
  for (let at = 0; at < script.length; at++) {
    const quote = script[at];
    if (quote !== '"' && quote !== "'" && quote !== "`") continue;
    let end = at + 1;
    while (end < script.length && script[end] !== quote && (quote === "`" || script[end] !== "\n")) end += script[end] === "\\" ? 2 : 1;
    if (end - at <= NAME_CHARACTERS) {
      const after = /^[^;\n]*/u.exec(script.slice(end + 1, end + 160))?.[0] ?? "";
      yield { text: script.slice(at + 1, end), before: script.slice(Math.max(0, at - 60), at), after };
    }
    // What an apostrophe of a comment opens ends with its line.
    at = script[end] === quote ? end : at;
  }
}

export class Scripts {
  private readonly ids = new Set<string>();
  private readonly classes = new Set<string>();
  private readonly tags = new Set<string>();
  private readonly selectors: Selector[] = [];
  private readonly matching = new Matching(false);
  /** Whether some script goes through tables cell by cell and writes. */
  private walks = false;
  readonly any: boolean;

  /** @param scripts the page's own scripts and event handlers; @param linked whether others belong to it */
  constructor(scripts: readonly string[], linked: boolean) {
    this.any = linked || scripts.length > 0;
    for (const script of scripts) {
      const writes = WRITES.test(script) || RESTYLES.test(script);
      if (!writes) continue;
      this.walks ||= WALKS.test(script) && WRITES.test(script);
      for (const found of stringsOf(script)) this.name(found);
    }
  }

  private name({ text, before, after }: Found): void {
    const by = BY_NAME.exec(before)?.[1];
    const selecting = SELECTING.test(before);
    // What a variable keeps may be written to anywhere.
    const kept = /(?:[=,:[(]|=>|return|of|in)\s*[\w$.]*\s*(?:\.\w+|\$|jQuery)\s*\(\s*$/u.test(before);
    const writes = WRITES.test(after);
    if ((by !== undefined || selecting) && !kept && !writes && !RESTYLES.test(after)) return;
    const stripes = !writes && !kept;
    if (by === "TagName" && !(stripes && text.toLowerCase() === "tr")) this.tags.add(text.toLowerCase());
    else if (by === "ClassName") for (const name of text.split(/\s+/u)) this.classes.add(name);
    else if (by !== undefined) this.ids.add(text);
    else if (selecting) this.select(text, stripes);
    else if (/^[\w\u0080-\uffff-]{2,}$/u.test(text)) this.ids.add(text);
  }

  private select(text: string, stripes: boolean): void {
    for (const selector of this.selectors.length < MOST_SELECTORS ? (parseSelectors(text.trim()) ?? []) : [])
      if (!stripes || selector.compounds.at(-1)?.tag !== "tr") this.selectors.push(selector);
  }

  /** Whether a script names an element of a table and writes to such. */
  writes(element: Element): boolean {
    if (!this.any) return false;
    const { attributes, name } = element;
    if (this.walks && (name === "td" || name === "th")) return true;
    if (this.ids.has(attributes.get("id") ?? "\n") || this.ids.has(attributes.get("name") ?? "\n") || this.tags.has(name)) return true;
    if (this.classes.size > 0 && classesOf(element).some((each) => this.classes.has(each))) return true;
    return this.selectors.some((selector) => answerOf(selector, element, this.matching) > 0);
  }
}
