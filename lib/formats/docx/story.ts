import type { Appearance } from "../../document/appearance.ts";
import type { Role } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { UnsupportedError } from "../errors.ts";
import { childValue, chooseAlternate } from "../shared/package-xml.ts";
import type { Draft, DraftCell, TextBox } from "../shared/word-drafts.ts";
import { AUTOMATIC_NUMBER, offThePage, SLIVER, tooNarrow, widthOf } from "../shared/word-look.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { shapeFill } from "./colours.ts";
import { controlAppearance } from "./controls.ts";
import { readGrid } from "./grid.ts";
import { alternateAppearance, type Inline, InlineReader, type Walk } from "./inline.ts";
import {
  cellGround,
  type Ground,
  isHidden,
  lineOf,
  type Page,
  type ParagraphLook,
  paragraphLook,
  runLook,
  sizeOf,
  spaceOf,
} from "./look.ts";
import type { Numbering } from "./numbering.ts";
import { NONE, type Style } from "./styles.ts";
import { tableParts } from "./table-style.ts";

export interface StoryWalk extends Walk {
  readonly numbering: Numbering;
  readonly page: Page;
}

const HEADING_STYLE = /^(?:heading|标题)\s*\d|^(?:title|subtitle|标题|副标题)$/u;
const CONTENTS_STYLE = /^toc(?:\s*\d|\s+heading)|^目录/u;
/** A line of a table of contents ends with its page number. */
const CONTENTS_LINE = /(?:\d|[ivxlc])\s*$/iu;
const BODY_OUTLINE = 9;

const textOf = ({ runs }: Pick<Inline, "runs">): string => runs.map(({ text }) => text).join("");

function roleOf(properties: XmlNode | undefined, style: Style | undefined, inline: Inline, outer: Role): Role {
  if (outer !== "body") return outer;
  if (CONTENTS_STYLE.test(style?.name ?? "") || (inline.contents && CONTENTS_LINE.test(textOf(inline))))
    return "furniture";
  const direct = childValue(properties, "w:outlineLvl");
  const outline = direct === undefined ? style?.outlineLevel : Number(direct);
  return (outline !== undefined && outline < BODY_OUTLINE) || HEADING_STYLE.test(style?.name ?? "")
    ? "heading"
    : "body";
}

const CONTENTS_GALLERY = "Table of Contents";

/** Reads block after block; keeps what a deleted or hidden paragraph mark carries over to the next paragraph. */
class StoryReader {
  readonly drafts: Draft[] = [];
  #carried: Inline | null = null;
  readonly #walk: StoryWalk;
  readonly #ground: Ground;

  constructor(walk: StoryWalk, ground: Ground) {
    this.#walk = walk;
    this.#ground = ground;
  }

  /** @param outer how all of it looks for what stands around it */
  blocks(nodes: readonly XmlNode[], role: Role, outer?: Appearance): void {
    for (const node of nodes) {
      switch (node.name) {
        case "w:p":
          this.#paragraph(node, role, outer);
          break;
        case "w:tbl":
          this.flush(role);
          this.#table(node, role, outer);
          break;
        case "w:sdt": {
          const gallery = childValue(child(child(node, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery");
          const inside = child(node, "w:sdtContent")?.children ?? [];
          const contents = gallery === CONTENTS_GALLERY && role === "body";
          this.blocks(inside, contents ? "furniture" : role, outer ?? controlAppearance(node, this.#walk.boundValue));
          break;
        }
        case "w:altChunk":
          // Word draws in another file here: reading on without it would lose tables unnoticed.
          throw new UnsupportedError("文件内嵌了其他文档（altChunk），请用 Word 或 WPS 打开后另存为 .docx 再提交。");
        case "mc:AlternateContent":
          this.blocks(chooseAlternate(node), role, outer ?? alternateAppearance(node));
          break;
        case "w:customXml":
        case "w:smartTag":
        case "w:ins":
        case "w:moveTo":
          this.blocks(node.children, role, outer);
          break;
      }
    }
  }

  /** Ends the story: text whose paragraph mark is gone has no paragraph to go to. */
  flush(role: Role): void {
    if (this.#carried)
      this.#emit(this.#carried, paragraphLook(undefined, undefined, this.#walk.page, this.#ground), role, role);
    this.#carried = null;
  }

  #paragraph(node: XmlNode, role: Role, outer: Appearance | undefined): void {
    const walk = this.#walk;
    const properties = child(node, "w:pPr");
    const styleId = childValue(properties, "w:pStyle");
    const style = styleId === undefined ? walk.page.styles.defaultParagraph : walk.page.styles.get(styleId);
    const look = paragraphLook(properties, style, walk.page, this.#ground);
    const inline: Inline = { runs: [], contents: false, drawings: [], size: 0 };
    new InlineReader(look, walk, inline).nodes(node.children, outer);
    walk.fields.endCodes();

    const mark = child(properties, "w:rPr");
    const deleted = child(mark, "w:del") !== undefined || child(mark, "w:moveFrom") !== undefined;
    const hidden = !deleted && mark !== undefined && isHidden(runLook(mark, look));
    if (!deleted && (!hidden || textOf(inline).trim() !== "")) this.#number(inline, properties, style, styleId);
    if (this.#carried) {
      const { runs, drawings } = this.#carried;
      for (const run of inline.runs) runs.push(run);
      for (const drawing of inline.drawings) drawings.push(drawing);
      Object.assign(inline, { runs, drawings });
      this.#carried = null;
    }
    if (deleted || hidden) this.#carried = inline;
    else this.#emit(inline, look, roleOf(properties, style, inline, role), role);
  }

  /** The automatic number before a paragraph: where it stands beside a figure, it is no part of it. */
  #number(
    inline: Inline,
    properties: XmlNode | undefined,
    style: Style | undefined,
    styleId: string | undefined,
  ): void {
    const list = child(properties, "w:numPr");
    const text = this.#walk.numbering.next(childValue(list, "w:numId"), childValue(list, "w:ilvl"), style, styleId);
    if (text === "") return;
    const rest = textOf(inline);
    const counted = this.#ground.inCell && (squash(rest) === "" || /\p{Nd}/u.test(rest));
    inline.runs.unshift(counted ? { text, appearance: AUTOMATIC_NUMBER } : { text });
  }

  #emit(inline: Inline, look: ParagraphLook, role: Role, outer: Role): void {
    const { runs, drawings } = inline;
    const size = inline.size || sizeOf(look.run);
    const [before, after] = spaceOf(look.paragraph);
    const measure = {
      size,
      width: widthOf(squash(textOf(inline)), size),
      line: lineOf(look.paragraph, size).height,
      before,
      after,
    };
    this.drafts.push({ kind: "paragraph", runs, role, drawings, measure });
    for (const { pictures } of drawings)
      for (const picture of pictures) this.drafts.push({ kind: "picture", ...picture });
    for (const { boxes } of drawings)
      for (const box of boxes)
        this.drafts.push(...readStory(box.content.children, this.#walk, outer, this.#inBox(box)));
  }

  #inBox({ shape }: TextBox): Ground {
    const { inCell, behind } = this.#ground;
    return { part: NO_PART, inCell, behind: shapeFill(shape, this.#walk.page.colours, behind) };
  }

  #table(node: XmlNode, role: Role, outer: Appearance | undefined): void {
    const { page } = this.#walk;
    const { rows, columns, cells, heights, exceptions } = readGrid(node);
    const properties = child(node, "w:tblPr");
    const style = page.styles.get(childValue(properties, "w:tblStyle")) ?? page.styles.defaultTable;
    const partOf = tableParts(properties, style, { rows, columns });
    const away = outer ?? this.#ground.whole ?? placeFlaw(properties);
    const drafts = cells.map(({ sources, ...place }): DraftCell => {
      const depth = this.#walk.fields.depth;
      const part = partOf({ sources, ...place });
      const tableShading = [
        child(exceptions[place.row], "w:shd"),
        child(properties, "w:shd"),
        style?.table.get("w:shd"),
      ];
      const content = sources.flatMap(({ cell, controls }) => {
        const shadings = [child(child(cell, "w:tcPr"), "w:shd"), part.cell.get("w:shd"), ...tableShading];
        const behind = cellGround(shadings, page.colours, this.#ground.behind);
        const whole =
          away ??
          widthFlaw(cell, place.width) ??
          controls.map((control) => controlAppearance(control, this.#walk.boundValue)).find(Boolean);
        return readStory(cell.children, this.#walk, role, {
          part,
          behind,
          inCell: true,
          width: place.width,
          ...(whole && { whole }),
        });
      });
      // A field that a cell leaves open ends with it.
      this.#walk.fields.cutTo(depth);
      return { ...place, content, crossed: sources.some(({ cell }) => isCrossed(cell, part.cell.get("w:tcBorders"))) };
    });
    this.drafts.push({ kind: "table", rows, columns, cells: drafts, heights, ragged: false, left: leftOf(properties) });
  }
}

const NO_PART: Ground["part"] = { run: NONE, paragraph: NONE };

/** The text of a report stands on the page. */
export const onPage = ({ page: { colours } }: StoryWalk): Ground => ({
  part: NO_PART,
  behind: colours.page,
  inCell: false,
});

const TWIPS = 20;
const leftOf = (properties: XmlNode | undefined): number =>
  childValue(properties, "w:jc") === undefined
    ? (Number(child(properties, "w:tblInd")?.attributes.w) || 0) / TWIPS
    : Number.NaN;

/** Of a table that is placed, or indented, away from the page. */
function placeFlaw(properties: XmlNode | undefined): Appearance | undefined {
  const { tblpX, tblpY } = child(properties, "w:tblpPr")?.attributes ?? {};
  return offThePage([tblpX, tblpY, child(properties, "w:tblInd")?.attributes.w].map((twips) => Number(twips) / TWIPS));
}

/** @param styled the borders that the table's style gives the cell */
function isCrossed(cell: XmlNode, styled: XmlNode | undefined): boolean {
  const borders = child(child(cell, "w:tcPr"), "w:tcBorders");
  return ["w:tl2br", "w:tr2bl"].some((name) =>
    /^(?!nil$|none$)/u.test(childValue(borders, name) ?? childValue(styled, name) ?? "none"),
  );
}

/** Of a column too narrow by the grid and by the cell's own word. */
function widthFlaw(cell: XmlNode, width: number): Appearance | undefined {
  const { w, type = "dxa" } = child(child(cell, "w:tcPr"), "w:tcW")?.attributes ?? {};
  const wide = type === "dxa" && Number(w) / TWIPS >= SLIVER;
  return wide ? undefined : tooNarrow(width);
}

export function readStory(nodes: readonly XmlNode[], walk: StoryWalk, role: Role, ground: Ground): Draft[] {
  const reader = new StoryReader(walk, ground);
  reader.blocks(nodes, role);
  reader.flush(role);
  return reader.drafts;
}
