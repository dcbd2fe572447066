import type { Role } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { UnsupportedError } from "../errors.ts";
import { child, type XmlNode } from "../xml-tree.ts";
import { readGrid } from "./grid.ts";
import { type Inline, isHidden, type PictureReference, readInline, type Walk } from "./inline.ts";
import type { Numbering } from "./numbering.ts";
import type { Style } from "./styles.ts";
import { childValue, chooseAlternate } from "./xml.ts";

/** A story (body, cell, note, header, text box) in reading order, before its things are counted and placed. */
export type Draft =
  | { readonly kind: "paragraph"; readonly text: string; readonly role: Role }
  | ({ readonly kind: "picture" } & PictureReference)
  | { readonly kind: "table"; readonly rows: number; readonly columns: number; readonly cells: readonly DraftCell[] };

export interface DraftCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly content: readonly Draft[];
}

export interface StoryWalk extends Walk {
  readonly numbering: Numbering;
}

const HEADING_STYLE = /^(?:heading|标题)\s*\d|^(?:title|subtitle|标题|副标题)$/u;
const CONTENTS_STYLE = /^toc(?:\s*\d|\s+heading)|^目录/u;
/** A line of a table of contents ends with its page number. */
const CONTENTS_LINE = /(?:\d|[ivxlc])\s*$/iu;
const BODY_OUTLINE = 9;

function roleOf(properties: XmlNode | undefined, style: Style | undefined, inline: Inline, outer: Role): Role {
  if (outer !== "body") return outer;
  if (CONTENTS_STYLE.test(style?.name ?? "") || (inline.contents && CONTENTS_LINE.test(inline.text))) return "furniture";
  const direct = childValue(properties, "w:outlineLvl");
  const outline = direct === undefined ? style?.outlineLevel : Number(direct);
  return (outline !== undefined && outline < BODY_OUTLINE) || HEADING_STYLE.test(style?.name ?? "") ? "heading" : "body";
}

const CONTENTS_GALLERY = "Table of Contents";

/** Reads block after block; keeps what a deleted or hidden paragraph mark carries over to the next paragraph. */
class StoryReader {
  readonly drafts: Draft[] = [];
  private carried: Inline | null = null;
  private readonly walk: StoryWalk;

  constructor(walk: StoryWalk) {
    this.walk = walk;
  }

  blocks(nodes: readonly XmlNode[], role: Role): void {
    for (const node of nodes) {
      switch (node.name) {
        case "w:p":
          this.paragraph(node, role);
          break;
        case "w:tbl":
          this.flush(role);
          this.table(node, role);
          break;
        case "w:sdt": {
          const gallery = childValue(child(child(node, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery");
          this.blocks(child(node, "w:sdtContent")?.children ?? [], gallery === CONTENTS_GALLERY && role === "body" ? "furniture" : role);
          break;
        }
        case "w:altChunk":
          // Word draws in another file here: reading on without it would lose tables unnoticed.
          throw new UnsupportedError("文件内嵌了其他文档（altChunk），请用 Word 或 WPS 打开后另存为 .docx 再提交。");
        case "mc:AlternateContent":
          this.blocks(chooseAlternate(node), role);
          break;
        case "w:customXml":
        case "w:smartTag":
        case "w:ins":
        case "w:moveTo":
          this.blocks(node.children, role);
          break;
      }
    }
  }

  /** Ends the story: text whose paragraph mark is gone has no paragraph to go to. */
  flush(role: Role): void {
    if (this.carried) this.emit(this.carried, role, role);
    this.carried = null;
  }

  private paragraph(node: XmlNode, role: Role): void {
    const { walk } = this;
    const properties = child(node, "w:pPr");
    const styleId = childValue(properties, "w:pStyle");
    const style = styleId === undefined ? walk.styles.defaultParagraph : walk.styles.get(styleId);
    const inline: Inline = { text: "", contents: false, boxes: [], pictures: [] };
    readInline(node.children, style, walk, inline);
    // A field code does not reach over a paragraph's end in practice; a torn one must not swallow the rest.
    for (const field of walk.fields) field.result = true;

    const mark = child(properties, "w:rPr");
    const deleted = child(mark, "w:del") !== undefined || child(mark, "w:moveFrom") !== undefined;
    const hidden = !deleted && mark !== undefined && isHidden(mark, style, walk.styles);
    if (!deleted && (!hidden || inline.text.trim() !== "")) {
      const list = child(properties, "w:numPr");
      inline.text = walk.numbering.next(childValue(list, "w:numId"), childValue(list, "w:ilvl"), style, styleId) + inline.text;
    }
    if (this.carried) {
      inline.text = this.carried.text + inline.text;
      inline.boxes.unshift(...this.carried.boxes);
      inline.pictures.unshift(...this.carried.pictures);
      this.carried = null;
    }
    if (deleted || hidden) this.carried = inline;
    else this.emit(inline, roleOf(properties, style, inline, role), role);
  }

  private emit(inline: Inline, role: Role, outer: Role): void {
    if (squash(inline.text) !== "") this.drafts.push({ kind: "paragraph", text: inline.text, role });
    for (const picture of inline.pictures) this.drafts.push({ kind: "picture", ...picture });
    for (const box of inline.boxes) this.drafts.push(...readStory(box.children, this.walk, outer));
  }

  private table(node: XmlNode, role: Role): void {
    const { rows, columns, cells } = readGrid(node);
    const drafts = cells.map(({ sources, ...place }) => {
      const fields = this.walk.fields.length;
      const content = sources.flatMap((cell) => readStory(cell.children, this.walk, role));
      // A field that a cell leaves open ends with it.
      this.walk.fields.length = Math.min(fields, this.walk.fields.length);
      return { ...place, content };
    });
    this.drafts.push({ kind: "table", rows, columns, cells: drafts });
  }
}

export function readStory(nodes: readonly XmlNode[], walk: StoryWalk, role: Role): Draft[] {
  const reader = new StoryReader(walk);
  reader.blocks(nodes, role);
  reader.flush(role);
  return reader.drafts;
}
