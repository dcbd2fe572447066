import type { Block, Document } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { type PlacedFlaw, withFlaws } from "../../pages/flaws.ts";
import { blocksOf } from "../../pages/layout.ts";
import { CorruptError, EncryptedError, ReaderError, TooLargeError, TruncatedError } from "../errors.ts";
import { type PageContent, pageOf, readableOf } from "../shared/page-kind.ts";
import { type Field, flattenAnnotations } from "./annotations.ts";
import { budget } from "./budget.ts";
import { isAbort, type Pdfium, withPdfium } from "./engine.ts";
import { figureCells } from "./figure-cells.ts";
import { readPage } from "./page.ts";
import { flawOfUnproven, type Unproven, unprovenIn } from "./proof.ts";
import { stringOf } from "./strings.ts";

const WRONG_PASSWORD = 4;
const UNKNOWN_SECURITY = 5;

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

function readContents(pdfium: Pdfium, bytes: Uint8Array): PdfContents {
  const { api } = pdfium;
  const { malloc, free } = api.pdfium.wasmExports;
  const data = malloc(bytes.length);
  if (!data) throw new TooLargeError();
  pdfium.bytes().set(bytes, data);
  let document = 0;
  try {
    document = api.FPDF_LoadMemDocument64(data, bytes.length, "");
    if (!document) {
      const code = api.FPDF_GetLastError();
      if (code === WRONG_PASSWORD) throw new EncryptedError();
      if (code === UNKNOWN_SECURITY) throw new EncryptedError("文件使用了不支持的加密方式，请取消加密后重新提交。");
      throw new CorruptError();
    }
    const count = api.FPDF_GetPageCount(document);
    if (count > LIMITS.pages)
      throw new TooLargeError(`文件有${count}页，超出上限${LIMITS.pages}页，请拆分后重新提交。`);
    if (count === 0) throw new CorruptError();
    const limits = budget();
    const pages: PageContent[] = [];
    for (let index = 0; index < count; index++) {
      const onPage = <T>(work: (page: number) => T): T => {
        const page = api.FPDF_LoadPage(document, index);
        if (!page) throw new CorruptError(`文件第${index + 1}页已损坏，请用原软件打开确认后重新导出。`);
        try {
          return work(page);
        } finally {
          api.FPDF_ClosePage(page);
        }
      };
      const read = (page: number, fields: readonly Field[]) =>
        readPage(pdfium, { document, page, number: index + 1, fields }, limits);
      const first = onPage((page) => {
        const { changed, fields } = flattenAnnotations(pdfium, page, limits);
        return changed ? { fields } : read(page, []);
      });
      pages.push("fields" in first ? onPage((page) => read(page, first.fields)) : first);
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
  } finally {
    if (document) api.FPDF_CloseDocument(document);
    free(data);
  }
}

function titleOf(pdfium: Pdfium, document: number): string | null {
  const title = stringOf(pdfium, (buffer, length) =>
    pdfium.api.FPDF_GetMetaText(document, "Title", buffer, length),
  ).trim();
  return title === "" ? null : title;
}

/**
 * Reads what the pages of a PDF show, with PDFium.
 * @throws EncryptedError (a password is needed to open it), CorruptError, TooLargeError
 */
export async function readPdfContents(bytes: Uint8Array): Promise<PdfContents> {
  if (isTruncated(bytes)) throw new TruncatedError();
  try {
    return await withPdfium((pdfium) => readContents(pdfium, bytes));
  } catch (error) {
    if (error instanceof ReaderError) throw error;
    if (isAbort(error)) throw new TooLargeError("文件解开后过大或结构异常，无法读取，请用原软件打开确认后重新导出。");
    throw new CorruptError(undefined, { cause: error });
  }
}

/**
 * What the pages and their drawing tell where no recogniser is asked. Ink beside a figure may be a seal or an
 * underline: only it can tell.
 */
const flawsOf = ({ pages, unproven }: PdfContents): PlacedFlaw[] => [
  ...pages.flatMap(({ flaws }) => flaws),
  ...unproven.filter(({ why }) => why !== "ink").map((cell) => flawOfUnproven(cell)),
];

/**
 * Reads a PDF: text and tables as its pages show them, places in points from the top left of the page.
 * Pages that are pictures, or whose characters can't be told, say so in their `kind`; nothing is recognised here.
 * @throws as `readPdfContents`
 */
export async function readPdf(bytes: Uint8Array): Promise<Document> {
  const contents = await readPdfContents(bytes);
  return documentOfContents(contents, flawsOf(contents));
}

/** The document of pages of which none is recognised, with what is not plain on them. */
export const documentOfContents = ({ title, pages, blocks }: PdfContents, flaws: readonly PlacedFlaw[]): Document => ({
  format: "pdf",
  title,
  pages: pages.map(pageOf),
  blocks: withFlaws(blocks, flaws),
});
