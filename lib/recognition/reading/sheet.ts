import type { Box } from "../../document/document.ts";
import type { Glyph, PageGeometry } from "../../pages/geometry.ts";
import type { Grid } from "../../pages/grid.ts";
import type { SecondPiece } from "../engine.ts";
import type { Area, Grey } from "../picture/raster.ts";
import { detectGrids } from "../ruling/grids.ts";
import { hasLongInk } from "../ruling/long-ink.ts";
import { withoutStreaks } from "../ruling/streaks.ts";
import { isFigurePlace, isInLine } from "./blanks.ts";
import { type CellInk, cellsOf } from "./cell-ink.ts";
import { readCells } from "./cells.ts";
import { detectLines } from "./detection.ts";
import { type FigureReading, lookAgain } from "./figures.ts";
import { readOutside } from "./outside.ts";
import { doubtOf, figurePart, glyphsOf, type Losses, type Part, type SeenFigure, type Tools } from "./parts.ts";
import { inReadingOrder } from "./reading-order.ts";
import type { Recogniser } from "./recogniser.ts";

/** Reads one upright sheet: its ruled tables cell by cell, other text line by line. */

export interface SheetReading {
  readonly geometry: PageGeometry;
  readonly second: readonly SecondPiece[];
  /** Characters of Chinese that were read, and the sum of their confidences. */
  readonly characters: number;
  readonly confidence: number;
  /** The part of this sum that stands in lines of several: text that lies on its side is read a character a line. */
  readonly inLines: number;
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

interface Sheet extends Pick<Losses, "linePitch"> {
  /** Upright, on white paper. */
  readonly grey: Grey;
  /** How many points a pixel is. */
  readonly points: number;
  /** Marks of pixels whose ink was taken away with a seal; null where there are none. */
  readonly red: Uint8Array | null;
}

export async function readSheet({ grey: seen, points, red, linePitch }: Sheet, tools: Tools): Promise<SheetReading> {
  // Lines are detected on the page without its tables; while these are looked for, where it seems to have none.
  const early = hasLongInk(seen) ? null : detectLines(tools.models, seen);
  early?.catch(() => undefined);
  const { blank, grids, streaks } = detectGrids(seen, points, red);
  const { grey, lost } = withoutStreaks(seen, streaks, red);
  const losses = { lost, linePitch };
  const inked = cellsOf(grey, grids, points);
  const [outside, parts] = await Promise.all([
    readOutside(grey, losses, { grids, points, em: inked.em, early }, tools),
    readCells(inked, grey, losses, tools),
  ]);
  return readingOf({ blank, points, grids, cells: inked.cells, parts, outside }, tools.recogniser);
}

function readingOf(found: Found, recogniser: Recogniser): SheetReading {
  const { blank, points, grids, cells, parts, outside } = found;
  const glyphs: Glyph[] = [];
  const lines: SecondPiece[] = [];
  let characters = 0;
  let confidence = 0;
  let inLines = 0;
  const count = (part: Part) => {
    for (const { text } of part.lines) {
      const words = text.replace(/[^\p{Script=Han}]/gu, "").length;
      characters += words;
      confidence += words * part.confidence;
      if (words > 1) inLines += words * part.confidence;
    }
  };
  const boxOf = ({ x0, y0, x1, y1 }: Area): Box => [x0 * points, y0 * points, (x1 - x0) * points, (y1 - y0) * points];
  for (const { part, area } of outside) {
    count(part);
    glyphs.push(...glyphsOf(part, points));
    lines.push({ text: part.second, box: boxOf(area) });
  }
  const tables = grids.map((grid, index) => {
    const second: SecondPiece[] = [];
    const own = cells
      .filter((cell) => cell.grid === index)
      .sort((a, b) => a.cell.row - b.cell.row || a.cell.column - b.cell.column);
    for (const cell of own) {
      const part = parts.get(cell);
      if (part) {
        count(part);
        glyphs.push(...glyphsOf(part, points));
      }
      const text = part?.second ?? (isInLine(cell.cell, grid) ? "" : doubtOf(""));
      // A trace where no figure has its place, beside a group's rows, is no figure in doubt.
      const isRead = part !== undefined && part.lines.length > 0 && part.second !== "";
      if (isRead || isFigurePlace(cell, own, parts)) second.push({ text, box: boxOf(cell.area) });
    }
    return second;
  });
  return {
    geometry: { ...blank, glyphs },
    second: inReadingOrder(lines, tables),
    characters,
    confidence,
    inLines,
    again: async (wanted) =>
      readingOf(await lookedAgain(found, ({ area }) => wanted(boxOf(area)), recogniser), recogniser),
  };
}

async function lookedAgain(
  found: Found,
  wanted: (figure: SeenFigure) => boolean,
  recogniser: Recogniser,
): Promise<Found> {
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
