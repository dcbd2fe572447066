import type { Models } from "../models/models.ts";
import type { Area, Grey } from "../picture/raster.ts";

const DETECTION = {
  /** The longer side of what the model sees, in pixels at most: time and memory grow with the square of it. */
  longSide: 960,
  /** The model takes sides that are multiples of this. */
  multiple: 32,
  /** What is longer, in widths, is seen in strips of about the proportions of a page: lines would grow too small. */
  highest: 1.45,
  /** Strips overlap by so much of their width: two lines of large type, so that no line is cut in both. */
  overlap: 0.1,
} as const;

/**
 * Lines of text on a page, as boxes along its sides, by the detection model of PP-OCR, which sees the page reduced, and
 * a long one in strips.
 */
export async function detectLines(models: Models, grey: Grey): Promise<Area[]> {
  const { width, height, data } = grey;
  const overlap = Math.ceil(DETECTION.overlap * width);
  const most = Math.max(Math.floor(DETECTION.highest * width), 2 * overlap);
  const count = Math.max(1, Math.ceil((height - overlap) / (most - overlap)));
  const step = (height - overlap) / count;
  const found: Area[] = [];
  for (let n = 0; n < count; n++) {
    const [top, bottom] = [Math.floor(n * step), Math.min(height, Math.ceil((n + 1) * step) + overlap)];
    const strip = { width, height: bottom - top, data: data.subarray(top * width, bottom * width) };
    // A line that two strips have is taken from the one in whose own part its middle is.
    const [from, to] = [
      n === 0 ? -Infinity : n * step + overlap / 2,
      n === count - 1 ? Infinity : (n + 1) * step + overlap / 2,
    ];
    for (const { x0, y0, x1, y1 } of await detectIn(models, strip)) {
      const middle = top + (y0 + y1) / 2;
      if (middle >= from && middle < to) found.push({ x0, y0: y0 + top, x1, y1: y1 + top });
    }
  }
  return found;
}

async function detectIn(models: Models, { width, height, data }: Grey): Promise<Area[]> {
  const scale = Math.min(1, DETECTION.longSide / Math.max(width, height));
  const { multiple } = DETECTION;
  const sideOf = (length: number): number => Math.max(multiple, Math.round((length * scale) / multiple) * multiple);
  const [w, h] = [sideOf(width), sideOf(height)];
  const reduced = new Uint8Array(w * h);
  const [stepX, stepY] = [width / w, height / h];
  for (let y = 0; y < h; y++) {
    const top = Math.floor(y * stepY);
    const bottom = Math.max(top + 1, Math.min(height, Math.floor((y + 1) * stepY)));
    for (let x = 0; x < w; x++) {
      const left = Math.floor(x * stepX);
      const right = Math.max(left + 1, Math.min(width, Math.floor((x + 1) * stepX)));
      let sum = 0;
      for (let sy = top; sy < bottom; sy++)
        for (let sx = left; sx < right; sx++) sum += data[sy * width + sx] as number;
      reduced[y * w + x] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
  const boxes = await models.detect({ width: w, height: h, data: reduced });
  return boxes.map(({ x0, y0, x1, y1 }) => ({
    x0: Math.max(0, x0 * stepX),
    y0: Math.max(0, y0 * stepY),
    x1: Math.min(width, x1 * stepX),
    y1: Math.min(height, y1 * stepY),
  }));
}
