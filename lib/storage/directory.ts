import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type ObjectStore, partsOfKey } from "./objects.ts";

/** Ends the names of files that are being written. */
const UNFINISHED = ".tmp";

type Data = string | Uint8Array | AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/**
 * Writes so that a reader sees the old file or the new one, never half of it.
 * @param temporary folder on the same disk for the unfinished file; without it, it stands beside the finished one
 */
export async function writeAtomically(path: string, data: Data, temporary?: string): Promise<void> {
  const name = `${process.pid}-${Math.random().toString(36).slice(2)}${UNFINISHED}`;
  const unfinished = temporary === undefined ? `${path}.${name}` : join(temporary, `${basename(path)}.${name}`);
  try {
    await writeFile(unfinished, data);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it, where they are not there. Node's own recursive mkdir never returns where the system
 * lets nobody make any (below /proc).
 * @throws errors of the file system
 */
export async function makeFolder(path: string): Promise<void> {
  const isThere = async () => (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (await isThere()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error) => {
    if (!(await isThere())) throw error;
  });
}

/** Null for an answer that there is no such file; other errors go on. */
export const absent = (error: unknown): null => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
  throw error;
};

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Objects as files below a folder, their keys as paths. */
export function directoryStore(root: string, options: { readonly temporary?: string } = {}): ObjectStore {
  const pathOf = (key: string) => join(root, ...partsOfKey(key));
  return {
    put: async (key, body) => {
      const path = pathOf(key);
      await makeFolder(dirname(path));
      await writeAtomically(path, body, options.temporary);
    },
    get: async (key) => readFile(pathOf(key)).catch(absent),
    size: async (key) => {
      const found = await stat(pathOf(key)).catch(absent);
      return found?.isFile() ? found.size : null;
    },
    list: async function* (prefix) {
      const slash = prefix.lastIndexOf("/");
      const folder = slash < 0 ? [] : partsOfKey(prefix.slice(0, slash));
      const entries =
        (await readdir(join(root, ...folder), { recursive: true, withFileTypes: true }).catch(absent)) ?? [];
      const above = root.length + 1;
      const keys = entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(UNFINISHED))
        .map((entry) => join(entry.parentPath, entry.name).slice(above).replaceAll("\\", "/"))
        .filter((key) => key.startsWith(prefix));
      yield* keys.sort(byBytes);
    },
    delete: async (key) => rm(pathOf(key), { force: true }).catch((error) => void absent(error)),
  };
}
