import { LIMITS } from "../limits.ts";
import { type Glyph, glyphCentre } from "./geometry.ts";
import type { Ruling, Rulings } from "./rulings.ts";

/** A cell of a ruled grid, before its text is known. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** False where the outline of the table was not drawn at this edge: the page's end may have cut the cell. */
  readonly topDrawn: boolean;
  readonly bottomDrawn: boolean;
}

/** A ruled grid: column and row edges in points, and its cells. */
export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly GridCell[];
}

/** What makes rulings a grid; distances in points, less than a row or column that holds characters. */
const GRID = {
  /** Rulings meet when they come this close: a border may stop at the edge of the one it meets. */
  touch: 2.5,
  /** Edges closer than this are one: double and thick borders; wider ones only where nothing is printed between. */
  sameEdge: 3.2,
  double: 6,
  /** A border counts as drawn when this much of it is: more than half, since merged cells have none. */
  covered: 0.6,
  /** Column edges on one side of a border only: so many on both sides, and fewer in line, are those of two tables. */
  fewestOutOfLine: 3,
} as const;

const findRoot = (parent: Int32Array, index: number): number => {
  let root = index;
  while ((parent[root] as number) !== root) {
    parent[root] = parent[parent[root] as number] as number;
    root = parent[root] as number;
  }
  return root;
};

/** Groups of rulings that hang together: one group a table. */
function groupConnected({ horizontal, vertical }: Rulings): Rulings[] {
  const columns = vertical.map((ruling, index) => ({ ruling, index })).sort((a, b) => a.ruling.at - b.ruling.at);
  const parent = Int32Array.from({ length: horizontal.length + vertical.length }, (_, index) => index);
  const firstFrom = (x: number) => {
    let [low, high] = [0, columns.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((columns[middle]?.ruling.at ?? 0) < x) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  horizontal.forEach((row, index) => {
    const reach = GRID.touch + (row.gap ?? 0);
    for (let at = firstFrom(row.from - reach); at < columns.length; at++) {
      const column = columns[at];
      if (!column || column.ruling.at > row.to + reach) break;
      const { from, to, gap = 0 } = column.ruling;
      if (from - GRID.touch - gap <= row.at && row.at <= to + GRID.touch + gap) {
        parent[findRoot(parent, horizontal.length + column.index)] = findRoot(parent, index);
      }
    }
  });
  const groups = new Map<number, { horizontal: Ruling[]; vertical: Ruling[] }>();
  [...horizontal, ...vertical].forEach((ruling, index) => {
    const root = findRoot(parent, index);
    const group = groups.get(root) ?? { horizontal: [], vertical: [] };
    group[index < horizontal.length ? "horizontal" : "vertical"].push(ruling);
    groups.set(root, group);
  });
  return [...groups.values()].filter((group) => group.horizontal.length > 0 && group.vertical.length > 0);
}

/** Positions in groups no wider than the tolerance, each as the mean of its members. */
function clusterPositions(positions: readonly number[], tolerance: number): number[] {
  const sorted = [...positions].sort((a, b) => a - b);
  const means: number[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && (sorted[end] as number) - (sorted[start] as number) <= tolerance) end++;
    means.push(sorted.slice(start, end).reduce((sum, value) => sum + value, 0) / (end - start));
    start = end;
  }
  return means;
}

/** The outermost ends of rulings where no ruling runs across: the outline that an open side implies. */
function findImpliedEdge(ends: readonly number[], edges: readonly number[], side: -1 | 1): number | null {
  const outermost = side < 0 ? Math.min(...edges) : Math.max(...edges);
  const beyond = ends.filter((end) => (end - outermost) * side > GRID.sameEdge);
  if (beyond.length < 2) return null;
  const far = side < 0 ? Math.min(...beyond) : Math.max(...beyond);
  const near = beyond.filter((end) => Math.abs(end - far) <= GRID.sameEdge);
  return near.length >= 2 && Math.abs(far - outermost) > GRID.double ? far : null;
}

function findEdges(across: readonly Ruling[], along: readonly Ruling[]): number[] {
  const edges = clusterPositions(
    across.map((ruling) => ruling.at),
    GRID.sameEdge,
  );
  const first = findImpliedEdge(
    along.map((ruling) => ruling.from),
    edges,
    -1,
  );
  const last = findImpliedEdge(
    along.map((ruling) => ruling.to),
    edges,
    1,
  );
  return [...(first === null ? [] : [first]), ...edges, ...(last === null ? [] : [last])];
}

/** Merges edges that stand for one double border: close together, and nothing printed between them. */
function mergeDoubleBorders(edges: readonly number[], centres: readonly number[]): number[] {
  const kept: number[] = [];
  for (const edge of edges) {
    const last = kept.at(-1);
    if (last !== undefined && edge - last < GRID.double && !centres.some((centre) => centre > last && centre < edge))
      kept[kept.length - 1] = (last + edge) / 2;
    else kept.push(edge);
  }
  return kept;
}

/** For each edge and each interval along it: how much of the interval its rulings cover, as drawn or not. */
function markDrawnIntervals(
  rulings: readonly Ruling[],
  edges: readonly number[],
  stops: readonly number[],
): Uint8Array[] {
  const covered = edges.map(() => new Float64Array(Math.max(stops.length - 1, 0)));
  for (const ruling of rulings) {
    let nearest = 0;
    edges.forEach((edge, index) => {
      if (Math.abs(edge - ruling.at) < Math.abs((edges[nearest] as number) - ruling.at)) nearest = index;
    });
    if (Math.abs((edges[nearest] as number) - ruling.at) > GRID.double) continue;
    const line = covered[nearest] as Float64Array;
    for (let index = 0; index + 1 < stops.length; index++) {
      const overlap = Math.min(ruling.to, stops[index + 1] as number) - Math.max(ruling.from, stops[index] as number);
      if (overlap > 0) line[index] = Math.max(line[index] as number, 0) + overlap;
    }
  }
  return covered.map((line) =>
    Uint8Array.from(line, (length, index) =>
      length >= GRID.covered * ((stops[index + 1] as number) - (stops[index] as number)) ? 1 : 0,
    ),
  );
}

/** The cells between rulings. In one piece: its closures share what of them is drawn. */
function buildGrid(component: Rulings, centres: readonly (readonly [number, number])[]): Grid | null {
  const { horizontal, vertical } = component;
  const rawXs = findEdges(vertical, horizontal);
  const rawYs = findEdges(horizontal, vertical);
  const [left, right, top, bottom] = [rawXs[0] ?? 0, rawXs.at(-1) ?? 0, rawYs[0] ?? 0, rawYs.at(-1) ?? 0];
  const inside = centres.filter(([x, y]) => x > left && x < right && y > top && y < bottom);
  const xs = mergeDoubleBorders(
    rawXs,
    inside.map(([x]) => x),
  );
  const ys = mergeDoubleBorders(
    rawYs,
    inside.map(([, y]) => y),
  );
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  // A frame around something is no table; nor is a drawing with thousands of lines.
  if (columns < 1 || rows < 1 || columns * rows < 2 || columns * rows > LIMITS.gridPositions) return null;
  const verticals = markDrawnIntervals(vertical, xs, ys);
  const horizontals = markDrawnIntervals(horizontal, ys, xs);
  const verticalDrawn = (edge: number, row: number) => verticals[edge]?.[row] === 1;
  const horizontalDrawn = (edge: number, column: number) => horizontals[edge]?.[column] === 1;

  const taken = new Uint8Array(rows * columns);
  const cells: GridCell[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (taken[row * columns + column]) continue;
      let columnSpan = 1;
      while (
        column + columnSpan < columns &&
        !verticalDrawn(column + columnSpan, row) &&
        !taken[row * columns + column + columnSpan]
      )
        columnSpan++;
      let rowSpan = 1;
      const continues = (below: number) => {
        for (let at = column; at < column + columnSpan; at++) {
          if (horizontalDrawn(below, at) || taken[below * columns + at]) return false;
          if (at > column && verticalDrawn(at, below)) return false;
        }
        return true;
      };
      while (row + rowSpan < rows && continues(row + rowSpan)) rowSpan++;
      for (let y = row; y < row + rowSpan; y++) taken.fill(1, y * columns + column, y * columns + column + columnSpan);
      const share = (drawn: (index: number) => boolean, from: number, span: number) => {
        let count = 0;
        for (let at = from; at < from + span; at++) if (drawn(at)) count++;
        return count * 2 > span;
      };
      const topDrawn = share((at) => horizontalDrawn(row, at), column, columnSpan);
      const bottomDrawn = share((at) => horizontalDrawn(row + rowSpan, at), column, columnSpan);
      const leftDrawn = share((at) => verticalDrawn(column, at), row, rowSpan);
      const rightDrawn = share((at) => verticalDrawn(column + columnSpan, at), row, rowSpan);
      const enclosed = (topDrawn && bottomDrawn) || (leftDrawn && rightDrawn);
      const printed = () =>
        inside.some(
          ([x, y]) =>
            x > (xs[column] as number) &&
            x < (xs[column + columnSpan] as number) &&
            y > (ys[row] as number) &&
            y < (ys[row + rowSpan] as number),
        );
      if (enclosed || printed()) cells.push({ row, column, rowSpan, columnSpan, topDrawn, bottomDrawn });
    }
  }
  return cells.length < 2 ? null : { xs, ys, cells };
}

/**
 * Tables drawn right below one another with a border in common, each by itself: above and below that border hardly any
 * column edge stands in line.
 */
function splitStackedTables(grid: Grid): Grid[] {
  const edgesOfRows = (from: number, to: number) =>
    new Set(
      grid.cells
        .filter(({ row }) => row >= from && row < to)
        .flatMap(({ column, columnSpan }) => [column, column + columnSpan]),
    );
  // Rows between borders that run right across.
  const bands: { readonly from: number; readonly edges: ReadonlySet<number> }[] = [];
  const rows = grid.ys.length - 1;
  for (let from = 0, to = 1; from < rows; from = to++) {
    while (grid.cells.some(({ row, rowSpan }) => row < to && row + rowSpan > to)) to++;
    bands.push({ from, edges: edgesOfRows(from, to) });
  }
  const starts = [0];
  let above = 0;
  bands.forEach(({ edges }, index) => {
    const before = bands[above]?.edges ?? edges;
    const shared = [...edges].filter((edge) => before.has(edge)).length;
    const apart = Math.min(edges.size, before.size) - shared;
    // The left and right edge of the table are no sign.
    if (apart >= GRID.fewestOutOfLine && shared - 2 < apart) {
      // A title and headings over groups of columns belong to what they fit.
      let start = index;
      while (start - 1 > above && [...(bands[start - 1]?.edges ?? [])].every((edge) => edges.has(edge))) start--;
      starts.push(bands[start]?.from ?? 0);
    }
    if (edges.size > GRID.fewestOutOfLine) above = index;
  });
  return starts.length === 1 ? [grid] : starts.map((from, index) => cutRows(grid, from, starts[index + 1] ?? rows));
}

/** Some rows of a grid as a grid of their own, with the edges that they use. */
function cutRows({ xs, ys, cells }: Grid, from: number, to: number): Grid {
  const own = cells.filter(({ row }) => row >= from && row < to);
  const edges = [...new Set(own.flatMap(({ column, columnSpan }) => [column, column + columnSpan]))].sort(
    (a, b) => a - b,
  );
  return {
    xs: edges.map((edge) => xs[edge] as number),
    ys: ys.slice(from, to + 1),
    cells: own.map((cell) => {
      const column = edges.indexOf(cell.column);
      return {
        ...cell,
        row: cell.row - from,
        column,
        columnSpan: edges.indexOf(cell.column + cell.columnSpan) - column,
      };
    }),
  };
}

/**
 * The ruled tables of a page from its borders, merged cells exact: two fields are one cell where no border is drawn
 * between them.
 */
export function findGrids(rulings: Rulings, glyphs: readonly Glyph[]): Grid[] {
  const centres = glyphs.map(glyphCentre);
  return groupConnected(rulings)
    .map((component) => buildGrid(component, centres))
    .filter((grid) => grid !== null)
    .flatMap(splitStackedTables)
    .filter((grid) => {
      const [x0, x1, y0, y1] = [grid.xs[0] ?? 0, grid.xs.at(-1) ?? 0, grid.ys[0] ?? 0, grid.ys.at(-1) ?? 0];
      return centres.some(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
    });
}
