import type { Raster } from "../engine.ts";
import type { Homography } from "./homography.ts";
import type { Grey } from "./raster.ts";

/**
 * The picture as seen through `toSource`, which takes pixels of the result to pixels of the source. Outside is white.
 */
export function warped(source: Grey, toSource: Homography, width: number, height: number): Grey {
  const { width: w, height: h, data } = source;
  const [a0, a1, a2, b0, b1, b2, c0, c1, c2] = toSource;
  const out = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const py = y + 0.5;
    const [ay, by, cy] = [a1 * py, b1 * py, c1 * py];
    for (let x = 0; x < width; x++, at++) {
      const px = x + 0.5;
      const d = c0 * px + cy + c2;
      const sx = (a0 * px + ay + a2) / d - 0.5;
      const sy = (b0 * px + by + b2) / d - 0.5;
      if (sx < -0.5 || sy < -0.5 || sx > w - 0.5 || sy > h - 0.5) {
        out[at] = 255;
        continue;
      }
      const left = sx > 0 ? Math.floor(sx) : 0;
      const top = sy > 0 ? Math.floor(sy) : 0;
      const above = top * w + left;
      const below = top < h - 1 ? above + w : above;
      const right = left < w - 1 ? 1 : 0;
      const fx = sx > 0 ? sx - left : 0;
      const fy = sy > 0 ? sy - top : 0;
      const a = (data[above] as number) * (1 - fx) + (data[above + right] as number) * fx;
      const b = (data[below] as number) * (1 - fx) + (data[below + right] as number) * fx;
      out[at] = a * (1 - fy) + b * fy;
    }
  }
  return { width, height, data: out };
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
