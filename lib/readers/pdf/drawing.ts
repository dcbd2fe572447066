import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { boxOfPoints, type Stroke } from "../../tables/geometry.ts";
import { TooLargeError } from "../errors.ts";
import { apply, type Matrix, multiply, type Point, rectangleOf } from "../plane.ts";
import type { Pdfium } from "./engine.ts";

/** What is counted while reading, so that a hostile file stops instead of running on. */
export interface Budget {
  glyphs: number;
  objects: number;
  segments: number;
}

export const budget = (): Budget => ({ glyphs: LIMITS.glyphs, objects: LIMITS.drawnObjects, segments: LIMITS.pathSegments });

const OBJECT_TEXT = 1;
const OBJECT_PATH = 2;
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
const SEGMENT_LINE = 0;
const SEGMENT_BEZIER = 1;
const SEGMENT_MOVE = 2;

interface Area {
  readonly box: Box;
  readonly order: number;
  readonly white: boolean;
}

export interface TextObject {
  readonly order: number;
  readonly invisible: boolean;
  /** Shows only where something else lies beneath. */
  readonly white: boolean;
}

/** What the objects of a page draw, in points of the page as a reader sees it. */
export interface Drawing {
  readonly strokes: Stroke[];
  readonly fills: Box[];
  readonly images: { readonly box: Box; readonly order: number }[];
  /** Opaque areas, which hide what was drawn before them. */
  readonly areas: Area[];
  /** Text objects by address. */
  readonly texts: Map<number, TextObject>;
  curves: number;
}

/** Objects drawn so far that another may hide. */
const orderIn = (drawing: Drawing) => drawing.texts.size + drawing.images.length;

const OPAQUE = 255;
const NEARLY_WHITE = 250;
/** A thinner rectangle is a border. */
const THICKEST_RULE = 4.5;

function fillOf({ api, scratch, bytes }: Pdfium, object: number): { readonly alpha: number; readonly white: boolean } | null {
  if (!api.FPDFPageObj_GetFillColor(object, scratch, scratch + 4, scratch + 8, scratch + 12)) return null;
  const [red = 0, green = 0, blue = 0, alpha = OPAQUE] = [0, 4, 8, 12].map((at) => bytes()[scratch + at]);
  return { alpha, white: Math.min(red, green, blue) >= NEARLY_WHITE };
}

/** From an object's own coordinates to those of what holds it. */
function matrixOf({ raw, scratch, floats }: Pdfium, object: number): Matrix {
  raw._FPDFPageObj_GetMatrix(object, scratch);
  return Array.from(floats().subarray(scratch >> 2, (scratch >> 2) + 6)) as unknown as Matrix;
}

function readPath(pdfium: Pdfium, object: number, matrix: Matrix, drawing: Drawing, limits: Budget): void {
  const { api, raw, scratch } = pdfium;
  const count = api.FPDFPath_CountSegments(object);
  limits.segments -= count;
  if (limits.segments < 0) throw new TooLargeError();
  api.FPDFPath_GetDrawMode(object, scratch, scratch + 4);
  const filled = new Int32Array(pdfium.bytes().buffer)[scratch >> 2] !== 0;
  const stroked = new Int32Array(pdfium.bytes().buffer)[(scratch >> 2) + 1] !== 0;
  if (!filled && !stroked) return;
  // Fully transparent paint does not show.
  const opaque = (read: (object: number, r: number, g: number, b: number, a: number) => boolean) =>
    !read(object, scratch, scratch + 4, scratch + 8, scratch + 12) || pdfium.bytes()[scratch + 12] !== 0;
  const strokes = stroked && opaque(api.FPDFPageObj_GetStrokeColor);
  const fills = filled && opaque(api.FPDFPageObj_GetFillColor);
  if (!strokes && !fills) return;
  const paint = fills && drawing.areas.length < LIMITS.coveringAreas && !api.FPDFPageObj_HasTransparency(object) ? fillOf(pdfium, object) : null;
  const toPage = multiply(matrixOf(pdfium, object), matrix);
  api.FPDFPageObj_GetStrokeWidth(object, scratch);
  const thickness = (pdfium.floats()[scratch >> 2] ?? 0) * Math.sqrt(Math.abs(toPage[0] * toPage[3] - toPage[1] * toPage[2]));

  let subpath: Point[] = [];
  let curved = false;
  const flush = () => {
    const rectangle = fills && !curved ? rectangleOf(subpath) : null;
    if (rectangle) {
      drawing.fills.push(rectangle);
      if (paint?.alpha === OPAQUE && Math.min(rectangle[2], rectangle[3]) > THICKEST_RULE)
        drawing.areas.push({ box: rectangle, order: orderIn(drawing), white: paint.white });
    } else if (fills && curved && subpath.length > 0) {
      const box = boxOfPoints(subpath);
      // Round dots of a dotted border.
      if (box[2] <= 4 && box[3] <= 4) drawing.fills.push(box);
    }
    subpath = [];
    curved = false;
  };
  let bezierPoints = 0;
  for (let index = 0; index < count; index++) {
    const segment = api.FPDFPath_GetPathSegment(object, index);
    raw._FPDFPathSegment_GetPoint(segment, scratch, scratch + 4);
    const floats = pdfium.floats();
    const point = apply(toPage, floats[scratch >> 2] ?? 0, floats[(scratch >> 2) + 1] ?? 0);
    const type = api.FPDFPathSegment_GetType(segment);
    const last = subpath.at(-1);
    if (type === SEGMENT_MOVE) {
      flush();
      bezierPoints = 0;
    } else if (type === SEGMENT_BEZIER) {
      curved = true;
      if (++bezierPoints % 3 === 1 && fills) drawing.curves++;
    } else if (type === SEGMENT_LINE && strokes && last) {
      drawing.strokes.push({ x0: last[0], y0: last[1], x1: point[0], y1: point[1], thickness });
    }
    const first = subpath[0];
    subpath.push(point);
    if (raw._FPDFPathSegment_GetClose(segment) && strokes && first)
      drawing.strokes.push({ x0: point[0], y0: point[1], x1: first[0], y1: first[1], thickness });
  }
  flush();
}

function readObjects(
  pdfium: Pdfium,
  count: number,
  objectAt: (index: number) => number,
  matrix: Matrix,
  depth: number,
  drawing: Drawing,
  limits: Budget,
): void {
  const { api } = pdfium;
  limits.objects -= count;
  if (limits.objects < 0) throw new TooLargeError();
  for (let index = 0; index < count; index++) {
    const object = objectAt(index);
    if (!object) continue;
    switch (api.FPDFPageObj_GetType(object)) {
      case OBJECT_TEXT: {
        const mode = api.FPDFTextObj_GetTextRenderMode(object);
        const fill = mode === 0 ? fillOf(pdfium, object) : null;
        drawing.texts.set(object, {
          order: orderIn(drawing),
          invisible: mode === 3 || mode === 7 || fill?.alpha === 0,
          white: fill?.white === true,
        });
        break;
      }
      case OBJECT_PATH:
        readPath(pdfium, object, matrix, drawing, limits);
        break;
      case OBJECT_IMAGE: {
        const toPage = multiply(matrixOf(pdfium, object), matrix);
        const corners = [apply(toPage, 0, 0), apply(toPage, 1, 0), apply(toPage, 0, 1), apply(toPage, 1, 1)];
        drawing.images.push({ box: boxOfPoints(corners), order: orderIn(drawing) });
        break;
      }
      case OBJECT_FORM: {
        if (depth >= LIMITS.nestedDrawings) throw new TooLargeError();
        readObjects(
          pdfium,
          api.FPDFFormObj_CountObjects(object),
          (at) => api.FPDFFormObj_GetObject(object, at),
          multiply(matrixOf(pdfium, object), matrix),
          depth + 1,
          drawing,
          limits,
        );
      }
    }
  }
}

/** What a page's objects draw; `view` leads from user space to the page as a reader sees it. */
export function drawingOf(pdfium: Pdfium, page: number, view: Matrix, limits: Budget): Drawing {
  const drawing: Drawing = { strokes: [], fills: [], images: [], areas: [], texts: new Map(), curves: 0 };
  readObjects(pdfium, pdfium.api.FPDFPage_CountObjects(page), (index) => pdfium.api.FPDFPage_GetObject(page, index), view, 0, drawing, limits);
  return drawing;
}
