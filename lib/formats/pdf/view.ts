import type { PageView } from "../../recognition/engine.ts";
import { asItStands } from "../../recognition/picture/shown-page.ts";
import type { OpenPdf } from "../shared/pdfium/open.ts";
import { renderPage } from "../shared/pdfium/render.ts";
import type { PdfContents } from "./contents.ts";

/** Pictures of some pages, each drawn when it is asked for. */
export function viewOf(pdf: OpenPdf, contents: PdfContents, shown: ReadonlySet<number>): PageView {
  return async (number) => {
    const content = contents.pages[number - 1];
    if (!content || !shown.has(number)) return null;
    const { width, height } = content.geometry;
    return asItStands({ raster: renderPage(pdf, number), area: [0, 0, width, height] });
  };
}
