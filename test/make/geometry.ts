import type { Box } from "../../lib/document/document.ts";
import type { Glyph, PageGeometry, Stroke } from "../../lib/pages/geometry.ts";

/** A cell to be drawn: edges in points. */
export interface DrawnCell {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly text: string;
}

export const BORDERS = ["strokes", "fills", "dashed", "dotted", "double", "thick", "gaps"] as const;
export type Border = (typeof BORDERS)[number];

const NARROW = /[ -~]/u;

/** Characters of one line, starting at a baseline point. */
export function written(text: string, x: number, y: number, size = 9): Glyph[] {
  let at = x;
  return [...text].map((character) => {
    const advance = NARROW.test(character) ? size / 2 : size;
    const glyph = { text: character, x: at, y, size, advance, angle: 0 };
    at += advance;
    return glyph;
  });
}

const widthOf = (text: string, size = 9) =>
  [...text].reduce((sum, character) => sum + (NARROW.test(character) ? size / 2 : size), 0);

export const centred = ({ x0, y0, x1, y1, text }: DrawnCell): Glyph[] =>
  written(text, (x0 + x1 - widthOf(text)) / 2, (y0 + y1) / 2 + 3);

/** The border of one edge in a style, as strokes or filled rectangles. */
function edge(x0: number, y0: number, x1: number, y1: number, style: Border, strokes: Stroke[], fills: Box[]): void {
  const flat = y0 === y1;
  const length = flat ? x1 - x0 : y1 - y0;
  const piece = (from: number, to: number, thickness: number, shift = 0) => {
    if (flat) fills.push([x0 + from, y0 - thickness / 2 + shift, to - from, thickness]);
    else fills.push([x0 - thickness / 2 + shift, y0 + from, thickness, to - from]);
  };
  if (style === "strokes") strokes.push({ x0, y0, x1, y1, thickness: 0.5 });
  if (style === "fills") piece(-0.25, length + 0.25, 0.5);
  if (style === "thick") piece(-1.5, length + 1.5, 3);
  if (style === "double") for (const shift of [-1, 1]) piece(-1, length + 1, 0.6, shift);
  if (style === "dashed") for (let from = 0; from < length; from += 8) piece(from, Math.min(from + 5, length), 0.7);
  if (style === "dotted") for (let from = 0; from < length + 1; from += 3) piece(from - 0.75, from + 0.75, 1.5);
  // Programs that draw cell by cell leave hairline gaps at the corners.
  if (style === "gaps")
    strokes.push(
      flat
        ? { x0: x0 + 0.7, y0, x1: x1 - 0.7, y1, thickness: 0.5 }
        : { x0, y0: y0 + 0.7, x1, y1: y1 - 0.7, thickness: 0.5 },
    );
}

/** A page on which every cell draws its own four borders and its text in the middle. */
export function pageOf(
  cells: readonly DrawnCell[],
  style: Border,
  number = 1,
  extra: readonly Glyph[] = [],
): PageGeometry {
  const strokes: Stroke[] = [];
  const fills: Box[] = [];
  for (const { x0, y0, x1, y1 } of cells) {
    edge(x0, y0, x1, y0, style, strokes, fills);
    edge(x0, y1, x1, y1, style, strokes, fills);
    edge(x0, y0, x0, y1, style, strokes, fills);
    edge(x1, y0, x1, y1, style, strokes, fills);
  }
  return {
    number,
    width: 595,
    height: 842,
    strokes,
    fills,
    glyphs: [...cells.flatMap(centred), ...extra],
    pictures: [],
  };
}
