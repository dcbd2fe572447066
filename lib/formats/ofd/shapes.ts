import { isFaint, WHITE } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { boxAround, boxOfPoints, type Stroke } from "../../pages/geometry.ts";
import { distanceTo, grown, lineOfRectangle, type Subpath, strokesOf, THICKEST_LINE } from "../shared/outline.ts";
import { insideOf, type Paint, type Shade } from "../shared/painted.ts";
import { apply, type Point, rectangleOf } from "../shared/plane.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import type { Clip } from "./clip.ts";
import { addPaint, BLACK, faded, type Holder, inBoundary, UNKNOWN, type Walk, within } from "./drawing.ts";
import { subpathsOf } from "./path.ts";
import { blendedBy } from "./picture-shades.ts";
import { scaleOf } from "./place.ts";
import { inheritedAttribute, inheritedShade } from "./style.ts";
import { isTrue } from "./xml.ts";

/** Path objects: borders, what strikes out or hides characters, and what may be a figure itself. */

/** Millimetres. */
const DEFAULT_LINE_WIDTH = 0.353;
/** Lines of a page that are kept as strokes of a pen: drawings and maps have many more, and no figures. */
const MOST_PENS = 20_000;
/**
 * Points: figures that are drawn, or pasted as pictures, are of this size; smaller are dots of borders, larger are
 * charts and seals.
 */
const SMALLEST_MARK = 4;
const LARGEST_MARK: readonly [width: number, height: number] = [150, 60];

export const isMark = ([, , width, height]: Box): boolean =>
  Math.max(width, height) > SMALLEST_MARK &&
  Math.min(width, height) > THICKEST_LINE &&
  width <= LARGEST_MARK[0] &&
  height <= LARGEST_MARK[1];

/** Points: no cell is as small as a digit of usual print. */
const LARGEST_DIGIT: readonly [width: number, height: number] = [12, 16];
const isDigitSized = ([, , width, height]: Box): boolean => width <= LARGEST_DIGIT[0] && height <= LARGEST_DIGIT[1];

/**
 * Whether a run of the pen is more than a line or the border of a cell: it has curves, or slanting segments at an
 * angle.
 */
const isFigured = ({ points, curves }: Subpath): boolean => {
  const slanted = points.slice(1).filter(([x, y], index) => {
    const [fromX, fromY] = points[index] as Point;
    return Math.min(Math.abs(x - fromX), Math.abs(y - fromY)) > 0.5;
  });
  return curves > 0 || slanted.length > 1;
};

function addMark(
  { drawing, laidOver }: Walk,
  subpaths: readonly Subpath[],
  { colour, opacity }: Shade,
  at: Paint["at"] | undefined,
): void {
  const seen = opacity > 0.2 && !(colour && isFaint(colour, WHITE));
  const box = boxAround(subpaths.map(({ points }) => boxOfPoints(points)));
  if (
    !seen ||
    !isMark(box) ||
    drawing.marks.length >= LIMITS.coveringAreas ||
    !(isDigitSized(box) || subpaths.some(isFigured))
  )
    return;
  drawing.marks.push({ box, order: drawing.objects, what: laidOver ? "批注" : "图形", ...(at && { at }) });
}

function addPen({ drawing }: Walk, line: Stroke, shade: Shade): void {
  if (drawing.pens.length < MOST_PENS) drawing.pens.push({ ...line, shade });
}

function addFills(
  walk: Walk,
  subpaths: readonly Subpath[],
  clip: Clip,
  shade: Shade,
  evenOdd: boolean,
): Paint["at"] | undefined {
  const { drawing, laidOver } = walk;
  const outlines: (readonly Point[])[] = [];
  for (const subpath of subpaths) {
    const rectangle = subpath.curves === 0 ? rectangleOf(subpath.points) : null;
    const line = rectangle && lineOfRectangle(rectangle);
    if (!laidOver) drawing.curves += subpath.curves;
    if (rectangle && !laidOver) drawing.fills.push(rectangle);
    if (line) addPen(walk, line, shade);
    else if (subpath.points.length >= 3) outlines.push(subpath.points);
  }
  if (outlines.length === 0) return undefined;
  const shape = { outlines, evenOdd };
  const corners = outlines.reduce((sum, points) => sum + points.length, 0);
  return addPaint(walk, clip, {
    box: boxAround(outlines.map(boxOfPoints)),
    what: "图形",
    shade,
    corners,
    isPainted: (x, y) => insideOf(shape, x, y),
  });
}

function addStrokes(walk: Walk, subpaths: readonly Subpath[], clip: Clip, shade: Shade, thickness: number): void {
  const { drawing, laidOver } = walk;
  const lines = subpaths.flatMap((subpath) => strokesOf(subpath, thickness));
  for (const { straight, ...line } of lines) {
    if (straight && !laidOver) drawing.strokes.push(line);
    addPen(walk, line, shade);
  }
  if (thickness <= THICKEST_LINE) return;
  const box = grown(boxOfPoints(subpaths.flatMap(({ points }) => points)), thickness / 2);
  addPaint(walk, clip, {
    box,
    what: "线条",
    shade,
    corners: lines.length,
    isPainted: (x, y) => lines.some((line) => distanceTo(line, x, y) <= thickness / 2),
  });
}

export function readPath(object: XmlNode, outer: Holder, walk: Walk): void {
  const data = child(object, "AbbreviatedData")?.text;
  if (!data) return;
  const { resources } = walk;
  const holder = within(object, outer);
  const shadeOf = (name: "FillColor" | "StrokeColor", otherwise: Shade): Shade | null => {
    const shade = blendedBy(
      object.attributes.BlendMode,
      inheritedShade(object, name, outer.param, resources) ?? otherwise,
    );
    const shown = shade && faded(shade, holder.opacity);
    return shown && shown.opacity > 0 ? shown : null;
  };
  const stroke = isTrue(object.attributes.Stroke, true) ? shadeOf("StrokeColor", BLACK) : null;
  const fill = isTrue(object.attributes.Fill, false) ? shadeOf("FillColor", UNKNOWN) : null;
  if (!stroke && !fill) return;
  const subpaths = subpathsOf(data, (x, y) => apply(holder.toPage, x, y));
  const clip = inBoundary(object, holder.clip, outer.toPage);
  const at = fill ? addFills(walk, subpaths, clip, fill, object.attributes.Rule === "Even-Odd") : undefined;
  addMark(walk, subpaths, fill ?? (stroke as Shade), at);
  if (!stroke) return;
  const width = Number(inheritedAttribute(object, "LineWidth", outer.param, resources) ?? DEFAULT_LINE_WIDTH);
  addStrokes(walk, subpaths, clip, stroke, width * scaleOf(holder.toPage));
}
