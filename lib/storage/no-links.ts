import { constants, existsSync, type Stats } from "node:fs";
import { type FileHandle, open, readlink, realpath } from "node:fs/promises";

/** How to open what lies where others may write: it stands at its very path, and is what was seen there. */

/** Which file it is and in what state: differs wherever it was replaced or written to. */
export const identityOf = ({ dev, ino, size, mtimeMs }: Stats): string => `${dev} ${ino} ${size} ${mtimeMs}`;

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
/** What opening answers where a link stands at the path, a file on the way to it, or a socket. */
const NOT_AT_THE_PATH: ReadonlySet<string | undefined> = new Set(["ELOOP", "EMLINK", "ENOTDIR", "ENXIO"]);

/**
 * Opens the file or the folder that stands at a path itself, never what a link there or on the way leads to; a pipe is
 * not waited for.
 * @param path without links, as `realpath` gives it
 * @returns null where anything else stands there
 * @throws errors of the file system, ENOENT among them
 */
export async function openAt(path: string, kind: "file" | "folder"): Promise<FileHandle | null> {
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | (kind === "folder" ? O_DIRECTORY : 0);
  const handle = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (NOT_AT_THE_PATH.has(error.code)) return null;
    throw error;
  });
  if (!handle) return null;
  try {
    const found = await handle.stat();
    if ((kind === "folder" ? found.isDirectory() : found.isFile()) && (await placeOf(handle, path)) === path)
      return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}

/** Linux has a name for each open file, which no link can turn elsewhere. */
const nameOf = ({ fd }: FileHandle): string => `/proc/self/fd/${fd}`;

/** Where an open file stands. Without Linux's name for it, its path is looked at once more. */
const placeOf = (handle: FileHandle, path: string): Promise<string> =>
  readlink(nameOf(handle)).catch(() => realpath(path));

/**
 * The path by which to reach into an open folder: on Linux into that very folder, whatever has become of its own path.
 */
export const pathInto = (folder: FileHandle, path: string): string =>
  existsSync(nameOf(folder)) ? nameOf(folder) : path;
