import type { Cell, Table } from "../../../document/document.ts";
import { columnsIn, type Line } from "./lines.ts";
import { cellAt, standsForFigure } from "./rows.ts";

/**
 * Tables whose borders are drawn with characters: every space that borders enclose is a cell, merged and wrapped ones
 * too.
 */

const BOX = /[\u2500-\u257f]/u;
/**
 * Box characters, and quotation marks and the like, take one column in type made for programs and two in Chinese type.
 */
const WIDTHS: readonly (readonly [box: number, ambiguous: number])[] = [
  [1, 1],
  [2, 2],
  [1, 2],
];
const AMBIGUOUS = /[\u2018-\u201d\u2014\u2026\u2460-\u24ff]/u;

interface Mark {
  readonly border: boolean;
  /** Characters of the source from the line's start. */
  readonly at: number;
}

/** What stands at each column of a line; null where the second half of a wide character stands. */
function marksOf(text: string, boxWidth: number, ambiguousWidth: number): (Mark | null)[] {
  const marks: (Mark | null)[] = [];
  let at = 0;
  for (const character of text) {
    const box = BOX.test(character);
    const border = box || character === "|" || (/[-+=]/u.test(character) && isRuled(text, at));
    marks.push({ border, at });
    const width = box ? boxWidth : AMBIGUOUS.test(character) ? ambiguousWidth : columnsIn(character);
    for (let more = width; more > 1; more--) marks.push(border ? { border, at } : null);
    at += character.length;
  }
  return marks;
}

/** Whether a plus, minus or equals sign is part of a drawn line: one of three such signs at least. */
const isRuled = (text: string, at: number): boolean =>
  (/[-+=|]{0,2}$/u.exec(text.slice(Math.max(0, at - 2), at))?.[0].length ?? 0) +
    (/^[-+=|]{1,3}/u.exec(text.slice(at, at + 3))?.[0].length ?? 0) >=
  3;

interface Region {
  top: number;
  bottom: number;
  left: number;
  right: number;
  size: number;
}

/** The enclosed spaces; null where one of them is no rectangle or open to the outside. */
function regionsOf(raster: readonly (readonly (Mark | null)[])[]): Region[] | null {
  const seen = raster.map((line) => line.map((mark) => mark?.border === true));
  const regions: Region[] = [];
  for (let y = 0; y < raster.length; y++) {
    for (let x = 0; x < (raster[y]?.length ?? 0); x++) {
      if (seen[y]?.[x]) continue;
      const region: Region = { top: y, bottom: y, left: x, right: x, size: 0 };
      const open: [number, number][] = [[x, y]];
      while (open.length > 0) {
        const [column, row] = open.pop() as [number, number];
        const line = seen[row];
        if (line?.[column] === undefined) return null;
        if (line[column]) continue;
        line[column] = true;
        region.size += 1;
        region.top = Math.min(region.top, row);
        region.bottom = Math.max(region.bottom, row);
        region.left = Math.min(region.left, column);
        region.right = Math.max(region.right, column);
        open.push([column + 1, row], [column - 1, row], [column, row + 1], [column, row - 1]);
      }
      if (region.size !== (region.bottom - region.top + 1) * (region.right - region.left + 1)) return null;
      regions.push(region);
    }
  }
  return regions;
}

/** How many of the places where cells begin lie before one. */
function before(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Frame {
  readonly raster: readonly (readonly (Mark | null)[])[];
  readonly regions: readonly Region[];
  /** Where rows and columns begin. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

const startsOf = (places: readonly number[]): number[] => [...new Set(places)].toSorted((a, b) => a - b);

function frameOf(lines: readonly Line[], boxWidth: number, ambiguousWidth: number): Frame | null {
  const raster = lines.map((line) => marksOf(line.text.trimEnd(), boxWidth, ambiguousWidth));
  const regions = regionsOf(raster);
  if (!regions || regions.length < 2) return null;
  return {
    raster,
    regions,
    rows: startsOf(regions.map(({ top }) => top)),
    columns: startsOf(regions.map(({ left }) => left)),
  };
}

/**
 * The table that these lines draw; null where they draw none, or one whose rows no line parts. Places are those of a
 * cell's first words.
 */
export function drawnTable(source: string, lines: readonly Line[]): Table | null {
  const frames = WIDTHS.map(([boxWidth, ambiguousWidth]) => frameOf(lines, boxWidth, ambiguousWidth)).filter(
    (frame) => frame !== null,
  );
  // With the right widths the rows' bars stand below each other: the columns are fewest.
  const frame = frames.toSorted((a, b) => a.columns.length - b.columns.length)[0];
  if (!frame) return null;
  const { raster, regions, rows, columns } = frame;
  const cells: Cell[] = [];
  for (const { top, bottom, left, right } of regions.toSorted((a, b) => a.top - b.top || a.left - b.left)) {
    const parts = lines.slice(top, bottom + 1).map((line, index) => {
      const marks = raster[top + index] ?? [];
      return cellAt(
        source,
        line.offset + (marks[left]?.at ?? 0),
        line.offset + (marks[right + 1]?.at ?? line.text.length),
      );
    });
    const printed = parts.filter((part) => part.text !== "");
    if (printed.filter(({ text }) => standsForFigure(text)).length > 1) return null;
    const { offset, length } = printed[0] ?? { offset: parts[0]?.offset ?? 0, length: 0 };
    const [row, column] = [before(rows, top), before(columns, left)];
    cells.push({
      row,
      column,
      rowSpan: before(rows, bottom + 1) - row,
      columnSpan: before(columns, right + 1) - column,
      text: printed.map((part) => part.text).join("\n"),
      place: { offset, length },
    });
  }
  const offset = lines[0]?.offset ?? 0;
  const last = lines.at(-1);
  const length = last ? last.offset + last.text.length - offset : 0;
  return { kind: "table", rows: rows.length, columns: columns.length, cells, ragged: false, place: { offset, length } };
}
