import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { childValue, chooseAlternate, onOff } from "../shared/package-xml.ts";
import type { RowHeight } from "../shared/word-drafts.ts";
import { SLIVER } from "../shared/word-look.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";

/** The cells of a w:tbl on its grid (ECMA-376 17.4): every merge resolved, deleted and hidden rows gone. */

export interface GridCell {
  readonly row: number;
  readonly column: number;
  rowSpan: number;
  columnSpan: number;
  /** The w:tc whose content is shown, with those merged into it from the right if they hold anything. */
  readonly sources: readonly Source[];
  /** Points from the table's left edge to the cell's, and its width; NaN where the file does not say. */
  readonly left: number;
  readonly width: number;
}

/** A w:tc, and the content controls around it, the outermost first. */
interface Source {
  readonly cell: XmlNode;
  readonly controls: readonly XmlNode[];
}

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly GridCell[];
  readonly heights: readonly RowHeight[];
  /** Of each row, what it says instead of the table (w:tblPrEx). */
  readonly exceptions: readonly (XmlNode | undefined)[];
}

const TWIPS = 20;

interface RowCell {
  start: number;
  end: number;
  /** As the cell itself states it, in the unit of its row; NaN if it does not. */
  width: number;
  readonly vertical: "none" | "restart" | "continue";
  readonly sources: Source[];
  /** Where it begins and ends on the grid as the file writes it. */
  readonly written: { readonly start: number; end: number };
}

interface Row {
  readonly cells: readonly RowCell[];
  readonly height: RowHeight;
  readonly exceptions: XmlNode | undefined;
  /** Where the row ends, skipped positions included. */
  readonly end: number;
  /** No position is skipped. */
  readonly full: boolean;
}

const span = (value: string | undefined, least: number): number =>
  /^\d{1,9}$/u.test(value ?? "") ? Math.min(Math.max(Number(value), least), LIMITS.columnSpan) : least;

/** Rows and cells may stand inside content controls, custom XML, alternates and insertions. */
function collect(
  nodes: readonly XmlNode[],
  name: string,
  controls: readonly XmlNode[] = [],
): { readonly node: XmlNode; readonly controls: readonly XmlNode[] }[] {
  return nodes.flatMap((node) => {
    if (node.name === name) return [{ node, controls }];
    if (node.name === "mc:AlternateContent") return collect(chooseAlternate(node), name, controls);
    if (!/^w:(?:sdt|sdtContent|customXml|smartTag|ins|moveTo)$/u.test(node.name)) return [];
    return collect(node.children, name, node.name === "w:sdt" ? [...controls, node] : controls);
  });
}

const isMerge = (value: string | undefined, present: XmlNode | undefined): "none" | "restart" | "continue" => {
  if (!present) return "none";
  return value === "restart" || value === "rest" ? "restart" : "continue";
};

function verticalOf(properties: XmlNode | undefined): RowCell["vertical"] {
  const tracked = child(properties, "w:cellMerge");
  const plain = child(properties, "w:vMerge");
  return tracked && !plain
    ? isMerge(tracked.attributes.vMerge ?? "rest", tracked)
    : isMerge(plain?.attributes.val, plain);
}

const hasContent = (cell: XmlNode): boolean =>
  cell.children.some((node) => (node.name === "w:t" && node.text.trim() !== "") || hasContent(node));

function heightOf(properties: XmlNode | undefined): RowHeight {
  const said = child(properties, "w:trHeight")?.attributes;
  return { points: (Number(said?.val) || 0) / TWIPS, exact: said?.hRule === "exact" };
}

function readRow(row: XmlNode, outer: readonly XmlNode[]): Row | null {
  const properties = child(row, "w:trPr");
  if (child(properties, "w:del") || onOff(properties, "w:hidden")) return null;
  let at = span(childValue(properties, "w:gridBefore"), 0);
  const cells: RowCell[] = [];
  for (const { node: cell, controls } of collect(row.children, "w:tc", outer)) {
    const cellProperties = child(cell, "w:tcPr");
    if (child(cellProperties, "w:cellDel")) continue;
    const width = span(childValue(cellProperties, "w:gridSpan"), 1);
    const stated = child(cellProperties, "w:tcW")?.attributes;
    const statedWidth =
      stated?.type === "auto" || stated?.type === "nil" ? Number.NaN : Number.parseFloat(stated?.w ?? "");
    const horizontal = child(cellProperties, "w:hMerge");
    const last = cells.at(-1);
    if (last && isMerge(horizontal?.attributes.val, horizontal) === "continue") {
      last.end += width;
      last.written.end += width;
      last.width += statedWidth;
      if (hasContent(cell)) last.sources.push({ cell, controls });
    } else {
      const written = { start: at, end: at + width };
      cells.push({
        ...written,
        width: statedWidth,
        vertical: verticalOf(cellProperties),
        sources: [{ cell, controls }],
        written,
      });
    }
    at += width;
  }
  const after = span(childValue(properties, "w:gridAfter"), 0);
  const exceptions = child(row, "w:tblPrEx");
  return {
    cells,
    height: heightOf(properties),
    exceptions,
    end: at + after,
    full: after === 0 && cells[0]?.start === 0,
  };
}

/** Draws grid lines together that lie less than a sliver apart, unless a cell would vanish. */
function snap(rows: readonly Row[], grid: readonly number[]): Row[] | null {
  const used = new Set(rows.flatMap((row) => row.cells.flatMap((cell) => [cell.start, cell.end])));
  const position: number[] = [0];
  let merged = false;
  let x = 0;
  let last = { x: 0, position: 0 };
  grid.forEach((width, index) => {
    x += width;
    const isUsed = used.has(index + 1);
    const close = isUsed && x - last.x < SLIVER * TWIPS;
    position.push(close ? last.position : (position[index] ?? 0) + 1);
    if (close) merged = true;
    else if (isUsed) last = { x, position: position[index + 1] ?? 0 };
  });
  if (!merged) return null;
  const at = (line: number) => position[line] ?? line;
  const snapped = rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, start: at(cell.start), end: at(cell.end) })),
    end: at(row.end),
  }));
  return snapped.every((row) => row.cells.every((cell) => cell.end > cell.start)) ? snapped : null;
}

/** Rows drawn to the same total width may differ by this share; lines closer than the second share are one line. */
const SAME_WIDTH = 0.03;
const SAME_LINE = 0.009;

/**
 * Rows that end at different grid positions though they are equally wide: some converters forget the spans. Word then
 * goes by the widths of the cells, and so does this; null where they are missing or do not agree.
 */
function placeByWidths(rows: readonly Row[]): Row[] | null {
  const end = rows[0]?.end;
  if (rows.every((row) => row.end === end) || !rows.every((row) => row.full)) return null;
  const totals = rows.map((row) => row.cells.reduce((sum, cell) => sum + cell.width, 0));
  const widest = Math.max(...totals);
  if (!totals.every((total) => total > 0 && total >= widest * (1 - SAME_WIDTH))) return null;
  const lines = rows.map((row, index) => {
    let x = 0;
    return row.cells.map((cell) => {
      x += cell.width;
      return x / (totals[index] ?? 1);
    });
  });
  const clusters: number[] = [0];
  for (const x of lines.flat().sort((a, b) => a - b)) if (x - (clusters.at(-1) ?? 0) > SAME_LINE) clusters.push(x);
  const at = (x: number) => clusters.findLastIndex((first) => first <= x);
  const placed = rows.map((row, index): Row => {
    const ends = lines[index]?.map(at) ?? [];
    return {
      ...row,
      cells: row.cells.map((cell, position) => ({ ...cell, start: ends[position - 1] ?? 0, end: ends[position] ?? 0 })),
      end: clusters.length - 1,
    };
  });
  return placed.every((row) => row.cells.every((cell) => cell.end > cell.start)) ? placed : null;
}

export function readGrid(table: XmlNode): Grid {
  const read = collect(table.children, "w:tr")
    .map(({ node, controls }) => readRow(node, controls))
    .filter((row): row is Row => row !== null);
  const widths = (child(table, "w:tblGrid")?.children ?? [])
    .filter((node) => node.name === "w:gridCol")
    .map((node) => Number(node.attributes.w));
  const trusted = widths.length >= Math.max(0, ...read.map((row) => row.end)) && widths.every((width) => width >= 0);
  const rows = placeByWidths(read) ?? ((trusted && snap(read, widths)) || read);
  const columns = rows.reduce((most, row) => Math.max(most, row.end), 0);
  if (rows.length * columns > LIMITS.tablePositions)
    throw new TooLargeError("文件中的表格过大，超出处理上限，请拆分后重新提交。");
  const lines = [0];
  for (const width of widths) lines.push((lines.at(-1) ?? 0) + width / TWIPS);
  const cells: GridCell[] = [];
  let open = new Map<number, GridCell>();
  rows.forEach((row, rowIndex) => {
    const stillOpen = new Map<number, GridCell>();
    let left = 0;
    for (const { start, end, width, vertical, sources, written } of row.cells) {
      const [from = Number.NaN, to = Number.NaN] = trusted
        ? [lines[written.start], lines[written.end]]
        : [left, left + width / TWIPS];
      left = to;
      const above = vertical === "continue" ? open.get(start) : undefined;
      // A narrower continuation would leave no rectangle: it stands for itself.
      if (above && end - start >= above.columnSpan) {
        above.rowSpan++;
        stillOpen.set(start, above);
        continue;
      }
      const cell: GridCell = {
        row: rowIndex,
        column: start,
        rowSpan: 1,
        columnSpan: end - start,
        sources,
        left: from,
        width: to - from,
      };
      cells.push(cell);
      if (vertical !== "none") stillOpen.set(start, cell);
    }
    open = stillOpen;
  });
  return {
    rows: rows.length,
    columns,
    cells,
    heights: rows.map(({ height }) => height),
    exceptions: rows.map(({ exceptions }) => exceptions),
  };
}
