import { withoutTrailing } from "../../document/text.ts";
import { type Affine, type CharacterMark, type Mark, onPlace } from "./flat-marks.ts";

/** The marks that one object of an OFD page makes, for the second reading. */

export type Attributes = Readonly<Record<string, string>>;

export const list = (text: string | undefined): string[] =>
  (text ?? "")
    .trim()
    .split(/\s+/u)
    .filter((part) => part !== "");

/** Distances of DeltaX or DeltaY written out, at most as many as there are characters. */
function distances(text: string | undefined, most: number): number[] {
  const written = list(text)
    .join(" ")
    .replace(/[gG] (\d+) (\S+)/gu, (_, times: string, distance: string) =>
      `${distance} `.repeat(Math.min(Number(times), most)),
    );
  return list(written).slice(0, most).map(Number);
}

export const off = (value: string | undefined) => /^\s*(?:false|0)\s*$/iu.test(value ?? "");
const on = (value: string | undefined) => /^\s*(?:true|1)\s*$/iu.test(value ?? "");
const transparent = (...alphas: readonly (string | undefined)[]) =>
  alphas.some((alpha) => alpha !== undefined && Number(alpha) === 0);
const NEARLY_WHITE = 250;
const isWhite = (fill: Attributes | undefined) => {
  const channels = list(fill?.Value).map(Number);
  return (channels.length === 3 || channels.length === 1) && Math.min(...channels) >= NEARLY_WHITE;
};

/** From an object's own space to that of what holds it. */
function placeOf(object: Attributes): Affine {
  const [bx = 0, by = 0] = list(object.Boundary).map(Number);
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = list(object.CTM).map(Number);
  return [a, b, c, d, e + bx, f + by];
}

/** An object while its element is open. */
export interface Open {
  readonly name: string;
  readonly attributes: Attributes;
  fill: Attributes | undefined;
  data: string;
  readonly codes: { readonly attributes: Attributes; text: string }[];
}

/** The characters of a text object; a wide step, one back or one to another line begins anew. */
function charactersOf({ attributes, fill, codes }: Open): CharacterMark[] {
  const stroked = on(attributes.Stroke);
  if (transparent(attributes.Alpha) || ((off(attributes.Fill) || transparent(fill?.Alpha)) && !stroked)) return [];
  const place = placeOf(attributes);
  const [a, b, c, d] = place;
  const size = Math.abs(Number(attributes.Size ?? 0));
  const quarter = ((Math.round(Math.atan2(b, a) / (Math.PI / 2)) % 4) + 4) % 4;
  const marks: CharacterMark[] = [];
  let [startX, startY] = [0, 0];
  for (const { attributes: code, text } of codes) {
    [startX, startY] = [Number(code.X ?? startX) || 0, Number(code.Y ?? startY) || 0];
    let [x, y] = [startX, startY];
    let goesOn = false;
    const characters = [...withoutTrailing(text.replace(/^[\r\n\t]+/u, ""), /[\r\n\t]/u)];
    const dx = distances(code.DeltaX, characters.length);
    const dy = distances(code.DeltaY, characters.length);
    characters.forEach((character, index) => {
      const own = (character.charCodeAt(0) > 0x2e7f ? 1 : 0.5) * size * (Math.abs(Number(attributes.HScale ?? 1)) || 1);
      const stepX = dx.length === 0 && dy.length === 0 ? own : (dx[index] ?? dx.at(-1) ?? 0);
      const stepY = dy[index] ?? dy.at(-1) ?? 0;
      if (character.trim() !== "") {
        const [pageX, pageY] = onPlace(place, x, y);
        const width = Math.min(Math.max(stepX, 0) || own, own) * Math.hypot(a, b);
        const white = isWhite(fill) && !stroked;
        marks.push({
          kind: "character",
          text: character,
          x: pageX,
          y: pageY,
          width,
          size: size * Math.hypot(c, d),
          quarter,
          goesOn,
          white,
        });
      }
      goesOn =
        character.trim() !== "" &&
        stepX >= 0 &&
        stepX <= Math.max(own + 0.45 * size, 1.3 * size) &&
        Math.abs(stepY) <= 0.3 * size;
      x += stepX;
      y += stepY;
    });
  }
  return marks;
}

const pairs = (numbers: readonly number[]): number[][] =>
  Array.from({ length: numbers.length >> 1 }, (_, index) => numbers.slice(2 * index, 2 * index + 2));

/** The straight lines of a path, and the rectangle around it where it is filled. */
function pathMarks({ attributes, fill, data }: Open): Mark[] {
  if (transparent(attributes.Alpha)) return [];
  const place = placeOf(attributes);
  const points: (readonly [number, number])[] = [];
  const corners: (readonly [number, number])[] = [];
  const lines: Mark[] = [];
  let rectangular = true;
  for (const [, operator = "", operands = ""] of data.matchAll(/([SMLCQBA])([^SMLCQBA]*)/gu)) {
    const numbers = operands
      .trim()
      .split(/[\s,]+/u)
      .map(Number);
    const [x, y] = numbers.slice(-2);
    const last = points.at(-1);
    if (/[QBA]/u.test(operator)) rectangular = false;
    if (operator === "C" || x === undefined || y === undefined) continue;
    // A curve lies between its control points; an arc no further from its end than it is wide.
    const around =
      operator === "A"
        ? [
            [x, y - 2 * (numbers[1] ?? 0)],
            [x, y + 2 * (numbers[1] ?? 0)],
          ]
        : pairs(numbers.slice(0, -2));
    corners.push(...around.map(([px = 0, py = 0]) => onPlace(place, px, py)));
    const point = onPlace(place, x, y);
    if (operator === "L" && last) lines.push({ kind: "line", x0: last[0], y0: last[1], x1: point[0], y1: point[1] });
    points.push(point);
  }
  const marks = off(attributes.Stroke) ? [] : lines;
  if (!on(attributes.Fill) || points.length === 0 || transparent(fill?.Alpha)) return marks;
  const all = [...points, ...corners];
  const [xs, ys] = [all.map(([x]) => x).sort((p, q) => p - q), all.map(([, y]) => y).sort((p, q) => p - q)];
  const [bx = 0, by = 0, bw = 0, bh = 0] = list(attributes.Boundary).map(Number);
  const [right, bottom] = [bw > 0 ? bx + bw : Infinity, bh > 0 ? by + bh : Infinity];
  const box = {
    x0: Math.max(xs[0] as number, bx),
    y0: Math.max(ys[0] as number, by),
    x1: Math.min(xs.at(-1) as number, right),
    y1: Math.min(ys.at(-1) as number, bottom),
  };
  const opaque =
    rectangular &&
    points.length <= 5 &&
    fill?.Value !== undefined &&
    attributes.Alpha === undefined &&
    fill.Alpha === undefined;
  return [...marks, { kind: "fill", ...box, opaque, white: isWhite(fill) }];
}

export function marksOf(object: Open): Mark[] {
  if (object.name === "TextObject") return charactersOf(object);
  if (object.name === "PathObject") return pathMarks(object);
  const { ResourceID: id, Alpha: alpha, Boundary: boundary } = object.attributes;
  const [x = 0, y = 0, width = 0, height = 0] = list(boundary).map(Number);
  // White print may stand on a picture; what one hides is for the first reading to tell.
  if (object.name === "ImageObject")
    return id === undefined || transparent(alpha)
      ? []
      : [{ kind: "fill", x0: x, y0: y, x1: x + width, y1: y + height, opaque: false, white: false }];
  return id === undefined || transparent(alpha) ? [] : [{ kind: "unit", id, place: placeOf(object.attributes) }];
}
