/**
 * How the cells of a row look ([MS-DOC] 2.6.3): what lies behind them, how high they are, what is drawn through them.
 */
import type { Colour } from "../../document/appearance.ts";
import type { RowHeight } from "../docx/grid.ts";
import type { Binary } from "./binary.ts";
import { SHADING_SIZE, shading80At, shadingAt } from "./colours.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

export interface RowLook {
  readonly height: RowHeight;
  /** By the order of the cells; null or absent where nothing is drawn. */
  readonly shadings: readonly (Colour | null | undefined)[];
  /** Cells with a line from corner to corner. */
  readonly crossed: ReadonlySet<number>;
  readonly rightToLeft: boolean;
  /** It stands neither at the left edge nor where its edges say. */
  readonly aligned: boolean;
  /** Distances of a placed table, in points. */
  readonly place: readonly number[];
  /** The table's style, and which parts of it the table asks for. */
  readonly style: number | null;
  readonly parts: number;
}

const TWIPS = 20;
const MOST_CELLS = 63;
/** Cells whose shadings stand in the first, the second and the third list (2.9.50, DefTableShdOperand). */
const FIRST_CELL: Readonly<Record<number, number>> = {
  [SPRM.tableShadings]: 0,
  [SPRM.tableShadings2]: 22,
  [SPRM.tableShadings3]: 44,
};
const DIAGONALS = 0x30;
const NO_BORDER = 0xff;

export function readRowLook(lists: readonly Binary[]): RowLook {
  const older: (Colour | null)[] = [];
  const newer: (Colour | null)[] = [];
  const crossed = new Set<number>();
  const place: number[] = [];
  let height: RowHeight = { points: 0, exact: false };
  let rightToLeft = false;
  let aligned = false;
  let style: number | null = null;
  let parts = 0;
  const range = (list: Binary, at: number): number[] => {
    const [from, to] = [list.u8(at), Math.min(list.u8(at + 1), MOST_CELLS)];
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  };
  const visit = (list: Binary) => (name: number, at: number, size: number) => {
    switch (name) {
      case SPRM.rowHeight: {
        const twips = list.i16(at);
        height = { points: Math.abs(twips) / TWIPS, exact: twips < 0 };
        break;
      }
      case SPRM.tableShadings80:
        for (let i = 0; 2 * i + 2 <= size && i < MOST_CELLS; i++) older[i] = shading80At(list, at + 2 * i);
        break;
      case SPRM.cellShading80:
        for (const cell of range(list, at)) older[cell] = shading80At(list, at + 2);
        break;
      case SPRM.tableShadings:
      case SPRM.tableShadings2:
      case SPRM.tableShadings3:
        for (let i = 0; SHADING_SIZE * (i + 1) <= size && i < MOST_CELLS; i++)
          newer[(FIRST_CELL[name] ?? 0) + i] = shadingAt(list, at + SHADING_SIZE * i);
        break;
      case SPRM.cellShading:
        if (size >= 2 + SHADING_SIZE) for (const cell of range(list, at)) newer[cell] = shadingAt(list, at + 2);
        break;
      case SPRM.wholeShading:
        if (size >= SHADING_SIZE) for (let cell = 0; cell < MOST_CELLS; cell++) newer[cell] ??= shadingAt(list, at);
        break;
      case SPRM.cellBorders:
      case SPRM.cellBorders80:
        // The kind of line stands in the second byte of an old border and the sixth of a new one.
        if (size >= 5 && list.u8(at + 2) & DIAGONALS) {
          const kind = list.u8(at + 3 + Math.min(size - 4, name === SPRM.cellBorders ? 5 : 1));
          const drawn = kind !== 0 && kind !== NO_BORDER;
          for (const cell of range(list, at)) drawn ? crossed.add(cell) : crossed.delete(cell);
        }
        break;
      case SPRM.tableRightToLeft:
      case SPRM.tableRightToLeft90:
        rightToLeft = list.u16(at) === 1;
        break;
      case SPRM.alignment:
      case SPRM.alignment90:
        aligned = list.u16(at) !== 0;
        break;
      case SPRM.tableX:
      case SPRM.tableY:
        place.push(list.i16(at) / TWIPS);
        break;
      case SPRM.tableStyle:
        style = list.u16(at);
        break;
      case SPRM.tableLook:
        parts = list.u16(at + 2);
        break;
    }
  };
  for (const list of lists) eachModifier(list, visit(list));
  const shadings = Array.from({ length: Math.max(newer.length, older.length) }, (_, cell) =>
    newer[cell] === undefined ? older[cell] : newer[cell],
  );
  return { height, shadings, crossed, rightToLeft, aligned, place, style, parts };
}
