import type { Binary } from "../shared/binary.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

/** The shape of one table row ([MS-DOC] 2.9.321, TDefTable, and the modifiers that change it afterwards). */

export interface CellShape {
  /** 1 and 2 as the file has them: one marks the first cell of a merged set, the other the ones that went into it. */
  readonly horizontal: number;
  readonly vertical: "single" | "first" | "continued";
}

export interface RowShape {
  /** Left edges of the cells and the right edge of the last one, in twips (1/1440 inch), never falling. */
  readonly edges: readonly number[];
  readonly cells: readonly CellShape[];
}

const CELL_SIZE = 20;
const MOST_CELLS = 63;
const SINGLE: CellShape = { horizontal: 0, vertical: "single" };
const FIRST_OF_MERGED = 1;
const WENT_INTO_MERGED = 2;

const verticalOf = (bits: number): CellShape["vertical"] => (bits & 2 ? "first" : bits & 1 ? "continued" : "single");

/** Null where the lists define no row. */
export function readRowShape(lists: readonly Binary[]): RowShape | null {
  let edges: number[] | null = null;
  let cells: CellShape[] = [];
  for (const list of lists) {
    eachModifier(list, (name, at, size) => {
      if (name === SPRM.defineTable) {
        const defined = size > 0 ? define(list.part(at, size)) : null;
        if (defined) ({ edges, cells } = defined);
        return;
      }
      // A row may also be made of inserted cells alone.
      if (name === SPRM.insertCells) edges ??= [0];
      if (edges) change(edges, cells, name, list, at);
    });
  }
  if (!edges) return null;
  const rising: number[] = [];
  for (const edge of edges as number[]) rising.push(Math.max(edge, rising.at(-1) ?? edge));
  return { edges: rising, cells };
}

/**
 * For each cell whether it went into its left neighbour. Which of the two marks means "first" differs between
 * descriptions of the format: the one that comes first does.
 */
export function mergedLeftwards({ cells }: RowShape): boolean[] {
  let first = 0;
  return cells.map(({ horizontal }) => {
    if (horizontal !== 0 && first !== 0 && horizontal !== first) return true;
    first = horizontal;
    return false;
  });
}

function define(table: Binary): { edges: number[]; cells: CellShape[] } | null {
  const count = table.u8(0);
  if (count === 0 || count > MOST_CELLS || 1 + 2 * (count + 1) > table.length) return null;
  const edges = Array.from({ length: count + 1 }, (_, i) => table.i16(1 + 2 * i));
  const cells = Array.from({ length: count }, (_, i) => {
    const at = 1 + 2 * (count + 1) + CELL_SIZE * i;
    if (at + 2 > table.length) return SINGLE;
    const flags = table.u16(at);
    return { horizontal: flags & 3, vertical: verticalOf((flags >> 5) & 3) };
  });
  return { edges, cells };
}

function change(edges: number[], cells: CellShape[], name: number, list: Binary, at: number): void {
  switch (name) {
    case SPRM.mergeCells:
    case SPRM.splitCells: {
      const limit = Math.min(list.u8(at + 1), cells.length);
      for (let i = list.u8(at); i < limit; i++) {
        const merged = i === list.u8(at) ? FIRST_OF_MERGED : WENT_INTO_MERGED;
        cells[i] = { horizontal: name === SPRM.mergeCells ? merged : 0, vertical: cells[i]?.vertical ?? "single" };
      }
      break;
    }
    case SPRM.mergeVertically: {
      const cell = cells[list.u8(at)];
      if (cell) cells[list.u8(at)] = { horizontal: cell.horizontal, vertical: verticalOf(list.u8(at + 1)) };
      break;
    }
    case SPRM.deleteCells: {
      const first = list.u8(at);
      const removed = Math.min(list.u8(at + 1), cells.length) - first;
      if (removed > 0) {
        const width = (edges[first + removed] ?? 0) - (edges[first] ?? 0);
        edges.splice(first, removed);
        cells.splice(first, removed);
        for (let i = first; i < edges.length; i++) edges[i] = (edges[i] ?? 0) - width;
      }
      break;
    }
    case SPRM.insertCells: {
      const first = Math.min(list.u8(at), cells.length);
      const added = Math.min(list.u8(at + 1), MOST_CELLS - cells.length);
      const width = list.u16(at + 2);
      const left = edges[first] ?? 0;
      for (let i = first; i < edges.length; i++) edges[i] = (edges[i] ?? 0) + added * width;
      edges.splice(first, 0, ...Array.from({ length: Math.max(0, added) }, (_, i) => left + i * width));
      cells.splice(first, 0, ...new Array<CellShape>(Math.max(0, added)).fill(SINGLE));
      break;
    }
    case SPRM.columnWidth: {
      const limit = Math.min(list.u8(at + 1), cells.length);
      const width = list.u16(at + 2);
      let wider = 0;
      let left = edges[0] ?? 0;
      for (let i = 0; i + 1 < edges.length; i++) {
        const right = edges[i + 1] ?? 0;
        if (i >= list.u8(at) && i < limit) wider += width - (right - left);
        edges[i + 1] = right + wider;
        left = right;
      }
      break;
    }
  }
}
