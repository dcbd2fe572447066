import { access, cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { checkLibraries, sizeOf } from "./built-folder.ts";
import { keptCMaps } from "./kept-cmaps.ts";
import { packagesFor, THIS_MACHINE } from "./platform-packages.ts";
import { pruneRuntime } from "./prune-runtime.ts";

/**
 * Builds each Lambda function into a folder of its own that holds all it needs at run time: code, workers, WebAssembly,
 * models, native libraries of one architecture.
 */

export type FunctionArchitecture = "arm64" | "x64";

/** Lambda takes 250 MB unpacked, of which layers and tools of the account may want some. */
const LARGEST_BYTES = 250 * 2 ** 20;
const MEBIBYTE = 2 ** 20;

const NATIVE_WORKER = { "native-worker": "lib/work/native-worker.ts" };
const SECOND_READING = { "second-reading": "lib/work/second-reading.ts" };
const MODEL_THREAD = { "model-thread": "lib/recognition/models/model-thread.ts" };

interface FunctionBundle {
  readonly entryPoints: Readonly<Record<string, string>>;
  /** What it needs beside its code. */
  readonly parts: readonly Part[];
}
type Part = "workers" | "readers" | "pictures" | "models" | "page";

const BUNDLES: Readonly<Record<string, FunctionBundle>> = {
  // It recognises nothing, but looks through the pictures that lie on an OFD page.
  process: {
    entryPoints: { index: "functions/process.ts", ...NATIVE_WORKER, ...SECOND_READING },
    parts: ["workers", "readers", "pictures"],
  },
  recognise: {
    entryPoints: { index: "functions/recognise.ts", worker: "lib/work/worker.ts", ...SECOND_READING, ...MODEL_THREAD },
    parts: ["workers", "readers", "pictures", "models"],
  },
  "textract-start": { entryPoints: { index: "functions/textract-start.ts" }, parts: [] },
  "textract-completed": {
    entryPoints: {
      index: "functions/textract-completed.ts",
      "textract-worker": "lib/work/textract-worker.ts",
      ...SECOND_READING,
      ...MODEL_THREAD,
    },
    parts: ["workers", "readers", "pictures", "models"],
  },
  export: { entryPoints: { index: "functions/export.ts" }, parts: [] },
  reconcile: { entryPoints: { index: "functions/reconcile.ts" }, parts: [] },
  api: { entryPoints: { index: "functions/api.ts" }, parts: ["page"] },
  authorise: { entryPoints: { index: "functions/authorise.ts" }, parts: [] },
};

const ABSENT = "./tools/absent-package.ts";

const packageFolder = (name: string): string => join("node_modules", name);

/** Copies a package without what only its makers need. */
async function copyPackage(name: string, to: string, from = packageFolder(name)): Promise<void> {
  await cp(from, join(to, "node_modules", name), {
    recursive: true,
    filter: (path) =>
      !/\.(?:d\.[cm]?ts|map|md)$|\/(?:src|test|docs|bench|benchmark|examples|script|install)$/u.test(path),
  });
}

/** What the parts are, file by file. */
const PARTS: Readonly<Record<Part, (to: string, architecture: FunctionArchitecture) => Promise<void>>> = {
  workers: (to) => copyPackage("piscina", to),
  readers: async (to) => {
    await cp(join(packageFolder("@embedpdf/pdfium"), "dist/pdfium.wasm"), join(to, "pdfium.wasm"));
    await cp(join(packageFolder("pdfjs-dist"), "cmaps"), join(to, "cmaps"), { recursive: true });
  },
  pictures: async (to, architecture) => {
    const native = [`@img/sharp-linux-${architecture}`, `@img/sharp-libvips-linux-${architecture}`];
    const source = await packagesOf(architecture, "sharp");
    for (const name of ["sharp", "@img/colour", "detect-libc", "semver"])
      await copyPackage(name, to, await nested("sharp", name));
    for (const name of native) await copyPackage(name, to, join(source, name));
  },
  models: async (to, architecture) => {
    await copyPackage("onnxruntime-common", to);
    await copyPackage(
      "onnxruntime-node",
      to,
      join(await packagesOf(architecture, "onnxruntime-node"), "onnxruntime-node"),
    );
    await pruneRuntime(join(to, "node_modules/onnxruntime-node"), [{ platform: "linux", architecture }]);
    await cp("dist/models", join(to, "models"), { recursive: true });
  },
  page: (to) => cp("dist/page.js", join(to, "page.js")),
};

/** A package as another one sees it. */
async function nested(of: string, name: string): Promise<string> {
  const own = join(packageFolder(of), "node_modules", name);
  return access(own).then(
    () => own,
    () => packageFolder(name),
  );
}

/** The node_modules that has a package with the native parts of Lambda's machines. */
async function packagesOf(architecture: FunctionArchitecture, name: string): Promise<string> {
  const isHere = THIS_MACHINE.platform === "linux" && THIS_MACHINE.architecture === architecture;
  return isHere ? "node_modules" : packagesFor({ platform: "linux", architecture }, [name]);
}

/**
 * Builds the functions below a folder.
 * @param told of each its size, in words
 * @throws Error for a bundle that Lambda would refuse, or with a library of another architecture
 */
export async function buildFunctions(
  out: string,
  architecture: FunctionArchitecture,
  names = Object.keys(BUNDLES),
  told: (size: string) => void = () => {},
): Promise<void> {
  for (const name of names) {
    const bundle = BUNDLES[name];
    if (!bundle) throw new Error(`no function ${name}`);
    const folder = join(out, name);
    await rm(folder, { recursive: true, force: true });
    const absent = {
      ...(!bundle.parts.includes("pictures") && { sharp: ABSENT }),
      ...(!bundle.parts.includes("models") && { "onnxruntime-node": ABSENT }),
    };
    await build({
      entryPoints: bundle.entryPoints,
      outdir: folder,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node24",
      minify: true,
      // Errors are known by their names.
      keepNames: true,
      external: ["piscina", "sharp", "onnxruntime-node"].filter((name) => !(name in absent)),
      alias: absent,
      plugins: [keptCMaps],
      banner: {
        js: 'import { createRequire as createNodeRequire } from "node:module"; const require = createNodeRequire(import.meta.url);',
      },
      logLevel: "warning",
    });
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    for (const part of bundle.parts) await PARTS[part](folder, architecture);
    await checkLibraries(folder, { platform: "linux", architecture });
    const bytes = await sizeOf(folder);
    told(
      `${name.padEnd(20)} ${architecture.padEnd(6)} ${(bytes / MEBIBYTE).toFixed(1).padStart(6)} MB of ${LARGEST_BYTES / MEBIBYTE}`,
    );
    if (bytes > LARGEST_BYTES) throw new Error(`${name} has ${bytes} bytes; Lambda takes ${LARGEST_BYTES}`);
  }
}
