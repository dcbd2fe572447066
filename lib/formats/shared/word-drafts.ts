import type { StyledText } from "../../document/appearance.ts";
import type { Picture, Role } from "../../document/document.ts";
import type { XmlNode } from "./xml-tree.ts";

/** What a Word file holds, old or new, before it is counted and placed. */

/** A story (body, cell, note, header, text box) in reading order, before its things are counted and placed. */
export type Draft = DraftParagraph | DraftPicture | DraftTable;

export type DraftPicture = { readonly kind: "picture" } & PictureReference;

export interface DraftParagraph {
  readonly kind: "paragraph";
  readonly runs: readonly StyledText[];
  readonly role: Role;
  /** Everything drawn in it or anchored to it. */
  readonly drawings: readonly Drawing[];
  readonly measure: Measure;
}

/** How much room a paragraph takes, in points, as far as that can be told without laying it out. */
interface Measure {
  /** Of its largest letters. */
  readonly size: number;
  /** Of its text on one line. */
  readonly width: number;
  readonly line: number;
  readonly before: number;
  readonly after: number;
}

export interface DraftTable {
  readonly kind: "table";
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly DraftCell[];
  readonly heights: readonly RowHeight[];
  /** Its rows keep the order of their cells, but not their columns. */
  readonly ragged: boolean;
  /** Points from the left edge of the text around it. */
  readonly left: number;
}

export interface DraftCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Points from the table's left edge to the cell's, and its width; NaN where the file does not say. */
  readonly left: number;
  readonly width: number;
  readonly content: readonly Draft[];
  /** A line is drawn through it from corner to corner. */
  readonly crossed: boolean;
}

/** A picture as it is drawn. */
export type PictureReference = Omit<Picture, "kind" | "place">;

/** A text box: what is in it, and the node that says how it is filled. */
export interface TextBox {
  readonly content: XmlNode;
  readonly shape: XmlNode | undefined;
}

/** Where a drawing lies over the text, in points. */
export interface Float {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /**
   * What x and y count from: the place of its paragraph, or the page's text area; "unknown" where it is aligned to
   * something.
   */
  readonly across: "place" | "page" | "unknown";
  readonly down: "place" | "page" | "unknown";
  /** Of margins outside of the text, where `across` or `down` counts from the page's edge. */
  readonly fromEdge: readonly [across: boolean, down: boolean];
}

/** Something drawn in a paragraph or anchored to it. */
export interface Drawing {
  readonly pictures: PictureReference[];
  readonly boxes: TextBox[];
  /** In words: 图片, 文本框, 图形. */
  readonly how: string;
  /** Absent where it stands in the line, lies behind the text, or text flows around it. */
  readonly float?: Float;
}

/** What a row says of its height, in points. */
export interface RowHeight {
  readonly points: number;
  /** What does not fit is cut off. */
  readonly exact: boolean;
}
