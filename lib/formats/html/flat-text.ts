import { Parser } from "htmlparser2";
import { subscript, superscript } from "../../document/appearance.ts";
import type { FlatText } from "../../document/document.ts";
import { numberingOf } from "../../document/numbering.ts";
import { foldIdeographs } from "../../document/text.ts";
import { pictureMark } from "../shared/picture-marks.ts";
import { piecesOfLines } from "../shared/text/pieces.ts";
import { keepsLineEnds, openPage, type SavedPage, sourceOf } from "./page-files.ts";
import { endsHidden, hiddenNames, isHiding } from "./raw-hiding.ts";
import { Pieces } from "./raw-pieces.ts";
import { attribute, BREAKS, endTag, nextTag, RAW, type Tag, VOID } from "./raw-tags.ts";
import { hidesMost } from "./read.ts";
import { textsOfScripts } from "./script-texts.ts";

/**
 * The second look at a web page: one pass over its raw tags, without a tree and without the table code of the first
 * reader. What it shares with the first reading is the decoding of bytes, and nothing after that.
 */

/** The option that a list of choices shows: the last that is marked, else the first. */
function chosenIn(options: string): string {
  const [, ...all] = options.split(/<option\b/iu);
  const chosen = all.findLast((option) => /^[^<>]*\sselected\b/iu.test(option)) ?? all[0] ?? "";
  return /^[^<>]*>([^<]*)/u.exec(chosen)?.[1] ?? "";
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

/**
 * The text of a page in the order of its source: one piece a table cell (an empty one is ""), one piece a line of the
 * text between.
 * @throws TooLargeError, CorruptError as the first reader does.
 */
export function flatTextOfHtml(bytes: Uint8Array): FlatText {
  const { html: source, picture } = openPage(bytes);
  const hidden = hiddenNames(source);
  const piecesOf = (text: string, names: ReadonlySet<string>) => new RawReader(text, names, picture).read();
  const shown = piecesOf(source, hidden);
  const all = hidden.size > 0 ? piecesOf(source, new Set()) : shown;
  const lengthOf = (pieces: readonly string[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);
  const pieces = hidesMost(lengthOf(shown), lengthOf(all)) ? all : shown;
  const written = pieces.some(isHeading) ? [] : textsOfScripts(source).filter(hasParts);
  return { pieces: [...pieces, ...written.flatMap((text) => piecesOf(text, hidden))], blanksKept: true };
}

/** Whether a piece is numbered as the parts of a document are; what surrounds one on a page hardly ever is. */
const isHeading = (piece: string): boolean => ["chapter", "section"].includes(numberingOf(piece) ?? "");

/** Whether a text has parts, wherever they begin: the strings of a script are joined without line ends. */
function hasParts(text: string): boolean {
  const first = text.indexOf("一、");
  return first >= 0 && text.includes("二、", first);
}

class RawReader {
  readonly #source: string;
  readonly #hidden: ReadonlySet<string>;
  readonly #picture: SavedPage["picture"];
  readonly #lineEnds: boolean;
  readonly #pieces = new Pieces();
  #at = 0;
  /** Open elements inside of hidden text, by name: it ends where its own element ends. */
  #hiddenBy: { readonly name: string; readonly depth: number } | null = null;
  #innerTables = 0;
  /** For each open table whether a cell of it is open. */
  readonly #tables: boolean[] = [];
  /** The innermost raised or lowered element, and how many of its name are open in it. */
  #raised: Raised | null = null;
  /** Text that is printed as it is written, while it lasts. */
  #written: string | null = null;

  constructor(source: string, hidden: ReadonlySet<string>, picture: SavedPage["picture"]) {
    this.#source = source;
    this.#picture = picture;
    this.#hidden = hidden;
    this.#lineEnds = keepsLineEnds(source);
  }

  read(): string[] {
    const source = this.#source;
    for (let tag = nextTag(source, 0); tag; tag = nextTag(source, this.#at)) {
      this.#text(source.slice(this.#at, tag.start));
      this.#at = tag.end;
      if (tag.name === "") continue;
      if (!tag.closing && RAW.test(tag.name)) this.#passRaw(tag);
      else if (!this.#isHidden(tag)) {
        this.#raise(tag);
        this.#structure(tag);
      }
    }
    this.#text(source.slice(this.#at));
    if (this.#written !== null) this.#closeWritten();
    this.#pieces.end();
    return this.#pieces.list;
  }

  #text(raw: string): void {
    if (this.#hiddenBy || raw === "") return;
    const decoded = decodeEntities(raw);
    const shown = this.#raised === null ? decoded : this.#raised.up ? superscript(decoded) : subscript(decoded);
    if (this.#written !== null) this.#written += shown;
    else this.#pieces.add(this.#lineEnds && this.#tables.length === 0 ? shown.replace(/\r\n?|\n/gu, "\u2029") : shown);
  }

  #closeWritten(): void {
    for (const piece of piecesOfLines((this.#written ?? "").split(/\r\n?|\n/u))) this.#pieces.list.push(piece);
    this.#written = null;
  }

  #closeCell(): void {
    if (this.#tables.at(-1)) this.#pieces.closeCell();
    if (this.#tables.length > 0) this.#tables[this.#tables.length - 1] = false;
  }

  /** Passes over an element that holds no tags, but for the text that it shows. */
  #passRaw({ name, attributes }: Tag): void {
    const source = this.#source;
    const found = endTag(source, name, this.#at);
    const held = found ? source.slice(this.#at, found.start) : "";
    if (name === "textarea") this.#text(held);
    if (name === "select" && this.#tables.length > 0) this.#text(chosenIn(held));
    const inner = name === "iframe" && !this.#hiddenBy ? attribute(attributes, "srcdoc") : null;
    if (inner)
      for (const piece of this.#inner(decodeEntities(inner).replace(/srcdoc/giu, "data-srcdoc")))
        this.#pieces.list.push(piece);
    this.#at = found?.end ?? source.length;
  }

  #inner(source: string): string[] {
    return new RawReader(source, this.#hidden, this.#picture).read();
  }

  /** A mark where a picture stands that the file holds. */
  #drawn(attributes: string): void {
    const address = decodeEntities(attribute(attributes, "src") ?? "");
    if (address !== "" && this.#written === null && this.#picture(address))
      this.#pieces.add(pictureMark(sourceOf(address)));
  }

  /** Whether a tag stands in hidden text, or begins it. */
  #isHidden(tag: Tag): boolean {
    const { name, closing, attributes } = tag;
    if (this.#hiddenBy && this.#staysHidden(tag, this.#hiddenBy)) return true;
    if (closing || VOID.test(name) || !isHiding(name, attributes, this.#hidden)) return false;
    if (/^t[dhr]$/u.test(name)) this.#closeCell();
    this.#hiddenBy = { name, depth: 1 };
    return true;
  }

  /** Whether a tag in hidden text is passed over; where it ends that text without being its end tag, it is not. */
  #staysHidden(tag: Tag, hiddenBy: { readonly name: string; readonly depth: number }): boolean {
    const { name, closing } = tag;
    if (name === hiddenBy.name && !(hiddenBy.depth === 1 && endsHidden(tag, hiddenBy.name))) {
      const depth = hiddenBy.depth + (closing ? -1 : 1);
      this.#hiddenBy = depth === 0 ? null : { name, depth };
      return true;
    }
    const isTable = name === "table";
    if (isTable) this.#innerTables += closing ? -1 : 1;
    if (this.#innerTables > 0 || (this.#innerTables === 0 && isTable && closing) || !endsHidden(tag, hiddenBy.name)) {
      this.#innerTables = Math.max(0, this.#innerTables);
      return true;
    }
    this.#hiddenBy = null;
    this.#innerTables = 0;
    return false;
  }

  #raise({ name, closing, attributes }: Tag): void {
    if (this.#raised?.name === name) {
      this.#raised.depth += closing ? -1 : 1;
      if (this.#raised.depth === 0) this.#raised = null;
    } else if (!closing && !VOID.test(name)) this.#raised = raisedBy(name, attributes) ?? this.#raised;
    if (/^t[dhr]$|^table$/u.test(name)) this.#raised = null;
  }

  #structure({ name, closing, attributes }: Tag): void {
    const inTable = this.#tables.length > 0;
    if (name === "pre") {
      if (this.#written !== null) this.#closeWritten();
      this.#pieces.cutCell();
      if (!closing) this.#written = "";
    } else if (this.#written !== null && (name === "br" || BREAKS.test(name))) this.#written += "\n";
    else if (name === "br") this.#pieces.add("\u2029");
    else if (name === "img") this.#drawn(attributes);
    else if (name === "input" && /^(?:text|number)?$/iu.test(attribute(attributes, "type") ?? ""))
      this.#text(attribute(attributes, "value") ?? "");
    else if (name === "table") this.#table(closing);
    else if ((name === "td" || name === "th") && inTable) this.#cell(closing);
    else if (name === "tr" && inTable) this.#closeCell();
    else if (BREAKS.test(name)) this.#pieces.block();
  }

  #table(closing: boolean): void {
    if (closing) {
      this.#closeCell();
      this.#tables.pop();
    } else {
      this.#pieces.cutCell();
      this.#tables.push(false);
    }
  }

  #cell(closing: boolean): void {
    this.#closeCell();
    if (closing) return;
    this.#pieces.openCell();
    this.#tables[this.#tables.length - 1] = true;
  }
}
