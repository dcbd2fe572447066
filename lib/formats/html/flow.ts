import { type Appearance, composed } from "../../document/appearance.ts";
import { listNumber } from "../shared/list-number.ts";
import { textBlocks } from "../shared/text/blocks.ts";
import { FRAME, inputShows, isFrame, MOVING, PICTURE, type Shown, selectShows, shownInstead } from "./controls.ts";
import { FOLDED, GENERATED, REPLACED, SCRIPTED } from "./effects.ts";
import { firstLook, isGenerated } from "./generated.ts";
import type { Item } from "./items.ts";
import type { Look } from "./look.ts";
import { BULLET } from "./moves.ts";
import { type Line, StyledLines, soften } from "./styled-lines.ts";
import { tableItems } from "./table.ts";
import type { Element } from "./tree.ts";

/** What a page shows, in reading order, before roles and places are given. */

const BLOCK = new Set(
  "body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary ul xmp listing td th caption".split(
    " ",
  ),
);
/** Blocks whose text stands as it is written. */
const AS_WRITTEN = new Set(["pre", "xmp", "listing"]);

/** Whether the source's line ends are kept, or spaces like any others. */
type LineEnds = "kept" | "collapsed";

class Flow {
  readonly items: Item[] = [];
  #look: Look;
  readonly #text = new StyledLines();
  #linked = 0;
  #inLink = 0;
  #centred = false;
  #printedAsWritten = false;
  #holder: Element;
  readonly #nextNumber = new Map<Element, number>();

  constructor(holder: Element, look: Look) {
    this.#holder = holder;
    this.#look = look;
  }

  /** Ends the paragraph at hand. */
  flush(): void {
    if (this.#printedAsWritten) this.#written();
    else this.#flowed();
    this.#linked = 0;
  }

  #flowed(): void {
    const { lines, marks } = this.#text.takeLines();
    if (lines.length > 0) {
      const length = lines.reduce((sum, { text }) => sum + text.replace(/\s+/gu, "").length, 0);
      const links = Math.min(1, this.#linked / length);
      const runs = lines.some((line) => line.runs)
        ? lines.map((line) => line.runs ?? [{ text: line.text }])
        : undefined;
      const texts = lines.map(({ text }: Line) => text);
      this.items.push({
        kind: "paragraph",
        lines: texts,
        holder: this.#holder,
        links,
        centred: this.#centred,
        ...(runs && { runs }),
      });
    }
    if (marks.length > 0) this.items.push({ kind: "mark", runs: marks });
  }

  /**
   * Preformatted text: a paragraph a line, tables told by gaps and drawn lines. What is not plain in it is told of all
   * of it.
   */
  #written(): void {
    const { text, flaws } = composed(this.#text.takeRuns());
    for (const block of textBlocks(text)) {
      if (block.kind === "table")
        this.items.push(flaws ? { ...block, cells: block.cells.map((cell) => ({ ...cell, flaws })) } : block);
      else if (block.kind === "paragraph" && block.text !== "") {
        const runs = flaws?.map((flaw) => ({ text: "", appearance: flaw }));
        const line = {
          kind: "paragraph",
          lines: [block.text],
          holder: this.#holder,
          links: 0,
          centred: false,
        } as const;
        this.items.push(runs ? { ...line, runs: [[{ text: block.text }, ...runs]] } : line);
      }
    }
  }

  #add(text: string, lineEnds: LineEnds = "collapsed"): void {
    if (!this.#look.visible) return;
    // It is drawn, as whatever sign, where a line ends.
    if (text.includes("\u00ad") && /\p{Nd}/u.test(text)) this.#mark(GENERATED);
    this.#text.add(
      lineEnds === "kept" ? text.replace(/\r\n?/gu, "\n") : soften(text),
      text.trim() === "" ? undefined : this.#look.appearance(text),
    );
    if (this.#inLink > 0) this.#linked += text.replace(/\s+/gu, "").length;
  }

  /** Something that is no text stands in a cell. */
  #mark(appearance: Appearance): void {
    if (this.#look.inCell) this.#text.mark(appearance);
  }

  #shows({ text, appearance }: Shown): void {
    if (appearance) this.#mark(appearance);
    else this.#add(text);
  }

  children(element: Element, lineEnds: LineEnds): void {
    const outer = this.#look;
    const first = outer.inCell ? firstLook(element, outer) : undefined;
    if (first) this.#mark(first);
    if (outer.inCell && isGenerated(element, outer, "before")) this.#mark(GENERATED);
    const inside =
      outer.inCell && element.name === "details" && !element.attributes.has("open") ? outer.with(FOLDED) : outer;
    for (const child of element.children) {
      this.#look = inside;
      if (typeof child === "string") this.#add(child, lineEnds);
      else {
        this.#look = (child.name === "summary" ? outer : inside).of(child);
        if (this.#look.shown) this.#element(child, lineEnds, outer.covers);
      }
    }
    this.#look = outer;
    if (outer.inCell && isGenerated(element, outer, "after")) this.#mark(GENERATED);
  }

  #element(element: Element, lineEnds: LineEnds, covers: Look["covers"]): void {
    const { name } = element;
    const instead = shownInstead(element);
    if (isReplaced(element, this.#look)) this.#look = this.#look.replaced(REPLACED);
    if (this.#look.covering) this.#mark(this.#look.covering);
    if (isFrame(element)) this.#mark(FRAME);
    // Style sheets choose the marks that it draws.
    if (name === "q") this.#mark(GENERATED);
    if (this.#look.inCell && this.#look.facts.scripts.writes(element)) this.#mark(SCRIPTED);
    if (name === "br") this.#text.add("\n");
    else if (name === "table") {
      this.flush();
      for (const item of tableItems(element, this.#look, covers, flowOf)) this.items.push(item);
    } else if (DRAWN.has(name)) this.#picture(element);
    else if (instead) this.#mark(instead);
    else if (name === "input") this.#input(element);
    else if (name === "select") {
      if (this.#look.inCell) this.#shows(selectShows(element));
    } else if (name === "script") this.#mark(SCRIPTED);
    else if (UNREAD.has(name)) return;
    else if (BLOCK.has(name)) this.#block(element, AS_WRITTEN.has(name) ? "kept" : lineEnds);
    else if (name === "a") {
      this.#inLink++;
      this.children(element, lineEnds);
      this.#inLink--;
    } else {
      if (name === "marquee") this.#look = this.#look.with(MOVING);
      this.children(element, name === "textarea" ? "kept" : lineEnds);
    }
  }

  #block(element: Element, lineEnds: LineEnds): void {
    this.flush();
    const outer = { holder: this.#holder, centred: this.#centred, printedAsWritten: this.#printedAsWritten };
    this.#holder = element;
    if (element.name === "pre") this.#printedAsWritten = true;
    this.#centred = isCentred(element) ?? outer.centred;
    if (element.name === "li") this.#add(this.#numberOf(element));
    this.children(element, lineEnds);
    this.flush();
    this.#holder = outer.holder;
    this.#centred = outer.centred;
    this.#printedAsWritten = outer.printedAsWritten;
  }

  /** The number that a list shows in front of an item. */
  #numberOf(item: Element): string {
    const list = item.parent;
    if (!list || (list.name !== "ol" && list.name !== "ul")) return "";
    const given = Number.parseInt(item.attributes.get("value") ?? "", 10);
    const value =
      given || (this.#nextNumber.get(list) ?? (Number.parseInt(list.attributes.get("start") ?? "", 10) || 1));
    this.#nextNumber.set(list, value + 1);
    const style = this.#look.listStyle;
    const display = this.#look.facts.styles.declared(item, undefined)?.values.get("display");
    if (display !== undefined && !display.includes("list-item")) return "";
    const known = NUMBERS.exec(style)?.[0];
    // A bullet is no number; what else an author invents for one may be.
    if (known === undefined && !BULLET.test(style)) this.#mark(GENERATED);
    return known === undefined ? "" : `${listNumber(value, known)} `;
  }

  #picture(element: Element): void {
    const width = pixels(element, "width");
    const height = pixels(element, "height");
    const small = (size: number, most: number) => size > 0 && size <= most;
    if (this.#look.inCell && !(small(width, 3) || small(height, 3))) this.#mark(PICTURE);
    if (ICONS.has(element.name) && width === 0 && height === 0) return;
    if (small(width, 32) || small(height, 32)) return; // an icon or a spacer
    this.flush();
    const size = { width: width * 0.75, height: height * 0.75 };
    const address = element.name === "img" ? element.attributes.get("src") : undefined;
    // Where a digit would not be plain, a picture is not.
    const read = address !== undefined && this.#look.visible && this.#look.appearance("0") === undefined;
    this.items.push({ kind: "picture", ...size, ...(read && { address, element }) });
  }

  #input(element: Element): void {
    const type = (element.attributes.get("type") ?? "text").toLowerCase();
    if (type === "image") this.#picture(element);
    else if (this.#look.inCell || /^(text|number|date|tel|email|url)$/u.test(type)) this.#shows(inputShows(element));
  }
}

const NUMBERS =
  /decimal|(?:lower|upper)-(?:alpha|latin|roman)|cjk-ideographic|(?:simp|trad)-chinese-(?:in)?formal|cjk-decimal/u;
/** What is no text and draws nothing. */
const UNREAD: ReadonlySet<string> = new Set(["style", "template", "noscript", "datalist", "option", "optgroup"]);

/** Whether a shadow tree, or an element that scripts define, stands in the place of what is written. */
const isReplaced = (element: Element, look: Look): boolean =>
  (look.inCell && (element.name.includes("-") || element.attributes.has("is")) && look.facts.scripts.any) ||
  element.children.some(
    (child) =>
      typeof child !== "string" &&
      child.name === "template" &&
      (child.attributes.has("shadowrootmode") || child.attributes.has("shadowroot")),
  );

function isCentred(element: Element): boolean | null {
  if (element.name === "center") return true;
  const align =
    /text-align\s*:\s*(\w+)/iu.exec(element.attributes.get("style") ?? "")?.[1] ?? element.attributes.get("align");
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

/**
 * What an element shows: paragraphs, pictures and tables in reading order.
 * @param look the element's own
 */
export function flowOf(element: Element, look: Look, lineEnds: LineEnds = "collapsed"): Item[] {
  const flow = new Flow(element, isReplaced(element, look) ? look.replaced(REPLACED) : look);
  flow.children(element, lineEnds);
  flow.flush();
  return flow.items;
}
