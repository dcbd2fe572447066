import type { Box } from "../../document/document.ts";
import { commonBox, contains, type Stroke } from "../../pages/geometry.ts";
import { type Paint, Paints, type Shade } from "../shared/painted.ts";
import type { Matrix } from "../shared/plane.ts";
import type { Pen } from "../shared/strikes.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import { type Clip, clippedBy, isInClip } from "./clip.ts";
import type { Character } from "./glyphs.ts";
import type { Pictures } from "./picture-shades.ts";
import { boundaryToPage, boxOnPage, toPageFrom } from "./place.ts";
import type { Resources } from "./resources.ts";
import { opacityOf } from "./style.ts";
import { numbersOf } from "./xml.ts";

/** A picture that stands upright on its page, of which a box shows. */
export interface UprightPicture {
  /** Where all of it would stand. */
  readonly frame: Box;
  readonly opacity: number;
  /** Its ink only darkens. */
  readonly darkens: boolean;
}

/** A picture on its page. */
export interface PlacedPicture extends Paint {
  /** Its file in the package. */
  readonly path: string;
  readonly laidOver: boolean;
  /** How it is drawn over what lies under it; null where only a viewer can tell: turned, masked or cut to a shape. */
  readonly drawn: UprightPicture | null;
}

/** Something drawn that is not read. */
export interface Mark extends Pick<Paint, "box" | "order" | "what"> {
  /** What is painted where; absent where it is no area. */
  readonly at?: Paint["at"];
}

/** What the objects of a page draw, in points of the page, in the order of drawing. */
export interface Drawing {
  readonly strokes: Stroke[];
  readonly fills: Box[];
  readonly characters: Character[];
  readonly pictures: PlacedPicture[];
  /** All that may hide characters or lie behind them. */
  readonly paints: Paints;
  /** Lines that may strike characters out. */
  readonly pens: Pen[];
  /** Where something small is drawn that is no line, no border and no character: it may be a figure. */
  readonly marks: Mark[];
  curves: number;
  objects: number;
}

export const emptyDrawing = (height: number): Drawing => ({
  strokes: [],
  fills: [],
  characters: [],
  pictures: [],
  paints: new Paints(height),
  pens: [],
  marks: [],
  curves: 0,
  objects: 0,
});

/** One page while it is read. */
export interface Walk {
  readonly drawing: Drawing;
  readonly resources: Resources;
  readonly pictures: Pictures;
  /** Whether what is drawn lies on the page without being part of it, such as a remark. */
  readonly laidOver: boolean;
}

/** What holds an object: the page, a layer or a composite object. */
export interface Holder {
  readonly toPage: Matrix;
  readonly clip: Clip;
  readonly opacity: number;
  readonly param: string | undefined;
  readonly depth: number;
}

/** A part of what a holder holds: with its own place, clips and opacity. */
export function within(object: XmlNode, holder: Holder): Holder {
  const toPage = toPageFrom(object, holder.toPage);
  return {
    toPage,
    clip: clippedBy(object, toPage, boundaryToPage(object, holder.toPage), holder.clip),
    opacity: holder.opacity * opacityOf(object),
    param: object.attributes.DrawParam ?? holder.param,
    depth: holder.depth + 1,
  };
}

/** What an object's boundary leaves of a clip; one without extent is a line's, or not meant. */
export function inBoundary(object: XmlNode, clip: Clip, outer: Matrix): Clip {
  const boundary = boxOnPage(numbersOf(object.attributes.Boundary), outer);
  return boundary[2] > 0 && boundary[3] > 0 ? { ...clip, box: commonBox(clip.box, boundary) } : clip;
}

export const faded = (shade: Shade, opacity: number): Shade => ({ ...shade, opacity: shade.opacity * opacity });

export const BLACK: Shade = { colour: [0, 0, 0], opacity: 1 };
/** What has no colour where the standard has none for it is drawn black by some programs and not at all by others. */
export const UNKNOWN: Shade = { colour: null, opacity: 1 };
/**
 * Corners of one shape that are followed around a character; maps and traced drawings have more, and lie in no table.
 */
const MOST_CORNERS = 2000;

/** Something painted that has an extent. */
interface Area extends Pick<Paint, "box" | "what"> {
  readonly shade: Shade;
  /** How many must be followed to tell what is painted. */
  readonly corners: number;
  readonly isPainted: (x: number, y: number) => boolean;
}

/**
 * Adds what hides characters: the shade where `isPainted`, or an unknown one all over the box where that takes too long
 * to tell.
 */
export function addPaint(
  { drawing, laidOver }: Walk,
  clip: Clip,
  { box, what, shade, corners, isPainted }: Area,
): Paint["at"] {
  const own = commonBox(box, clip.box);
  const simple = corners <= MOST_CORNERS;
  const painted = simple ? shade : UNKNOWN;
  const at: Paint["at"] = (x, y) =>
    contains(own, x, y) && isInClip(clip, x, y) && (!simple || isPainted(x, y)) ? painted : null;
  drawing.paints.add({ box: own, order: drawing.objects, what: laidOver ? "批注" : what, at });
  return at;
}
