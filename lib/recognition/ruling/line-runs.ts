/** Where a picture of darkness (0 paper, 255 ink) is dark as a thin, even line is, row by row. */

/** What makes dark pixels those of a line; pixels at 200 dpi, darkness 0 to 255. */
const RUNS = {
  /** Beside a thin line the paper is brighter than on it by this much, in the mean over its length: above noise. */
  faint: 9,
  /** How far beside a line the paper is looked at: beyond its blur, short of the next line of print. */
  beside: 5,
  /** The white between the lines of a double ruling, two or three pixels from each, in comparison with them. */
  parted: 0.7,
  /** How much brighter the paper must be on both sides, as a share of the line's darkness. */
  contrast: 0.3,
  /** The same beside text, where the other side is plainly brighter and the line itself is plain. */
  besideText: 0.15,
  oneSided: 0.6,
  plain: 90,
  /** Over this many pixels a line has at least this share of its mean darkness; a row of characters has not. */
  evenOver: 9,
  evenness: 0.6,
  /** Fewer pixels in a row are noise. */
  shortest: 3,
} as const;

/** Darkness of each pixel, row by row. */
export interface Darkness {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** 1 where a seal lies over the paper and hides what is fainter than its ink; null where none does. */
  readonly hidden: Uint8Array | null;
}

/** So many pixels around a seal's ink its colour blurs, of a JPEG's blocks. */
const FRINGE = 5;

/** Whether a seal lies over a place or close to it. */
export const isHidden = ({ width, hidden }: Darkness, x: number, y: number): boolean => {
  if (hidden === null) return false;
  const at = y * width + x;
  return [0, -FRINGE, FRINGE, -FRINGE * width, FRINGE * width].some((step) => hidden[at + step] === 1);
};

/** Pixels of one row that follow each other. */
export interface Run {
  readonly from: number;
  readonly to: number;
  /** Sum of their darkness, smoothed. */
  readonly weight: number;
}

/** How far from a row others are looked at, and how many rows are smoothed at a time for it. */
const REACH = 2 * RUNS.beside;
const KEPT = 2 * REACH + 1;

/**
 * The runs of each row of a picture, from the top.
 * @param length of the lines looked for, in pixels
 */
export function* runsOfRows(dark: Darkness, length: number): Generator<readonly Run[]> {
  const { width, height } = dark;
  const smooth = new Uint8Array(KEPT * width);
  const mask = new Uint8Array(width);
  const placeOf = (row: number) => (Math.min(height - 1, Math.max(0, row)) % KEPT) * width;
  const rowsBeside = (y: number, side: 1 | -1): RowsBeside => ({
    white: placeOf(y + 2 * side),
    next: placeOf(y + 3 * side),
    near: placeOf(y + RUNS.beside * side),
    beyond: placeOf(y + REACH * side),
  });
  for (let y = -REACH; y < height; y++) {
    if (y + REACH < height) smoothRow(dark, y + REACH, length, smooth, placeOf(y + REACH));
    if (y < 0) continue;
    maskRow(dark, y * width, smooth, placeOf(y), rowsBeside(y, -1), rowsBeside(y, 1), mask);
    yield [...runsIn(mask, smooth, placeOf(y))];
  }
}

/** Mean darkness along windows of `length` pixels, for each pixel of a row. @param to where it is put in `smooth` */
function smoothRow({ width, data: dark }: Darkness, y: number, length: number, smooth: Uint8Array, to: number): void {
  const row = y * width;
  const half = length >> 1;
  const window = 2 * half + 1;
  let sum = 0;
  for (let x = 0; x < Math.min(half, width); x++) sum += dark[row + x] as number;
  for (let x = 0; x < Math.min(half + 1, width); x++) {
    if (x + half < width) sum += dark[row + x + half] as number;
    smooth[to + x] = sum / window;
  }
  for (let x = half + 1; x < width - half; x++) {
    sum += (dark[row + x + half] as number) - (dark[row + x - half - 1] as number);
    smooth[to + x] = sum / window;
  }
  for (let x = Math.max(half + 1, width - half); x < width; x++) {
    sum -= dark[row + x - half - 1] as number;
    smooth[to + x] = sum / window;
  }
}

/** Where the rows on one side of a line begin among the smoothed ones. */
interface RowsBeside {
  /** Those of the white in a double ruling. */
  readonly white: number;
  readonly next: number;
  /** Those of the paper, and beyond a second line. */
  readonly near: number;
  readonly beyond: number;
}

/** How much brighter the paper beside a line of each darkness is, on both sides, whatever else holds. */
const LEAST_CONTRAST = Float64Array.from({ length: 256 }, (_, value) => {
  const both = Math.max(RUNS.faint, RUNS.contrast * value);
  return value > RUNS.plain ? Math.min(both, RUNS.besideText * value) : both;
});

/**
 * Makes a row of the mask: 1 where the picture is dark as a line is, 0 elsewhere.
 * @param row where it begins in the picture
 * @param own where it begins among the smoothed ones
 */
function maskRow(
  dark: Darkness,
  row: number,
  smooth: Uint8Array,
  own: number,
  above: RowsBeside,
  below: RowsBeside,
  mask: Uint8Array,
): void {
  mask.fill(0);
  for (let x = 0; x < mask.length; x++) {
    const value = smooth[own + x] as number;
    if (value <= RUNS.faint) continue;
    const a = paperBeside(smooth, above, x, value);
    if (value - a <= (LEAST_CONTRAST[value] as number)) continue;
    const b = paperBeside(smooth, below, x, value);
    // Against the brighter side as well where the other one carries text.
    const contrast = Math.min(value - a, value - b);
    const oneSided = Math.max(value - a, value - b);
    const standsOut =
      contrast > Math.max(RUNS.faint, RUNS.contrast * value) ||
      (contrast > RUNS.besideText * value && oneSided > RUNS.oneSided * value && value > RUNS.plain);
    // A ruling is evenly dark; a row of characters is not.
    if (standsOut && meanAround(dark, row, x) >= RUNS.evenness * value) mask[x] = 1;
  }
}

/** How dark the paper is beside a line: where white parts it from a second line of a double ruling, beyond that one. */
function paperBeside(smooth: Uint8Array, { white, next, near, beyond }: RowsBeside, x: number, value: number): number {
  const paper = smooth[near + x] as number;
  const least = RUNS.parted * value;
  if (paper <= least) return paper;
  const lightest = Math.min(smooth[white + x] as number, smooth[next + x] as number);
  return lightest < least ? Math.min(paper, smooth[beyond + x] as number) : paper;
}

/** Mean darkness over the few pixels around one of a row, in whole levels; beyond its ends there is paper. */
function meanAround({ width, data: dark }: Darkness, row: number, x: number): number {
  const half = RUNS.evenOver >> 1;
  let sum = 0;
  for (let at = row + Math.max(0, x - half); at <= row + Math.min(width - 1, x + half); at++) sum += dark[at] as number;
  return Math.floor(sum / RUNS.evenOver);
}

/** Runs of 1 in a mask of one row. @param own where the row begins among the smoothed ones */
function* runsIn(mask: Uint8Array, smooth: Uint8Array, own: number): Generator<Run> {
  for (let from = mask.indexOf(1); from >= 0; ) {
    const end = mask.indexOf(0, from);
    const to = end < 0 ? mask.length : end;
    let weight = 0;
    for (let x = from; x < to; x++) weight += smooth[own + x] as number;
    if (to - from >= RUNS.shortest) yield { from, to, weight };
    from = mask.indexOf(1, to);
  }
}
