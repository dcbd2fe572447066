import type { Box } from "../../document/document.ts";
import { boxAround, boxOfPoints, commonBox, contains } from "../../pages/geometry.ts";
import { insideOf, type Shape } from "../shared/painted.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import { type Matrix, rectangleOf } from "../shared/plane.ts";
import type { Budget } from "./budget.ts";
import { subpathsOf } from "./path.ts";

/** The part of a page in which something drawn shows: the common part of a rectangle and of shapes that are none. */
export interface Clip {
  readonly box: Box;
  readonly shapes: readonly Shape[];
}

/** The clip of an object inside that of what holds it. `toPage` leads from the space of the holder to the page. */
export function clipOf(pdfium: Pdfium, object: number, toPage: Matrix, outer: Clip, limits: Budget): Clip {
  const { raw } = pdfium;
  const handle = raw.FPDFPageObj_GetClipPath(object);
  const paths = handle ? raw.FPDFClipPath_CountPaths(handle) : 0;
  if (paths <= 0) return outer;
  let box = outer.box;
  const shapes = [...outer.shapes];
  for (let path = 0; path < paths; path++) {
    const count = raw.FPDFClipPath_CountPathSegments(handle, path);
    if (count <= 0) continue;
    limits.segments -= count;
    const subpaths = subpathsOf(pdfium, count, (index) => raw.FPDFClipPath_GetPathSegment(handle, path, index), toPage);
    const rectangle = subpaths.length === 1 && subpaths[0]?.curves === 0 ? rectangleOf(subpaths[0].points) : null;
    box = commonBox(box, rectangle ?? boxAround(subpaths.map(({ points }) => boxOfPoints(points))));
    // Which rule fills it the engine does not say; clips that need to know are rarer than wrong turns of the pen.
    if (!rectangle) shapes.push({ outlines: subpaths.map(({ points }) => points), evenOdd: false });
  }
  return { box, shapes };
}

export const isInClip = ({ box, shapes }: Clip, x: number, y: number): boolean =>
  contains(box, x, y) && shapes.every((shape) => insideOf(shape, x, y));
