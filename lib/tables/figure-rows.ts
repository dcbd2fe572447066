import { squash } from "../document/text.ts";
import { NUMBERED, type Segment, type SplitLine } from "./segments.ts";

/** A row or header line of the table to be. */
export interface Row {
  readonly kind: "figures" | "words";
  readonly labels: Segment[][];
  readonly values: readonly Segment[];
  readonly y: number;
}

const HEADING = /^(?:[一二三四五六七八九十]{1,3}、|[0-9０-９]{1,2}[.．、](?![0-9０-９])|第[一二三四五六七八九十]{1,3}(?:章|部分))/u;
const PROSE_END = /[。；;]$/u;
/** Lines of prose run over most of the page's width. */
const PROSE_WIDTH = 0.62;
/** The figures of a label stand within this many character sizes below its first line. */
const FIGURES_FOLLOW = 3;
/** Lines further apart than this (in line pitches) do not belong to one table. */
const FARTHEST = 4;

/** Lines that may belong to one table: broken at prose, at headings and at wide gaps. */
export function regionsOf(lines: readonly SplitLine[], pageWidth: number): SplitLine[][] {
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
export const isTable = (region: readonly SplitLine[]) =>
  region.filter(isStrong).length >= 2 ||
  region.some(({ figures }) => figures.length >= 5) ||
  region.filter((line) => isStrong(line) || isPair(line)).length >= 3;

/** Drops what stands before the first header line and after the last row's label. */
export function trimmed(region: readonly SplitLine[]): SplitLine[] {
  const first = region.findIndex((entry) => entry.figures.length > 0);
  const last = region.findLastIndex((entry) => entry.figures.length > 0);
  if (first < 0) return [];
  let start = first;
  // Names of columns side by side may stand further off than a single line of text.
  while (start > 0 && closeTo(region[start - 1], region[start], (region[start - 1]?.segments.length ?? 0) > 1 ? 5.5 : 3.2)) start--;
  let end = last;
  while (end + 1 < region.length && closeTo(region[end], region[end + 1], 1.7) && !NUMBERED.test(squash(region[end + 1]?.line.text ?? ""))) end++;
  return region.slice(start, end + 1);
}

function closeTo(above: SplitLine | undefined, below: SplitLine | undefined, sizes: number): boolean {
  return above !== undefined && below !== undefined && below.line.y - above.line.y <= sizes * Math.max(above.line.size, below.line.size);
}

/** Rows of figures with their labels, header lines between them. Label lines above and below a line of figures belong to its row. */
export function rowsOf(region: readonly SplitLine[]): Row[] {
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
