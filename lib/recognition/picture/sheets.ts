import type { Grey } from "./raster.ts";

/** Several sheets in one picture, one below the other: a table may go on from one to the next. */

const SHEETS = {
  /** A picture higher than this many widths may hold more than one sheet: two that lie across are 1.4 high. */
  highest: 1.2,
  /** The margins of two sheets together are at least this share of the width: 2.1 cm of A4, more than lines leave. */
  margins: 0.1,
  /** In a blank row pixels differ by less levels of grey from its brightest; but for specks, one in so many. */
  ink: 60,
  specks: 500,
} as const;

/** Rows from `top` up to `bottom` that make up a sheet each; all rows of the picture are in one of them. */
export function sheetsOf({ width, height, data }: Grey): { readonly top: number; readonly bottom: number }[] {
  if (height < SHEETS.highest * width) return [{ top: 0, bottom: height }];
  const cuts: number[] = [];
  let blankFrom = 0;
  for (let y = 0; y <= height; y++) {
    if (y < height && isBlank(data, y * width, width)) continue;
    if (blankFrom > 0 && y < height && y - blankFrom >= SHEETS.margins * width) cuts.push((blankFrom + y) >> 1);
    blankFrom = y + 1;
  }
  const edges = [0, ...cuts, height];
  return edges.slice(1).map((bottom, index) => ({ top: edges[index] as number, bottom }));
}

/** A row whose pixels differ little: paper, however grey. */
function isBlank(data: Uint8Array, from: number, width: number): boolean {
  let brightest = 0;
  for (let x = 0; x < width; x++) brightest = Math.max(brightest, data[from + x] as number);
  let count = 0;
  for (let x = 0; x < width; x++) if (brightest - (data[from + x] as number) > SHEETS.ink) count++;
  return count <= width / SHEETS.specks;
}
