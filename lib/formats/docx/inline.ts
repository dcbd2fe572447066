import { type Appearance, LOWERED, RAISED, type StyledText } from "../../document/appearance.ts";
import { chooseAlternate } from "../shared/package-xml.ts";
import type { Drawing } from "../shared/word-drafts.ts";
import { NOTE_MARK, RIGHT_TO_LEFT } from "../shared/word-look.ts";
import { symbol } from "../shared/word-symbols.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { type BoundValue, controlAppearance } from "./controls.ts";
import { readDrawing } from "./drawings.ts";
import type { Fields } from "./fields.ts";
import { appearanceOf, isHidden, type ParagraphLook, type RunLook, runLook, sizeOf } from "./look.ts";

/** The content of one paragraph: what of it is printed and how it looks, and what hangs on it. */

export interface NoteReference {
  readonly kind: "footnote" | "endnote";
  readonly id: string;
}

/** What a walk through a story (body, header, note) carries along. */
export interface Walk {
  readonly fields: Fields;
  readonly notes: NoteReference[];
  readonly boundValue: BoundValue;
}

export interface Inline {
  runs: StyledText[];
  /** Text stood inside a table-of-contents field. */
  contents: boolean;
  drawings: Drawing[];
  /** Points: the largest letters. */
  size: number;
}

const EQUATION: Appearance = { kind: "raised", how: "公式" };
const GENERATED: Appearance = { kind: "stale", how: "自动生成的日期或页码" };

/** Reads the content of a paragraph. */
export class InlineReader {
  readonly #look: ParagraphLook;
  readonly #walk: Walk;
  readonly #into: Inline;

  constructor(look: ParagraphLook, walk: Walk, into: Inline) {
    this.#look = look;
    this.#walk = walk;
    this.#into = into;
  }

  /** @param outer how all of it looks for what stands around it */
  nodes(nodes: readonly XmlNode[], outer?: Appearance): void {
    for (const node of nodes) this.#node(node, outer);
  }

  #node(node: XmlNode, outer: Appearance | undefined): void {
    if (SKIPPED.test(node.name)) return;
    switch (node.name) {
      case "w:r":
      case "m:r":
        this.#run(node, outer);
        break;
      case "mc:AlternateContent":
        this.nodes(chooseAlternate(node), outer ?? alternateAppearance(node));
        break;
      case "w:fldSimple":
        this.#push(this.#walk.fields.simple(node, () => this.nodes(node.children, outer)));
        break;
      case "w:sdt":
        this.nodes(node.children, outer ?? controlAppearance(node, this.#walk.boundValue));
        break;
      case "w:bdo":
      case "w:dir":
        this.nodes(node.children, outer ?? (node.attributes.val === "rtl" ? RIGHT_TO_LEFT : undefined));
        break;
      default:
        // Hyperlinks, smart tags, insertions, equations: what they hold is printed.
        if (node.name.startsWith("m:") && !ON_THE_LINE.test(node.name)) this.#push({ text: "", appearance: EQUATION });
        this.nodes(node.children, outer ?? SCRIPTS[node.name]);
    }
  }

  #push(run: StyledText | null): void {
    if (run) this.#into.runs.push(run);
  }

  #run(node: XmlNode, outer: Appearance | undefined): void {
    const look = runLook(child(node, "w:rPr"), this.#look);
    if (!isHidden(look)) this.#content(node, look, outer);
    else for (const inner of node.children) if (inner.name === "w:fldChar") this.#walk.fields.mark(inner);
  }

  #print(text: string, look: RunLook, outer: Appearance | undefined): void {
    const { fields } = this.#walk;
    if (!fields.printed) return;
    const blank = text.trim() === "";
    const appearance = blank ? undefined : (appearanceOf(look, text) ?? outer ?? fields.appearance);
    this.#push({ text, ...(appearance && { appearance }) });
    if (blank) return;
    if (fields.inContents) this.#into.contents = true;
    this.#into.size = Math.max(this.#into.size, sizeOf(look.properties));
  }

  #content(node: XmlNode, look: RunLook, outer: Appearance | undefined): void {
    const { fields, notes } = this.#walk;
    const print = (text: string) => this.#print(text, look, outer);
    for (const inner of node.children) {
      switch (inner.name) {
        case "w:t":
        case "m:t":
          print(inner.text);
          break;
        case "w:tab":
        case "w:ptab":
          print("\t");
          break;
        case "w:br":
        case "w:cr":
          print("\n");
          break;
        case "w:noBreakHyphen":
          print("-");
          break;
        case "w:sym":
          print(symbol(inner.attributes.font, inner.attributes.char));
          break;
        case "w:fldChar":
          this.#push(fields.mark(inner));
          break;
        case "w:instrText":
          fields.code(inner.text);
          break;
        case "w:footnoteReference":
        case "w:endnoteReference":
          notes.push({
            kind: inner.name === "w:footnoteReference" ? "footnote" : "endnote",
            id: inner.attributes.id ?? "",
          });
          this.#push({ text: "", appearance: NOTE_MARK });
          break;
        case "w:drawing":
        case "w:pict":
        case "w:object":
          this.#drawing(inner);
          break;
        case "w:ruby":
          this.#push({ text: "", appearance: { kind: "raised", how: "注音文字" } });
          for (const base of child(inner, "w:rubyBase")?.children ?? []) this.#node(base, outer);
          break;
        case "mc:AlternateContent":
          this.#content({ ...inner, children: chooseAlternate(inner) }, look, outer ?? alternateAppearance(inner));
          break;
        default:
          if (DATE_OR_PAGE.test(inner.name)) this.#push({ text: "", appearance: GENERATED });
      }
    }
  }

  #drawing(node: XmlNode): void {
    const drawing = readDrawing(node);
    if (drawing) this.#into.drawings.push(drawing);
  }
}

/** Not printed: what was deleted or moved away, and what only describes. */
const SKIPPED = /^(?:w:pPr|w:del|w:moveFrom|w:sdtPr|w:sdtEndPr|w:rPr|m:.*Pr)$/u;
/** Blocks that Word fills in by itself. */
const DATE_OR_PAGE = /^w:(?:pgNum|(?:day|month|year)(?:Short|Long))$/u;
/** Parts of an equation that keep what they hold on the line of the text. */
const ON_THE_LINE = /^m:(?:oMathPara|oMath|e|sup|sub|sSup|sSub|sSubSup|sPre)$/u;
const SCRIPTS: Readonly<Record<string, Appearance>> = { "m:sup": RAISED, "m:sub": LOWERED };

/** The text of a part of the file, however it looks. */
const textIn = (nodes: readonly XmlNode[]): string =>
  nodes.map((node) => (node.name === "w:t" ? node.text : textIn(node.children))).join("");

/** Where the branches for newer and older programs print different text, what is seen depends on the program. */
export function alternateAppearance(node: XmlNode): Appearance | undefined {
  const texts = new Set(node.children.map((branch) => textIn(branch.children)));
  return texts.size > 1 ? { kind: "stale", how: "因软件版本而异的文字" } : undefined;
}
