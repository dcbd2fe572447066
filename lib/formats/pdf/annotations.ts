import type { PlacedFlaw } from "../../pages/flaws.ts";
import { contains, type Glyph, glyphCentre } from "../../pages/geometry.ts";
import { TooLargeError } from "../errors.ts";
import { OBJECT, type Pdfium } from "../shared/pdfium/engine.ts";
import { apply, type Matrix } from "../shared/plane.ts";
import type { Budget } from "./budget.ts";
import { stringOf } from "./strings.ts";

const WIDGET = 20;
/**
 * Remarks that a viewer draws where the file does not say how they look: typed ones, lines, shapes, markings of text,
 * pen strokes, blackened places.
 */
const DRAWN_BY_VIEWERS: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 28]);
/** Fields that hold text: typed into, chosen from a list. */
const TEXT_FIELDS: ReadonlySet<string> = new Set(["Tx", "Ch"]);
const NORMAL_APPEARANCE = 0;
const FOR_DISPLAY = 0;
const FLATTENED = 1;

/** A form field that has both a value and an appearance. */
export interface Field {
  readonly value: string;
  /** Two opposite corners in user space. */
  readonly corners: readonly [x0: number, y0: number, x1: number, y1: number];
}

const entryOf = (pdfium: Pdfium, annotation: number, key: string): string =>
  stringOf(pdfium, (buffer, length) => pdfium.api.FPDFAnnot_GetStringValue(annotation, key, buffer, length));

/**
 * Whether the appearance of an annotation may hold text; programs that leave the drawing to the viewer write an empty
 * one.
 */
function holdsText({ api }: Pdfium, annotation: number): boolean {
  const count = api.FPDFAnnot_GetObjectCount(annotation);
  for (let index = 0; index < count; index++) {
    const type = api.FPDFPageObj_GetType(api.FPDFAnnot_GetObject(annotation, index));
    if (type === OBJECT.text || type === OBJECT.form) return true;
  }
  return false;
}

/** A form field, drawn with its value where the file does not draw it. */
function readField(pdfium: Pdfium, annotation: number): Field[] {
  const { api, scratch, floats } = pdfium;
  const drawn = api.EPDFAnnot_HasAppearanceStream(annotation, NORMAL_APPEARANCE);
  if (!drawn || (TEXT_FIELDS.has(entryOf(pdfium, annotation, "FT")) && !holdsText(pdfium, annotation))) {
    api.EPDFAnnot_GenerateFormFieldAP(annotation);
    return [];
  }
  const value = entryOf(pdfium, annotation, "V");
  if (value === "" || !api.FPDFAnnot_GetRect(annotation, scratch)) return [];
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = floats().subarray(scratch >> 2, (scratch >> 2) + 4);
  return [{ value, corners: [x0, y0, x1, y1] }];
}

/**
 * Makes what lies on a page part of its content, as a viewer shows it: form fields, typed remarks, stamps. A figure
 * that stands in a form field is a figure of the page. A viewer draws a field or remark itself where the file does not
 * say how it looks.
 * @returns whether the page has changed and must be loaded again, and the fields that the file draws itself
 * @throws TooLargeError when the budget of the document is used up
 */
export function flattenAnnotations(
  pdfium: Pdfium,
  page: number,
  limits: Budget,
): { readonly changed: boolean; readonly fields: readonly Field[] } {
  const { api } = pdfium;
  const count = api.FPDFPage_GetAnnotCount(page);
  limits.objects -= count;
  if (limits.objects < 0) throw new TooLargeError();
  const fields: Field[] = [];
  for (let index = 0; index < count; index++) {
    const annotation = api.FPDFPage_GetAnnot(page, index);
    if (!annotation) continue;
    const kind = api.FPDFAnnot_GetSubtype(annotation);
    if (kind === WIDGET) fields.push(...readField(pdfium, annotation));
    else if (DRAWN_BY_VIEWERS.has(kind) && !api.EPDFAnnot_HasAppearanceStream(annotation, NORMAL_APPEARANCE))
      api.EPDFAnnot_GenerateAppearance(annotation);
    api.FPDFPage_CloseAnnot(annotation);
  }
  return { changed: count > 0 && api.FPDFPage_Flatten(page, FOR_DISPLAY) === FLATTENED, fields };
}

const digitsOf = (text: string): string => text.replace(/[^0-9.]/gu, "");

/** Fields whose value is another figure than they show: a viewer that draws fields anew shows the value. */
export function staleFields(
  fields: readonly Field[],
  glyphs: readonly Glyph[],
  view: Matrix,
  page: number,
): PlacedFlaw[] {
  return fields.flatMap(({ value, corners: [x0, y0, x1, y1] }): PlacedFlaw[] => {
    const [[ax, ay], [bx, by]] = [apply(view, x0, y0), apply(view, x1, y1)];
    const box = [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)] as const;
    const shown = glyphs
      .filter((glyph) => contains(box, ...glyphCentre(glyph)))
      .map(({ text }) => text)
      .join("");
    const same = digitsOf(value) === digitsOf(shown) || Number(digitsOf(value)) === Number(digitsOf(shown) || NaN);
    return same ? [] : [{ kind: "stale", how: "表单域的另一取值", text: value, page, box }];
  });
}
