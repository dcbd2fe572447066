import { LIMITS } from "../../limits.ts";
import { commonBox } from "../../pages/geometry.ts";
import { TooLargeError } from "../errors.ts";
import type { Shade } from "../shared/painted.ts";
import { apply, inverse, type Matrix, multiply, rectangleOf } from "../shared/plane.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import { type Clip, isInClip } from "./clip.ts";
import {
  addPaint,
  BLACK,
  faded,
  type Holder,
  inBoundary,
  type PlacedPicture,
  UNKNOWN,
  type UprightPicture,
  type Walk,
  within,
} from "./drawing.ts";
import { charactersOf } from "./glyphs.ts";
import { blendedBy, DARKENING } from "./picture-shades.ts";
import { boxOnPage } from "./place.ts";
import { readPath } from "./shapes.ts";
import { inheritedShade } from "./style.ts";
import { isTrue, numbersOf } from "./xml.ts";

/** Walks over the objects of a page (GB/T 33190, 7.7 and 8). */

const LAYERS: readonly (string | undefined)[] = ["Background", "Body", "Foreground"];

/** Layers in the order of drawing, whatever order they are written in. */
const inOrder = (objects: readonly XmlNode[]): XmlNode[] => {
  const rank = ({ name, attributes }: XmlNode) => (name === "Layer" ? LAYERS.indexOf(attributes.Type ?? "Body") : 1);
  return objects.toSorted((a, b) => rank(a) - rank(b));
};

function readText(object: XmlNode, outer: Holder, { drawing, resources, laidOver }: Walk): void {
  const holder = within(object, outer);
  const mode = object.attributes.BlendMode;
  const inkOf = (shade: Shade) =>
    faded(mode === undefined || mode === "Normal" ? shade : { ...shade, colour: null }, holder.opacity);
  const fill = isTrue(object.attributes.Fill, true)
    ? (inheritedShade(object, "FillColor", outer.param, resources) ?? BLACK)
    : null;
  const stroke = isTrue(object.attributes.Stroke, false)
    ? (inheritedShade(object, "StrokeColor", outer.param, resources) ?? UNKNOWN)
    : null;
  const [, , width, height] = numbersOf(object.attributes.Boundary);
  const bounded = inBoundary(object, holder.clip, outer.toPage);
  drawing.characters.push(
    ...charactersOf(object, holder.toPage, {
      inks: [fill, stroke].filter((shade) => shade !== null).map(inkOf),
      // Nothing shows in a boundary without extent, for programs that mind it.
      clip: { ...bounded, settled: bounded.settled && width !== 0 && height !== 0 },
      order: drawing.objects,
      laidOver,
      font: resources.fonts.get(object.attributes.Font ?? ""),
    }),
  );
}

/** Points that a side may lean and still be upright. */
const LEAN = 1;

function uprightOf(
  fromUnit: Matrix,
  { shapes, settled }: Clip,
  opacity: number,
  mode: string | undefined,
): UprightPicture | null {
  const [a, b, c, d] = fromUnit;
  const upright = a > 0 && d > 0 && Math.abs(b) < LEAN && Math.abs(c) < LEAN;
  const boxed = shapes.every(([shape, ...others]) => {
    const [outline, ...more] = shape?.outlines ?? [];
    return others.length + more.length === 0 && outline !== undefined && rectangleOf(outline) !== null;
  });
  const darkens = mode !== undefined && DARKENING.has(mode);
  if (!upright || !boxed || !settled || !(darkens || mode === undefined || mode === "Normal")) return null;
  return { frame: boxOnPage([0, 0, 1, 1], fromUnit), opacity, darkens };
}

/**
 * A picture fills the unit square of its transformation, or its boundary where it has none. One that is defined nowhere
 * is not drawn.
 */
function readPicture(object: XmlNode, outer: Holder, { drawing, resources, pictures, laidOver }: Walk): void {
  const path = resources.pictures.get(object.attributes.ResourceID ?? "");
  const holder = within(object, outer);
  if (path === undefined || holder.opacity === 0) return;
  const [, , width = 1, height = 1] = numbersOf(object.attributes.Boundary);
  const fromUnit =
    object.attributes.CTM === undefined ? multiply([width, 0, 0, height, 0, 0], holder.toPage) : holder.toPage;
  const toUnit = inverse(fromUnit);
  const clip = inBoundary(object, holder.clip, outer.toPage);
  const box = commonBox(boxOnPage([0, 0, 1, 1], fromUnit), clip.box);
  const masked = object.attributes.ImageMask !== undefined;
  const picture: PlacedPicture = {
    path,
    laidOver,
    drawn: masked ? null : uprightOf(fromUnit, clip, holder.opacity, object.attributes.BlendMode),
    box,
    order: drawing.objects,
    what: laidOver ? "批注" : "图片",
    costly: true,
    at: (x, y) => {
      const shade = toUnit && isInClip(clip, x, y) ? pictures.at(path, ...apply(toUnit, x, y)) : null;
      return (
        shade &&
        blendedBy(object.attributes.BlendMode, faded(masked ? { ...shade, colour: null } : shade, holder.opacity))
      );
    },
  };
  drawing.pictures.push(picture);
  drawing.paints.add(picture);
}

/** An object of no kind known here may show anything. */
function readUnknown(object: XmlNode, outer: Holder, walk: Walk): void {
  const box = boxOnPage(numbersOf(object.attributes.Boundary), outer.toPage);
  const what = "不能识别的对象";
  walk.drawing.marks.push({ box, what, order: walk.drawing.objects });
  addPaint(walk, outer.clip, { box, what, shade: UNKNOWN, corners: 0, isPainted: () => true });
}

/** Everything that a page, layer, composite unit or appearance holds. @throws TooLargeError */
export function readContent(container: XmlNode, holder: Holder, walk: Walk): void {
  const { drawing, resources } = walk;
  if (holder.depth > LIMITS.nestedDrawings) throw new TooLargeError();
  for (const object of inOrder(container.children)) {
    if (!isTrue(object.attributes.Visible, true)) continue;
    if (++drawing.objects > LIMITS.drawnObjects) throw new TooLargeError();
    switch (object.name) {
      case "Layer":
      case "PageBlock":
      case "Content":
        readContent(
          object,
          { ...holder, param: object.attributes.DrawParam ?? holder.param, depth: holder.depth + 1 },
          walk,
        );
        break;
      case "TextObject":
        readText(object, holder, walk);
        break;
      case "PathObject":
        readPath(object, holder, walk);
        break;
      case "ImageObject":
        readPicture(object, holder, walk);
        break;
      // Some writers name the object as what it shows.
      case "CompositeObject":
      case "CompositeGraphicUnit": {
        const unit = resources.composites.get(object.attributes.ResourceID ?? "");
        const inner = within(object, holder);
        if (unit) readContent(unit, { ...inner, clip: inBoundary(object, inner.clip, holder.toPage) }, walk);
        break;
      }
      default:
        if (object.attributes.Boundary !== undefined) readUnknown(object, holder, walk);
    }
  }
}
