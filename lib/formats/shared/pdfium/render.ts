import type { Raster } from "../../../recognition/engine.ts";
import { CorruptError, TooLargeError } from "../../errors.ts";
import { pageScale } from "../page-scale.ts";
import { type OpenPdf, onPage } from "./open.ts";
import { draw, WITH_ANNOTATIONS } from "./raster.ts";

/**
 * Draws one page as its reader sees it, in colour.
 * @param number counted from 1
 * @throws TooLargeError, CorruptError
 */
export function renderPage(pdf: OpenPdf, number: number): Raster {
  return pdf.run((pdfium, document) => {
    const { api } = pdfium;
    const raster = onPage(pdfium, document, number, (page) => {
      const [width, height] = [api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)];
      const scale = pageScale(width, height);
      const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
      const drawing = { width: w, height: h, channels: 4, flags: WITH_ANNOTATIONS } as const;
      const drawn = draw(pdfium, page, drawing, (pixels, stride) => rasterOf(pixels, w, h, stride));
      if (!drawn) throw new TooLargeError();
      return drawn;
    });
    if (!raster) throw new CorruptError();
    return raster;
  });
}

/** From BGRx; a page without colour becomes grey. */
function rasterOf(source: Uint8Array, width: number, height: number, stride: number): Raster {
  let coloured = false;
  for (let y = 0; y < height && !coloured; y++) {
    for (let x = 0; x < width * 4; x += 4) {
      const at = y * stride + x;
      if (
        Math.abs((source[at] as number) - (source[at + 2] as number)) > 12 ||
        Math.abs((source[at] as number) - (source[at + 1] as number)) > 12
      ) {
        coloured = true;
        break;
      }
    }
  }
  const channels = coloured ? 3 : 1;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * stride + x * 4;
      if (coloured) {
        data[to++] = source[at + 2] as number;
        data[to++] = source[at + 1] as number;
        data[to++] = source[at] as number;
      } else data[to++] = source[at + 1] as number;
    }
  }
  return { width, height, channels, data };
}
