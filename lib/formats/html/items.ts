import type { Flaw, StyledText } from "../../document/appearance.ts";
import type { Element } from "./tree.ts";

/** The things that a page shows, before roles and places are given. */

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
  /** For each line its runs; absent where all of them are plain. */
  readonly runs?: readonly (readonly StyledText[])[];
}

/** What stands where no text is left: struck text, a small picture, generated content. */
interface MarkItem {
  readonly kind: "mark";
  readonly runs: readonly StyledText[];
}

export interface PictureItem {
  readonly kind: "picture";
  /** Points; 0 where the page does not say. */
  readonly width: number;
  readonly height: number;
  /** Where it is kept; absent where it is none that could be read, or may not be seen as it is. */
  readonly address?: string;
  readonly element?: Element;
}

export type Item = ParagraphItem | MarkItem | PictureItem | TableItem;

/** A table of data, its cells laid out as a browser does. */
export interface TableItem {
  readonly kind: "table";
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly PlacedCell[];
  /** True where preformatted text keeps the order of cells but not their columns. */
  readonly ragged: boolean;
  /** Absent for preformatted text. */
  readonly element?: Element;
}

export interface PlacedCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
  readonly flaws?: readonly Flaw[];
}
