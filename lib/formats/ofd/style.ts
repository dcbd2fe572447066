import { type Colour, isFaint } from "../../document/appearance.ts";
import { LIMITS } from "../../limits.ts";
import type { Shade } from "../shared/painted.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import type { Resources } from "./resources.ts";
import { childrenOf, descendants, numbersOf } from "./xml.ts";

/**
 * How objects are drawn: their own attributes and colours, or those of their drawing parameters (GB/T 33190, 8.2 and
 * 8.3).
 */

/** An object, then its drawing parameters and those they build on. */
function* stylesOf(object: XmlNode, layerParam: string | undefined, { drawParams }: Resources): Generator<XmlNode> {
  yield object;
  let id = object.attributes.DrawParam ?? layerParam;
  for (let depth = 0; id !== undefined && depth < LIMITS.nestedDrawings; depth++) {
    const param = drawParams.get(id);
    if (param) yield param;
    id = param?.attributes.Relative;
  }
}

export function inheritedAttribute(
  object: XmlNode,
  name: string,
  layerParam: string | undefined,
  resources: Resources,
): string | undefined {
  for (const { attributes } of stylesOf(object, layerParam, resources))
    if (attributes[name] !== undefined) return attributes[name];
  return undefined;
}

/** The shade of an object's filling or stroke; null where neither it nor its parameters name one. */
export function inheritedShade(
  object: XmlNode,
  name: "FillColor" | "StrokeColor",
  layerParam: string | undefined,
  resources: Resources,
): Shade | null {
  for (const style of stylesOf(object, layerParam, resources)) {
    const colour = child(style, name);
    if (colour) return shadeOf(colour, resources);
  }
  return null;
}

/** From 0 to 1; an attribute counts from 0 to 255. */
export function opacityOf({ attributes }: XmlNode): number {
  const alpha = Number(attributes.Alpha ?? 255);
  return Number.isFinite(alpha) ? Math.min(Math.max(alpha / 255, 0), 1) : 1;
}

const GRADIENT = /^(?:Axial|Radial)Shd$/u;
const PAINTED_OTHERWISE = /^(?:Pattern|.*Shd)$/u;

function shadeOf(element: XmlNode, resources: Resources): Shade {
  const other = element.children.find(({ name }) => PAINTED_OTHERWISE.test(name));
  return {
    colour: other ? colourOfGradient(other, resources) : colourOf(element, resources),
    opacity: opacityOf(element),
  };
}

/**
 * A gradient between colours that look alike is one colour; of others, and of patterns, it can't be told what lies
 * where.
 */
function colourOfGradient(element: XmlNode, resources: Resources): Colour | null {
  if (!GRADIENT.test(element.name)) return null;
  const colours = childrenOf(element, "Segment").flatMap((segment) =>
    descendants(segment, "Color").map((each) => colourOf(each, resources)),
  );
  const [first] = colours;
  return first && colours.every((colour) => colour && isFaint(colour, first)) ? first : null;
}

/** Black where no channel is given; null where the channels fit no colour space. */
function colourOf({ attributes }: XmlNode, { colourSpaces }: Resources): Colour | null {
  const space = colourSpaces.get(attributes.ColorSpace ?? "");
  const index = attributes.Value === undefined && attributes.Index !== undefined ? Number(attributes.Index) : null;
  const channels = index === null ? numbersOf(attributes.Value) : space?.palette[index];
  if (!channels) return null;
  const most = 2 ** (space?.bits ?? 8) - 1;
  const [a = 0, b = 0, c = 0, k = 0] = channels.map((value) => Math.min(Math.max(value / most, 0), 1));
  const type = space?.type ?? (channels.length === 1 ? "GRAY" : channels.length === 4 ? "CMYK" : "RGB");
  const ofType = { GRAY: [a, a, a], RGB: [a, b, c], CMYK: [(1 - a) * (1 - k), (1 - b) * (1 - k), (1 - c) * (1 - k)] }[
    type
  ];
  const fits = channels.length === 0 || channels.length === { GRAY: 1, RGB: 3, CMYK: 4 }[type];
  if (!ofType || !fits) return null;
  return channels.length === 0 ? [0, 0, 0] : (ofType.map((value) => value * 255) as unknown as Colour);
}
