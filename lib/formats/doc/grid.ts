import { type CellShape, mergedLeftwards, type RowShape } from "./rows.ts";

/** Rows with cell edges become one grid for the whole table: every distinct edge is a border between columns. */

export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Which cell of the source row its content comes from. */
  readonly source: number;
  /**
   * Points from the left edge of the text around the table to the cell's, and its width; NaN where the file does not
   * say.
   */
  readonly left: number;
  readonly width: number;
}

interface Grid {
  readonly columns: number;
  readonly cells: readonly GridCell[];
  /** Some row does not tell the edges of exactly its cells: columns are by order only. */
  readonly ragged: boolean;
}

interface SourceRow {
  readonly count: number;
  readonly shape: RowShape | null;
}

/**
 * Edges dragged by hand miss each other by a little: up to 9 points (twips) count as the same border unless a cell lies
 * between.
 */
const SAME_BORDER = 180;
const TWIPS = 20;
/** What a cell without a defined edge gets, in twips. */
const DEFAULT_WIDTH = 1000;

export function gridFrom(rows: readonly SourceRow[]): Grid {
  const ragged = rows.some((row) => row.shape === null || row.shape.cells.length !== row.count);
  const spans = rows.map((row) => (ragged ? byOrder(row) : horizontalSpans(row)));
  const borders = new Borders(spans);
  const cells: GridCell[] = [];
  /** The cell that is open downwards, by its column. */
  let above = new Map<number, number>();
  spans.forEach((row, rowIndex) => {
    const next = new Map<number, number>();
    for (const span of row) {
      const column = borders.index(span.left);
      const columnSpan = Math.max(1, borders.index(span.right) - column);
      const upper = above.get(column);
      const opened = upper === undefined ? undefined : cells[upper];
      if (span.vertical === "continued" && upper !== undefined && opened?.columnSpan === columnSpan) {
        cells[upper] = { ...opened, rowSpan: opened.rowSpan + 1 };
        next.set(column, upper);
        continue;
      }
      if (span.vertical !== "single") next.set(column, cells.length);
      const [left, width] = ragged ? [Number.NaN, Number.NaN] : [span.left / TWIPS, (span.right - span.left) / TWIPS];
      cells.push({ row: rowIndex, column, rowSpan: 1, columnSpan, source: span.source, left, width });
    }
    above = next;
  });
  return { columns: borders.columns, cells, ragged };
}

interface Span {
  readonly left: number;
  readonly right: number;
  readonly vertical: CellShape["vertical"];
  readonly source: number;
}

/** One cell behind the other, without those that the row itself says went into another one. */
function byOrder({ count, shape }: SourceRow): Span[] {
  const merged = shape ? mergedLeftwards(shape) : [];
  const own = Array.from({ length: count }, (_, i) => i).filter(
    (i) => !merged[i] && shape?.cells[i]?.vertical !== "continued",
  );
  return own.map((source, i) => ({
    left: i * DEFAULT_WIDTH,
    right: (i + 1) * DEFAULT_WIDTH,
    vertical: "single",
    source,
  }));
}

/** The cells of a row after merging from left to right. */
function horizontalSpans({ count, shape }: SourceRow): Span[] {
  const merged = shape ? mergedLeftwards(shape) : [];
  const spans: Span[] = [];
  let pushed = 0;
  for (let i = 0; i < count; i++) {
    const left = (shape?.edges[i] ?? 0) + pushed;
    let right = (shape?.edges[i + 1] ?? 0) + pushed;
    const previous = spans.at(-1);
    if (merged[i] && previous) {
      spans[spans.length - 1] = { ...previous, right: Math.max(previous.right, right) };
      continue;
    }
    // A cell of no width still holds its place.
    if (right <= left) {
      pushed += 1;
      right = left + 1;
    }
    spans.push({ left, right, vertical: shape?.cells[i]?.vertical ?? "single", source: i });
  }
  return spans;
}

/**
 * The borders between the columns of a table: edges that lie close together are one, as long as no cell lies between
 * them.
 */
class Borders {
  readonly #group = new Map<number, number>();
  readonly columns: number;

  constructor(rows: readonly (readonly Span[])[]) {
    const edges = [...new Set(rows.flat().flatMap((span) => [span.left, span.right]))].sort((a, b) => a - b);
    /** For each edge, the nearest edge to its right that ends a cell beginning at it: they must stay apart. */
    const nearest = new Map<number, number>();
    for (const span of rows.flat())
      nearest.set(span.left, Math.min(nearest.get(span.left) ?? Number.POSITIVE_INFINITY, span.right));
    let group = -1;
    let limit = Number.NEGATIVE_INFINITY;
    let first = 0;
    for (const edge of edges) {
      if (group < 0 || edge - first > SAME_BORDER || edge >= limit) {
        group += 1;
        first = edge;
        limit = Number.POSITIVE_INFINITY;
      }
      limit = Math.min(limit, nearest.get(edge) ?? Number.POSITIVE_INFINITY);
      this.#group.set(edge, group);
    }
    this.columns = Math.max(1, group);
  }

  index(edge: number): number {
    return this.#group.get(edge) ?? 0;
  }
}
