import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./platform-packages.ts";

/** What is asked of a folder that was built for one machine: its size, and whether it can run there. */

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Bytes of all files below a folder. */
export async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesIn(folder)).map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** How a library names its machine: at byte 18 of an ELF file, and at byte 4 of the header that byte 60 of a PE file names. */
const ELF: Readonly<Record<string, number>> = { x64: 0x3e, arm64: 0xb7 };
const PE: Readonly<Record<string, number>> = { x64: 0x8664, arm64: 0xaa64 };

function isFor({ platform, architecture }: Machine, library: Buffer): boolean {
  if (platform === "linux")
    return library.toString("latin1", 0, 4) === "\x7fELF" && library.readUInt16LE(18) === ELF[architecture];
  return (
    library.toString("latin1", 0, 2) === "MZ" && library.readUInt16LE(library.readUInt32LE(60) + 4) === PE[architecture]
  );
}

/** @throws Error where a native library or program is of another machine */
export async function checkLibraries(folder: string, machine: Machine): Promise<void> {
  for (const path of await filesIn(folder)) {
    if (!/\.(?:node|so(?:\.[\d.]+)?|dll|dylib|exe)$/u.test(path)) continue;
    if (!isFor(machine, await readFile(path)))
      throw new Error(`${path} is not for ${machine.platform} ${machine.architecture}`);
  }
}
