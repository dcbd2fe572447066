import { centre, middle, type Segment, type Span } from "./segments.ts";

/** A heading over one or several columns; lines of a wrapped one are joined. */
export interface Heading {
  readonly segments: Segment[];
  readonly from: number;
  readonly to: number;
}

/** Lines of one cell stand closer than this (in character sizes). */
const WRAPPED = 1.6;

const OPEN_BRACKET = /[（(][^（）()]*$/u;

/**
 * The columns that each heading stands over: the division of the columns into runs whose middles (or left edges, where
 * all text begins there) lie nearest to those of the headings. Columns under no heading of this line stay by
 * themselves.
 */
function runsUnder(
  headings: readonly Segment[],
  extents: readonly Span[],
  closed: readonly boolean[],
  atLeft: boolean,
): { readonly from: number; readonly to: number; readonly heading: Segment | null }[] {
  const count = extents.length;
  const pitch = count > 1 ? (centre(extents[count - 1] as Span) - centre(extents[0] as Span)) / (count - 1) : 1;
  const cost = (heading: Segment, from: number, to: number) => {
    if (closed.slice(from, to).includes(true)) return Infinity;
    const [left, right] = [(extents[from] as Span)[0], (extents[to - 1] as Span)[1]];
    return Math.abs(atLeft ? heading.x0 - left : middle(heading) - (left + right) / 2) - 0.01 * (to - from);
  };
  // best[h][c]: the least cost of placing the first h headings over the first c columns.
  const best = Array.from({ length: headings.length + 1 }, () => new Array<number>(count + 1).fill(Infinity));
  const step = Array.from({ length: headings.length + 1 }, () => new Array<number>(count + 1).fill(-1));
  (best[0] as number[])[0] = 0;
  for (let h = 0; h <= headings.length; h++) {
    const row = best[h] as number[];
    for (let c = 1; c <= count; c++) {
      const alone = (row[c - 1] as number) + (closed[c - 1] ? 0 : 0.4 * pitch);
      if (alone < (row[c] as number)) {
        row[c] = alone;
        (step[h] as number[])[c] = -1;
      }
      for (let from = 0; h > 0 && from < c; from++) {
        const total = (best[h - 1]?.[from] ?? Infinity) + cost(headings[h - 1] as Segment, from, c);
        if (total < (row[c] as number)) {
          row[c] = total;
          (step[h] as number[])[c] = from;
        }
      }
    }
  }
  const runs: { from: number; to: number; heading: Segment | null }[] = [];
  for (let h = headings.length, c = count; c > 0; ) {
    const from = step[h]?.[c] ?? -1;
    if (from >= 0 && h > 0) {
      runs.unshift({ from, to: c, heading: headings[h - 1] as Segment });
      h--;
      c = from;
    } else {
      runs.unshift({ from: c - 1, to: c, heading: null });
      c--;
    }
  }
  return runs;
}

/** Adds a line to the heading it goes on, or begins a new one. A wrapped heading fills its first line. */
function stack(
  stacks: Segment[][],
  segment: Segment,
  fits: (segment: Segment) => boolean,
  accompanied: (segment: Segment, alike: number) => boolean,
): void {
  const above = stacks.find((other) => {
    const last = other.at(-1) as Segment;
    const inLine =
      Math.abs(middle(last) - middle(segment)) < segment.size || Math.abs(last.x0 - segment.x0) < 0.3 * segment.size;
    const below = segment.y > last.y && segment.y - last.y <= WRAPPED * segment.size && inLine;
    if (!below) return false;
    if (OPEN_BRACKET.test(last.text)) return true;
    // One character is no name.
    const partial =
      (last.glyphs.length === 1 || segment.glyphs.length === 1) && fits(other[0] as Segment) === fits(segment);
    return (
      segment.x1 - segment.x0 < last.x1 - last.x0 + 0.5 * segment.size &&
      fits(last) === fits(segment) &&
      (partial || accompanied(last, 0) || !accompanied(segment, 0.75))
    );
  });
  if (above) above.push(segment);
  else stacks.push([segment]);
}

/** The headings of a block by level: the last level names single columns, those above it groups of columns. */
export function headingsOf(
  segments: readonly Segment[],
  columns: readonly Span[],
  extents: readonly Span[],
  edges: readonly number[],
): Heading[][] {
  const stacks: Segment[][] = [];
  const roomAt = (x: number) => {
    const column = columns.findIndex((_, index) => x > (edges[index] as number) && x < (edges[index + 1] as number));
    return { column, room: (edges[column + 1] ?? 0) - (edges[column] ?? 0) };
  };
  const fits = (segment: Segment) => segment.x1 - segment.x0 <= 1.02 * roomAt(middle(segment)).room;
  // Names of columns stand side by side, one about as long as the other; what stands alone above one of them heads a
  // group.
  const accompanied = (segment: Segment, alike: number) => {
    const { column } = roomAt(middle(segment));
    const width = (other: Segment) => other.x1 - other.x0;
    return segments.some(
      (other) =>
        other !== segment &&
        Math.abs(other.y - segment.y) < 0.4 * segment.size &&
        Math.abs(roomAt(middle(other)).column - column) === 1 &&
        width(segment) >= alike * width(other),
    );
  };
  for (const segment of [...segments].sort((a, b) => a.y - b.y)) stack(stacks, segment, fits, accompanied);
  const zone = ((edges[0] as number) + (edges.at(-1) as number)) / 2;
  const leaves: Heading[] = [];
  const groups: Segment[][] = [];
  // From the bottom up: the lowest heading that fits into one column names it.
  for (const entry of stacks.sort((a, b) => (b.at(-1)?.y ?? 0) - (a.at(-1)?.y ?? 0))) {
    const x = entry.reduce((sum, segment) => sum + middle(segment), 0) / entry.length;
    const width = Math.max(...entry.map((segment) => segment.x1 - segment.x0));
    const { column, room } = roomAt(x);
    const aloneInMiddle =
      columns.length > 2 &&
      Math.abs(x - zone) < 0.3 * room &&
      !stacks.some(
        (other) => other !== entry && Math.abs((other[0]?.y ?? 0) - (entry[0]?.y ?? 0)) < 0.5 * (entry[0]?.size ?? 0),
      );
    if (
      column >= 0 &&
      width <= 1.02 * room &&
      !leaves.some((leaf) => leaf.from === column) &&
      !(aloneInMiddle && leaves.length > 0)
    )
      leaves.push({ segments: entry, from: column, to: column + 1 });
    else groups.push(entry);
  }
  const atLeft = beginsAtLeft(leaves, columns);
  const tall = tallNames(leaves);
  const levels: Heading[][] = [];
  let parents: readonly { from: number; to: number }[] = [{ from: 0, to: columns.length }];
  for (const level of levelsOf(groups)) {
    const placed: Heading[] = [];
    const beside = tall(level[0]?.[0]?.y ?? 0);
    const closed = columns.map((_, column) => beside.some(({ from }) => from === column));
    for (const parent of parents) {
      const own = extents.slice(parent.from, parent.to);
      const inside = level.filter(
        (entry) =>
          middle(entry[0] as Segment) > (edges[parent.from] as number) &&
          middle(entry[0] as Segment) < (edges[parent.to] as number),
      );
      const runs =
        inside.length === 0
          ? []
          : runsUnder(
              inside.map((entry) => entry[0] as Segment),
              own,
              closed.slice(parent.from, parent.to),
              atLeft,
            );
      for (const run of runs) {
        const entry = inside.find((candidate) => candidate[0] === run.heading);
        if (entry) placed.push({ segments: entry, from: parent.from + run.from, to: parent.from + run.to });
      }
    }
    levels.push(placed);
    parents = parents.flatMap((parent) => {
      const inner = placed.filter((heading) => heading.from >= parent.from && heading.to <= parent.to);
      return inner.length > 0 ? inner : [parent];
    });
  }
  // Whatever finds no place of its own belongs to the name of the column that it stands over.
  const placed = new Set(levels.flat().map((heading) => heading.segments));
  for (const entry of groups.filter((candidate) => !placed.has(candidate))) {
    const x = middle(entry[0] as Segment);
    const nearest = leaves.reduce((best, leaf) => {
      const distance = ({ from }: Heading) => Math.abs(centre(extents[from] as Span) - x);
      return distance(leaf) < distance(best) ? leaf : best;
    }, leaves[0] as Heading);
    nearest?.segments.unshift(...entry);
  }
  return [...levels, leaves].filter((level) => level.length > 0);
}

/** Names that reach over several rows of the header beside a group at a height: no group stands over them. */
function tallNames(leaves: readonly Heading[]): (y: number) => Heading[] {
  const size = leaves[0]?.segments[0]?.size ?? 0;
  const first = ({ segments }: Heading) => Math.min(...segments.map(({ y }) => y));
  const last = ({ segments }: Heading) => Math.max(...segments.map(({ y }) => y));
  const lowest = Math.max(...leaves.map(last));
  const row = Math.min(...leaves.filter((leaf) => lowest - last(leaf) < 0.4 * size).map(first));
  const inMiddle = (leaf: Heading) => (first(leaf) + last(leaf)) / 2;
  const tall = leaves.filter((leaf) => inMiddle(leaf) < row - 0.3 * size);
  // Half way down from the group they stand beside it, farther down below it.
  return (y) => tall.filter((leaf) => inMiddle(leaf) - y < 0.6 * (row - y));
}

/** True where figures begin below the beginnings of their names, not below their middles. */
function beginsAtLeft(leaves: readonly Heading[], columns: readonly Span[]): boolean {
  const off = (distance: (heading: Segment, column: Span) => number) =>
    leaves.reduce(
      (sum, { segments: [name], from }) => sum + (name ? Math.abs(distance(name, columns[from] as Span)) : 0),
      0,
    );
  return off((name, [left]) => name.x0 - left) < 0.3 * off((name, column) => middle(name) - centre(column));
}

/** Headings at the same height, top to bottom. */
function levelsOf(groups: readonly Segment[][]): Segment[][][] {
  const levels: Segment[][][] = [];
  for (const entry of [...groups].sort((a, b) => (a[0]?.y ?? 0) - (b[0]?.y ?? 0))) {
    const level = levels.at(-1);
    const first = level?.[0]?.[0];
    if (level && first && (entry[0]?.y ?? 0) - first.y < 0.8 * first.size) level.push(entry);
    else levels.push([entry]);
  }
  for (const level of levels) level.sort((a, b) => middle(a[0] as Segment) - middle(b[0] as Segment));
  return levels;
}
