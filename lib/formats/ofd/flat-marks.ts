import { SaxesParser } from "saxes";
import { withoutTrailing } from "../../document/text.ts";
import { CorruptError } from "../errors.ts";
import { localName } from "./xml.ts";

/**
 * What a part of an OFD package draws, as far as the second reading asks: characters, lines, filled rectangles and
 * references, by its own means.
 */

type Attributes = Readonly<Record<string, string>>;

export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const list = (text: string | undefined): string[] =>
  (text ?? "")
    .trim()
    .split(/\s+/u)
    .filter((part) => part !== "");

export interface CharacterMark {
  readonly kind: "character";
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Direction in quarter turns, clockwise. */
  readonly quarter: number;
  /** Whether it goes on what the character before it began. */
  readonly goesOn: boolean;
  readonly white: boolean;
}

export interface LineMark {
  readonly kind: "line";
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface FillMark {
  readonly kind: "fill";
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly opaque: boolean;
  readonly white: boolean;
}

export interface UnitMark {
  readonly kind: "unit";
  readonly id: string;
  readonly place: Affine;
}

export type Mark = CharacterMark | LineMark | FillMark | UnitMark;

/** Distances of DeltaX or DeltaY written out, at most as many as there are characters. */
function distances(text: string | undefined, most: number): number[] {
  const written = list(text)
    .join(" ")
    .replace(/[gG] (\d+) (\S+)/gu, (_, times: string, distance: string) =>
      `${distance} `.repeat(Math.min(Number(times), most)),
    );
  return list(written).slice(0, most).map(Number);
}

const off = (value: string | undefined) => /^\s*(?:false|0)\s*$/iu.test(value ?? "");
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

const onPlace = ([a, b, c, d, e, f]: Affine, x: number, y: number): readonly [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** A mark of a composite unit where an object that refers to it puts it. */
export function placed(mark: Mark, place: Affine): Mark {
  const [a, b, c, d, e, f] = place;
  if (mark.kind === "unit") {
    const [ma, mb, mc, md, me, mf] = mark.place;
    const [x, y] = onPlace(place, me, mf);
    return { ...mark, place: [a * ma + c * mb, b * ma + d * mb, a * mc + c * md, b * mc + d * md, x, y] };
  }
  if (mark.kind === "character") {
    const [x, y] = onPlace(place, mark.x, mark.y);
    const turn = Math.round(Math.atan2(b, a) / (Math.PI / 2));
    return {
      ...mark,
      x,
      y,
      width: mark.width * Math.hypot(a, b),
      size: mark.size * Math.hypot(c, d),
      quarter: (mark.quarter + turn + 4) % 4,
    };
  }
  return {
    ...mark,
    x0: a * mark.x0 + c * mark.y0 + e,
    y0: b * mark.x0 + d * mark.y0 + f,
    x1: a * mark.x1 + c * mark.y1 + e,
    y1: b * mark.x1 + d * mark.y1 + f,
  };
}

/** An object while its element is open. */
interface Open {
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

function marksOf(object: Open): Mark[] {
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

const OBJECTS: ReadonlySet<string> = new Set(["TextObject", "PathObject", "ImageObject", "CompositeObject"]);
/** A reference that is named as what it refers to has no size of its own. */
const isReference = (name: string, attributes: Attributes) =>
  name === "CompositeGraphicUnit" && attributes.ResourceID !== undefined;

/** From the bottom to the top; a layer of no type is of the second. */
const LAYERS = ["Background", "Body", "Foreground"];

/**
 * The marks of a page, template or resource file in the order they are drawn, and those of the composite units defined
 * in it; what is invisible is left out.
 * @throws CorruptError
 */
export function readMarks(xml: string): { readonly marks: Mark[]; readonly units: ReadonlyMap<string, Mark[]> } {
  const layers: readonly Mark[][] = LAYERS.map(() => []);
  const body = layers[1] as Mark[];
  const units = new Map<string, Mark[]>();
  let into = body;
  let invisible = 0;
  let clips = 0;
  let object: Open | undefined;
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => {
    throw new CorruptError(undefined, { cause: error });
  });
  let open = "";
  parser.on("opentag", ({ name: full, attributes: given }) => {
    const attributes = given as Attributes;
    const name = localName(full);
    open = name;
    if (invisible > 0 || off(attributes.Visible)) invisible++;
    if (name === "Clips") clips++;
    if (invisible > 0 || clips > 0) return;
    if (OBJECTS.has(name) || isReference(name, attributes))
      object = { name, attributes, fill: undefined, data: "", codes: [] };
    else if (name === "Layer") into = layers[LAYERS.indexOf(attributes.Type ?? "")] ?? body;
    else if (name === "CompositeGraphicUnit") {
      into = [];
      units.set(attributes.ID ?? "", into);
    } else if (object && name === "FillColor") object.fill = attributes;
    else if (object && name === "TextCode") object.codes.push({ attributes, text: "" });
  });
  const addText = (part: string) => {
    if (!object || invisible > 0 || clips > 0) return;
    const code = object.codes.at(-1);
    if (open === "TextCode" && code) code.text += part;
    else if (open === "AbbreviatedData") object.data += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", ({ name: full, attributes }) => {
    const name = localName(full);
    open = "";
    if (name === "Clips") clips--;
    if (invisible > 0) invisible--;
    else if (object && name === object.name && clips === 0) {
      into.push(...marksOf(object));
      object = undefined;
    } else if (name === "Layer" || (name === "CompositeGraphicUnit" && !isReference(name, attributes as Attributes)))
      into = body;
  });
  parser.write(xml).close();
  return { marks: layers.flat(), units };
}
