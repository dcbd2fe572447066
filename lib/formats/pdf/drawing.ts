import type { Box } from "../../document/document.ts";
import type { Stroke } from "../../pages/geometry.ts";
import { type Ink, type Paint, Paints, type Shade } from "../shared/painted.ts";
import type { Pdfium } from "../shared/pdfium/engine.ts";
import type { Matrix, Point } from "../shared/plane.ts";
import type { Pen } from "../shared/strikes.ts";
import type { Budget } from "./budget.ts";
import type { Clip } from "./clip.ts";
import type { Layers } from "./layers.ts";

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

export const emptyDrawing = (height: number): Drawing => ({
  strokes: [],
  fills: [],
  images: [],
  paints: new Paints(height),
  pens: [],
  texts: new Map(),
  curves: 0,
  layersOff: false,
});

/** One page while it is read, and what all its objects share. */
export interface Walk {
  readonly pdfium: Pdfium;
  readonly document: number;
  readonly page: number;
  readonly drawing: Drawing;
  readonly limits: Budget;
  layers: Layers | undefined;
  order: number;
}

/** What holds an object: the page, or a form. */
export interface Holder {
  readonly toPage: Matrix;
  readonly clip: Clip;
  readonly opacity: number;
  readonly depth: number;
}

/** A shade as it comes out on the page; what a blend mode or a mask makes of it can't be told. */
export const within = (shade: Shade, holder: Holder, unsettled: boolean): Shade => ({
  colour: unsettled ? null : shade.colour,
  opacity: shade.opacity * holder.opacity,
});
