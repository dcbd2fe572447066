import type { FlatText } from "../../document/document.ts";
import { CorruptError } from "../errors.ts";
import { loadPdfjs, openingOf } from "./flat-text.ts";

/**
 * The text of a PDF that PDFium refuses, as pdf-parse gives it, one line a piece. It is the only reading there is:
 * nothing in it is certain. It may hang or run out of memory on hostile files: run it where it can be killed.
 * @throws CorruptError where no page holds any text
 */
export async function salvageTextOfPdf(bytes: Uint8Array): Promise<FlatText> {
  await loadPdfjs();
  const { PDFParse } = await import("pdf-parse");
  const parser = new PDFParse(await openingOf(bytes));
  try {
    const { pages } = await parser.getText();
    const pieces = pages
      .flatMap((page) => page.text.split(/[\n\t]/u).map((piece) => piece.trim()))
      .filter((piece) => piece !== "");
    if (pieces.length === 0) throw new CorruptError();
    return { pieces, blanksKept: false };
  } catch (error) {
    throw error instanceof CorruptError ? error : new CorruptError(undefined, { cause: error });
  } finally {
    await parser.destroy();
  }
}
