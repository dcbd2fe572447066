import type { Box } from "../../document/document.ts";
import { boxOfPoints } from "../../pages/geometry.ts";
import { apply, type Matrix, multiply } from "../shared/plane.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import { numbersOf } from "./xml.ts";

/** Points in a millimetre. */
export const MILLIMETRE = 72 / 25.4;

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The transformation that an element states itself. */
export function matrixOf({ attributes }: XmlNode): Matrix {
  const stated = numbersOf(attributes.CTM);
  return stated.length === 6 ? (stated as unknown as Matrix) : IDENTITY;
}

/** From the space in which an object's boundary begins at 0 to the page. */
export function boundaryToPage({ attributes }: XmlNode, outer: Matrix): Matrix {
  const [x = 0, y = 0] = numbersOf(attributes.Boundary);
  return multiply([1, 0, 0, 1, x, y], outer);
}

/** From an object's own space to the page. */
export const toPageFrom = (object: XmlNode, outer: Matrix): Matrix =>
  multiply(matrixOf(object), boundaryToPage(object, outer));

/** A rectangle of an outer space as it lies on the page. */
export function boxOnPage([x = 0, y = 0, width = 0, height = 0]: readonly number[], toPage: Matrix): Box {
  return boxOfPoints([
    apply(toPage, x, y),
    apply(toPage, x + width, y),
    apply(toPage, x, y + height),
    apply(toPage, x + width, y + height),
  ]);
}

/** How much longer lines come out on the page. */
export const scaleOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c));
