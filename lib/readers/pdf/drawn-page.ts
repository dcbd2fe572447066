import { LIMITS } from "../../limits.ts";
import type { Grey } from "../../ocr/raster.ts";
import type { Pdfium } from "./engine.ts";
import { draw, GREYSCALE, WITH_ANNOTATIONS } from "./raster.ts";

/** A page as a person sees it, in grey. */
export interface GreyPage {
  readonly grey: Grey;
  /** Pixels a point. */
  readonly scale: number;
}

/**
 * Draws a page of an open document in grey, its annotations too; null where it can't be drawn.
 * @param number counted from 1
 * @param wanted pixels a point; a page that were too large is drawn with fewer
 */
export function drawnPage(pdfium: Pdfium, document: number, number: number, wanted: number): GreyPage | null {
  const { api } = pdfium;
  const page = api.FPDF_LoadPage(document, number - 1);
  if (!page) return null;
  try {
    const [pageWidth, pageHeight] = [api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)];
    const scale = Math.min(wanted, Math.sqrt(LIMITS.renderedPixels / Math.max(1, pageWidth * pageHeight)));
    const [width, height] = [Math.max(1, Math.round(pageWidth * scale)), Math.max(1, Math.round(pageHeight * scale))];
    return draw(pdfium, page, { width, height, channels: 1, flags: WITH_ANNOTATIONS | GREYSCALE }, (pixels, stride) => {
      const data = new Uint8Array(width * height);
      for (let y = 0; y < height; y++) data.set(pixels.subarray(y * stride, y * stride + width), y * width);
      return { grey: { width, height, data }, scale };
    });
  } finally {
    api.FPDF_ClosePage(page);
  }
}
