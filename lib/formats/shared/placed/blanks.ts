import { isFigure, type PlacedString } from "./strings.ts";

/** What columns of figures are, and their headings; distances in em where nothing else is said. */
const BLANKS = {
  /** Baselines of one line differ by less: other sizes and fonts stand a little off. */
  sameLine: 0.4,
  /** Within half a character of a line, or of a column's edge, nothing is another line's or column's. */
  half: 0.5,
  /** How far above the first line of figures its headings reach: about five lines. */
  headingsReach: 8,
  /** A heading over one column is narrower than this share of the page: wider ones head several. */
  headingWidth: 0.2,
} as const;

interface ValueLine {
  readonly y: number;
  readonly size: number;
  readonly tokens: PlacedString[];
}

/** Lines that hold figures in cells, top to bottom. */
function valueLinesOf(tokens: readonly PlacedString[]): ValueLine[] {
  const lines: ValueLine[] = [];
  for (const token of tokens.filter((candidate) => isFigure(candidate.text)).sort((a, b) => a.y - b.y)) {
    const line = lines.at(-1);
    if (line && token.y - line.y < BLANKS.sameLine * Math.max(line.size, token.size)) line.tokens.push(token);
    else lines.push({ y: token.y, size: token.size, tokens: [token] });
  }
  for (const line of lines) line.tokens.sort((a, b) => a.x - b.x);
  return lines;
}

export type Span = [from: number, to: number];
const spanOf = (token: PlacedString): Span => [token.x, token.x + token.width];

/** The first index of a sorted list from which on a condition holds. */
function firstFrom<T>(sorted: readonly T[], holds: (element: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where those begin and end that a span overlaps, among spans that stand side by side in their order. */
const overlapped = (spans: readonly Span[], [from, to]: Span): [begin: number, end: number] => [
  firstFrom(spans, (span) => span[1] > from),
  firstFrom(spans, (span) => span[0] >= to),
];
function overlapsAny(spans: readonly Span[], span: Span): boolean {
  const [begin, end] = overlapped(spans, span);
  return begin < end;
}

/** Tokens of a page by their height. */
type Band = (above: number, below: number) => readonly PlacedString[];
function bandsOf(tokens: readonly PlacedString[]): Band {
  const sorted = tokens.toSorted((a, b) => a.y - b.y);
  return (above, below) =>
    sorted.slice(
      firstFrom(sorted, ({ y }) => y > above),
      firstFrom(sorted, ({ y }) => y >= below),
    );
}
const besideLine = (band: Band, { y, size }: ValueLine): readonly PlacedString[] =>
  band(y - BLANKS.sameLine * size, y + BLANKS.sameLine * size);

/** Lines of figures that stand under each other with no words between them in the same columns. */
function regionsOf(lines: readonly ValueLine[], band: Band): ValueLine[][] {
  const regions: ValueLine[][] = [];
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const line of lines) {
    const region = regions.at(-1);
    const above = region?.at(-1);
    const reach = line.tokens.map(spanOf);
    const [left, right] = [
      reach.reduce((least, span) => Math.min(least, span[0]), from),
      reach.reduce((most, span) => Math.max(most, span[1]), to),
    ];
    const parted = (top: ValueLine) =>
      band(top.y + BLANKS.half * top.size, line.y - BLANKS.half * line.size).some(
        (token) =>
          !isFigure(token.text) &&
          token.x < right &&
          token.x + token.width > left &&
          token.x > left - BLANKS.half * token.size,
      );
    if (region && above && !parted(above)) {
      region.push(line);
      [from, to] = [left, right];
    } else {
      regions.push([line]);
      from = reach.reduce((least, span) => Math.min(least, span[0]), Number.POSITIVE_INFINITY);
      to = reach.reduce((most, span) => Math.max(most, span[1]), Number.NEGATIVE_INFINITY);
    }
  }
  return regions;
}

/**
 * Columns that only a heading shows, every row being blank there: where more headings stand side by side than there are
 * columns of figures.
 */
function headedColumns(
  region: readonly ValueLine[],
  above: ValueLine | undefined,
  figures: readonly Span[],
  band: Band,
  pageWidth: number,
): Span[] {
  const first = region[0];
  const left = figures[0]?.[0] ?? 0;
  if (!first) return [];
  const labelled = region.some((line) => besideLine(band, line).some((token) => token.x < left));
  const ceiling = Math.max(above?.y ?? 0, first.y - BLANKS.headingsReach * first.size);
  const candidates = band(ceiling, first.y - BLANKS.half * first.size).filter(
    (token) =>
      token.y > ceiling + BLANKS.half * token.size &&
      token.width < BLANKS.headingWidth * pageWidth &&
      !isFigure(token.text),
  );
  // What stands alone on its line is the title of a block or heads a group of columns.
  const isBeside = (token: PlacedString, other: PlacedString | undefined) =>
    other !== undefined && Math.abs(other.y - token.y) < BLANKS.sameLine * token.size;
  const beside = candidates.filter(
    (token, index) => isBeside(token, candidates[index - 1]) || isBeside(token, candidates[index + 1]),
  );
  const headings: Span[] = [];
  for (const token of beside.toSorted((a, b) => b.y - a.y)) {
    if (labelled && token.x + token.width / 2 < left) continue;
    // From the bottom up: the lowest heading names the column, what stands over several is wider.
    const span = spanOf(token);
    const [begin, end] = overlapped(headings, span);
    if (begin >= end) headings.splice(begin, 0, span);
  }
  if (headings.length <= figures.length) return [];
  return headings.filter((span) => !overlapsAny(figures, span));
}

/**
 * Columns of a region: those of its figures, those that only headings show, and at the top of a page those that the
 * table had before.
 */
function columnsOf(
  region: readonly ValueLine[],
  above: ValueLine | undefined,
  band: Band,
  pageWidth: number,
  carried: readonly Span[],
): Span[] {
  const figures: Span[] = [];
  for (const token of region.flatMap((line) => line.tokens).sort((a, b) => a.x - b.x)) {
    const last = figures.at(-1);
    const span = spanOf(token);
    if (last && last[0] < span[1] && last[1] > span[0]) last[1] = Math.max(last[1], span[1]);
    else figures.push(span);
  }
  const inOrder = (columns: readonly Span[]) => columns.toSorted((a, b) => a[0] - b[0]);
  const columns = inOrder([...figures, ...headedColumns(region, above, figures, band, pageWidth)]);
  const meets = (column: Span) => {
    const [begin, end] = overlapped(carried, column);
    return end - begin === 1;
  };
  if (carried.length <= columns.length || !columns.every(meets)) return columns;
  return inOrder([...columns, ...carried.filter((column) => !overlapsAny(columns, column))]);
}

/** Ranges of columns without overlap, in their order. */
function merged(ranges: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else whole.push([from, to]);
  }
  return whole;
}

/** Notes of a line how many blank cells stand before and after each of its figures. */
function countBlanks(
  line: ValueLine,
  columns: readonly Span[],
  band: Band,
  blanks: Map<PlacedString, { before: number; after: number }>,
): void {
  const figures = new Map<number, PlacedString>();
  for (const token of line.tokens) {
    const [column, end] = overlapped(columns, spanOf(token));
    if (column < end && !figures.has(column)) figures.set(column, token);
  }
  // A word in the place of a figure is that cell's text, not a blank.
  const own = new Set(line.tokens);
  const words = merged(
    besideLine(band, line)
      .filter((token) => !own.has(token))
      .map((token) => overlapped(columns, spanOf(token)))
      .filter(([begin, end]) => begin < end),
  );
  const blankWithin = (from: number, to: number): number => {
    let count = to - from;
    for (let at = firstFrom(words, (range) => range[1] > from); at < words.length; at++) {
      const [begin, end] = words[at] as Span;
      if (begin >= to) break;
      count -= Math.min(end, to) - Math.max(begin, from);
    }
    return count;
  };
  let from = 0;
  let last: PlacedString | undefined;
  for (const [column, token] of [...figures].sort(([a], [b]) => a - b)) {
    blanks.set(token, { before: blankWithin(from, column), after: 0 });
    from = column + 1;
    last = token;
  }
  if (last) blanks.set(last, { before: blanks.get(last)?.before ?? 0, after: blankWithin(from, columns.length) });
}

/**
 * Where a line has no figure in a column in which the lines around it have one, the cell is blank: how many such cells
 * stand before and after each figure.
 * @param carried columns of the last figures on the page before
 * @returns also the columns of this page's last figures
 */
export function blanksOf(
  tokens: readonly PlacedString[],
  pageWidth: number,
  carried: readonly Span[],
): { blanks: Map<PlacedString, { before: number; after: number }>; columns: readonly Span[] } {
  const band = bandsOf(tokens);
  const blanks = new Map<PlacedString, { before: number; after: number }>();
  const regions = regionsOf(valueLinesOf(tokens), band);
  let latest: readonly Span[] = [];
  regions.forEach((region, order) => {
    // A table goes on at the top of the page in the columns it had.
    latest = columnsOf(region, regions[order - 1]?.at(-1), band, pageWidth, order === 0 ? carried : []);
    for (const line of region) countBlanks(line, latest, band, blanks);
  });
  return { blanks, columns: latest };
}
