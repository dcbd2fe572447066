import type { Box } from "../document/document.ts";
import { type Glyph, type PageGeometry, quarterTurn, type Stroke } from "./geometry.ts";

type Quarter = 0 | 90 | 180 | 270;

/** How a page must be turned (clockwise) so that most of its writing runs to the right. */
export function turnOf(page: PageGeometry): Quarter {
  const counts = { 0: 0, 90: 0, 180: 0, 270: 0 };
  for (const glyph of page.glyphs) {
    const quarter = quarterTurn(glyph.angle);
    if (quarter !== null) counts[quarter]++;
  }
  const most = ([0, 90, 180, 270] as const).reduce(
    (best, quarter) => (counts[quarter] > counts[best] ? quarter : best),
    0 as Quarter,
  );
  return ((360 - most) % 360) as Quarter;
}

/** A point of a page of the given size, after the page was turned clockwise. */
const turnPoint = (x: number, y: number, width: number, height: number, quarter: Quarter): [number, number] => {
  if (quarter === 90) return [height - y, x];
  if (quarter === 180) return [width - x, height - y];
  if (quarter === 270) return [y, width - x];
  return [x, y];
};

export function turnBox(box: Box, width: number, height: number, quarter: Quarter): Box {
  const [ax, ay] = turnPoint(box[0], box[1], width, height, quarter);
  const [bx, by] = turnPoint(box[0] + box[2], box[1] + box[3], width, height, quarter);
  return [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
}

/**
 * The page after a clockwise turn. Sideways content is turned before it is read and its places are turned back
 * afterwards.
 */
export function turnPage(page: PageGeometry, quarter: Quarter): PageGeometry {
  if (quarter === 0) return page;
  const { width, height } = page;
  const point = (x: number, y: number) => turnPoint(x, y, width, height, quarter);
  const turnStroke = (stroke: Stroke): Stroke => {
    const [x0, y0] = point(stroke.x0, stroke.y0);
    const [x1, y1] = point(stroke.x1, stroke.y1);
    return { x0, y0, x1, y1, thickness: stroke.thickness };
  };
  const turnGlyph = (glyph: Glyph): Glyph => {
    const [x, y] = point(glyph.x, glyph.y);
    return { ...glyph, x, y, angle: (glyph.angle + quarter) % 360 };
  };
  const swapped = quarter !== 180;
  return {
    number: page.number,
    width: swapped ? height : width,
    height: swapped ? width : height,
    strokes: page.strokes.map(turnStroke),
    fills: page.fills.map((box) => turnBox(box, width, height, quarter)),
    glyphs: page.glyphs.map(turnGlyph),
    pictures: page.pictures.map((box) => turnBox(box, width, height, quarter)),
  };
}
