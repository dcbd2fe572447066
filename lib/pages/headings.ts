import { centre, middle, type Segment, type Span } from "./segments.ts";

/** A heading over one or several columns; lines of a wrapped one are joined. */
interface Heading {
  readonly segments: Segment[];
  readonly from: number;
  readonly to: number;
}

/** How headings stand to columns and to each other; distances in em, widths in shares of a column's room. */
const HEADINGS = {
  /** Lines of one cell stand closer than this: one and a half is the widest usual line spacing. */
  wrapped: 1.6,
  /** Lines that begin no further apart begin at one place. */
  sameLeft: 0.3,
  /** A wrapped heading fills its first line: the next one is longer by half a character at most. */
  longer: 0.5,
  /** Names of columns side by side differ in length, but none has less than this share of its neighbour's. */
  alike: 0.75,
  /** Baselines that differ less are one line. */
  sameLine: 0.4,
  /** A heading fits a column that it exceeds by no more: what characters' advances are off. */
  fits: 1.02,
  /** A heading so near to the middle of the table, with none beside it, is over all columns, not the middle one. */
  inMiddle: 0.3,
  alone: 0.5,
  /** Of a heading over no column, in shares of the columns' pitch: less than any that is off by half a column. */
  uncovered: 0.4,
  /** Of two placings as good as each other the one over more columns: a tie-breaker in points a column. */
  moreColumns: 0.01,
  /** Names are as tall as several rows where their middle stands this much higher than the last row of names. */
  tall: 0.3,
  /** A group stands beside such names where it is no higher above them than this share of the way to the last row. */
  halfWay: 0.6,
  /** Figures begin below the beginnings of their names where that is off by less than this share of the middles. */
  muchNearer: 0.3,
  /** Headings whose first lines differ less are of one level. */
  sameLevel: 0.8,
} as const;

const OPEN_BRACKET = /[（(][^（）()]*$/u;

/**
 * Assigns a run of columns to each heading: the partition whose middles (or left edges, where text is left-aligned) are
 * nearest to the headings', by dynamic programming. Columns under no heading of this line stay alone.
 */
function assignColumns(
  headings: readonly Segment[],
  extents: readonly Span[],
  closed: readonly boolean[],
  distance: (heading: Segment, extent: Span) => number,
): { readonly from: number; readonly to: number; readonly heading: Segment | null }[] {
  const count = extents.length;
  const pitch = count > 1 ? (centre(extents[count - 1] as Span) - centre(extents[0] as Span)) / (count - 1) : 1;
  const cost = (heading: Segment, from: number, to: number) => {
    if (closed.slice(from, to).includes(true)) return Infinity;
    const extent: Span = [(extents[from] as Span)[0], (extents[to - 1] as Span)[1]];
    return Math.abs(distance(heading, extent)) - HEADINGS.moreColumns * (to - from);
  };
  // best[h][c]: the least cost of placing the first h headings over the first c columns.
  const best = Array.from({ length: headings.length + 1 }, () => new Array<number>(count + 1).fill(Infinity));
  const step = Array.from({ length: headings.length + 1 }, () => new Array<number>(count + 1).fill(-1));
  (best[0] as number[])[0] = 0;
  for (let h = 0; h <= headings.length; h++) {
    const row = best[h] as number[];
    for (let c = 1; c <= count; c++) {
      const alone = (row[c - 1] as number) + (closed[c - 1] ? 0 : HEADINGS.uncovered * pitch);
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

/** Adds a line to the heading that it continues, or starts a new one. A wrapped heading fills its first line. */
function stackLine(
  stacks: Segment[][],
  segment: Segment,
  fits: (segment: Segment) => boolean,
  accompanied: (segment: Segment, alike: number) => boolean,
): void {
  const above = stacks.find((other) => {
    const last = other.at(-1) as Segment;
    const inLine =
      Math.abs(middle(last) - middle(segment)) < segment.size ||
      Math.abs(last.x0 - segment.x0) < HEADINGS.sameLeft * segment.size;
    const below = segment.y > last.y && segment.y - last.y <= HEADINGS.wrapped * segment.size && inLine;
    if (!below) return false;
    if (OPEN_BRACKET.test(last.text)) return true;
    // One character is no name.
    const partial =
      (last.glyphs.length === 1 || segment.glyphs.length === 1) && fits(other[0] as Segment) === fits(segment);
    return (
      segment.x1 - segment.x0 < last.x1 - last.x0 + HEADINGS.longer * segment.size &&
      fits(last) === fits(segment) &&
      (partial || accompanied(last, 0) || !accompanied(segment, HEADINGS.alike))
    );
  });
  if (above) above.push(segment);
  else stacks.push([segment]);
}

/** The columns of a block and where each begins and ends: by its text, and by the blank space around that. */
interface Columns {
  readonly columns: readonly Span[];
  readonly extents: readonly Span[];
  readonly edges: readonly number[];
}

/** The column at a place across the page, -1 for none, and how wide it is. */
function roomAt({ columns, edges }: Columns, x: number): { readonly column: number; readonly room: number } {
  const column = columns.findIndex((_, index) => x > (edges[index] as number) && x < (edges[index + 1] as number));
  return { column, room: (edges[column + 1] ?? 0) - (edges[column] ?? 0) };
}

/** The headings of a block by level: the last level names single columns, those above it groups of columns. */
export function arrangeHeadings(segments: readonly Segment[], columns: Columns): Heading[][] {
  const { leaves, groups } = splitLeaves(stackWrappedLines(segments, columns), columns);
  const levels = placeLevels(groups, leaves, columns);
  const placed = new Set(levels.flat().map((heading) => heading.segments));
  addToNames(
    leaves,
    groups.filter((entry) => !placed.has(entry)),
    columns,
  );
  return [...levels, leaves].filter((level) => level.length > 0);
}

/** The lines of each heading, wrapped ones together. */
function stackWrappedLines(segments: readonly Segment[], columns: Columns): Segment[][] {
  const stacks: Segment[][] = [];
  const fits = (segment: Segment) => segment.x1 - segment.x0 <= HEADINGS.fits * roomAt(columns, middle(segment)).room;
  // Names of columns stand side by side, one about as long as the other; what stands alone above one of them heads a
  // group.
  const accompanied = (segment: Segment, alike: number) => {
    const { column } = roomAt(columns, middle(segment));
    const width = (other: Segment) => other.x1 - other.x0;
    return segments.some(
      (other) =>
        other !== segment &&
        Math.abs(other.y - segment.y) < HEADINGS.sameLine * segment.size &&
        Math.abs(roomAt(columns, middle(other)).column - column) === 1 &&
        width(segment) >= alike * width(other),
    );
  };
  for (const segment of [...segments].sort((a, b) => a.y - b.y)) stackLine(stacks, segment, fits, accompanied);
  return stacks;
}

/** From the bottom up: the lowest heading that fits into one column names it; the others head groups. */
function splitLeaves(
  stacks: Segment[][],
  columns: Columns,
): { readonly leaves: Heading[]; readonly groups: readonly Segment[][] } {
  const { edges } = columns;
  const zone = ((edges[0] as number) + (edges.at(-1) as number)) / 2;
  const leaves: Heading[] = [];
  const groups: Segment[][] = [];
  for (const entry of stacks.sort((a, b) => (b.at(-1)?.y ?? 0) - (a.at(-1)?.y ?? 0))) {
    const x = entry.reduce((sum, segment) => sum + middle(segment), 0) / entry.length;
    const width = Math.max(...entry.map((segment) => segment.x1 - segment.x0));
    const { column, room } = roomAt(columns, x);
    const aloneInMiddle =
      columns.columns.length > 2 &&
      Math.abs(x - zone) < HEADINGS.inMiddle * room &&
      !stacks.some(
        (other) =>
          other !== entry && Math.abs((other[0]?.y ?? 0) - (entry[0]?.y ?? 0)) < HEADINGS.alone * (entry[0]?.size ?? 0),
      );
    if (
      column >= 0 &&
      width <= HEADINGS.fits * room &&
      !leaves.some((leaf) => leaf.from === column) &&
      !(aloneInMiddle && leaves.length > 0)
    )
      leaves.push({ segments: entry, from: column, to: column + 1 });
    else groups.push(entry);
  }
  return { leaves, groups };
}

/** The levels of headings over those that name columns, each over runs of the columns of one above it. */
function placeLevels(
  groups: readonly Segment[][],
  leaves: readonly Heading[],
  { columns, extents, edges }: Columns,
): Heading[][] {
  const distance = areLeftAligned(leaves, columns) ? fromLeft : fromMiddle;
  const tall = findTallNames(leaves);
  const levels: Heading[][] = [];
  let parents: readonly { from: number; to: number }[] = [{ from: 0, to: columns.length }];
  for (const level of groupLevels(groups)) {
    const beside = tall(level[0]?.[0]?.y ?? 0);
    const closed = columns.map((_, column) => beside.some(({ from }) => from === column));
    const placed = parents.flatMap(({ from, to }): Heading[] => {
      const inside = level.filter(
        ([first]) =>
          middle(first as Segment) > (edges[from] as number) && middle(first as Segment) < (edges[to] as number),
      );
      if (inside.length === 0) return [];
      const names = inside.map(([first]) => first as Segment);
      return assignColumns(names, extents.slice(from, to), closed.slice(from, to), distance).flatMap((run) => {
        const entry = inside.find(([first]) => first === run.heading);
        return entry ? [{ segments: entry, from: from + run.from, to: from + run.to }] : [];
      });
    });
    levels.push(placed);
    parents = parents.flatMap((parent) => {
      const inner = placed.filter((heading) => heading.from >= parent.from && heading.to <= parent.to);
      return inner.length > 0 ? inner : [parent];
    });
  }
  return levels;
}

/** Adds headings that found no level to the name of the column below. */
function addToNames(leaves: readonly Heading[], loose: readonly Segment[][], { extents }: Columns): void {
  for (const entry of loose) {
    const x = middle(entry[0] as Segment);
    const nearest = leaves.reduce((best, leaf) => {
      const distance = ({ from }: Heading) => Math.abs(centre(extents[from] as Span) - x);
      return distance(leaf) < distance(best) ? leaf : best;
    }, leaves[0] as Heading);
    nearest?.segments.unshift(...entry);
  }
}

const fromLeft = (heading: Segment, [left]: Span): number => heading.x0 - left;
const fromMiddle = (heading: Segment, extent: Span): number => middle(heading) - centre(extent);

/** Column names spanning several header rows at a height; no group heading is above them. */
function findTallNames(leaves: readonly Heading[]): (y: number) => Heading[] {
  const size = leaves[0]?.segments[0]?.size ?? 0;
  const first = ({ segments }: Heading) => Math.min(...segments.map(({ y }) => y));
  const last = ({ segments }: Heading) => Math.max(...segments.map(({ y }) => y));
  const lowest = Math.max(...leaves.map(last));
  const row = Math.min(...leaves.filter((leaf) => lowest - last(leaf) < HEADINGS.sameLine * size).map(first));
  const inMiddle = (leaf: Heading) => (first(leaf) + last(leaf)) / 2;
  const tall = leaves.filter((leaf) => inMiddle(leaf) < row - HEADINGS.tall * size);
  // Down to about the middle of the header they are beside the group, further down below it.
  return (y) => tall.filter((leaf) => inMiddle(leaf) - y < HEADINGS.halfWay * (row - y));
}

/** True where figures are aligned with the left edges of their names rather than the middles. */
function areLeftAligned(leaves: readonly Heading[], columns: readonly Span[]): boolean {
  const off = (distance: (heading: Segment, column: Span) => number) =>
    leaves.reduce(
      (sum, { segments: [name], from }) => sum + (name ? Math.abs(distance(name, columns[from] as Span)) : 0),
      0,
    );
  return off(fromLeft) < HEADINGS.muchNearer * off(fromMiddle);
}

/** Headings at the same height, top to bottom. */
function groupLevels(groups: readonly Segment[][]): Segment[][][] {
  const levels: Segment[][][] = [];
  for (const entry of [...groups].sort((a, b) => (a[0]?.y ?? 0) - (b[0]?.y ?? 0))) {
    const level = levels.at(-1);
    const first = level?.[0]?.[0];
    if (level && first && (entry[0]?.y ?? 0) - first.y < HEADINGS.sameLevel * first.size) level.push(entry);
    else levels.push([entry]);
  }
  for (const level of levels) level.sort((a, b) => middle(a[0] as Segment) - middle(b[0] as Segment));
  return levels;
}
