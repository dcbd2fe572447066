import { median } from "../../pages/geometry.ts";
import type { Grid } from "../../pages/grid.ts";
import { bandsOf, blobsOf, type InkLine } from "../picture/ink.ts";
import type { Area, Grey } from "../picture/raster.ts";
import { detectLines } from "./detection.ts";
import { isOnePrint } from "./figure-ink.ts";
import { alikeAmong, figureKind, isLoneFigure } from "./figure-text.ts";
import { cutOf, type FigureReading, readFigures, readWith } from "./figures.ts";
import { type LineReading, readLines } from "./lines.ts";
import { figurePart, isLost, type Losses, lostStrokes, type Part, type Tools } from "./parts.ts";
import { type LinePiece, piecesOf } from "./pieces.ts";

/** Reads the text outside a sheet's ruled tables, line by line. */

/** Lines outside of tables. Lengths are shares of `usual`, the height of most lines, where nothing else is said. */
const OUTSIDE = {
  /** Boxes of one line have more than this share of the higher one's height in common. */
  oneLine: 0.5,
  /** Pixels around a table's outer rulings that are theirs: their own breadth and blur. */
  aroundTable: 6,
  /** Pixels; where no ink is larger there is nothing to read. */
  leastInk: 8,
  /** A line is wider than high, but for a few characters: so much higher it may be, with three em for these. */
  height: { ofWidth: 0.5, em: 3 },
  /** Boxes so many times as wide as high hold lines, whose heights tell the usual one. */
  telling: 4,
  /** Boxes so many times as wide as high hold several characters. */
  words: 2,
  /** Ink that the model overlooked: digits are at least so high (7 of 10 of a full character, less blur), … */
  overlooked: { apart: 0.8, lowest: 0.45, highestEm: 3, narrowest: 4, pixels: 30 },
  /** A row of a line with ink in less than this share of its width may be all that parts it from the next line. */
  sparse: 0.04,
  /** The number of a line is no wider, and stands no further before it. */
  number: 1.2,
  beforeLine: 1.2,
  /** Of a full character's height that a line is read with. */
  readAs: 0.85,
  /** A digit's height, of a full character's, where none stands by itself. */
  digit: 0.75,
  /** Lines whose ink differs less from the usual height are of the usual size. */
  alike: 0.3,
  /** Bands of ink farther from the middle of their box, of its height, are neighbours'. */
  own: 0.4,
} as const;

const around = (areas: readonly Area[]): Area => ({
  x0: Math.min(...areas.map((area) => area.x0)),
  y0: Math.min(...areas.map((area) => area.y0)),
  x1: Math.max(...areas.map((area) => area.x1)),
  y1: Math.max(...areas.map((area) => area.y1)),
});

/** Where lines stand in a picture without its tables, and how high they usually are. @param detect finds lines there */
async function boxesOutside(open: Grey, tables: readonly Area[], em: number, detect: () => Promise<Area[]>) {
  if (!hasInk(open, em)) return { boxes: [], usual: em };
  const detected = await detect();
  const found = detected.filter(
    (box) =>
      box.y1 - box.y0 < OUTSIDE.height.ofWidth * (box.x1 - box.x0) + OUTSIDE.height.em * em &&
      !tables.some((table) => box.y0 > table.y0 && box.y1 < table.y1 && box.x0 > table.x0 && box.x1 < table.x1),
  );
  const tight = joined(found.map((box) => tightened(open, box)).filter((box) => box !== null));
  const heights = tight
    .filter((box) => box.x1 - box.x0 > OUTSIDE.telling * (box.y1 - box.y0))
    .map((box) => box.y1 - box.y0);
  // Where no ruled cell tells the size of type, the lines that were detected do.
  const usual = median(heights) || em;
  const { apart, lowest, highestEm, narrowest, pixels } = OUTSIDE.overlooked;
  const overlooked = [...blobsOf(open, found, apart * usual)].filter(
    ({ x0, x1, y0, y1, weight }) =>
      y1 - y0 >= lowest * usual && y1 - y0 < highestEm * em && x1 - x0 >= narrowest && weight > pixels,
  );
  return {
    boxes: withNumbers([...tight.map((box) => ownLine(open, box, usual)), ...overlooked], usual),
    usual,
  };
}

function hasInk(open: Grey, em: number): boolean {
  for (const { x0, y0, x1, y1 } of blobsOf(open, [], em))
    if (x1 - x0 >= OUTSIDE.leastInk && y1 - y0 >= OUTSIDE.leastInk) return true;
  return false;
}

/**
 * A line without the one above or below it, of which the detected box may have a part: brackets reach from line to
 * line, so that no row between the two is quite white.
 */
function ownLine(grey: Grey, box: InkLine, usual: number): InkLine {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  if (height < (1 + OUTSIDE.alike) * usual || width < OUTSIDE.words * height) return box;
  const lines = bandsOf(grey, box, Math.ceil(OUTSIDE.sparse * width));
  const own = lines.reduce<InkLine | null>((most, line) => (most && most.weight >= line.weight ? most : line), null);
  return lines.length > 1 && own && own.y1 - own.y0 > OUTSIDE.overlooked.lowest * usual ? own : box;
}

/** Boxes of which each holds a line with the number that stands before it, found by itself or not at all. */
function withNumbers(boxes: readonly InkLine[], usual: number): InkLine[] {
  const isShort = ({ x0, x1 }: Area): boolean => x1 - x0 < OUTSIDE.number * usual;
  const whole = boxes.filter((box) => !isShort(box));
  const others = boxes.filter(isShort).filter((number) => {
    const at = whole.findIndex(
      (line) =>
        line.x0 >= number.x1 &&
        line.x0 - number.x1 < OUTSIDE.beforeLine * usual &&
        line.x1 - line.x0 > OUTSIDE.words * (line.y1 - line.y0) &&
        isInLine(line, number),
    );
    const line = whole[at];
    if (line) whole[at] = { ...around([line, number]), weight: line.weight + number.weight };
    return !line;
  });
  return [...whole, ...others];
}

const isInLine = (line: Area, other: Area): boolean =>
  Math.min(line.y1, other.y1) - Math.max(line.y0, other.y0) >
  OUTSIDE.oneLine * Math.max(line.y1 - line.y0, other.y1 - other.y0);

/** What is known of a sheet's tables. */
interface Ruled {
  readonly grids: readonly Grid[];
  /** How many points a pixel is. */
  readonly points: number;
  /** Height of a full character in pixels. */
  readonly em: number;
  /** The lines of the whole sheet, where their detection has begun already. */
  readonly early: Promise<Area[]> | null;
}

/**
 * Lines outside the tables: found by the detection model, and by their ink where it overlooked something, such as lone
 * digits.
 */
export async function readOutside(
  grey: Grey,
  losses: Losses,
  { grids, points, em, early }: Ruled,
  { models, recogniser, labels, correct }: Tools,
): Promise<{ part: Part; area: Area }[]> {
  const tables = grids.map(
    ({ xs, ys }): Area => ({
      x0: (xs[0] ?? 0) / points - OUTSIDE.aroundTable,
      x1: (xs.at(-1) ?? 0) / points + OUTSIDE.aroundTable,
      y0: (ys[0] ?? 0) / points - OUTSIDE.aroundTable,
      y1: (ys.at(-1) ?? 0) / points + OUTSIDE.aroundTable,
    }),
  );
  const open = withoutAreas(grey, tables);
  const { boxes, usual } = await boxesOutside(open, tables, em, () =>
    early && tables.length === 0 ? early : detectLines(models, open),
  );
  if (boxes.length === 0) return [];
  const lines = await readLines(recogniser, open, boxes, OUTSIDE.readAs * usual);
  const pieces = boxes.flatMap((box, index) => piecesOf(open, box, lines[index] as LineReading, usual));
  const results: { part: Part; area: Area }[] = [];
  const { figures, doubted } = figuresAmong(pieces, recogniser.trust.figures.sure);
  const digit = median(figures.map(({ box }) => box.y1 - box.y0)) || usual * OUTSIDE.digit;
  const isSeen = !lostStrokes(digit, losses);
  const inks = figures.map(({ box }) => ({ ink: box }));
  const figureReadings = await readFigures(
    recogniser,
    grey,
    inks,
    digit,
    await readWith(recogniser, grey, inks, digit, 1),
  );
  for (const piece of pieces) {
    const { box, line } = piece;
    const figure = figures.indexOf(piece);
    const size = box.y1 - box.y0;
    // Lines of one size differ in their ink: 一 is lower than 国.
    const like = Math.abs(size - usual) < OUTSIDE.alike * usual || size < usual;
    const middle = (box.y0 + box.y1) / 2;
    const area = like ? { ...box, y0: middle - usual / 2, y1: middle + usual / 2 } : box;
    if (figure >= 0) {
      const cut = cutOf(open, { ink: box }, digit, area);
      const reading = figureReadings[figure] as FigureReading;
      const whole =
        isSeen && !doubted.has(piece) && !isLost(losses, grey.width, box) && isOnePrint(reading.text, open, box, digit);
      results.push({ part: figurePart(reading, { cut, area, whole }), area });
      continue;
    }
    if (line.text === "" || line.mean < recogniser.trust.lines.kept) continue;
    const [text, second] = [line.text, line.second].map(
      (read) => labelOf(labels.correct(read), read) ?? correct(read),
    ) as [string, string];
    results.push({ part: { text, lines: [{ text, area }], confidence: line.mean, second }, area });
  }
  return results;
}

/** Pieces that are figures, and those of them that may be marks or numerals. */
function figuresAmong(pieces: readonly LinePiece[], sure: number) {
  const lone = pieces.filter(({ line }) => isLoneFigure(line.text));
  const plain = lone.filter(({ line }) => figureKind(line.text) === "figure");
  const overlap = (a0: number, a1: number, b0: number, b1: number) => Math.min(a1, b1) - Math.max(a0, b0);
  const doubted = new Set<LinePiece>();
  const figures = lone.filter((piece) => {
    if (figureKind(piece.line.text) === "figure") return true;
    const { x0, x1, y0, y1 } = piece.box;
    const beside = plain.filter(({ box }) => overlap(y0, y1, box.y0, box.y1) > OUTSIDE.oneLine * (y1 - y0));
    const above = plain.filter(({ box }) => overlap(x0, x1, box.x0, box.x1) > 0);
    const { text, mean } = piece.line;
    const is = alikeAmong({ text, sure: mean >= sure }, { row: beside.length, column: above.length });
    if (is === "doubt") doubted.add(piece);
    return is !== "word";
  });
  return { figures, doubted };
}

/** The label that a line nearly is; null where the line is only its beginning and the rest is on the next line. */
const labelOf = (label: string | null, read: string): string | null =>
  label !== null && label !== read && label.startsWith(read) ? null : label;

function withoutAreas(grey: Grey, areas: readonly Area[]): Grey {
  if (areas.length === 0) return grey;
  const data = Uint8Array.from(grey.data);
  for (const { x0, y0, x1, y1 } of areas) {
    const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(grey.width, Math.ceil(x1))];
    for (let y = Math.max(0, Math.floor(y0)); y < Math.min(grey.height, Math.ceil(y1)); y++)
      data.fill(255, y * grey.width + left, y * grey.width + right);
  }
  return { ...grey, data };
}

/** Detected lines that share ink are one: what both hold would be read twice. */
function joined(lines: readonly InkLine[]): InkLine[] {
  const whole: InkLine[] = [];
  for (const line of lines.toSorted((a, b) => a.x0 - b.x0)) {
    const at = whole.findIndex((other) => line.x0 < other.x1 && isInLine(line, other));
    const other = whole[at];
    if (other) whole[at] = { ...around([other, line]), weight: other.weight + line.weight };
    else whole.push(line);
  }
  return whole;
}

/** A detected line cropped to its ink. */
function tightened(grey: Grey, box: Area): InkLine | null {
  const bands = bandsOf(grey, {
    x0: Math.floor(box.x0),
    y0: Math.floor(box.y0),
    x1: Math.ceil(box.x1),
    y1: Math.ceil(box.y1),
  });
  if (bands.length === 0) return null;
  // Neighbouring lines may reach into the box with a few pixels.
  const middle = (box.y0 + box.y1) / 2;
  const height = box.y1 - box.y0;
  const own = bands.filter(
    (band) => band.y1 > middle - OUTSIDE.own * height && band.y0 < middle + OUTSIDE.own * height,
  );
  const kept = own.length > 0 ? own : bands;
  return { ...around(kept), weight: kept.reduce((sum, band) => sum + band.weight, 0) };
}
