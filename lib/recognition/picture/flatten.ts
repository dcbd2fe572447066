import type { Grey } from "./raster.ts";
import { withoutShading } from "./shading.ts";

/** Size of the blocks whose brightest part is taken for paper. */
const BLOCK = 16;

/** How paper is made white and ink black; levels of grey. */
const FLATTEN = {
  /** This share of a block's pixels may be brighter than its paper; more than half of a block may then be ink. */
  brighter: 0.3,
  /** Blocks around one from which a block full of ink takes its paper, and over which paper is made smooth. */
  closing: 2,
  smoothing: 1,
  /** Paper is no darker: what is, is no paper, and dividing by it would make noise of it. */
  darkestPaper: 40,
  /** The level that paper is brought to; brighter spots of it have room up to 255. */
  white: 250,
  /** Ink is darker than this on flattened paper; with less than one pixel in so many a sheet is blank. */
  ink: 190,
  blank: 2000,
  /** This share of the ink becomes black; its level is never taken higher, and is left where it is black enough. */
  black: 0.1,
  faintest: 150,
  blackEnough: 30,
} as const;

/** Greatest (or smallest) of each window of 2r+1 values along one line of a grid. */
function extreme(
  values: Float32Array,
  width: number,
  height: number,
  radius: number,
  pick: (a: number, b: number) => number,
): Float32Array {
  const across = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = values[y * width + x] as number;
      for (let d = Math.max(0, x - radius); d <= Math.min(width - 1, x + radius); d++)
        best = pick(best, values[y * width + d] as number);
      across[y * width + x] = best;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = across[y * width + x] as number;
      for (let d = Math.max(0, y - radius); d <= Math.min(height - 1, y + radius); d++)
        best = pick(best, across[d * width + x] as number);
      out[y * width + x] = best;
    }
  }
  return out;
}

function blur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let count = 0;
      for (let dy = Math.max(0, y - radius); dy <= Math.min(height - 1, y + radius); dy++) {
        for (let dx = Math.max(0, x - radius); dx <= Math.min(width - 1, x + radius); dx++) {
          sum += values[dy * width + dx] as number;
          count++;
        }
      }
      out[y * width + x] = sum / count;
    }
  }
  return out;
}

/**
 * The picture on white paper: shaded cells, grey backgrounds and shadows divided out, the darkest ink made black.
 * The paper's brightness is what most of a block's brighter pixels have; dark areas without paper take that of their
 * surroundings.
 */
export function flattened(seen: Grey): Grey {
  const { width, height, data } = withoutShading(seen);
  const w = Math.ceil(width / BLOCK);
  const h = Math.ceil(height / BLOCK);
  const paper = new Float32Array(w * h);
  const histogram = new Uint32Array(256);
  for (let by = 0; by < h; by++) {
    for (let bx = 0; bx < w; bx++) {
      histogram.fill(0);
      const [right, bottom] = [Math.min(width, (bx + 1) * BLOCK), Math.min(height, (by + 1) * BLOCK)];
      for (let y = by * BLOCK; y < bottom; y++) {
        for (let x = bx * BLOCK; x < right; x++) {
          const at = data[y * width + x] as number;
          histogram[at] = (histogram[at] as number) + 1;
        }
      }
      let rest = (right - bx * BLOCK) * (bottom - by * BLOCK) * FLATTEN.brighter;
      let value = 255;
      while (value > 0 && rest > (histogram[value] as number)) rest -= histogram[value--] as number;
      paper[by * w + bx] = value;
    }
  }
  // Closing: blocks full of ink take the brightness around them, and bright blocks do not spread.
  const closed = extreme(extreme(paper, w, h, FLATTEN.closing, Math.max), w, h, FLATTEN.closing, Math.min);
  const smooth = blur(closed, w, h, FLATTEN.smoothing);
  const rows = widened(smooth, w, h, width);
  const out = new Uint8Array(width * height);
  histogram.fill(0);
  for (let y = 0; y < height; y++) {
    const gy = Math.min(Math.max((y + 0.5) / BLOCK - 0.5, 0), h - 1);
    const top = Math.floor(gy);
    const [above, below] = [rows[top] as Float32Array, rows[Math.min(top + 1, h - 1)] as Float32Array];
    const fy = gy - top;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const white = (above[x] as number) * (1 - fy) + (below[x] as number) * fy;
      const value = Math.min(255, ((data[at] as number) * FLATTEN.white) / Math.max(white, FLATTEN.darkestPaper)) | 0;
      out[at] = value;
      histogram[value] = (histogram[value] as number) + 1;
    }
  }
  stretch(out, histogram);
  return { width, height, data: out };
}

/** Rows of one value a block made rows of one a pixel, evenly from the middle of a block to that of the next. */
function widened(blocks: Float32Array, columns: number, rows: number, width: number): Float32Array[] {
  const wide = Array.from({ length: rows }, () => new Float32Array(width));
  for (let x = 0; x < width; x++) {
    const at = Math.min(Math.max((x + 0.5) / BLOCK - 0.5, 0), columns - 1);
    const left = Math.floor(at);
    const right = Math.min(left + 1, columns - 1);
    const share = at - left;
    for (let row = 0, from = 0; row < rows; row++, from += columns)
      (wide[row] as Float32Array)[x] =
        (blocks[from + left] as number) * (1 - share) + (blocks[from + right] as number) * share;
  }
  return wide;
}

/** Makes faint print dark: the darkest of the ink becomes black. @param histogram of the levels of the data */
function stretch(data: Uint8Array, histogram: Uint32Array): void {
  let ink = 0;
  for (let value = 0; value < FLATTEN.ink; value++) ink += histogram[value] as number;
  if (ink < data.length / FLATTEN.blank) return;
  let dark = 0;
  let rest = ink * FLATTEN.black;
  while (dark < FLATTEN.faintest && rest > (histogram[dark] as number)) rest -= histogram[dark++] as number;
  if (dark < FLATTEN.blackEnough) return;
  const map = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.max(0, Math.min(255, ((value - dark) * FLATTEN.white) / (FLATTEN.white - dark))),
  );
  for (let at = 0; at < data.length; at++) data[at] = map[data[at] as number] as number;
}
