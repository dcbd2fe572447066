import { type Flaw, flawsOfCharacters } from "../../document/appearance.ts";
import { type Block, type Cell, type Document, gridOf, type Place, type Table } from "../../document/document.ts";
import { readFigureText } from "./cell-text.ts";
import type { BoundCell, FigureName } from "./facts.ts";

/** The rows of a document's tables as a first look binds them: each cell once, with the columns it covers. */

/** One cell as it stands in a row of a table. */
export interface RowCell {
  readonly text: string;
  readonly place: Place;
  readonly confidence: number;
  readonly recognised?: true;
  readonly column: number;
  readonly columnSpan: number;
  /** True where the cell began in a row above and reaches down into this one. */
  readonly fromAbove: boolean;
  readonly flaws?: readonly Flaw[];
}

/** A row of a table, or of lines that a flattened table left behind. */
export interface Row {
  /** Rows of one table share this number. */
  readonly table: number;
  /** Columns are unknown: only the order of cells counts. */
  readonly ragged: boolean;
  readonly width: number;
  /** The short lines right above the table, the nearest last; of rows without a table none. */
  readonly captions: readonly string[];
  readonly cells: readonly RowCell[];
}

/** Pages that were recognised: their blank cells have no confidence. */
export const recognisedPages = ({ pages }: Document): ReadonlySet<number> =>
  new Set(pages.filter(({ recognised }) => recognised).map(({ number }) => number));

export const isOn = (pages: ReadonlySet<number>, place: Place): boolean => "page" in place && pages.has(place.page);

const isRecognised = ({ confidence, place }: Cell, seen: ReadonlySet<number>): boolean =>
  confidence !== undefined || isOn(seen, place);

/** @param seen pages that were recognised: blank cells have no confidence */
export function tableRows(
  block: Extract<Block, { kind: "table" }>,
  table: number,
  captions: readonly string[],
  seen: ReadonlySet<number>,
): Row[] {
  return gridOf(withoutCovers(block, seen)).map((line, row) => ({
    table,
    ragged: block.ragged,
    width: block.columns,
    captions,
    cells: line.flatMap((cell, column) =>
      cell && (column === 0 || line[column - 1] !== cell)
        ? [
            {
              text: cell.text,
              place: cell.place,
              confidence: cell.confidence ?? 1,
              ...(isRecognised(cell, seen) && { recognised: true as const }),
              column,
              columnSpan: cell.columnSpan,
              fromAbove: cell.row !== row,
              ...flawsIn(cell),
            },
          ]
        : [],
    ),
  }));
}

/**
 * The table of a picture without the blank cells that lie over printed ones: a few rulings were found around a text
 * that stands in a column of its own.
 */
function withoutCovers(table: Table, seen: ReadonlySet<number>): Table {
  const printed = Array.from({ length: table.rows }, (): Cell[] => []);
  for (const cell of table.cells) if (cell.text.trim() !== "") printed[cell.row]?.push(cell);
  const isCover = (blank: Cell): boolean =>
    (printed[blank.row] ?? []).some(
      (cell) => blank.column <= cell.column && cell.column < blank.column + blank.columnSpan,
    );
  return {
    ...table,
    cells: table.cells.filter((cell) => !(cell.text.trim() === "" && isRecognised(cell, seen) && isCover(cell))),
  };
}

/** What is not plain in a text, as its reader tells and as its characters say themselves. */
export function flawsIn({ text, flaws = [] }: { readonly text: string; readonly flaws?: readonly Flaw[] }): {
  flaws?: readonly Flaw[];
} {
  const told = new Set(flaws.map(({ kind }) => kind));
  const all = [...flaws, ...flawsOfCharacters(text).filter(({ kind }) => !told.has(kind))];
  return all.length === 0 ? {} : { flaws: all };
}

export const bind = (figure: FigureName, cell: RowCell): BoundCell => ({
  figure,
  text: cell.text,
  ...readFigureText(cell.text),
  place: cell.place,
  confidence: cell.confidence,
  ...(cell.recognised && { recognised: true }),
  ...(cell.flaws && { flaws: cell.flaws }),
});

/** Where a header stands above its column. */
export interface Head {
  readonly column: number;
  readonly columnSpan: number;
}

/** Whether two cells have a column in common. */
export const overlap = (a: Head, b: Head): boolean =>
  a.column < b.column + b.columnSpan && b.column < a.column + a.columnSpan;
