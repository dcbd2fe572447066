import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Does something where new files would be open to all. */
export async function openToAll<T>(what: () => Promise<T>): Promise<T> {
  const before = process.umask(0);
  try {
    return await what();
  } finally {
    process.umask(before);
  }
}

/** What stands below a folder that others than its owner may read, write or enter. */
export async function openBelow(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true });
  const modes = await Promise.all(
    paths.map(async (path) => [path, (await stat(join(folder, path))).mode & 0o777] as const),
  );
  return modes.filter(([, mode]) => (mode & 0o077) !== 0).map(([path, mode]) => `${path} ${mode.toString(8)}`);
}
