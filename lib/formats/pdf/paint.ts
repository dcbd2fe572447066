import type { Colour } from "../../document/appearance.ts";
import type { Shade } from "../shared/painted.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import type { Matrix } from "../shared/plane.ts";

const OPAQUE = 255;

const BLACK: Shade = { colour: [0, 0, 0], opacity: 1 };

type ReadColour = "FPDFPageObj_GetFillColor" | "FPDFPageObj_GetStrokeColor";

/**
 * The colour and opacity of an object's filling or stroke; black where it sets none. The engine calls patterns and the
 * colour "None" white.
 */
export function shadeOf(
  { raw, scratch, bytes }: Pdfium,
  object: number,
  read: ReadColour,
): Shade & { readonly colour: Colour } {
  if (!raw[read](object, scratch, scratch + 4, scratch + 8, scratch + 12))
    return BLACK as Shade & { readonly colour: Colour };
  const memory = bytes();
  const value = (at: number) => memory[scratch + at] as number;
  return { colour: [value(0), value(4), value(8)], opacity: value(12) / OPAQUE };
}

/** From an object's own coordinates to those of what holds it. */
export function matrixOf({ raw, scratch, floats }: Pdfium, object: number): Matrix {
  raw.FPDFPageObj_GetMatrix(object, scratch);
  const memory = floats();
  const at = scratch >> 2;
  return [
    memory[at] ?? 1,
    memory[at + 1] ?? 0,
    memory[at + 2] ?? 0,
    memory[at + 3] ?? 1,
    memory[at + 4] ?? 0,
    memory[at + 5] ?? 0,
  ];
}

/** Left, bottom, right and top of an object in the space of what holds it. */
export function boundsOfObject({ api, scratch, floats }: Pdfium, object: number): readonly number[] {
  return api.FPDFPageObj_GetBounds(object, scratch, scratch + 4, scratch + 8, scratch + 12)
    ? [...floats().subarray(scratch >> 2, (scratch >> 2) + 4)]
    : [];
}
