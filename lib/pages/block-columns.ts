import type { Row } from "./figure-rows.ts";
import type { Glyph } from "./geometry.ts";
import { gapBetween } from "./lines.ts";
import {
  gapInEm,
  mergeSpans,
  overlapping,
  SEGMENTS,
  type Segment,
  type Span,
  segmentOf,
  spanOf,
  splitRuns,
} from "./segments.ts";

/** Where headings that nearly touch are parted; in em where nothing else is said. */
const HEADING_GAPS = {
  /** Wider than the heading's usual gap by this factor: spaced type has the same gap everywhere. */
  wider: 1.5,
  /** The gap is no further from the edge between two columns than it is wide, or than this. */
  fromEdge: 0.6,
  /** Or it ends where a column of figures begins, but for the room beside a digit. */
  fromFigures: 0.2,
  /** Names of columns stand on the lowest line of the header: what is this much higher heads several. */
  lowest: 0.5,
} as const;

/** The columns of figures in a block of rows under one header. */
interface BlockColumns {
  /** Extents of the figures, or of its name where no row has a figure. */
  readonly columns: readonly Span[];
  /** Extents of figures and names together. */
  readonly extents: readonly Span[];
  /** Where the columns part: one more than there are columns; left of the first stand the labels. */
  readonly edges: readonly number[];
  /** The headings, parted where two of them nearly touch. */
  readonly headings: readonly Segment[];
}

function placeEdges(columns: readonly Span[], labelEnd: number | null, left: number, right: number): number[] {
  return [
    ...columns.map((column, index) =>
      index === 0 && labelEnd === null ? left : ((columns[index - 1]?.[1] ?? labelEnd ?? left) + column[0]) / 2,
    ),
    right,
  ];
}

/**
 * Headings that fill their columns nearly touch: they are parted at the columns' edges, or where a column of figures
 * begins.
 */
function splitHeadingsAt(edges: readonly number[], columns: readonly Span[], headings: readonly Segment[]): Segment[] {
  return headings.flatMap((segment) => {
    const gaps = segment.glyphs.slice(1).map((glyph, index) => gapInEm(segment.glyphs[index] as Glyph, glyph));
    // Spaced type has the same gap everywhere.
    const usual = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
    return splitRuns(segment.glyphs, (before, glyph) => {
      const gap = gapInEm(before, glyph);
      if (gap < HEADING_GAPS.wider * usual || gap <= SEGMENTS.slightGap) return false;
      const between = glyph.x - gapBetween(before, glyph) / 2;
      return (
        edges.some((at) => Math.abs(at - between) < Math.max(HEADING_GAPS.fromEdge, gap) * glyph.size) ||
        columns.some(([from]) => Math.abs(from - glyph.x) < HEADING_GAPS.fromFigures * glyph.size)
      );
    }).map((glyphs) => segmentOf(glyphs, segment));
  });
}

/** Picks the lowest headings side by side; those over several of them are wider. */
function pickLowest(headings: readonly Segment[]): Segment[] {
  const lowest: Segment[] = [];
  for (const segment of [...headings].sort((a, b) => b.y - a.y))
    if (overlapping(lowest.map(spanOf), spanOf(segment)).length === 0) lowest.push(segment);
  return lowest.sort((a, b) => a.x0 - b.x0);
}

/**
 * The names of columns whose figures all stand beside them, at one side of their cells: the nearest name left of
 * figures at the right side, or right of figures at the left side, whichever gives more columns a name.
 */
function matchNamesBeside(columns: readonly Span[], names: readonly Segment[]): Map<Span, Segment> {
  const free = names.filter((name) => overlapping(columns, spanOf(name)).length === 0);
  const bare = columns.filter((column) => overlapping(names.map(spanOf), column).length === 0);
  const found = (isBeside: (name: Segment, column: Span, index: number) => boolean, side: "x0" | "x1") =>
    new Map(
      bare.flatMap((column) => {
        const beside = free.filter((name) => isBeside(name, column, columns.indexOf(column)));
        const nearest = side === "x1" ? beside.at(-1) : beside[0];
        return nearest ? [[column, nearest] as const] : [];
      }),
    );
  const left = found(
    (name, [from], index) => name.x1 <= from && name.x0 >= (columns[index - 1]?.[1] ?? -Infinity),
    "x1",
  );
  const right = found((name, [, to], index) => name.x0 >= to && name.x1 <= (columns[index + 1]?.[0] ?? Infinity), "x0");
  return left.size >= right.size ? left : right;
}

/**
 * @param over headings above the figures
 * @param left, right the table's outer edges
 */
export function findBlockColumns(
  over: readonly Segment[],
  body: readonly Row[],
  left: number,
  right: number,
): BlockColumns {
  const figures = mergeSpans(body.flatMap((line) => line.values.map(spanOf)));
  const labels = body.flatMap((line) => line.labels.flat());
  const labelEndBefore = (column: Span | undefined) =>
    labels.length > 0 ? Math.max(left, ...labels.map(({ x1 }) => x1).filter((x) => x < (column?.[0] ?? right))) : null;
  const headings = splitHeadingsAt(placeEdges(figures, labelEndBefore(figures[0]), left, right), figures, over);
  const names = pickLowest(headings);
  const beside = matchNamesBeside(figures, names);
  const lowest = Math.max(...headings.map((segment) => segment.y));
  // A heading shows a column in which no row has a figure. The outermost ones may reach over all lines of the header.
  const isName = (name: Segment, index: number) =>
    lowest - name.y < HEADING_GAPS.lowest * name.size || index === 0 || index === names.length - 1;
  const unfilled = names.filter(
    (name, index) =>
      isName(name, index) && overlapping(figures, spanOf(name)).length === 0 && ![...beside.values()].includes(name),
  );
  const columns = mergeSpans([...figures, ...unfilled.map(spanOf)]);
  const labelEnd = labelEndBefore(columns[0]);
  // Figures may stand at one side below their name.
  const extents = columns.map((column, index): Span => {
    const figure = figures.find(([from]) => from === column[0]);
    const name = figure && beside.get(figure);
    const own = headings.filter((segment) => {
      const met = overlapping(columns, spanOf(segment));
      const named = overlapping(names.map(spanOf), spanOf(segment));
      return (
        (met.length === 1 && met[0] === column) ||
        (name && named.length === 1 && overlapping([spanOf(name)], spanOf(segment)).length === 1)
      );
    });
    const from = Math.min(column[0], ...own.map(({ x0 }) => x0));
    const to = Math.max(column[1], ...own.map(({ x1 }) => x1));
    return [
      Math.max(from, columns[index - 1]?.[1] ?? labelEnd ?? left),
      Math.min(to, columns[index + 1]?.[0] ?? right),
    ];
  });
  return { columns, extents, edges: placeEdges(extents, labelEnd, left, right), headings };
}
