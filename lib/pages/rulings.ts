import type { PageGeometry } from "./geometry.ts";

/** A straight border: at a height (horizontal) or a distance from the left (vertical), from one end to the other. */
export interface Ruling {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** The widest gap in a dotted or dashed line: it may end as much too early. */
  readonly gap?: number;
}

export interface Rulings {
  readonly horizontal: readonly Ruling[];
  readonly vertical: readonly Ruling[];
}

/** Filled rectangles thinner than this are borders, not areas. */
const THICKEST = 4.5;
/** Pieces of one border stand at the same height but for rounding. */
const SAME_LINE = 1;
/** Dots and dashes are short and stand close; longer pieces must nearly touch. */
const SHORT_PIECE = 12;
const GAP_BETWEEN_SHORT = 6;
const GAP = 2;
/** Nothing shorter than this can be the border of a cell. */
const SHORTEST = 4;

function joinPieces(pieces: Ruling[]): Ruling[] {
  pieces.sort((a, b) => a.at - b.at);
  const joined: Ruling[] = [];
  for (let start = 0; start < pieces.length; ) {
    let end = start + 1;
    while (
      end < pieces.length &&
      (pieces[end]?.at ?? 0) - (pieces[end - 1]?.at ?? 0) <= SAME_LINE &&
      (pieces[end]?.at ?? 0) - (pieces[start]?.at ?? 0) <= 2 * SAME_LINE
    )
      end++;
    const line = pieces.slice(start, end).sort((a, b) => a.from - b.from);
    const at = line.reduce((sum, piece) => sum + piece.at, 0) / line.length;
    let from = Number.NaN;
    let to = Number.NaN;
    let widest = 0;
    let lastLength = 0;
    for (const piece of line) {
      const length = piece.to - piece.from;
      const gap = length < SHORT_PIECE && lastLength < SHORT_PIECE ? GAP_BETWEEN_SHORT : GAP;
      if (piece.from - to <= gap) {
        widest = Math.max(widest, piece.from - to);
        to = Math.max(to, piece.to);
      } else {
        if (to - from >= SHORTEST) joined.push({ at, from, to, gap: widest });
        from = piece.from;
        to = piece.to;
        widest = 0;
      }
      lastLength = length;
    }
    if (to - from >= SHORTEST) joined.push({ at, from, to, gap: widest });
    start = end;
  }
  return joined;
}

/**
 * The borders of a page from its strokes and its thin filled rectangles: the pieces of dotted, dashed and overdrawn
 * lines joined, slanted strokes and areas left out. Lines beyond the page's edge do not show and are cut.
 */
export function findRulings(page: PageGeometry): Rulings {
  const horizontal: Ruling[] = [];
  const vertical: Ruling[] = [];
  const addTo = (list: Ruling[], length: number, breadth: number) => (at: number, a: number, b: number) => {
    if (at < -1 || at > breadth + 1) return;
    const from = Math.max(Math.min(a, b), 0);
    const to = Math.min(Math.max(a, b), length);
    if (to >= from) list.push({ at, from, to, gap: 0 });
  };
  const addAcross = addTo(horizontal, page.width, page.height);
  const addDown = addTo(vertical, page.height, page.width);
  for (const { x0, y0, x1, y1, thickness } of page.strokes) {
    const dx = Math.abs(x1 - x0);
    const dy = Math.abs(y1 - y0);
    // A stroke thicker than a border is an area drawn with a broad pen.
    if (thickness > 2 * THICKEST) continue;
    if (dy <= Math.max(0.6, 0.01 * dx)) addAcross((y0 + y1) / 2, x0, x1);
    if (dx <= Math.max(0.6, 0.01 * dy)) addDown((x0 + x1) / 2, y0, y1);
  }
  for (const [x, y, width, height] of page.fills) {
    // A dot of a dotted border may belong to either direction.
    const dot = width <= THICKEST && height <= THICKEST;
    if (height <= THICKEST && (dot || width >= 1.5 * height)) addAcross(y + height / 2, x, x + width);
    if (width <= THICKEST && (dot || height >= 1.5 * width)) addDown(x + width / 2, y, y + height);
  }
  return { horizontal: joinPieces(horizontal), vertical: joinPieces(vertical) };
}
