import type { Raster } from "../engine.ts";

/** A grey picture: 0 black, 255 white. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pixel coordinates of a rectangle; the right and lower edges are exclusive. */
export interface Area {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** What is the ink of a seal; levels by which red is above the mean of green and blue. */
const SEAL = {
  /** A pixel this much redder may belong to a seal: less is the tinge of paper. */
  red: 10,
  /** Plainly red is what is so much above that: dark that a camera tinged is not. */
  plainly: 70,
  /** Fewer plainly red pixels are no seal. */
  leastPixels: 30,
} as const;

/**
 * Grey without red seals: black ink under a seal stays black, the seal's own ink becomes paper.
 * `red` marks the pixels that were plainly red; null where there are none.
 */
export function withoutSeal({ width, height, channels, data }: Raster): { grey: Grey; red: Uint8Array | null } {
  if (channels === 1) return { grey: { width, height, data }, red: null };
  const grey = new Uint8Array(width * height);
  const red = new Uint8Array(width * height);
  let count = 0;
  for (let index = 0, at = 0; index < grey.length; index++, at += 3) {
    const r = data[at] as number;
    const g = data[at + 1] as number;
    const b = data[at + 2] as number;
    const excess = r - (g + b) / 2 - SEAL.red;
    if (excess > 0) {
      grey[index] = Math.min(255, r + excess / 2);
      if (excess > SEAL.plainly) {
        red[index] = 1;
        count++;
      }
      // Brightness as ITU-R BT.601 weighs the colours.
    } else grey[index] = Math.min(r, (r * 299 + g * 587 + b * 114) / 1000);
  }
  return { grey: { width, height, data: grey }, red: count > SEAL.leastPixels ? red : null };
}

/** The picture with each level of grey replaced by what `levels` has for it. */
export function mapped({ width, height, data }: Grey, levels: Uint8Array): Grey {
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) out[at] = levels[data[at] as number] as number;
  return { width, height, data: out };
}

/** Mean of whole blocks of pixels. */
export function shrink({ width, height, data }: Grey, factor: number): Grey {
  const w = Math.max(1, Math.floor(width / factor));
  const h = Math.max(1, Math.floor(height / factor));
  const small = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const row = (y * factor + dy) * width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += data[row + dx] as number;
      }
      small[y * w + x] = sum / (factor * factor);
    }
  }
  return { width: w, height: h, data: small };
}

/** Part of a raster, by copy. */
export function cropped({ width, channels, data }: Raster, { x0, y0, x1, y1 }: Area): Raster {
  const w = x1 - x0;
  const h = y1 - y0;
  const out = new Uint8Array(w * h * channels);
  for (let y = 0; y < h; y++) {
    const from = ((y0 + y) * width + x0) * channels;
    out.set(data.subarray(from, from + w * channels), y * w * channels);
  }
  return { width: w, height: h, channels, data: out };
}
