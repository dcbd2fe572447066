import { gapsIn, INK } from "../picture/ink.ts";
import type { Area, Grey } from "../picture/raster.ts";
import { isDigits } from "./figure-text.ts";

/** Whether the ink of a figure is that of one figure as it was printed: what somebody wrote or struck there is not. */

/** Lengths in digit heights, where nothing else is said. */
const PRINTED = {
  /** Full-width digits stand apart, further still beside a full-width point, but not as far as figures of two columns. */
  widestGap: 1.5,
  /** What is lower is a point, a comma, a dash or a speck, and stands where it likes. */
  lowest: 0.6,
  /** Paper between digits is lighter: through a digit its thin strokes show, however faint. */
  paper: 225,
  /** Digits of one print end on the same lines above and below, but for what a telefax or blur takes. */
  uneven: 0.25,
  /** No digit has a stroke so long, and in this part of its height, from its top, none that meets its neighbour's. */
  longest: 0.85,
  middle: { from: 0.35, to: 0.56 },
} as const;

/**
 * Whether the ink of a figure is that of one printed figure: nothing as high beside it that was not read, no
 * gap so wide that a ruling was missed in it, on one line, of one height, not struck through.
 * @param text what was read; of what is not digits alone only gaps are told
 * @param area tight around the ink
 * @param digit height of a digit in pixels
 */
export function isOnePrint(text: string, grey: Grey, area: Area, digit: number): boolean {
  const gaps = gapsIn(grey, area);
  if (gaps.some(([from, to]) => to - from + 1 > PRINTED.widestGap * digit)) return false;
  if (!isDigits(text)) return true;
  const highAmong = (parted: readonly (readonly [number, number])[]) =>
    [...parted, [area.x1, area.x1] as const]
      .map(([x1], index) => heightsOf(grey, { ...area, x0: parted[index - 1]?.[1] ?? area.x0, x1 }))
      .filter(({ top, bottom }) => bottom - top >= PRINTED.lowest * digit);
  if (highAmong(gapsIn(grey, area, PRINTED.paper)).length > text.replace(/\D/gu, "").length) return false;
  const high = highAmong(gaps);
  const spread = (places: readonly number[]): number => Math.max(...places) - Math.min(...places);
  const most = PRINTED.uneven * digit;
  return (
    (high.length < 2 ||
      (spread(high.map(({ top }) => top)) <= most && spread(high.map(({ bottom }) => bottom)) <= most)) &&
    !isStruck(grey, area, digit)
  );
}

function heightsOf({ width, data }: Grey, { x0, y0, x1, y1 }: Area): { top: number; bottom: number } {
  let [top, bottom] = [y1, y0];
  for (let y = y0; y < y1; y++)
    for (let at = y * width + x0; at < y * width + x1; at++) {
      if ((data[at] as number) >= INK) continue;
      top = Math.min(top, y);
      bottom = y + 1;
    }
  return { top, bottom };
}

function isStruck({ width, data }: Grey, { x0, y0, x1, y1 }: Area, digit: number): boolean {
  const { from, to } = PRINTED.middle;
  for (let y = Math.round(y0 + from * (y1 - y0)); y < y0 + to * (y1 - y0); y++) {
    let run = 0;
    for (let x = x0; x < x1; x++) {
      run = (data[y * width + x] as number) < INK ? run + 1 : 0;
      if (run >= PRINTED.longest * digit) return true;
    }
  }
  return false;
}
