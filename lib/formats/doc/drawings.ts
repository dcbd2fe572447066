import type { Cut } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import type { Binary } from "../shared/binary.ts";
import type { Float } from "../shared/word-drafts.ts";
import { eachRecord, type OfficeArtRecord } from "./office-art.ts";

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
  cutTop: 0x0100,
  cutBottom: 0x0101,
  cutLeft: 0x0102,
  cutRight: 0x0103,
  picture: 0x0104,
  alignedAcross: 0x038f,
  fromAcross: 0x0390,
  alignedDown: 0x0391,
  fromDown: 0x0392,
  group: 0x03bf,
} as const;

/** A picture by its number, from 1, in the common store or among those of its own shape. */
export interface ShapePicture {
  readonly number: number;
  readonly cut?: Cut;
}

/** What the options of a shape, or of a group with all its shapes, say. */
export interface ShapeOptions {
  readonly pictures: readonly ShapePicture[];
  readonly values: ReadonlyMap<number, number>;
  /** Whether a group holds shapes beside its pictures: how they lie in it is not known. */
  readonly others: boolean;
}

/** The shapes by their numbers. Stops at what it cannot follow. */
export function readShapes(drawings: Binary): Map<number, ShapeOptions> {
  const shapes = new Map<number, ShapeOptions>();
  const [group] = eachRecord(drawings, 0, drawings.length);
  let at = group?.to ?? drawings.length;
  while (at < drawings.length) {
    // In front of each drawing one byte tells whether it belongs to the text or to a header.
    const [drawing] = eachRecord(drawings, at + 1, drawings.length);
    if (!drawing) break;
    for (const patriarch of eachRecord(drawings, drawing.from, drawing.to)) {
      if (patriarch.type !== SHAPE_GROUP) continue;
      for (const record of eachRecord(drawings, patriarch.from, patriarch.to)) {
        const found = nothingFound();
        collect(drawings, record, found, 0);
        const { pictures, values } = found;
        // The group is a shape itself.
        const others = pictures.length > 0 && found.shapes.length > 1 + pictures.length;
        for (const shape of found.shapes) shapes.set(shape, { pictures, values, others });
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

export const isHiddenShape = (shape: ShapeOptions | undefined): boolean =>
  says(shape?.values.get(OPTION.group) ?? 0, HIDDEN);

/** Where a drawing lies over the text; null where text flows around it, or it lies behind the text or is hidden. */
export function floatOf({ x, y, width, height, flags }: Anchor, shape: ShapeOptions | undefined): Float | null {
  const switches = shape?.values.get(OPTION.group) ?? 0;
  const flows = ((flags >> 5) & 15) !== FLOWS_THROUGH;
  if (flows || flags & BEHIND_TEXT || says(switches, BEHIND) || isHiddenShape(shape)) return null;
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

interface Found {
  readonly shapes: number[];
  readonly pictures: ShapePicture[];
  readonly values: Map<number, number>;
}

const nothingFound = (): Found => ({ shapes: [], pictures: [], values: new Map() });

function collect(drawings: Binary, record: OfficeArtRecord, found: Found, depth: number): void {
  if (record.type === SHAPE && record.to - record.from >= 4) found.shapes.push(drawings.u32(record.from));
  else if (OPTIONS.has(record.type)) readOptions(drawings, record, found);
  else if (record.holdsRecords && depth < LIMITS.docGroupDepth) {
    for (const inner of eachRecord(drawings, record.from, record.to)) collect(drawings, inner, found, depth + 1);
  }
}

/** Of a group the first shape is the group itself: what it says of its place counts. */
function readOptions(drawings: Binary, { from, to, instance }: OfficeArtRecord, found: Found): void {
  const own = new Map<number, number>();
  for (let i = 0; i < instance && from + 6 * i + 6 <= to; i++) {
    const name = drawings.u16(from + 6 * i) & 0x3fff;
    const value = drawings.u32(from + 6 * i + 2);
    own.set(name, value);
    if (!found.values.has(name)) found.values.set(name, value);
  }
  const number = own.get(OPTION.picture) ?? 0;
  // No group has more; what is left is not read, and told.
  if (number === 0 || found.pictures.length > LIMITS.recognisedPages) return;
  const cut = CUTS.map((name) => Math.max(0, (own.get(name) ?? 0) | 0) / WHOLE) as [number, number, number, number];
  found.pictures.push({ number, ...(cut.some((share) => share > 0) && { cut }) });
}

const CUTS = [OPTION.cutLeft, OPTION.cutTop, OPTION.cutRight, OPTION.cutBottom] as const;
/** One, as fixed-point numbers have it. */
const WHOLE = 0x1_0000;

/** The picture of a shape in the line; null where it has none, or several. */
export function pictureOfShape(data: Binary, shape: OfficeArtRecord): ShapePicture | null {
  const found = nothingFound();
  collect(data, shape, found, 0);
  const [only] = found.pictures;
  return only && found.pictures.length === 1 ? only : null;
}
