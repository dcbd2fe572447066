import type { Box } from "../document/document.ts";
import { type Glyph, glyphCentre, quarterTurn } from "./geometry.ts";
import type { Grid } from "./grid.ts";
import { cellText, gapBetween, groupLines } from "./lines.ts";

/** What belongs to one cell though a border runs through it; in em. */
const CELLS = {
  /** Digits of one number stand closer; figures of two cells have the room of both cells between them. */
  oneNumber: 0.2,
  /** How much of a character is before the border that it crosses: less may be the room beside its ink. */
  onBorder: 0.15,
  /** A character goes on with the one before it on the same baseline, but for rounding, without a gap. */
  sameLine: 0.1,
  noGap: 0.15,
} as const;

/** A cell with its text; edges are indexes into the table's xs and ys. */
export interface PlacedCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
  readonly page: number;
  readonly box: Box;
  readonly topDrawn: boolean;
  readonly bottomDrawn: boolean;
  /** The least of its characters' confidences, where these were recognised. */
  readonly confidence?: number;
}

/** A table as it stands on one page. */
export interface PlacedTable {
  readonly kind: "table";
  readonly page: number;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly PlacedCell[];
  readonly box: Box;
}

/** The interval that a value falls into; -1 outside. */
function findInterval(edges: readonly number[], value: number): number {
  if (value < (edges[0] ?? Infinity) || value > (edges.at(-1) ?? -Infinity)) return -1;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}

const DIGIT = /^[0-9０-９.,．，]$/u;

/** Groups the digits of a number whatever border they cross: a number wider than its cell stays one. */
function groupNumbers(glyphs: readonly Glyph[]): (readonly Glyph[])[] {
  const units: Glyph[][] = [];
  const straight: Glyph[] = [];
  for (const glyph of glyphs) {
    if (DIGIT.test(glyph.text) && quarterTurn(glyph.angle) === 0) straight.push(glyph);
    else units.push([glyph]);
  }
  for (const line of groupLines(straight)) {
    let run: Glyph[] = [];
    for (const glyph of line.glyphs) {
      const before = run.at(-1);
      if (before && gapBetween(before, glyph) > CELLS.oneNumber * glyph.size) {
        units.push(run);
        run = [];
      }
      run.push(glyph);
    }
    if (run.length > 0) units.push(run);
  }
  return units;
}

/** True for the next character of a line, without a gap. */
const follows = (before: Glyph, glyph: Glyph) =>
  quarterTurn(glyph.angle) === 0 &&
  Math.abs(glyph.y - before.y) < CELLS.sameLine * glyph.size &&
  Math.abs(gapBetween(before, glyph)) < CELLS.noGap * glyph.size;

/** The least confidence of characters, where these were recognised. */
export function confidenceOf(glyphs: readonly Glyph[]): { confidence?: number } {
  const known = glyphs.flatMap((glyph) => glyph.confidence ?? []);
  return known.length === 0 ? {} : { confidence: Math.min(...known) };
}

/** A grid with the cell of each of its positions, and room for what the cells hold. */
function withOwners(grid: Grid) {
  const columns = grid.xs.length - 1;
  const owner = new Int32Array(columns * (grid.ys.length - 1)).fill(-1);
  grid.cells.forEach((cell, index) => {
    for (let row = cell.row; row < cell.row + cell.rowSpan; row++)
      owner.fill(index, row * columns + cell.column, row * columns + cell.column + cell.columnSpan);
  });
  return { grid, owner, columns, contents: grid.cells.map(() => [] as Glyph[]) };
}

/**
 * Sorts the characters of a page into the cells of its grids; what lies in none is left over. Of nested grids the inner
 * one takes the text.
 */
export function fillGrids(
  grids: readonly Grid[],
  glyphs: readonly Glyph[],
  page: number,
): { tables: PlacedTable[]; rest: Glyph[] } {
  const area = (grid: Grid) =>
    ((grid.xs.at(-1) ?? 0) - (grid.xs[0] ?? 0)) * ((grid.ys.at(-1) ?? 0) - (grid.ys[0] ?? 0));
  const sorted = [...grids].sort((a, b) => area(a) - area(b));
  const owners = sorted.map(withOwners);
  const placed = new Set<Glyph>();
  /** The last character of the unit before, and the cell it went to. */
  let before: { readonly glyph: Glyph; readonly cell: Glyph[] } | undefined;
  for (const unit of sorted.length === 0 ? [] : groupNumbers(glyphs)) {
    const centres = unit.map(glyphCentre);
    const x = centres.reduce((sum, centre) => sum + centre[0], 0) / centres.length;
    const y = centres.reduce((sum, centre) => sum + centre[1], 0) / centres.length;
    const [first, last] = [unit[0] as Glyph, unit.at(-1) as Glyph];
    let cell: Glyph[] | undefined;
    for (const { grid, owner, columns, contents } of owners) {
      const column = findInterval(grid.xs, x);
      const row = findInterval(grid.ys, y);
      const index = column < 0 || row < 0 ? -1 : (owner[row * columns + column] as number);
      if (index < 0) continue;
      // The last character of a line that its cell is too narrow for stands on the border.
      const onBorder = grid.xs.some((edge) => edge > first.x + CELLS.onBorder * first.size && edge < x);
      cell = onBorder && before && follows(before.glyph, first) ? before.cell : contents[index];
      break;
    }
    before = cell && { glyph: last, cell };
    if (!cell) continue;
    cell.push(...unit);
    for (const glyph of unit) placed.add(glyph);
  }
  const order = new Map(glyphs.map((glyph, index) => [glyph, index]));
  const tables = owners.map(({ grid, contents }): PlacedTable => {
    const { xs, ys } = grid;
    const x = (index: number) => xs[index] as number;
    const y = (index: number) => ys[index] as number;
    const cells = grid.cells.map((cell, index): PlacedCell => {
      const drawn = (contents[index] ?? []).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      const box: Box = [
        x(cell.column),
        y(cell.row),
        x(cell.column + cell.columnSpan) - x(cell.column),
        y(cell.row + cell.rowSpan) - y(cell.row),
      ];
      return { ...cell, text: cellText(drawn), page, box, ...confidenceOf(drawn) };
    });
    return { kind: "table", page, xs, ys, cells, box: [x(0), y(0), x(xs.length - 1) - x(0), y(ys.length - 1) - y(0)] };
  });
  return { tables, rest: glyphs.filter((glyph) => !placed.has(glyph)) };
}
