import { Tokenizer } from "htmlparser2";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { dataScript, dataSheet } from "./data-address.ts";
import { Builder, type Element } from "./tree.ts";

/** A page as its tags give it: the tree of what it holds, its style sheets and its scripts, in one pass. */

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

interface Sheet {
  readonly css: string;
  /** The media it is for; "" for all. */
  readonly media: string;
}

/** What is not shown, or not as text: what is inside stays out of the tree. */
const DROPPED = new Set("script style template noscript svg math datalist noembed noframes iframe title rp".split(" "));
/** What the content of these means is asked of them, not of the tree. */
const UNSHOWN: ReadonlySet<string> = new Set(["title", "datalist", "noembed", "noframes", "rp"]);
/** What a page inside of the page becomes. */
const FRAME: ReadonlyMap<string, string> = new Map([["srcdoc", ""]]);

/** In XHTML a script or an anchor may end in its own tag; read as HTML it would swallow what follows. */
const selfClosed = (html: string): string =>
  /^\s*<\?xml\b/u.test(html)
    ? html.replace(/<(script|style|title|textarea|iframe|a|div|span|p)\b([^<>]*)\/>/giu, "<$1$2></$1>")
    : html;

/** An element that stays out of the tree, while it is open. */
interface Dropped {
  readonly name: string;
  readonly media: string;
  /** How many elements of its name are open. */
  depth: number;
  text: string;
  /** The drawing around a style sheet or script in one. */
  readonly around: Dropped | null;
}

const KEEPS_TEXT: ReadonlySet<string> = new Set(["title", "style", "script"]);
const RUN_BY_THEMSELVES = /^on(?:load|error|animation\w*|transition\w*|focus|scroll|resize|toggle|begin|pageshow)$/u;

type Attributes = ReadonlyMap<string, string>;

class PageParser {
  readonly #builder = new Builder();
  readonly #sheets: Sheet[] = [];
  readonly #scripts: string[] = [];
  #title: string | null = null;
  #linked = false;
  #linkedScripts = false;
  #forwarded = false;
  #dropped: Dropped | null = null;
  #pending = "";

  /** All that was read; a style sheet that nobody closed lasts to the end of the page. */
  page(quirks: boolean): Page {
    this.#flush();
    if (this.#dropped?.name === "style") this.#sheets.push({ css: this.#dropped.text, media: this.#dropped.media });
    return {
      root: this.#builder.root,
      title: this.#title,
      sheets: this.#sheets,
      linked: this.#linked,
      scripts: this.#scripts,
      linkedScripts: this.#linkedScripts,
      forwarded: this.#forwarded,
      quirks,
    };
  }

  text(text: string): void {
    if (!this.#dropped) this.#pending += text;
    else if (KEEPS_TEXT.has(this.#dropped.name)) this.#dropped.text += text;
  }

  opened(name: string, attributes: Attributes): void {
    if (this.#dropped) {
      // Style sheets in drawings hold for the whole page, and their scripts run.
      if (this.#dropped.name === "svg" && (name === "style" || name === "script")) this.#drop(name, attributes);
      else if (name === this.#dropped.name) this.#dropped.depth++;
      return;
    }
    this.#show(name, attributes);
    if (DROPPED.has(name)) this.#drop(name, attributes);
  }

  /** Drawings may end where they begin; on elements of HTML the slash says nothing. */
  openedAndClosed(name: string, attributes: Attributes): void {
    if (this.#dropped) return;
    if (name === "svg" || name === "math") this.#show(name, attributes);
    else this.opened(name, attributes);
  }

  #show(name: string, attributes: Attributes): void {
    this.#flush();
    this.#noteLinks(name, attributes);
    this.#noteScripts(name, attributes);
    const source = name === "iframe" ? attributes.get("srcdoc") : undefined;
    if (source !== undefined) this.#addInner(source);
    // What they draw is not read, but it stands there.
    if (name === "svg" || (name === "iframe" && source === undefined)) {
      this.#builder.open(name, attributes);
      this.#builder.close(name);
    } else if (DROPPED.has(name) && !UNSHOWN.has(name) && name !== "iframe") this.#builder.mark(name, attributes);
    else if (!DROPPED.has(name)) this.#builder.open(name, attributes);
  }

  closed(name: string): void {
    const dropped = this.#dropped;
    if (!dropped) {
      this.#flush();
      this.#builder.close(name);
      return;
    }
    if (name !== dropped.name || --dropped.depth > 0) return;
    if (name === "title") this.#title ??= dropped.text;
    else if (name === "style" && dropped.media !== "not all")
      this.#sheets.push({ css: dropped.text, media: dropped.media });
    else if (name === "script" && dropped.text.trim() !== "") this.#scripts.push(dropped.text);
    this.#dropped = dropped.around;
  }

  #flush(): void {
    if (this.#pending !== "") this.#builder.text(this.#pending);
    this.#pending = "";
  }

  #drop(name: string, attributes: Attributes): void {
    const type = attributes.get("type")?.trim().toLowerCase() ?? "";
    const media = name === "style" && !/^(?:text\/css)?$/u.test(type) ? "not all" : (attributes.get("media") ?? "");
    this.#dropped = { name, media, depth: 1, text: "", around: this.#dropped };
  }

  /** A page inside of the page. */
  #addInner(source: string): void {
    const builder = this.#builder;
    builder.open("div", FRAME);
    const inner = parsePage(source.slice(0, LIMITS.htmlFrameCharacters).replace(/\bsrcdoc\s*=/giu, "data-srcdoc="));
    for (const child of inner.root.children) graft(builder.stack.at(-1) ?? builder.root, child);
    builder.close("div");
    this.#sheets.push(...inner.sheets);
    this.#scripts.push(...inner.scripts);
    this.#linked ||= inner.linked;
    this.#linkedScripts ||= inner.linkedScripts;
  }

  /** Style sheets that are linked, and another page that a browser goes on to. */
  #noteLinks(name: string, attributes: Attributes): void {
    const rel = attributes.get("rel") ?? "";
    const loaded = /\bpreload\b/iu.test(rel) && /^\s*style\s*$/iu.test(attributes.get("as") ?? "");
    if (name === "link" && (loaded || /\bstylesheet\b/iu.test(rel)) && !/\balternate\b/iu.test(rel)) {
      const css = dataSheet(attributes.get("href") ?? "");
      if (css !== null) this.#sheets.push({ css, media: attributes.get("media") ?? "" });
      else this.#linked ||= !/^\s*print\s*$/iu.test(attributes.get("media") ?? "");
    }
    if (name === "meta" && /^refresh$/iu.test(attributes.get("http-equiv")?.trim() ?? ""))
      this.#forwarded ||= /url\s*=\s*["']?[^\s"']/iu.test(attributes.get("content") ?? "");
  }

  /** Scripts that are linked, and what attributes run. */
  #noteScripts(name: string, attributes: Attributes): void {
    const source = attributes.get("src");
    if (name === "script" && source !== undefined) {
      const script = dataScript(source);
      if (script === null) this.#linkedScripts = true;
      else this.#scripts.push(script);
    }
    if (name === "iframe" && source !== undefined && /^\s*javascript:/iu.test(source)) this.#scripts.push(source);
    for (const [key, value] of attributes) if (RUN_BY_THEMSELVES.test(key)) this.#scripts.push(value);
  }
}

/**
 * Reads a page. Comments, scripts, styles and everything else that is not shown stay out of its tree; hidden elements
 * stay in.
 */
export function parsePage(source: string): Page {
  // Browsers end a comment at either.
  const html = selfClosed(source).replaceAll("--!>", "-->");
  const parser = new PageParser();
  let name = "";
  let attributes = new Map<string, string>();
  let attribute = "";
  let value = "";
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
      onopentagend: () => parser.opened(name, attributes),
      onselfclosingtag: () => parser.openedAndClosed(name, attributes),
      onclosetag: (start, end) => parser.closed(html.slice(start, end).toLowerCase()),
      ontext: (start, end) => parser.text(html.slice(start, end)),
      ontextentity: (code) => parser.text(foldIdeographs(String.fromCodePoint(code))),
      oncdata: (start, end, offset) => parser.text(html.slice(start, end - offset)),
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return parser.page(!isStandard(html));
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
