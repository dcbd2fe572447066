import { Parser } from "htmlparser2";
import { subscript, superscript } from "../../document/appearance.ts";
import type { FlatText } from "../../document/document.ts";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { piecesOfLines } from "../text/flat-text.ts";
import { hidesMost, htmlText, keepsLineEnds } from "./read.ts";
import { textsOfScripts } from "./script-texts.ts";

/**
 * The second look at a web page: one pass over its raw tags, without a tree and without the table code of the first
 * reader. What it shares with the first reading is the decoding of bytes, and nothing after that.
 */

const RAW_NAMES = "script|style|title|textarea|noscript|template|select|svg|iframe";
const RAW = new RegExp(`^(?:${RAW_NAMES})$`, "u");
const RAW_END = new RegExp(`</(${RAW_NAMES})\\b[^<>]*>`, "giu");
const VOID = /^(?:br|hr|img|input|col|meta|link|base|area|embed|param|source|track|wbr|frame)$/u;
const BREAKS =
  /^(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|table|tr|tbody|thead|tfoot|caption|section|article|center|pre|blockquote|form|header|footer|nav|main|aside|address|hr|fieldset|figure|xmp|listing)$/u;
const STRUCK = /^(?:del|s|strike)$/u;
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through|(?:^|[;\s"'])font-size\s*:\s*0+(?:\.0+)?(?![\d.])|(?:^|[;\s"'])opacity\s*:\s*0+(?:\.0+)?(?![\d.])/iu;

/** Classes and ids that the page's own sheets hide by themselves (`.note{display:none}`). */
function hiddenNames(html: string): Set<string> {
  const names = new Set<string>();
  for (const [, css = ""] of html.matchAll(/<style(?:\s[^<>]*)?>([\s\S]*?)(?:<\/style|$)/giu)) {
    for (const [selectors, body] of rulesOf(css.replace(/\/\*[\s\S]*?(?:\*\/|$)/gu, ""))) {
      for (const selector of selectors.split(",")) {
        const name = /^(?:[a-z][\w-]*)?([.#][\w\u0080-\uffff-]+)$/iu.exec(selector.trim())?.[1];
        if (!name) continue;
        if (HIDING.test(body)) names.add(name);
        else if (/display\s*:|visibility\s*:/iu.test(body)) names.delete(name);
      }
    }
  }
  return names;
}

/** Selectors and declarations of each rule, those in at-rules passed over. */
function* rulesOf(css: string): Generator<readonly [selectors: string, declarations: string]> {
  const open: { readonly words: string; readonly atRule: boolean }[] = [];
  let atRules = 0;
  let from = 0;
  let before = "";
  for (const { 0: brace, index } of css.matchAll(/[{}]/gu)) {
    const words = css.slice(from, index);
    if (brace === "{") {
      const atRule = words.lastIndexOf("@") > words.lastIndexOf(";");
      open.push({ words, atRule });
      if (atRule) atRules++;
    } else {
      const block = open.pop();
      if (block && before === "{" && atRules === 0) yield [block.words, words];
      if (block?.atRule) atRules--;
    }
    before = brace;
    from = index + 1;
  }
}

/** An attribute's value in a tag: in quotation marks or without. */
const attributePattern = (name: string): RegExp =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "iu");
const ATTRIBUTES = {
  class: attributePattern("class"),
  height: attributePattern("height"),
  id: attributePattern("id"),
  srcdoc: attributePattern("srcdoc"),
  style: attributePattern("style"),
  type: attributePattern("type"),
  value: attributePattern("value"),
} as const;

function attribute(source: string, name: keyof typeof ATTRIBUTES): string | null {
  const found = ATTRIBUTES[name].exec(source);
  return found ? (found[1] ?? found[2] ?? found[3] ?? "") : null;
}

/** The option that a list of choices shows: the last that is marked, else the first. */
function chosenIn(options: string): string {
  const [, ...all] = options.split(/<option\b/iu);
  const chosen = all.findLast((option) => /^[^<>]*\sselected\b/iu.test(option)) ?? all[0] ?? "";
  return /^[^<>]*>([^<]*)/u.exec(chosen)?.[1] ?? "";
}

function isHiding(name: string, source: string, hidden: ReadonlySet<string>): boolean {
  if (STRUCK.test(name)) return true;
  if (source === "") return false;
  if (name === "tr" && attribute(source, "height") === "0") return true;
  if (/(?:^|\s)hidden(?=[\s=/]|$)/iu.test(source.replace(/=\s*(?:"[^"]*"|'[^']*')/gu, "="))) return true;
  if (HIDING.test(attribute(source, "style") ?? "")) return true;
  if (hidden.size === 0) return false;
  const classes = (attribute(source, "class") ?? "").split(/\s+/u).map((word) => `.${word}`);
  return classes.some((word) => hidden.has(word)) || hidden.has(`#${attribute(source, "id") ?? ""}`);
}

const RAISING = /(?:^|[;\s"'])vertical-align\s*:\s*(super|sub)\b/iu;

interface Raised {
  readonly name: string;
  readonly up: boolean;
  depth: number;
}

function raisedBy(name: string, source: string): Raised | null {
  const align = RAISING.exec(
    source.includes("vertical-align") ? (attribute(source, "style") ?? "") : "",
  )?.[1]?.toLowerCase();
  if (name !== "sup" && name !== "sub" && name !== "rt" && align === undefined) return null;
  return { name, up: align === undefined ? name !== "sub" : align === "super", depth: 1 };
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  let decoded = "";
  const parser = new Parser({ ontext: (part) => (decoded += foldIdeographs(part)) });
  parser.end(text.replaceAll("<", "&lt;"));
  return decoded;
}

const HAN_SOFT = /(?<=[\u2e80-\u9fff\uff00-\uff60])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uff60])/gu;

/** White space as a browser shows it; \u2029 stands for a line break of the page. */
const tidy = (text: string): string =>
  text
    .replace(/\u00ad/gu, "")
    .replace(HAN_SOFT, "")
    .replace(/[ \t\r\n\f]+/gu, " ")
    .split("\u2029")
    .map((line) => line.trim())
    .filter((line) => /[^\s\u200b\ufeff]/u.test(line))
    .join("\n");

interface Tag {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly closing: boolean;
  readonly attributes: string;
}

const COMMENT_END = /--!?>/gu;
const DECLARATION_END = />/gu;
const NAME = /\/?([a-z][^\s/>]*)/iuy;

/** The next tag from a position on, comments and declarations passed over as tags without a name; null at the end. */
function nextTag(source: string, from: number): Tag | null {
  for (let start = source.indexOf("<", from); start >= 0; start = source.indexOf("<", start + 1)) {
    const mark = source[start + 1];
    if (mark === "!" || mark === "?") {
      const comment = source.startsWith("<!--", start);
      const closing = comment ? COMMENT_END : DECLARATION_END;
      closing.lastIndex = comment ? start + 2 : start;
      const end = closing.test(source) ? closing.lastIndex : source.length;
      return { start, end, name: "", closing: false, attributes: "" };
    }
    NAME.lastIndex = start + 1;
    const name = NAME.exec(source)?.[1];
    if (name === undefined) continue;
    let quote = "";
    let at = NAME.lastIndex;
    const limit = Math.min(source.length, at + LIMITS.htmlTagCharacters);
    for (; at < limit; at++) {
      const character = source[at] ?? "";
      if (quote !== "") quote = character === quote ? "" : quote;
      else if (character === ">") break;
      else if ((character === '"' || character === "'") && source[at - 1] === "=") quote = character;
    }
    // A quote that nobody closed: the tag ends at the first bracket after all.
    if (at >= limit) at = source.indexOf(">", NAME.lastIndex);
    if (at < 0) at = source.length;
    return {
      start,
      end: at + 1,
      name: name.toLowerCase(),
      closing: mark === "/",
      attributes: source.slice(NAME.lastIndex, at),
    };
  }
  return null;
}

/** The next end of an element that holds no tags; null where there is none. */
function endTag(source: string, name: string, from: number): { readonly start: number; readonly end: number } | null {
  RAW_END.lastIndex = from;
  for (let found = RAW_END.exec(source); found; found = RAW_END.exec(source)) {
    if (found[1]?.toLowerCase() === name) return { start: found.index, end: RAW_END.lastIndex };
  }
  return null;
}

/** Whether a tag ends hidden text that its own end tag has not ended: cells, rows and paragraphs often lack one. */
function endsHidden(tag: Tag, hiddenName: string): boolean {
  if (tag.name === "table" && tag.closing) return true;
  if (/^t[dh]$/u.test(hiddenName)) return /^t[dhr]$/u.test(tag.name) && (!tag.closing || tag.name === "tr");
  if (hiddenName === "tr") return tag.name === "tr" && !tag.closing;
  if (hiddenName === "p") return BREAKS.test(tag.name) || (/^t[dhr]$/u.test(tag.name) && tag.closing);
  return tag.closing && /^t[dhr]$/u.test(tag.name);
}

class Pieces {
  readonly list: string[] = [];
  private text = "";
  /** For each open cell, outermost first: whether a table inside has already cut it up. */
  private readonly cells: { cut: boolean }[] = [];

  add(text: string): void {
    this.text += text;
  }

  /** A block begins or ends: a line break inside a cell, the end of a piece outside. */
  block(): void {
    const cell = this.cells.at(-1);
    if (cell && !cell.cut) this.text += "\u2029";
    else this.flush();
  }

  private flush(): void {
    for (const piece of tidy(this.text).split("\n")) if (piece !== "") this.list.push(piece);
    this.text = "";
  }

  /** A table or preformatted text begins: a cell around it is cut up. */
  cutCell(): void {
    this.flush();
    const cell = this.cells.at(-1);
    if (cell) cell.cut = true;
  }

  openCell(): void {
    this.flush();
    this.cells.push({ cut: false });
  }

  closeCell(): void {
    const cell = this.cells.pop();
    if (!cell || cell.cut) this.flush();
    else {
      this.list.push(tidy(this.text));
      this.text = "";
    }
  }

  end(): void {
    while (this.cells.length > 0) this.closeCell();
    this.flush();
  }
}

/**
 * The text of a page in the order of its source: one piece a table cell (an empty one is ""), one piece a line of the
 * text between.
 * @throws TooLargeError, CorruptError as the first reader does.
 */
export function flatTextOfHtml(bytes: Uint8Array): FlatText {
  const source = htmlText(bytes);
  const hidden = hiddenNames(source);
  const shown = piecesOf(source, hidden);
  const all = hidden.size > 0 ? piecesOf(source, new Set()) : shown;
  const lengthOf = (pieces: readonly string[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);
  const pieces = hidesMost(lengthOf(shown), lengthOf(all)) ? all : shown;
  const written = pieces.some((piece) => HEADING.test(piece))
    ? []
    : textsOfScripts(source).filter((text) => HEADING.test(text));
  return { pieces: [...pieces, ...written.flatMap((text) => piecesOf(text, hidden))], blanksKept: true };
}

/** What every report has and hardly another page. */
const HEADING = /总体情况|主动公开政府信息情况|收到和处理政府信息公开申请/u;

function piecesOf(source: string, hidden: ReadonlySet<string>): string[] {
  const lineEnds = keepsLineEnds(source);
  const pieces = new Pieces();
  /** Open elements inside of hidden text, by name: it ends where its own element ends. */
  let hiddenBy: { name: string; depth: number } | null = null;
  let innerTables = 0;
  /** For each open table whether a cell of it is open. */
  const tables: boolean[] = [];
  /** The innermost raised or lowered element, and how many of its name are open in it. */
  let raised = null as Raised | null;
  /** Text that is printed as it is written, while it lasts. */
  let written: string | null = null;
  let at = 0;
  const text = (raw: string) => {
    if (hiddenBy || raw === "") return;
    const decoded = decodeEntities(raw);
    const shown = raised === null ? decoded : raised.up ? superscript(decoded) : subscript(decoded);
    if (written !== null) written += shown;
    else pieces.add(lineEnds && tables.length === 0 ? shown.replace(/\r\n?|\n/gu, "\u2029") : shown);
  };
  const closeWritten = () => {
    for (const piece of piecesOfLines((written ?? "").split(/\r\n?|\n/u))) pieces.list.push(piece);
    written = null;
  };
  const closeCell = () => {
    if (tables.at(-1)) pieces.closeCell();
    if (tables.length > 0) tables[tables.length - 1] = false;
  };

  for (let tag = nextTag(source, 0); tag; tag = nextTag(source, at)) {
    const { name, closing, attributes } = tag;
    text(source.slice(at, tag.start));
    at = tag.end;
    if (name === "") continue;
    if (!closing && RAW.test(name)) {
      const found = endTag(source, name, at);
      if (name === "textarea" && found) text(source.slice(at, found.start));
      if (name === "select" && found && tables.length > 0) text(chosenIn(source.slice(at, found.start)));
      const inner = name === "iframe" && !hiddenBy ? attribute(attributes, "srcdoc") : null;
      if (inner)
        for (const piece of piecesOf(decodeEntities(inner).replace(/srcdoc/giu, "data-srcdoc"), hidden))
          pieces.list.push(piece);
      at = found?.end ?? source.length;
      continue;
    }
    if (hiddenBy) {
      if (name === hiddenBy.name && !(hiddenBy.depth === 1 && endsHidden(tag, hiddenBy.name))) {
        hiddenBy = { name, depth: hiddenBy.depth + (closing ? -1 : 1) };
        if (hiddenBy.depth === 0) hiddenBy = null;
        continue;
      }
      if (name === "table") innerTables += closing ? -1 : 1;
      if (innerTables > 0 || (innerTables === 0 && name === "table" && closing) || !endsHidden(tag, hiddenBy.name)) {
        innerTables = Math.max(0, innerTables);
        continue;
      }
      hiddenBy = null;
      innerTables = 0;
    }
    if (!closing && !VOID.test(name) && isHiding(name, attributes, hidden)) {
      if (/^t[dhr]$/u.test(name)) closeCell();
      hiddenBy = { name, depth: 1 };
      continue;
    }
    if (raised?.name === name) {
      raised.depth += closing ? -1 : 1;
      if (raised.depth === 0) raised = null;
    } else if (!closing && !VOID.test(name)) raised = raisedBy(name, attributes) ?? raised;
    if (/^t[dhr]$|^table$/u.test(name)) raised = null;
    if (name === "pre") {
      if (written !== null) closeWritten();
      pieces.cutCell();
      if (!closing) written = "";
    } else if (written !== null && (name === "br" || BREAKS.test(name))) written += "\n";
    else if (name === "br") pieces.add("\u2029");
    else if (name === "input" && /^(?:text|number)?$/iu.test(attribute(attributes, "type") ?? ""))
      text(attribute(attributes, "value") ?? "");
    else if (name === "table") {
      if (closing) {
        closeCell();
        tables.pop();
      } else {
        pieces.cutCell();
        tables.push(false);
      }
    } else if ((name === "td" || name === "th") && tables.length > 0) {
      closeCell();
      if (!closing) {
        pieces.openCell();
        tables[tables.length - 1] = true;
      }
    } else if (name === "tr" && tables.length > 0) closeCell();
    else if (BREAKS.test(name)) pieces.block();
  }
  text(source.slice(at));
  if (written !== null) closeWritten();
  pieces.end();
  return pieces.list;
}
