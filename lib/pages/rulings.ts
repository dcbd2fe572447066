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

/** What makes strokes and rectangles of a drawn page rulings, in points. */
const RULINGS = {
  /** Filled rectangles thinner than this are borders, not areas; a stroke of twice this is drawn with a broad pen. */
  thickest: 4.5,
  /** A border is longer than thick by this factor; what is not may be a dot. */
  longer: 1.5,
  /** A straight line is off its direction by less than this, or this share of its length: rounding, no slant. */
  slant: 0.6,
  slantShare: 0.01,
  /** Pieces of one border stand at the same height but for rounding. */
  sameLine: 1,
  /** Dots and dashes are short and stand close; longer pieces must nearly touch. */
  shortPiece: 12,
  gapBetweenShort: 6,
  gap: 2,
  /** Nothing shorter than this can be the border of a cell. */
  shortest: 4,
  /** A line this little beyond the page's edge is its border. */
  beyondPage: 1,
} as const;

function joinPieces(pieces: Ruling[]): Ruling[] {
  pieces.sort((a, b) => a.at - b.at);
  const joined: Ruling[] = [];
  for (let start = 0; start < pieces.length; ) {
    let end = start + 1;
    while (
      end < pieces.length &&
      (pieces[end]?.at ?? 0) - (pieces[end - 1]?.at ?? 0) <= RULINGS.sameLine &&
      (pieces[end]?.at ?? 0) - (pieces[start]?.at ?? 0) <= 2 * RULINGS.sameLine
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
      const gap =
        length < RULINGS.shortPiece && lastLength < RULINGS.shortPiece ? RULINGS.gapBetweenShort : RULINGS.gap;
      if (piece.from - to <= gap) {
        widest = Math.max(widest, piece.from - to);
        to = Math.max(to, piece.to);
      } else {
        if (to - from >= RULINGS.shortest) joined.push({ at, from, to, gap: widest });
        from = piece.from;
        to = piece.to;
        widest = 0;
      }
      lastLength = length;
    }
    if (to - from >= RULINGS.shortest) joined.push({ at, from, to, gap: widest });
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
    if (at < -RULINGS.beyondPage || at > breadth + RULINGS.beyondPage) return;
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
    if (thickness > 2 * RULINGS.thickest) continue;
    if (dy <= Math.max(RULINGS.slant, RULINGS.slantShare * dx)) addAcross((y0 + y1) / 2, x0, x1);
    if (dx <= Math.max(RULINGS.slant, RULINGS.slantShare * dy)) addDown((x0 + x1) / 2, y0, y1);
  }
  for (const [x, y, width, height] of page.fills) {
    // A dot of a dotted border may belong to either direction.
    const dot = width <= RULINGS.thickest && height <= RULINGS.thickest;
    if (height <= RULINGS.thickest && (dot || width >= RULINGS.longer * height))
      addAcross(y + height / 2, x, x + width);
    if (width <= RULINGS.thickest && (dot || height >= RULINGS.longer * width)) addDown(x + width / 2, y, y + height);
  }
  return { horizontal: joinPieces(horizontal), vertical: joinPieces(vertical) };
}
