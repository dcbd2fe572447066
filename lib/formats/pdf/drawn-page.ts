import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import type { Grey } from "../../recognition/picture/raster.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { onPage } from "../shared/pdfium/open.ts";
import { draw, GREYSCALE, WITH_ANNOTATIONS } from "../shared/pdfium/raster.ts";

/** A page, or a part of it, as a person sees it, in grey. */
export interface GreyPage {
  readonly grey: Grey;
  /** Pixels a point. */
  readonly scale: number;
  /** Pixels from the page's left and top to the picture's. */
  readonly left: number;
  readonly top: number;
}

/** Points around a part that are drawn with it. */
const MARGIN = 2;

/**
 * Draws a part of a page of an open document in grey, its annotations too; null where it can't be drawn.
 * @param number counted from 1
 * @param part in points from the page's top left
 * @param wanted pixels a point; a page that were too large is drawn with fewer
 */
export function drawnPart(
  pdfium: Pdfium,
  document: number,
  number: number,
  [x, y, partWidth, partHeight]: Box,
  wanted: number,
): GreyPage | null {
  const { api } = pdfium;
  return onPage(pdfium, document, number, (page) => {
    const [pageWidth, pageHeight] = [api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)];
    const scale = Math.min(wanted, Math.sqrt(LIMITS.renderedPixels / Math.max(1, pageWidth * pageHeight)));
    const whole = {
      width: Math.max(1, Math.round(pageWidth * scale)),
      height: Math.max(1, Math.round(pageHeight * scale)),
    };
    const [left, top] = [Math.max(0, Math.floor((x - MARGIN) * scale)), Math.max(0, Math.floor((y - MARGIN) * scale))];
    const width = Math.min(whole.width, Math.ceil((x + partWidth + MARGIN) * scale)) - left;
    const height = Math.min(whole.height, Math.ceil((y + partHeight + MARGIN) * scale)) - top;
    if (width <= 0 || height <= 0) return null;
    return draw(
      pdfium,
      page,
      { width, height, channels: 1, flags: WITH_ANNOTATIONS | GREYSCALE, of: { ...whole, left, top } },
      (pixels, stride) => {
        const data = new Uint8Array(width * height);
        for (let y = 0; y < height; y++) data.set(pixels.subarray(y * stride, y * stride + width), y * width);
        return { grey: { width, height, data }, scale, left, top };
      },
    );
  });
}
