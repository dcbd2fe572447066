import type { Area, Grey } from "../picture/raster.ts";
import prototypes from "./digit-shapes.json" with { type: "json" };

/**
 * Whether a drawn digit has the shape of the digit that its code says, told without a model: its ink, brought to one
 * size, is compared with the digits of many typefaces. It proves what is plain, cheaply; whatever it can't prove is for
 * the recogniser.
 */

/**
 * Pixels of a shape's side. A digit fills it whatever its typeface's width; only what is a mere stroke, as many a 1 is,
 * stays one.
 */
const SIDE = 16;
/** Breadth of a stroke in its height. */
const STROKE = 0.3;
/** Share of the darkest ink from which a pixel counts as the digit's own. */
const OWN_INK = 0.35;
/**
 * A digit is proven by a likeness that no other digit's comes near: the less it is, the further ahead it must be. Over
 * some 240 typefaces at 14 to 24 pixels, each judged by the prototypes of other families, none but dingbats was taken
 * for another digit; what stays unproven is looked at.
 */
const LEAST_LIKENESS = 0.6;
const leadFor = (likeness: number): number => 0.04 + 0.5 * Math.max(0, 0.8 - likeness);

/**
 * Ink of one character on a grid of its own, its mean 0 and its length 1, so that a product of two is their likeness.
 */
type Shape = Float32Array;

/** A typeface: the shapes of its ten digits. */
type Face = readonly Shape[];
let unpacked: readonly Face[] | undefined;

/** Unpacked with the first digit that is asked for: most documents have none to prove. */
const faces = (): readonly Face[] => {
  unpacked ??= prototypes.faces.map(({ digits }) =>
    digits.map((packed) =>
      normalised(Float32Array.from([...Buffer.from(packed, "base64")].flatMap((byte) => [byte >> 4, byte & 15]))),
    ),
  );
  return unpacked;
};

function normalised(values: Float32Array): Shape {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = (values[i] as number) - mean;
    square += (values[i] as number) ** 2;
  }
  const length = Math.sqrt(square) || 1;
  return values.map((value) => value / length);
}

function likeness(a: Shape, b: Shape): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The ink that is a digit's own in the area around it, and where it stands there. */
interface OwnInk extends Area {
  /** Grey levels of ink, row by row of the area. */
  readonly own: Uint8Array;
}

/**
 * Connected parts of what is darker than `least`: the part of each pixel (0 for none), the weight of each, and which
 * reach the area's edge.
 */
function partsOf(ink: Uint8Array, w: number, h: number, least: number) {
  const part = new Uint16Array(w * h);
  const weights = [0];
  const atEdge = [false];
  const stack: number[] = [];
  for (let seed = 0; seed < ink.length; seed++) {
    if (part[seed] !== 0 || (ink[seed] as number) < least) continue;
    const name = weights.length;
    let weight = 0;
    let edge = false;
    part[seed] = name;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      weight += ink[at] as number;
      const [x, y] = [at % w, (at / w) | 0];
      edge ||= x === 0 || y === 0 || x === w - 1 || y === h - 1;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(h - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(w - 1, x + 1); nx++) {
          const next = ny * w + nx;
          if (part[next] !== 0 || (ink[next] as number) < least) continue;
          part[next] = name;
          stack.push(next);
        }
      }
    }
    weights.push(weight);
    atEdge.push(edge);
  }
  return { part, weights, atEdge };
}

/**
 * All ink but what reaches in from beside the digit: a neighbour's edge or a border, which is not the heaviest part and
 * touches the area's edge.
 */
function ownInk({ width, data }: Grey, area: Area, paper: number): OwnInk | null {
  const [w, h] = [area.x1 - area.x0, area.y1 - area.y0];
  if (w <= 0 || h <= 0) return null;
  const ink = new Uint8Array(w * h);
  let most = 0;
  for (let y = 0, at = 0; y < h; y++) {
    for (let x = 0; x < w; x++, at++) {
      const value = Math.abs((data[(area.y0 + y) * width + area.x0 + x] as number) - paper);
      ink[at] = value;
      if (value > most) most = value;
    }
  }
  if (most === 0) return null;
  const least = Math.max(most * OWN_INK, 1);
  const { part, weights, atEdge } = partsOf(ink, w, h, least);
  const heaviest = weights.indexOf(Math.max(...weights));
  const isForeign = (name: number) => name !== 0 && name !== heaviest && atEdge[name] === true;
  let [x0, y0, x1, y1] = [w, h, 0, 0];
  const own = Uint8Array.from(ink);
  for (let at = 0; at < part.length; at++) {
    const [x, y] = [at % w, (at / w) | 0];
    if (isForeign(part[at] as number)) {
      // With its blur.
      for (let ny = Math.max(0, y - 1); ny <= Math.min(h - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(w - 1, x + 1); nx++)
          if (part[ny * w + nx] === 0 || isForeign(part[ny * w + nx] as number)) own[ny * w + nx] = 0;
    } else if (part[at] !== 0) {
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x + 1);
      y1 = Math.max(y1, y + 1);
    }
  }
  return x1 === 0 ? null : { x0, y0, x1, y1, own };
}

/** A digit's own ink in an area as grid values of 0 to 255, brought to one size; null where there is none. */
export function gridOfInk(grey: Grey, area: Area, paper: number): Float32Array | null {
  const ink = ownInk(grey, area, paper);
  if (!ink) return null;
  const { x0, y0, x1, y1, own } = ink;
  const w = area.x1 - area.x0;
  const scale = (y1 - y0) / SIDE;
  const columns = x1 - x0 < STROKE * (y1 - y0) ? Math.max(1, Math.round((x1 - x0) / scale)) : SIDE;
  const across = (x1 - x0) / columns;
  const left = (SIDE - columns) >> 1;
  const grid = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    const [top, bottom] = [y0 + row * scale, y0 + (row + 1) * scale];
    for (let column = 0; column < columns; column++) {
      const [from, to] = [x0 + column * across, x0 + (column + 1) * across];
      let sum = 0;
      for (let y = Math.floor(top); y < bottom; y++) {
        const high = Math.min(bottom, y + 1) - Math.max(top, y);
        for (let x = Math.floor(from); x < to; x++)
          sum += high * (Math.min(to, x + 1) - Math.max(from, x)) * (own[y * w + x] ?? 0);
      }
      grid[row * SIDE + left + column] = sum / (across * scale);
    }
  }
  return grid;
}

/**
 * A judge of one document's digits. It remembers which typeface the last ones resembled, since a document has few, and
 * what it was shown: most of a table's digits are drawn alike to the pixel.
 */
export class DigitShapes {
  #face = 0;
  readonly #shown = new Map<string, boolean>();

  /**
   * Whether the ink in an area of a drawn page is certainly this digit (0 to 9). `paper` is the grey of what lies
   * behind.
   */
  proves(digit: number, grey: Grey, area: Area, paper: number): boolean {
    const picture = `${digit} ${area.x1 - area.x0} ${paper} ${pixelsIn(grey, area)}`;
    const known = this.#shown.get(picture);
    if (known !== undefined) return known;
    const grid = gridOfInk(grey, area, paper);
    const proven = grid !== null && this.#isDigit(digit, normalised(grid));
    if (this.#shown.size < MOST_SHOWN) this.#shown.set(picture, proven);
    return proven;
  }

  #isDigit(digit: number, shape: Shape): boolean {
    const all = faces();
    const usual = all[this.#face];
    if (usual && isAhead(bestOf([usual], digit, shape))) return true;
    if (!isAhead(bestOf(all, digit, shape))) return false;
    const own = all.map((face) => likeness(face[digit] as Shape, shape));
    this.#face = own.indexOf(Math.max(...own));
    return true;
  }
}

/** Pictures that are remembered; a document's digits take a few hundred. */
const MOST_SHOWN = 10_000;

/** The pixels of an area, a character each. */
function pixelsIn({ width, data }: Grey, { x0, y0, x1, y1 }: Area): string {
  let pixels = "";
  for (let y = y0; y < y1; y++)
    pixels += Buffer.from(data.buffer, data.byteOffset + y * width + x0, x1 - x0).toString("latin1");
  return pixels;
}

interface Best {
  readonly own: number;
  readonly other: number;
}

const isAhead = ({ own, other }: Best): boolean => own >= LEAST_LIKENESS && own - other >= leadFor(own);

/** The greatest likeness to a digit and to any other. */
function bestOf(among: readonly Face[], digit: number, shape: Shape): Best {
  let own = -1;
  let other = -1;
  for (const face of among) {
    for (let n = 0; n < face.length; n++) {
      const alike = likeness(face[n] as Shape, shape);
      if (n === digit) own = Math.max(own, alike);
      else other = Math.max(other, alike);
    }
  }
  return { own, other };
}
