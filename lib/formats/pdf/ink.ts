import { type Colour, isFaint } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { type PageRaster, rasterOf, rasterWithout } from "../shared/pdfium/raster.ts";

/** Pixels a point: the strokes of small print come out in their own colour. */
const SCALE = 2;
/** Pixels that differ; one alone is the edge of something else. */
const LEAST_PIXELS = 3;

/**
 * Whether characters leave ink: the page is drawn with and without its text when that is first asked.
 * @returns false where nobody could see anything, also where the engine has no font to draw with; null where the page
 * can't be drawn
 */
export function inkOf(pdfium: Pdfium, page: number, texts: Iterable<number>): (box: Box) => boolean | null {
  let drawn: { readonly whole: PageRaster; readonly without: PageRaster } | null | undefined;
  const draw = () => {
    const whole = rasterOf(pdfium, page, SCALE, LIMITS.renderedPixels / 4);
    const without = whole && rasterWithout(pdfium, page, texts, SCALE, LIMITS.renderedPixels / 4);
    return whole && without ? { whole, without } : null;
  };
  return ([left, top, width, height]) => {
    if (drawn === undefined) drawn = draw();
    if (!drawn) return null;
    const { whole, without } = drawn;
    let differing = 0;
    const [x1, y1] = [
      Math.min(Math.ceil((left + width) * SCALE), whole.width),
      Math.min(Math.ceil((top + height) * SCALE), whole.height),
    ];
    for (let y = Math.max(Math.floor(top * SCALE), 0); y < y1; y++) {
      for (let x = Math.max(Math.floor(left * SCALE), 0); x < x1; x++) {
        const at = (y * whole.width + x) * 4;
        const colour = (raster: PageRaster): Colour => [
          raster.data[at + 2] as number,
          raster.data[at + 1] as number,
          raster.data[at] as number,
        ];
        if (!isFaint(colour(whole), colour(without)) && ++differing >= LEAST_PIXELS) return true;
      }
    }
    return false;
  };
}
