/** Thresholds of rulings in scans. */

/** Lengths in pixels at 200 dpi. */
export const ACROSS = 56;
export const DOWN = 30;
/** No stroke of a character is longer. */
export const CHARACTER = 90;
/** Lines this long are rulings whatever they meet; no row or column of characters looks like one. */
export const LONG_ACROSS = 200;
export const LONG_DOWN = 110;
export const NEAR = 8;
/** Half the thickness of a line and its blur. */
export const CLEAR = 4;
/** Lines of one column stand below each other, apart by no more than a few rows. */
export const ALIGNED = 3;
export const SAME_TABLE = 150;
/** No cell is narrower or lower. */
export const LEAST_CELL = 20;
/** How far a stroke of a character may continue a short line. */
export const LONGEST_OVERHANG = 30;
/**
 * Least dark share of a span for it to be a ruling, relative to the page's typical share where all rulings are faint.
 */
export const WHOLE = 0.96;
export const MOSTLY = 0.85;
/** No ruling is more broken than this; fewer spans can't tell how broken a line is. */
export const MOST_BROKEN = 0.6;
export const FEW_SPANS = 4;
/** Fewer rows can't tell the size of characters; in a heading these are this much larger. */
export const FEW_ROWS = 4;
export const HIGHER = 1.5;
