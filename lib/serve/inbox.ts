import type { Stats } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { identityOf } from "../storage/no-links.ts";
import { isSkipped } from "../storage/skipped-names.ts";

/** A file in the inbox as it stands. */
export interface InboxFile {
  /** Path below the inbox, with "/" between folders. */
  readonly name: string;
  /** Without links. */
  readonly path: string;
  readonly size: number;
  /** When it was put there or last changed, in milliseconds since 1970. */
  readonly changed: number;
  /** Differs whenever the file was written to. */
  readonly signature: string;
  /** As it must be found when it is opened. */
  readonly identity: string;
}

export const stateOf = ({ mtimeMs, size }: Stats): string => `${mtimeMs}-${size}`;

/**
 * All files below the inbox but hidden ones and Word's lock files. Links are not followed.
 * @throws where the inbox itself can't be read: then nothing is known of any file
 */
export async function filesIn(inbox: string): Promise<Map<string, InboxFile>> {
  const files = new Map<string, InboxFile>();
  const walk = async (folder: string, prefix: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    await Promise.all(
      entries.map(async (entry) => {
        if (isSkipped(entry.name)) return;
        const path = join(folder, entry.name);
        const name = `${prefix}${entry.name}`;
        if (entry.isDirectory()) await walk(path, `${name}/`);
        else if (entry.isFile()) {
          const found = await lstat(path).catch(() => null);
          if (!found) return;
          files.set(name, {
            name,
            path,
            size: found.size,
            changed: found.ctimeMs,
            signature: stateOf(found),
            identity: identityOf(found),
          });
        }
      }),
    );
  };
  await walk(await realpath(inbox), "");
  return files;
}
