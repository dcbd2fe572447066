import type { Pdfium } from "./engine.ts";

/** The page as the engine draws it, to settle what its objects do not tell. */

const WHITE = 0xffffffff;

export interface PageRaster {
  readonly width: number;
  readonly height: number;
  /** Pixels a point. */
  readonly scale: number;
  /** Four bytes a pixel: blue, green, red and nothing. */
  readonly data: Uint8Array;
}

/** Draws a loaded page; null where it is larger than `mostPixels`. */
export function rasterOf({ api, bytes }: Pdfium, page: number, scale: number, mostPixels: number): PageRaster | null {
  const [width, height] = [Math.ceil(api.FPDF_GetPageWidthF(page) * scale), Math.ceil(api.FPDF_GetPageHeightF(page) * scale)];
  if (width * height === 0 || width * height > mostPixels) return null;
  const bitmap = api.FPDFBitmap_Create(width, height, 0);
  if (!bitmap) return null;
  api.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
  api.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0);
  const at = api.FPDFBitmap_GetBuffer(bitmap);
  const data = bytes().slice(at, at + api.FPDFBitmap_GetStride(bitmap) * height);
  api.FPDFBitmap_Destroy(bitmap);
  return { width, height, scale, data };
}

/** Draws a page without some of its objects. */
export function rasterWithout(pdfium: Pdfium, page: number, objects: Iterable<number>, scale: number, mostPixels: number): PageRaster | null {
  const { api } = pdfium;
  const left = [...objects];
  for (const object of left) api.FPDFPageObj_SetIsActive(object, false);
  try {
    return rasterOf(pdfium, page, scale, mostPixels);
  } finally {
    for (const object of left) api.FPDFPageObj_SetIsActive(object, true);
  }
}
