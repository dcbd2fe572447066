import type { Box } from "../document/document.ts";
import { halfWidth, squash } from "../document/text.ts";
import type { PlacedCell, PlacedTable } from "./cells.ts";
import { boxAround, type Glyph, glyphBox } from "./geometry.ts";
import { gapBetween, type Line, textOf } from "./lines.ts";

/** A run of a line that a wide gap parts from the next. */
interface Segment {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly box: Box;
  readonly figure: boolean;
  readonly glyphs: readonly Glyph[];
}

interface SplitLine {
  readonly line: Line;
  readonly segments: readonly Segment[];
  readonly figures: readonly Segment[];
}

/** A row or header line of the table to be. */
interface Row {
  readonly kind: "figures" | "words";
  readonly labels: Segment[][];
  readonly values: readonly Segment[];
  readonly y: number;
}

type Span = [from: number, to: number];

/** A gap wider than this part of the character size parts two columns. */
const COLUMN_GAP = 0.9;
const FIGURE = /^(?:[-+−±]?[0-9][0-9,.]*(?:件|元|万元|个|项|次|条|宗|人|%)?|[/\\—–―\-－无])$/u;
const HEADING = /^(?:[一二三四五六七八九十]{1,3}、|[0-9０-９]{1,2}[.．、](?![0-9０-９])|第[一二三四五六七八九十]{1,3}(?:章|部分))/u;
const NUMBERED = /^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、](?![0-9]))/u;
const PROSE_END = /[。；;]$/u;
/** Lines of prose run over most of the page's width. */
const PROSE_WIDTH = 0.62;
/** The figures of a label stand within this many character sizes below its first line. */
const FIGURES_FOLLOW = 3;
/** Lines of one cell stand closer than this (in character sizes). */
const WRAPPED = 1.6;
/** Lines further apart than this (in line pitches) do not belong to one table. */
const FARTHEST = 4;

const DIGIT = /^[0-9０-９]$/u;
const DIGITS_GAP = 0.3;
/** A gap that is no mere accident of type. */
const SLIGHT_GAP = 0.15;

function segmentOf(glyphs: readonly Glyph[], line: Pick<Line, "y" | "size">): Segment {
  const text = textOf(glyphs);
  const box = boxAround(glyphs.map(glyphBox));
  return {
    text,
    x0: box[0],
    x1: box[0] + box[2],
    y: glyphs[0]?.y ?? line.y,
    size: line.size,
    box,
    figure: FIGURE.test(halfWidth(squash(text))),
    glyphs,
  };
}

/** Runs of characters, parted where a test on the two neighbours says so. */
function runsOf(glyphs: readonly Glyph[], parts: (before: Glyph, glyph: Glyph, index: number) => boolean): Glyph[][] {
  const runs: Glyph[][] = [];
  glyphs.forEach((glyph, index) => {
    const before = glyphs[index - 1];
    if (!before || parts(before, glyph, index)) runs.push([glyph]);
    else runs.at(-1)?.push(glyph);
  });
  return runs;
}

const gapInSizes = (before: Glyph, glyph: Glyph) => gapBetween(before, glyph) / Math.max(before.size, glyph.size);

function split(line: Line): SplitLine {
  const groups = runsOf(line.glyphs, (before, glyph, index) => {
    const gap = gapInSizes(before, glyph);
    if (gap > COLUMN_GAP) return true;
    // Two numbers side by side are two figures.
    if (gap > DIGITS_GAP && DIGIT.test(before.text) && DIGIT.test(glyph.text)) return true;
    // A number of its own after a slight gap begins a label beside a label.
    const rest = line.glyphs
      .slice(index, index + 4)
      .map(({ text }) => text)
      .join("");
    return gap > SLIGHT_GAP && NUMBERED.test(halfWidth(rest));
  });
  const segments = groups.map((glyphs) => segmentOf(glyphs, line));
  // Figures stand to the right of all words of their line; a number before words is part of a label.
  const lastWord = segments.findLastIndex((segment) => !segment.figure);
  const figures = segments.filter((segment, index) => segment.figure && (index > lastWord || segments.filter((other) => other.figure).length > 2));
  return { line, segments, figures };
}

/** Joins intervals that overlap. */
function columnsOf(spans: readonly Span[]): Span[] {
  const columns: Span[] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = columns.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else columns.push([from, to]);
  }
  return columns;
}

const centre = ([from, to]: Span) => (from + to) / 2;
const overlapping = (columns: readonly Span[], [from, to]: Span) => columns.filter((column) => column[0] < to && column[1] > from);

/**
 * The columns that each heading stands over: the division of the columns into runs whose middles lie nearest to the headings' middles.
 * Columns under no heading of this line stay by themselves.
 */
function runsUnder(
  headings: readonly Segment[],
  columns: readonly Span[],
): { readonly from: number; readonly to: number; readonly heading: Segment | null }[] {
  const count = columns.length;
  const pitch = count > 1 ? (centre(columns[count - 1] as Span) - centre(columns[0] as Span)) / (count - 1) : 1;
  const cost = (heading: Segment, from: number, to: number) =>
    Math.abs((heading.x0 + heading.x1) / 2 - ((columns[from] as Span)[0] + (columns[to - 1] as Span)[1]) / 2) - 0.01 * (to - from);
  // best[h][c]: the least cost of placing the first h headings over the first c columns.
  const best = Array.from({ length: headings.length + 1 }, () => new Array<number>(count + 1).fill(Infinity));
  const step = Array.from({ length: headings.length + 1 }, () => new Array<number>(count + 1).fill(-1));
  (best[0] as number[])[0] = 0;
  for (let h = 0; h <= headings.length; h++) {
    const row = best[h] as number[];
    for (let c = 1; c <= count; c++) {
      const alone = (row[c - 1] as number) + 0.4 * pitch;
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

/** Lines that may belong to one table: broken at prose, at headings and at wide gaps. */
function regionsOf(lines: readonly SplitLine[], pageWidth: number): SplitLine[][] {
  const regions: SplitLine[][] = [[]];
  // The first line of a wrapped label looks like a heading, but its figures follow at once.
  const isLabelled = (index: number) => {
    const { y, size } = lines[index]?.line ?? { y: 0, size: 0 };
    return lines
      .slice(index, index + 4)
      .some((entry) => entry.figures.length > 0 && entry.line.y - y < FIGURES_FOLLOW * entry.line.size && size < 1.12 * entry.line.size);
  };
  lines.forEach((entry, index) => {
    const { line, segments, figures } = entry;
    const before = lines[index - 1]?.line;
    const prose = figures.length === 0 && segments.length === 1 && (line.x1 - line.x0 > PROSE_WIDTH * pageWidth || PROSE_END.test(line.text));
    const heading = figures.length === 0 && segments.length === 1 && HEADING.test(squash(line.text)) && !isLabelled(index);
    if (before && line.y - before.y > FARTHEST * 1.5 * Math.max(line.size, before.size)) regions.push([]);
    if (prose || heading) regions.push([]);
    else regions.at(-1)?.push(entry);
  });
  return regions;
}

const isStrong = ({ figures }: SplitLine) => figures.length >= 2;
/** A label and, far from it, a single figure: no line of a table of contents, whose dots lead to a page number. */
const isPair = ({ figures, segments }: SplitLine) => {
  const [label, figure] = [segments.at(-2), figures[0]];
  return (
    figures.length === 1 && label !== undefined && figure !== undefined && figure.x0 - label.x1 > 3 * figure.size && !/[.·…]{3}/u.test(label.text)
  );
};
/** Enough aligned figures to call it a table. */
const isTable = (region: readonly SplitLine[]) =>
  region.filter(isStrong).length >= 2 ||
  region.some(({ figures }) => figures.length >= 5) ||
  region.filter((line) => isStrong(line) || isPair(line)).length >= 3;

/** Drops what stands before the first header line and after the last row's label. */
function trimmed(region: readonly SplitLine[]): SplitLine[] {
  const first = region.findIndex((entry) => entry.figures.length > 0);
  const last = region.findLastIndex((entry) => entry.figures.length > 0);
  if (first < 0) return [];
  let start = first;
  while (start > 0 && closeTo(region[start - 1], region[start], 3.2)) start--;
  let end = last;
  while (end + 1 < region.length && closeTo(region[end], region[end + 1], 1.7) && !NUMBERED.test(squash(region[end + 1]?.line.text ?? ""))) end++;
  return region.slice(start, end + 1);
}

function closeTo(above: SplitLine | undefined, below: SplitLine | undefined, sizes: number): boolean {
  return above !== undefined && below !== undefined && below.line.y - above.line.y <= sizes * Math.max(above.line.size, below.line.size);
}

/** Rows of figures with their labels, header lines between them. Label lines above and below a line of figures belong to its row. */
function rowsOf(region: readonly SplitLine[]): Row[] {
  const figures = region.flatMap((entry) => entry.figures);
  const left = Math.min(...figures.map((segment) => segment.x0));
  const isHeader = (entry: SplitLine) =>
    entry.figures.length === 0 && entry.segments.some((segment) => (segment.x0 + segment.x1) / 2 > left - 0.5 * segment.size);
  const rows: Row[] = [];
  let waiting: SplitLine[] = [];
  // A word among the figures is what a cell holds instead of a figure.
  const isValue = (segment: Segment) => (segment.x0 + segment.x1) / 2 > left - 0.5 * segment.size;
  const labelsOf = (entry: SplitLine) => entry.segments.filter((segment) => !isValue(segment));
  const open = (row: Row | undefined): row is Row => row?.kind === "figures";
  const settle = (next: SplitLine | null) => {
    // Between two lines of figures: the label lines before the widest gap, or before one with a number of its own, end the row above.
    const row = rows.at(-1);
    const ys = [row?.y ?? -Infinity, ...waiting.map((entry) => entry.line.y), next?.line.y ?? Infinity];
    let cut = 0;
    if (open(row)) {
      const numbered = waiting.findIndex((entry) => NUMBERED.test(squash(entry.segments.at(-1)?.text ?? "")));
      cut = waiting.length;
      if (numbered >= 0) cut = numbered;
      else if (next && NUMBERED.test(squash(labelsOf(next).at(-1)?.text ?? ""))) cut = waiting.length;
      else if (next)
        for (let at = 0, widest = -1; at <= waiting.length; at++) {
          const gap = (ys[at + 1] as number) - (ys[at] as number);
          if (gap > widest + 0.5) [cut, widest] = [at, gap];
        }
      for (const entry of waiting.slice(0, cut)) row.labels.push([...entry.segments]);
    }
    const rest = waiting.slice(cut);
    waiting = [];
    return rest;
  };
  for (const entry of region) {
    if (entry.figures.length > 0) {
      const above = settle(entry);
      rows.push({
        kind: "figures",
        labels: [...above.map((other) => [...other.segments]), labelsOf(entry)],
        values: entry.segments.filter(isValue),
        y: entry.line.y,
      });
    } else if (isHeader(entry)) {
      for (const rest of settle(null)) rows.push({ kind: "words", labels: [], values: rest.segments, y: rest.line.y });
      rows.push({ kind: "words", labels: [], values: entry.segments, y: entry.line.y });
    } else waiting.push(entry);
  }
  for (const rest of settle(null)) rows.push({ kind: "words", labels: [], values: rest.segments, y: rest.line.y });
  return rows;
}

interface Draft {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly box: Box;
}

/** A heading over one or several columns; lines of a wrapped one are joined. */
interface Heading {
  readonly segments: Segment[];
  readonly from: number;
  readonly to: number;
}

const middle = (segment: Segment) => (segment.x0 + segment.x1) / 2;
const textOfSegments = (segments: readonly Segment[], joint: string) => segments.map((segment) => segment.text).join(joint);
const boxOfSegments = (segments: readonly Segment[]) => boxAround(segments.map((segment) => segment.box));

/** Adds a line to the heading it goes on, or begins a new one. A wrapped heading fills its first line. */
function stack(
  stacks: Segment[][],
  segment: Segment,
  fits: (segment: Segment) => boolean,
  accompanied: (segment: Segment, alike: number) => boolean,
): void {
  const above = stacks.find((other) => {
    const last = other.at(-1) as Segment;
    const below = segment.y > last.y && segment.y - last.y <= WRAPPED * segment.size && Math.abs(middle(last) - middle(segment)) < segment.size;
    return (
      below &&
      segment.x1 - segment.x0 < last.x1 - last.x0 + 0.5 * segment.size &&
      fits(last) === fits(segment) &&
      (accompanied(last, 0) || !accompanied(segment, 0.75))
    );
  });
  if (above) above.push(segment);
  else stacks.push([segment]);
}

/** The headings of a block by level: the last level names single columns, those above it groups of columns. */
function headingsOf(segments: readonly Segment[], columns: readonly Span[], edges: readonly number[]): Heading[][] {
  const stacks: Segment[][] = [];
  const roomAt = (x: number) => {
    const column = columns.findIndex((_, index) => x > (edges[index] as number) && x < (edges[index + 1] as number));
    return { column, room: (edges[column + 1] ?? 0) - (edges[column] ?? 0) };
  };
  const fits = (segment: Segment) => segment.x1 - segment.x0 <= 1.02 * roomAt(middle(segment)).room;
  // Names of columns stand side by side, one about as long as the other; what stands alone above one of them heads a group.
  const accompanied = (segment: Segment, alike: number) => {
    const { column } = roomAt(middle(segment));
    const width = (other: Segment) => other.x1 - other.x0;
    return segments.some(
      (other) =>
        other !== segment &&
        Math.abs(other.y - segment.y) < 0.4 * segment.size &&
        Math.abs(roomAt(middle(other)).column - column) === 1 &&
        width(segment) >= alike * width(other),
    );
  };
  for (const segment of [...segments].sort((a, b) => a.y - b.y)) stack(stacks, segment, fits, accompanied);
  const zone = ((edges[0] as number) + (edges.at(-1) as number)) / 2;
  const leaves: Heading[] = [];
  const groups: Segment[][] = [];
  // From the bottom up: the lowest heading that fits into one column names it.
  for (const entry of stacks.sort((a, b) => (b.at(-1)?.y ?? 0) - (a.at(-1)?.y ?? 0))) {
    const x = entry.reduce((sum, segment) => sum + middle(segment), 0) / entry.length;
    const width = Math.max(...entry.map((segment) => segment.x1 - segment.x0));
    const { column, room } = roomAt(x);
    const aloneInMiddle =
      columns.length > 2 &&
      Math.abs(x - zone) < 0.3 * room &&
      !stacks.some((other) => other !== entry && Math.abs((other[0]?.y ?? 0) - (entry[0]?.y ?? 0)) < 0.5 * (entry[0]?.size ?? 0));
    if (column >= 0 && width <= 1.02 * room && !leaves.some((leaf) => leaf.from === column) && !(aloneInMiddle && leaves.length > 0))
      leaves.push({ segments: entry, from: column, to: column + 1 });
    else groups.push(entry);
  }
  const levels: Heading[][] = [];
  let parents: readonly { from: number; to: number }[] = [{ from: 0, to: columns.length }];
  for (const level of levelsOf(groups)) {
    const placed: Heading[] = [];
    for (const parent of parents) {
      const own = columns.slice(parent.from, parent.to);
      const inside = level.filter(
        (entry) => middle(entry[0] as Segment) > (edges[parent.from] as number) && middle(entry[0] as Segment) < (edges[parent.to] as number),
      );
      const runs =
        inside.length === 0
          ? []
          : runsUnder(
              inside.map((entry) => entry[0] as Segment),
              own,
            );
      for (const run of runs) {
        const entry = inside.find((candidate) => candidate[0] === run.heading);
        if (entry) placed.push({ segments: entry, from: parent.from + run.from, to: parent.from + run.to });
      }
    }
    levels.push(placed);
    parents = parents.flatMap((parent) => {
      const inner = placed.filter((heading) => heading.from >= parent.from && heading.to <= parent.to);
      return inner.length > 0 ? inner : [parent];
    });
  }
  return [...levels, leaves];
}

/** Headings at the same height, top to bottom. */
function levelsOf(groups: readonly Segment[][]): Segment[][][] {
  const levels: Segment[][][] = [];
  for (const entry of [...groups].sort((a, b) => (a[0]?.y ?? 0) - (b[0]?.y ?? 0))) {
    const level = levels.at(-1);
    const first = level?.[0]?.[0];
    if (level && first && (entry[0]?.y ?? 0) - first.y < 0.8 * first.size) level.push(entry);
    else levels.push([entry]);
  }
  for (const level of levels) level.sort((a, b) => middle(a[0] as Segment) - middle(b[0] as Segment));
  return levels;
}

/** Cells of one block (header lines and the rows of figures below them), with their extents in points; and how many rows they take. */
function draftsOf(
  header: readonly Row[],
  body: readonly Row[],
  at: number,
  left: number,
  right: number,
): { drafts: Draft[]; rows: number; ys: number[] } {
  const drafts: Draft[] = [];
  const ys: number[] = [];
  let row = at;
  const isTitle = ({ values }: Row) =>
    values.length === 1 && Math.abs(middle(values[0] as Segment) - (left + right) / 2) < 1.5 * (values[0]?.size ?? 0);
  const figures = columnsOf(body.flatMap((line) => line.values.map((segment): Span => [segment.x0, segment.x1])));
  const firstFigure = figures[0]?.[0] ?? right;
  const labelled = body.some((line) => line.labels.flat().length > 0);
  const titles = labelled ? header.filter(isTitle) : [];
  for (const title of titles) {
    drafts.push({ row: row++, from: left, to: right, text: textOfSegments(title.values, " "), box: boxOfSegments(title.values) });
    ys.push(title.y);
  }
  const words = header.filter((line) => !titles.includes(line)).flatMap((line) => line.values);
  const over = words.filter((segment) => middle(segment) > firstFigure - 2 * segment.size);
  const beside = words.filter((segment) => !over.includes(segment));
  // A heading shows a column in which no row has a figure.
  const lowest = Math.max(...over.map((segment) => segment.y));
  const named = over.filter((segment) => lowest - segment.y < 0.5 * segment.size && overlapping(figures, [segment.x0, segment.x1]).length === 0);
  const columns = columnsOf([...figures, ...named.map((segment): Span => [segment.x0, segment.x1])]);
  const labelEnd = Math.max(
    left,
    ...body.flatMap((line) => line.labels.flat().map((segment) => segment.x1)).filter((x) => x < (columns[0]?.[0] ?? right)),
  );
  const edges = [...columns.map((column, index) => ((columns[index - 1]?.[1] ?? (labelled ? labelEnd : left)) + column[0]) / 2), right];
  if (!labelled && edges.length > 1) edges[0] = left;
  const edge = (index: number) => edges[index] ?? right;
  // Headings that fill their columns nearly touch: they are parted at the columns' edges.
  const parted = over.flatMap((segment) => {
    const gaps = segment.glyphs.slice(1).map((glyph, index) => gapInSizes(segment.glyphs[index] as Glyph, glyph));
    // Spaced type has the same gap everywhere.
    const usual = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
    return runsOf(segment.glyphs, (before, glyph) => {
      const gap = gapInSizes(before, glyph);
      if (gap < 1.5 * usual) return false;
      return gap > SLIGHT_GAP && edges.some((at) => Math.abs(at - (glyph.x - gapBetween(before, glyph) / 2)) < Math.max(0.6, gap) * glyph.size);
    }).map((glyphs) => segmentOf(glyphs, segment));
  });
  if (words.length > 0) {
    const levels = headingsOf(parted, columns, edges).filter((level) => level.length > 0);
    levels.forEach((level, index) => {
      for (const heading of level)
        drafts.push({
          row: row + index,
          from: edge(heading.from),
          to: edge(heading.to),
          text: textOfSegments(heading.segments, "\n"),
          box: boxOfSegments(heading.segments),
        });
      ys.push(Math.max(...level.flatMap((heading) => heading.segments.map((segment) => segment.y))));
    });
    if (beside.length > 0) drafts.push({ row, from: left, to: edge(0), text: textOfSegments(beside, "\n"), box: boxOfSegments(beside) });
    if (levels.length === 0) ys.push(lowest);
    row += Math.max(levels.length, 1);
  }
  for (const line of body) {
    columns.forEach((column, index) => {
      const values = line.values.filter((segment) => segment.x0 < column[1] && segment.x1 > column[0]);
      drafts.push({ row, from: edge(index), to: edge(index + 1), text: textOfSegments(values, " "), box: boxOfSegments(values) });
    });
    // Labels that stand beside each other on the line are columns of their own.
    const starts = columnsOf(line.labels.flat().map((segment): Span => [segment.x0, segment.x1]));
    starts.forEach((start, order) => {
      const parts = line.labels.flat().filter((segment) => overlapping([start], [segment.x0, segment.x1]).length > 0);
      drafts.push({
        row,
        from: order === 0 ? left : start[0],
        to: starts[order + 1]?.[0] ?? edge(0),
        text: textOfSegments(parts, "\n"),
        box: boxOfSegments(parts),
      });
    });
    ys.push(line.y);
    row++;
  }
  return { drafts, rows: row - at, ys };
}

function tableOf(region: readonly SplitLine[], page: number): PlacedTable {
  const segments = region.flatMap((entry) => entry.segments);
  const left = Math.min(...segments.map((segment) => segment.x0)) - 2;
  const right = Math.max(...segments.map((segment) => segment.x1)) + 2;
  const rows = rowsOf(region);
  const drafts: Draft[] = [];
  const middles: number[] = [];
  for (let at = 0; at < rows.length; ) {
    let body = at;
    while (rows[body]?.kind === "words") body++;
    let end = body;
    while (rows[end]?.kind === "figures") end++;
    const block = draftsOf(rows.slice(at, body), rows.slice(body, end), middles.length, left, right);
    drafts.push(...block.drafts);
    middles.push(...block.ys);
    at = end;
  }
  const xs: number[] = [];
  for (const x of drafts.flatMap((draft) => [draft.from, draft.to]).sort((a, b) => a - b)) if (x - (xs.at(-1) ?? -Infinity) > 1) xs.push(x);
  const index = (x: number) => xs.findLastIndex((edge) => edge <= x + 1);
  const height = region[0]?.line.size ?? 10;
  const ys = [
    (middles[0] ?? 0) - height,
    ...middles.slice(1).map((y, order) => (y + (middles[order] ?? y)) / 2 - 0.3 * height),
    (middles.at(-1) ?? 0) + 0.5 * height,
  ];
  const cells = drafts.map((draft): PlacedCell => {
    const column = index(draft.from);
    const box: Box =
      draft.text === "" ? [draft.from, ys[draft.row] ?? 0, draft.to - draft.from, (ys[draft.row + 1] ?? 0) - (ys[draft.row] ?? 0)] : draft.box;
    return {
      row: draft.row,
      column,
      rowSpan: 1,
      columnSpan: Math.max(index(draft.to) - column, 1),
      text: draft.text,
      page,
      box,
      topDrawn: true,
      bottomDrawn: true,
    };
  });
  return {
    kind: "table",
    page,
    xs,
    ys,
    cells: cells.sort((a, b) => a.row - b.row || a.column - b.column),
    box: boxAround(segments.map((segment) => segment.box)),
  };
}

/** Header lines at a page's end whose figures stand on the next page. */
function danglingHeader(region: readonly SplitLine[] = []): Line[] {
  const isHeader = region.some(({ segments }) => segments.length >= 3) && region.every(({ figures }) => figures.length === 0);
  return isHeader ? region.map(({ line }) => line) : [];
}

/** A header has no more lines than this. */
const HEADER_LINES = 6;

/** Lines moved down so that the last of them stands right above a height. */
function above(lines: readonly Line[], y: number): Line[] {
  const last = lines.at(-1);
  const down = last ? y - 1.7 * last.size - last.y : 0;
  return lines.map((line) => ({ ...line, y: line.y + down, glyphs: line.glyphs.map((glyph) => ({ ...glyph, y: glyph.y + down })) }));
}

/**
 * Tables without borders: lines with several short figures that stand under each other, their labels to the left (wrapped ones above
 * and below the line of figures), their headings above. A column in which a row has no figure gives a blank cell.
 * @param pending header lines that the page before ended with
 * @returns the tables, the lines that belong to none, whether the pending header was used, and the header this page ends with
 */
export function borderlessTables(
  lines: readonly Line[],
  page: number,
  pageWidth: number,
  pending: readonly Line[] = [],
): { tables: PlacedTable[]; rest: Line[]; headerUsed: boolean; pending: Line[] } {
  const own = lines.map(split);
  const first = own.findIndex((entry) => entry.figures.length > 0);
  // A header that the page begins with again needs no other.
  const words = (entries: readonly SplitLine[]) => entries.flatMap(({ segments }) => segments.map(({ text }) => squash(text)));
  const again = new Set(words(own.slice(0, Math.max(first, 0))));
  const goesOn = first >= 0 && first < HEADER_LINES && !words(pending.map(split)).some((text) => again.has(text));
  const header = goesOn ? above(pending, lines[0]?.y ?? 0) : [];
  const found = regionsOf([...header.map(split), ...own], pageWidth);
  const regions = found.map(trimmed).filter(isTable);
  const used = new Set(regions.flatMap((region) => region.map(({ line }) => line)));
  return {
    tables: regions.map((region) => tableOf(region, page)),
    rest: lines.filter((line) => !used.has(line)),
    headerUsed: header.length > 0 && header.some((line) => used.has(line)),
    pending: danglingHeader(found.at(-1)),
  };
}
