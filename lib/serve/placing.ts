import { createHash } from "node:crypto";
import { type FileHandle, link, lstat, mkdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { Problem } from "../api/problem.ts";
import { openAt, pathInto } from "../storage/no-links.ts";

/**
 * Puts a file into the inbox under its name; where another file has it, under a name with a number: no office replaces
 * another's file.
 * @param path on the inbox's disk; nothing is left there
 * @param name below the inbox, with "/" between folders
 * @param sha256 of the file
 * @returns the name it has been given
 * @throws Problem where a folder of the name is a file or a link, which may lead anywhere
 */
export async function placeInto(inbox: string, path: string, name: string, sha256: string): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  const at = await madeFolder(inbox, dirname(name));
  const folder = await openAt(at, "folder");
  if (!folder) throw notAFolder(at);
  try {
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? name : `${stem} (${n})${extension}`;
      if (await isPlaced(path, folder, at, basename(candidate), sha256)) return candidate;
    }
  } finally {
    await folder.close();
  }
}

/** The folder of that name below the inbox, made as far as it is missing. @throws Problem */
async function madeFolder(inbox: string, name: string): Promise<string> {
  let at = await realpath(inbox);
  for (const part of name.split("/")) {
    at = join(at, part);
    await mkdir(at).catch(unless("EEXIST"));
    if (!(await lstat(at)).isDirectory()) throw notAFolder(at);
  }
  return at;
}

/** False where another file has the name. */
async function isPlaced(path: string, folder: FileHandle, at: string, name: string, sha256: string): Promise<boolean> {
  const target = join(pathInto(folder, at), name);
  if ((await hashOf(join(at, name))) === sha256) {
    // The same again: a submission of its own, the newest.
    await rename(path, target);
    return true;
  }
  // A link fails where the name is taken; a rename would replace the file.
  const linked = await link(path, target).then(() => true, unless("EEXIST"));
  if (linked) await rm(path);
  return linked ?? false;
}

/** Null where there is no file, or none that can be read. */
async function hashOf(path: string): Promise<string | null> {
  const file = await openAt(path, "file").catch(() => null);
  if (!file) return null;
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

const unless =
  (code: string) =>
  (error: NodeJS.ErrnoException): void => {
    if (error.code !== code) throw error;
  };

const notAFolder = (path: string): Problem =>
  new Problem(
    409,
    "Conflict",
    `收件文件夹里的“${basename(path)}”不是普通文件夹，文件不能放在其中，请换一个文件夹名重新上传。`,
    "NOT_A_FOLDER",
  );
