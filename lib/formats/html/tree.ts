import { LIMITS } from "../../limits.ts";

/** A page as a tree of elements, each closed where browsers close what its author left open. */

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
  readonly parent: Element | null;
}

const VOID = new Set(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split(" "),
);
const CLOSES_PARAGRAPH = new Set(
  "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul".split(
    " ",
  ),
);
const CELL = new Set(["td", "th", "caption"]);
const SECTION = new Set(["thead", "tbody", "tfoot"]);
/** Elements whose end tag closes only what was opened inside of the innermost cell. */
const SCOPE = new Set(["table", "td", "th", "caption"]);
/** Within these an end tag of a mere style (font, span) finds nothing to close. */
const BLOCK = new Set([...CLOSES_PARAGRAPH, ...CELL, ...SECTION, "tr"]);

/** The element of the whole page and the body in it; their attributes are added where their tags stand. */
function frame(): { readonly html: Map<string, string>; readonly body: Map<string, string>; readonly root: Element } {
  const html = new Map<string, string>();
  const body = new Map<string, string>();
  const head: Element = { name: "head", attributes: NO_ATTRIBUTES, children: [], parent: null };
  const page: Element = { name: "html", attributes: html, children: [head], parent: null };
  const root: Element = { name: "body", attributes: body, children: [], parent: page };
  page.children.push(root);
  return { html, body, root };
}

/** Builds the tree from tags and text in the order of the page, in linear time. */
export class Builder {
  readonly #frame = frame();
  readonly root: Element = this.#frame.root;
  readonly stack: Element[] = [this.root];
  /** How many elements of a name are open: an end tag that closes nothing must not cost a walk. */
  readonly #openOnes = new Map<string, number>();
  /** Elements opened beyond the depth that is kept. */
  #tooDeep = 0;

  get #top(): Element {
    return this.stack.at(-1) ?? this.root;
  }

  /** Where in the stack the innermost open element of one of these names is, not looking beyond a stop; -1 for none. */
  #depthOf(names: ReadonlySet<string>, stops: ReadonlySet<string>): number {
    let any = false;
    for (const name of names) any ||= (this.#openOnes.get(name) ?? 0) > 0;
    for (let at = any ? this.stack.length - 1 : 0; at > 0; at--) {
      const name = this.stack[at]?.name ?? "";
      if (names.has(name)) return at;
      if (stops.has(name)) return -1;
    }
    return -1;
  }

  #closeTo(depth: number): void {
    while (depth > 0 && this.stack.length > depth) {
      const name = this.stack.pop()?.name ?? "";
      this.#openOnes.set(name, (this.#openOnes.get(name) ?? 1) - 1);
    }
  }

  get #table(): number {
    return this.#depthOf(TABLE, NONE);
  }

  /** Adds to the current element; what stands loose between rows and cells is shown in front of the table. */
  #append(child: Element | string): void {
    const parent = this.#top;
    if (typeof child === "string" && child.trim() !== "" && LOOSE.has(parent.name)) this.#beforeTable(child);
    else parent.children.push(child);
  }

  #beforeTable(child: Element | string): void {
    const table = this.stack[this.#table];
    const holder = table?.parent ?? this.root;
    holder.children.splice(table ? holder.children.lastIndexOf(table) : holder.children.length, 0, child);
  }

  text(text: string): void {
    this.#append(text);
  }

  #push(name: string, attributes: ReadonlyMap<string, string>): void {
    const loose = LOOSE.has(this.#top.name) && !STRUCTURE.has(name);
    const parent = loose ? (this.stack[this.#table]?.parent ?? this.root) : this.#top;
    const element: Element = { name, attributes, children: [], parent };
    if (loose) this.#beforeTable(element);
    else parent.children.push(element);
    if (VOID.has(name)) return;
    if (this.stack.length >= LIMITS.htmlDepth) this.#tooDeep++;
    else {
      this.stack.push(element);
      this.#openOnes.set(name, (this.#openOnes.get(name) ?? 0) + 1);
    }
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === "html" || name === "body") {
      for (const [key, value] of attributes) if (!this.#frame[name].has(key)) this.#frame[name].set(key, value);
      return;
    }
    if (name === "head" || name === "frameset") return;
    if (STRUCTURE.has(name) && name !== "table") {
      if (this.#table < 0) return;
      this.#openPart(name, attributes);
      return;
    }
    // A table that begins between the rows of another ends it.
    if (name === "table") this.#closeTo(this.#depthOf(TABLE, CELL));
    if (name === "form" && LOOSE.has(this.#top.name)) return;
    if (CLOSES_PARAGRAPH.has(name)) this.#closeTo(this.#depthOf(PARAGRAPH, SCOPE));
    if (name === "li") this.#closeTo(this.#depthOf(LIST_ITEM, LIST));
    if (name === "option" || name === "optgroup") this.#closeTo(this.#depthOf(OPTION, SELECT));
    if (name === "dt" || name === "dd") this.#closeTo(this.#depthOf(DEFINITION, LIST));
    if (HEADINGS.has(name) && HEADINGS.has(this.#top.name)) this.#closeTo(this.stack.length - 1);
    this.#push(name, attributes);
  }

  /** Leaves the mark of an element whose content is not kept, so that others keep their place among their siblings. */
  mark(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#top.children.push({ name, attributes, children: [], parent: this.#top });
  }

  /** Parts of a table close the parts before them and bring the row or section that was left out. */
  #openPart(name: string, attributes: ReadonlyMap<string, string>): void {
    const table = this.#table;
    const cell = this.#depthOf(CELL, TABLE);
    if (name === "td" || name === "th") {
      if (cell > 0) this.#closeTo(cell);
      const row = this.#depthOf(ROW, TABLE);
      if (row > 0) this.#closeTo(row + 1);
      else {
        const section = this.#depthOf(SECTION, TABLE);
        this.#closeTo((section > 0 ? section : table) + 1);
        this.#push("tr", NO_ATTRIBUTES);
      }
    } else if (name === "tr") {
      const section = this.#depthOf(SECTION, TABLE);
      this.#closeTo((section > 0 ? section : table) + 1);
    } else this.#closeTo(table + 1);
    this.#push(name, attributes);
  }

  close(name: string): void {
    if (name === "br") {
      this.#push("br", NO_ATTRIBUTES);
      return;
    }
    if (this.#tooDeep > 0 && !STRUCTURE.has(name)) {
      this.#tooDeep--;
      return;
    }
    let at: number;
    if (name === "table") at = this.#table;
    else if (STRUCTURE.has(name)) at = this.#depthOf(new Set([name]), TABLE);
    else at = this.#depthOf(HEADINGS.has(name) ? HEADINGS : new Set([name]), BLOCK.has(name) ? SCOPE : BLOCK);
    if (at > 0) {
      this.#tooDeep = 0;
      this.#closeTo(at);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();
const PARAGRAPH: ReadonlySet<string> = new Set(["p"]);
const LIST_ITEM: ReadonlySet<string> = new Set(["li"]);
const OPTION: ReadonlySet<string> = new Set(["option"]);
const SELECT: ReadonlySet<string> = new Set(["select", "td", "th", "table"]);
const DEFINITION: ReadonlySet<string> = new Set(["dt", "dd"]);
const ROW: ReadonlySet<string> = new Set(["tr"]);
const HEADINGS: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);
const TABLE: ReadonlySet<string> = new Set(["table"]);
const LIST: ReadonlySet<string> = new Set([...SCOPE, "ul", "ol", "dl", "menu", "dir"]);
/** Elements in which text may not stand. */
const LOOSE: ReadonlySet<string> = new Set(["table", "thead", "tbody", "tfoot", "tr"]);
const STRUCTURE: ReadonlySet<string> = new Set(["table", ...SECTION, "tr", ...CELL, "colgroup", "col"]);
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
