import { constants } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { resultFolder } from "../report/result-names.ts";
import { identityOf, openAt } from "../storage/no-links.ts";
import { isSkipped } from "../storage/skipped-names.ts";

/** A file to process, or one entry of a zip. */
export interface Input {
  /** Below the folder it was found in; for an entry: the zip's name, a slash, the entry's name. */
  readonly name: string;
  readonly path: string;
  /** The entry's name inside the zip at `path`. */
  readonly entry?: string;
  /**
   * Of the file that was seen at `path`, a path without links: no other is read. Absent where links may be followed and
   * the file may change.
   */
  readonly identity?: string;
}

export interface Inputs {
  readonly files: readonly Input[];
  /** Hidden files and Word's lock files (~$), which are left alone. */
  readonly skipped: number;
  /** Paths of what can't be read as a file: pipes, sockets, devices, links that lead to none. */
  readonly irregular: readonly string[];
}

export class UsageError extends Error {}

/** Links to files are followed, links to folders are not: they may lead in a circle. */
const isLinkedFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() ?? false;

/**
 * The files that the paths name, folders searched through, in the order of their names.
 * @throws UsageError where a path does not exist, a folder can't be read or two files would have one name
 */
export async function findInputs(paths: readonly string[], out: string): Promise<Inputs> {
  const files: Input[] = [];
  let skipped = 0;
  const irregular: string[] = [];
  const results = resolve(out);
  const walk = async (folder: string, prefix: string): Promise<void> => {
    const found = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`无法读取文件夹（${error.code}）：${folder}`);
    });
    const entries = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (isSkipped(entry.name)) skipped += 1;
      else if (entry.isDirectory()) {
        if (resolve(path) !== results) await walk(path, `${prefix}${entry.name}/`);
      } else if (entry.isFile() || (await isLinkedFile(path))) files.push({ name: `${prefix}${entry.name}`, path });
      else irregular.push(path);
    }
  };
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) throw new UsageError(`找不到文件或文件夹：${path}`);
    if (found.isDirectory()) await walk(path, "");
    else if (isSkipped(basename(path))) skipped += 1;
    else if (found.isFile()) files.push({ name: basename(path), path });
    else irregular.push(path);
  }
  const byFolder = new Map<string, Input>();
  for (const file of files) {
    const folder = resultFolder(file.name);
    const other = byFolder.get(folder);
    if (other) throw new UsageError(`两个文件的结果会写到同一处：${other.path} 与 ${file.path}，请改名或分开处理。`);
    byFolder.set(folder, file);
  }
  return { files, skipped, irregular };
}

/**
 * Opens an input for reading: one with an identity as the file that had it.
 * @returns null where that file no longer stands at its path as it was
 * @throws errors of the file system
 */
export async function openInput({ path, identity }: Input): Promise<FileHandle | null> {
  if (identity === undefined) return openRegular(path);
  const file = await openAt(path, "file");
  if (file === null || identityOf(await file.stat()) === identity) return file;
  await file.close();
  return null;
}

/**
 * Opens a file, and never waits for whoever writes into a pipe. @throws ENXIO where it is no regular file; errors of
 * the file system
 */
async function openRegular(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw Object.assign(new Error("ENXIO: no regular file"), { code: "ENXIO" });
}

/** The entries of a zip as inputs; entries of one name get a number. */
export function entriesAsInputs(archive: Input, entries: readonly string[]): Input[] {
  const taken = new Set<string>();
  const times = new Map<string, number>();
  return entries
    .filter(
      (entry) =>
        !entry.endsWith("/") &&
        !entry
          .split(/[/\\]/u)
          .some((part) => isSkipped(part) && part !== "." && part !== ".." && !part.startsWith("..")) &&
        !entry.startsWith("__MACOSX/"),
    )
    .map((entry) => {
      const plain = `${archive.name}/${entry}`;
      const folder = resultFolder(plain);
      let name = plain;
      for (let n = times.get(folder) ?? 1; taken.has(resultFolder(name)); n++) {
        name = `${plain} (${n + 1})`;
        times.set(folder, n + 1);
      }
      taken.add(resultFolder(name));
      return { ...archive, name, entry };
    });
}
