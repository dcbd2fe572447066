import type { PictureCover } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { mayMatter } from "./recognition.ts";
import type { Draft, DraftCell, DraftParagraph, DraftPicture, DraftTable, Drawing, Float } from "./word-drafts.ts";

/**
 * Which cells and pictures a drawing that floats in front of the text may lie over. A Word file does not say where its lines come to
 * stand, so the heights of what lies between a drawing's anchor and a cell are estimated, and the estimate's error is
 * given to the drawing.
 */

/** The text area of the page, in points. */
export interface PageArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Row {
  readonly top: number;
  readonly bottom: number;
  readonly cells: readonly { readonly cell: DraftCell; readonly left: number; readonly right: number }[];
}

/** A picture in the text. Where in the room it stands, left or right, is not known. */
interface PlacedPicture {
  readonly picture: DraftPicture;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

interface Placed {
  readonly float: Float;
  readonly how: string;
  readonly pictures: Drawing["pictures"];
  /** Where its anchor stands. */
  readonly x: number;
  readonly y: number;
  readonly inCell: boolean;
}

/** Of the distance between anchor and row, what the estimate may be wrong by, besides a line. */
const ERROR = 0.35;
const LINE = 12;
/** A drawing placed on the page: the page's own beginning is estimated, too. */
const PAGE_ERROR = 0.15;
const MOST_PAGE_ERROR = 150;
/** Left and right of the text in a cell. */
const CELL_MARGINS = 10.8;

export const heightOf = ({ measure: { width, line, before, after } }: DraftParagraph, room: number): number => {
  const inside = room - CELL_MARGINS;
  const lines = inside > LINE ? Math.ceil(width / inside) : 1;
  return before + Math.max(1, lines) * line + after;
};

const holds = (pictures: Drawing["pictures"], { source }: DraftPicture): boolean =>
  pictures.some((picture) => picture.source === source);

/** Where a story is laid out. */
interface Room {
  readonly x: number;
  readonly top: number;
  readonly width: number;
  readonly inCell: boolean;
}

/** Lays a story out from top to bottom on one endless page. */
class Layout {
  readonly rows: Row[] = [];
  readonly pictures: PlacedPicture[] = [];
  readonly floats: Placed[] = [];

  story(drafts: readonly Draft[], { x, top, width, inCell }: Room): number {
    let y = top;
    // Pictures stand before their paragraph, or behind it.
    let before: PlacedPicture[] = [];
    for (const draft of drafts) {
      if (draft.kind === "picture") {
        const right = x + Math.max(width, draft.width);
        const placed = { picture: draft, top: y, bottom: y + draft.height, left: x, right };
        this.pictures.push(placed);
        before.push(placed);
        y = placed.bottom;
        continue;
      }
      if (draft.kind === "paragraph") {
        const own = before.find(({ picture }) => draft.drawings.some(({ pictures }) => holds(pictures, picture)));
        for (const { float, how, pictures } of draft.drawings)
          if (float) this.floats.push({ float, how, pictures, x, y: own?.top ?? y, inCell });
        y += heightOf(draft, width);
      } else y = this.#table(draft, x, y, width);
      before = [];
    }
    return y;
  }

  #table(table: DraftTable, x: number, from: number, room: number): number {
    const right = table.cells.reduce((most, cell) => Math.max(most, cell.left + cell.width || 0), 0);
    // Where its place is not said it is in the middle.
    const left = x + (Number.isNaN(table.left) ? (room - right) / 2 : table.left);
    const byRow = Array.from({ length: table.rows }, (): DraftCell[] => []);
    for (const cell of table.cells) byRow[cell.row]?.push(cell);
    let y = from;
    for (const [row, cells] of byRow.entries()) {
      const said = table.heights[row] ?? { points: 0, exact: false };
      const needed = cells.map((cell) => {
        const height =
          this.story(cell.content, { x: left + (cell.left || 0), top: y, width: cell.width, inCell: true }) - y;
        return cell.rowSpan === 1 ? height : 0;
      });
      const bottom =
        y +
        (said.exact
          ? said.points
          : needed.reduce((most, height) => Math.max(most, height), Math.max(LINE, said.points)));
      const placed = cells.map((cell) => ({
        cell,
        left: Number.isNaN(cell.left) ? Number.NEGATIVE_INFINITY : left + cell.left,
        right: Number.isNaN(cell.width) ? Number.POSITIVE_INFINITY : left + cell.left + cell.width,
      }));
      this.rows.push({ top: y, bottom, cells: placed });
      y = bottom;
    }
    return y;
  }
}

/** Where a drawing may lie: its sides, and its top and bottom with the error they have by themselves. */
function boxOf({ float, x, y, inCell }: Placed, page: PageArea) {
  // In a cell everything counts from the cell.
  const across = inCell && float.across === "page" ? "place" : float.across;
  const down = inCell && float.down === "page" ? "place" : float.down;
  const base = across === "place" ? x : float.fromEdge[0] ? -page.left : 0;
  const left = across === "unknown" ? (inCell ? x : 0) : base + float.x;
  const right = across === "unknown" ? left + (inCell ? float.width : page.width) : left + float.width;
  if (down === "place") return { left, right, top: y + float.y, bottom: y + float.y + float.height, error: 0 };
  if (down === "unknown") return { left, right, top: y, bottom: y + float.height, error: inCell ? 0 : MOST_PAGE_ERROR };
  const start = Math.max(0, Math.floor(y / page.height)) * page.height;
  const top = start + float.y - (float.fromEdge[1] ? page.top : 0);
  return { left, right, top, bottom: top + float.height, error: Math.min(MOST_PAGE_ERROR, PAGE_ERROR * y) };
}

/** Points: less than this is a touch of borders, no cover. */
const TOUCH = 2;

/** A header or footer, which stands on every page. */
export interface Furniture {
  readonly drafts: readonly Draft[];
  readonly where: "above" | "below";
}

/** What drawings may lie over. */
export interface Covered {
  /** How the drawings over each cell are called: 图片, 文本框, 图形. */
  readonly cells: ReadonlyMap<DraftCell, ReadonlySet<string>>;
  readonly pictures: ReadonlyMap<DraftPicture, readonly PictureCover[]>;
}

export function coveredBy(drafts: readonly Draft[], furniture: readonly Furniture[], page: PageArea): Covered {
  const layout = new Layout();
  layout.story(drafts, { x: 0, top: 0, width: page.width, inCell: false });
  const onPages = new Layout();
  for (const { drafts: own, where } of furniture)
    onPages.story(own, {
      x: 0,
      top: where === "above" ? LINE - page.top : page.height - 1,
      width: page.width,
      inCell: false,
    });
  const found = new Map<DraftCell, Set<string>>();
  const add = (cell: DraftCell, how: string) => found.set(cell, (found.get(cell) ?? new Set<string>()).add(how));
  const pictures = new Map<DraftPicture, PictureCover[]>();
  const addTo = (picture: DraftPicture, cover: PictureCover) =>
    pictures.set(picture, [...(pictures.get(picture) ?? []), cover]);
  if (layout.floats.length + onPages.floats.length > LIMITS.floatingDrawings) {
    for (const { cells } of layout.rows) for (const { cell } of cells) add(cell, "图形");
    for (const { picture } of layout.pictures) addTo(picture, { from: 0, to: 1, how: "图形" });
    return { cells: found, pictures };
  }
  const cover = ({ cells }: Row, box: { readonly left: number; readonly right: number }, how: string) => {
    for (const { cell, left, right } of cells) {
      const overlap = Math.min(right, box.right) - Math.max(left, box.left);
      if (overlap > Math.min(TOUCH, (box.right - box.left) / 2)) add(cell, how);
    }
  };
  for (const placed of layout.floats) {
    const box = boxOf(placed, page);
    for (const row of layout.rows) {
      const distance = Math.max(0, row.top - placed.y, placed.y - row.bottom);
      // In its own row nothing is estimated.
      const error = box.error + (distance > 0 ? ERROR * distance + LINE : 0);
      if (row.bottom > box.top - error && row.top < box.bottom + error) cover(row, box, placed.how);
    }
    if (isRead(placed)) continue;
    for (const { picture, top, bottom, left, right } of layout.pictures) {
      const distance = Math.max(0, top - placed.y, placed.y - bottom);
      const error = box.error + ERROR * distance + LINE;
      const from = Math.max(0, (box.top - error - top) / (bottom - top));
      const to = Math.min(1, (box.bottom + error - top) / (bottom - top));
      if (from < to && box.left < right && box.right > left && !holds(placed.pictures, picture))
        addTo(picture, { from, to, how: placed.how });
    }
  }
  // What reaches from a header into the text lies over some row of every page.
  for (const placed of onPages.floats) {
    const box = boxOf(placed, page);
    if (box.bottom <= LINE || box.top >= page.height - LINE) continue;
    for (const row of layout.rows) cover(row, box, placed.how);
    for (const { picture } of layout.pictures) addTo(picture, { from: 0, to: 1, how: placed.how });
  }
  return { cells: found, pictures };
}

/**
 * Pictures of tables and pages are read where they stand in the text; a blank one stays, and is told. Where each floats
 * on a page of its own, the estimate can't tell that.
 */
const isRead = ({ pictures }: Placed): boolean =>
  pictures.some(({ source, width, height }) => source !== undefined && mayMatter(width, height));
