import type { Pdfium } from "../shared/pdfium/engine.ts";

/** Bytes of a string that is looked into; names and figures are far shorter. */
const MOST_BYTES = 4096;

/**
 * A UTF-16 string that the engine writes into a buffer.
 * @param read writes it and gives its length in bytes, with the zero at its end
 */
export function stringOf({ api, bytes }: Pdfium, read: (buffer: number, length: number) => number): string {
  const buffer = api.pdfium.wasmExports.malloc(MOST_BYTES);
  try {
    const length = read(buffer, MOST_BYTES);
    return length <= 2 || length > MOST_BYTES
      ? ""
      : new TextDecoder("utf-16le").decode(bytes().slice(buffer, buffer + length - 2));
  } finally {
    api.pdfium.wasmExports.free(buffer);
  }
}
