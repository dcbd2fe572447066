import { hasTrace } from "../picture/ink.ts";
import type { Area, Grey } from "../picture/raster.ts";
import { alike } from "../picture/shapes.ts";
import type { CellInk, SheetCells } from "./cell-ink.ts";
import { readWords, UNREAD } from "./cell-words.ts";
import { isOnePrint } from "./figure-ink.ts";
import { alikeAmong, asDigits, figureKind, isNarrowRound, isNumber, type Neighbours, plain } from "./figure-text.ts";
import { cutOf, type FigureInk, type FigureReading, readFigures, readWith } from "./figures.ts";
import { figurePart, isLost, type Losses, lostStrokes, type Part, type Tools } from "./parts.ts";
import type { Recogniser, Transcription } from "./recogniser.ts";

/** Reads the cells of a sheet's ruled tables, each alone. */

/** The cells of ruled tables. Lengths in digit heights, where nothing else is said. */
const CELLS = {
  /** Widest ink of a figure. */
  widestFigure: 9,
  /** So many cells of a group that looks the same are read. */
  sample: 3,
  /** Ink so high, of which a look reads nothing, may be a digit all the same. */
  unread: { least: 0.7, most: 1.4 },
} as const;

/**
 * Reads the cells; nothing for a cell that is certainly blank.
 */
export async function readCells(
  { cells, em, digit }: SheetCells,
  grey: Grey,
  losses: Losses,
  tools: Tools,
): Promise<Map<CellInk, Part>> {
  const { recogniser } = tools;
  const parts = new Map<CellInk, Part>();
  const inked = cells.filter((cell) => cell.lines.length > 0);
  const inkOf = (cell: CellInk): FigureInk => ({ ink: cell.lines[0] as Area });
  const narrow = inked.filter((cell) => cell.lines.length === 1 && widthOf(cell) <= CELLS.widestFigure * digit);
  const seen = new Map<CellInk, Transcription>();
  const words = (members: readonly CellInk[]) => readWords(members, grey, em, tools, seen);
  const isNarrow = new Set(narrow);
  const [looks, wideWords] = await Promise.all([
    secondLooks(recogniser, grey, narrow.map(inkOf), digit),
    words(inked.filter((cell) => !isNarrow.has(cell))),
  ]);
  narrow.forEach((cell, index) => seen.set(cell, looks[index] as Transcription));
  const kinds = looks.map(({ text }) => figureKind(text));
  const figureLike = new Set(narrow.filter((_, index) => kinds[index] === "figure"));
  // Zeros of which a look makes letters are figures to each other.
  const told = new Set([
    ...figureLike,
    ...narrow.filter((cell, index) => isNarrowRound(looks[index]?.text ?? "", inkOf(cell).ink)),
  ]);
  const alikes = narrow.flatMap((cell, index) => {
    if (kinds[index] !== "alike") return [];
    const { text, confidence } = looks[index] as Transcription;
    const sure = confidence >= recogniser.trust.figures.sure;
    const is = alikeAmong({ text, sure }, neighboursOf(cell, told));
    return is === "figure" || is === "doubt" ? [{ cell, is }] : [];
  });
  const doubted = new Set(alikes.filter(({ is }) => is === "doubt").map(({ cell }) => cell));
  for (const { cell } of alikes) figureLike.add(cell);
  // Among figures, text that is no word is a figure that one look could not read.
  const isWord = ({ text, confidence }: Transcription) =>
    text.length > 2 || (/\p{Script=Han}/u.test(text) && confidence > recogniser.trust.lines.word);
  const stray = narrow.filter(
    (cell, index) => !figureLike.has(cell) && !isWord(looks[index] as Transcription) && standsAmong(cell, figureLike),
  );
  for (const cell of stray) figureLike.add(cell);
  const { least, most } = CELLS.unread;
  narrow.forEach((cell, index) => {
    const height = heightOf(cell) / digit;
    if (looks[index]?.text === "" && height >= least && height <= most) figureLike.add(cell);
  });

  const figures = narrow.filter((cell) => figureLike.has(cell));
  const second = narrow.flatMap((cell, index) => (figureLike.has(cell) ? [looks[index] as Transcription] : []));
  const addFigures = async (found: readonly CellInk[], taken: readonly Transcription[]) => {
    const readings = await readFigures(recogniser, grey, found.map(inkOf), digit, taken);
    found.forEach((cell, index) => {
      const [area, reading] = [cell.lines[0] as Area, readings[index] as FigureReading];
      const whole =
        !lostStrokes(digit, losses) &&
        !isLost(losses, grey.width, cell.interior) &&
        isOnePrint(reading.text, grey, area, digit) &&
        !doubted.has(cell);
      const cut = cutOf(grey, inkOf(cell), digit, cell.interior);
      parts.set(cell, figurePart(reading, { cut, area, whole }));
    });
  };
  const [, narrowWords] = await Promise.all([
    addFigures(figures, second),
    words(narrow.filter((cell) => !figureLike.has(cell))),
  ]);
  const worded = [...wideWords, ...narrowWords];
  for (const [cell, part] of worded) parts.set(cell, part);
  // An amount of many digits is as wide as words are, but no label: it takes two looks as others do.
  const wide = worded.flatMap(([cell, { text }]) => (cell.lines.length === 1 && isNumber(plain(text)) ? [cell] : []));
  await addFigures(wide, await readWith(recogniser, grey, wide.map(inkOf), digit, 1));
  for (const cell of cells) if (isUnread(cell, grey, losses)) parts.set(cell, UNREAD);
  return parts;
}

/** Whether a cell without ink is no certain blank. */
const isUnread = ({ lines, interior }: CellInk, grey: Grey, losses: Losses): boolean =>
  lines.length === 0 && (hasTrace(grey, interior) || isLost(losses, grey.width, interior));

/**
 * The second look at each cell. Where many single digits look the same and all of a sample are read alike, looking
 * alike is the look at the others.
 */
async function secondLooks(
  recogniser: Recogniser,
  grey: Grey,
  inks: readonly FigureInk[],
  digit: number,
): Promise<Transcription[]> {
  const looks = new Array<Transcription>(inks.length);
  const read = async (indexes: readonly number[]) => {
    const readings = await readWith(
      recogniser,
      grey,
      indexes.map((index) => inks[index] as FigureInk),
      digit,
      1,
    );
    indexes.forEach((index, n) => {
      looks[index] = readings[n] as Transcription;
    });
  };
  const groups = alike(
    grey,
    inks.map(({ ink }) => ink),
    digit,
  );
  await read(groups.flatMap((group) => (group.length > CELLS.sample ? spreadOver(group) : group)));
  const likely = recogniser.trust.figures.sample;
  const isSure = ({ confidence }: Transcription) => confidence >= likely;
  const rest: number[] = [];
  for (const group of groups) {
    if (group.length <= CELLS.sample) continue;
    const sample = spreadOver(group).map((index) => looks[index] as Transcription);
    const [first] = sample;
    const said = first && asDigits(first.text);
    const agree =
      said !== undefined &&
      isNumber(said) &&
      sample.every(({ text }) => asDigits(text) === said) &&
      sample.some(isSure);
    for (const index of group) {
      if (looks[index]) continue;
      if (agree) looks[index] = { text: said, confidence: likely, mean: likely, centres: [] };
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

const heightOf = ({ lines: [line] }: CellInk): number => (line ? line.y1 - line.y0 : 0);
const widthOf = (cell: CellInk): number => (cell.lines[0]?.x1 ?? 0) - (cell.lines[0]?.x0 ?? 0);

/** Whether figures stand both in the row and the column of a cell, or several in its row. */
function standsAmong(cell: CellInk, figures: ReadonlySet<CellInk>): boolean {
  const { row, column } = neighboursOf(cell, figures);
  return row >= 1 && (column >= 1 || row >= 2);
}

function neighboursOf(cell: CellInk, figures: ReadonlySet<CellInk>): Neighbours {
  let column = 0;
  let row = 0;
  for (const other of figures) {
    if (other === cell || other.grid !== cell.grid) continue;
    if (other.cell.column === cell.cell.column && other.cell.columnSpan === cell.cell.columnSpan) column++;
    if (other.cell.row === cell.cell.row && other.cell.rowSpan === cell.cell.rowSpan) row++;
  }
  return { row, column };
}
