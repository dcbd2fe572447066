import type { Raster } from "../engine.ts";
import { type Homography, mapPoint } from "./homography.ts";
import type { Grey } from "./raster.ts";

/** Places are whole numbers of this share of a pixel, told as floats only here and there: half the work of a page's pixels. */
const ONE = 1 << 16;
/** How near the next pixel is, in so many steps: as finely as whole numbers of 32 bits have room for. */
const STEPS = 10;
/** Pixels of a row over which places are evenly apart: what is seen aslant hardly changes in so few. */
const EVEN = 32;

/**
 * The picture as seen through `toSource`, which takes pixels of the result to pixels of the source. Outside is white.
 */
export function warped(source: Grey, toSource: Homography, width: number, height: number): Grey {
  const { width: w, height: h, data } = source;
  const out = new Uint8Array(width * height).fill(255);
  const [lastX, lastY] = [(w - 1) * ONE, (h - 1) * ONE];
  const isWithin = (x: number, y: number, margin: number): boolean =>
    x >= -margin && y >= -margin && x < lastX + margin && y < lastY + margin;
  for (let y = 0; y < height; y++) {
    let [endX, endY] = mapPoint(toSource, 0.5, y + 0.5);
    for (let from = 0; from < width; from += EVEN) {
      const count = Math.min(EVEN, width - from);
      const [startX, startY] = [endX, endY];
      [endX, endY] = mapPoint(toSource, from + count + 0.5, y + 0.5);
      const [stepX, stepY] = [Math.round(((endX - startX) / count) * ONE), Math.round(((endY - startY) / count) * ONE)];
      let [sx, sy] = [Math.round((startX - 0.5) * ONE), Math.round((startY - 0.5) * ONE)];
      const first = y * width + from;
      if (isWithin(sx, sy, 0) && isWithin(sx + count * stepX, sy + count * stepY, 0)) {
        for (let at = first; at < first + count; at++) {
          out[at] = between(data, (sy >> 16) * w + (sx >> 16), 1, w, sx, sy);
          sx = (sx + stepX) | 0;
          sy = (sy + stepY) | 0;
        }
        continue;
      }
      for (let at = first; at < first + count; at++, sx += stepX, sy += stepY) {
        if (!isWithin(sx, sy, ONE / 2)) continue;
        const [x, y] = [Math.min(Math.max(sx, 0), lastX), Math.min(Math.max(sy, 0), lastY)];
        out[at] = between(data, (y >> 16) * w + (x >> 16), x < lastX ? 1 : 0, y < lastY ? w : 0, x, y);
      }
    }
  }
  return { width, height, data: out };
}

/**
 * The level between four pixels. @param right, below from a pixel to its neighbours @param x, y their lower 16 bits tell
 * how near these are
 */
function between(data: Uint8Array, at: number, right: number, below: number, x: number, y: number): number {
  const fx = (x & (ONE - 1)) >> (16 - STEPS);
  const fy = (y & (ONE - 1)) >> (16 - STEPS);
  const a = data[at] as number;
  const b = data[at + below] as number;
  const upper = (a << STEPS) + ((data[at + right] as number) - a) * fx;
  const lower = (b << STEPS) + ((data[at + below + right] as number) - b) * fx;
  return ((upper << STEPS) + (lower - upper) * fy) >> (2 * STEPS);
}

/** As `warped`, in all its channels. */
export function warpedRaster(
  { channels, ...source }: Raster,
  toSource: Homography,
  width: number,
  height: number,
): Raster {
  const data = new Uint8Array(width * height * channels);
  for (let channel = 0; channel < channels; channel++) {
    const plane = new Uint8Array(source.width * source.height);
    for (let index = 0; index < plane.length; index++) plane[index] = source.data[index * channels + channel] as number;
    const seen = warped({ ...source, data: plane }, toSource, width, height);
    for (let index = 0; index < seen.data.length; index++)
      data[index * channels + channel] = seen.data[index] as number;
  }
  return { width, height, channels, data };
}
