import { Tokenizer } from "htmlparser2";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { dataScript, dataSheet } from "./data-address.ts";

/**
 * A page as a tree of elements, built in one pass and in linear time, closing what the author left open the way
 * browsers do.
 */

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
  /** The style sheets that stand in the page, in order. */
  readonly sheets: readonly Sheet[];
  /** Whether style sheets belong to it that are not in the page. */
  readonly linked: boolean;
  /** Whether a browser goes on to another page by itself. */
  readonly forwarded: boolean;
  /** Its scripts and event handlers, and whether scripts belong to it that are not in the page. */
  readonly scripts: readonly string[];
  readonly linkedScripts: boolean;
  /** Whether browsers read it in the ways of old pages, for it names no standard. */
  readonly quirks: boolean;
}

export interface Sheet {
  readonly css: string;
  /** The media it is for; "" for all. */
  readonly media: string;
}

const VOID = new Set(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split(" "),
);
/** What is not shown, or not as text: what is inside stays out of the tree. */
const DROPPED = new Set("script style template noscript svg math datalist noembed noframes iframe title rp".split(" "));
/** What the content of these means is asked of them, not of the tree. */
const UNSHOWN: ReadonlySet<string> = new Set(["title", "datalist", "noembed", "noframes", "rp"]);
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

class Builder {
  private readonly frame = frame();
  readonly root: Element = this.frame.root;
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
    if (name === "html" || name === "body") {
      for (const [key, value] of attributes) if (!this.frame[name].has(key)) this.frame[name].set(key, value);
      return;
    }
    if (name === "head" || name === "frameset") return;
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
    if (name === "option" || name === "optgroup") this.closeTo(this.depthOf(OPTION, SELECT));
    if (name === "dt" || name === "dd") this.closeTo(this.depthOf(DEFINITION, LIST));
    if (HEADINGS.has(name) && HEADINGS.has(this.top.name)) this.closeTo(this.stack.length - 1);
    this.push(name, attributes);
  }

  /** Leaves the mark of an element whose content is not kept, so that others keep their place among their siblings. */
  mark(name: string, attributes: ReadonlyMap<string, string>): void {
    this.top.children.push({ name, attributes, children: [], parent: this.top });
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
/** What a page inside of the page becomes. */
const FRAME: ReadonlyMap<string, string> = new Map([["srcdoc", ""]]);

/** In XHTML a script or an anchor may end in its own tag; read as HTML it would swallow what follows. */
const selfClosed = (html: string): string =>
  /^\s*<\?xml\b/u.test(html)
    ? html.replace(/<(script|style|title|textarea|iframe|a|div|span|p)\b([^<>]*)\/>/giu, "<$1$2></$1>")
    : html;

/**
 * Builds the tree of a page. Comments, scripts, styles and everything else that is not shown stay out; hidden elements
 * stay in.
 */
export function parsePage(source: string): Page {
  // Browsers end a comment at either.
  const html = selfClosed(source).replaceAll("--!>", "-->");
  const builder = new Builder();
  let title: string | null = null;
  const sheets: Sheet[] = [];
  const scripts: string[] = [];
  let linked = false;
  let linkedScripts = false;
  let forwarded = false;
  let name = "";
  let attributes = new Map<string, string>();
  let attribute = "";
  let value = "";
  // The innermost dropped element, how many of its name are open, and what it holds so far.
  let dropped = "";
  let droppedDepth = 0;
  let droppedText = "";
  let droppedMedia = "";
  /** How many drawings are open around a style sheet or script in one. */
  let drawings = 0;
  let pending = "";

  const flush = () => {
    if (pending !== "") builder.text(pending);
    pending = "";
  };
  const add = (text: string) => {
    if (droppedDepth === 0) pending += text;
    else if (dropped === "title" || dropped === "style" || dropped === "script") droppedText += text;
  };
  const drop = () => {
    dropped = name;
    droppedDepth = 1;
    droppedText = "";
    const type = attributes.get("type")?.trim().toLowerCase() ?? "";
    droppedMedia = name === "style" && !/^(?:text\/css)?$/u.test(type) ? "not all" : (attributes.get("media") ?? "");
  };
  /** What is linked, and what the attributes run. */
  const outside = () => {
    const rel = attributes.get("rel") ?? "";
    const loaded = /\bpreload\b/iu.test(rel) && /^\s*style\s*$/iu.test(attributes.get("as") ?? "");
    if (name === "link" && (loaded || /\bstylesheet\b/iu.test(rel)) && !/\balternate\b/iu.test(rel)) {
      const css = dataSheet(attributes.get("href") ?? "");
      if (css !== null) sheets.push({ css, media: attributes.get("media") ?? "" });
      else linked ||= !/^\s*print\s*$/iu.test(attributes.get("media") ?? "");
    }
    const source = name === "script" ? attributes.get("src") : undefined;
    if (source !== undefined) {
      const script = dataScript(source);
      if (script === null) linkedScripts = true;
      else scripts.push(script);
    }
    if (name === "iframe" && /^\s*javascript:/iu.test(attributes.get("src") ?? ""))
      scripts.push(attributes.get("src") ?? "");
    if (name === "meta" && /^refresh$/iu.test(attributes.get("http-equiv")?.trim() ?? ""))
      forwarded ||= /url\s*=\s*["']?[^\s"']/iu.test(attributes.get("content") ?? "");
    for (const [key, value] of attributes)
      if (/^on(?:load|error|animation\w*|transition\w*|focus|scroll|resize|toggle|begin|pageshow)$/u.test(key))
        scripts.push(value);
  };
  const opened = (selfClosing: boolean) => {
    if (droppedDepth > 0) {
      // Style sheets in drawings hold for the whole page, and their scripts run.
      if (dropped === "svg" && (name === "style" || name === "script") && !selfClosing) {
        drawings = droppedDepth;
        drop();
      } else if (name === dropped && !selfClosing) droppedDepth++;
      return;
    }
    flush();
    outside();
    const source = name === "iframe" ? attributes.get("srcdoc") : undefined;
    if (source !== undefined) {
      builder.open("div", FRAME);
      const inner = parsePage(source.slice(0, LIMITS.htmlFrameCharacters).replace(/\bsrcdoc\s*=/giu, "data-srcdoc="));
      for (const child of inner.root.children) graft(builder.stack.at(-1) ?? builder.root, child);
      builder.close("div");
      sheets.push(...inner.sheets);
      scripts.push(...inner.scripts);
      linked ||= inner.linked;
      linkedScripts ||= inner.linkedScripts;
    }
    // What they draw is not read, but it stands there.
    if (name === "svg" || (name === "iframe" && source === undefined)) {
      builder.open(name, attributes);
      builder.close(name);
    } else if (DROPPED.has(name) && !UNSHOWN.has(name) && name !== "iframe") builder.mark(name, attributes);
    if (DROPPED.has(name) && !(selfClosing && (name === "svg" || name === "math"))) drop();
    else if (!DROPPED.has(name)) builder.open(name, attributes);
  };

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        if (name === "image") name = "img";
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
          else if (dropped === "style" && droppedMedia !== "not all")
            sheets.push({ css: droppedText, media: droppedMedia });
          else if (dropped === "script" && droppedText.trim() !== "") scripts.push(droppedText);
          if (drawings > 0) [dropped, droppedDepth, drawings] = ["svg", drawings, 0];
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
  // A style sheet that nobody closed lasts to the end of the page.
  if (droppedDepth > 0 && dropped === "style") sheets.push({ css: droppedText, media: droppedMedia });
  return { root: builder.root, title, sheets, linked, scripts, linkedScripts, forwarded, quirks: !isStandard(html) };
}

/**
 * Whether a page declares a standard so that browsers follow it (HTML, "the initial insertion mode"; the old ones
 * without an address do not count).
 */
function isStandard(html: string): boolean {
  const found = /<!doctype\s+html(?:\s+public\s+("[^"]*"|'[^']*')\s*("[^"]*"|'[^']*')?)?/iu.exec(html.slice(0, 2000));
  return found !== null && (!/HTML (?:[23]|4\.0)/u.test(found[1] ?? "") || found[2] !== undefined);
}

/** Hangs a child of another tree under a parent of this one; its own children keep their parents. */
function graft(parent: Element, child: Element | string): void {
  parent.children.push(typeof child === "string" ? child : { ...child, parent });
}
