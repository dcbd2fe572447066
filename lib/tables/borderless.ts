import type { Box } from "../document/document.ts";
import { squash } from "../document/text.ts";
import type { PlacedCell, PlacedTable } from "./cells.ts";
import { isTable, type Row, regionsOf, rowsOf, trimmed } from "./figure-rows.ts";
import { boxAround, type Glyph } from "./geometry.ts";
import { headingsOf } from "./headings.ts";
import { gapBetween, type Line } from "./lines.ts";
import {
  columnsOf,
  gapInSizes,
  middle,
  overlapping,
  runsOf,
  type Segment,
  SLIGHT_GAP,
  type Span,
  type SplitLine,
  segmentOf,
  split,
} from "./segments.ts";

interface Draft {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly box: Box;
}

const textOfSegments = (segments: readonly Segment[], joint: string) => segments.map((segment) => segment.text).join(joint);
const boxOfSegments = (segments: readonly Segment[]) => boxAround(segments.map((segment) => segment.box));

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
