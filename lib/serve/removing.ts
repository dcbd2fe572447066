import { lstat, realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { openAt, pathInto } from "../storage/no-links.ts";
import { stateOf } from "./inbox.ts";

/**
 * Takes a file out of the inbox.
 * @param name below the inbox, with "/" between folders
 * @param signature as the inbox had it when it was submitted
 * @returns "replaced" where another file, or something else, stands there now
 * @throws errors of the file system
 */
export async function removeFrom(
  inbox: string,
  name: string,
  signature: string,
): Promise<"removed" | "absent" | "replaced"> {
  const at = join(await realpath(inbox), dirname(name));
  const folder = await openAt(at, "folder").catch(unlessAbsent);
  if (folder === undefined) return "absent";
  if (folder === null) return "replaced";
  try {
    const path = join(pathInto(folder, at), basename(name));
    const found = await lstat(path).catch(unlessAbsent);
    if (!found) return "absent";
    if (!found.isFile() || stateOf(found) !== signature) return "replaced";
    await rm(path);
    return "removed";
  } finally {
    await folder.close();
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
