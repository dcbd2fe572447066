import { median } from "../../pages/geometry.ts";
import type { Grey } from "./raster.ts";

/** Several sheets in one picture, one below the other: a table may go on from one to the next. */

/** What parts two sheets; heights in widths of the picture. */
const SHEETS = {
  /** A picture higher than this may hold more than one sheet: two that lie across are 1.4 high. */
  highest: 1.2,
  /** The margins of two sheets together are at least so high: 2.1 cm of A4, more than lines leave. */
  margins: 0.1,
  /** What sheets were photographed on shows between them, if only as a strip. */
  bed: 0.02,
  /** No pixel of the bed is brighter than this share of the paper; the darker side of a shaded sheet is. */
  bedDarkness: 0.7,
  /** In a blank row pixels are nearly as bright as the brightest, but for specks: one in so many. */
  ink: 60,
  specks: 500,
  /** So much of the width at either side may show what lies beside the sheets, or a shadow that no paper ends. */
  edge: 0.02,
} as const;

/**
 * Rows from `top` up to `bottom` that make up a sheet each; all rows of the picture are in one of them.
 * @param onWhite the picture on white paper
 */
export function sheetsOf(grey: Grey, onWhite: () => Grey): { readonly top: number; readonly bottom: number }[] {
  const { width, height } = grey;
  if (height < SHEETS.highest * width) return [{ top: 0, bottom: height }];
  const rows = brightnessOf(grey);
  const paper = median(rows.map(({ most }) => most));
  // Shadows make rows uneven that have no ink: only on white paper they are blank.
  const blank = seamsIn(
    rows.map(({ isEven }, y) => isEven || isEvenRow(onWhite(), y)),
    SHEETS.margins * width,
  );
  const bed = seamsIn(
    rows.map(({ most }) => most < SHEETS.bedDarkness * paper),
    SHEETS.bed * width,
  );
  const apart = blank.filter((cut) => !bed.some((other) => Math.abs(other - cut) < SHEETS.margins * width));
  const edges = [0, ...[...bed, ...apart].sort((a, b) => a - b), height];
  return edges.slice(1).map((bottom, index) => ({ top: edges[index] as number, bottom }));
}

/** The middles of runs of such rows that are at least so high, but for those at the picture's upper and lower edge. */
function seamsIn(rows: readonly boolean[], least: number): number[] {
  const cuts: number[] = [];
  let from = 0;
  rows.forEach((isSuch, y) => {
    if (isSuch) return;
    if (from > 0 && y - from >= least) cuts.push((from + y) >> 1);
    from = y + 1;
  });
  return cuts;
}

/** The pixels of a row, without those at its ends. */
function rowOf({ width, data }: Grey, y: number): Uint8Array {
  const edge = Math.round(SHEETS.edge * width);
  return data.subarray(y * width + edge, (y + 1) * width - edge);
}

const specksIn = (width: number): number => Math.floor(width / SHEETS.specks);

/** Of each row how bright it is but for specks, and whether it is so all along: paper, however grey. */
function brightnessOf(grey: Grey): { readonly most: number; readonly isEven: boolean }[] {
  const specks = specksIn(grey.width);
  const counts = new Uint32Array(256);
  return Array.from({ length: grey.height }, (_, y) => {
    counts.fill(0);
    const row = rowOf(grey, y);
    for (let x = 0; x < row.length; x++) counts[row[x] as number] = (counts[row[x] as number] as number) + 1;
    let brightest = counts.length - 1;
    while (brightest > 0 && counts[brightest] === 0) brightest--;
    let dark = 0;
    for (let value = 0; value < brightest - SHEETS.ink; value++) dark += counts[value] as number;
    let most = brightest;
    for (let rest = specks; most > 0 && rest >= (counts[most] as number); most--) rest -= counts[most] as number;
    return { most, isEven: dark <= specks };
  });
}

/** Whether a row is even, told as soon as it is not. */
function isEvenRow(grey: Grey, y: number): boolean {
  const row = rowOf(grey, y);
  let brightest = 0;
  for (let x = 0; x < row.length; x++) if ((row[x] as number) > brightest) brightest = row[x] as number;
  let rest = specksIn(grey.width);
  for (let x = 0; x < row.length && rest >= 0; x++) if ((row[x] as number) < brightest - SHEETS.ink) rest--;
  return rest >= 0;
}
