import type { Flaw } from "./appearance.ts";
import type { ClaimedSum } from "./claimed-sum.ts";
import type { FormatName } from "./formats.ts";

/**
 * What a document is, whatever format it came in: text and tables in reading order, and where each thing stands.
 * Everything here is immutable data; the grid of a table is derived from its flat list of cells.
 */

/**
 * Points (1/72 inch): x and y of the top left corner, width, height. Origin top left of the page as a reader sees it.
 */
export type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * Where a thing stands. Pages, tables, rows, columns and paragraphs count from 1 (pages) and 0 (the others); offsets
 * are characters of the decoded text.
 */
export type Place =
  | { readonly page: number; readonly box: Box }
  | { readonly table: number; readonly row: number; readonly column: number }
  | { readonly paragraph: number }
  | { readonly offset: number; readonly length: number };

/**
 * `furniture` is what surrounds the text: page headers and footers, page numbers, a site's navigation, a table of
 * contents.
 */
export type Role = "body" | "heading" | "furniture" | "note" | "metadata";

export interface Paragraph {
  readonly kind: "paragraph";
  /**
   * The text as printed, automatic numbers included, without hidden, deleted or struck text. Line breaks inside are
   * "\n".
   */
  readonly text: string;
  readonly role: Role;
  readonly place: Place;
  /** What in the text is not plain; absent where all of it is. */
  readonly flaws?: readonly Flaw[];
}

export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Raw text as printed; lines are separated by "\n"; an empty cell is "". */
  readonly text: string;
  readonly place: Place;
  /** 0 to 1; absent where the text was not recognised but read. */
  readonly confidence?: number;
  /** What in or over the cell is not plain; absent where what is read is what a person sees. */
  readonly flaws?: readonly Flaw[];
  /** Whether two readings agree on it; absent where nothing asked. */
  readonly agrees?: boolean;
}

export interface Table {
  readonly kind: "table";
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly Cell[];
  /** True where the source keeps the order of cells in a row but not their columns (tables flattened to text). */
  readonly ragged: boolean;
  readonly place: Place;
}

/** Shares of a picture's width and height. */
export type Cut = readonly [left: number, top: number, right: number, bottom: number];

/** Something that lies over a picture, or may: over all of its width, from and to these shares of its height. */
export interface PictureCover {
  readonly from: number;
  readonly to: number;
  /** What it is, in words: 图形, 图片. */
  readonly how: string;
}

/** A picture that stands in the text: a reader does not look into it. */
export interface Picture {
  readonly kind: "picture";
  /** Size as shown, in points; 0 where the source does not say. */
  readonly width: number;
  readonly height: number;
  readonly place: Place;
  /** By what both readings know where the file keeps it; absent where it keeps none that could be read. */
  readonly source?: string;
  /** What of it is kept but not shown, at its edges; absent where all of it is shown. */
  readonly cut?: Cut;
  /** What the file draws over it; absent where nothing. */
  readonly covers?: readonly PictureCover[];
}

export type Block = Paragraph | Table | Picture;

/** What a page turned out to be. */
export type PageKind = "text" | "picture" | "searchable-scan" | "mixed" | "garbled" | "blank";

export interface Page {
  /** Counted from 1. */
  readonly number: number;
  readonly kind: PageKind;
  /** Points, as a reader sees the page. */
  readonly width: number;
  readonly height: number;
  /** True where an engine recognised the page's pictures so well that what it did not find is not there. */
  readonly recognised?: boolean;
}

export interface Document {
  readonly format: FormatName;
  /** The title that the file itself declares (HTML title, document properties); null where there is none. */
  readonly title: string | null;
  /** Pages with their kinds, for formats that have pages; empty for the others. */
  readonly pages: readonly Page[];
  readonly blocks: readonly Block[];
  /** The sums that its tables claim in words; absent where a family's own rules judge them. */
  readonly sums?: readonly ClaimedSum[];
}

/**
 * The flat text of a document, read from the bytes a second time by other means: pieces in reading order,
 * one paragraph or one table cell each. An empty cell is an empty piece, unless the source cannot tell it (`blanksKept`
 * false).
 */
export interface FlatText {
  readonly pieces: readonly string[];
  readonly blanksKept: boolean;
  /** For formats with pages: where each piece begins; `y` is its height on the page in points from the top. */
  readonly places?: readonly { readonly page: number; readonly y: number }[];
}

/** The cell at each position of a table, spans filled in; null where the source has none. */
export function gridOf(table: Table): (Cell | null)[][] {
  const grid = Array.from({ length: table.rows }, () => new Array<Cell | null>(table.columns).fill(null));
  for (const cell of table.cells) {
    for (let row = cell.row; row < Math.min(cell.row + cell.rowSpan, table.rows); row++) {
      for (let column = cell.column; column < Math.min(cell.column + cell.columnSpan, table.columns); column++) {
        const line = grid[row];
        if (line && line[column] === null) line[column] = cell;
      }
    }
  }
  return grid;
}

export const isTable = (block: Block): block is Table => block.kind === "table";
export const isParagraph = (block: Block): block is Paragraph => block.kind === "paragraph";
