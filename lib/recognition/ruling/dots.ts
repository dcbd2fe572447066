import type { Darkness } from "./line-runs.ts";

/** Dotted rulings, drawn as rows of dots with clean paper between them: all else about rulings asks for lines. */

/** What makes a row of dots; pixels at 200 dpi, darkness 0 to 255. */
const DOTS = {
  /**
   * Dots are print, in the middle: specks and the grain of paper are lighter. Blur leaves less of dots between two rows of
   * pixels: of such ones more must stand at even distances. Between them the paper shows, blurred.
   */
  dark: 100,
  plain: 120,
  paper: 75,
  /** No dot of a border is larger than 1.8 points; a character's stroke is longer one way or the other. */
  largest: 5,
  /** No dot is longer than so many times its height: what is, is a dash. */
  longer: 2,
  /** Dots of two borders over each other run together to dashes. */
  longest: 8,
  /**
   * From one dot to the next, at least and at most: borders of half a point to a point and a half, of which black and
   * white may have lost every second dot.
   */
  nearest: 3,
  farthest: 14,
  /** Distances from dot to dot differ by rounding, of both dots: a telefax's by a row of its own, of three to six. */
  uneven: { least: 1.5, share: 0.35, most: 2.5 },
  /**
   * Where another border crosses, it takes the place of a dot, and they may begin anew: so many distances at most, once
   * in so many.
   */
  crossed: 2.8,
  between: 3,
  /** Fewer dots at even distances may be parts of characters; a border beside a row of small type has five. */
  fewest: 5,
  fewestFaint: 9,
  /** Two arcs each of as many noughts as stand one under the other in a form. */
  zeros: 20,
  /** Dots of a border that black and white lost leave a gap so long at most, between rows that lie so far apart. */
  lost: 250,
  aslant: 3,
  /** Of such a gap no more than borders that cross it take. */
  crossing: 0.12,
  /** Borders that cross, dotted as well, show within so many pixels beside a line. */
  beside: 16,
} as const;

interface Dot {
  readonly from: number;
  readonly to: number;
  readonly darkness: number;
  readonly isDash: boolean;
}

interface DotRow {
  readonly dots: readonly Dot[];
  readonly pitch: number;
}

/** A row of dots as a line. */
interface Dashed {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly pitch: number;
  readonly darkness: number;
}

/** The picture with the paper between the dots of a row as dark as they are, along its rows. */
export function withDotsJoined(dark: Darkness): Darkness {
  const { width, height, data } = dark;
  const lines: Dashed[] = [];
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
      lines.push({
        y,
        from: before < 0 ? from : Math.max(0, from - Math.ceil(pitch)) + before,
        to: to + Math.max(0, after),
        pitch,
        darkness,
      });
    }
  }
  if (lines.length === 0) return dark;
  const joined = Uint8Array.from(data);
  for (const { y, from, to, darkness } of [...lines, ...gapsBetween(lines, dark)])
    joined.fill(darkness, y * width + from, y * width + to);
  return { ...dark, data: joined };
}

/**
 * Where dots of a border were lost in black and white: between two rows of them in line, nothing printed. Where no
 * border is, as beside a cell over two rows, the line ends at borders that cross it on both sides.
 */
function gapsBetween(lines: readonly Dashed[], dark: Darkness): Dashed[] {
  const sorted = lines.toSorted((a, b) => a.from - b.from);
  return lines.flatMap((line) => {
    const next = sorted.find(
      ({ y, from }) => from >= line.to && from <= line.to + DOTS.lost && Math.abs(y - line.y) <= DOTS.aslant,
    );
    if (next === undefined) return [];
    const inked = (from: number, to: number, beside: readonly number[]) =>
      inkedColumns(dark, from, to, [...beside.map((d) => top - d), ...beside.map((d) => bottom + d)]);
    const [top, bottom, from, to] = [Math.min(line.y, next.y), Math.max(line.y, next.y), line.to, next.from];
    const clear = Math.ceil(DOTS.crossed * Math.max(line.pitch, next.pitch));
    return inked(from + 1, to - 1, NEAR) <= DOTS.crossing * (to - from) &&
      [from, to].some((end) => inked(end - clear, end + clear, BESIDE) === 0)
      ? [
          { ...line, from, to: (from + to) >> 1 },
          { ...next, from: (from + to) >> 1, to },
        ]
      : [];
  });
}

const NEAR = Array.from({ length: DOTS.aslant + 1 }, (_, d) => d);
const BESIDE = Array.from({ length: DOTS.beside - DOTS.largest }, (_, d) => DOTS.largest + d);

/** In how many columns between two places there is ink in one of these rows. */
const inkedColumns = ({ width, data }: Darkness, from: number, to: number, rows: readonly number[]): number => {
  let count = 0;
  for (let x = Math.max(0, from); x < Math.min(width, to); x++)
    if (rows.some((y) => (data[y * width + x] ?? 0) > DOTS.paper)) count++;
  return count;
};

/** Runs of ink in a row that are as short as a dot and have none over or under them. */
function dotsIn({ width, height, data }: Darkness, y: number): Dot[] {
  const dots: Dot[] = [];
  const hasInk = (x: number, row: number) => row >= 0 && row < height && (data[row * width + x] as number) > DOTS.paper;
  const heightAt = (x: number) => {
    let top = y;
    let bottom = y + 1;
    while (hasInk(x, top - 1)) top--;
    while (hasInk(x, bottom)) bottom++;
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
    if (darkness <= DOTS.dark || to - from > DOTS.longest) continue;
    const middle = (from + to) >> 1;
    // Twice, since a broken line across may have its gap at one of them.
    if ([DOTS.largest, DOTS.largest + 2].some((d) => hasInk(middle, y - d) || hasInk(middle, y + d))) continue;
    const isDash = to - from > Math.min(DOTS.largest, DOTS.longer * heightAt(middle));
    dots.push({ from, to, darkness, isDash });
  }
  return dots;
}

/** Rows of plain dots, and longer ones that have faint dots, too, which would part those that are plain alone. */
function* dotRowsAmong(dots: readonly Dot[]): Generator<DotRow> {
  const plain = dots.filter(({ darkness }) => darkness > DOTS.plain);
  yield* evenRows(plain, DOTS.fewest);
  if (plain.length < dots.length) yield* evenRows(dots, DOTS.fewestFaint);
}

/** Rows of enough dots at even distances. These change where two borders lie over each other for a while. */
function* evenRows(dots: readonly Dot[], fewest: number): Generator<DotRow> {
  for (let start = 0; start + 1 < dots.length; ) {
    const { length, pitch, next } = evenFrom(dots, start);
    const row = dots.slice(start, start + length);
    const isRow = length >= fewest;
    if (isRow && !isBroken(row) && !isOfZeros(row)) yield { dots: row, pitch };
    start = isRow ? start + length - 1 : next;
  }
}

const middleOf = ({ from, to }: Dot): number => (from + to) / 2;

/** Whether they are the pieces of a broken line, which is found as one: of two borders some dots are single ones. */
const isBroken = (dots: readonly Dot[]): boolean => dots.filter(({ isDash }) => isDash).length > dots.length / 2;

/**
 * Whether dots are the upper and lower arcs of noughts one under the other: through a nought it is another way than to
 * the next one, and so by turns. Of a border some distances in a row may be so, not all, and it is longer.
 */
function isOfZeros(dots: readonly Dot[]): boolean {
  if (dots.length > DOTS.zeros) return false;
  const distances = dots.slice(1).map((dot, at) => middleOf(dot) - middleOf(dots[at] as Dot));
  const steps = distances.slice(1).map((distance, at) => distance - (distances[at] as number));
  return steps.every(
    (step, at) => Math.abs(step) >= 1 && (at === 0 || Math.sign(step) !== Math.sign(steps[at - 1] as number)),
  );
}

/** How much distances of dots may differ from their mean. */
const unevenAt = (pitch: number): number =>
  Math.max(DOTS.uneven.least, Math.min(DOTS.uneven.share * pitch, DOTS.uneven.most));

/** How many dots from one on stand at even distances, and from which on others may. */
function evenFrom(dots: readonly Dot[], start: number): { length: number; pitch: number; next: number } {
  let [pitch, even, uneven, length] = [0, 0, 0, 1];
  for (let at = start + 1; at < dots.length; at++) {
    const [last, dot] = [dots[at - 1] as Dot, dots[at] as Dot];
    const distance = middleOf(dot) - middleOf(last);
    const isEven =
      even === 0
        ? distance >= DOTS.nearest && distance <= DOTS.farthest
        : Math.abs(distance - pitch) <= unevenAt(pitch);
    if (isEven) {
      even += 1;
      pitch += (distance - pitch) / even;
      if (even >= DOTS.between * uneven) length = at - start + 1;
    } else if (even > 1 && even >= DOTS.between * uneven && distance > pitch && distance <= DOTS.crossed * pitch) {
      uneven += 1;
    } else return { length, pitch, next: Math.max(start + 1, at - 1) };
  }
  return { length, pitch, next: dots.length };
}
