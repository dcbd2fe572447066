import type { Darkness } from "./line-runs.ts";

/** Dotted rulings, drawn as rows of dots with clean paper between them: all else about rulings asks for lines. */

/** What makes a row of dots; pixels at 200 dpi, darkness 0 to 255. */
const DOTS = {
  /** Dots are print, in the middle: specks and the grain of paper are lighter. Between them the paper shows, blurred. */
  dark: 120,
  paper: 75,
  /** No dot of a border is larger than 1.8 points; a character's stroke is longer one way or the other. */
  largest: 5,
  /** No dot is longer than so many times its height: what is, is a dash, and dashes are found as lines. */
  longer: 2,
  /** From one dot to the next, at least and at most: borders of half a point to a point and a half. */
  nearest: 3,
  farthest: 10,
  /** Distances from dot to dot differ by rounding, of both dots. */
  uneven: 1.5,
  /**
   * Where another border crosses, it takes the place of a dot, and they may begin anew: so many distances at most, once
   * in so many.
   */
  crossed: 2.5,
  between: 3,
  /** Fewer dots at even distances may be parts of characters; a border beside a row of small type has five. */
  fewest: 5,
} as const;

interface Dot {
  readonly from: number;
  readonly to: number;
  readonly darkness: number;
}

interface DotRow {
  readonly dots: readonly Dot[];
  readonly pitch: number;
}

/** The picture with the paper between the dots of a row as dark as they are, along its rows. */
export function withDotsJoined(dark: Darkness): Darkness {
  const { width, height, data } = dark;
  let joined: Uint8Array | null = null;
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    for (const { dots, pitch } of dotRowsAmong(dotsIn(dark, y))) {
      const darkness = dots.reduce((sum, dot) => sum + dot.darkness, 0) / dots.length;
      const [from, to] = [(dots[0] as Dot).from, (dots.at(-1) as Dot).to];
      // The dot of a border that crosses at the end is larger, none of these.
      const before = row
        .subarray(Math.max(0, from - Math.ceil(pitch)), from)
        .findLastIndex((value) => value > DOTS.paper);
      const after = row.subarray(to, to + Math.ceil(pitch)).findIndex((value) => value > DOTS.paper);
      joined ??= Uint8Array.from(data);
      joined.fill(
        darkness,
        y * width + (before < 0 ? from : Math.max(0, from - Math.ceil(pitch)) + before),
        y * width + to + Math.max(0, after),
      );
    }
  }
  return joined ? { width, height, data: joined } : dark;
}

/** Runs of ink in a row that are as short as a dot and have none over or under them. */
function dotsIn({ width, height, data }: Darkness, y: number): Dot[] {
  const dots: Dot[] = [];
  const hasInk = (x: number, row: number) => row >= 0 && row < height && (data[row * width + x] as number) > DOTS.paper;
  const heightAt = (x: number) => {
    let top = y;
    let bottom = y + 1;
    while (hasInk(x, top - 1) && y - top < DOTS.largest) top--;
    while (hasInk(x, bottom) && bottom - y <= DOTS.largest) bottom++;
    return bottom - top;
  };
  const first = y * width;
  const end = first + width;
  for (let at = first; at < end; at++) {
    if ((data[at] as number) <= DOTS.paper) continue;
    const from = at - first;
    let darkness = 0;
    for (; at < end && (data[at] as number) > DOTS.paper; at++)
      if ((data[at] as number) > darkness) darkness = data[at] as number;
    const to = at - first;
    if (darkness <= DOTS.dark || to - from > DOTS.largest) continue;
    const middle = (from + to) >> 1;
    const isSmall = !hasInk(middle, y - DOTS.largest) && !hasInk(middle, y + DOTS.largest);
    if (isSmall && to - from <= DOTS.longer * heightAt(middle)) dots.push({ from, to, darkness });
  }
  return dots;
}

/** Rows of enough dots at even distances. */
function* dotRowsAmong(dots: readonly Dot[]): Generator<DotRow> {
  let chain: Dot[] = [];
  let [pitch, even, uneven] = [0, 0, 0];
  const isRow = () => even + 1 >= DOTS.fewest && even >= DOTS.between * uneven;
  for (const dot of dots) {
    const last = chain.at(-1);
    const distance = last ? (dot.from + dot.to - last.from - last.to) / 2 : Infinity;
    if (even > 0 && Math.abs(distance - pitch) <= DOTS.uneven) {
      even += 1;
      pitch += (distance - pitch) / even;
      chain.push(dot);
    } else if (even > 1 && distance > pitch && distance <= DOTS.crossed * pitch) {
      uneven += 1;
      chain.push(dot);
    } else {
      if (isRow()) yield { dots: chain, pitch };
      const begins = last !== undefined && distance >= DOTS.nearest && distance <= DOTS.farthest;
      chain = begins ? [last, dot] : [dot];
      [pitch, even, uneven] = [distance, begins ? 1 : 0, 0];
    }
  }
  if (isRow()) yield { dots: chain, pitch };
}
