import { LIMITS } from "../../limits.ts";

/** A sheet of A4 at 200 dpi is 1654 pixels wide; other sizes are drawn so that their shorter side has as many. */
const SHORT_SIDE = 1654;
const LEAST_DPI = 72;
const MOST_DPI = 400;

/** Pixels a point at which a page of this size (points) is drawn to be recognised. */
export function pageScale(width: number, height: number): number {
  const short = Math.max(1, Math.min(width, height));
  const wanted = Math.min(Math.max((SHORT_SIDE / short) * 72, LEAST_DPI), MOST_DPI) / 72;
  return Math.min(wanted, Math.sqrt(LIMITS.renderedPixels / Math.max(1, width * height)));
}
