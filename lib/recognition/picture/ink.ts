import { CORNERS, connectedParts } from "./connected-parts.ts";
import type { Area, Grey } from "./raster.ts";

/** Ink in a cell or region: where lines of text stand, and whether there is anything at all. */

/** Ink is darker than this on white paper. */
export const INK = 150;

/** What else of a flattened picture is something printed; levels of grey, lengths in pixels at 200 dpi. */
const TRACES = {
  /** A spot darker than this, and its surroundings on average, may be the trace of something printed. */
  trace: 205,
  /** A border at a cell's edge is darker than this, faint as scanning made it, along this share of the side. */
  border: 215,
  alongSide: 0.5,
  /** What remains of its borders reaches no deeper into a cell. */
  deepest: 7,
  /** Bands with fewer pixels of ink are dust. */
  dust: 6,
  /** Of parts of one character above each other one is lower than this, in em, as they are together, and their gap. */
  part: 0.6,
  together: 1.25,
  gap: 0.5,
  /** Blobs are looked for at this reduction, where a pixel is as dark as its darkest; by so much darker than ink. */
  reduction: 2,
  blobDarker: 20,
} as const;

export interface InkLine extends Area {
  /** Number of ink pixels. */
  readonly weight: number;
}

/** Whether anything darker than paper stands in an area: spots of noise are smaller. */
export function hasTrace(grey: Grey, { x0, y0, x1, y1 }: Area): boolean {
  const { width, data } = grey;
  for (let y = y0; y + 2 < y1; y++) {
    for (let x = x0; x + 2 < x1; x++) {
      if ((data[(y + 1) * width + x + 1] as number) >= TRACES.trace) continue;
      let sum = 0;
      for (let dy = 0; dy < 3; dy++) for (let dx = 0; dx < 3; dx++) sum += data[(y + dy) * width + x + dx] as number;
      if (sum < 9 * TRACES.trace) return true;
    }
  }
  return false;
}

/** The inner part of a cell: what remains of its borders at its edges is left out. */
export function interiorOf(grey: Grey, cell: Area): Area {
  const { width, height, data } = grey;
  let [x0, y0, x1, y1] = [
    Math.max(0, Math.round(cell.x0)),
    Math.max(0, Math.round(cell.y0)),
    Math.min(width, Math.round(cell.x1)),
    Math.min(height, Math.round(cell.y1)),
  ];
  const rowDark = (y: number) => {
    let count = 0;
    for (let x = x0; x < x1; x++) if ((data[y * width + x] as number) < TRACES.border) count++;
    return count > TRACES.alongSide * (x1 - x0);
  };
  const columnDark = (x: number) => {
    let count = 0;
    for (let y = y0; y < y1; y++) if ((data[y * width + x] as number) < TRACES.border) count++;
    return count > TRACES.alongSide * (y1 - y0);
  };
  const inset = (dark: (at: number) => boolean, start: number, step: 1 | -1) => {
    let last = 1;
    for (let depth = 0; depth < TRACES.deepest; depth++) if (dark(start + depth * step)) last = depth + 2;
    return last;
  };
  const [top, bottom] = [inset(rowDark, y0, 1), inset(rowDark, y1 - 1, -1)];
  const [left, right] = [inset(columnDark, x0, 1), inset(columnDark, x1 - 1, -1)];
  x0 += left + 1;
  x1 -= right + 1;
  y0 += top + 1;
  y1 -= bottom + 1;
  return { x0, y0, x1: Math.max(x0, x1), y1: Math.max(y0, y1) };
}

/**
 * Rows of ink in an area, as bands without regard to the size of characters.
 * @param fewest pixels of ink that a row of a band has
 */
export function bandsOf(grey: Grey, { x0, y0, x1, y1 }: Area, fewest = 1): InkLine[] {
  const { width, data } = grey;
  const bands: InkLine[] = [];
  let open: { y0: number; y1: number; x0: number; x1: number; weight: number } | null = null;
  for (let y = y0; y <= y1; y++) {
    let count = 0;
    let [left, right] = [x1, x0];
    if (y < y1) {
      for (let x = x0; x < x1; x++) {
        if ((data[y * width + x] as number) < INK) {
          count++;
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
        }
      }
    }
    if (count >= fewest) {
      open ??= { y0: y, y1: y, x0: left, x1: right, weight: 0 };
      open.y1 = y + 1;
      open.x0 = Math.min(open.x0, left);
      open.x1 = Math.max(open.x1, right);
      open.weight += count;
    } else if (open) {
      bands.push(open);
      open = null;
    }
  }
  return bands.filter((band) => band.weight >= TRACES.dust);
}

/** Runs of columns without ink between those with ink, in pixels. @param level what is darker is ink */
export function gapsIn(
  { width, data }: Grey,
  { x0, y0, x1, y1 }: Area,
  level: number = INK,
): (readonly [from: number, to: number])[] {
  const gaps: (readonly [number, number])[] = [];
  let white: number | null = null;
  for (let x = x0; x < x1; x++) {
    let ink = false;
    for (let y = y0; y < y1 && !ink; y++) ink = (data[y * width + x] as number) < level;
    if (!ink) continue;
    if (white !== null && x > white) gaps.push([white, x]);
    white = x + 1;
  }
  return gaps;
}

/**
 * Bands as lines of text: parts of one character above each other are joined. `em` is the height of a full character.
 */
export function linesOfBands(bands: readonly InkLine[], em: number): InkLine[] {
  const lines: InkLine[] = [];
  for (const band of bands) {
    const last = lines.at(-1);
    const together = last ? band.y1 - last.y0 : Infinity;
    const gap = last ? band.y0 - last.y1 : Infinity;
    const small = last && (last.y1 - last.y0 < TRACES.part * em || band.y1 - band.y0 < TRACES.part * em);
    if (last && small && together <= TRACES.together * em && gap < TRACES.gap * em) {
      lines[lines.length - 1] = {
        x0: Math.min(last.x0, band.x0),
        x1: Math.max(last.x1, band.x1),
        y0: last.y0,
        y1: band.y1,
        weight: last.weight + band.weight,
      };
    } else lines.push(band);
  }
  return lines;
}

/**
 * Connected blobs, from the top, after characters that stand close were grown together: lines or words outside of
 * tables.
 */
export function* blobsOf(grey: Grey, covered: readonly Area[], reach: number): Generator<InkLine> {
  const factor = TRACES.reduction;
  const { mask, width } = grownInk(grey, reach);
  const height = mask.length / width;
  for (const { x0, y0, x1, y1 } of covered) {
    const [left, right] = [Math.max(0, Math.floor(x0 / factor)), Math.min(width, Math.ceil(x1 / factor))];
    for (let y = Math.max(0, Math.floor(y0 / factor)); y < Math.min(height, Math.ceil(y1 / factor)); y++)
      mask.fill(0, y * width + left, y * width + right);
  }
  for (const { x0, y0, x1, y1, weight } of connectedParts(mask, width, CORNERS, () => factor * factor))
    yield { x0: x0 * factor, y0: y0 * factor, x1: x1 * factor, y1: y1 * factor, weight };
}

/** Ink at the reduction of blobs, with the room between what stands closer than `reach` (pixels of the picture). */
function grownInk({ width, height, data }: Grey, reach: number): { readonly mask: Uint8Array; readonly width: number } {
  const factor = TRACES.reduction;
  const [w, h] = [Math.floor(width / factor), Math.floor(height / factor)];
  const mask = new Uint8Array(w * h);
  const ink = INK - TRACES.blobDarker;
  for (let y = 0; y < h; y++) {
    let last = -Infinity;
    for (let x = 0, at = y * factor * width; x < w; x++, at += factor) {
      if (
        (data[at] as number) >= ink &&
        (data[at + 1] as number) >= ink &&
        (data[at + width] as number) >= ink &&
        (data[at + width + 1] as number) >= ink
      )
        continue;
      mask[y * w + x] = 1;
      if (x - last > 1 && x - last <= reach / factor) mask.fill(1, y * w + last, y * w + x);
      last = x;
    }
  }
  return { mask, width: w };
}
