import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { boxAround, boxOfPoints, commonBox, contains, type Stroke } from "../../pages/geometry.ts";
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
import { type Ink, insideOf, type Paint, Paints, type Shade } from "../shared/painted.ts";
import { apply, type Matrix, multiply, type Point, rectangleOf } from "../shared/plane.ts";
import type { Pen } from "../shared/strikes.ts";
import type { Budget } from "./budget.ts";
import { type Clip, clipOf, isInClip } from "./clip.ts";
import { OBJECT, type Pdfium } from "./engine.ts";
import { pixelsOf } from "./images.ts";
import { type Layers, layersOf } from "./layers.ts";
import { matrixOf, shadeOf } from "./paint.ts";
import { subpathsOf } from "./path.ts";

const EVEN_ODD = 1;

export interface TextObject {
  readonly ink: Ink;
  /** Neither filled nor stroked. */
  readonly unpainted: boolean;
  readonly clip: Clip;
  /** Where its first character stands. */
  readonly origin: Point;
  /** False where a blend mode, a mask or a layer decides whether it shows, which the engine does not tell. */
  readonly settled: boolean;
}

/** What the objects of a page draw, in points of the page as a reader sees it. */
export interface Drawing {
  readonly strokes: Stroke[];
  readonly fills: Box[];
  readonly images: Paint[];
  /** All that may hide characters or lie behind them. */
  readonly paints: Paints;
  /** Lines that may strike characters out. */
  readonly pens: Pen[];
  /** Text objects by address. */
  readonly texts: Map<number, TextObject>;
  curves: number;
  /** Whether objects were left out because their layer is off. */
  layersOff: boolean;
}

/** Lines of a page that are kept as strokes of a pen: drawings and maps have many more, and no figures. */
const MOST_PENS = 20_000;

/** One page while it is read, and what all its objects share. */
interface Walk {
  readonly pdfium: Pdfium;
  readonly document: number;
  readonly page: number;
  readonly drawing: Drawing;
  readonly limits: Budget;
  layers: Layers | undefined;
  order: number;
}

/** What holds an object: the page, or a form. */
interface Holder {
  readonly toPage: Matrix;
  readonly clip: Clip;
  readonly opacity: number;
  readonly depth: number;
}

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

/** A shade as it comes out on the page; what a blend mode or a mask makes of it can't be told. */
const within = (shade: Shade, holder: Holder, unsettled: boolean): Shade => ({
  colour: unsettled ? null : shade.colour,
  opacity: shade.opacity * holder.opacity,
});

function readPath(walk: Walk, object: number, holder: Holder): void {
  const { pdfium, limits } = walk;
  const { raw, scratch } = pdfium;
  const count = raw._FPDFPath_CountSegments(object);
  limits.segments -= count;
  if (limits.segments < 0) throw new TooLargeError();
  raw._FPDFPath_GetDrawMode(object, scratch, scratch + 4);
  const modes = new Int32Array(pdfium.bytes().buffer);
  const fillMode = modes[scratch >> 2] ?? 0;
  const stroked = modes[(scratch >> 2) + 1] !== 0;
  if (fillMode === 0 && !stroked) return;
  const unsettled = raw._FPDFPageObj_HasTransparency(object) !== 0;
  const fill = shadeOf(pdfium, object, "_FPDFPageObj_GetFillColor");
  const stroke = stroked ? shadeOf(pdfium, object, "_FPDFPageObj_GetStrokeColor") : null;
  // Transparency with full opacity is a blend mode or a mask.
  const blends = unsettled && fill.opacity === 1 && (stroke?.opacity ?? 1) === 1;
  // Fully transparent paint does not show.
  const fills = fillMode !== 0 && isVisible(fill);
  const strokes = stroke !== null && isVisible(stroke);
  if (holder.opacity === 0 || (!fills && !strokes)) return;
  const toPage = multiply(matrixOf(pdfium, object), holder.toPage);
  const clip = clipOf(pdfium, object, holder.toPage, holder.clip, limits);
  const subpaths = subpathsOf(pdfium, count, (index) => raw._FPDFPath_GetPathSegment(object, index), toPage);
  if (fills) addFills(walk, subpaths, clip, within(fill, holder, blends), fillMode === EVEN_ODD);
  if (!strokes) return;
  raw._FPDFPageObj_GetStrokeWidth(object, scratch);
  const thickness =
    (pdfium.floats()[scratch >> 2] ?? 0) * Math.sqrt(Math.abs(toPage[0] * toPage[3] - toPage[1] * toPage[2]));
  addStrokes(walk, subpaths, clip, within(stroke, holder, blends), thickness);
}

function readImage(walk: Walk, object: number, holder: Holder): void {
  const { pdfium, document, page, drawing, order, limits } = walk;
  const matrix = matrixOf(pdfium, object);
  const toPage = multiply(matrix, holder.toPage);
  const clip = clipOf(pdfium, object, holder.toPage, holder.clip, limits);
  const box = commonBox(
    boxOfPoints([apply(toPage, 0, 0), apply(toPage, 1, 0), apply(toPage, 0, 1), apply(toPage, 1, 1)]),
    clip.box,
  );
  if (holder.opacity === 0) return;
  const pixel = pixelsOf(pdfium, document, page, object, matrix, holder.toPage, holder.opacity);
  const image: Paint = {
    box,
    order,
    what: "图片",
    costly: true,
    at: (x, y) => (isInClip(clip, x, y) ? pixel(x, y) : null),
  };
  drawing.images.push(image);
  drawing.paints.add(image);
}

function readShading(walk: Walk, object: number, holder: Holder): void {
  const { pdfium, drawing, order, limits } = walk;
  const { box, shapes } = clipOf(pdfium, object, holder.toPage, holder.clip, limits);
  const shade = { colour: null, opacity: 1 };
  drawing.paints.add({ box, order, what: "渐变图形", at: (x, y) => (isInClip({ box, shapes }, x, y) ? shade : null) });
}

/** Text that is stroked, not filled, shows in the colour of its outline. */
const STROKED_ONLY: ReadonlySet<number> = new Set([1, 5]);
const UNPAINTED: ReadonlySet<number> = new Set([3, 7]);

function readText(walk: Walk, object: number, holder: Holder, certain: boolean): void {
  const { pdfium, drawing, order, limits } = walk;
  const { raw } = pdfium;
  const mode = raw._FPDFTextObj_GetTextRenderMode(object);
  const shade = shadeOf(
    pdfium,
    object,
    STROKED_ONLY.has(mode) ? "_FPDFPageObj_GetStrokeColor" : "_FPDFPageObj_GetFillColor",
  );
  const [, , , , x, y] = matrixOf(pdfium, object);
  drawing.texts.set(object, {
    origin: apply(holder.toPage, x, y),
    ink: { colour: shade.colour, opacity: shade.opacity * holder.opacity, order },
    unpainted: UNPAINTED.has(mode),
    clip: clipOf(pdfium, object, holder.toPage, holder.clip, limits),
    settled: certain && !(shade.opacity === 1 && raw._FPDFPageObj_HasTransparency(object) !== 0),
  });
}

function readObjects(walk: Walk, count: number, objectAt: (index: number) => number, holder: Holder): void {
  const { pdfium, limits } = walk;
  const { api, raw } = pdfium;
  limits.objects -= count;
  if (limits.objects < 0) throw new TooLargeError();
  for (let index = 0; index < count; index++) {
    const object = objectAt(index);
    if (!object) continue;
    walk.order++;
    const marked = raw._FPDFPageObj_CountMarks(object) > 0;
    if (marked) walk.layers ??= layersOf(pdfium, walk.document, walk.page);
    const layer = marked ? walk.layers?.of(object) : undefined;
    if (layer === "off") {
      walk.drawing.layersOff = true;
      continue;
    }
    switch (raw._FPDFPageObj_GetType(object)) {
      case OBJECT.text:
        readText(walk, object, holder, layer !== "unsettled");
        break;
      case OBJECT.path:
        readPath(walk, object, holder);
        break;
      case OBJECT.image:
        readImage(walk, object, holder);
        break;
      case OBJECT.shading:
        readShading(walk, object, holder);
        break;
      case OBJECT.form:
        // A form may draw itself, without end; nobody's software goes this deep.
        if (holder.depth < LIMITS.nestedDrawings)
          readObjects(walk, api.FPDFFormObj_CountObjects(object), (at) => raw._FPDFFormObj_GetObject(object, at), {
            toPage: multiply(matrixOf(pdfium, object), holder.toPage),
            clip: clipOf(pdfium, object, holder.toPage, holder.clip, limits),
            opacity: holder.opacity * shadeOf(pdfium, object, "_FPDFPageObj_GetFillColor").opacity,
            depth: holder.depth + 1,
          });
    }
  }
}

/**
 * What a page's objects draw.
 * @param view from user space to the page as a reader sees it, which has this width and height
 * @throws TooLargeError when the budget of the document is used up
 */
export function drawingOf(
  pdfium: Pdfium,
  document: number,
  page: number,
  view: Matrix,
  [width, height]: readonly [number, number],
  limits: Budget,
): Drawing {
  const drawing: Drawing = {
    strokes: [],
    fills: [],
    images: [],
    paints: new Paints(height),
    pens: [],
    texts: new Map(),
    curves: 0,
    layersOff: false,
  };
  const walk: Walk = { pdfium, document, page, drawing, limits, layers: undefined, order: 0 };
  const { api, raw } = pdfium;
  // Figures cut off by the page's edge are still looked for beyond it: they are told, not read.
  const holder: Holder = {
    toPage: view,
    clip: { box: [-width, -height, 3 * width, 3 * height], shapes: [] },
    opacity: 1,
    depth: 0,
  };
  readObjects(walk, api.FPDFPage_CountObjects(page), (index) => raw._FPDFPage_GetObject(page, index), holder);
  return drawing;
}
