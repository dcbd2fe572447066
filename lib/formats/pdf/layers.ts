import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { OBJECT, type Pdfium } from "../shared/pdfium/engine.ts";
import { rasterOf, rasterWithout } from "../shared/pdfium/raster.ts";
import { stringOf } from "./strings.ts";

/**
 * Layers (optional content): the engine heeds them when it draws, but does not say which are off; so each is drawn with
 * and without.
 */
export interface Layers {
  /** Of an object that stands in a layer; undefined for one in none, or in one that shows. */
  readonly of: (object: number) => "off" | "unsettled" | undefined;
}

/** Layers of a page that are asked; printers' files have a dozen. */
const MOST_LAYERS = 24;
const MOST_PIXELS = LIMITS.renderedPixels / 6;

/** A string of a mark, whose length the engine writes beside it. */
const markString = (pdfium: Pdfium, read: (buffer: number, length: number, written: number) => boolean): string =>
  stringOf(pdfium, (buffer, length) =>
    read(buffer, length, pdfium.scratch) ? (new Uint32Array(pdfium.bytes().buffer)[pdfium.scratch >> 2] ?? 0) : 0,
  );

/** The layers an object stands in, by the names they have; one without a name is told by its object. */
function layerNames(pdfium: Pdfium, object: number): string[] {
  const { api, raw } = pdfium;
  const names: string[] = [];
  const count = raw.FPDFPageObj_CountMarks(object);
  for (let index = 0; index < count; index++) {
    const mark = raw.FPDFPageObj_GetMark(object, index);
    if (
      markString(pdfium, (buffer, length, written) => api.FPDFPageObjMark_GetName(mark, buffer, length, written)) !==
      "OC"
    )
      continue;
    const name = markString(pdfium, (buffer, length, written) =>
      api.FPDFPageObjMark_GetParamStringValue(mark, "Name", buffer, length, written),
    );
    names.push(name === "" ? `#${object}` : name);
  }
  return names;
}

/**
 * Whether the engine can draw anything of an object by itself: text in a font it lacks leaves nothing, whatever its
 * layer.
 */
function leavesInk(pdfium: Pdfium, document: number, page: number, object: number): boolean {
  const { api, bytes } = pdfium;
  if (api.FPDFPageObj_GetType(object) !== OBJECT.text) return true;
  const bitmap = api.FPDFTextObj_GetRenderedBitmap(document, page, object, 1);
  if (!bitmap) return false;
  const at = api.FPDFBitmap_GetBuffer(bitmap);
  const pixels = bytes().subarray(at, at + api.FPDFBitmap_GetStride(bitmap) * api.FPDFBitmap_GetHeight(bitmap));
  const inked = pixels.some((byte, index) => index % 4 === 3 && byte !== 0);
  api.FPDFBitmap_Destroy(bitmap);
  return inked;
}

/** Looks into the layers of a page some object of which is marked. */
export function layersOf(pdfium: Pdfium, document: number, page: number): Layers {
  const { api } = pdfium;
  const members = new Map<string, number[]>();
  let left = LIMITS.drawnObjects;
  const collect = (count: number, objectAt: (index: number) => number, depth: number) => {
    left -= count;
    if (left < 0) throw new TooLargeError();
    for (let index = 0; index < count; index++) {
      const object = objectAt(index);
      if (!object) continue;
      for (const name of layerNames(pdfium, object)) members.set(name, [...(members.get(name) ?? []), object]);
      if (api.FPDFPageObj_GetType(object) === OBJECT.form && depth < LIMITS.nestedDrawings)
        collect(api.FPDFFormObj_CountObjects(object), (at) => api.FPDFFormObj_GetObject(object, at), depth + 1);
    }
  };
  collect(api.FPDFPage_CountObjects(page), (index) => api.FPDFPage_GetObject(page, index), 0);
  const states = new Map<number, "off" | "unsettled">();
  if (members.size === 0) return { of: () => undefined };
  const whole = rasterOf(pdfium, page, 1, MOST_PIXELS);
  [...members.values()].forEach((objects, index) => {
    const without = whole && index < MOST_LAYERS ? rasterWithout(pdfium, page, objects, 1, MOST_PIXELS) : null;
    if (whole && without && Buffer.compare(whole.data, without.data) !== 0) return;
    const drawable = without !== null && objects.some((object) => leavesInk(pdfium, document, page, object));
    for (const object of objects) states.set(object, drawable ? "off" : "unsettled");
  });
  return { of: (object) => states.get(object) };
}
