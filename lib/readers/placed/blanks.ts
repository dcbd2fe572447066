import { isFigure, type PlacedString } from "./strings.ts";

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
    if (line && token.y - line.y < 0.4 * Math.max(line.size, token.size)) line.tokens.push(token);
    else lines.push({ y: token.y, size: token.size, tokens: [token] });
  }
  for (const line of lines) line.tokens.sort((a, b) => a.x - b.x);
  return lines;
}

export type Span = [from: number, to: number];
const overlap = (a: Span, b: Span) => a[0] < b[1] && a[1] > b[0];
const spanOf = (token: PlacedString): Span => [token.x, token.x + token.width];
const overlaps = (span: Span, token: PlacedString) => overlap(span, spanOf(token));

/** Lines of figures that stand under each other with no words between them in the same columns. */
function regionsOf(lines: readonly ValueLine[], tokens: readonly PlacedString[]): ValueLine[][] {
  const regions: ValueLine[][] = [];
  for (const line of lines) {
    const region = regions.at(-1);
    const above = region?.at(-1);
    const all = [...(region?.flatMap((other) => other.tokens) ?? []), ...line.tokens];
    const from = Math.min(...all.map((token) => token.x));
    const to = Math.max(...all.map((token) => token.x + token.width));
    const parted = (top: ValueLine) =>
      tokens.some(
        (token) =>
          token.y > top.y + 0.5 * top.size &&
          token.y < line.y - 0.5 * line.size &&
          !isFigure(token.text) &&
          token.x < to &&
          token.x + token.width > from &&
          token.x > from - 0.5 * token.size,
      );
    if (region && above && !parted(above)) region.push(line);
    else regions.push([line]);
  }
  return regions;
}

/** How far above the first line of figures (in character sizes) its headings reach. */
const HEADINGS_REACH = 8;
/** A heading over one column is narrower than this part of the page. */
const HEADING_WIDTH = 0.2;

/** Columns that only a heading shows, every row being blank there: where more headings stand side by side than there are columns of figures. */
function headedColumns(
  region: readonly ValueLine[],
  above: ValueLine | undefined,
  figures: readonly Span[],
  tokens: readonly PlacedString[],
  pageWidth: number,
): Span[] {
  const first = region[0];
  const left = figures[0]?.[0] ?? 0;
  if (!first) return [];
  const labelled = tokens.some((token) => token.x < left && region.some((line) => Math.abs(token.y - line.y) < 0.4 * line.size));
  const ceiling = Math.max(above?.y ?? 0, first.y - HEADINGS_REACH * first.size);
  const candidates = tokens.filter(
    (token) =>
      token.y < first.y - 0.5 * first.size &&
      token.y > ceiling + 0.5 * token.size &&
      token.width < HEADING_WIDTH * pageWidth &&
      !isFigure(token.text),
  );
  const headings: Span[] = [];
  // What stands alone on its line is the title of a block or heads a group of columns.
  const beside = candidates.filter((token) => candidates.some((other) => other !== token && Math.abs(other.y - token.y) < 0.4 * token.size));
  for (const token of beside.sort((a, b) => b.y - a.y)) {
    if (labelled && token.x + token.width / 2 < left) continue;
    // From the bottom up: the lowest heading names the column, what stands over several is wider.
    if (!headings.some((span) => overlaps(span, token))) headings.push(spanOf(token));
  }
  if (headings.length <= figures.length) return [];
  return headings.filter((span) => !figures.some((column) => overlap(column, span)));
}

/**
 * Where a line has no figure in a column in which the lines around it have one, the cell is blank: how many such cells stand
 * before and after each figure.
 * @param carried columns of the last figures on the page before
 * @returns also the columns of this page's last figures
 */
export function blanksOf(
  tokens: readonly PlacedString[],
  pageWidth: number,
  carried: readonly Span[],
): { blanks: Map<PlacedString, { before: number; after: number }>; columns: readonly Span[] } {
  let latest: readonly Span[] = [];
  const blanks = new Map<PlacedString, { before: number; after: number }>();
  const regions = regionsOf(valueLinesOf(tokens), tokens);
  regions.forEach((region, order) => {
    const columns: Span[] = [];
    for (const token of region.flatMap((line) => line.tokens).sort((a, b) => a.x - b.x)) {
      const last = columns.at(-1);
      if (last && overlaps(last, token)) last[1] = Math.max(last[1], token.x + token.width);
      else columns.push(spanOf(token));
    }
    columns.push(...headedColumns(region, regions[order - 1]?.at(-1), columns, tokens, pageWidth));
    // A table goes on at the top of the page in the columns it had.
    const meets = (column: Span) => carried.filter((other) => overlap(other, column)).length === 1;
    if (order === 0 && carried.length > columns.length && columns.every(meets)) {
      columns.push(...carried.filter((other) => !columns.some((column) => overlap(column, other))));
    }
    columns.sort((a, b) => a[0] - b[0]);
    latest = columns;
    for (const line of region) {
      // A word in the place of a figure is that cell's text, not a blank.
      const words = tokens.filter((token) => !line.tokens.includes(token) && Math.abs(token.y - line.y) < 0.4 * line.size);
      const filled = (column: Span) => [...line.tokens, ...words].some((token) => overlaps(column, token));
      let pending = 0;
      let last: PlacedString | undefined;
      for (const column of columns) {
        const token = line.tokens.find((candidate) => overlaps(column, candidate));
        if (token) {
          blanks.set(token, { before: pending, after: 0 });
          pending = 0;
          last = token;
        } else if (!filled(column)) pending++;
      }
      if (last && pending > 0) blanks.set(last, { before: blanks.get(last)?.before ?? 0, after: pending });
    }
  });
  return { blanks, columns: latest };
}
