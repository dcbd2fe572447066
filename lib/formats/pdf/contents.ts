import type { Block, Document } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { type PlacedFlaw, withFlaws } from "../../pages/flaws.ts";
import { blocksOf } from "../../pages/layout.ts";
import { CorruptError, ReaderError, TooLargeError, TruncatedError } from "../errors.ts";
import { type PageContent, pageOf, readableOf } from "../shared/page-kind.ts";
import { isAbort, type Pdfium } from "../shared/pdfium/engine.ts";
import { type OpenPdf, onPage, openPdf } from "../shared/pdfium/open.ts";
import { type Field, flattenAnnotations } from "./annotations.ts";
import { budget } from "./budget.ts";
import { figureCells } from "./figure-cells.ts";
import { readPage } from "./page.ts";
import { type Unproven, unprovenIn } from "./proof.ts";
import { stringOf } from "./strings.ts";

/** A file that was cut off has lost its end mark. Storage systems may pad a file with zeros. */
function isTruncated(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) end--;
  const tail = Buffer.from(bytes.subarray(Math.max(end - 4096, 0), end)).toString("latin1");
  return !tail.includes("%%EOF") && !tail.includes("startxref");
}

/** What the pages of a file show, before it is put in order. */
export interface PdfContents {
  readonly title: string | null;
  readonly pages: readonly PageContent[];
  /** Their text and tables in order, where nothing is recognised. */
  readonly blocks: readonly Block[];
  /** Cells of figures that the drawn pages do not bear out. */
  readonly unproven: readonly Unproven[];
}

/** Whether the engine found nothing at all on a page, not even a line. */
const isEmpty = ({ geometry: { strokes, fills, glyphs, pictures }, hidden, flaws, curves }: PageContent): boolean =>
  [strokes, fills, glyphs, pictures, hidden, flaws].every(({ length }) => length === 0) && curves === 0;

function readContents(pdfium: Pdfium, document: number): PdfContents {
  const count = pdfium.api.FPDF_GetPageCount(document);
  if (count > LIMITS.pages) throw new TooLargeError(`文件有${count}页，超出上限${LIMITS.pages}页，请拆分后重新提交。`);
  if (count === 0) throw new CorruptError();
  const limits = budget();
  const pages: PageContent[] = [];
  for (let number = 1; number <= count; number++) {
    const loaded = <T>(work: (page: number) => T): T => {
      const done = onPage(pdfium, document, number, (page) => ({ made: work(page) }));
      if (!done) throw new CorruptError(`文件第${number}页已损坏，请用原软件打开确认后重新导出。`);
      return done.made;
    };
    const read = (page: number, fields: readonly Field[]) =>
      readPage(pdfium, { document, page, number, fields }, limits);
    const first = loaded((page) => {
      const { changed, fields } = flattenAnnotations(pdfium, page, limits);
      return changed ? { fields } : read(page, []);
    });
    pages.push("fields" in first ? loaded((page) => read(page, first.fields)) : first);
  }
  if (pages.every(isEmpty))
    throw new CorruptError("文件各页都没有任何内容，可能已损坏或导出有误，请用原软件打开确认后重新导出。");
  const blocks = blocksOf(pages.map(readableOf));
  return {
    title: titleOf(pdfium, document),
    pages,
    blocks,
    unproven: unprovenIn(pdfium, document, figureCells(pages, blocks)),
  };
}

function titleOf(pdfium: Pdfium, document: number): string | null {
  const title = stringOf(pdfium, (buffer, length) =>
    pdfium.api.FPDF_GetMetaText(document, "Title", buffer, length),
  ).trim();
  return title === "" ? null : title;
}

/**
 * Opens a PDF and reads what its pages show, with PDFium.
 * @returns the file, which must be closed, and what it shows
 * @throws EncryptedError (a password is needed to open it), CorruptError, TooLargeError
 */
export async function openContents(
  bytes: Uint8Array,
): Promise<{ readonly pdf: OpenPdf; readonly contents: PdfContents }> {
  if (isTruncated(bytes)) throw new TruncatedError();
  let pdf: OpenPdf | undefined;
  try {
    pdf = await openPdf(bytes);
    return { pdf, contents: pdf.run(readContents) };
  } catch (error) {
    pdf?.close();
    if (error instanceof ReaderError) throw error;
    if (isAbort(error)) throw new TooLargeError("文件解开后过大或结构异常，无法读取，请用原软件打开确认后重新导出。");
    throw new CorruptError(undefined, { cause: error });
  }
}

/** The document of pages of which none is recognised, with what is not plain on them. */
export const documentOfContents = ({ title, pages, blocks }: PdfContents, flaws: readonly PlacedFlaw[]): Document => ({
  format: "pdf",
  title,
  pages: pages.map(pageOf),
  blocks: withFlaws(blocks, flaws),
});
