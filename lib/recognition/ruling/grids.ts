import type { Glyph, PageGeometry, Stroke } from "../../pages/geometry.ts";
import { findGrids, type Grid } from "../../pages/grid.ts";
import { findRulings, type Ruling, type Rulings } from "../../pages/rulings.ts";
import type { Grey } from "../picture/raster.ts";
import { detectRulings } from "./ruling.ts";
import type { Streaks } from "./streaks.ts";

/** The ruled tables of an upright sheet. */

const GRIDS = {
  /** Rulings are given this thickness, in points, as a thin border has: how thick they were drawn says nothing. */
  thickness: 0.5,
  /** Points; the lines of a double ruling stand nearer (lib/pages/grid.ts). */
  double: 6,
  /** Half the thickness of a ruling and its blur, in pixels. */
  half: 5,
  /** Points; where no row is as high as a line of the smallest type, the rulings are strokes of a title. */
  lowest: 9,
  /** Ink is looked for in blocks of so many pixels, less than a digit at 200 dpi, of which every second is looked at. */
  block: 8,
  step: 2,
  /** Darker than this is ink; fewer pixels of it in a block are noise. */
  ink: 130,
  fewest: 3,
  /** A mark's baseline, down from its top in its size: as that of a character (lib/pages/geometry.ts). */
  ascent: 0.88,
} as const;

/**
 * @param points how many points a pixel is
 * @param red 1 where a seal was taken away
 * @returns the sheet without characters, in points, the grids that its rulings make, and streaks that are no rulings
 */
export function detectGrids(
  grey: Grey,
  points: number,
  red: Uint8Array | null = null,
): { readonly blank: PageGeometry; readonly grids: Grid[]; readonly streaks: Streaks } {
  const { horizontal, vertical, streaks } = detectRulings(grey, red);
  const strokes = [
    ...horizontal.map(
      ({ at, from, to }): Stroke => ({
        x0: from * points,
        x1: to * points,
        y0: at * points,
        y1: at * points,
        thickness: GRIDS.thickness,
      }),
    ),
    ...vertical.map(
      ({ at, from, to }): Stroke => ({
        x0: at * points,
        x1: at * points,
        y0: from * points,
        y1: to * points,
        thickness: GRIDS.thickness,
      }),
    ),
  ];
  const blank = {
    number: 1,
    width: grey.width * points,
    height: grey.height * points,
    strokes,
    fills: [],
    glyphs: [],
    pictures: [],
  };
  const found = findGrids(findRulings(blank), inkMarks(withoutDoubles(grey, { horizontal, vertical }, points), points));
  const grids = found.filter(({ ys }) => ys.some((y, row) => y - (ys[row - 1] ?? y) >= GRIDS.lowest));
  const titles = found.filter((grid) => !grids.includes(grid));
  return {
    blank: { ...blank, strokes: strokes.filter((stroke) => !titles.some((grid) => isOf(stroke, grid))) },
    grids,
    streaks,
  };
}

const isOf = ({ x0, x1, y0, y1 }: Stroke, { xs, ys }: Grid): boolean => {
  const within = (at: number, edges: readonly number[]) =>
    at >= (edges[0] ?? 0) - GRIDS.thickness && at <= (edges.at(-1) ?? 0) + GRIDS.thickness;
  return within(x0, xs) && within(x1, xs) && within(y0, ys) && within(y1, ys);
};

/** The sheet with white in place of its double rulings: between their two lines nothing is printed. */
function withoutDoubles({ width, height, data }: Grey, { horizontal, vertical }: Rulings, points: number): Grey {
  const out = Uint8Array.from(data);
  const fill = (x0: number, x1: number, y0: number, y1: number) => {
    const [left, right] = [Math.max(0, Math.round(x0)), Math.min(width, Math.round(x1))];
    for (let y = Math.max(0, Math.round(y0)); y < Math.min(height, Math.round(y1)); y++)
      out.fill(255, y * width + left, y * width + right);
  };
  for (const { at, from, to } of doublesAmong(horizontal, points)) fill(from, to, at - GRIDS.half, at + GRIDS.half);
  for (const { at, from, to } of doublesAmong(vertical, points)) fill(at - GRIDS.half, at + GRIDS.half, from, to);
  return { width, height, data: out };
}

/** Rulings that run beside another one, as near as the two lines of a double one. */
const doublesAmong = (rulings: readonly Ruling[], points: number): Ruling[] =>
  rulings.filter((ruling) =>
    rulings.some(
      (other) =>
        other !== ruling &&
        Math.abs(other.at - ruling.at) * points < GRIDS.double &&
        other.from < ruling.to &&
        ruling.from < other.to,
    ),
  );

/**
 * Marks at ink, standing in for characters not yet recognised, to tell whether anything is printed between two rulings.
 */
function inkMarks(grey: Grey, points: number): Glyph[] {
  const marks: Glyph[] = [];
  for (let y = 0; y + GRIDS.block <= grey.height; y += GRIDS.block) {
    for (let x = 0; x + GRIDS.block <= grey.width; x += GRIDS.block) {
      let ink = 0;
      for (let dy = 0; dy < GRIDS.block; dy += GRIDS.step)
        for (let dx = 0; dx < GRIDS.block; dx += GRIDS.step)
          if ((grey.data[(y + dy) * grey.width + x + dx] as number) < GRIDS.ink) ink++;
      if (ink < GRIDS.fewest) continue;
      const size = GRIDS.block * points;
      marks.push({ text: "■", x: x * points, y: y * points + GRIDS.ascent * size, size, advance: size, angle: 0 });
    }
  }
  return marks;
}
