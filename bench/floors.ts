import * as CFB from "cfb";
import { unzipSync } from "fflate";
import { Parser } from "htmlparser2";
import { SaxesParser } from "saxes";
import { OBJECT } from "../lib/formats/shared/pdfium/engine.ts";
import { onPage, withPdf } from "../lib/formats/shared/pdfium/open.ts";

/** What nobody who reads a file of a format can do without: by how much a reader exceeds it is its own doing. */

/** The characters of every page and the points of its paths, as PDFium gives them, nothing kept. */
export function passOfPdfium(bytes: Uint8Array): Promise<number> {
  return withPdf(bytes, ({ run }) =>
    run((pdfium, document) => {
      const { api, raw, scratch } = pdfium;
      let passed = 0;
      for (let number = 1; number <= api.FPDF_GetPageCount(document); number++)
        onPage(pdfium, document, number, (page) => {
          const text = api.FPDFText_LoadPage(page);
          const characters = api.FPDFText_CountChars(text);
          for (let index = 0; index < characters; index++) {
            raw.FPDFText_GetUnicode(text, index);
            raw.FPDFText_GetLooseCharBox(text, index, scratch);
          }
          api.FPDFText_ClosePage(text);
          const objects = api.FPDFPage_CountObjects(page);
          for (let index = 0; index < objects; index++) {
            const object = raw.FPDFPage_GetObject(page, index);
            if (raw.FPDFPageObj_GetType(object) !== OBJECT.path) continue;
            const segments = raw.FPDFPath_CountSegments(object);
            for (let at = 0; at < segments; at++)
              raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(object, at), scratch, scratch + 4);
          }
          passed += characters + objects;
        });
      return passed;
    }),
  );
}

/** Unzips a package and parses its XML, nothing kept. */
export function passOfPackage(bytes: Uint8Array): number {
  let tags = 0;
  for (const [name, part] of Object.entries(unzipSync(bytes))) {
    if (!/\.(?:xml|rels)$/u.test(name)) continue;
    const parser = new SaxesParser({ xmlns: false, position: false });
    parser.on("opentag", () => tags++);
    parser.write(new TextDecoder().decode(part)).close();
  }
  return tags;
}

/** Parses a page, nothing kept. */
export function passOfHtml(bytes: Uint8Array): number {
  let tags = 0;
  const parser = new Parser({ onopentag: () => tags++ });
  parser.write(new TextDecoder().decode(bytes));
  parser.end();
  return tags;
}

/** Takes a compound file apart into its streams. */
export const passOfCompoundFile = (bytes: Uint8Array): number => CFB.read(bytes, { type: "array" }).FileIndex.length;
