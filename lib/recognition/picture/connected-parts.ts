import type { Area } from "./raster.ts";

/** The connected parts of a mask. */

type Step = readonly [x: number, y: number];

/** To the pixels that share a side with one. */
export const SIDES: readonly Step[] = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
];
/** To those that share a side or a corner with it. */
export const CORNERS: readonly Step[] = [...SIDES, [-1, -1], [1, -1], [-1, 1], [1, 1]];

interface ConnectedPart extends Area {
  /** Number of pixels. */
  readonly count: number;
  readonly weight: number;
}

/**
 * Boxes around the connected parts, from the top.
 * @param mask rows from the top, 1 where there is something; cleared on the way
 * @param steps from a pixel to those that it is connected with
 * @param weightOf what a pixel adds to the weight of its part, by its index
 */
export function* connectedParts(
  mask: Uint8Array,
  width: number,
  steps: readonly Step[],
  weightOf: (at: number) => number,
): Generator<ConnectedPart> {
  const across = Int32Array.from(steps, ([dx]) => dx);
  const onwards = Int32Array.from(steps, ([dx, dy]) => dy * width + dx);
  const stack: number[] = [];
  for (let start = mask.indexOf(1); start >= 0; start = mask.indexOf(1, start + 1))
    yield partAt(start, { mask, width, across, onwards, stack }, weightOf);
}

interface Search {
  readonly mask: Uint8Array;
  readonly width: number;
  /** Of each step: pixels to the right, and from index to index. */
  readonly across: Int32Array;
  readonly onwards: Int32Array;
  /** Empty. */
  readonly stack: number[];
}

/** The part that a pixel belongs to, taken out of the mask. */
function partAt(
  start: number,
  { mask, width, across, onwards, stack }: Search,
  weightOf: (at: number) => number,
): ConnectedPart {
  let [x0, y0, x1, y1, count, weight] = [width, mask.length, 0, 0, 0, 0];
  stack.push(start);
  mask[start] = 0;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    if (x < x0) x0 = x;
    if (x >= x1) x1 = x + 1;
    if (y < y0) y0 = y;
    if (y >= y1) y1 = y + 1;
    count++;
    weight += weightOf(at);
    for (let n = 0; n < onwards.length; n++) {
      const next = at + (onwards[n] as number);
      const column = x + (across[n] as number);
      if (column < 0 || column >= width || next < 0 || next >= mask.length || mask[next] === 0) continue;
      mask[next] = 0;
      stack.push(next);
    }
  }
  return { x0, y0, x1, y1, count, weight };
}
