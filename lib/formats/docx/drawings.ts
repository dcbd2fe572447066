import type { Cut, PictureCover } from "../../document/document.ts";
import { blipOf } from "../shared/blip.ts";
import { chooseAlternate } from "../shared/package-xml.ts";
import type { Drawing, Float, PictureReference, TextBox } from "../shared/word-drafts.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";

/** Drawings, DrawingML (ECMA-376 20.4) and VML: pictures and text boxes in them, and where they float. */

const EMU_PER_POINT = 12_700;
const POINTS: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 72 / 2.54, mm: 72 / 25.4, px: 0.75, pc: 12 };

const emu = (value: string | undefined): number => Number(value) / EMU_PER_POINT || 0;

/** What a style declares of a property; "" where nothing. */
function declared(style: string | undefined, property: string): string {
  const declaration = (style ?? "").split(";").find((each) => each.split(":")[0]?.trim() === property) ?? "";
  return declaration.slice(declaration.indexOf(":") + 1).trim();
}

function cssLength(style: string | undefined, property: string): number {
  const found = /^(-?[\d.]+)(pt|in|cm|mm|px|pc)?/u.exec(declared(style, property));
  return Number(found?.[1] ?? 0) * (POINTS[found?.[2] ?? "px"] ?? 1) || 0;
}
const cssWord = (style: string | undefined, property: string): string | undefined =>
  /^[\w-]+/u.exec(declared(style, property))?.[0];

type Size = { readonly width: number; readonly height: number };

function sizeOf(node: XmlNode, outer: Size): Size {
  if (node.name === "wp:inline" || node.name === "wp:anchor") {
    const extent = child(node, "wp:extent")?.attributes;
    return { width: Math.max(0, emu(extent?.cx)), height: Math.max(0, emu(extent?.cy)) };
  }
  const { style } = node.attributes;
  if (!node.name.startsWith("v:") || style === undefined) return outer;
  return { width: Math.max(0, cssLength(style, "width")), height: Math.max(0, cssLength(style, "height")) };
}

/** Where a picture is kept, by its relationship, and what of it is cut off. */
function keptAs(picture: XmlNode): Pick<PictureReference, "source" | "cut"> {
  if (picture.name !== "v:imagedata") return blipOf(child(picture, "pic:blipFill"));
  const { attributes } = picture;
  const source = attributes["r:id"];
  const cut: Cut = [
    vmlShare(attributes.cropleft),
    vmlShare(attributes.croptop),
    vmlShare(attributes.cropright),
    vmlShare(attributes.cropbottom),
  ];
  return { ...(source !== undefined && { source }), ...(cut.some((share) => share > 0) && { cut }) };
}

/** A share of the whole, or with "f" behind it one of 65536 (ECMA-376 part 4, 19.1.2.11). */
const vmlShare = (value = "0"): number =>
  Math.max(0, value.endsWith("f") ? Number.parseFloat(value) / 65_536 : Number(value)) || 0;

const PLACES: Readonly<Record<string, Float["across"]>> = {
  column: "place",
  character: "place",
  paragraph: "place",
  line: "place",
  text: "place",
  char: "place",
};
/** Reckoned from the edge of the page, not from its text. */
const EDGE =
  /^(?:page|leftMargin|rightMargin|topMargin|bottomMargin|insideMargin|outsideMargin|left-margin-area|top-margin-area)$/u;

/** Where a float stands along one axis. */
interface Axis {
  readonly at: Float["x"];
  readonly kind: Float["across"];
  readonly edge: boolean;
}

const reckonedFrom = (from: string, known: boolean): Omit<Axis, "at"> => ({
  kind: known ? (PLACES[from] ?? "page") : "unknown",
  edge: EDGE.test(from),
});

const floatAt = (across: Axis, down: Axis, shape: XmlNode): Float => ({
  x: across.at,
  y: down.at,
  ...sizeOf(shape, { width: 0, height: 0 }),
  across: across.kind,
  down: down.kind,
  fromEdge: [across.edge, down.edge],
});

function anchored(anchor: XmlNode): Float | undefined {
  const flows = anchor.children.some(({ name }) => /^wp:wrap(?:Square|Tight|Through|TopAndBottom)$/u.test(name));
  if (flows || /^(?:1|true|on)$/u.test(anchor.attributes.behindDoc ?? "")) return undefined;
  const axis = (name: string) => {
    const position = child(anchor, name);
    const offset = child(position, "wp:posOffset");
    const from = position?.attributes.relativeFrom ?? "column";
    const known = offset !== undefined || position === undefined;
    return {
      at: emu(offset?.text),
      ...reckonedFrom(from, known),
    };
  };
  return floatAt(axis("wp:positionH"), axis("wp:positionV"), anchor);
}

function placed(shape: XmlNode): Float | undefined {
  const { style } = shape.attributes;
  const wrap = shape.children.find(({ name }) => name.endsWith(":wrap"))?.attributes.type;
  if (
    cssWord(style, "position") !== "absolute" ||
    cssWord(style, "z-index")?.startsWith("-") ||
    (wrap !== undefined && wrap !== "none")
  )
    return undefined;
  const axis = (name: string, margin: string) => {
    const from = cssWord(style, `mso-position-${name}-relative`) ?? "text";
    const aligned = cssWord(style, `mso-position-${name}`);
    const known = aligned === undefined || aligned === "absolute";
    return {
      at: cssLength(style, margin),
      ...reckonedFrom(from, known),
    };
  };
  return floatAt(axis("horizontal", "margin-left"), axis("vertical", "margin-top"), shape);
}

const WHOLE: PictureCover = { from: 0, to: 1, how: "图形" };

/** A shape that is no picture, and no group of others. */
const isPlain = ({ name, children }: XmlNode): boolean =>
  /^(?:wps:wsp|v:(?:shape|rect|roundrect|oval|line|polyline|curve|arc))$/u.test(name) &&
  !children.some((inner) => inner.name === "v:imagedata");

/** Reads a `w:drawing`, `w:pict` or `w:object`, groups included; null where it draws nothing. */
export function readDrawing(root: XmlNode): Drawing | null {
  const pictures: PictureReference[] = [];
  const boxes: TextBox[] = [];
  let float: Float | undefined;
  let shapes = 0;
  let plain = 0;
  let hidden = false;
  const walk = (node: XmlNode, outer: Size, shape: XmlNode | undefined) => {
    for (const inner of node.name === "mc:AlternateContent" ? chooseAlternate(node) : node.children) {
      if (inner.name === "w:txbxContent") {
        boxes.push({ content: inner, shape });
        continue;
      }
      if (inner.name === "v:shapetype") continue;
      if (inner.name === "wp:docPr") hidden ||= /^(?:1|true|on)$/u.test(inner.attributes.hidden ?? "");
      const size = sizeOf(inner, outer);
      const isShape =
        /^(?:v:(?!textbox|imagedata|fill|stroke|path|shadow|formulas|handles|textpath)|wp:anchor|wp:inline)/u.test(
          inner.name,
        );
      if (isShape) shapes++;
      if (isPlain(inner)) plain++;
      if (inner.name === "wp:anchor") float ??= anchored(inner);
      else if (isShape && inner.name.startsWith("v:")) float ??= placed(inner);
      if (inner.name === "pic:pic" || inner.name === "v:imagedata")
        pictures.push({ ...size, ...(!hidden && keptAs(inner)) });
      else walk(inner, size, inner.name === "wps:wsp" || (isShape && inner.name.startsWith("v:")) ? inner : shape);
    }
  };
  walk(root, { width: 0, height: 0 }, undefined);
  if (shapes === 0 && pictures.length === 0 && boxes.length === 0) return null;
  const how = boxes.length > 0 ? "文本框" : pictures.length > 0 ? "图片" : "图形";
  // How the shapes of a group lie over its pictures is not known.
  const all = plain === 0 ? pictures : pictures.map((picture) => ({ ...picture, covers: [WHOLE] }));
  return { pictures: all, boxes, how, ...(float && { float }) };
}
