import type { Box } from "../document/document.ts";
import { CONTINUATION } from "./continuation.ts";
import type { Line } from "./lines.ts";
import { middle, type Segment, type SplitLine, splitLine } from "./segments.ts";

/** Lines of a page that may belong to tables without borders, top to bottom, and where its ruled tables stand. */
export interface LoosePage {
  readonly number: number;
  readonly width: number;
  readonly lines: readonly Line[];
  readonly ruled: readonly Box[];
}

/** A line on the roll, moved down from its place on the page, and across where margins differ. */
export interface RollLine extends SplitLine {
  readonly source: Line;
  readonly page: number;
  readonly pageWidth: number;
  readonly across: number;
  readonly down: number;
}

const ROLL = {
  /** The first line of a page follows the last one of the page before, in em: as lines of a table do. */
  follows: 1.4,
  /** Unless a ruled table stands between them: further apart, in em, than lines of any table are. */
  parted: 100,
  /** Figures whose edges differ by less are aligned, in points: less than a digit's width. */
  inLine: 3,
} as const;

const moveLine = (line: Line, across: number, down: number): Line => ({
  ...line,
  x0: line.x0 + across,
  x1: line.x1 + across,
  y: line.y + down,
  glyphs: line.glyphs.map((glyph) => ({ ...glyph, x: glyph.x + across, y: glyph.y + down })),
});

/**
 * The horizontal shift that aligns a page's first row of figures with the last row of the page before; 0 where they do
 * not match.
 */
function findShift(above: readonly SplitLine[], below: readonly SplitLine[]): number {
  const [last, first] = [above.findLast(isRow), below.find(isRow)];
  if (!last || !first || last.figures.length !== first.figures.length) return 0;
  const sides = [({ x0 }: Segment) => x0, ({ x1 }: Segment) => x1, middle];
  const shifts = sides.map((side) =>
    last.figures.map((figure, index) => side(figure) - side(first.figures[index] as Segment)),
  );
  const same = shifts.find((list) => Math.max(...list) - Math.min(...list) < ROLL.inLine);
  const shift = same ? same.reduce((sum, value) => sum + value, 0) / same.length : 0;
  return Math.abs(shift) < ROLL.inLine || Math.abs(shift) > CONTINUATION.marginsDiffer ? 0 : shift;
}

const isRow = ({ figures }: SplitLine) => figures.length > 2;

/** The lines of all pages below one another, as on one long roll, so that tables continue over a page's end. */
export function rollOf(pages: readonly LoosePage[]): RollLine[] {
  const roll: RollLine[] = [];
  let ruledBetween = false;
  for (const { number, width, lines, ruled } of pages) {
    const [first, last] = [lines[0], lines.at(-1)];
    if (!first || !last) {
      ruledBetween ||= ruled.length > 0;
      continue;
    }
    const above = roll.at(-1)?.line;
    const parted = ruledBetween || ruled.some((box) => box[1] < first.y);
    const across = findShift(roll, lines.map(splitLine));
    const down = above ? above.y + (parted ? ROLL.parted : ROLL.follows) * above.size - first.y : 0;
    for (const line of lines)
      roll.push({
        ...splitLine(moveLine(line, across, down)),
        source: line,
        page: number,
        pageWidth: width,
        across,
        down,
      });
    ruledBetween = ruled.some((box) => box[1] > last.y);
  }
  return roll;
}
