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
 * Boxes around the connected parts.
 * @param mask rows from the top, 1 where there is something; cleared on the way
 * @param steps from a pixel to those that it is connected with
 * @param weightOf what a pixel adds to the weight of its part, by its index
 */
export function connectedParts(
  mask: Uint8Array,
  width: number,
  steps: readonly Step[],
  weightOf: (at: number) => number,
): ConnectedPart[] {
  const height = mask.length / width;
  const parts: ConnectedPart[] = [];
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start]) continue;
    let [x0, y0, x1, y1, count, weight] = [width, height, 0, 0, 0, 0];
    stack.push(start);
    mask[start] = 0;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x + 1);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y + 1);
      count++;
      weight += weightOf(at);
      for (const [dx, dy] of steps) {
        const next = at + dy * width + dx;
        if (x + dx < 0 || x + dx >= width || !mask[next]) continue;
        mask[next] = 0;
        stack.push(next);
      }
    }
    parts.push({ x0, y0, x1, y1, count, weight });
  }
  return parts;
}
