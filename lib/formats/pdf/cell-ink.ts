import type { Box } from "../../document/document.ts";
import { type Glyph, quarterTurn } from "../../pages/geometry.ts";
import type { Area, Grey } from "../../recognition/picture/raster.ts";
import type { GreyPage } from "./drawn-page.ts";

/**
 * Ink in the cells of a drawn page: where a cell and its characters stand in pixels, and how much of each is not paper.
 */

export const CELL_INK = {
  /**
   * Grey levels from the paper: light grey #d0d0d0 is 47 from white, the faintest that counts as seen; watermarks are
   * fainter.
   */
  least: 40,
  /** Levels of grey that are one: paper is seldom quite even. */
  paperBand: 8,
  /** Characters reach so far above and below their baseline, in their size: ideographs as a whole. */
  ascent: 0.85,
  descent: 0.12,
  /** Half of a thick border with its blur, in points; less in a cell of which it would take more than such a part. */
  border: 1.5,
  partOfCell: 8,
  /** From a cell's edge to where a line of ink is a border, also one of two; in points and in parts of a small cell. */
  bordersReach: 4,
  reachInCell: 4,
  /** Share of a cell's side that a border covers at least, a dotted one too. */
  borderShare: 0.3,
} as const;

/** The pixels of a rectangle of points; the smallest that holds it, as far as it was drawn. */
export function pixelsOf(
  { grey: { width, height }, scale, left, top }: GreyPage,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): Area {
  const across = (x: number): number => Math.max(0, Math.min(x - left, width));
  const down = (y: number): number => Math.max(0, Math.min(y - top, height));
  return {
    x0: across(Math.floor(x0 * scale)),
    y0: down(Math.floor(y0 * scale)),
    x1: across(Math.ceil(x1 * scale)),
    y1: down(Math.ceil(y1 * scale)),
  };
}

/** Where a character stands, with room beside and around it as a share of its size. */
export function areaOfGlyph(page: GreyPage, { x, y, size, advance, angle }: Glyph, room: number): Area {
  const [side, above, below] = [room * size, CELL_INK.ascent * size, Math.max(CELL_INK.descent, room) * size];
  const quarter = quarterTurn(angle);
  if (quarter === 90) return pixelsOf(page, x - below, y - side, x + above, y + advance + side);
  if (quarter === 180) return pixelsOf(page, x - advance - side, y - below, x + side, y + above);
  if (quarter === 270) return pixelsOf(page, x - above, y - advance - side, x + below, y + side);
  return pixelsOf(page, x - side, y - above, x + advance + side, y + below);
}

/** The grey that most of an area has, its paper, and how many pixels are not it. */
export function toneOf(
  { width, data }: Grey,
  { x0, y0, x1, y1 }: Area,
): { readonly paper: number; readonly ink: number } {
  const counts = new Uint32Array(256);
  for (let y = y0; y < y1; y++) {
    const end = y * width + x1;
    for (let at = y * width + x0; at < end; at++) {
      const value = data[at] as number;
      counts[value] = (counts[value] as number) + 1;
    }
  }
  let [most, sum] = [0, 0];
  for (let band = 0; band < 256; band += CELL_INK.paperBand) {
    let [count, weighted] = [0, 0];
    for (let value = band; value < band + CELL_INK.paperBand; value++) {
      count += counts[value] as number;
      weighted += value * (counts[value] as number);
    }
    if (count > most) [most, sum] = [count, weighted];
  }
  const paper = most === 0 ? 255 : sum / most;
  let ink = 0;
  for (let value = 0; value < 256; value++)
    if (Math.abs(value - paper) >= CELL_INK.least) ink += counts[value] as number;
  return { paper, ink };
}

/** Pixels of ink in an area. */
export function countInk({ width, data }: Grey, { x0, y0, x1, y1 }: Area, paper: number): number {
  let count = 0;
  for (let y = y0; y < y1; y++) {
    const end = y * width + x1;
    for (let at = y * width + x0; at < end; at++) if (Math.abs((data[at] as number) - paper) >= CELL_INK.least) count++;
  }
  return count;
}

/** Pixels of ink within an area that stand in any of some parts, each counted once. */
export function inkInParts(grey: Grey, within: Area, parts: readonly Area[], paper: number): number {
  let count = 0;
  parts.forEach((part, index) => {
    const [x0, x1] = [Math.max(part.x0, within.x0), Math.min(part.x1, within.x1)];
    const [y0, y1] = [Math.max(part.y0, within.y0), Math.min(part.y1, within.y1)];
    const earlier = parts
      .slice(0, index)
      .filter((other) => other.x0 < x1 && other.x1 > x0 && other.y0 < y1 && other.y1 > y0);
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) {
        if (Math.abs((grey.data[y * grey.width + x] as number) - paper) < CELL_INK.least) continue;
        if (!earlier.some((other) => x >= other.x0 && x < other.x1 && y >= other.y0 && y < other.y1)) count++;
      }
    }
  });
  return count;
}

/** A cell within half a border of its edges. */
export function insideOf(page: GreyPage, [x, y, width, height]: Box): Area {
  const inset = Math.min(CELL_INK.border, width / CELL_INK.partOfCell, height / CELL_INK.partOfCell);
  const { x0, y0, x1, y1 } = pixelsOf(page, x + inset, y + inset, x + width - inset, y + height - inset);
  // Only pixels that lie in it wholly.
  return { x0: Math.min(x0 + 1, x1), y0: Math.min(y0 + 1, y1), x1: Math.max(x1 - 1, x0), y1: Math.max(y1 - 1, y0) };
}

/** The inside of a cell without the lines of ink along its edges. */
export function withoutBorders({ grey, scale }: GreyPage, [, , width, height]: Box, inside: Area, paper: number): Area {
  const { x0: left, y0: top, x1: right, y1: bottom } = inside;
  const share = (line: Area) => countInk(grey, line, paper) / Math.max(1, (line.x1 - line.x0) * (line.y1 - line.y0));
  const reach = Math.floor(
    Math.min(CELL_INK.bordersReach, width / CELL_INK.reachInCell, height / CELL_INK.reachInCell) * scale,
  );
  const bordered = (from: number, line: (at: number) => Area, step: 1 | -1): number => {
    let end = from;
    for (let n = 0; n < reach; n++)
      if (share(line(from + n * step)) >= CELL_INK.borderShare) end = from + (n + 1) * step;
    return end;
  };
  const column = (at: number): Area => ({ x0: at, x1: at + 1, y0: top, y1: bottom });
  const row = (at: number): Area => ({ x0: left, x1: right, y0: at, y1: at + 1 });
  return {
    x0: bordered(left, column, 1),
    x1: bordered(right - 1, column, -1) + 1,
    y0: bordered(top, row, 1),
    y1: bordered(bottom - 1, row, -1) + 1,
  };
}
