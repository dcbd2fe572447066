import type { Appearance } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import { type Glyph, quarterTurn } from "../../pages/geometry.ts";
import type { Area, Grey } from "../../recognition/picture/raster.ts";
import { DigitShapes } from "../../recognition/reading/digit-shapes.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { areaOfGlyph, CELL_INK, countInk, inkInParts, insideOf, pixelsOf, toneOf, withoutBorders } from "./cell-ink.ts";
import { drawnPart, type GreyPage } from "./drawn-page.ts";
import type { FigureCell } from "./figure-cells.ts";

/**
 * Holds the cells of figures against the page as it is drawn: every character must have its ink, every digit the shape
 * of a digit, and nothing else may be drawn in the cell. What codes say and what a page shows are two things; this is
 * where they meet.
 */

/** A cell of figures whose drawn page does not bear out what its codes say. */
export interface Unproven {
  readonly page: number;
  readonly box: Box;
  /**
   * `ink` that no character explains, a character with `no-ink`, a digit of another `shape`, a page that could not be
   * drawn.
   */
  readonly why: "ink" | "no-ink" | "shape" | "undrawn";
  /** The cell's text. */
  readonly text: string;
  /** Height of a digit in points, as far as characters tell. */
  readonly digitHeight: number;
}

const DIGIT = /^[0-9０-９]$/u;

/** At what scale cells are drawn, and how closely ink must agree with characters; shares are of a character's size. */
const PROOF = {
  /** Digits are this high in nearly all typefaces, and are told by their shape from so many pixels of height on. */
  digitHeight: 0.7,
  pixelsOfDigit: 12,
  /** Points; the print of most tables. */
  usualSize: 10.5,
  /** Characters smaller than this, in points, are no print of a table and are told as tiny elsewhere. */
  smallest: 3,
  /** Pixels a point: memory grows with the square of it. */
  mostScale: 6,
  /** Digits of a light typeface show their shape only when drawn larger: what is not proven is drawn once more. */
  larger: 2,
  /** More characters lie over each other in a cell than any number has: what they come to, only a look can tell. */
  mostGlyphs: 80,
  /** Square points of ink that no character explains: a full stop has 1, the thinnest 1 has 5. */
  leastStray: 0.8,
  /** Room beside a character's advance in which its own ink may stand; the digit beside it must not. */
  sideRoom: 0.04,
  /** Room around a character in which ink is its own. */
  inkRoom: 0.12,
  /**
   * Room at which a digit's shape is tried: the ink of italic or narrow digits reaches over its advance, and that of a
   * neighbour into it.
   */
  rooms: [0.08, -0.02],
  /** A point or comma has no ink this far above its baseline, where every digit has. */
  low: 0.4,
} as const;

/** The scale, in pixels a point, at which the smallest digits of these cells show their shape. */
function scaleFor(cells: readonly FigureCell[]): number {
  const sizes = cells.flatMap(({ glyphs }) =>
    glyphs.filter(({ size }) => size >= PROOF.smallest).map(({ size }) => size),
  );
  const least = sizes.length === 0 ? PROOF.usualSize : sizes.reduce((a, b) => Math.min(a, b));
  return Math.min(PROOF.mostScale, PROOF.pixelsOfDigit / (PROOF.digitHeight * least));
}

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
  const shapes = new DigitShapes();
  return [...byPage].flatMap(([number, own]) => {
    const scale = scaleFor(own);
    const drawn = drawnPart(pdfium, document, number, around(own), scale);
    if (!drawn) return own.map((cell) => unproven(cell, "undrawn"));
    const first = unprovenOn(drawn, own, shapes);
    const open = new Set(first.filter(({ why }) => why === "shape").map(({ box }) => box));
    if (open.size === 0) return first;
    const again = own.filter(({ box }) => open.has(box));
    const larger = drawnPart(pdfium, document, number, around(again), Math.min(PROOF.mostScale, scale * PROOF.larger));
    return larger ? [...first.filter(({ box }) => !open.has(box)), ...unprovenOn(larger, again, shapes)] : first;
  });
}

/** The part of their page that these cells take up. */
function around(cells: readonly FigureCell[]): Box {
  const least = (of: (box: Box) => number): number =>
    cells.reduce((end, { box }) => Math.min(end, of(box)), Number.POSITIVE_INFINITY);
  const [x, y] = [least(([x]) => x), least(([, y]) => y)];
  return [x, y, -least(([x, , width]) => -x - width) - x, -least(([, y, , height]) => -y - height) - y];
}

/** What of these cells a drawn page does not bear out. */
const unprovenOn = (page: GreyPage, cells: readonly FigureCell[], shapes: DigitShapes): Unproven[] =>
  cells.flatMap((cell) => {
    const why = flawOf(page, cell, shapes);
    return why === null ? [] : [unproven(cell, why)];
  });

function unproven({ page, box, text, glyphs }: FigureCell, why: Unproven["why"]): Unproven {
  const size = glyphs.reduce((most, glyph) => Math.max(most, glyph.size), 0) || PROOF.usualSize;
  return { page, box, why, text, digitHeight: PROOF.digitHeight * size };
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

function flawOf(page: GreyPage, { box, glyphs }: FigureCell, shapes: DigitShapes): Unproven["why"] | null {
  if (glyphs.length > PROOF.mostGlyphs) return "ink";
  const { grey, scale } = page;
  const inside = insideOf(page, box);
  const { paper, ink } = toneOf(grey, inside);
  let shape: Unproven["why"] | null = null;
  const explained: Area[] = [];
  for (const glyph of glyphs) {
    explained.push(areaOfGlyph(page, glyph, PROOF.inkRoom));
    if (countInk(grey, areaOfGlyph(page, glyph, PROOF.sideRoom), paper) === 0) return "no-ink";
    if (shape === null && !hasItsShape(page, glyph, paper, shapes)) shape = "shape";
  }
  const most = PROOF.leastStray * scale * scale;
  if (ink - inkInParts(grey, inside, explained, paper) <= most) return shape;
  // Some of it may be a border's.
  const within = withoutBorders(page, box, inside, paper);
  return countInk(grey, within, paper) - inkInParts(grey, within, explained, paper) > most ? "ink" : shape;
}

function hasItsShape(page: GreyPage, glyph: Glyph, paper: number, shapes: DigitShapes): boolean {
  // What letters are among figures only a look can tell.
  if (/[A-Za-z]/u.test(glyph.text)) return false;
  // Points, signs and units have their ink; only what is read as a digit must be one.
  if (!DIGIT.test(glyph.text)) return isLow(page, glyph, paper);
  const digit = glyph.text.normalize("NFKC").charCodeAt(0) - 0x30;
  return PROOF.rooms.some((room) => {
    const area = areaOfGlyph(page, glyph, room);
    return shapes.proves(digit, ...uprightPart(page.grey, area, quarterTurn(glyph.angle) ?? 0), paper);
  });
}

/** A point or comma is low: a digit drawn by the code of one is not. */
function isLow(page: GreyPage, glyph: Glyph, paper: number): boolean {
  const { text, x, y, size, advance, angle } = glyph;
  if (!/^[.,．，]$/u.test(text) || quarterTurn(angle) !== 0) return true;
  // Digits reach over the advance of a point beside them, but not to its middle: one column of pixels.
  const middle = x + advance / 2;
  const [top, bottom] = [y - CELL_INK.ascent * size, y - PROOF.low * size];
  return countInk(page.grey, pixelsOf(page, middle, top, middle + 0.5 / page.scale, bottom), paper) === 0;
}

/** A part of the page as its writing stands upright, with the area that it is. */
function uprightPart(page: Grey, area: Area, quarter: 0 | 90 | 180 | 270): [grey: Grey, area: Area] {
  if (quarter === 0) return [page, area];
  const [w, h] = [area.x1 - area.x0, area.y1 - area.y0];
  const [width, height] = quarter === 180 ? [w, h] : [h, w];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] =
        quarter === 180 ? [w - 1 - x, h - 1 - y] : quarter === 90 ? [w - 1 - y, x] : [y, h - 1 - x];
      data[y * width + x] = page.data[(area.y0 + fromY) * page.width + area.x0 + fromX] as number;
    }
  }
  return [
    { width, height, data },
    { x0: 0, y0: 0, x1: width, y1: height },
  ];
}
