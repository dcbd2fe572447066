import type { Box } from "../document/document.ts";
import { squash } from "../document/text.ts";
import { findBlockColumns } from "./block-columns.ts";
import { confidenceOf, type PlacedCell } from "./cells.ts";
import type { JoinedTable } from "./continuation.ts";
import {
  groupRows,
  isBlockTitle,
  isTable,
  joinBrokenLines,
  type Row,
  splitRegions,
  trimRegion,
} from "./figure-rows.ts";
import { boxAround } from "./geometry.ts";
import { arrangeHeadings } from "./headings.ts";
import type { Line } from "./lines.ts";
import { type LoosePage, type RollLine, rollOf } from "./roll.ts";
import { mergeSpans, middle, overlapping, type Segment, type Span, spanOf } from "./segments.ts";

/** Where text without borders stands in its table; distances in em where nothing else is said. */
const BORDERLESS = {
  /** A name whose middle is no further left of the first figure than this names a column, no label. */
  beforeFigures: 2,
  /** A title's middle is no further off that of the table. */
  offCentre: 1.5,
  /** Room beside the outermost text, in points. */
  margin: 2,
  /** Edges of cells no further apart are one, in points: rounding. */
  sameEdge: 1,
  /** The size of type, in points, where there is no line to take it from. */
  usualSize: 10,
  /** Rows part above the middle of their baselines, since characters stand on these, and end below the last one. */
  aboveMiddle: 0.3,
  belowLast: 0.5,
  /** What begins less than this below a baseline is of that line. */
  sameLine: 0.5,
} as const;

/** A cell to be: its row, its extent in points, what it holds. */
interface Draft {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly segments: readonly Segment[];
  readonly joint: " " | "\n";
}

/** How columns of labels are called. */
const LABELS_NAME = /^(?:项目|科目|指标|类别|地区|事项|内容|名称)(?:名称)?$/u;
/** Whether a name left of all figures is that of the labels: over a wide column of short ones it stands right of them. */
const namesLabels = ({ text, x1 }: Segment, firstFigure: number): boolean =>
  x1 < firstFigure && LABELS_NAME.test(squash(text));

/** The columns of labels where several have names, which stand on one line, each over its own; null elsewhere. */
function namedLabels(names: readonly Segment[], labels: readonly Segment[]): Span[] | null {
  const [first, ...others] = names;
  if (!first || others.length === 0) return null;
  if (others.some(({ y }) => Math.abs(y - first.y) > BORDERLESS.sameLine * first.size)) return null;
  const columns = mergeSpans([...names, ...labels].map(spanOf));
  const isOne = (column: Span) => overlapping(names.map(spanOf), column).length === 1;
  return columns.length === names.length && columns.every(isOne) ? columns : null;
}

/**
 * Cells of one block (header lines and the rows of figures below them) and the heights of its rows.
 * In one piece: every step asks where the figures and the labels of the block stand.
 */
function draftBlock(
  header: readonly Row[],
  body: readonly Row[],
  at: number,
  left: number,
  right: number,
): { drafts: Draft[]; ys: number[] } {
  const drafts: Draft[] = [];
  const ys: number[] = [];
  const add = (from: number, to: number, segments: readonly Segment[], joint: Draft["joint"]) =>
    drafts.push({ row: at + ys.length, from, to, segments, joint });
  const addAcross = ({ values, y }: Row) => {
    add(left, right, values, " ");
    ys.push(y);
  };
  const rows = body.filter(({ kind }) => kind === "figures");
  const labels = rows.flatMap((line) => line.labels.flat());
  const firstFigure = Math.min(right, ...rows.flatMap((line) => line.values.map(({ x0 }) => x0)));
  const labelEnd = Math.max(...labels.map(({ x1 }) => x1).filter((x) => x < firstFigure));
  // Right of all labels stands the name of a column, though no row may have a figure in it.
  const isOver = (segment: Segment) =>
    middle(segment) > firstFigure - BORDERLESS.beforeFigures * segment.size ||
    (Number.isFinite(labelEnd) && segment.x0 >= labelEnd && !namesLabels(segment, firstFigure));
  const isCentred = ([only, ...others]: readonly Segment[]) =>
    only !== undefined &&
    others.length === 0 &&
    Math.abs(middle(only) - (left + right) / 2) < BORDERLESS.offCentre * only.size;
  // Without labels, a name in the middle may be that of a column.
  const parted = labels.length > 0 || header.some(({ values }) => values.length > 2);
  const isTitle = (row: Row) =>
    row.kind === "note" || (parted && isCentred(row.values)) || (!row.values.some(isOver) && isBlockTitle(row));
  // Titles stand above all names of columns.
  const below = header.findIndex((row) => !isTitle(row));
  const titles = header.filter((row, index) => row.kind === "note" || below < 0 || index < below);
  for (const title of joinBrokenLines(titles)) addAcross(title);
  const words = header.filter((line) => !titles.includes(line)).flatMap((line) => line.values);
  const beside = words.filter((segment) => !isOver(segment));
  const { columns, extents, edges, headings } = findBlockColumns(words.filter(isOver), rows, left, right);
  const edge = (index: number) => edges[index] ?? right;
  const named = namedLabels(beside, labels);
  /** What stands left of the figures: in the columns that have names, else as it stands on its line. */
  const addLabels = (own: readonly Segment[]) => {
    const starts = named ?? mergeSpans(own.map(spanOf));
    starts.forEach((start, order) => {
      const parts = own.filter((segment) => overlapping([start], spanOf(segment)).length > 0);
      add(order === 0 ? left : start[0], starts[order + 1]?.[0] ?? edge(0), parts, "\n");
    });
  };
  if (words.length > 0) {
    if (named) addLabels(beside);
    else if (beside.length > 0) add(left, edge(0), beside, "\n");
    for (const level of arrangeHeadings(headings, { columns, extents, edges })) {
      for (const heading of level) add(edge(heading.from), edge(heading.to), heading.segments, "\n");
      ys.push(Math.max(...level.flatMap((heading) => heading.segments.map((segment) => segment.y))));
    }
    if (headings.length === 0) ys.push(Math.max(...beside.map((segment) => segment.y)));
  }
  for (const line of body) {
    if (line.kind === "note") {
      addAcross(line);
      continue;
    }
    columns.forEach((column, index) => {
      const values = line.values.filter((segment) => overlapping([column], spanOf(segment)).length > 0);
      add(edge(index), edge(index + 1), values, " ");
    });
    // Labels that stand beside each other on the line are columns of their own.
    addLabels(line.labels.flat());
    ys.push(line.y);
  }
  return { drafts, ys };
}

/** A table of such blocks. In one piece: its closures share the edges of columns and rows. */
function buildTable(region: readonly RollLine[]): JoinedTable {
  const segments = region.flatMap((entry) => entry.segments);
  const left = Math.min(...segments.map((segment) => segment.x0)) - BORDERLESS.margin;
  const right = Math.max(...segments.map((segment) => segment.x1)) + BORDERLESS.margin;
  const rows = groupRows(region);
  const drafts: Draft[] = [];
  const middles: number[] = [];
  for (let at = 0; at < rows.length; ) {
    let body = at;
    while (body < rows.length && rows[body]?.kind !== "figures") body++;
    let end = body;
    while (end < rows.length && rows[end]?.kind !== "words") end++;
    const block = draftBlock(rows.slice(at, body), rows.slice(body, end), middles.length, left, right);
    drafts.push(...block.drafts);
    middles.push(...block.ys);
    at = end;
  }
  const xs: number[] = [];
  for (const x of drafts.flatMap((draft) => [draft.from, draft.to]).sort((a, b) => a - b))
    if (x - (xs.at(-1) ?? -Infinity) > BORDERLESS.sameEdge) xs.push(x);
  const index = (x: number) => xs.findLastIndex((edge) => edge <= x + BORDERLESS.sameEdge);
  const height = region[0]?.line.size ?? BORDERLESS.usualSize;
  const ys = [
    (middles[0] ?? 0) - height,
    ...middles.slice(1).map((y, order) => (y + (middles[order] ?? y)) / 2 - BORDERLESS.aboveMiddle * height),
    (middles.at(-1) ?? 0) + BORDERLESS.belowLast * height,
  ];
  const lineAt = (y: number) =>
    region.findLast(({ line }) => line.y <= y + BORDERLESS.sameLine * line.size) ?? (region[0] as RollLine);
  const onPage = ([x, y, width, high]: Box, { across, down }: RollLine): Box => [x - across, y - down, width, high];
  /** The part on the page where it begins. */
  const placeOf = (parts: readonly Segment[]) => {
    const first = lineAt(Math.min(...parts.map(({ y }) => y)));
    return {
      page: first.page,
      box: onPage(boxAround(parts.filter(({ y }) => lineAt(y).page === first.page).map(({ box }) => box)), first),
    };
  };
  const cells = drafts.map(({ row, from, to, segments: parts, joint }): PlacedCell => {
    const [top, bottom] = [ys[row] ?? 0, ys[row + 1] ?? 0];
    const blank = lineAt(middles[row] ?? 0);
    return {
      row,
      column: index(from),
      rowSpan: 1,
      columnSpan: Math.max(index(to) - index(from), 1),
      text: parts.map(({ text }) => text).join(joint),
      topDrawn: true,
      bottomDrawn: true,
      ...confidenceOf(parts.flatMap(({ glyphs }) => glyphs)),
      ...(parts.length > 0
        ? placeOf(parts)
        : { page: blank.page, box: onPage([from, top, to - from, bottom - top], blank) }),
    };
  });
  return {
    kind: "table",
    xs,
    ys,
    cells: cells.sort((a, b) => a.row - b.row || a.column - b.column),
    ...placeOf(segments),
    rows: ys.length - 1,
    lastPage: region.at(-1)?.page ?? 1,
  };
}

/**
 * Tables without borders: lines with several short figures that stand under each other, their labels to the left
 * (wrapped ones above and below the line of figures), their headings above. A column in which a row has no figure gives
 * a blank cell.
 * @returns the tables, each on the page it begins on, and the lines that belong to them
 */
export function findBorderlessTables(pages: readonly LoosePage[]): { tables: JoinedTable[]; used: Set<Line> } {
  const regions = splitRegions(rollOf(pages)).map(trimRegion).filter(isTable);
  return {
    tables: regions.map(buildTable),
    used: new Set(regions.flatMap((region) => region.map(({ source }) => source))),
  };
}
