import { isNumbered, numberingOf } from "../document/numbering.ts";
import { squash } from "../document/text.ts";
import type { RollLine } from "./roll.ts";
import { BLOCK_TITLE, findLabels, isNote, standsAtTop, startsBlock } from "./row-labels.ts";
import { middle, type Segment, type SplitLine } from "./segments.ts";

/** A row of figures, a line of a header, or a line that stands across the table. */
export interface Row {
  readonly kind: "figures" | "words" | "note";
  readonly labels: Segment[][];
  readonly values: readonly Segment[];
  readonly y: number;
}

/** （一）, (1) and ① stand before labels within a table, too. */
const isHeading = (text: string): boolean => ![null, "part"].includes(numberingOf(text));
const PROSE_END = /[。；;]$/u;
/** What makes lines with figures rows of a table; distances in em. */
const ROWS = {
  /** Lines of prose run over this share of the page's width. */
  proseWidth: 0.62,
  /** The figures of a label are at most this far below its first line. */
  figuresFollow: 3,
  /** Lines further apart than so many pitches, of one and a half em, do not belong to one table. */
  farthest: 4,
  pitch: 1.5,
  /** Rows with fewer figures can't tell two tables apart. */
  tellingFigures: 5,
  /** Figures overlap those above them with this room at either side. */
  room: 0.5,
  /** A heading is larger than the figures below it by this factor. */
  larger: 1.12,
  /** Names of columns side by side may stand this far above the first figures, a single line of text so far. */
  namesAbove: 5.5,
  lineAbove: 3.2,
  /** A line that the last row's label goes on with is no further below. */
  below: 1.7,
  /** A label and its only figure are a pair where they stand further apart: words of a sentence do not. */
  pairApart: 3,
  /** Of two gaps the later one is wider by more than this, in points: rounding. */
  wider: 0.5,
} as const;

/** True for a title over a block of the table. */
export const isBlockTitle = ({ values }: Row): boolean =>
  BLOCK_TITLE.test(squash(values.map(({ text }) => text).join("")));
/** Where a line breaks off in a bracket, or before 项, the next one goes on with it. */
const BROKEN_OFF = /[（(][^（）()]*$|^第[^项条第]*[条第][^项]*$/u;
/** Lines across a table with those they are broken into as one. */
export function joinBrokenLines(rows: readonly Row[]): Row[] {
  const whole: Row[] = [];
  for (const row of rows) {
    const last = whole.at(-1);
    if (last && BROKEN_OFF.test(squash(last.values.map(({ text }) => text).join(""))))
      whole[whole.length - 1] = { ...last, values: [...last.values, ...row.values] };
    else whole.push(row);
  }
  return whole;
}
/**
 * The lines at which another table begins: between two rows of as many figures, of which the second does not stand
 * under the first.
 */
function findTableStarts(lines: readonly RollLine[]): Set<RollLine> {
  const starts = new Set<RollLine>();
  let before = 0;
  lines.forEach((row, index) => {
    if (row.figures.length === 0) return;
    const above = lines[before] as RollLine;
    const inLine = row.figures.filter(({ x0, x1, size }, at) => {
      const figure = above.figures[at];
      return figure && x0 < figure.x1 + ROWS.room * size && x1 > figure.x0 - ROWS.room * size;
    });
    if (
      row.figures.length >= ROWS.tellingFigures &&
      above.figures.length === row.figures.length &&
      2 * inLine.length <= row.figures.length
    ) {
      const between = lines.slice(before + 1, index + 1);
      const gap = (at: number) => (between[at]?.line.y ?? 0) - (lines[before + at]?.line.y ?? 0);
      const widest = between.reduce((best, _, at) => (gap(at) > gap(best) ? at : best), 0);
      starts.add(between.find(({ page }) => page !== above.page) ?? (between[widest] as RollLine));
    }
    before = index;
  });
  return starts;
}

/** Lines that may belong to one table: broken at prose, at headings and at wide gaps. */
export function splitRegions(lines: readonly RollLine[]): RollLine[][] {
  const regions: RollLine[][] = [[]];
  const nextFigures = (index: number) => lines.findIndex((entry, at) => at >= index && entry.figures.length > 0);
  /** Larger than the figures below it. */
  const isLarge = (index: number) =>
    (lines[index]?.line.size ?? 0) >= ROWS.larger * (lines[nextFigures(index)]?.line.size ?? Infinity);
  // The first line of a wrapped label looks like a heading, but its figures follow at once, without the names of
  // columns.
  const isLabelled = (index: number) => {
    const next = nextFigures(index);
    const row = lines[next];
    if (!row) return false;
    const left = row.figures[0]?.x0 ?? 0;
    // In the middle of a label of many lines: all close to each other, and beside the figures.
    const isBeside = lines
      .slice(index, next)
      .every((entry, at) => entry.line.x1 < left && isCloseTo(entry, lines[index + at + 1], ROWS.below));
    if (!isBeside && row.line.y - (lines[index]?.line.y ?? 0) >= ROWS.figuresFollow * row.line.size) return false;
    return !lines
      .slice(index + 1, next)
      .some((entry) => entry.segments.length > 1 && entry.segments.some((segment) => middle(segment) > left));
  };
  const otherTables = findTableStarts(lines);
  lines.forEach((entry, index) => {
    const { line, segments, figures } = entry;
    const before = lines[index - 1]?.line;
    const prose =
      figures.length === 0 &&
      segments.length === 1 &&
      (line.x1 - line.x0 > ROWS.proseWidth * entry.pageWidth || PROSE_END.test(line.text));
    const heading =
      figures.length === 0 && segments.length === 1 && (isLarge(index) || (isHeading(line.text) && !isLabelled(index)));
    if (before && line.y - before.y > ROWS.farthest * ROWS.pitch * Math.max(line.size, before.size)) regions.push([]);
    if (otherTables.has(entry)) regions.push([]);
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
    figures.length === 1 &&
    label !== undefined &&
    figure !== undefined &&
    figure.x0 - label.x1 > ROWS.pairApart * figure.size &&
    !/[.·…]{3}/u.test(label.text)
  );
};
/** Enough aligned figures to call it a table. */
export const isTable = (region: readonly SplitLine[]) =>
  region.filter(isStrong).length >= 2 ||
  region.some(({ figures }) => figures.length >= 5) ||
  region.filter((line) => isStrong(line) || isPair(line)).length >= 3;

/** Drops lines before the first header line and after the last row's label. */
export function trimRegion(region: readonly RollLine[]): RollLine[] {
  const first = region.findIndex((entry) => entry.figures.length > 0);
  const last = region.findLastIndex((entry) => entry.figures.length > 0);
  if (first < 0) return [];
  let start = first;
  // Names of columns side by side may stand further off than a single line of text.
  while (
    start > 0 &&
    isCloseTo(
      region[start - 1],
      region[start],
      (region[start - 1]?.segments.length ?? 0) > 1 ? ROWS.namesAbove : ROWS.lineAbove,
    )
  )
    start--;
  let end = last;
  const goesOn = (next: RollLine | undefined) => next !== undefined && !isNumbered(next.line.text) && !isNote(next);
  while (end + 1 < region.length && isCloseTo(region[end], region[end + 1], ROWS.below) && goesOn(region[end + 1]))
    end++;
  const table = region.slice(start, end + 1);
  // Where text stands at the top of the cells, a header begins with its first name of a column.
  const labels = findLabels(table);
  const isFirst = (entry: RollLine) => startsBlock(entry) || labels(entry).length < entry.segments.length;
  return standsAtTop(table, labels) ? table.slice(table.findIndex(isFirst)) : table;
}

function isCloseTo(above: SplitLine | undefined, below: SplitLine | undefined, sizes: number): boolean {
  return (
    above !== undefined &&
    below !== undefined &&
    below.line.y - above.line.y <= sizes * Math.max(above.line.size, below.line.size)
  );
}

/**
 * Rows of figures with their labels, header lines and notes between them. Label lines above and below a line of figures
 * belong to its row: all that follow it where the text stands at the top of the cells, else those before the widest
 * gap.
 */
export function groupRows(region: readonly RollLine[]): Row[] {
  const labelsOf = findLabels(region);
  const atTop = standsAtTop(region, labelsOf);
  const rows: Row[] = [];
  let waiting: SplitLine[] = [];
  const across = (kind: "words" | "note", { segments, line }: SplitLine): Row => ({
    kind,
    labels: [],
    values: segments,
    y: line.y,
  });
  /** How many of the waiting lines belong to the row above; `label` is what the next row has beside its figures. */
  const cutBefore = (row: Row, lines: readonly SplitLine[], next: SplitLine | null, label: string): number => {
    const numbered = lines.findIndex((entry) => isNumbered(entry.segments.at(-1)?.text ?? "") || startsBlock(entry));
    if (numbered >= 0) return numbered;
    if (!next || atTop || isNumbered(label)) return lines.length;
    const ys = [row.y, ...lines.map((entry) => entry.line.y), next.line.y];
    let [cut, widest] = [0, -1];
    for (let at = 0; at <= lines.length; at++) {
      const gap = (ys[at + 1] as number) - (ys[at] as number);
      if (gap > widest + ROWS.wider) [cut, widest] = [at, gap];
    }
    return cut;
  };
  /**
   * Gives the waiting lines to the row above as far as they belong there. The name of a group, whose lines stand
   * between those of its rows as it happens, is parted by itself.
   */
  const settle = (next: SplitLine | null): SplitLine[] => {
    const row = rows.at(-1);
    const lines = waiting;
    waiting = [];
    if (row?.kind !== "figures") return lines;
    const beside = next ? labelsOf(next) : [];
    const edge = Math.max(...[...row.labels, beside].flatMap((line) => line.at(-1)?.x0 ?? []));
    const parts = [(segment: Segment) => segment.x1 <= edge, (segment: Segment) => segment.x1 > edge].map((isIn) => {
      const own = lines.flatMap((entry) => {
        const segments = entry.segments.filter(isIn);
        return segments.length > 0 ? [{ ...entry, segments }] : [];
      });
      const cut = cutBefore(row, own, next, beside.findLast(isIn)?.text ?? "");
      return { above: own.slice(0, cut), below: own.slice(cut) };
    });
    const inOrder = (entries: readonly SplitLine[]) => entries.toSorted((a, b) => a.line.y - b.line.y);
    for (const { segments } of inOrder(parts.flatMap(({ above }) => above))) row.labels.push([...segments]);
    return inOrder(parts.flatMap(({ below }) => below));
  };
  for (const entry of region) {
    if (entry.figures.length > 0) {
      const above = settle(entry);
      const own = atTop ? [] : above;
      if (atTop) rows.push(...above.map((other) => across("words", other)));
      rows.push({
        kind: "figures",
        labels: [...own.map((other) => [...other.segments]), [...labelsOf(entry)]],
        values: entry.segments.filter((segment) => !labelsOf(entry).includes(segment)),
        y: entry.line.y,
      });
    } else if (isNote(entry) || labelsOf(entry).length < entry.segments.length) {
      rows.push(
        ...settle(null).map((other) => across("words", other)),
        across(isNote(entry) ? "note" : "words", entry),
      );
    } else waiting.push(entry);
  }
  rows.push(...settle(null).map((other) => across("words", other)));
  return rows;
}
