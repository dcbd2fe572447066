import type { Raster } from "../engine.ts";
import { type Homography, mapPoint } from "./homography.ts";
import type { Grey } from "./raster.ts";

/** Pixels of a row over which places are evenly apart: what is seen aslant hardly changes in so few. */
const EVEN = 32;

/**
 * The picture as seen through `toSource`, which takes pixels of the result to pixels of the source. Outside is white.
 */
export function warped(source: Grey, toSource: Homography, width: number, height: number): Grey {
  const { width: w, height: h, data } = source;
  const out = new Uint8Array(width * height).fill(255);
  const isWithin = (x: number, y: number, margin: number): boolean =>
    x >= -margin && y >= -margin && x < w - 1 + margin && y < h - 1 + margin;
  for (let y = 0; y < height; y++) {
    let [endX, endY] = mapPoint(toSource, 0.5, y + 0.5);
    for (let from = 0; from < width; from += EVEN) {
      const count = Math.min(EVEN, width - from);
      let sx = endX - 0.5;
      let sy = endY - 0.5;
      [endX, endY] = mapPoint(toSource, from + count + 0.5, y + 0.5);
      const stepX = (endX - 0.5 - sx) / count;
      const stepY = (endY - 0.5 - sy) / count;
      const isInside = isWithin(sx, sy, 0) && isWithin(endX - 0.5, endY - 0.5, 0);
      const first = y * width + from;
      for (let at = first; at < first + count; at++, sx += stepX, sy += stepY) {
        if (isInside) out[at] = between(data, w, sx, sy, 1, w);
        else if (isWithin(sx, sy, 0.5)) {
          const column = Math.min(Math.max(sx, 0), w - 1);
          const row = Math.min(Math.max(sy, 0), h - 1);
          out[at] = between(data, w, column, row, column < w - 1 ? 1 : 0, row < h - 1 ? w : 0);
        }
      }
    }
  }
  return { width, height, data: out };
}

/** The level between four pixels of rows this wide. @param right, below from the one at the upper left to its neighbours */
function between(data: Uint8Array, width: number, x: number, y: number, right: number, below: number): number {
  const left = x | 0;
  const top = y | 0;
  const at = top * width + left;
  const fx = x - left;
  const fy = y - top;
  const a = (data[at] as number) * (1 - fx) + (data[at + right] as number) * fx;
  const b = (data[at + below] as number) * (1 - fx) + (data[at + below + right] as number) * fx;
  return a * (1 - fy) + b * fy;
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
