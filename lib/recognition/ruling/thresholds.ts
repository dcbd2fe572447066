/** Of a page's ruling. */

/** Lengths in pixels at 200 dpi. */
export const ACROSS = 56;
export const DOWN = 30;
/** No stroke of a character is longer. */
export const CHARACTER = 90;
/** Lines this long are ruled whatever they meet; characters stand in no such rows and columns. */
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
 * A rule shows along this share of a span between two others; where all that is ruled is broken or faint, along nearly
 * as much as the rest.
 */
export const WHOLE = 0.96;
export const MOSTLY = 0.85;
/** No rule is more broken than this; of so few spans nothing can be told about how broken a line is. */
export const MOST_BROKEN = 0.6;
export const FEW_SPANS = 4;
/**
 * Of so few rows nothing can be told about the size of characters; where there are more, those of a heading are this
 * much larger.
 */
export const FEW_ROWS = 4;
export const HIGHER = 1.5;
