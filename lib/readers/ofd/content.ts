import type { Box } from "../../document/document.ts";
import { withoutTrailing } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import type { Glyph, Stroke } from "../../tables/geometry.ts";
import { TooLargeError } from "../errors.ts";
import { apply, type Matrix, multiply } from "../plane.ts";
import { child, type XmlNode } from "../xml-tree.ts";
import { pathOf } from "./path.ts";
import { childrenOf } from "./xml.ts";

/** Points in a millimetre. */
export const MILLIMETRE = 72 / 25.4;

export const numbersOf = (text: string | undefined): number[] =>
  (text ?? "")
    .trim()
    .split(/[\s,]+/u)
    .map(Number)
    .filter(Number.isFinite);

/** What drawing parameters and composite units the resource files define. */
export interface Resources {
  readonly drawParams: ReadonlyMap<string, XmlNode>;
  readonly composites: ReadonlyMap<string, XmlNode>;
}

export interface Drawing {
  readonly strokes: Stroke[];
  readonly fills: Box[];
  readonly glyphs: { readonly glyph: Glyph; readonly order: number; readonly hidden: boolean }[];
  readonly images: { readonly box: Box; readonly order: number }[];
  curves: number;
  objects: number;
}

const DEFAULT_LINE_WIDTH = 0.353;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u2014\u2018-\u201f\u2026]/u;
const UNPRINTED = /^[\s\p{Cc}\p{Cf}]$/u;

/** DeltaX and DeltaY: distances between characters; "g n d" stands for n times d. A list that is too short goes on with its last distance. */
export function deltasOf(text: string | undefined, count: number): number[] | null {
  if (text === undefined || text.trim() === "") return null;
  const parts = text.trim().split(/\s+/u);
  const deltas: number[] = [];
  for (let index = 0; index < parts.length && deltas.length < count; index++) {
    if (parts[index]?.toLowerCase() === "g") {
      const times = Math.min(Number(parts[index + 1]), count - deltas.length);
      for (let time = 0; time < times; time++) deltas.push(Number(parts[index + 2]));
      index += 2;
    } else deltas.push(Number(parts[index]));
  }
  const known = deltas.filter(Number.isFinite);
  while (known.length < count) known.push(known.at(-1) ?? 0);
  return known;
}

/** An attribute of an object, or of its drawing parameters and those they build on. */
function inherited(object: XmlNode, name: string, layerParam: string | undefined, resources: Resources): string | undefined {
  if (object.attributes[name] !== undefined) return object.attributes[name];
  let id = object.attributes.DrawParam ?? layerParam;
  for (let depth = 0; id !== undefined && depth < LIMITS.nestedDrawings; depth++) {
    const param = resources.drawParams.get(id);
    if (param?.attributes[name] !== undefined) return param.attributes[name];
    id = param?.attributes.Relative;
  }
  return undefined;
}

const isTransparent = (object: XmlNode) => object.attributes.Alpha !== undefined && Number(object.attributes.Alpha) === 0;

function toPage(object: XmlNode, outer: Matrix): Matrix {
  const own = numbersOf(object.attributes.CTM);
  const [x = 0, y = 0] = numbersOf(object.attributes.Boundary);
  const transform = own.length === 6 ? (own as unknown as Matrix) : ([1, 0, 0, 1, 0, 0] as const);
  return multiply(multiply(transform, [1, 0, 0, 1, x, y]), outer);
}

const FULL_SQUARE = 1.05;

function readText(object: XmlNode, matrix: Matrix, drawing: Drawing): void {
  const size = Number(object.attributes.Size ?? 0);
  const scale = Number(object.attributes.HScale ?? 1) || 1;
  const filled = object.attributes.Fill !== "false" || object.attributes.Stroke === "true";
  const colour = child(object, "FillColor");
  const hidden = !filled || isTransparent(object) || (colour !== undefined && isTransparent(colour) && object.attributes.Stroke !== "true");
  const reading = Number(object.attributes.ReadDirection ?? 0);
  const turned = Number(object.attributes.CharDirection ?? 0);
  // Characters turned against their line stand upright in it.
  const [a, b] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
  const [directionX, directionY] = [matrix[0] * a + matrix[2] * b, matrix[1] * a + matrix[3] * b];
  const angle = ((Math.atan2(directionY, directionX) * 180) / Math.PI + 360) % 360;
  const height = size * Math.hypot(matrix[2], matrix[3]);
  const along = Math.hypot(matrix[0], matrix[1]);
  let startX = 0;
  let startY = 0;
  for (const code of childrenOf(object, "TextCode")) {
    const characters = [...withoutTrailing(code.text.replace(/^[\r\n\t]+/u, ""), /[\r\n\t]/u)];
    startX = code.attributes.X === undefined ? startX : Number(code.attributes.X) || 0;
    startY = code.attributes.Y === undefined ? startY : Number(code.attributes.Y) || 0;
    const deltasX = deltasOf(code.attributes.DeltaX, Math.max(characters.length - 1, 0));
    const deltasY = deltasOf(code.attributes.DeltaY, Math.max(characters.length - 1, 0));
    let [x, y] = [startX, startY];
    characters.forEach((character, index) => {
      const own = (WIDE.test(character) ? size : 0.5 * size) * scale;
      const step = deltasX?.[index] ?? own;
      if (!UNPRINTED.test(character)) {
        const [pageX, pageY] = apply(matrix, x, y);
        // The distance to the next character is its advance where the two stand close: figures may be as wide as Chinese characters.
        const advance = (step > 0 && step <= FULL_SQUARE * size * scale ? step : own) * along;
        drawing.glyphs.push({
          glyph: { text: character, x: pageX, y: pageY, size: height || 1, advance, angle },
          order: drawing.objects,
          hidden,
        });
      }
      if (deltasX || deltasY) {
        x += deltasX?.[index] ?? 0;
        y += deltasY?.[index] ?? 0;
      } else if (reading === 90) y += size;
      else if (reading === 270) y -= size;
      else x += reading === 180 ? -own : own;
    });
  }
}

function readPathObject(object: XmlNode, matrix: Matrix, layerParam: string | undefined, resources: Resources, drawing: Drawing): void {
  const data = child(object, "AbbreviatedData")?.text;
  if (!data) return;
  const stroked = object.attributes.Stroke !== "false";
  const filled = object.attributes.Fill === "true";
  const width = Number(inherited(object, "LineWidth", layerParam, resources) ?? DEFAULT_LINE_WIDTH);
  const thickness = width * Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
  const { lines, rectangles, curves } = pathOf(data, (x, y) => apply(matrix, x, y));
  if (stroked) for (const [x0, y0, x1, y1] of lines) drawing.strokes.push({ x0, y0, x1, y1, thickness });
  if (filled) {
    drawing.fills.push(...rectangles);
    drawing.curves += curves;
  }
}

const scaled = ([x, y, width, height]: readonly number[], matrix: Matrix): Box => {
  const [ax, ay] = apply(matrix, x ?? 0, y ?? 0);
  const [bx, by] = apply(matrix, (x ?? 0) + (width ?? 0), (y ?? 0) + (height ?? 0));
  return [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
};

/** Everything a layer, page block or composite unit draws, in points of the page. */
export function readContent(
  container: XmlNode,
  outer: Matrix,
  layerParam: string | undefined,
  resources: Resources,
  drawing: Drawing,
  depth = 0,
): void {
  if (depth > LIMITS.nestedDrawings) throw new TooLargeError();
  for (const object of container.children) {
    if (object.attributes.Visible === "false") continue;
    if (++drawing.objects > LIMITS.drawnObjects) throw new TooLargeError();
    const param = object.attributes.DrawParam ?? layerParam;
    switch (object.name) {
      case "Layer":
      case "PageBlock":
      case "Content":
        readContent(object, outer, param, resources, drawing, depth + 1);
        break;
      case "TextObject":
        readText(object, toPage(object, outer), drawing);
        break;
      case "PathObject":
        if (!isTransparent(object)) readPathObject(object, toPage(object, outer), param, resources, drawing);
        break;
      case "ImageObject":
        drawing.images.push({ box: scaled(numbersOf(object.attributes.Boundary), outer), order: drawing.objects });
        break;
      case "CompositeObject": {
        const unit = resources.composites.get(object.attributes.ResourceID ?? "");
        if (unit) readContent(unit, toPage(object, outer), param, resources, drawing, depth + 1);
      }
    }
  }
}
