import type { Colour } from "../../document/appearance.ts";
import type { Binary } from "../shared/binary.ts";
import type { RowHeight } from "../shared/word-drafts.ts";
import { SHADING_SIZE, shading80At, shadingAt } from "./colours.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

/**
 * How the cells of a row look ([MS-DOC] 2.6.3): what lies behind them, how high they are, what is drawn through them.
 */

interface RowLook {
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

/** A row's look while its modifiers are read. */
interface Draft {
  readonly older: (Colour | null)[];
  readonly newer: (Colour | null)[];
  readonly crossed: Set<number>;
  readonly place: number[];
  height: RowHeight;
  rightToLeft: boolean;
  aligned: boolean;
  style: number | null;
  parts: number;
}

/** A modifier in its list. */
interface Modifier {
  readonly name: number;
  readonly list: Binary;
  readonly at: number;
  readonly size: number;
}

/** The cells that a modifier is about. */
function range({ list, at }: Modifier): number[] {
  const [from, to] = [list.u8(at), Math.min(list.u8(at + 1), MOST_CELLS)];
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function readShadings({ newer }: Draft, { name, list, at, size }: Modifier): void {
  for (let i = 0; SHADING_SIZE * (i + 1) <= size && i < MOST_CELLS; i++)
    newer[(FIRST_CELL[name] ?? 0) + i] = shadingAt(list, at + SHADING_SIZE * i);
}

/** The kind of line stands in the second byte of an old border and the sixth of a new one. */
function readBorders({ crossed }: Draft, modifier: Modifier): void {
  const { name, list, at, size } = modifier;
  if (size < 5 || !(list.u8(at + 2) & DIAGONALS)) return;
  const kind = list.u8(at + 3 + Math.min(size - 4, name === SPRM.cellBorders ? 5 : 1));
  const drawn = kind !== 0 && kind !== NO_BORDER;
  for (const cell of range(modifier)) drawn ? crossed.add(cell) : crossed.delete(cell);
}

function readDirection(draft: Draft, { list, at }: Modifier): void {
  draft.rightToLeft = list.u16(at) === 1;
}

function readAlignment(draft: Draft, { list, at }: Modifier): void {
  draft.aligned = list.u16(at) !== 0;
}

function readDistance({ place }: Draft, { list, at }: Modifier): void {
  place.push(list.i16(at) / TWIPS);
}

/** What each modifier says, by its name. */
const READERS: Readonly<Record<number, (draft: Draft, modifier: Modifier) => void>> = {
  [SPRM.rowHeight]: (draft, { list, at }) => {
    const twips = list.i16(at);
    draft.height = { points: Math.abs(twips) / TWIPS, exact: twips < 0 };
  },
  [SPRM.tableShadings80]: ({ older }, { list, at, size }) => {
    for (let i = 0; 2 * i + 2 <= size && i < MOST_CELLS; i++) older[i] = shading80At(list, at + 2 * i);
  },
  [SPRM.cellShading80]: ({ older }, modifier) => {
    for (const cell of range(modifier)) older[cell] = shading80At(modifier.list, modifier.at + 2);
  },
  [SPRM.tableShadings]: readShadings,
  [SPRM.tableShadings2]: readShadings,
  [SPRM.tableShadings3]: readShadings,
  [SPRM.cellShading]: ({ newer }, modifier) => {
    if (modifier.size < 2 + SHADING_SIZE) return;
    for (const cell of range(modifier)) newer[cell] = shadingAt(modifier.list, modifier.at + 2);
  },
  [SPRM.wholeShading]: ({ newer }, { list, at, size }) => {
    if (size >= SHADING_SIZE) for (let cell = 0; cell < MOST_CELLS; cell++) newer[cell] ??= shadingAt(list, at);
  },
  [SPRM.cellBorders]: readBorders,
  [SPRM.cellBorders80]: readBorders,
  [SPRM.tableRightToLeft]: readDirection,
  [SPRM.tableRightToLeft90]: readDirection,
  [SPRM.alignment]: readAlignment,
  [SPRM.alignment90]: readAlignment,
  [SPRM.tableX]: readDistance,
  [SPRM.tableY]: readDistance,
  [SPRM.tableStyle]: (draft, { list, at }) => {
    draft.style = list.u16(at);
  },
  [SPRM.tableLook]: (draft, { list, at }) => {
    draft.parts = list.u16(at + 2);
  },
};

export function readRowLook(lists: readonly Binary[]): RowLook {
  const draft: Draft = {
    older: [],
    newer: [],
    crossed: new Set(),
    place: [],
    height: { points: 0, exact: false },
    rightToLeft: false,
    aligned: false,
    style: null,
    parts: 0,
  };
  for (const list of lists) eachModifier(list, (name, at, size) => READERS[name]?.(draft, { name, list, at, size }));
  const { older, newer, ...look } = draft;
  const shadings = Array.from({ length: Math.max(newer.length, older.length) }, (_, cell) =>
    newer[cell] === undefined ? older[cell] : newer[cell],
  );
  return { ...look, shadings };
}
