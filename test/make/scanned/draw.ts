import sharp from "sharp";
import type { Block, Cell, Table } from "../../../lib/document/document.ts";
import type { Raster } from "../../../lib/recognition/engine.ts";
import { escapeXml } from "../docx.ts";
import type { Border, Layout } from "./variety.ts";

/** Draws blocks on pages, with the fonts of the machine. Lengths are points; text is set a character an em wide. */

const A4 = [595, 842] as const;
const MARGIN = 50;
const PROSE = 12;
const LEADING = 1.6;
const TABLE_LEADING = 1.25;

const STROKES: Readonly<Record<Exclude<Border, "none">, string>> = {
  black: 'stroke="#000" stroke-width="0.7"',
  grey: 'stroke="#b4b4b4" stroke-width="0.6"',
  dotted: 'stroke="#222" stroke-width="0.7" stroke-dasharray="0.8 1.6"',
  double: 'stroke="#000" stroke-width="0.5"',
};
/** Between the two lines of a double rule. */
const DOUBLE = 1.8;

const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x2000 ? 0.5 : 1) * size, 0);

function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const sign of text) {
    if (line !== "" && widthOf(line + sign, size) > width && !/[\d.,]/u.test(sign)) {
      lines.push(line);
      line = "";
    }
    line += sign;
  }
  return [...lines, line];
}

const word = (text: string, x: number, y: number, size: number, anchor: "start" | "middle"): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}">${escapeXml(text)}</text>`;

function rule(x0: number, y0: number, x1: number, y1: number, border: Border): string {
  if (border === "none") return "";
  const path = (dx: number, dy: number) =>
    `<path d="M${(x0 + dx).toFixed(1)} ${(y0 + dy).toFixed(1)}L${(x1 + dx).toFixed(1)} ${(y1 + dy).toFixed(1)}" ${STROKES[border]} fill="none"/>`;
  if (border !== "double") return path(0, 0);
  const half = DOUBLE / 2;
  return x0 === x1 ? path(-half, 0) + path(half, 0) : path(0, -half) + path(0, half);
}

/** Right edges of columns: labels have their share, figures the rest alike. */
function columnsOf({ columns }: Table, width: number, { labels }: Layout): number[] {
  const labelled = columns === 10 ? 3 : columns === 4 ? 1 : 0;
  const share = labelled === 0 ? 0 : labels;
  return Array.from({ length: columns + 1 }, (_, at) =>
    at <= labelled && labelled > 0
      ? (width * share * at) / labelled
      : width * share + ((width * (1 - share)) / (columns - labelled)) * (at - labelled),
  );
}

interface Drawn {
  readonly height: number;
  readonly svg: (top: number) => string;
}

/** Rows that hang together, each piece no longer than its cells need: pages break between pieces. */
function tableRows(table: Table, width: number, layout: Layout): readonly Drawn[] {
  const { size, loose, border } = layout;
  const xs = columnsOf(table, width, layout);
  const pad = loose ? size * 0.9 : size * 0.35;
  const linesOf = (cell: Cell) =>
    wrapped(cell.text, (xs[cell.column + cell.columnSpan] as number) - (xs[cell.column] as number) - 4, size);
  const lines = new Map(table.cells.map((cell) => [cell, linesOf(cell)]));
  const need = (cell: Cell) => (lines.get(cell)?.length ?? 1) * size * TABLE_LEADING + 2 * pad;
  const heights = Array.from({ length: table.rows }, () => size * TABLE_LEADING + 2 * pad);
  for (const cell of table.cells.toSorted((a, b) => a.rowSpan - b.rowSpan)) {
    const own = heights.slice(cell.row, cell.row + cell.rowSpan);
    const missing = need(cell) - own.reduce((sum, height) => sum + height, 0);
    if (missing > 0) for (let i = 0; i < cell.rowSpan; i++) (heights[cell.row + i] as number) += missing / cell.rowSpan;
  }
  const x = (at: number) => MARGIN + (xs[at] as number);
  return heights.map((height, row) => ({
    height,
    svg: (top) =>
      table.cells
        .filter((cell) => cell.row <= row && row < cell.row + cell.rowSpan)
        .map((cell) => {
          const [left, right] = [x(cell.column), x(cell.column + cell.columnSpan)];
          const [first, last] = [cell.row === row, cell.row + cell.rowSpan - 1 === row];
          const above = heights.slice(cell.row, row).reduce((sum, h) => sum + h, 0);
          const whole = heights.slice(cell.row, cell.row + cell.rowSpan).reduce((sum, h) => sum + h, 0);
          const own = lines.get(cell) as string[];
          const start = top - above + (whole - own.length * size * TABLE_LEADING) / 2 + size;
          // A high cell's lines are drawn with the rows they stand in: a page may end within it.
          const words = own
            .map((line, i) => [line, start + i * size * TABLE_LEADING] as const)
            .filter(([, y]) => (first || y - size / 2 >= top) && (last || y - size / 2 < top + height))
            .map(([line, y]) => word(line, (left + right) / 2, y, size, "middle"));
          return [
            rule(left, top, left, top + height, border),
            rule(right, top, right, top + height, border),
            first ? rule(left, top, right, top, border) : "",
            last ? rule(left, top + height, right, top + height, border) : "",
            ...words,
          ].join("");
        })
        .join(""),
  }));
}

const prose = (text: string, width: number): readonly Drawn[] =>
  wrapped(`　　${text}`, width, PROSE).map((line) => ({
    height: PROSE * LEADING,
    svg: (top) => word(line, MARGIN, top + PROSE * 1.2, PROSE, "start"),
  }));

const gap = (height: number): Drawn => ({ height, svg: () => "" });

/**
 * Pictures of the blocks, in grey or colour as drawn.
 *
 * @param endless one page as long as it must be
 */
export async function drawnPages(
  blocks: readonly Block[],
  layout: Layout,
  dpi: number,
  endless: boolean,
): Promise<Raster[]> {
  const [width, height] = layout.landscape && !endless ? [A4[1], A4[0]] : A4;
  const pieces = blocks.flatMap((block): readonly Drawn[] => {
    if (block.kind === "table") return [gap(8), ...tableRows(block, width - 2 * MARGIN, layout), gap(12)];
    return block.kind === "paragraph" ? prose(block.text, width - 2 * MARGIN) : [];
  });
  const pages: { svg: string[]; end: number }[] = [{ svg: [], end: MARGIN }];
  for (const piece of pieces) {
    let page = pages.at(-1) as (typeof pages)[number];
    if (!endless && page.end + piece.height > height - MARGIN) {
      page = { svg: [], end: MARGIN };
      pages.push(page);
    }
    page.svg.push(piece.svg(page.end));
    page.end += piece.height;
  }
  const scale = dpi / 72;
  return Promise.all(
    pages.map(async ({ svg, end }) => {
      const h = endless ? Math.ceil(end + MARGIN) : height;
      const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(width * scale)}" height="${Math.round(h * scale)}" viewBox="0 0 ${width} ${h}" font-family="${layout.font}"><rect width="100%" height="100%" fill="#fff"/>${svg.join("")}</svg>`;
      const { data, info } = await sharp(Buffer.from(drawing), { unlimited: true })
        .toColourspace("b-w")
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { width: info.width, height: info.height, channels: 1 as const, data: new Uint8Array(data) };
    }),
  );
}
