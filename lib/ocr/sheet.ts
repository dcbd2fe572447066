import type { Box } from "../document/document.ts";
import type { Glyph, PageGeometry } from "../tables/geometry.ts";
import type { Grid, GridCell } from "../tables/grid.ts";
import { isInLine } from "./blanks.ts";
import { detectLines } from "./detection.ts";
import type { SecondPiece } from "./engine.ts";
import { asDigits, isLoneFigure, isNumber, looksLikeFigure } from "./figure-text.ts";
import {
  cutOf,
  type FigureCut,
  type FigureInk,
  type FigureReading,
  hardened,
  lookAgain,
  type Pictures,
  readFigures,
  readWith,
  softened,
} from "./figures.ts";
import { tablesOf } from "./grids.ts";
import { bandsOf, blobsOf, hasTrace, INK, type InkLine, interiorOf, linesOfBands } from "./ink.ts";
import type { KnownLabels } from "./labels.ts";
import { type LineReading, lineCrop, readLines } from "./lines.ts";
import type { Models } from "./models/models.ts";
import type { Area, Grey } from "./raster.ts";
import type { Reading, Recogniser } from "./recognition.ts";
import { alike } from "./shapes.ts";

/** Reading one upright sheet: its ruled tables cell by cell, what stands outside of them line by line. */

export interface SheetReading {
  readonly geometry: PageGeometry;
  readonly second: readonly SecondPiece[];
  /** Characters read as words, and the sum of their confidences: what a sheet that lies wrong has little of. */
  readonly characters: number;
  readonly confidence: number;
  /** The sheet after further looks at its figures in the boxes that are wanted. */
  readonly again: (wanted: (box: Box) => boolean) => Promise<SheetReading>;
}

/** What was found on a sheet. It holds no picture of it, only cuts of its figures. */
interface Found {
  readonly blank: PageGeometry;
  readonly points: number;
  readonly grids: readonly Grid[];
  readonly cells: readonly CellInk[];
  readonly parts: ReadonlyMap<CellInk, Part>;
  readonly outside: readonly { readonly part: Part; readonly area: Area }[];
}

interface Tools {
  readonly models: Models;
  readonly recogniser: Recogniser;
  readonly labels: KnownLabels;
  readonly putRight: (line: string) => string;
}

interface CellInk {
  readonly grid: number;
  readonly cell: GridCell;
  readonly area: Area;
  readonly interior: Area;
  lines: InkLine[];
}

/** What was read at one place. */
interface Part {
  readonly text: string;
  readonly lines: readonly { readonly text: string; readonly area: Area }[];
  readonly confidence: number;
  readonly second: string;
  /** Where the part is a figure. */
  readonly figure?: SeenFigure;
}

interface SeenFigure {
  readonly cut: FigureCut;
  readonly area: Area;
  /** Nothing was lost of its ink, and it is one figure: else no look at it is certain. */
  readonly whole: boolean;
}

/** Widest ink of a figure, in digit heights. */
const WIDEST_FIGURE = 9;
const SURE_LABEL = 0.5;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const around = (areas: readonly Area[]): Area => ({
  x0: Math.min(...areas.map((area) => area.x0)),
  y0: Math.min(...areas.map((area) => area.y0)),
  x1: Math.max(...areas.map((area) => area.x1)),
  y1: Math.max(...areas.map((area) => area.y1)),
});

/**
 * @param grey upright, on white paper
 * @param points how many points a pixel is
 * @param lost pixels whose ink was taken away with a seal, or null
 */
export async function readSheet(grey: Grey, points: number, lost: Uint8Array | null, tools: Tools): Promise<SheetReading> {
  const pictures: Pictures = { plain: grey, hard: hardened(grey), soft: softened(grey) };
  const { blank, grids } = tablesOf(grey, points);
  const cells = grids.flatMap((grid, index) => grid.cells.map((cell) => cellOf(grey, grid, index, cell, points)));
  const { em, digit } = sizesOf(cells);
  for (const cell of cells) cell.lines = linesOfBands(cell.lines, em);

  const parts = new Map<CellInk, Part>();
  const [outside] = await Promise.all([
    readOutside(grey, pictures, grids, points, em, tools),
    readCells(cells, parts, { grey, pictures, lost, em, digit, grids }, tools),
  ]);

  return readingOf({ blank, points, grids, cells, parts, outside }, tools.recogniser);
}

function readingOf(found: Found, recogniser: Recogniser): SheetReading {
  const { blank, points, grids, cells, parts, outside } = found;
  const glyphs: Glyph[] = [];
  const second: (SecondPiece & { top: number })[] = [];
  let characters = 0;
  let confidence = 0;
  const count = (part: Part) => {
    const words = part.text.replace(/[^\p{Script=Han}]/gu, "").length;
    characters += words;
    confidence += words * part.confidence;
  };
  const boxOf = ({ x0, y0, x1, y1 }: Area): Box => [x0 * points, y0 * points, (x1 - x0) * points, (y1 - y0) * points];
  for (const { part, area } of outside) {
    count(part);
    glyphs.push(...glyphsOf(part, points));
    second.push({ text: part.second, box: boxOf(area), top: (area.y0 + area.y1) / 2 });
  }
  grids.forEach((grid, index) => {
    const top = (grid.ys[0] ?? 0) / points;
    const own = cells.filter((cell) => cell.grid === index).sort((a, b) => a.cell.row - b.cell.row || a.cell.column - b.cell.column);
    for (const cell of own) {
      const part = parts.get(cell);
      if (part) {
        count(part);
        glyphs.push(...glyphsOf(part, points));
      }
      const text = part?.second ?? (isInLine(cell.cell, grid) ? "" : doubtOf(""));
      if (part?.second || isFigurePlace(cell, own, parts)) second.push({ text, box: boxOf(cell.area), top });
    }
  });
  return {
    geometry: { ...blank, glyphs },
    second: second.sort((a, b) => a.top - b.top).map(({ text, box }) => ({ text, box })),
    characters,
    confidence,
    again: async (wanted) => readingOf(await lookedAgain(found, ({ area }) => wanted(boxOf(area)), recogniser), recogniser),
  };
}

async function lookedAgain(found: Found, wanted: (figure: SeenFigure) => boolean, recogniser: Recogniser): Promise<Found> {
  const figures = [...found.parts.values(), ...found.outside.map(({ part }) => part)].flatMap(({ figure }) =>
    figure && wanted(figure) ? [figure] : [],
  );
  const readings = await lookAgain(
    recogniser,
    figures.map(({ cut }) => cut),
  );
  const anew = new Map(figures.map((figure, index) => [figure, figurePart(readings[index] as FigureReading, figure)]));
  const renewed = (part: Part): Part => (part.figure && anew.get(part.figure)) ?? part;
  return {
    ...found,
    parts: new Map([...found.parts].map(([cell, part]) => [cell, renewed(part)])),
    outside: found.outside.map(({ part, area }) => ({ part: renewed(part), area })),
  };
}

function figurePart({ text, confidence, certain, other }: FigureReading, figure: SeenFigure): Part {
  const sure = certain && figure.whole;
  return {
    text,
    lines: [{ text, area: figure.area }],
    confidence: sure ? confidence : Math.min(confidence, 0.5),
    second: sure ? text : figure.whole && other !== null ? other : doubtOf(text),
    figure,
  };
}

function cellOf(grey: Grey, grid: Grid, index: number, cell: GridCell, points: number): CellInk {
  const at = (edges: readonly number[], edge: number) => (edges[edge] ?? 0) / points;
  const area = {
    x0: at(grid.xs, cell.column),
    x1: at(grid.xs, cell.column + cell.columnSpan),
    y0: at(grid.ys, cell.row),
    y1: at(grid.ys, cell.row + cell.rowSpan),
  };
  const interior = interiorOf(grey, area);
  return { grid: index, cell, area, interior, lines: bandsOf(grey, interior) };
}

/** Height of a full character and of a digit, from single narrow lines; a table holds far more digits than words. */
function sizesOf(cells: readonly CellInk[]): { em: number; digit: number } {
  const narrow = cells.flatMap(({ lines }) => {
    const [line] = lines;
    return lines.length === 1 && line && line.y1 - line.y0 >= 8 && line.x1 - line.x0 < 3 * (line.y1 - line.y0) ? [line.y1 - line.y0] : [];
  });
  const digit = median(narrow) || 21;
  return { em: digit * 1.35, digit };
}

interface Context {
  readonly grey: Grey;
  readonly pictures: Pictures;
  readonly lost: Uint8Array | null;
  readonly em: number;
  readonly digit: number;
  readonly grids: readonly Grid[];
}

async function readCells(cells: readonly CellInk[], parts: Map<CellInk, Part>, context: Context, tools: Tools): Promise<void> {
  const { grey, pictures, em, digit, lost } = context;
  const { recogniser, labels } = tools;
  const inked = cells.filter((cell) => cell.lines.length > 0);
  const inkOf = (cell: CellInk): FigureInk => ({ ink: cell.lines[0] as Area });
  const narrow = inked.filter((cell) => cell.lines.length === 1 && widthOf(cell) <= WIDEST_FIGURE * digit);
  const looks = await secondLooks(recogniser, pictures, narrow.map(inkOf), digit);
  const figureLike = new Set(narrow.filter((_, index) => looksLikeFigure(looks[index]?.text ?? "")));
  // What stands among figures and is no word is a figure that one look could not read.
  const isWord = ({ text, confidence }: Reading) => text.length > 2 || (/\p{Script=Han}/u.test(text) && confidence > 0.7);
  const stray = narrow.filter((cell, index) => !figureLike.has(cell) && !isWord(looks[index] as Reading) && standsAmong(cell, figureLike));
  for (const cell of stray) figureLike.add(cell);

  const figures = narrow.filter((cell) => figureLike.has(cell));
  const second = narrow.flatMap((cell, index) => (figureLike.has(cell) ? [looks[index] as Reading] : []));
  const readings = await readFigures(recogniser, pictures, figures.map(inkOf), digit, second);
  figures.forEach((cell, index) => {
    const area = cell.lines[0] as Area;
    const whole = !isRed(lost, grey.width, cell.interior) && !isParted(grey, area, digit);
    parts.set(cell, figurePart(readings[index] as FigureReading, { cut: cutOf(grey, inkOf(cell), digit, cell.interior), area, whole }));
  });

  const worded = inked.filter((cell) => !figureLike.has(cell));
  const crops = worded.flatMap((cell) => cell.lines.map((line) => lineCrop(pictures, line, em)));
  const read = await recogniser.read(crops);
  let at = 0;
  for (const cell of worded) {
    const own = cell.lines.map((area) => ({ area, reading: read[at++] as Reading }));
    const whole = own.map(({ reading }) => reading.text).join("");
    const corrected = labels.correct(whole);
    const lines =
      corrected === null
        ? own.map(({ area, reading }) => ({ text: reading.text, area }))
        : spread(
            corrected,
            own.map(({ area }) => area),
          );
    const text = lines.map((line) => line.text).join("");
    const weight = own.reduce((sum, { reading }) => sum + reading.mean * reading.text.length, 0);
    const length = own.reduce((sum, { reading }) => sum + reading.text.length, 0);
    // Several lines of digits in one cell are figures of rows whose rules were not found.
    const piled = own.length > 1 && own.every(({ reading }) => /^[\d.,\-/\s]*$/u.test(reading.text));
    parts.set(cell, {
      text: piled ? "" : text,
      lines: piled ? own.map(({ area }) => ({ text: "?", area })) : lines,
      confidence: length === 0 ? 0 : weight / length,
      second: piled ? "" : text,
    });
  }
  for (const cell of cells) {
    if (cell.lines.length > 0) continue;
    if (hasTrace(grey, cell.interior) || isRed(lost, grey.width, cell.interior))
      parts.set(cell, { text: "", lines: [], confidence: 0, second: doubtOf("") });
  }
}

/** Of cells that look the same so many are read. */
const SAMPLE = 3;
const SURE_SAMPLE = 0.8;

/** The second look at each cell. Where many single digits look the same and all of a sample are read alike, looking alike is the look at the others. */
async function secondLooks(recogniser: Recogniser, pictures: Pictures, inks: readonly FigureInk[], digit: number): Promise<Reading[]> {
  const looks = new Array<Reading>(inks.length);
  const read = async (indexes: readonly number[]) => {
    const readings = await readWith(
      recogniser,
      pictures,
      indexes.map((index) => inks[index] as FigureInk),
      digit,
      1,
    );
    indexes.forEach((index, n) => {
      looks[index] = readings[n] as Reading;
    });
  };
  const groups = alike(
    pictures.plain,
    inks.map(({ ink }) => ink),
    digit,
  );
  await read(groups.flatMap((group) => (group.length > SAMPLE ? spreadOver(group) : group)));
  const isSure = ({ confidence }: Reading) => confidence >= SURE_SAMPLE;
  const rest: number[] = [];
  for (const group of groups) {
    if (group.length <= SAMPLE) continue;
    const sample = spreadOver(group).map((index) => looks[index] as Reading);
    const [first] = sample;
    const said = first && asDigits(first.text);
    const agree = said !== undefined && isNumber(said) && sample.every(({ text }) => asDigits(text) === said) && sample.some(isSure);
    for (const index of group) {
      if (looks[index]) continue;
      if (agree) looks[index] = { text: said, confidence: SURE_SAMPLE, mean: SURE_SAMPLE };
      else rest.push(index);
    }
  }
  await read(rest);
  return looks;
}

/** First, middle and last of a group. */
const spreadOver = (group: readonly number[]): number[] => [
  group[0] as number,
  group[group.length >> 1] as number,
  group[group.length - 1] as number,
];

/** Full-width digits stand apart, further still beside a full-width point, but not as far as figures of two columns. */
const WIDEST_GAP = 1.5;

/** Whether a wide gap stands in a figure: two figures of which the rule between was not found. */
function isParted(grey: Grey, { x0, y0, x1, y1 }: Area, digit: number): boolean {
  let last = x0;
  for (let x = x0; x < x1; x++) {
    let ink = false;
    for (let y = y0; y < y1 && !ink; y++) ink = (grey.data[y * grey.width + x] as number) < INK;
    if (!ink) continue;
    if (x - last > WIDEST_GAP * digit) return true;
    last = x;
  }
  return false;
}

/** A second look that agrees with nothing. */
const doubtOf = (text: string): string => (text === "" ? "/" : "");

const widthOf = (cell: CellInk): number => (cell.lines[0]?.x1 ?? 0) - (cell.lines[0]?.x0 ?? 0);

/** Whether most cells under or above this one, or beside it, hold figures. */
function standsAmong(cell: CellInk, figures: ReadonlySet<CellInk>): boolean {
  let column = 0;
  let row = 0;
  for (const other of figures) {
    if (other === cell || other.grid !== cell.grid) continue;
    if (other.cell.column === cell.cell.column && other.cell.columnSpan === cell.cell.columnSpan) column++;
    if (other.cell.row === cell.cell.row && other.cell.rowSpan === cell.cell.rowSpan) row++;
  }
  return row >= 1 && (column >= 1 || row >= 2);
}

/** A blank cell that holds no figure, though it stands where figures stand: right of its row's words, left of none. */
function isFigurePlace(cell: CellInk, own: readonly CellInk[], parts: ReadonlyMap<CellInk, Part>): boolean {
  if (
    cell.cell.rowSpan > 1 &&
    own.some((other) => other !== cell && other.cell.row > cell.cell.row && other.cell.row < cell.cell.row + cell.cell.rowSpan)
  )
    return false;
  let wordsLeft = false;
  for (const other of own) {
    const covers = other.cell.row <= cell.cell.row && other.cell.row + other.cell.rowSpan > cell.cell.row;
    const text = parts.get(other)?.text ?? "";
    if (other === cell || !covers || text === "" || looksLikeFigure(text)) continue;
    if (other.cell.column < cell.cell.column) wordsLeft = true;
    else return false;
  }
  return wordsLeft || own.some((other) => other.cell.column === cell.cell.column && looksLikeFigure(parts.get(other)?.text ?? ""));
}

function isRed(lost: Uint8Array | null, width: number, { x0, y0, x1, y1 }: Area): boolean {
  if (!lost) return false;
  let count = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) count += lost[y * width + x] as number;
  return count > 0.004 * (x1 - x0) * (y1 - y0) + 4;
}

/** A text over the lines it stands in, by their widths. */
function spread(text: string, areas: readonly Area[]): { text: string; area: Area }[] {
  const characters = [...text];
  const total = areas.reduce((sum, area) => sum + area.x1 - area.x0, 0);
  let at = 0;
  let passed = 0;
  return areas.map((area, index) => {
    passed += area.x1 - area.x0;
    const to = index === areas.length - 1 ? characters.length : Math.round((characters.length * passed) / Math.max(total, 1));
    const part = characters.slice(at, to).join("");
    at = to;
    return { text: part, area };
  });
}

/** Characters evenly over their line; narrow ones take half the room. */
function glyphsOf(part: Part, points: number): Glyph[] {
  return part.lines.flatMap(({ text, area }) => {
    const characters = [...text].filter((character) => character.trim() !== "");
    const share = (character: string) => (/[\u0020-\u024f]/u.test(character) ? 0.55 : 1);
    const total = characters.reduce((sum, character) => sum + share(character), 0);
    const step = ((area.x1 - area.x0) * points) / Math.max(total, 0.55);
    const size = (area.y1 - area.y0) * points;
    let x = area.x0 * points;
    return characters.map((character): Glyph => {
      const glyph = {
        text: character,
        x,
        y: area.y0 * points + 0.88 * size,
        size,
        advance: step * share(character),
        angle: 0,
        confidence: part.confidence,
      };
      x += glyph.advance;
      return glyph;
    });
  });
}

/** Lines outside the tables: found by the detection model, and by their ink where it overlooked something, such as lone digits. */
async function readOutside(
  grey: Grey,
  pictures: Pictures,
  grids: readonly Grid[],
  points: number,
  em: number,
  { models, recogniser, labels, putRight }: Tools,
): Promise<{ part: Part; area: Area }[]> {
  const tables = grids.map(
    ({ xs, ys }): Area => ({
      x0: (xs[0] ?? 0) / points - 6,
      x1: (xs.at(-1) ?? 0) / points + 6,
      y0: (ys[0] ?? 0) / points - 6,
      y1: (ys.at(-1) ?? 0) / points + 6,
    }),
  );
  const open = withoutAreas(grey, tables);
  if (blobsOf(open, [], em).every(({ x1, x0, y1, y0 }) => x1 - x0 < 8 || y1 - y0 < 8)) return [];
  const detected = await detectLines(models, open);
  const found = detected.filter(
    (box) =>
      box.y1 - box.y0 < 0.5 * (box.x1 - box.x0) + 3 * em &&
      !tables.some((table) => box.y0 > table.y0 && box.y1 < table.y1 && box.x0 > table.x0 && box.x1 < table.x1),
  );
  const overlooked = blobsOf(open, found, 0.8 * em).filter(
    ({ x0, x1, y0, y1, weight }) => y1 - y0 >= 0.45 * em && y1 - y0 < 3 * em && x1 - x0 >= 4 && weight > 30,
  );
  const boxes = [...found.map((box) => tightened(open, box)), ...overlooked].filter((box): box is InkLine => box !== null);
  const heights = boxes.filter((box) => box.x1 - box.x0 > 4 * (box.y1 - box.y0)).map((box) => box.y1 - box.y0);
  const usual = median(heights) || em;
  const lines = await readLines(recogniser, { ...pictures, plain: open }, boxes, 0.85 * usual);
  const results: { part: Part; area: Area }[] = [];
  const figures: { index: number; area: InkLine }[] = [];
  boxes.forEach((box, index) => {
    if (isLoneFigure((lines[index] as LineReading).text)) figures.push({ index, area: box });
  });
  const digit = median(figures.map(({ area }) => area.y1 - area.y0)) || usual * 0.75;
  const inks = figures.map(({ area }) => ({ ink: area }));
  const figureReadings = await readFigures(recogniser, pictures, inks, digit, await readWith(recogniser, pictures, inks, digit, 1));
  boxes.forEach((box, index) => {
    const line = lines[index] as LineReading;
    const figure = figures.findIndex((candidate) => candidate.index === index);
    const size = box.y1 - box.y0;
    // Lines of one size differ in their ink: 一 is lower than 国.
    const like = Math.abs(size - usual) < 0.3 * usual || size < usual;
    const middle = (box.y0 + box.y1) / 2;
    const area = like ? { ...box, y0: middle - usual / 2, y1: middle + usual / 2 } : box;
    if (figure >= 0) {
      const cut = cutOf(open, { ink: box }, digit, area);
      results.push({ part: figurePart(figureReadings[figure] as FigureReading, { cut, area, whole: true }), area });
      return;
    }
    if (line.text === "" || line.mean < SURE_LABEL) return;
    const [text, second] = [line.text, line.second].map((read) => labels.correct(read) ?? putRight(read)) as [string, string];
    results.push({ part: { text, lines: [{ text, area }], confidence: line.mean, second }, area });
  });
  return results;
}

function withoutAreas(grey: Grey, areas: readonly Area[]): Grey {
  const data = Uint8Array.from(grey.data);
  for (const { x0, y0, x1, y1 } of areas) {
    const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(grey.width, Math.ceil(x1))];
    for (let y = Math.max(0, Math.floor(y0)); y < Math.min(grey.height, Math.ceil(y1)); y++)
      data.fill(255, y * grey.width + left, y * grey.width + right);
  }
  return { ...grey, data };
}

/** A detected line drawn in to its ink. */
function tightened(grey: Grey, box: Area): InkLine | null {
  const bands = bandsOf(grey, { x0: Math.floor(box.x0), y0: Math.floor(box.y0), x1: Math.ceil(box.x1), y1: Math.ceil(box.y1) });
  if (bands.length === 0) return null;
  // Neighbouring lines may reach into the box with a few pixels.
  const middle = (box.y0 + box.y1) / 2;
  const height = box.y1 - box.y0;
  const own = bands.filter((band) => band.y1 > middle - 0.4 * height && band.y0 < middle + 0.4 * height);
  const kept = own.length > 0 ? own : bands;
  return { ...around(kept), weight: kept.reduce((sum, band) => sum + band.weight, 0) };
}
