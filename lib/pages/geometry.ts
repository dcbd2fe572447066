import type { Box } from "../document/document.ts";

/**
 * What a page shows, in one neutral form for PDF, OFD and recognised pictures.
 * Points (1/72 inch), origin top left of the page as a reader sees it, y downwards.
 */

/** A straight stroke. */
export interface Stroke {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly thickness: number;
}

/** One printed character. */
export interface Glyph {
  readonly text: string;
  /** Origin: where the character starts on its baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** How far the writing moves on after it, along the writing direction. */
  readonly advance: number;
  /** Writing direction in degrees, clockwise: 0 to the right, 90 downwards, 180 upside down, 270 upwards. */
  readonly angle: number;
  /** True where the source has a space character before it. */
  readonly afterSpace?: boolean;
  /** 0 to 1, where it was recognised on a picture. */
  readonly confidence?: number;
}

export interface PageGeometry {
  /** Counted from 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
  /** Filled rectangles of any size: thin ones are drawn as borders by many programs. */
  readonly fills: readonly Box[];
  /** Characters in the order they are drawn, without white space. */
  readonly glyphs: readonly Glyph[];
  readonly pictures: readonly Box[];
}

/** 0, 90, 180 or 270 where the angle is near one of them; null for slanted writing, such as a watermark. */
export function quarterTurn(angle: number): 0 | 90 | 180 | 270 | null {
  const turned = ((angle % 360) + 360) % 360;
  const quarter = (Math.round(turned / 90) * 90) % 360;
  const off = Math.min(Math.abs(turned - quarter), 360 - Math.abs(turned - quarter));
  return off <= 10 ? (quarter as 0 | 90 | 180 | 270) : null;
}

export const contains = ([left, top, width, height]: Box, x: number, y: number): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height;

/** Whether the middle of a box stands in another. */
export const holdsMiddle = (outer: Box, [left, top, width, height]: Box): boolean =>
  contains(outer, left + width / 2, top + height / 2);

/** The part that two boxes share; without extent where they share none. */
export function commonBox(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  return [
    x,
    y,
    Math.max(Math.min(a[0] + a[2], b[0] + b[2]) - x, 0),
    Math.max(Math.min(a[1] + a[3], b[1] + b[3]) - y, 0),
  ];
}

export const boxAround = (boxes: readonly Box[]): Box => {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y, width, height] of boxes) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x + width);
    y1 = Math.max(y1, y + height);
  }
  return boxes.length === 0 ? [0, 0, 0, 0] : [x0, y0, x1 - x0, y1 - y0];
};

export const boxOfPoints = (points: readonly (readonly [x: number, y: number])[]): Box =>
  boxAround(points.map(([x, y]): Box => [x, y, 0, 0]));

/** Shares of an em above and below the baseline: the square of a Chinese character, as in Source Han Sans. */
const [ASCENT, DESCENT] = [0.88, 0.12];

/** Where a horizontally written character stands: from its ascent to its descent. */
export const glyphBox = (glyph: Glyph): Box => {
  const { x, y, size, advance } = glyph;
  switch (quarterTurn(glyph.angle)) {
    case 90:
      return [x - DESCENT * size, y, size, advance];
    case 180:
      return [x - advance, y - DESCENT * size, advance, size];
    case 270:
      return [x - ASCENT * size, y - advance, size, advance];
    default:
      return [x, y - ASCENT * size, advance, size];
  }
};

export const boxOfGlyphs = (glyphs: readonly Glyph[]): Box => boxAround(glyphs.map(glyphBox));

/** The middle of a character's body. */
export const glyphCentre = (glyph: Glyph): readonly [x: number, y: number] => {
  const [x, y, width, height] = glyphBox(glyph);
  return [x + width / 2, y + height / 2];
};

/** The value below which this share of the values lies, 0 to less than 1; 0 where there are none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

/** The value in the middle (the upper one of two); 0 where there are none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);
