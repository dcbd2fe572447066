import type { FlatText } from "../document/document.ts";
import { foldIdeographs, halfWidth, squash } from "../document/text.ts";

/**
 * Flat text from strings with places, for second readings: the order in which a file draws its strings decides, not its borders.
 * It has nothing in common with the way tables are found, so it fails otherwise.
 */

/** A string as drawn: baseline start, extent along the writing and size in points, origin top left, y downwards. */
export interface PlacedString {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

export interface PlacedPage {
  readonly width: number;
  readonly height: number;
  /** In the order they are drawn. */
  readonly strings: readonly PlacedString[];
}

/** A page whose content lies sideways, turned so that most of its writing runs to the right; `quarter` is a string's direction in quarter turns, clockwise. */
export function uprightPage(width: number, height: number, strings: readonly (PlacedString & { quarter: number })[]): PlacedPage {
  const counts = [0, 0, 0, 0];
  for (const { quarter, text } of strings) counts[quarter] = (counts[quarter] ?? 0) + text.length;
  const quarter = counts.indexOf(Math.max(...counts));
  const turn = (string: PlacedString): PlacedString => {
    const { x, y } = string;
    const [turnedX, turnedY] = quarter === 1 ? [y, width - x] : quarter === 2 ? [width - x, height - y] : quarter === 3 ? [height - y, x] : [x, y];
    return { ...string, x: turnedX, y: turnedY };
  };
  return quarter % 2 === 0 ? { width, height, strings: strings.map(turn) } : { width: height, height: width, strings: strings.map(turn) };
}

/** What may stand in a cell of figures: a number, perhaps with a unit, or a mark for none. */
const FIGURE = /^(?:[-+−±]?[0-9OoIl][0-9OoIl,.]*(?:件|元|万元|个|项|次|条|宗|人|%)?|[/\\—–―\-－无]{1,3}|<[0-9]+)$/u;
const PAGE_NUMBER = /^(?:[-—–―~·.]*第?[0-9]{1,3}页?(?:[,，/]?共?[0-9]{1,3}页?)?[-—–―~·.]*)$/u;
const NUMBER = /^[0-9]+$/u;
/** Page headers, footers and page numbers stand in this part of the height, at either end. */
const MARGIN = 0.12;

const isFigure = (text: string) => FIGURE.test(halfWidth(squash(text)));

/** True for a single character, and for a vertical label: several characters in the breadth of one. */
const vertical = (token: PlacedString) =>
  token.width < 1.2 * token.size && ([...token.text].length === 1 || [...token.text].length * 0.45 * token.size > token.width);

/** A number's digits, or the first or last of them. */
const DIGITS = /^[0-9,.]+$/u;

/**
 * A number that did not fit its cell goes on right below its first digits: the other cells of a row stand beside each other, and a label stands between rows.
 * @param bottom where the last line of the number so far stands
 */
function goesOnBelow(last: PlacedString, bottom: number, string: PlacedString): boolean {
  const step = string.y - bottom;
  const starts = Math.abs(string.x - last.x) < 0.3 * string.size;
  const centred = Math.abs(string.x + string.width / 2 - last.x - last.width / 2) < 0.3 * string.size;
  return (
    step > 0.8 * string.size &&
    step < 1.75 * string.size &&
    (starts || centred) &&
    DIGITS.test(halfWidth(last.text)) &&
    DIGITS.test(halfWidth(string.text))
  );
}

/** Strings drawn one after the other without a gap, as one. */
function tokensOf(strings: readonly PlacedString[]): PlacedString[] {
  const tokens: PlacedString[] = [];
  let bottom = 0;
  for (const string of strings.flatMap(split)) {
    const last = tokens.at(-1);
    const gap = last ? string.x - (last.x + last.width) : 0;
    // Figures of narrow columns stand closer than words that belong together.
    const reach = last && DIGITS.test(halfWidth(last.text)) && DIGITS.test(halfWidth(string.text)) ? 0.2 : 0.45;
    const beside =
      last && Math.abs(string.y - last.y) < 0.3 * Math.max(string.size, last.size) && gap > -0.6 * string.size && gap < reach * string.size;
    // Upright characters written one below the other are one vertical label; figures below each other are not.
    const below =
      last &&
      Math.abs(string.x - last.x) < 0.3 * string.size &&
      string.y > last.y &&
      string.y - last.y < 1.4 * string.size * [...last.text].length &&
      last.width < 1.2 * last.size &&
      [...string.text].length === 1 &&
      !(isFigure(string.text) && isFigure(last.text)) &&
      vertical(last);
    // Its place is the middle of its lines, where the row's other figures stand.
    if (last && goesOnBelow(last, bottom, string))
      tokens[tokens.length - 1] = {
        ...last,
        text: last.text + string.text,
        x: Math.min(last.x, string.x),
        y: last.y + (string.y - bottom) / 2,
        width: Math.max(last.width, string.width),
      };
    else if (last && below) tokens[tokens.length - 1] = { ...last, text: last.text + string.text };
    else if (last && beside) tokens[tokens.length - 1] = { ...last, text: last.text + string.text, width: string.x + string.width - last.x };
    else tokens.push(string);
    bottom = string.y;
  }
  return tokens;
}

/** Figures that one string holds with space between them are figures of several cells. */
function split(string: PlacedString): PlacedString[] {
  const parts = string.text.trim().split(/[\s\u00a0\u3000]+/u);
  const text = foldIdeographs(string.text.trim());
  if (text === "") return [];
  const step = string.width / Math.max(string.text.length, 1);
  if (parts.every(isFigure) && parts.filter((part) => /[0-9０-９]/u.test(part)).length > 1) {
    let from = 0;
    return parts.map((part) => {
      const at = string.text.indexOf(part, from);
      from = at + part.length;
      return { ...string, text: part, x: string.x + at * step, width: part.length * step };
    });
  }
  const lead = string.text.length - string.text.trimStart().length;
  const tail = string.text.length - string.text.trimEnd().length;
  return [{ ...string, text, x: string.x + lead * step, width: string.width - (lead + tail) * step }];
}

/** Page headers, footers and page numbers taken out: they may stand in the middle of a table in the order of drawing. */
function withoutFurniture(pages: readonly (readonly PlacedString[])[], sizes: readonly PlacedPage[]): PlacedString[][] {
  const outer = (token: PlacedString, page: number) => {
    const height = sizes[page]?.height ?? 0;
    return token.y < MARGIN * height ? "top" : token.y > (1 - MARGIN) * height ? "bottom" : null;
  };
  const key = (token: PlacedString, page: number) =>
    `${outer(token, page)}|${Math.round(token.y / 3)}|${squash(token.text).replace(/[0-9０-９]+/gu, "#")}`;
  const pagesWith = new Map<string, Set<number>>();
  pages.forEach((tokens, page) => {
    for (const token of tokens)
      if (outer(token, page) !== null) pagesWith.set(key(token, page), (pagesWith.get(key(token, page)) ?? new Set()).add(page));
  });
  return pages.map((tokens, page) => {
    const ys = tokens.map((token) => token.y);
    const [first, last] = [Math.min(...ys), Math.max(...ys)];
    return tokens.filter((token) => {
      const side = outer(token, page);
      if (side === null) return true;
      const text = halfWidth(squash(token.text));
      const alone = !tokens.some((other) => other !== token && Math.abs(other.y - token.y) < 0.5 * token.size);
      const outermost = Math.abs(token.y - (side === "top" ? first : last)) < 1;
      if (outermost && alone && PAGE_NUMBER.test(text)) return false;
      // A row of figures at a page's end may look like the one at the end of the page before; words do so only as furniture.
      return isFigure(text) || NUMBER.test(text) || (pagesWith.get(key(token, page))?.size ?? 0) < 2 || !alone;
    });
  });
}

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

type Span = [from: number, to: number];
const overlaps = (span: Span, token: PlacedString) => token.x < span[1] && token.x + token.width > span[0];

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
    if (!headings.some((span) => overlaps(span, token))) headings.push([token.x, token.x + token.width]);
  }
  if (headings.length <= figures.length) return [];
  return headings.filter((span) => !figures.some((column) => column[0] < span[1] && column[1] > span[0]));
}

/**
 * Where a line has no figure in a column in which the lines around it have one, the cell is blank: after which token it stands.
 * Null stands for "before the first token of the line".
 */
function blanksOf(
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
      else columns.push([token.x, token.x + token.width]);
    }
    columns.push(...headedColumns(region, regions[order - 1]?.at(-1), columns, tokens, pageWidth));
    // A table goes on at the top of the page in the columns it had.
    const meets = (column: Span) => carried.filter((other) => other[0] < column[1] && other[1] > column[0]).length === 1;
    if (order === 0 && carried.length > columns.length && columns.every(meets)) {
      columns.push(...carried.filter((other) => !columns.some((column) => column[0] < other[1] && column[1] > other[0])));
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

/** Lines of prose run over most of the page's width; a cell's label never does. */
const PROSE_WIDTH = 0.6;

/**
 * One piece a string: what is drawn without a gap; lines of prose that go on are joined. Blank cells are told by the columns
 * in which the figures of the lines around them stand, and come out as empty pieces; a row without any figure shows none.
 */
export function flatTextOf(pages: readonly PlacedPage[]): FlatText {
  const kept = withoutFurniture(
    pages.map((page) => tokensOf(page.strings)),
    pages,
  );
  const pieces: string[] = [];
  const places: { page: number; y: number }[] = [];
  let carried: readonly Span[] = [];
  kept.forEach((tokens, page) => {
    const { blanks, columns } = blanksOf(tokens, pages[page]?.width ?? 0, carried);
    carried = columns;
    const wide = PROSE_WIDTH * (pages[page]?.width ?? 0);
    let last: PlacedString | undefined;
    for (const token of tokens) {
      const goesOn = last && last.width > wide && token.y > last.y && token.y - last.y < 3 * last.size && !isFigure(token.text);
      const { before, after } = blanks.get(token) ?? { before: 0, after: 0 };
      if (goesOn && pieces.length > 0) pieces[pieces.length - 1] += token.text;
      else {
        pieces.push(...new Array<string>(before).fill(""), token.text, ...new Array<string>(after).fill(""));
        while (places.length < pieces.length) places.push({ page: page + 1, y: token.y });
      }
      last = token;
    }
  });
  return { pieces, blanksKept: true, places };
}
