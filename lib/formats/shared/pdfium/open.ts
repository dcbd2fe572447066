import { CorruptError, EncryptedError, TooLargeError } from "../../errors.ts";
import { dropIfLarge, onEngine, type Pdfium, startedEngine } from "./engine.ts";

const WRONG_PASSWORD = 4;
const UNKNOWN_SECURITY = 5;

/** A PDF that the engine holds: loaded once for all that is asked of it. */
export interface OpenPdf {
  /**
   * Runs one piece of work on it.
   * @param work given the engine and the engine's number of the document
   * @throws what the work throws; a WebAssembly.RuntimeError or RangeError where the engine is lost, and the file with it
   */
  readonly run: <T>(work: (pdfium: Pdfium, document: number) => T) => T;
  readonly close: () => void;
}

/**
 * Opens a PDF. What is opened must be closed: the engine keeps its bytes until then.
 * @throws EncryptedError (a password is needed to open it), CorruptError, TooLargeError; what is said of `run`
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const pdfium = await startedEngine();
  const { api } = pdfium;
  const { malloc, free } = api.pdfium.wasmExports;
  let document = 0;
  let data = 0;
  const guarded = <T>(work: () => T): T =>
    onEngine(work, () => {
      // With the engine its memory is gone.
      [document, data] = [0, 0];
    });
  const close = () => {
    guarded(() => {
      if (document) api.FPDF_CloseDocument(document);
      if (data) free(data);
      [document, data] = [0, 0];
    });
    dropIfLarge(pdfium);
  };
  try {
    guarded(() => {
      data = malloc(bytes.length);
      if (!data) throw new TooLargeError();
      pdfium.bytes().set(bytes, data);
      document = api.FPDF_LoadMemDocument64(data, bytes.length, "");
      if (!document) throw refusal(api.FPDF_GetLastError());
    });
  } catch (error) {
    close();
    throw error;
  }
  return { run: (work) => guarded(() => work(pdfium, document)), close };
}

function refusal(code: number): Error {
  if (code === WRONG_PASSWORD) return new EncryptedError();
  if (code === UNKNOWN_SECURITY) return new EncryptedError("文件使用了不支持的加密方式，请取消加密后重新提交。");
  return new CorruptError();
}

/** Opens a PDF for one thing. @throws as `openPdf`, and what the work throws */
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
