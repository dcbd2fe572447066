/** Drawings beside the text: where they are anchored, which are pictures ([MS-ODRAW]) and which are text boxes. Pictures in the line ([MS-DOC] 2.9.190, PICF). */
import { LIMITS } from "../../limits.ts";
import type { Binary } from "./binary.ts";

export interface Anchor {
  readonly position: number;
  readonly shape: number;
  /** Points. */
  readonly width: number;
  readonly height: number;
}

export interface TextBox {
  readonly shape: number;
  /** Character positions counted from the start of the text boxes' story. */
  readonly from: number;
  readonly to: number;
}

const TWIPS_PER_POINT = 20;
const ANCHOR_SIZE = 26;
const TEXT_BOX_SIZE = 22;
const round = (points: number): number => Math.round(points * 10) / 10;

export function readAnchors(list: Binary): Anchor[] {
  const count = Math.floor((list.length - 4) / (4 + ANCHOR_SIZE));
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const at = 4 * (count + 1) + ANCHOR_SIZE * i;
    const size = (low: number, high: number) => round(Math.max(0, list.i32(at + high) - list.i32(at + low)) / TWIPS_PER_POINT);
    return { position: list.u32(4 * i), shape: list.u32(at), width: size(4, 12), height: size(8, 16) };
  });
}

/** The last entry of the list is none. */
export function readTextBoxes(list: Binary): TextBox[] {
  const count = Math.floor((list.length - 4) / (4 + TEXT_BOX_SIZE));
  const boxes: TextBox[] = [];
  for (let i = 0; i < count - 1; i++) {
    boxes.push({ shape: list.u32(4 * (count + 1) + TEXT_BOX_SIZE * i + 14), from: list.u32(4 * i), to: list.u32(4 * i + 4) });
  }
  return boxes;
}

const SHAPE_GROUP = 0xf003;
const SHAPE = 0xf00a;
const OPTIONS = 0xf00b;
const PICTURE_OPTION = 0x0104;

interface DrawingRecord {
  readonly type: number;
  readonly instance: number;
  readonly holdsRecords: boolean;
  readonly from: number;
  readonly to: number;
}

/** The numbers of the shapes that show a picture; a group counts with all its shapes. Stops at what it cannot follow. */
export function readPictureShapes(drawings: Binary): Set<number> {
  const pictures = new Set<number>();
  const [group] = recordsOf(drawings, 0, drawings.length);
  let at = group?.to ?? drawings.length;
  while (at < drawings.length) {
    // In front of each drawing one byte tells whether it belongs to the text or to a header.
    const [drawing] = recordsOf(drawings, at + 1, drawings.length);
    if (!drawing) break;
    for (const patriarch of recordsOf(drawings, drawing.from, drawing.to)) {
      if (patriarch.type !== SHAPE_GROUP) continue;
      for (const record of recordsOf(drawings, patriarch.from, patriarch.to)) {
        const found = { shapes: [] as number[], picture: false };
        collect(drawings, record, found, 0);
        if (found.picture) for (const shape of found.shapes) pictures.add(shape);
      }
    }
    at = drawing.to;
  }
  return pictures;
}

function* recordsOf(drawings: Binary, from: number, to: number): Generator<DrawingRecord> {
  let at = from;
  while (at + 8 <= to) {
    const head = drawings.u16(at);
    const end = at + 8 + drawings.u32(at + 4);
    if (end > to) return;
    yield { type: drawings.u16(at + 2), instance: head >> 4, holdsRecords: (head & 15) === 15, from: at + 8, to: end };
    at = end;
  }
}

function collect(drawings: Binary, record: DrawingRecord, found: { shapes: number[]; picture: boolean }, depth: number): void {
  if (record.type === SHAPE && record.to - record.from >= 4) found.shapes.push(drawings.u32(record.from));
  else if (record.type === OPTIONS) found.picture ||= hasPicture(drawings, record);
  else if (record.holdsRecords && depth < LIMITS.docGroupDepth) {
    for (const inner of recordsOf(drawings, record.from, record.to)) collect(drawings, inner, found, depth + 1);
  }
}

function hasPicture(drawings: Binary, { from, to, instance }: DrawingRecord): boolean {
  for (let i = 0; i < instance && from + 6 * i + 6 <= to; i++) {
    if ((drawings.u16(from + 6 * i) & 0x3fff) === PICTURE_OPTION && drawings.u32(from + 6 * i + 2) !== 0) return true;
  }
  return false;
}

/** Size in points of a picture in the line; null where there is no picture at that place. */
export function inlinePictureSize(data: Binary, location: number): { width: number; height: number } | null {
  if (location + 0x24 > data.length || data.u32(location) < 0x24) return null;
  const size = (goal: number, scale: number) => round(Math.max(0, (data.i16(location + goal) * data.u16(location + scale)) / 1000 / TWIPS_PER_POINT));
  return { width: size(0x1c, 0x20), height: size(0x1e, 0x22) };
}
