import { LIMITS } from "../../limits.ts";
import { boxOfPoints, commonBox } from "../../pages/geometry.ts";
import { TooLargeError } from "../errors.ts";
import type { Paint } from "../shared/painted.ts";
import { OBJECT, type Pdfium } from "../shared/pdfium/engine.ts";
import { apply, type Matrix, multiply } from "../shared/plane.ts";
import type { Budget } from "./budget.ts";
import { clipOf, isInClip } from "./clip.ts";
import { type Drawing, emptyDrawing, type Holder, type Walk } from "./drawing.ts";
import { pixelsOf } from "./images.ts";
import { layersOf } from "./layers.ts";
import { matrixOf, shadeOf } from "./paint.ts";
import { readPath, readShading } from "./shapes.ts";

/** The objects of a page in the order they are drawn, those of its forms among them. */

function readImage(walk: Walk, object: number, holder: Holder): void {
  const { pdfium, drawing, order, limits } = walk;
  const matrix = matrixOf(pdfium, object);
  const toPage = multiply(matrix, holder.toPage);
  const clip = clipOf(pdfium, object, holder.toPage, holder.clip, limits);
  const box = commonBox(
    boxOfPoints([apply(toPage, 0, 0), apply(toPage, 1, 0), apply(toPage, 0, 1), apply(toPage, 1, 1)]),
    clip.box,
  );
  if (holder.opacity === 0) return;
  const pixel = pixelsOf(walk, object, matrix, holder);
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

/** Text that is stroked, not filled, shows in the colour of its outline. */
const STROKED_ONLY: ReadonlySet<number> = new Set([1, 5]);
const UNPAINTED: ReadonlySet<number> = new Set([3, 7]);

function readText(walk: Walk, object: number, holder: Holder, certain: boolean): void {
  const { pdfium, drawing, order, limits } = walk;
  const { raw } = pdfium;
  const mode = raw.FPDFTextObj_GetTextRenderMode(object);
  const shade = shadeOf(
    pdfium,
    object,
    STROKED_ONLY.has(mode) ? "FPDFPageObj_GetStrokeColor" : "FPDFPageObj_GetFillColor",
  );
  const [, , , , x, y] = matrixOf(pdfium, object);
  drawing.texts.set(object, {
    origin: apply(holder.toPage, x, y),
    ink: { colour: shade.colour, opacity: shade.opacity * holder.opacity, order },
    unpainted: UNPAINTED.has(mode),
    clip: clipOf(pdfium, object, holder.toPage, holder.clip, limits),
    settled: certain && !(shade.opacity === 1 && raw.FPDFPageObj_HasTransparency(object) !== 0),
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
    const marked = raw.FPDFPageObj_CountMarks(object) > 0;
    if (marked) walk.layers ??= layersOf(pdfium, walk.document, walk.page);
    const layer = marked ? walk.layers?.of(object) : undefined;
    if (layer === "off") {
      walk.drawing.layersOff = true;
      continue;
    }
    switch (raw.FPDFPageObj_GetType(object)) {
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
          readObjects(walk, api.FPDFFormObj_CountObjects(object), (at) => raw.FPDFFormObj_GetObject(object, at), {
            toPage: multiply(matrixOf(pdfium, object), holder.toPage),
            clip: clipOf(pdfium, object, holder.toPage, holder.clip, limits),
            opacity: holder.opacity * shadeOf(pdfium, object, "FPDFPageObj_GetFillColor").opacity,
            depth: holder.depth + 1,
          });
    }
  }
}

/** The page as a reader sees it. */
export interface View {
  /** From user space. */
  readonly view: Matrix;
  readonly width: number;
  readonly height: number;
}

/**
 * What a page's objects draw.
 * @throws TooLargeError when the budget of the document is used up
 */
export function drawingOf(
  pdfium: Pdfium,
  { document, page }: { readonly document: number; readonly page: number },
  { view, width, height }: View,
  limits: Budget,
): Drawing {
  const drawing = emptyDrawing(height);
  const walk: Walk = { pdfium, document, page, drawing, limits, layers: undefined, order: 0 };
  const { api, raw } = pdfium;
  // Figures cut off by the page's edge are still looked for beyond it: they are told, not read.
  const holder: Holder = {
    toPage: view,
    clip: { box: [-width, -height, 3 * width, 3 * height], shapes: [] },
    opacity: 1,
    depth: 0,
  };
  readObjects(walk, api.FPDFPage_CountObjects(page), (index) => raw.FPDFPage_GetObject(page, index), holder);
  return drawing;
}
