import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./platform-packages.ts";

/** Where ONNX Runtime's package has its libraries, a folder a platform and in it one an architecture. */
const RUNTIME_LIBRARIES = "bin/napi-v6";

/** Loaded for graphics processors alone; and the second of two equal libraries on macOS, which nothing names. */
const GRAPHICS = /^(?:DirectML|dxcompiler|dxil)\.dll$|^libonnxruntime\.\d+\.\d+\.\d+\.dylib$/u;

/**
 * Takes away the libraries of ONNX Runtime that are for other machines: its package brings those of all, 290 MB, of
 * which one machine needs a sixth. Nor are those needed that are for graphics processors.
 * @param folder of the package
 */
export async function pruneRuntime(folder: string, machines: readonly Machine[]): Promise<void> {
  const libraries = join(folder, RUNTIME_LIBRARIES);
  for (const platform of await readdir(libraries))
    for (const architecture of await readdir(join(libraries, platform))) {
      const place = join(libraries, platform, architecture);
      const isWanted = machines.some(
        (machine) => machine.platform === platform && machine.architecture === architecture,
      );
      const needless = isWanted ? (await readdir(place)).filter((file) => GRAPHICS.test(file)) : [""];
      for (const file of needless) await rm(join(place, file), { recursive: true, force: true });
    }
}
