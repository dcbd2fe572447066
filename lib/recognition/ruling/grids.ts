import type { Glyph, PageGeometry, Stroke } from "../../pages/geometry.ts";
import { findGrids, type Grid } from "../../pages/grid.ts";
import { findRulings } from "../../pages/rulings.ts";
import type { Grey } from "../picture/raster.ts";
import { detectRulings } from "./ruling.ts";

/** The ruled tables of an upright sheet. */

/**
 * @param points how many points a pixel is
 * @returns the sheet without characters, in points, and the grids that its rulings make
 */
export function detectGrids(grey: Grey, points: number): { readonly blank: PageGeometry; readonly grids: Grid[] } {
  const { horizontal, vertical } = detectRulings(grey);
  const strokes = [
    ...horizontal.map(
      ({ at, from, to }): Stroke => ({
        x0: from * points,
        x1: to * points,
        y0: at * points,
        y1: at * points,
        thickness: 0.5,
      }),
    ),
    ...vertical.map(
      ({ at, from, to }): Stroke => ({
        x0: at * points,
        x1: at * points,
        y0: from * points,
        y1: to * points,
        thickness: 0.5,
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
  return { blank, grids: findGrids(findRulings(blank), inkMarks(grey, points)) };
}

const BLOCK = 8;

/**
 * Marks at ink, standing in for characters not yet recognised, to tell whether anything is printed between two rulings.
 */
function inkMarks(grey: Grey, points: number): Glyph[] {
  const marks: Glyph[] = [];
  for (let y = 0; y + BLOCK <= grey.height; y += BLOCK) {
    for (let x = 0; x + BLOCK <= grey.width; x += BLOCK) {
      let ink = 0;
      for (let dy = 0; dy < BLOCK; dy += 2)
        for (let dx = 0; dx < BLOCK; dx += 2) if ((grey.data[(y + dy) * grey.width + x + dx] as number) < 130) ink++;
      if (ink < 3) continue;
      const size = BLOCK * points;
      marks.push({ text: "■", x: x * points, y: y * points + 0.88 * size, size, advance: size, angle: 0 });
    }
  }
  return marks;
}
