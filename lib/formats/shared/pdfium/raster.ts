import type { Pdfium } from "./engine.ts";

/** Pages as the engine draws them. */

const WHITE = 0xffffffff;

/** How a page is drawn; a flag of FPDF_RenderPageBitmap each. */
export const WITH_ANNOTATIONS = 1;
export const GREYSCALE = 8;

/** One byte a pixel, or four: blue, green, red and nothing. */
const FORMATS = { 1: 1, 4: 3 } as const;

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 4;
  readonly flags?: number;
  /** The page of which this is a part, in pixels, and where the part begins; the whole page where not given. */
  readonly of?: { readonly width: number; readonly height: number; readonly left: number; readonly top: number };
}

/**
 * Draws a loaded page on white and hands on its pixels, which are gone thereafter.
 * @param pixels all rows from the top, `stride` bytes each
 * @returns null where there is no memory for the page
 */
export function draw<T>(
  { api, bytes }: Pdfium,
  page: number,
  { width, height, channels, flags = 0, of = { width, height, left: 0, top: 0 } }: Drawing,
  take: (pixels: Uint8Array, stride: number) => T,
): T | null {
  const bitmap = api.FPDFBitmap_CreateEx(width, height, FORMATS[channels], 0, 0);
  if (!bitmap) return null;
  try {
    api.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    api.FPDF_RenderPageBitmap(bitmap, page, -of.left, -of.top, of.width, of.height, 0, flags);
    const stride = api.FPDFBitmap_GetStride(bitmap);
    const at = api.FPDFBitmap_GetBuffer(bitmap);
    return take(bytes().subarray(at, at + stride * height), stride);
  } finally {
    api.FPDFBitmap_Destroy(bitmap);
  }
}

export interface PageRaster {
  readonly width: number;
  readonly height: number;
  /** Pixels a point. */
  readonly scale: number;
  /** Four bytes a pixel: blue, green, red and nothing. */
  readonly data: Uint8Array;
}

/** Draws a loaded page, to settle what its objects do not tell; null where it is larger than `mostPixels`. */
export function rasterOf(pdfium: Pdfium, page: number, scale: number, mostPixels: number): PageRaster | null {
  const { api } = pdfium;
  const [width, height] = [
    Math.ceil(api.FPDF_GetPageWidthF(page) * scale),
    Math.ceil(api.FPDF_GetPageHeightF(page) * scale),
  ];
  if (width * height === 0 || width * height > mostPixels) return null;
  return draw(pdfium, page, { width, height, channels: 4 }, (pixels) => ({
    width,
    height,
    scale,
    data: pixels.slice(),
  }));
}

/** Draws a page without some of its objects. */
export function rasterWithout(
  pdfium: Pdfium,
  page: number,
  objects: Iterable<number>,
  scale: number,
  mostPixels: number,
): PageRaster | null {
  const { api } = pdfium;
  const left = [...objects];
  for (const object of left) api.FPDFPageObj_SetIsActive(object, false);
  try {
    return rasterOf(pdfium, page, scale, mostPixels);
  } finally {
    for (const object of left) api.FPDFPageObj_SetIsActive(object, true);
  }
}
