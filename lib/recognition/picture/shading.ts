import type { Area, Grey } from "./raster.ts";

/** Shaded cells: heads, rows and figures on a ground of their own, printed or drawn over with a marker. */

/** Levels are shares of the paper's around a cell, lengths are pixels, where nothing else is said. */
const SHADING = {
  /** Side of the blocks that are looked at. */
  block: 16,
  /** So much of a block's pixels may be brighter than its ground. */
  brighter: 0.3,
  /** An even block has so much of its pixels so near to its ground. */
  even: 0.6,
  near: 0.05,
  /** Grounds of one cell differ by no more than this from block to block, as those of a shadow do from end to end. */
  alike: 0.03,
  apart: 0.1,
  /** A ground is lighter than print and darker than what noise and shadows leave of paper. */
  darkest: 0.35,
  lightest: 0.88,
  /** Blocks around one in which its paper shows: no shaded cell is wider and higher than twice as many. */
  around: 9,
  /** With so much of it lighter by this than its ground, it carries light print, and is none of these. */
  lighter: 0.15,
  lightPrint: 0.02,
  /** Where a row or column of a block is lighter for so much of its length, the cell has ended. */
  ends: 0.8,
} as const;

interface Blocks {
  readonly across: number;
  readonly down: number;
  /** Level of each block's ground, and whether most of the block has it. */
  readonly ground: Uint8Array;
  readonly isEven: Uint8Array;
}

/** The picture with shaded cells on the paper that is around them, their print as dark in comparison as it was. */
export function withoutShading(grey: Grey): Grey {
  const blocks = blocksOf(grey);
  const paper = paperAround(blocks);
  const shaded = shadedAmong(blocks, paper, grey);
  if (!shaded.includes(1)) return grey;
  const data = Uint8Array.from(grey.data);
  const { across, down, ground } = blocks;
  for (let by = 0; by < down; by++)
    for (let bx = 0; bx < across; bx++) {
      const at = nearestShaded(shaded, blocks, bx, by);
      if (at === null) continue;
      const [level, white] = [ground[at] as number, paper[at] as number];
      const most = level + SHADING.near * white;
      const { x0, y0, x1, y1 } = areaOf(grey, bx, by);
      for (let y = y0; y < y1; y++)
        for (let i = y * grey.width + x0; i < y * grey.width + x1; i++) {
          const value = data[i] as number;
          // What is lighter lies beside the cell.
          if (value <= most) data[i] = Math.min(white, (value * white) / level);
        }
    }
  return { ...grey, data };
}

function areaOf({ width, height }: Grey, bx: number, by: number): Area {
  const { block } = SHADING;
  return {
    x0: bx * block,
    y0: by * block,
    x1: Math.min(width, (bx + 1) * block),
    y1: Math.min(height, (by + 1) * block),
  };
}

function blocksOf(grey: Grey): Blocks {
  const { block, brighter, even, near } = SHADING;
  const [across, down] = [Math.ceil(grey.width / block), Math.ceil(grey.height / block)];
  const ground = new Uint8Array(across * down);
  const isEven = new Uint8Array(across * down);
  const levels = new Uint16Array(256);
  for (let by = 0; by < down; by++)
    for (let bx = 0; bx < across; bx++) {
      const { x0, y0, x1, y1 } = areaOf(grey, bx, by);
      levels.fill(0);
      for (let y = y0; y < y1; y++)
        for (let at = y * grey.width + x0; at < y * grey.width + x1; at++)
          levels[grey.data[at] as number] = (levels[grey.data[at] as number] as number) + 1;
      const all = (x1 - x0) * (y1 - y0);
      let level = 255;
      for (let rest = all * brighter; level > 0 && rest > (levels[level] as number); level--)
        rest -= levels[level] as number;
      const reach = Math.ceil(near * 255);
      let count = 0;
      for (let l = Math.max(0, level - reach); l <= Math.min(255, level + reach); l++) count += levels[l] as number;
      ground[by * across + bx] = level;
      isEven[by * across + bx] = count >= even * all ? 1 : 0;
    }
  return { across, down, ground, isEven };
}

/** The brightest ground near each block, taken back where it is all that is bright: a picture's own edge of brightness. */
function paperAround({ across, down, ground }: Blocks): Uint8Array {
  const along = (values: Uint8Array, pick: (a: number, b: number) => number, step: number, length: number) => {
    const out = new Uint8Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const place = step === 1 ? at % across : Math.floor(at / across);
      const [from, to] = [Math.max(0, place - SHADING.around), Math.min(length - 1, place + SHADING.around)];
      let best = values[at] as number;
      for (let p = from; p <= to; p++) best = pick(best, values[at + (p - place) * step] as number);
      out[at] = best;
    }
    return out;
  };
  const both = (values: Uint8Array, pick: (a: number, b: number) => number) =>
    along(along(values, pick, 1, across), pick, across, down);
  return both(both(ground, Math.max), Math.min);
}

/** Marks of the blocks that are shaded: even ones beside each other of one ground, darker than the paper around them. */
function shadedAmong({ across, ground, isEven }: Blocks, paper: Uint8Array, grey: Grey): Uint8Array {
  const shaded = new Uint8Array(ground.length);
  const open = Uint8Array.from(ground, (level, at) => {
    const white = paper[at] as number;
    return isEven[at] === 1 && level >= SHADING.darkest * white && level <= SHADING.lightest * white ? 1 : 0;
  });
  for (let start = open.indexOf(1); start >= 0; start = open.indexOf(1, start + 1)) {
    const cell = [start];
    open[start] = 0;
    for (const at of cell)
      for (const [next, isBeside] of [
        [at - 1, at % across > 0],
        [at + 1, at % across < across - 1],
        [at - across, true],
        [at + across, true],
      ] as const) {
        if (!isBeside || open[next] !== 1) continue;
        if (Math.abs((ground[next] as number) - (ground[at] as number)) > SHADING.alike * 255) continue;
        open[next] = 0;
        cell.push(next);
      }
    const levels = cell.map((at) => ground[at] as number);
    const isOne = Math.max(...levels) - Math.min(...levels) <= SHADING.apart * 255;
    if (isOne && !hasLightPrint(cell, levels, across, grey)) for (const at of cell) shaded[at] = 1;
  }
  return shaded;
}

function hasLightPrint(cell: readonly number[], levels: readonly number[], across: number, grey: Grey): boolean {
  let [light, all] = [0, 0];
  cell.forEach((at, index) => {
    const area = areaOf(grey, at % across, Math.floor(at / across));
    light += lightIn(grey, area, (levels[index] as number) + SHADING.lighter * 255);
    all += (area.x1 - area.x0) * (area.y1 - area.y0);
  });
  return light > SHADING.lightPrint * all;
}

/** Pixels of a block that are lighter than a level, but for rows and columns that are so all along: there the cell ends. */
function lightIn(grey: Grey, { x0, y0, x1, y1 }: Area, level: number): number {
  const isLight = (x: number, y: number): boolean => (grey.data[y * grey.width + x] as number) > level;
  const columns = new Uint8Array(x1 - x0);
  const rows = new Uint8Array(y1 - y0);
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++)
      if (isLight(x, y)) {
        columns[x - x0] = (columns[x - x0] as number) + 1;
        rows[y - y0] = (rows[y - y0] as number) + 1;
      }
  const [endsAcross, endsDown] = [SHADING.ends * rows.length, SHADING.ends * columns.length];
  let count = 0;
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++)
      if (isLight(x, y) && (columns[x - x0] as number) < endsAcross && (rows[y - y0] as number) < endsDown) count++;
  return count;
}

/** A shaded block that a block is, or that lies beside it: there the cell may end within it. */
function nearestShaded(shaded: Uint8Array, { across, down }: Blocks, bx: number, by: number): number | null {
  for (const [dx, dy] of NEIGHBOURS) {
    const [x, y] = [bx + dx, by + dy];
    if (x >= 0 && x < across && y >= 0 && y < down && shaded[y * across + x] === 1) return y * across + x;
  }
  return null;
}

/** The nearest first. */
const NEIGHBOURS = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;
