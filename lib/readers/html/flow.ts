import { subscript, superscript } from "../../document/appearance.ts";
import { isHidden, numbersOf, type StyleSheet } from "./style.ts";
import { type TableItem, tableItems } from "./table.ts";
import type { Element } from "./tree.ts";
import { listNumber } from "../list-number.ts";
import { textBlocks } from "../text.ts";

/** What a page shows, in reading order, before roles and places are given. */

export interface ParagraphItem {
  readonly kind: "paragraph";
  /** Lines as broken by br, white space collapsed; never empty. */
  readonly lines: readonly string[];
  /** The block element that holds the text. */
  readonly holder: Element;
  /** Share of the text that is links, 0 to 1. */
  readonly links: number;
  /** Whether the text stands in the middle of the line, as titles do. */
  readonly centred: boolean;
  /** Set for a pair of label and value out of a metadata table. */
  readonly metadata?: true;
}

export interface PictureItem {
  readonly kind: "picture";
  /** Points; 0 where the page does not say. */
  readonly width: number;
  readonly height: number;
}

export type Item = ParagraphItem | PictureItem | TableItem;

const BLOCK = new Set(
  "#root address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre section summary ul td th caption".split(
    " ",
  ),
);

const WIDE = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uff60\\u3000-\\u303f\\u201c\\u201d]";
const SOFT_BETWEEN_WIDE = new RegExp(`(?<=${WIDE}) *\\u2028[ \\u2028]*(?=${WIDE})`, "gu");

/** One line of source collapsed as a browser does; a line end between two Chinese characters is no blank. */
const collapse = (raw: string): string =>
  (raw.includes("\u2028") ? raw.replace(SOFT_BETWEEN_WIDE, "") : raw)
    .replaceAll("\u00ad", "")
    .replace(/[ \u2028]+/gu, " ")
    .trim();

/** Source white space becomes a blank, or \u2028 where it holds a line end; "\n" is kept for real line breaks. */
const soften = (text: string): string => text.replace(/[ \t\r\n\f\u2028]+/gu, (run) => (/[\r\n]/u.test(run) ? "\u2028" : " "));

class Flow {
  readonly items: Item[] = [];
  private readonly sheet: StyleSheet;
  private raw = "";
  private linked = 0;
  private inLink = 0;
  private shift: ((text: string) => string) | null = null;
  private centred = false;
  private printedAsWritten = false;
  private holder: Element;
  private readonly nextNumber = new Map<Element, number>();

  constructor(holder: Element, sheet: StyleSheet) {
    this.holder = holder;
    this.sheet = sheet;
  }

  /** Ends the paragraph at hand. */
  flush(): void {
    if (this.printedAsWritten) this.written();
    else this.flowed();
    this.raw = "";
    this.linked = 0;
  }

  private flowed(): void {
    const lines = this.raw
      .split("\n")
      .map(collapse)
      .filter((line) => /[^\s\u200b\ufeff]/u.test(line));
    if (lines.length > 0) {
      const length = lines.reduce((sum, line) => sum + line.replace(/\s+/gu, "").length, 0);
      this.items.push({ kind: "paragraph", lines, holder: this.holder, links: Math.min(1, this.linked / length), centred: this.centred });
    }
  }

  /** Preformatted text: a paragraph a line, tables told by gaps and drawn lines. */
  private written(): void {
    for (const block of textBlocks(this.raw)) {
      if (block.kind === "table") this.items.push(block);
      else if (block.kind === "paragraph" && block.text !== "")
        this.items.push({ kind: "paragraph", lines: [block.text], holder: this.holder, links: 0, centred: false });
    }
  }

  private text(text: string, pre: boolean): void {
    const shifted = this.shift?.(text) ?? text;
    this.raw += pre ? shifted.replace(/\r\n?/gu, "\n") : soften(shifted);
    if (this.inLink > 0) this.linked += text.replace(/\s+/gu, "").length;
  }

  children(element: Element, pre: boolean): void {
    for (const child of element.children) {
      if (typeof child === "string") this.text(child, pre);
      else if (!isHidden(child, this.sheet)) this.element(child, pre);
    }
  }

  private element(element: Element, pre: boolean): void {
    const { name } = element;
    if (name === "br") this.raw += "\n";
    else if (name === "table") {
      this.flush();
      for (const item of tableItems(element, this.sheet)) this.items.push(item);
    } else if (DRAWN.has(name)) this.picture(element);
    else if (name === "input") this.input(element);
    else if (BLOCK.has(name)) this.block(element, pre || name === "pre");
    else if (name === "a") {
      this.inLink++;
      this.children(element, pre);
      this.inLink--;
    } else if (name === "sup" || name === "sub") {
      // A raised digit is a mark, no part of the number before it.
      const outer = this.shift;
      this.shift = name === "sup" ? superscript : subscript;
      this.children(element, pre);
      this.shift = outer;
    } else this.children(element, pre || name === "textarea");
  }

  private block(element: Element, pre: boolean): void {
    this.flush();
    const outer = { holder: this.holder, centred: this.centred, printedAsWritten: this.printedAsWritten };
    this.holder = element;
    if (element.name === "pre") this.printedAsWritten = true;
    this.centred = isCentred(element) ?? outer.centred;
    if (element.name === "li") this.raw += this.numberOf(element);
    this.children(element, pre);
    this.flush();
    this.holder = outer.holder;
    this.centred = outer.centred;
    this.printedAsWritten = outer.printedAsWritten;
  }

  /** The number that a list shows in front of an item. */
  private numberOf(item: Element): string {
    const list = item.parent;
    if (!list || (list.name !== "ol" && list.name !== "ul")) return "";
    const given = Number.parseInt(item.attributes.get("value") ?? "", 10);
    const value = given || (this.nextNumber.get(list) ?? (Number.parseInt(list.attributes.get("start") ?? "", 10) || 1));
    this.nextNumber.set(list, value + 1);
    const style = /list-style(?:-type)?\s*:/iu.test(item.attributes.get("style") ?? "") ? numbersOf(item, this.sheet) : numbersOf(list, this.sheet);
    return style === null ? "" : `${listNumber(value, style)} `;
  }

  private picture(element: Element): void {
    const width = pixels(element, "width");
    const height = pixels(element, "height");
    if (ICONS.has(element.name) && width === 0 && height === 0) return;
    if ((width > 0 && width <= 32) || (height > 0 && height <= 32)) return; // an icon or a spacer
    this.flush();
    this.items.push({ kind: "picture", width: width * 0.75, height: height * 0.75 });
  }

  private input(element: Element): void {
    const type = (element.attributes.get("type") ?? "text").toLowerCase();
    if (type === "image") this.picture(element);
    if (/^(text|number|date|tel|email|url)$/u.test(type)) this.text(element.attributes.get("value") ?? "", false);
  }
}

function isCentred(element: Element): boolean | null {
  if (element.name === "center") return true;
  const align = /text-align\s*:\s*(\w+)/iu.exec(element.attributes.get("style") ?? "")?.[1] ?? element.attributes.get("align");
  return align ? /center/iu.test(align) : null;
}

/** What draws something that is not read. */
const DRAWN: ReadonlySet<string> = new Set(["img", "svg", "canvas", "object", "embed", "iframe"]);
/** Sites draw their icons with these, and leave the size to a style sheet. */
const ICONS: ReadonlySet<string> = new Set(["svg", "canvas"]);

const SIZES = {
  width: /(?:^|[;\s])width\s*:\s*([\d.]+)\s*(px|pt)/iu,
  height: /(?:^|[;\s])height\s*:\s*([\d.]+)\s*(px|pt)/iu,
} as const;

function pixels(element: Element, property: keyof typeof SIZES): number {
  const style = SIZES[property].exec(element.attributes.get("style") ?? "");
  if (style) return Number(style[1]) * (style[2]?.toLowerCase() === "pt" ? 4 / 3 : 1);
  // A share of the page (100%) tells no size.
  return Number(/^\s*(\d+(?:\.\d+)?)\s*(?:px\s*)?$/iu.exec(element.attributes.get(property) ?? "")?.[1] ?? 0);
}

/** What an element shows: paragraphs, pictures and tables in reading order. `pre` keeps the source's line ends. */
export function flowOf(element: Element, sheet: StyleSheet, pre = false): Item[] {
  const flow = new Flow(element, sheet);
  flow.children(element, pre);
  flow.flush();
  return flow.items;
}
