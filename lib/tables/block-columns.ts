import type { Row } from "./figure-rows.ts";
import type { Glyph } from "./geometry.ts";
import { gapBetween } from "./lines.ts";
import { columnsOf, gapInSizes, overlapping, runsOf, type Segment, SLIGHT_GAP, type Span, segmentOf } from "./segments.ts";

/** The columns of figures in a block of rows under one header. */
export interface BlockColumns {
  /** Extents of the figures, or of its name where no row has a figure. */
  readonly columns: readonly Span[];
  /** Extents of figures and names together. */
  readonly extents: readonly Span[];
  /** Where the columns part: one more than there are columns; left of the first stand the labels. */
  readonly edges: readonly number[];
  /** The headings, parted where two of them nearly touch. */
  readonly headings: readonly Segment[];
}

const spanOf = ({ x0, x1 }: Segment): Span => [x0, x1];

function edgesBetween(columns: readonly Span[], labelEnd: number | null, left: number, right: number): number[] {
  return [
    ...columns.map((column, index) => (index === 0 && labelEnd === null ? left : ((columns[index - 1]?.[1] ?? labelEnd ?? left) + column[0]) / 2)),
    right,
  ];
}

/** Headings that fill their columns nearly touch: they are parted at the columns' edges, or where a column of figures begins. */
function partedAt(edges: readonly number[], columns: readonly Span[], headings: readonly Segment[]): Segment[] {
  return headings.flatMap((segment) => {
    const gaps = segment.glyphs.slice(1).map((glyph, index) => gapInSizes(segment.glyphs[index] as Glyph, glyph));
    // Spaced type has the same gap everywhere.
    const usual = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
    return runsOf(segment.glyphs, (before, glyph) => {
      const gap = gapInSizes(before, glyph);
      if (gap < 1.5 * usual || gap <= SLIGHT_GAP) return false;
      const between = glyph.x - gapBetween(before, glyph) / 2;
      return (
        edges.some((at) => Math.abs(at - between) < Math.max(0.6, gap) * glyph.size) ||
        columns.some(([from]) => Math.abs(from - glyph.x) < 0.2 * glyph.size)
      );
    }).map((glyphs) => segmentOf(glyphs, segment));
  });
}

/**
 * @param over headings above the figures
 * @param left, right the table's outer edges
 */
export function blockColumns(over: readonly Segment[], body: readonly Row[], left: number, right: number): BlockColumns {
  const figures = columnsOf(body.flatMap((line) => line.values.map(spanOf)));
  const lowest = Math.max(...over.map((segment) => segment.y));
  // A heading shows a column in which no row has a figure.
  const named = over.filter((segment) => lowest - segment.y < 0.5 * segment.size && overlapping(figures, spanOf(segment)).length === 0);
  const columns = columnsOf([...figures, ...named.map(spanOf)]);
  const labels = body.flatMap((line) => line.labels.flat());
  const first = columns[0]?.[0] ?? right;
  const labelEnd = labels.length > 0 ? Math.max(left, ...labels.map(({ x1 }) => x1).filter((x) => x < first)) : null;
  const headings = partedAt(edgesBetween(columns, labelEnd, left, right), columns, over);
  // Figures may stand at one side below their name.
  const extents = columns.map((column, index): Span => {
    const own = headings.filter((segment) => {
      const met = overlapping(columns, spanOf(segment));
      return met.length === 1 && met[0] === column;
    });
    const from = Math.min(column[0], ...own.map(({ x0 }) => x0));
    const to = Math.max(column[1], ...own.map(({ x1 }) => x1));
    return [Math.max(from, columns[index - 1]?.[1] ?? labelEnd ?? left), Math.min(to, columns[index + 1]?.[0] ?? right)];
  });
  return { columns, extents, edges: edgesBetween(extents, labelEnd, left, right), headings };
}
