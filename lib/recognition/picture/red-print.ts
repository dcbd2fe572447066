import type { Raster } from "../engine.ts";
import { CORNERS, connectedParts } from "./connected-parts.ts";
import { type Area, type Grey, withoutSeal } from "./raster.ts";

/** Red and orange print: heads of forms and receipts, rulings of ledgers. It is told from seals by its size. */

/** What parts print from seals; shares of the picture's width, where nothing else is said. */
const PRINT = {
  /** Blocks in which the picture is looked at; red that stands nearer than this many of them is of one thing. */
  blocks: 400,
  apart: 4,
  /** A seal is 3.8 to 4.5 cm wide, of the 21 of a page: in its narrowest and its widest picture. */
  seal: { least: 0.06, most: 0.45 },
  /** Strokes are no thicker, in blocks: what is filled so far is a shade. */
  thickest: 5,
  /** Where more of the picture is red, it is what lies beneath the paper, or the paper's own tinge. */
  most: 0.15,
} as const;

interface Blocks {
  readonly size: number;
  readonly across: number;
  readonly down: number;
}

/** The picture in grey: seals are taken away as by `withoutSeal`, red print is as dark as its darkest colour. */
export function withoutSeals(raster: Raster): ReturnType<typeof withoutSeal> {
  const { grey, red } = withoutSeal(raster);
  if (!red) return { grey, red };
  const { width, height, data } = raster;
  const print = printOf({ width, height, data: red });
  for (const { x0, y0, x1, y1 } of print)
    for (let y = y0; y < Math.min(y1, height); y++)
      for (let x = x0; x < Math.min(x1, width); x++) {
        const at = 3 * (y * width + x);
        grey.data[y * width + x] = Math.min(data[at] as number, data[at + 1] as number, data[at + 2] as number);
      }
  // What is red stays marked: a figure that a piece of a seal may lie over is sure for nobody.
  return { grey, red };
}

/** Where red stands that is no seal, none of the signs in one, and no shade. */
function printOf(red: Grey): Area[] {
  const size = Math.max(1, Math.round(red.width / PRINT.blocks));
  const blocks = { size, across: Math.ceil(red.width / size), down: Math.ceil(red.height / size) };
  const { any, full, share } = blocksOf(red, blocks);
  if (share > PRINT.most) return [];
  const solid = eroded(full, blocks);
  const parts = [...connectedParts(grown(any, blocks), blocks.across, CORNERS, (at) => solid[at] as number)];
  const isSealed = ({ x0, y0, x1, y1 }: Area): boolean =>
    Math.min(x1 - x0, y1 - y0) >= PRINT.seal.least * blocks.across && x1 - x0 <= PRINT.seal.most * blocks.across;
  const seals = parts.filter(isSealed);
  return parts
    .filter((part) => part.weight === 0 && !seals.some((seal) => holds(seal, part)))
    .map(({ x0, y0, x1, y1 }) => ({ x0: x0 * size, y0: y0 * size, x1: x1 * size, y1: y1 * size }));
}

const holds = (seal: Area, { x0, y0, x1, y1 }: Area): boolean =>
  x0 + x1 >= 2 * seal.x0 && x0 + x1 <= 2 * seal.x1 && y0 + y1 >= 2 * seal.y0 && y0 + y1 <= 2 * seal.y1;

/** Blocks that have some red, those that are all red, and how much of the picture is red. */
function blocksOf({ width, height, data }: Grey, { size, across, down }: Blocks) {
  const count = new Uint16Array(across * down);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / size) * across;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (data[at] === 0) continue;
      const block = row + Math.floor(x / size);
      count[block] = (count[block] as number) + 1;
    }
  }
  return {
    share: count.reduce((sum, some) => sum + some, 0) / (width * height),
    any: Uint8Array.from(count, (red) => (red > 0 ? 1 : 0)),
    full: Uint8Array.from(count, (red) => (red === size * size ? 1 : 0)),
  };
}

/** Sums over all blocks above and left of each, one more each way. */
function sumsOf(mask: Uint8Array, { across, down }: Blocks): Int32Array {
  const sums = new Int32Array((across + 1) * (down + 1));
  for (let y = 0; y < down; y++)
    for (let x = 0, row = 0; x < across; x++) {
      row += mask[y * across + x] as number;
      sums[(y + 1) * (across + 1) + x + 1] = (sums[y * (across + 1) + x + 1] as number) + row;
    }
  return sums;
}

/** Blocks of which so many around them are of the mask, so far on either side. */
function amid(mask: Uint8Array, blocks: Blocks, reach: number, least: number): Uint8Array {
  const { across, down } = blocks;
  const sums = sumsOf(mask, blocks);
  const out = new Uint8Array(mask.length);
  for (let y = 0, at = 0; y < down; y++) {
    const top = Math.max(0, y - reach) * (across + 1);
    const bottom = Math.min(down, y + reach + 1) * (across + 1);
    for (let x = 0; x < across; x++, at++) {
      const [left, right] = [Math.max(0, x - reach), Math.min(across, x + reach + 1)];
      const below = (sums[bottom + right] as number) - (sums[bottom + left] as number);
      if (below - (sums[top + right] as number) + (sums[top + left] as number) >= least) out[at] = 1;
    }
  }
  return out;
}

const grown = (mask: Uint8Array, blocks: Blocks): Uint8Array => amid(mask, blocks, PRINT.apart / 2, 1);

const eroded = (mask: Uint8Array, blocks: Blocks): Uint8Array =>
  amid(mask, blocks, (PRINT.thickest - 1) / 2, PRINT.thickest ** 2);
