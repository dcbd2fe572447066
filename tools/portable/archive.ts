import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { Zip, ZipDeflate } from "fflate";
import type { Machine } from "../platform-packages.ts";

/**
 * Packs a folder for handing on, beside it.
 *
 * A zip for Windows, which opens nothing else without help. For Linux a .tar.gz: all that unpack it give a program back
 * its right to run, as not all do that unpack a zip.
 * @returns the path of the archive
 */
export async function pack(folder: string, { platform }: Machine): Promise<string> {
  if (platform === "win32") return zip(folder);
  await promisify(execFile)("tar", ["-czf", `${folder}.tar.gz`, "-C", dirname(folder), basename(folder)]);
  return `${folder}.tar.gz`;
}

const UNIX = 3;
const REGULAR_FILE = 0o100644 * 2 ** 16;

async function zip(folder: string): Promise<string> {
  const path = `${folder}.zip`;
  const file = createWriteStream(path);
  const packed = new Zip((error, chunk, isLast) => {
    if (error) file.destroy(error);
    else if (isLast) file.end(chunk);
    else file.write(chunk);
  });
  for (const name of (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dirname(folder).length + 1))
    .toSorted()) {
    const entry = new ZipDeflate(name.replaceAll("\\", "/"), { level: 6 });
    // As made on Unix: some unpackers take names made elsewhere for another code page, whatever their flag says.
    entry.os = UNIX;
    entry.attrs = REGULAR_FILE;
    packed.add(entry);
    entry.push(await readFile(join(dirname(folder), name)), true);
  }
  packed.end();
  await finished(file);
  return path;
}
