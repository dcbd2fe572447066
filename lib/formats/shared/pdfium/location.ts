import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of a library: beside the bundle, where the build copies it, or in its package when the sources run. */
async function locate(beside: string, inPackage: () => string): Promise<string> {
  const copied = fileURLToPath(new URL(beside, import.meta.url));
  return access(copied).then(() => copied, inPackage);
}

const packages = createRequire(import.meta.url);

/** Path of pdfium.wasm; in a bundle it lies beside the bundle. */
export const wasmLocation = (): Promise<string> =>
  locate("./pdfium.wasm", () => packages.resolve("@embedpdf/pdfium/pdfium.wasm"));

/**
 * Folder of the predefined CMaps (GBK-EUC-H, UniGB-UCS2-H, …) for pdf.js; in a bundle it is `cmaps` beside the bundle.
 */
export const cmapsLocation = (): Promise<string> =>
  locate("./cmaps", () => join(dirname(packages.resolve("pdfjs-dist/package.json")), "cmaps"));
