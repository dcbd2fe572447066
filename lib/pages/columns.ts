import type { Box } from "../document/document.ts";
import { boxOfGlyphs } from "./geometry.ts";
import { lineOf } from "./lines.ts";
import { measureColumn, type PageLine } from "./paragraphs.ts";
import { gapInEm, splitRuns } from "./segments.ts";

/** Tables and pictures, laid out beside the lines of a page. */
interface Other {
  readonly kind: string;
  readonly box: Box;
}

/** What makes columns of prose; distances in em. */
const COLUMNS = {
  /** They are parted by at least this: less than a character, more than any space. */
  gutter: 0.9,
  /** A column of prose has as many lines as this, half of them full, and is as wide as so many characters. */
  fewestLines: 4,
  narrowest: 8,
  /** Lines that stop this close to the column's edge are full: kinsoku may move two characters. */
  shortOfEdge: 2.2,
  /** A run that ends this close behind a gutter does not cross it. */
  crossing: 0.5,
  /** Runs that begin this close behind a gutter belong to its column, indented first lines too. */
  beside: 3,
  /** Places where a column may begin that are tried, the most frequent beginnings of lines first; columns in columns. */
  tried: 8,
  deepest: 4,
} as const;

interface Run {
  readonly x0: number;
  readonly x1: number;
  readonly size: number;
  readonly prose: boolean;
  readonly crossing: boolean;
}

const isLine = (item: Other): item is PageLine => item.kind === "line";

/**
 * The runs of a line that wide gaps part; anything else is one run. Page headers and footers stand across all columns.
 */
function splitIntoRuns(item: Other): Run[] {
  const sides = ([x, , width]: Box) => ({ x0: x, x1: x + width });
  if (!isLine(item)) return [{ ...sides(item.box), size: 0, prose: false, crossing: false }];
  const { size } = item;
  if (item.furniture) return [{ ...sides(item.box), size, prose: false, crossing: true }];
  return splitRuns(item.glyphs, (before, glyph) => gapInEm(before, glyph) > COLUMNS.gutter).map((glyphs) => ({
    ...sides(boxOfGlyphs(glyphs)),
    size,
    prose: true,
    crossing: false,
  }));
}

function isProse(runs: readonly Run[]): boolean {
  if (runs.length < COLUMNS.fewestLines) return false;
  const right = runs.reduce((most, { x1 }) => Math.max(most, x1), -Infinity);
  const left = runs.reduce((least, { x0 }) => Math.min(least, x0), Infinity);
  const full = runs.filter(({ x1, size }) => x1 > right - COLUMNS.shortOfEdge * size);
  return full.length * 2 >= runs.length && runs.every(({ size }) => right - left >= COLUMNS.narrowest * size);
}

/** The x at which most lines begin, from left to right. */
function findCommonStarts(runs: readonly Run[]): number[] {
  const counts = new Map<number, number>();
  for (const { x0, prose } of runs) if (prose) counts.set(Math.round(x0), (counts.get(Math.round(x0)) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, COLUMNS.tried)
    .map(([x]) => x)
    .sort((a, b) => a - b);
}

/** The part of a line on one side of a gutter; null where it has none there. */
function cropLine(line: PageLine, stands: (x: number) => boolean): PageLine | null {
  const glyphs = line.glyphs.filter((glyph) => stands(glyph.x));
  return glyphs.length === 0 ? null : { ...line, ...lineOf(glyphs), box: boxOfGlyphs(glyphs) };
}

/**
 * The items of a page in reading order: column by column where prose stands in several columns, else from top to
 * bottom. What reaches over a gutter (a title, a wide table) parts the columns above it from those below. Figures and
 * short entries side by side make no columns.
 */
export function orderByColumns<T extends Other>(items: readonly (PageLine | T)[], depth = 0): (PageLine | T)[] {
  const sorted = [...items].sort((a, b) => a.box[1] - b.box[1]);
  if (depth === COLUMNS.deepest) return sorted;
  const rows = sorted.map((item) => ({ item, runs: splitIntoRuns(item) }));
  for (const at of findCommonStarts(rows.flatMap(({ runs }) => runs))) {
    const crosses = ({ x0, x1, size, crossing }: Run) => crossing || (x0 < at - 1 && x1 > at - COLUMNS.crossing * size);
    const bands: { crossed: boolean; rows: typeof rows }[] = [];
    for (const row of rows) {
      const crossed = row.runs.some(crosses);
      const band = bands.at(-1);
      if (band?.crossed === crossed) band.rows.push(row);
      else bands.push({ crossed, rows: [row] });
    }
    const isSplit = (band: (typeof bands)[number]) => {
      const runs = band.rows.flatMap((row) => row.runs.filter(({ prose }) => prose));
      // Another column may stand to the right: the runs that begin at the gutter tell.
      const beside = runs.filter(({ x0, size }) => x0 >= at - 1 && x0 < at + COLUMNS.beside * size);
      return !band.crossed && isProse(runs.filter(({ x0 }) => x0 < at - 1)) && isProse(beside);
    };
    if (!bands.some(isSplit)) continue;
    const ordered: (PageLine | T)[][] = [];
    let rest: (PageLine | T)[][] = [];
    const flush = () => {
      ordered.push(orderByColumns(rest.flat(), depth + 1));
      rest = [];
    };
    for (const band of bands) {
      const own = band.rows.map(({ item }) => item);
      if (!isSplit(band)) {
        rest.push(own);
        continue;
      }
      flush();
      for (const stands of [(x: number) => x < at - 1, (x: number) => x >= at - 1]) {
        const side = own.flatMap((item) =>
          isLine(item) ? (cropLine(item, stands) ?? []) : stands(item.box[0]) ? item : [],
        );
        const column = measureColumn(side.filter(isLine));
        ordered.push(
          orderByColumns<T>(
            side.map((item) => (isLine(item) ? { ...item, column } : item)),
            depth + 1,
          ),
        );
      }
    }
    flush();
    return ordered.flat();
  }
  return sorted;
}
