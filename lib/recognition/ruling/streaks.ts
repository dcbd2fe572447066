import { INK } from "../picture/ink.ts";
import type { Grey } from "../picture/raster.ts";
import { type Direction, findCrossings } from "./direction.ts";
import { rowAt, type Segment } from "./line-segments.ts";

/**
 * Streaks: folds of the paper and what dust on a scanner's glass draws, from one edge of the picture to the other. They
 * are no rulings, and what they run through is not seen whole.
 */

/** Lengths are pixels at 200 dpi. */
const STREAKS = {
  /** What ends this near to both edges of a picture is a streak, … */
  toEdge: 30,
  /** … if it goes on so far past all lines that it meets: a table's rulings end where it does, within its margins. */
  past: 80,
  /** Half a streak's breadth with its blur. */
  half: 3,
  /** Ink no farther from it may have a stroke under it. */
  near: 10,
  /** What is so many times as dark as the streak, and so much darker, is ink under it; levels of grey. */
  darker: { times: 1.5, by: 40 },
} as const;

const MARGIN = STREAKS.half + STREAKS.near;

export interface Streaks {
  readonly across: readonly Segment[];
  readonly down: readonly Segment[];
}

/** @param crossing lines of the other direction @param length of the picture along these lines */
export function streaksAmong({ lines, long }: Direction, crossing: readonly Segment[], length: number): Segment[] {
  const isPast = (place: number): boolean => place >= STREAKS.past && place <= length - STREAKS.past;
  const streaks = lines.filter(
    (line) =>
      line.from <= STREAKS.toEdge && line.to >= length - STREAKS.toEdge && findCrossings(crossing, line).every(isPast),
  );
  // Where a picture is cut out of a table most of its rulings run from edge to edge.
  return 2 * streaks.length < lines.filter(({ from, to }) => to - from >= long).length ? streaks : [];
}

/** A picture without its streaks, and marks of the pixels where these run through ink or close by it. */
export function withoutStreaks(
  grey: Grey,
  { across, down }: Streaks,
  lost: Uint8Array | null,
): { readonly grey: Grey; readonly lost: Uint8Array | null } {
  if (across.length + down.length === 0) return { grey, lost };
  const { width, height } = grey;
  const data = Uint8Array.from(grey.data);
  const marks = lost === null ? new Uint8Array(data.length) : Uint8Array.from(lost);
  const isInk = (at: number): boolean => (grey.data[at] ?? 255) < INK;
  /** @param middle index of a pixel in the streak's middle @param step from a pixel to the next across it */
  const clear = ({ darkness }: Segment, middle: number, step: number): void => {
    const { half, near, darker } = STREAKS;
    const level = 255 - darker.times * darkness - darker.by;
    let isNear = false;
    for (let d = half + 1; d <= half + near && !isNear; d++)
      isNear = isInk(middle - d * step) || isInk(middle + d * step);
    const isTouched = isInk(middle - (half + 1) * step) || isInk(middle + (half + 1) * step);
    for (let at = middle - half * step; at <= middle + half * step; at += step) {
      if (isNear) marks[at] = 1;
      if (!isTouched && (data[at] as number) > level) data[at] = 255;
    }
  };
  const isInside = (place: number, end: number): boolean => place > MARGIN && place + MARGIN < end;
  for (const line of down)
    for (let y = 0; y < height; y++) if (isInside(rowAt(line, y), width)) clear(line, y * width + rowAt(line, y), 1);
  for (const line of across)
    for (let x = 0; x < width; x++)
      if (isInside(rowAt(line, x), height)) clear(line, rowAt(line, x) * width + x, width);
  return { grey: { width, height, data }, lost: marks };
}
