import type { Area, Grey } from "./raster.ts";

/**
 * Cells whose ink looks the same. What was read in some of them is, for the others, a look that has nothing to do with
 * the model.
 */

const WIDTH = 24;
const HEIGHT = 24;

/** When cells look the same; lengths in digit heights. */
const SHAPES = {
  /** The height of the grid: a digit and the room in which it may be moved. */
  grid: 1.4,
  /** Only single digits are compared: in longer figures one digit that differs makes too little of the whole. */
  widest: 0.95,
  /** Widths of the same digit differ by less. */
  sameWidth: 0.25,
  /** Ink may differ by this share of the ink of both. */
  alike: 0.12,
} as const;

/** A cell's ink on a grid; 0 paper, 255 ink. Null where it is wider than a digit. */
function imageOf({ width, height, data }: Grey, { x0, y0, x1, y1 }: Area, digit: number): Uint8Array | null {
  const scale = (SHAPES.grid * digit) / HEIGHT;
  if (x1 - x0 > SHAPES.widest * digit) return null;
  const left = x0 - scale;
  const top = (y0 + y1) / 2 - (HEIGHT / 2) * scale;
  const image = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const px = Math.min(width - 2, Math.max(0, left + (x + 0.5) * scale - 0.5));
      const py = Math.min(height - 2, Math.max(0, top + (y + 0.5) * scale - 0.5));
      if (px > x1 + scale) break;
      const at = Math.floor(py) * width + Math.floor(px);
      const [fx, fy] = [px - Math.floor(px), py - Math.floor(py)];
      const a = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
      const b = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
      image[y * WIDTH + x] = 255 - (a * (1 - fy) + b * fy);
    }
  }
  return image;
}

/** Share of the ink that two images do not have in common, at the best of the neighbouring places. */
function difference(a: Uint8Array, b: Uint8Array): number {
  let least = 1;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const shift = dy * WIDTH + dx;
      let apart = 0;
      let ink = 1;
      for (let at = WIDTH + 1; at < a.length - WIDTH - 1; at++) {
        const [p, q] = [a[at] as number, b[at + shift] as number];
        apart += Math.abs(p - q);
        ink += p + q;
      }
      least = Math.min(least, apart / ink);
    }
  }
  return least;
}

/**
 * Groups of areas with the same ink, as indexes; every area is in one group. The first of a group is what the others
 * are like.
 */
export function alike(grey: Grey, areas: readonly Area[], digit: number): number[][] {
  const groups: { readonly image: Uint8Array | null; readonly width: number; readonly members: number[] }[] = [];
  areas.forEach((area, index) => {
    const image = imageOf(grey, area, digit);
    const width = area.x1 - area.x0;
    const same =
      image &&
      groups.find(
        (group) =>
          group.image &&
          Math.abs(group.width - width) < SHAPES.sameWidth * digit &&
          difference(group.image, image) < SHAPES.alike,
      );
    if (same) same.members.push(index);
    else groups.push({ image, width, members: [index] });
  });
  return groups.map(({ members }) => members);
}
