import { LIMITS } from "../../limits.ts";
import type { Grey } from "../../ocr/raster.ts";
import { CorruptError, TooLargeError } from "../errors.ts";
import type { Pdfium } from "./engine.ts";

const GREY_FORMAT = 1;
const WITH_ANNOTATIONS = 1;
const GREYSCALE = 8;
const WHITE = 0xffffffff;

/**
 * Draws a page of an open document in grey, its annotations too.
 * @param number counted from 1
 * @param scale pixels a point
 * @throws TooLargeError, CorruptError
 */
export function drawnPage(pdfium: Pdfium, document: number, number: number, scale: number): Grey {
  const { api } = pdfium;
  let bitmap = 0;
  const page = api.FPDF_LoadPage(document, number - 1);
  try {
    if (!page) throw new CorruptError();
    const [width, height] = [api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)];
    if (width * height * scale * scale > LIMITS.renderedPixels) throw new TooLargeError();
    const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    bitmap = api.FPDFBitmap_CreateEx(w, h, GREY_FORMAT, 0, 0);
    if (!bitmap) throw new TooLargeError();
    api.FPDFBitmap_FillRect(bitmap, 0, 0, w, h, WHITE);
    api.FPDF_RenderPageBitmap(bitmap, page, 0, 0, w, h, 0, WITH_ANNOTATIONS | GREYSCALE);
    const stride = api.FPDFBitmap_GetStride(bitmap);
    const at = api.FPDFBitmap_GetBuffer(bitmap);
    const source = pdfium.bytes();
    const data = new Uint8Array(w * h);
    for (let y = 0; y < h; y++) data.set(source.subarray(at + y * stride, at + y * stride + w), y * w);
    return { width: w, height: h, data };
  } finally {
    if (bitmap) api.FPDFBitmap_Destroy(bitmap);
    if (page) api.FPDF_ClosePage(page);
  }
}
