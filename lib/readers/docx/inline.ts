import { LIMITS } from "../../limits.ts";
import { child, type XmlNode } from "../xml-tree.ts";
import type { Style, Styles } from "./styles.ts";
import { symbol } from "./symbols.ts";
import { childValue, chooseAlternate, onOff } from "./xml.ts";

/** The content of one paragraph: what of it is printed, and what hangs on it. */

interface Field {
  /** Its code is over: what follows is its result, which is printed. */
  result: boolean;
  instruction: string;
}

export interface NoteReference {
  readonly kind: "footnote" | "endnote";
  readonly id: string;
}

/** What a walk through a story (body, header, note) carries along. Fields may begin in one paragraph and end in another. */
export interface Walk {
  readonly styles: Styles;
  readonly fields: Field[];
  readonly notes: NoteReference[];
}

export interface PictureReference {
  readonly width: number;
  readonly height: number;
  /** Relationship to the part that holds it. */
  readonly relationship?: string;
}

export interface Inline {
  text: string;
  /** Text stood inside a table-of-contents field. */
  contents: boolean;
  /** Contents of text boxes anchored here. */
  readonly boxes: XmlNode[];
  /** Sizes in points. */
  readonly pictures: PictureReference[];
}

const EMU_PER_POINT = 12_700;
const POINTS: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 72 / 2.54, mm: 72 / 25.4, px: 0.75, pc: 12 };

function emu(value: string | undefined): number {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number / EMU_PER_POINT : 0;
}

const SIZES = {
  width: /(?:^|;)\s*width\s*:\s*([\d.]+)(pt|in|cm|mm|px|pc)?/u,
  height: /(?:^|;)\s*height\s*:\s*([\d.]+)(pt|in|cm|mm|px|pc)?/u,
} as const;

function cssLength(style: string | undefined, property: keyof typeof SIZES): number {
  const found = SIZES[property].exec(style ?? "");
  const length = Number(found?.[1] ?? 0) * (POINTS[found?.[2] ?? "px"] ?? 1);
  return Number.isFinite(length) ? length : 0;
}

/** Whether text is hidden: said directly, else by styles, where character and paragraph style toggle each other (17.7.3). */
export function isHidden(properties: XmlNode | undefined, paragraphStyle: Style | undefined, styles: Styles): boolean {
  const direct = onOff(properties, "w:vanish");
  if (direct !== undefined) return direct;
  const character = styles.get(childValue(properties, "w:rStyle"))?.hidden ?? false;
  return styles.hidden || character !== (paragraphStyle?.hidden ?? false);
}

function relationshipOf(picture: XmlNode): Pick<PictureReference, "relationship"> {
  const blip = picture.name === "v:imagedata" ? picture : child(child(picture, "pic:blipFill"), "a:blip");
  const relationship = blip?.attributes["r:embed"] ?? blip?.attributes["r:id"];
  return relationship === undefined ? {} : { relationship };
}

/** Finds text boxes and pictures in a drawing, DrawingML or VML, groups included. */
function readDrawing(node: XmlNode, size: { width: number; height: number }, into: Inline): void {
  for (const inner of node.name === "mc:AlternateContent" ? chooseAlternate(node) : node.children) {
    let innerSize = size;
    if (inner.name === "w:txbxContent") into.boxes.push(inner);
    else {
      if (inner.name === "wp:inline" || inner.name === "wp:anchor") {
        const extent = child(inner, "wp:extent")?.attributes;
        innerSize = { width: emu(extent?.cx), height: emu(extent?.cy) };
      } else if (inner.name.startsWith("v:") && inner.attributes.style !== undefined) {
        innerSize = { width: cssLength(inner.attributes.style, "width"), height: cssLength(inner.attributes.style, "height") };
      }
      if (inner.name === "pic:pic" || inner.name === "v:imagedata") into.pictures.push({ ...innerSize, ...relationshipOf(inner) });
      else readDrawing(inner, innerSize, into);
    }
  }
}

function readField(node: XmlNode, fields: Field[]): void {
  const type = node.attributes.fldCharType;
  const top = fields.at(-1);
  if (type === "begin" && fields.length < LIMITS.fieldDepth) fields.push({ result: false, instruction: "" });
  else if (type === "separate" && top) top.result = true;
  else if (type === "end") fields.pop();
}

const isContentsField = (field: Field) => /^\s*TOC\b/u.test(field.instruction);

function readRun(node: XmlNode, walk: Walk, into: Inline): void {
  const print = (text: string) => {
    if (walk.fields.every((field) => field.result)) {
      into.text += text;
      if (text.trim() !== "" && walk.fields.some(isContentsField)) into.contents = true;
    }
  };
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
        readField(inner, walk.fields);
        break;
      case "w:instrText": {
        const top = walk.fields.at(-1);
        if (top && !top.result) top.instruction += inner.text;
        break;
      }
      case "w:footnoteReference":
      case "w:endnoteReference":
        walk.notes.push({ kind: inner.name === "w:footnoteReference" ? "footnote" : "endnote", id: inner.attributes.id ?? "" });
        break;
      case "w:drawing":
      case "w:pict":
      case "w:object":
        readDrawing(inner, { width: 0, height: 0 }, into);
        break;
      case "w:ruby":
        for (const base of child(inner, "w:rubyBase")?.children ?? []) readRun(base, walk, into);
        break;
      case "mc:AlternateContent":
        readRun({ ...inner, children: chooseAlternate(inner) }, walk, into);
        break;
    }
  }
}

/** Not printed: what was deleted or moved away, and what only describes. */
const SKIPPED = /^(?:w:pPr|w:del|w:moveFrom|w:sdtPr|w:sdtEndPr|w:rPr|m:.*Pr)$/u;

export function readInline(nodes: readonly XmlNode[], style: Style | undefined, walk: Walk, into: Inline): void {
  for (const node of nodes) {
    if (SKIPPED.test(node.name)) continue;
    if (node.name === "w:r" || node.name === "m:r") {
      if (!isHidden(child(node, "w:rPr"), style, walk.styles)) readRun(node, walk, into);
      else for (const inner of node.children) if (inner.name === "w:fldChar") readField(inner, walk.fields);
    } else if (node.name === "mc:AlternateContent") readInline(chooseAlternate(node), style, walk, into);
    // Hyperlinks, simple fields, content controls, smart tags, insertions, equations: what they hold is printed.
    else readInline(node.children, style, walk, into);
  }
}
