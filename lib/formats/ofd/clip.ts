import type { Box } from "../../document/document.ts";
import { boxAround, boxOfPoints, commonBox } from "../../pages/geometry.ts";
import { insideOf, type Shape } from "../shared/painted.ts";
import { apply, type Matrix, multiply } from "../shared/plane.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { subpathsOf } from "./path.ts";
import { matrixOf, toPageFrom } from "./place.ts";
import { childrenOf, isTrue } from "./xml.ts";

/** The part of a page in which something drawn shows: inside a box and, of each list, inside one of its shapes. */
export interface Clip {
  readonly box: Box;
  readonly shapes: readonly (readonly Shape[])[];
  /** False where it can't be told what it leaves. */
  readonly settled: boolean;
}

/** @param slack how far outside of the box a point may still lie, in points */
export const isInClip = ({ box, shapes }: Clip, x: number, y: number, slack = 0): boolean =>
  x >= box[0] - slack &&
  x <= box[0] + box[2] + slack &&
  y >= box[1] - slack &&
  y <= box[1] + box[3] + slack &&
  shapes.every((list) => list.some((shape) => insideOf(shape, x, y)));

/** The shape of one area of a clip; of one made of text nobody knows what it leaves. */
function shapeOf(area: XmlNode, toPage: Matrix): Shape | null {
  const path = child(area, "Path");
  const data = child(path, "AbbreviatedData")?.text;
  if (!path || !data) return null;
  const matrix = toPageFrom(path, multiply(matrixOf(area), toPage));
  const outlines = subpathsOf(data, (x, y) => apply(matrix, x, y)).map(({ points }) => points);
  return { outlines, evenOdd: path.attributes.Rule === "Even-Odd" };
}

/**
 * What an object's own clips leave of that of what holds it (GB/T 33190, 8.4): a point shows where each clip has an
 * area around it.
 * @param toPage from the object's own space to the page; `untransformed` the same without its CTM
 */
export function clippedBy(object: XmlNode, toPage: Matrix, untransformed: Matrix, outer: Clip): Clip {
  const clips = child(object, "Clips");
  const matrix = isTrue(clips?.attributes.TransFlag, true) ? toPage : untransformed;
  let { box, shapes, settled } = outer;
  for (const clip of childrenOf(clips, "Clip")) {
    const areas = childrenOf(clip, "Area").map((area) => shapeOf(area, matrix));
    const known = areas.filter((shape) => shape !== null);
    if (areas.length === 0) continue;
    if (known.length < areas.length) {
      settled = false;
      continue;
    }
    box = commonBox(box, boxAround(known.flatMap(({ outlines }) => outlines.map(boxOfPoints))));
    shapes = [...shapes, known];
  }
  return { box, shapes, settled };
}
