import { TooLargeError } from "../errors.ts";
import type { Budget } from "./drawing.ts";
import type { Pdfium } from "./engine.ts";

const WIDGET = 20;
/** Remarks that a viewer draws where the file does not say how they look: typed ones, lines, shapes, markings of text, pen strokes, blackened places. */
const DRAWN_BY_VIEWERS: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 28]);
const NORMAL_APPEARANCE = 0;
const FOR_DISPLAY = 0;
const FLATTENED = 1;

/**
 * Makes what lies on a page part of its content, as a viewer shows it: form fields, typed remarks, stamps. A figure that stands in a form field
 * is a figure of the page. A viewer draws a field or remark itself where the file does not say how it looks.
 * @returns whether the page has changed and must be loaded again
 * @throws TooLargeError when the budget of the document is used up
 */
export function flattenAnnotations({ api }: Pdfium, page: number, limits: Budget): boolean {
  const count = api.FPDFPage_GetAnnotCount(page);
  limits.objects -= count;
  if (limits.objects < 0) throw new TooLargeError();
  for (let index = 0; index < count; index++) {
    const annotation = api.FPDFPage_GetAnnot(page, index);
    if (!annotation) continue;
    const kind = api.FPDFAnnot_GetSubtype(annotation);
    if (!api.EPDFAnnot_HasAppearanceStream(annotation, NORMAL_APPEARANCE)) {
      if (kind === WIDGET) api.EPDFAnnot_GenerateFormFieldAP(annotation);
      if (DRAWN_BY_VIEWERS.has(kind)) api.EPDFAnnot_GenerateAppearance(annotation);
    }
    api.FPDFPage_CloseAnnot(annotation);
  }
  return count > 0 && api.FPDFPage_Flatten(page, FOR_DISPLAY) === FLATTENED;
}
