import { connectedParts, SIDES } from "./connected-parts.ts";
import type { Area, Grey } from "./raster.ts";

/** Reversed type: light print on a dark band, as heads of tables have it on screens. */

const REVERSED = {
  /** Side of the blocks in which a band is looked for, in pixels: strokes of print fill none of them. */
  block: 8,
  /** Level below which a pixel is of the band, and the share of a block that is. */
  dark: 128,
  full: 0.5,
  /** A band is so many blocks wide and high, and fills so much of the box around it: a picture does not. */
  width: 8,
  height: 3,
  filled: 0.85,
  /** Pixels on either side of a band's edge that are no ruling; what is not half as light as paper is no print. */
  edge: 2,
  /**
   * Print is lighter than most of its band by so much: what a grey band has of noise and of the paper's levelling is
   * not. With less of it than the one share a band is a rule or a shaded cell, with more none.
   */
  lighter: 64,
  leastPrint: 0.02,
  mostPrint: 0.5,
  /** Print that is darker than its band by so much would be lost: with more of it the band is none. */
  darker: 48,
  mostDark: 0.01,
} as const;

/** The same sheet with its bands of reversed type as dark print on white. @param grey on white paper */
export function withoutReversedType(grey: Grey): Grey {
  const bands = bandsOf(grey);
  if (bands.length === 0) return grey;
  const data = Uint8Array.from(grey.data);
  const { edge } = REVERSED;
  for (const { x0, y0, x1, y1 } of bands)
    for (let y = Math.max(0, y0 - edge); y < Math.min(grey.height, y1 + edge); y++)
      for (let x = Math.max(0, x0 - edge); x < Math.min(grey.width, x1 + edge); x++) {
        const at = y * grey.width + x;
        const isInside = x >= x0 + edge && x < x1 - edge && y >= y0 + edge && y < y1 - edge;
        data[at] = isInside ? Math.min(255, 2 * (255 - (data[at] as number))) : 255;
      }
  return { ...grey, data };
}

function bandsOf(grey: Grey): Area[] {
  const { block, full } = REVERSED;
  const across = Math.floor(grey.width / block);
  const down = Math.floor(grey.height / block);
  const mask = new Uint8Array(across * down);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const area = { x0: x * block, y0: y * block, x1: (x + 1) * block, y1: (y + 1) * block };
      mask[y * across + x] = darkShare(grey, area) >= full ? 1 : 0;
    }
  return [...connectedParts(mask, across, SIDES, () => 0)].flatMap(({ x0, y0, x1, y1, count }) => {
    const [width, height] = [x1 - x0, y1 - y0];
    if (width < REVERSED.width || height < REVERSED.height || count < REVERSED.filled * width * height) return [];
    const band = grown(grey, { x0: x0 * block, y0: y0 * block, x1: x1 * block, y1: y1 * block });
    const { lighter, darker } = printIn(grey, band);
    return lighter >= REVERSED.leastPrint && lighter <= REVERSED.mostPrint && darker <= REVERSED.mostDark ? [band] : [];
  });
}

/** A band up to its very edges, which lie within a block of where its blocks end. */
function grown(grey: Grey, { x0, y0, x1, y1 }: Area): Area {
  const isDark = (area: Area) => darkShare(grey, area) >= REVERSED.full;
  const { block } = REVERSED;
  let [left, top, right, bottom] = [x0, y0, x1, y1];
  while (left > Math.max(0, x0 - block) && isDark({ x0: left - 1, y0, x1: left, y1 })) left--;
  while (right < Math.min(grey.width, x1 + block) && isDark({ x0: right, y0, x1: right + 1, y1 })) right++;
  while (top > Math.max(0, y0 - block) && isDark({ x0, y0: top - 1, x1, y1: top })) top--;
  while (bottom < Math.min(grey.height, y1 + block) && isDark({ x0, y0: bottom, x1, y1: bottom + 1 })) bottom++;
  // A block at the edge may be light for its smaller part: that part is no band.
  while (left < right && !isDark({ x0: left, y0, x1: left + 1, y1 })) left++;
  while (right > left && !isDark({ x0: right - 1, y0, x1: right, y1 })) right--;
  while (top < bottom && !isDark({ x0, y0: top, x1, y1: top + 1 })) top++;
  while (bottom > top && !isDark({ x0, y0: bottom - 1, x1, y1: bottom })) bottom--;
  return { x0: left, y0: top, x1: right, y1: bottom };
}

/** Shares of a band that are lighter and darker than most of it. */
function printIn({ width, data }: Grey, { x0, y0, x1, y1 }: Area): { lighter: number; darker: number } {
  const levels = new Uint32Array(256);
  for (let y = y0; y < y1; y++)
    for (let at = y * width + x0; at < y * width + x1; at++)
      levels[data[at] as number] = (levels[data[at] as number] as number) + 1;
  const all = (x1 - x0) * (y1 - y0);
  let most = 0;
  for (let sum = 0; sum + (levels[most] as number) < all / 2; most++) sum += levels[most] as number;
  const share = (of: Uint32Array): number => of.reduce((sum, count) => sum + count, 0) / all;
  return {
    lighter: share(levels.subarray(most + REVERSED.lighter)),
    darker: share(levels.subarray(0, Math.max(0, most - REVERSED.darker))),
  };
}

function darkShare({ width, data }: Grey, { x0, y0, x1, y1 }: Area): number {
  let dark = 0;
  for (let y = y0; y < y1; y++)
    for (let at = y * width + x0; at < y * width + x1; at++) if ((data[at] as number) < REVERSED.dark) dark++;
  return dark / ((x1 - x0) * (y1 - y0));
}
