import { INK } from "../picture/ink.ts";
import type { Grey } from "../picture/raster.ts";
import { RULING } from "./thresholds.ts";

/**
 * Whether ink goes on along a row for as long as in no row of characters: a first guess, made in a hundredth of the time
 * that rulings take, at whether a page has any. Faint, broken and dotted ones it does not see.
 */
export function hasLongInk({ width, height, data }: Grey): boolean {
  const long = RULING.longAcross;
  const isInk = (at: number) => (data[at] as number) < INK;
  for (let row = 0; row < height * width; row += width) {
    for (let x = long >> 1; x < width; x += long >> 1) {
      let [from, to] = [row + x, row + x];
      while (from > row && isInk(from - 1)) from--;
      while (to < row + width && isInk(to)) to++;
      if (to - from >= long) return true;
    }
  }
  return false;
}
