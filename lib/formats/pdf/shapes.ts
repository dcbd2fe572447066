import { boxAround, boxOfPoints, commonBox, contains } from "../../pages/geometry.ts";
import { TooLargeError } from "../errors.ts";
import {
  clippedStroke,
  distanceTo,
  grown,
  lineOfRectangle,
  type Subpath,
  strokesOf,
  THICKEST_LINE,
} from "../shared/outline.ts";
import { insideOf, type Shade } from "../shared/painted.ts";
import { multiply, type Point, rectangleOf } from "../shared/plane.ts";
import { type Clip, clipOf, isInClip } from "./clip.ts";
import { type Holder, type Walk, within } from "./drawing.ts";
import { matrixOf, shadeOf } from "./paint.ts";
import { subpathsOf } from "./path.ts";

/** What the paths and shadings of a page draw: lines, filled rectangles, and areas that may hide characters. */

const EVEN_ODD = 1;

/** Lines of a page that are kept as strokes of a pen: drawings and maps have many more, and no figures. */
const MOST_PENS = 20_000;

const isVisible = ({ opacity }: Shade): boolean => opacity > 0;

function addFills(walk: Walk, subpaths: readonly Subpath[], clip: Clip, shade: Shade, evenOdd: boolean): void {
  const { drawing, order } = walk;
  const shapes: (readonly Point[])[] = [];
  for (const { points, curves } of subpaths) {
    drawing.curves += curves;
    const rectangle = curves === 0 ? rectangleOf(points) : null;
    if (!rectangle) {
      const box = boxOfPoints(points);
      // Round dots of a dotted border.
      if (curves > 0 && box[2] <= 4 && box[3] <= 4) drawing.fills.push(box);
      shapes.push(points);
      continue;
    }
    const box = commonBox(rectangle, clip.box);
    const line = lineOfRectangle(box);
    if (box[2] > 0 || box[3] > 0 || Math.min(rectangle[2], rectangle[3]) === 0) drawing.fills.push(box);
    if (line && drawing.pens.length < MOST_PENS) drawing.pens.push({ ...line, shade });
    if (!line && subpaths.length === 1)
      drawing.paints.add({
        box,
        order,
        what: "图形",
        at: (x, y) => (contains(box, x, y) && isInClip(clip, x, y) ? shade : null),
      });
    else shapes.push(points);
  }
  if (shapes.length === 0 || shapes.every((points) => points.length < 3)) return;
  const box = commonBox(boxAround(shapes.map((points) => boxOfPoints(points))), clip.box);
  if (Math.min(box[2], box[3]) <= THICKEST_LINE) return;
  const shape = { outlines: shapes, evenOdd };
  drawing.paints.add({
    box,
    order,
    what: "图形",
    at: (x, y) => (isInClip(clip, x, y) && insideOf(shape, x, y) ? shade : null),
  });
}

function addStrokes(walk: Walk, subpaths: readonly Subpath[], clip: Clip, shade: Shade, thickness: number): void {
  const { drawing, order } = walk;
  const lines = subpaths.flatMap((subpath) => strokesOf(subpath, thickness));
  for (const { straight, ...line } of lines) {
    const shown = clippedStroke(line, clip.box);
    if (!shown) continue;
    if (straight) drawing.strokes.push(shown);
    if (drawing.pens.length < MOST_PENS) drawing.pens.push({ ...shown, shade });
  }
  if (thickness <= THICKEST_LINE) return;
  const box = commonBox(grown(boxOfPoints(subpaths.flatMap(({ points }) => points)), thickness / 2), clip.box);
  drawing.paints.add({
    box,
    order,
    what: "线条",
    at: (x, y) =>
      isInClip(clip, x, y) && lines.some((line) => distanceTo(line, x, y) <= thickness / 2) ? shade : null,
  });
}

export function readPath(walk: Walk, object: number, holder: Holder): void {
  const { pdfium, limits } = walk;
  const { raw, scratch } = pdfium;
  const count = raw.FPDFPath_CountSegments(object);
  limits.segments -= count;
  if (limits.segments < 0) throw new TooLargeError();
  raw.FPDFPath_GetDrawMode(object, scratch, scratch + 4);
  const modes = new Int32Array(pdfium.bytes().buffer);
  const fillMode = modes[scratch >> 2] ?? 0;
  const stroked = modes[(scratch >> 2) + 1] !== 0;
  if (fillMode === 0 && !stroked) return;
  const unsettled = raw.FPDFPageObj_HasTransparency(object) !== 0;
  const fill = shadeOf(pdfium, object, "FPDFPageObj_GetFillColor");
  const stroke = stroked ? shadeOf(pdfium, object, "FPDFPageObj_GetStrokeColor") : null;
  // Transparency with full opacity is a blend mode or a mask.
  const blends = unsettled && fill.opacity === 1 && (stroke?.opacity ?? 1) === 1;
  // Fully transparent paint does not show.
  const fills = fillMode !== 0 && isVisible(fill);
  const strokes = stroke !== null && isVisible(stroke);
  if (holder.opacity === 0 || (!fills && !strokes)) return;
  const toPage = multiply(matrixOf(pdfium, object), holder.toPage);
  const clip = clipOf(pdfium, object, holder.toPage, holder.clip, limits);
  const subpaths = subpathsOf(pdfium, count, (index) => raw.FPDFPath_GetPathSegment(object, index), toPage);
  if (fills) addFills(walk, subpaths, clip, within(fill, holder, blends), fillMode === EVEN_ODD);
  if (!strokes) return;
  raw.FPDFPageObj_GetStrokeWidth(object, scratch);
  const thickness =
    (pdfium.floats()[scratch >> 2] ?? 0) * Math.sqrt(Math.abs(toPage[0] * toPage[3] - toPage[1] * toPage[2]));
  addStrokes(walk, subpaths, clip, within(stroke, holder, blends), thickness);
}

export function readShading(walk: Walk, object: number, holder: Holder): void {
  const { pdfium, drawing, order, limits } = walk;
  const { box, shapes } = clipOf(pdfium, object, holder.toPage, holder.clip, limits);
  const shade = { colour: null, opacity: 1 };
  drawing.paints.add({ box, order, what: "渐变图形", at: (x, y) => (isInClip({ box, shapes }, x, y) ? shade : null) });
}
