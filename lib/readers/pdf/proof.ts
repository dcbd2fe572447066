import type { Appearance } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { DigitShapes } from "../../ocr/digit-shapes.ts";
import type { Area, Grey } from "../../ocr/raster.ts";
import type { PlacedFlaw } from "../../tables/flaws.ts";
import { type Glyph, quarterTurn } from "../../tables/geometry.ts";
import { drawnPage, type GreyPage } from "./drawn-page.ts";
import type { Pdfium } from "./engine.ts";
import type { FigureCell } from "./figure-cells.ts";

/**
 * Holds the cells of figures against the page as it is drawn: every character must have its ink, every digit the shape of a digit, and nothing
 * else may be drawn in the cell. What codes say and what a page shows are two things; this is where they meet.
 */

/** A cell of figures whose drawn page does not bear out what its codes say. */
export interface Unproven {
  readonly page: number;
  readonly box: Box;
  /** `ink` that no character explains, a character with `no-ink`, a digit of another `shape`, a page that could not be drawn. */
  readonly why: "ink" | "no-ink" | "shape" | "undrawn";
  /** The cell's text. */
  readonly text: string;
  /** Height of a digit in points, as far as characters tell. */
  readonly digitHeight: number;
}

const DIGIT = /^[0-9０-９]$/u;
/** Digits are this high (in their size) in nearly all typefaces. */
const DIGIT_HEIGHT = 0.7;
/** A digit is told by its shape from so many pixels of height on. */
const PIXELS_OF_DIGIT = 12;
/** Points; the print of most tables. */
const USUAL_SIZE = 10.5;
/** Characters smaller than this (points) are no print of a table and are told as tiny elsewhere. */
const SMALLEST = 3;
/** Pixels a point. */
const MOST_SCALE = 6;

/** The scale, in pixels a point, at which the smallest digits of these cells show their shape. */
function scaleFor(cells: readonly FigureCell[]): number {
  const sizes = cells.flatMap(({ glyphs }) => glyphs.filter(({ size }) => size >= SMALLEST).map(({ size }) => size));
  const least = sizes.length === 0 ? USUAL_SIZE : sizes.reduce((a, b) => Math.min(a, b));
  return Math.min(MOST_SCALE, PIXELS_OF_DIGIT / (DIGIT_HEIGHT * least));
}

const shapes = new DigitShapes();
/** Digits of a light typeface show their shape only when drawn larger: what is not proven is drawn once more. */
const LARGER = 2;

/**
 * The cells of figures that the pages, as they are drawn, do not bear out.
 * @param document an open document
 */
export function unprovenIn(pdfium: Pdfium, document: number, cells: readonly FigureCell[]): Unproven[] {
  const byPage = new Map<number, FigureCell[]>();
  for (const cell of cells) {
    const own = byPage.get(cell.page);
    if (own) own.push(cell);
    else byPage.set(cell.page, [cell]);
  }
  return [...byPage].flatMap(([number, own]) => {
    const scale = scaleFor(own);
    const drawn = drawnPage(pdfium, document, number, scale);
    if (!drawn) return own.map((cell) => unproven(cell, "undrawn"));
    const first = unprovenOn(drawn, own);
    const open = new Set(first.filter(({ why }) => why === "shape").map(({ box }) => box));
    const larger = open.size === 0 ? null : drawnPage(pdfium, document, number, Math.min(MOST_SCALE, scale * LARGER));
    if (!larger) return first;
    const again = unprovenOn(
      larger,
      own.filter(({ box }) => open.has(box)),
    );
    return [...first.filter(({ box }) => !open.has(box)), ...again];
  });
}

/** What of these cells a drawn page does not bear out. */
const unprovenOn = ({ grey, scale }: GreyPage, cells: readonly FigureCell[]): Unproven[] =>
  cells.flatMap((cell) => {
    const why = flawOf(grey, scale, cell);
    return why === null ? [] : [unproven(cell, why)];
  });

function unproven({ page, box, text, glyphs }: FigureCell, why: Unproven["why"]): Unproven {
  const size = glyphs.reduce((most, glyph) => Math.max(most, glyph.size), 0) || USUAL_SIZE;
  return { page, box, why, text, digitHeight: DIGIT_HEIGHT * size };
}

const HOW: Readonly<Record<Unproven["why"], Appearance>> = {
  ink: { kind: "covered", how: "文字解释不了的墨迹" },
  "no-ink": { kind: "hidden", how: "页面上看不到的文字" },
  shape: { kind: "glyphs", how: "字形与编码不符的文字" },
  undrawn: { kind: "hidden", how: "所在页无法绘出、未能核对的文字" },
};

/**
 * What an unproven cell is told for.
 * @param seen what a recogniser reads on the page instead, where it was asked
 */
export function flawOfUnproven({ page, box, why, text }: Unproven, seen = ""): PlacedFlaw {
  const { kind, how } = HOW[why];
  return { kind, how: seen === "" ? how : `${how}（页面上像是“${seen}”）`, text: why === "ink" ? "" : text, page, box };
}

/** More characters lie over each other in a cell than any number has: what they come to, only a look can tell. */
const MOST_GLYPHS = 80;

function flawOf(page: Grey, scale: number, { box, glyphs }: FigureCell): Unproven["why"] | null {
  if (glyphs.length > MOST_GLYPHS) return "ink";
  const inside = interiorOf(page, scale, box);
  const paper = paperIn(page, inside);
  let shape: Unproven["why"] | null = null;
  const explained: Area[] = [];
  for (const glyph of glyphs) {
    const area = areaOf(page, scale, glyph, SIDE_ROOM);
    explained.push(areaOf(page, scale, glyph, INK_ROOM));
    const ink = countInk(page, area, paper, []);
    if (ink === 0) return "no-ink";
    if (shape === null && !hasItsShape(page, scale, glyph, paper)) shape = "shape";
  }
  const stray = countInk(page, inside, paper, explained);
  if (stray / (scale * scale) > LEAST_STRAY) return "ink";
  return shape;
}

/** Grey levels from the paper: light grey #d0d0d0 is 47 from white, the faintest that counts as seen; watermarks are fainter. */
const LEAST_INK = 40;
/** Square points of ink that no character explains: a full stop has 1, the thinnest 1 has 5. */
const LEAST_STRAY = 0.8;
/** Room beside a character's advance (in its size) in which its own ink may stand; the digit beside it must not. */
const SIDE_ROOM = 0.04;
/** Room around a character in which ink is its own. */
const INK_ROOM = 0.12;

/** Where a character stands, in pixels of the page. */
function areaOf(page: Grey, scale: number, glyph: Glyph, room: number): Area {
  const { x, y, size, advance } = glyph;
  const [side, above, below] = [room * size, 0.85 * size, Math.max(0.12, room) * size];
  const [left, top, right, bottom] =
    quarterTurn(glyph.angle) === 90
      ? [x - below, y - side, x + above, y + advance + side]
      : quarterTurn(glyph.angle) === 180
        ? [x - advance - side, y - below, x + side, y + above]
        : quarterTurn(glyph.angle) === 270
          ? [x - above, y - advance - side, x + below, y + side]
          : [x - side, y - above, x + advance + side, y + below];
  return clipped(page, { x0: Math.floor(left * scale), y0: Math.floor(top * scale), x1: Math.ceil(right * scale), y1: Math.ceil(bottom * scale) });
}

const clipped = ({ width, height }: Grey, { x0, y0, x1, y1 }: Area): Area => ({
  x0: Math.max(0, Math.min(x0, width)),
  y0: Math.max(0, Math.min(y0, height)),
  x1: Math.max(0, Math.min(x1, width)),
  y1: Math.max(0, Math.min(y1, height)),
});

/** Tries at a digit's area: the ink of italic or narrow digits reaches over its advance, and that of a neighbour into it. */
const ROOMS = [0.08, -0.02];

function hasItsShape(page: Grey, scale: number, glyph: Glyph, paper: number): boolean {
  // Points, signs and units have their ink; only what is read as a digit must be one.
  if (!DIGIT.test(glyph.text)) return isLow(glyph, page, scale, paper);
  const digit = glyph.text.normalize("NFKC").charCodeAt(0) - 0x30;
  return ROOMS.some((room) => {
    const area = areaOf(page, scale, glyph, room);
    return shapes.proves(digit, ...uprightPart(page, area, quarterTurn(glyph.angle) ?? 0), paper);
  });
}

/** A point or comma is low: a digit drawn by the code of one is not. */
function isLow(glyph: Glyph, page: Grey, scale: number, paper: number): boolean {
  if (!/^[.,．，]$/u.test(glyph.text) || quarterTurn(glyph.angle) !== 0) return true;
  // Digits reach over the advance of a point beside them, but not to its middle.
  const middle = (glyph.x + glyph.advance / 2) * scale;
  const area = areaOf(page, scale, glyph, 0);
  const upper = { x0: Math.floor(middle), x1: Math.ceil(middle + 0.5), y0: area.y0, y1: Math.floor((glyph.y - 0.4 * glyph.size) * scale) };
  return countInk(page, clipped(page, upper), paper, []) === 0;
}

/** A part of the page as its writing stands upright, with the area that it is. */
function uprightPart(page: Grey, area: Area, quarter: 0 | 90 | 180 | 270): [grey: Grey, area: Area] {
  if (quarter === 0) return [page, area];
  const [w, h] = [area.x1 - area.x0, area.y1 - area.y0];
  const [width, height] = quarter === 180 ? [w, h] : [h, w];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = quarter === 180 ? [w - 1 - x, h - 1 - y] : quarter === 90 ? [w - 1 - y, x] : [y, h - 1 - x];
      data[y * width + x] = page.data[(area.y0 + fromY) * page.width + area.x0 + fromX] as number;
    }
  }
  return [
    { width, height, data },
    { x0: 0, y0: 0, x1: width, y1: height },
  ];
}

/** Points: half of a thick border, with its blur. */
const BORDER = 1.5;
/** Points from a cell's edge within which a line of ink is a border, also one of two. */
const BORDERS_REACH = 4;
/** Share of a cell's side that a border covers at least, a dotted one too. */
const BORDER_SHARE = 0.3;

/** The inside of a cell without its borders, in pixels; the box is in points. */
export function interiorOf(page: Grey, scale: number, [x, y, width, height]: Box): Area {
  const inset = Math.min(BORDER, width / 8, height / 8);
  let { x0, y0, x1, y1 } = clipped(page, {
    x0: Math.ceil((x + inset) * scale),
    y0: Math.ceil((y + inset) * scale),
    x1: Math.floor((x + width - inset) * scale),
    y1: Math.floor((y + height - inset) * scale),
  });
  const paper = paperIn(page, { x0, y0, x1, y1 });
  const share = (area: Area) => countInk(page, area, paper, []) / Math.max(1, (area.x1 - area.x0) * (area.y1 - area.y0));
  const reach = Math.floor(Math.min(BORDERS_REACH, width / 4, height / 4) * scale);
  const bordered = (from: number, line: (at: number) => Area, step: 1 | -1): number => {
    let end = from;
    for (let n = 0; n < reach; n++) if (share(line(from + n * step)) >= BORDER_SHARE) end = from + (n + 1) * step;
    return end;
  };
  const [left, right] = [x0, x1];
  const [top, bottom] = [y0, y1];
  x0 = bordered(left, (at) => ({ x0: at, x1: at + 1, y0: top, y1: bottom }), 1);
  x1 = bordered(right - 1, (at) => ({ x0: at, x1: at + 1, y0: top, y1: bottom }), -1) + 1;
  y0 = bordered(top, (at) => ({ x0: left, x1: right, y0: at, y1: at + 1 }), 1);
  y1 = bordered(bottom - 1, (at) => ({ x0: left, x1: right, y0: at, y1: at + 1 }), -1) + 1;
  return { x0, y0, x1, y1 };
}

/** The grey that most of an area has. */
function paperIn({ width, data }: Grey, { x0, y0, x1, y1 }: Area): number {
  const counts = new Uint32Array(32);
  const sums = new Uint32Array(32);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const value = data[y * width + x] as number;
      counts[value >> 3] = (counts[value >> 3] as number) + 1;
      sums[value >> 3] = (sums[value >> 3] as number) + value;
    }
  }
  const most = counts.indexOf(Math.max(...counts));
  return (counts[most] ?? 0) === 0 ? 255 : (sums[most] as number) / (counts[most] as number);
}

/** Pixels of ink in an area, but for those in other areas. */
function countInk({ width, data }: Grey, { x0, y0, x1, y1 }: Area, paper: number, without: readonly Area[]): number {
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      if (Math.abs((data[y * width + x] as number) - paper) < LEAST_INK) continue;
      if (!without.some((area) => x >= area.x0 && x < area.x1 && y >= area.y0 && y < area.y1)) count++;
    }
  }
  return count;
}
