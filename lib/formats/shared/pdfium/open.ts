import { CorruptError, EncryptedError, TooLargeError } from "../../errors.ts";
import { dropIfLarge, onEngine, type Pdfium, startedEngine } from "./engine.ts";

const WRONG_PASSWORD = 4;
const UNKNOWN_SECURITY = 5;

/** A PDF whose bytes the engine holds for all that is asked of it. */
export interface OpenPdf {
  /**
   * Runs one piece of work on the document as the file has it. It is parsed anew for each, over the same bytes: what
   * the engine keeps of a parsed scan takes as much memory again as the file, which a page to be drawn may need.
   * @param work given the engine and the engine's number of the document
   * @throws EncryptedError (a password is needed to open it), CorruptError; what the work throws; a
   * WebAssembly.RuntimeError or RangeError where the engine is lost, and the file with it
   */
  readonly run: <T>(work: (pdfium: Pdfium, document: number) => T) => T;
  readonly close: () => void;
}

/**
 * Opens a PDF. What is opened must be closed: the engine keeps its bytes until then.
 * @throws TooLargeError where it has no memory for them; a WebAssembly.RuntimeError or RangeError where it is lost
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const pdfium = await startedEngine();
  const { api } = pdfium;
  const { malloc, free } = api.pdfium.wasmExports;
  let data = onEngine(() => malloc(bytes.length));
  if (!data) throw new TooLargeError();
  pdfium.bytes().set(bytes, data);
  // With the engine its memory is gone.
  const onAbort = () => {
    data = 0;
  };
  return {
    run: (work) =>
      onEngine(() => {
        const document = data && api.FPDF_LoadMemDocument64(data, bytes.length, "");
        if (!document) throw refusal(api.FPDF_GetLastError());
        try {
          return work(pdfium, document);
        } finally {
          api.FPDF_CloseDocument(document);
        }
      }, onAbort),
    close: () => {
      if (data) onEngine(() => free(data), onAbort);
      data = 0;
      dropIfLarge(pdfium);
    },
  };
}

function refusal(code: number): Error {
  if (code === WRONG_PASSWORD) return new EncryptedError();
  if (code === UNKNOWN_SECURITY) return new EncryptedError("文件使用了不支持的加密方式，请取消加密后重新提交。");
  return new CorruptError();
}

/** Opens a PDF for one thing. @throws as `openPdf` and its `run`, and what the work throws */
export async function withPdf<T>(bytes: Uint8Array, work: (pdf: OpenPdf) => T | Promise<T>): Promise<T> {
  const pdf = await openPdf(bytes);
  try {
    return await work(pdf);
  } finally {
    pdf.close();
  }
}

/**
 * Loads a page for one thing.
 * @param number counted from 1
 * @returns null where the page can't be loaded
 */
export function onPage<T>({ api }: Pdfium, document: number, number: number, work: (page: number) => T): T | null {
  const page = api.FPDF_LoadPage(document, number - 1);
  if (!page) return null;
  try {
    return work(page);
  } finally {
    api.FPDF_ClosePage(page);
  }
}
