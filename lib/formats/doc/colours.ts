import { BLACK, blended, type Colour, WHITE } from "../../document/appearance.ts";
import type { Binary } from "../shared/binary.ts";

/**
 * Colours and shadings ([MS-DOC] 2.9.119 Ico, 2.9.43 COLORREF, 2.9.244 Shd80, 2.9.243 Shd); null where Word chooses or
 * nothing is drawn.
 */

/** From black to light grey; 0 is "automatic". */
const PALETTE: readonly (Colour | null)[] = [
  null, BLACK, [0, 0, 255], [0, 255, 255], [0, 255, 0], [255, 0, 255], [255, 0, 0], [255, 255, 0], WHITE,
  [0, 0, 128], [0, 128, 128], [0, 128, 0], [128, 0, 128], [128, 0, 0], [128, 128, 0], [128, 128, 128], [192, 192, 192],
]; // biome-ignore format: a table

export const indexedColour = (index: number): Colour | null => PALETTE[index] ?? null;

const AUTOMATIC = 0xff;
export const colourAt = (list: Binary, at: number): Colour | null =>
  list.u8(at + 3) === AUTOMATIC ? null : [list.u8(at), list.u8(at + 1), list.u8(at + 2)];

/** Percent of the foreground by the number of a pattern (2.9.121 Ipat); stripes and grids cover about half. */
const COVERED: Readonly<Record<number, number>> = {
  2: 5, 3: 10, 4: 20, 5: 25, 6: 30, 7: 40, 8: 50, 9: 60, 10: 70, 11: 75, 12: 80, 13: 90,
  35: 2.5, 36: 7.5, 37: 12.5, 38: 15, 39: 17.5, 40: 22.5, 41: 27.5, 42: 32.5, 43: 35, 44: 37.5, 45: 42.5, 46: 45, 47: 47.5, 48: 52.5,
  49: 55, 50: 57.5, 51: 62.5, 52: 65, 53: 67.5, 54: 72.5, 55: 77.5, 56: 82.5, 57: 85, 58: 87.5, 59: 92.5, 60: 95, 61: 97, 62: 97,
}; // biome-ignore format: a table
const NO_PATTERN = 0xffff;

function mixed(front: Colour | null, back: Colour | null, pattern: number): Colour | null {
  if (pattern === 0 || pattern === NO_PATTERN) return back;
  if (pattern === 1) return front ?? BLACK;
  return blended(front ?? BLACK, (COVERED[pattern] ?? 50) / 100, back ?? WHITE);
}

const NOTHING_80 = 0xffff;
export const shading80At = (list: Binary, at: number): Colour | null => {
  const bits = list.u16(at);
  return bits === NOTHING_80 ? null : mixed(indexedColour(bits & 31), indexedColour((bits >> 5) & 31), bits >> 10);
};

export const SHADING_SIZE = 10;
export const shadingAt = (list: Binary, at: number): Colour | null =>
  mixed(colourAt(list, at), colourAt(list, at + 4), list.u16(at + 8));
