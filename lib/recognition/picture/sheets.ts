import { median } from "../../pages/geometry.ts";
import type { Area, Grey } from "./raster.ts";

/** Several sheets in one picture, one below the other or two side by side: a table may go on from one to the next. */

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
  /**
   * A picture wider than this, in heights, may hold two sheets side by side: printed two on a page, or a book lying open.
   * What is printed on one sheet alone leaves no white from its top to its bottom so wide, so near to its middle.
   */
  widest: 1.2,
  gutter: 0.07,
  /** It holds a margin of either sheet, each about as wide as the one at the left. */
  margin: 1.6,
  /** Rows of a table without rulings have print on both sides of any white in it. */
  together: 0.5,
  aside: 0.04,
  /** Of the width of each of two sheets so much has print under it. */
  printed: 0.3,
  /** So much of the width at either side may show what lies beside the sheets, or a shadow that no paper ends. */
  edge: 0.02,
} as const;

/**
 * The parts of a picture that are a sheet each, in the order in which they are read; all of the picture is in one of them.
 * @param onWhite the picture on white paper
 */
export function sheetsOf(grey: Grey, onWhite: () => Grey): Area[] {
  const { width, height } = grey;
  if (width > SHEETS.widest * height) return sideBySide(onWhite());
  if (height < SHEETS.highest * width) return [{ x0: 0, y0: 0, x1: width, y1: height }];
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
  return edges.slice(1).map((y1, index) => ({ x0: 0, y0: edges[index] as number, x1: width, y1 }));
}

/** The two sheets that lie side by side in a picture on white paper, or the whole of it. */
function sideBySide(white: Grey): Area[] {
  const { width, height } = white;
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const least = Math.floor(height / SHEETS.specks);
  const columns = inkOf(white, whole).columns;
  const isBlank = (x: number): boolean => (columns[x] as number) <= least;
  const middle = width >> 1;
  let [from, to, margin] = [middle, middle, Math.round(SHEETS.edge * width)];
  while (from > 0 && isBlank(from - 1)) from--;
  while (to < width && isBlank(to)) to++;
  while (margin < from && isBlank(margin)) margin++;
  const printed = (start: number, end: number): number =>
    columns.subarray(start, end).filter((count) => count > least).length;
  const sheets = [
    { ...whole, x1: middle },
    { ...whole, x0: middle },
  ] as const;
  return to - from >= Math.max(SHEETS.gutter * width, SHEETS.margin * margin) &&
    Math.abs((from + to) / 2 - middle) <= SHEETS.aside * width &&
    Math.min(printed(0, from), printed(to, width)) >= (SHEETS.printed * width) / 2 &&
    likenessOfRows(white, ...sheets) < SHEETS.together
    ? [...sheets]
    : [whole];
}

/** How many pixels of ink are in each column and each row of an area, without its upper and lower edge. */
function inkOf({ width, height, data }: Grey, { x0, x1 }: Area) {
  const edge = Math.round(SHEETS.edge * height);
  const [columns, rows] = [new Uint32Array(x1 - x0), new Uint32Array(height)];
  for (let y = edge; y < height - edge; y++)
    for (let x = x0; x < x1; x++) {
      if ((data[y * width + x] as number) >= 255 - SHEETS.ink) continue;
      columns[x - x0] = (columns[x - x0] as number) + 1;
      rows[y] = (rows[y] as number) + 1;
    }
  return { columns, rows };
}

/** How much the rows of two areas that have print agree, from -1 to 1, as two yes-or-no questions do (phi). */
function likenessOfRows(white: Grey, left: Area, right: Area): number {
  const least = specksIn(left.x1 - left.x0);
  const [a, b] = [inkOf(white, left).rows, inkOf(white, right).rows];
  const counts = [0, 0, 0, 0] as [number, number, number, number];
  a.forEach((ink, y) => {
    const answers = (ink > least ? 2 : 0) + ((b[y] as number) > least ? 1 : 0);
    counts[answers] = (counts[answers] as number) + 1;
  });
  const [none, onRight, onLeft, both] = counts;
  const spread = Math.sqrt((none + onRight) * (onLeft + both) * (none + onLeft) * (onRight + both));
  return spread === 0 ? 0 : (none * both - onRight * onLeft) / spread;
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
