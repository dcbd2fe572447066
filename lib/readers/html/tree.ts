import { Tokenizer } from "htmlparser2";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";

/** A page as a tree of elements, built in one pass and in linear time, closing what the author left open the way browsers do. */

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
  readonly parent: Element | null;
}

export interface Page {
  readonly root: Element;
  /** Text of the first title element; null where there is none. */
  readonly title: string | null;
  /** Contents of the style elements, one after the other. */
  readonly styles: string;
}

const VOID = new Set("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split(" "));
/** What is not shown, or not as text: left out of the tree with everything inside. */
const DROPPED = new Set("script style template noscript svg math select datalist noembed noframes iframe title rp".split(" "));
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

class Builder {
  readonly root: Element = { name: "#root", attributes: new Map(), children: [], parent: null };
  readonly stack: Element[] = [this.root];
  /** How many elements of a name are open: an end tag that closes nothing must not cost a walk. */
  private readonly openOnes = new Map<string, number>();
  /** Elements opened beyond the depth that is kept. */
  private tooDeep = 0;

  private get top(): Element {
    return this.stack.at(-1) ?? this.root;
  }

  /** Where in the stack the innermost open element of one of these names is, not looking beyond a stop; -1 for none. */
  private depthOf(names: ReadonlySet<string>, stops: ReadonlySet<string>): number {
    let any = false;
    for (const name of names) any ||= (this.openOnes.get(name) ?? 0) > 0;
    for (let at = any ? this.stack.length - 1 : 0; at > 0; at--) {
      const name = this.stack[at]?.name ?? "";
      if (names.has(name)) return at;
      if (stops.has(name)) return -1;
    }
    return -1;
  }

  private closeTo(depth: number): void {
    while (depth > 0 && this.stack.length > depth) {
      const name = this.stack.pop()?.name ?? "";
      this.openOnes.set(name, (this.openOnes.get(name) ?? 1) - 1);
    }
  }

  private get table(): number {
    return this.depthOf(TABLE, NONE);
  }

  /** Adds to the current element; what stands loose between rows and cells is shown in front of the table. */
  private append(child: Element | string): void {
    const parent = this.top;
    if (typeof child === "string" && child.trim() !== "" && LOOSE.has(parent.name)) this.beforeTable(child);
    else parent.children.push(child);
  }

  private beforeTable(child: Element | string): void {
    const table = this.stack[this.table];
    const holder = table?.parent ?? this.root;
    holder.children.splice(table ? holder.children.lastIndexOf(table) : holder.children.length, 0, child);
  }

  text(text: string): void {
    this.append(text);
  }

  private push(name: string, attributes: ReadonlyMap<string, string>): void {
    const loose = LOOSE.has(this.top.name) && !STRUCTURE.has(name);
    const parent = loose ? (this.stack[this.table]?.parent ?? this.root) : this.top;
    const element: Element = { name, attributes, children: [], parent };
    if (loose) this.beforeTable(element);
    else parent.children.push(element);
    if (VOID.has(name)) return;
    if (this.stack.length >= LIMITS.htmlDepth) this.tooDeep++;
    else {
      this.stack.push(element);
      this.openOnes.set(name, (this.openOnes.get(name) ?? 0) + 1);
    }
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === "html" || name === "head" || name === "body" || name === "frameset") return;
    if (STRUCTURE.has(name) && name !== "table") {
      if (this.table < 0) return;
      this.openPart(name, attributes);
      return;
    }
    // A table that begins between the rows of another ends it.
    if (name === "table") this.closeTo(this.depthOf(TABLE, CELL));
    if (name === "form" && LOOSE.has(this.top.name)) return;
    if (CLOSES_PARAGRAPH.has(name)) this.closeTo(this.depthOf(PARAGRAPH, SCOPE));
    if (name === "li") this.closeTo(this.depthOf(LIST_ITEM, LIST));
    if (name === "dt" || name === "dd") this.closeTo(this.depthOf(DEFINITION, LIST));
    if (HEADINGS.has(name) && HEADINGS.has(this.top.name)) this.closeTo(this.stack.length - 1);
    this.push(name, attributes);
  }

  /** Parts of a table close the parts before them and bring the row or section that was left out. */
  private openPart(name: string, attributes: ReadonlyMap<string, string>): void {
    const table = this.table;
    const cell = this.depthOf(CELL, TABLE);
    if (name === "td" || name === "th") {
      if (cell > 0) this.closeTo(cell);
      const row = this.depthOf(ROW, TABLE);
      if (row > 0) this.closeTo(row + 1);
      else {
        const section = this.depthOf(SECTION, TABLE);
        this.closeTo((section > 0 ? section : table) + 1);
        this.push("tr", NO_ATTRIBUTES);
      }
    } else if (name === "tr") {
      const section = this.depthOf(SECTION, TABLE);
      this.closeTo((section > 0 ? section : table) + 1);
    } else this.closeTo(table + 1);
    this.push(name, attributes);
  }

  close(name: string): void {
    if (name === "br") {
      this.push("br", NO_ATTRIBUTES);
      return;
    }
    if (this.tooDeep > 0 && !STRUCTURE.has(name)) {
      this.tooDeep--;
      return;
    }
    let at: number;
    if (name === "table") at = this.table;
    else if (STRUCTURE.has(name)) at = this.depthOf(new Set([name]), TABLE);
    else at = this.depthOf(HEADINGS.has(name) ? HEADINGS : new Set([name]), BLOCK.has(name) ? SCOPE : BLOCK);
    if (at > 0) {
      this.tooDeep = 0;
      this.closeTo(at);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();
const PARAGRAPH: ReadonlySet<string> = new Set(["p"]);
const LIST_ITEM: ReadonlySet<string> = new Set(["li"]);
const DEFINITION: ReadonlySet<string> = new Set(["dt", "dd"]);
const ROW: ReadonlySet<string> = new Set(["tr"]);
const HEADINGS: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);
const TABLE: ReadonlySet<string> = new Set(["table"]);
const LIST: ReadonlySet<string> = new Set([...SCOPE, "ul", "ol", "dl", "menu", "dir"]);
/** Elements in which text may not stand. */
const LOOSE: ReadonlySet<string> = new Set(["table", "thead", "tbody", "tfoot", "tr"]);
const STRUCTURE: ReadonlySet<string> = new Set(["table", ...SECTION, "tr", ...CELL, "colgroup", "col"]);
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** In XHTML a script or an anchor may end in its own tag; read as HTML it would swallow what follows. */
const selfClosed = (html: string): string =>
  /^\s*<\?xml\b/u.test(html) ? html.replace(/<(script|style|title|textarea|iframe|a|div|span|p)\b([^<>]*)\/>/giu, "<$1$2></$1>") : html;

/** Builds the tree of a page. Comments, scripts, styles and everything else that is not shown stay out; hidden elements stay in. */
export function parsePage(source: string): Page {
  const html = selfClosed(source);
  const builder = new Builder();
  let title: string | null = null;
  let styles = "";
  let name = "";
  let attributes = new Map<string, string>();
  let attribute = "";
  let value = "";
  // The innermost dropped element, how many of its name are open, and what it holds so far.
  let dropped = "";
  let droppedDepth = 0;
  let droppedText = "";
  let pending = "";

  const flush = () => {
    if (pending !== "") builder.text(pending);
    pending = "";
  };
  const add = (text: string) => {
    if (droppedDepth === 0) pending += text;
    else if (dropped === "title" || dropped === "style") droppedText += text;
  };
  const opened = (selfClosing: boolean) => {
    if (droppedDepth > 0) {
      if (name === dropped && !selfClosing) droppedDepth++;
      return;
    }
    flush();
    const source = name === "iframe" ? attributes.get("srcdoc") : undefined;
    if (source !== undefined) {
      builder.open("div", NO_ATTRIBUTES);
      const inner = parsePage(source.slice(0, LIMITS.htmlFrameCharacters).replace(/\bsrcdoc\s*=/giu, "data-srcdoc="));
      for (const child of inner.root.children) graft(builder.stack.at(-1) ?? builder.root, child);
      builder.close("div");
    }
    // What they draw is not read, but it stands there.
    if (name === "svg" || (name === "iframe" && source === undefined)) {
      builder.open(name, attributes);
      builder.close(name);
    }
    if (DROPPED.has(name) && !(selfClosing && (name === "svg" || name === "math"))) {
      dropped = name;
      droppedDepth = 1;
      droppedText = "";
    } else if (!DROPPED.has(name)) builder.open(name, attributes);
  };

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
        value = "";
      },
      onattribdata(start, end) {
        value += html.slice(start, end);
      },
      onattribentity(code) {
        value += String.fromCodePoint(code);
      },
      onattribend() {
        if (!attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: () => opened(false),
      onselfclosingtag: () => opened(true),
      onclosetag(start, end) {
        const closed = html.slice(start, end).toLowerCase();
        if (droppedDepth > 0) {
          if (closed !== dropped || --droppedDepth > 0) return;
          if (dropped === "title") title ??= droppedText;
          else if (dropped === "style") styles += `${droppedText}\n`;
          return;
        }
        flush();
        builder.close(closed);
      },
      ontext: (start, end) => add(html.slice(start, end)),
      ontextentity: (code) => add(foldIdeographs(String.fromCodePoint(code))),
      oncdata: (start, end, offset) => add(html.slice(start, end - offset)),
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend: flush,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return { root: builder.root, title, styles };
}

/** Hangs a child of another tree under a parent of this one; its own children keep their parents. */
function graft(parent: Element, child: Element | string): void {
  parent.children.push(typeof child === "string" ? child : { ...child, parent });
}
