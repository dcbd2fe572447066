import { LIMITS } from "../../limits.ts";
import type { Shade } from "../shared/painted.ts";
import { apply, inverse, type Matrix, multiply } from "../shared/plane.ts";
import type { Holder, Walk } from "./drawing.ts";

const UNKNOWN: Shade = { colour: null, opacity: 1 };
/** Pixels of a picture drawn at a pixel a point; larger ones are not looked into. */
const MOST_PIXELS = LIMITS.renderedPixels / 6;
/** A picture that is drawn in a space much larger than the page's points would be a few pixels only. */
const LEAST_SCALE = 0.25;

/**
 * What a picture shows at a point of the page, null outside of it; drawn with its masks when it is first asked for: a
 * pixel a point is enough to know its shade.
 */
export function pixelsOf(
  { pdfium, document, page }: Walk,
  image: number,
  matrix: Matrix,
  { toPage, opacity }: Holder,
): (x: number, y: number) => Shade | null {
  const fromPage = inverse(toPage);
  const fromPicture = inverse(multiply(matrix, toPage));
  const [width, height] = [Math.ceil(Math.hypot(matrix[0], matrix[2])), Math.ceil(Math.hypot(matrix[1], matrix[3]))];
  const [left, top] = [
    matrix[4] + Math.min(matrix[0], matrix[2], 0, matrix[0] + matrix[2]),
    matrix[5] + Math.max(matrix[1], matrix[3], 0, matrix[1] + matrix[3]),
  ];
  const scale = Math.sqrt(Math.abs(toPage[0] * toPage[3] - toPage[1] * toPage[2]));
  let pixels: { readonly data: Uint8Array; readonly width: number; readonly height: number } | null | undefined;
  const draw = () => {
    const { api } = pdfium;
    if (!fromPage || width * height > MOST_PIXELS || width * height === 0 || scale > 1 / LEAST_SCALE) return null;
    const bitmap = api.FPDFImageObj_GetRenderedBitmap(document, page, image);
    if (!bitmap) return null;
    const [w, h, stride, at] = [
      api.FPDFBitmap_GetWidth(bitmap),
      api.FPDFBitmap_GetHeight(bitmap),
      api.FPDFBitmap_GetStride(bitmap),
      api.FPDFBitmap_GetBuffer(bitmap),
    ];
    const data = new Uint8Array(w * h * 4);
    const source = pdfium.bytes();
    if (stride >= w * 4)
      for (let y = 0; y < h; y++) data.set(source.subarray(at + y * stride, at + y * stride + w * 4), y * w * 4);
    api.FPDFBitmap_Destroy(bitmap);
    return stride >= w * 4 ? { data, width: w, height: h } : null;
  };
  return (x, y) => {
    const unit = fromPicture && apply(fromPicture, x, y);
    if (unit && (Math.min(...unit) < 0 || Math.max(...unit) > 1)) return null;
    if (pixels === undefined) pixels = draw();
    if (!pixels || !fromPage) return UNKNOWN;
    const [px, py] = apply(fromPage, x, y);
    const [column, row] = [Math.floor(px - left), Math.floor(top - py)];
    if (column < 0 || row < 0 || column >= pixels.width || row >= pixels.height) return null;
    const at = (row * pixels.width + column) * 4;
    const [blue = 0, green = 0, red = 0, alpha = 0] = pixels.data.subarray(at, at + 4);
    return { colour: [red, green, blue], opacity: (alpha / 255) * opacity };
  };
}
