import { LIMITS } from "../../limits.ts";
import type { Binary } from "../shared/binary.ts";
import type { Float } from "../shared/word-drafts.ts";

/**
 * Drawings beside the text: where they are anchored, which are pictures ([MS-ODRAW]) and which are text boxes. Pictures
 * in the line ([MS-DOC] 2.9.190, PICF).
 */

export interface Anchor {
  readonly position: number;
  readonly shape: number;
  /** Points. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Bits of 2.9.253, Spa: what x and y count from, how text flows around it, whether it lies behind the text. */
  readonly flags: number;
}

interface TextBox {
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
    const [left, top, right, bottom] = [4, 8, 12, 16].map((place) => list.i32(at + place) / TWIPS_PER_POINT) as [
      number,
      number,
      number,
      number,
    ];
    const size = { width: round(Math.max(0, right - left)), height: round(Math.max(0, bottom - top)) };
    return { position: list.u32(4 * i), shape: list.u32(at), x: left, y: top, ...size, flags: list.u16(at + 20) };
  });
}

/** The last entry of the list is none. */
export function readTextBoxes(list: Binary): TextBox[] {
  const count = Math.floor((list.length - 4) / (4 + TEXT_BOX_SIZE));
  const boxes: TextBox[] = [];
  for (let i = 0; i < count - 1; i++) {
    boxes.push({
      shape: list.u32(4 * (count + 1) + TEXT_BOX_SIZE * i + 14),
      from: list.u32(4 * i),
      to: list.u32(4 * i + 4),
    });
  }
  return boxes;
}

const SHAPE_GROUP = 0xf003;
const SHAPE = 0xf00a;
/** Lists of options: the first, the second and the third of a shape ([MS-ODRAW] 2.2.9 to 2.2.11). */
const OPTIONS: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);
const OPTION = {
  picture: 0x0104,
  alignedAcross: 0x038f,
  fromAcross: 0x0390,
  alignedDown: 0x0391,
  fromDown: 0x0392,
  group: 0x03bf,
} as const;

/** What the options of a shape, or of a group with all its shapes, say. */
export interface ShapeOptions {
  readonly picture: boolean;
  readonly values: ReadonlyMap<number, number>;
}

interface DrawingRecord {
  readonly type: number;
  readonly instance: number;
  readonly holdsRecords: boolean;
  readonly from: number;
  readonly to: number;
}

/** The shapes by their numbers. Stops at what it cannot follow. */
export function readShapes(drawings: Binary): Map<number, ShapeOptions> {
  const shapes = new Map<number, ShapeOptions>();
  const [group] = recordsOf(drawings, 0, drawings.length);
  let at = group?.to ?? drawings.length;
  while (at < drawings.length) {
    // In front of each drawing one byte tells whether it belongs to the text or to a header.
    const [drawing] = recordsOf(drawings, at + 1, drawings.length);
    if (!drawing) break;
    for (const patriarch of recordsOf(drawings, drawing.from, drawing.to)) {
      if (patriarch.type !== SHAPE_GROUP) continue;
      for (const record of recordsOf(drawings, patriarch.from, patriarch.to)) {
        const found = { shapes: [] as number[], picture: false, values: new Map<number, number>() };
        collect(drawings, record, found, 0);
        for (const shape of found.shapes) shapes.set(shape, found);
      }
    }
    at = drawing.to;
  }
  return shapes;
}

/** Word's bits of an anchor: 1–2 what x counts from, 3–4 what y does, 5–8 how text flows, 14 behind the text. */
const FLOWS_THROUGH = 3;
const BEHIND_TEXT = 0x4000;
const FROM = ["page", "page", "place", "place"] as const;
const FROM_EDGE = 1;
/** Whether the third byte of the group's switches says so, and the first what. */
const says = (switches: number, bit: number) => (switches & (bit << 16)) !== 0 && (switches & bit) !== 0;
const BEHIND = 0x20;
const HIDDEN = 0x02;

/** Where a drawing lies over the text; null where text flows around it, or it lies behind the text or is hidden. */
export function floatOf({ x, y, width, height, flags }: Anchor, shape: ShapeOptions | undefined): Float | null {
  const switches = shape?.values.get(OPTION.group) ?? 0;
  const flows = ((flags >> 5) & 15) !== FLOWS_THROUGH;
  if (flows || flags & BEHIND_TEXT || says(switches, BEHIND) || says(switches, HIDDEN)) return null;
  const axis = (aligned: number, from: number, bits: number) => {
    const base = (shape?.values.get(from) ?? bits) & 3;
    return {
      kind: (shape?.values.get(aligned) ?? 0) === 0 ? (FROM[base] ?? "page") : ("unknown" as const),
      edge: base === FROM_EDGE,
    };
  };
  const across = axis(OPTION.alignedAcross, OPTION.fromAcross, (flags >> 1) & 3);
  const down = axis(OPTION.alignedDown, OPTION.fromDown, (flags >> 3) & 3);
  return { x, y, width, height, across: across.kind, down: down.kind, fromEdge: [across.edge, down.edge] };
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

interface Found {
  readonly shapes: number[];
  picture: boolean;
  readonly values: Map<number, number>;
}

function collect(drawings: Binary, record: DrawingRecord, found: Found, depth: number): void {
  if (record.type === SHAPE && record.to - record.from >= 4) found.shapes.push(drawings.u32(record.from));
  else if (OPTIONS.has(record.type)) readOptions(drawings, record, found);
  else if (record.holdsRecords && depth < LIMITS.docGroupDepth) {
    for (const inner of recordsOf(drawings, record.from, record.to)) collect(drawings, inner, found, depth + 1);
  }
}

/** Of a group the first shape is the group itself: what it says of its place counts. */
function readOptions(drawings: Binary, { from, to, instance }: DrawingRecord, found: Found): void {
  for (let i = 0; i < instance && from + 6 * i + 6 <= to; i++) {
    const name = drawings.u16(from + 6 * i) & 0x3fff;
    const value = drawings.u32(from + 6 * i + 2);
    if (name === OPTION.picture && value !== 0) found.picture = true;
    if (!found.values.has(name)) found.values.set(name, value);
  }
}

/** Size in points of a picture in the line; null where there is no picture at that place. */
export function inlinePictureSize(data: Binary, location: number): { width: number; height: number } | null {
  if (location + 0x24 > data.length || data.u32(location) < 0x24) return null;
  const size = (goal: number, scale: number) =>
    round(Math.max(0, (data.i16(location + goal) * data.u16(location + scale)) / 1000 / TWIPS_PER_POINT));
  return { width: size(0x1c, 0x20), height: size(0x1e, 0x22) };
}
