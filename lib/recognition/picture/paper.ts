import { type Homography, type Point, rectangleTo } from "./homography.ts";
import type { Grey } from "./raster.ts";

/** The sheet of paper in a photo, or on the dark bed of a scanner: four straight edges between bright and dark. */

/** What tells a sheet from what it lies on. Blocks are squares of the picture. */
const PAPER = {
  /** So many blocks make up the longer side of the picture. */
  blocks: 150,
  /** A desk is darker than the paper on it by this factor at least, and shows in this share of the picture. */
  darker: 0.75,
  leastDark: 0.02,
  /** Darker by this factor, a region may still be paper in a shadow; it is if this share of its blocks is printed. */
  shadow: 0.45,
  printed: 0.05,
  /** A block is printed where more than this share of it is darker than its paper by the factor, so far outside. */
  printInBlock: 0.03,
  ink: 0.6,
  outside: 3,
  /** The sheet takes this share of the picture at least; more than the other is the whole picture. */
  leastPaper: 0.25,
  whole: 0.995,
  /** How many of the places at which an edge was seen lie on one line, one block off at most. */
  straight: 0.6,
  /** Steepest edge against the sides of the picture, in degrees. */
  steepest: 20,
  /** A side is an edge of the sheet where it shows along this share of it; else the picture cuts the sheet there. */
  seen: 0.3,
} as const;

interface Blocks {
  readonly size: number;
  readonly columns: number;
  readonly rows: number;
  /** Brightness of the paper in each block: of its brightest quarter, since the others may hold print. */
  readonly bright: Float32Array;
}

/** A line v = at + slope * u: u along a side, v across it, in blocks. */
interface Line {
  readonly at: number;
  readonly slope: number;
}

interface Paper {
  /** From a picture of the sheet alone to the picture given. */
  readonly map: Homography;
  readonly width: number;
  readonly height: number;
}

/** Where the sheet lies that the picture shows, or null: the picture is the sheet. */
export function paperOf(grey: Grey): Paper | null {
  const blocks = blocksOf(grey);
  const level = levelOf(blocks);
  if (level === null) return null;
  const { columns, rows, bright } = blocks;
  const isBright = (x: number, y: number) => (bright[y * columns + x] as number) >= level.threshold;
  const left = edgeOf(rows, columns, (u, v) => isBright(v, u));
  const right = edgeOf(rows, columns, (u, v) => isBright(columns - 1 - v, u));
  const top = edgeOf(columns, rows, (u, v) => isBright(u, v));
  const bottom = edgeOf(columns, rows, (u, v) => isBright(u, rows - 1 - v));
  if (!left || !right || !top || !bottom) return null;
  // A block's width inside the edge, where its shadow and blur end.
  const inset = (line: Line): Line => (line.at === 0 && line.slope === 0 ? line : { ...line, at: line.at + 1 });
  const [l, r, t, b] = [inset(left), mirrored(inset(right), columns), inset(top), mirrored(inset(bottom), rows)];
  const corners = [meet(t, l), meet(t, r), meet(b, r), meet(b, l)] as const;
  const area = areaOf(corners);
  if (area < PAPER.leastPaper * columns * rows || area > PAPER.whole * columns * rows) return null;
  if (level.ratio > PAPER.shadow && isPrinted(grey, blocks, corners)) return null;
  const [p0, p1, p2, p3] = corners.map(([x, y]): Point => [x * blocks.size, y * blocks.size]) as [
    Point,
    Point,
    Point,
    Point,
  ];
  const width = Math.round((distance(p0, p1) + distance(p3, p2)) / 2);
  const height = Math.round((distance(p0, p3) + distance(p1, p2)) / 2);
  return { map: rectangleTo(width, height, [p0, p1, p2, p3]), width, height };
}

function blocksOf({ width, height, data }: Grey): Blocks {
  const size = 2 * Math.max(2, Math.round(Math.max(width, height) / PAPER.blocks / 2));
  const half = size / 2;
  const [columns, rows] = [Math.floor(width / size), Math.floor(height / size)];
  const bright = new Float32Array(columns * rows);
  for (let y = 0; y < rows * 2; y++) {
    for (let x = 0; x < columns * 2; x++) {
      let sum = 0;
      for (let dy = 0; dy < half; dy++) {
        const row = (y * half + dy) * width + x * half;
        for (let dx = 0; dx < half; dx++) sum += data[row + dx] as number;
      }
      const at = (y >> 1) * columns + (x >> 1);
      bright[at] = Math.max(bright[at] as number, sum / (half * half));
    }
  }
  return { size, columns, rows, bright };
}

/** The brightness that parts paper and desk best (Otsu), and how much darker the desk is; null where all is paper. */
function levelOf({ bright }: Blocks): { threshold: number; ratio: number } | null {
  const histogram = new Uint32Array(256);
  let total = 0;
  for (const value of bright) {
    const at = Math.min(255, Math.round(value));
    histogram[at] = (histogram[at] as number) + 1;
    total += at;
  }
  let [best, threshold, dark, darkSum] = [0, 0, 0, 0];
  let means: readonly [number, number] = [0, 0];
  let share = 0;
  for (let value = 0; value < 255; value++) {
    dark += histogram[value] as number;
    darkSum += value * (histogram[value] as number);
    const light = bright.length - dark;
    if (dark === 0 || light === 0) continue;
    const pair = [darkSum / dark, (total - darkSum) / light] as const;
    const between = dark * light * (pair[1] - pair[0]) ** 2;
    if (between > best) {
      best = between;
      threshold = (pair[0] + pair[1]) / 2;
      means = pair;
      share = dark / bright.length;
    }
  }
  const ratio = means[0] / Math.max(1, means[1]);
  return share >= PAPER.leastDark && ratio < PAPER.darker ? { threshold, ratio } : null;
}

/**
 * The edge of the paper along one side, seen from that side; the line 0 where the picture ends first, null where what
 * shows is no edge.
 */
function edgeOf(along: number, across: number, isBright: (u: number, v: number) => boolean): Line | null {
  const points: [number, number][] = [];
  for (let u = 0; u < along; u++) {
    for (let v = 0; v + 2 < across; v++) {
      if (!isBright(u, v) || !isBright(u, v + 1) || !isBright(u, v + 2)) continue;
      if (v > 0) points.push([u, v]);
      break;
    }
  }
  if (points.length < PAPER.seen * along) return { at: 0, slope: 0 };
  const steepest = Math.tan((PAPER.steepest * Math.PI) / 180);
  let best: [number, number][] = [];
  const step = Math.max(1, points.length >> 5);
  for (let i = 0; i < points.length; i += step) {
    for (let j = i + 4 * step; j < points.length; j += step) {
      const [[u0, v0], [u1, v1]] = [points[i] as [number, number], points[j] as [number, number]];
      const slope = (v1 - v0) / (u1 - u0);
      if (Math.abs(slope) > steepest) continue;
      const near = points.filter(([u, v]) => Math.abs(v - v0 - slope * (u - u0)) <= 1);
      if (near.length > best.length) best = near;
    }
  }
  return best.length >= PAPER.straight * points.length ? fitted(best) : null;
}

function fitted(points: readonly (readonly [number, number])[]): Line {
  const n = points.length;
  const [su, sv] = points.reduce(([a, b], [u, v]) => [a + u, b + v], [0, 0]);
  const [mu, mv] = [su / n, sv / n];
  const [uu, uv] = points.reduce(([a, b], [u, v]) => [a + (u - mu) ** 2, b + (u - mu) * (v - mv)], [0, 0]);
  const slope = uu === 0 ? 0 : uv / uu;
  return { at: mv - slope * mu, slope };
}

const mirrored = ({ at, slope }: Line, across: number): Line => ({ at: across - at, slope: -slope });

/** Where a line along the top or bottom, y = at + slope * x, meets one along the left or right, x = at + slope * y. */
function meet(level: Line, upright: Line): Point {
  const y = (level.at + level.slope * upright.at) / (1 - level.slope * upright.slope);
  return [upright.at + upright.slope * y, y];
}

const distance = ([x0, y0]: Point, [x1, y1]: Point): number => Math.hypot(x1 - x0, y1 - y0);

function areaOf(corners: readonly Point[]): number {
  const twice = corners.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] as Point;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Whether characters stand outside of the corners: then the dark there is a shadow on the paper. */
function isPrinted(
  { width, data }: Grey,
  { size, columns, rows, bright }: Blocks,
  corners: readonly [Point, Point, Point, Point],
): boolean {
  let outside = 0;
  let printed = 0;
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      const clear = corners.some(([x0, y0], index) => {
        const [x1, y1] = corners[(index + 1) % 4] as Point;
        const away =
          ((x + 0.5 - x0) * (y1 - y0) - (y + 0.5 - y0) * (x1 - x0)) / Math.max(1, Math.hypot(x1 - x0, y1 - y0));
        return away > PAPER.outside;
      });
      if (!clear) continue;
      outside++;
      const ink = PAPER.ink * (bright[y * columns + x] as number);
      let count = 0;
      for (let dy = 0; dy < size; dy++)
        for (let dx = 0; dx < size; dx++) if ((data[(y * size + dy) * width + x * size + dx] as number) < ink) count++;
      if (count > PAPER.printInBlock * size * size) printed++;
    }
  }
  return outside > 0 && printed > PAPER.printed * outside;
}
