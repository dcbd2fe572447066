import { appendFileSync, mkdirSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openPartitions } from "../report/parquet/partitions.ts";
import type { Report } from "../report/schema.ts";
import { makeFolder } from "../storage/directory.ts";

/** What an export makes in its folder. */
const LISTS: ReadonlySet<string> = new Set(["figures", "problems", "reports"]);

/** What is in a folder and no export's; empty where there is no such folder. @throws errors of the file system */
export const strangersIn = async (folder: string): Promise<readonly string[]> =>
  (
    await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    })
  ).filter((name) => !LISTS.has(name));

/**
 * Writes figures, problems and reports as Parquet files below a folder, in the place of what an export before left there.
 * They are written beside it and take its place when all are there; `.tmp` folders of one that was killed may be deleted.
 * @param folder absolute
 * @returns how many reports; with none, what is there stays
 * @throws errors of the file system
 */
export async function exportParquet(reports: AsyncIterable<Report>, folder: string): Promise<number> {
  const unfinished = `${folder}.${process.pid}.tmp`;
  const replaced = `${folder}.${process.pid}.old.tmp`;
  try {
    await makeFolder(dirname(folder));
    await mkdir(unfinished);
    for (const list of LISTS) await mkdir(join(unfinished, list));
    const partitions = openPartitions((path, bytes) => {
      const file = join(unfinished, path);
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, bytes);
    });
    let count = 0;
    for await (const report of reports) {
      partitions.add(report);
      count += 1;
    }
    partitions.finish();
    if (count === 0) {
      await rm(unfinished, { recursive: true });
      return 0;
    }
    await rename(folder, replaced).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(unfinished, folder);
    await rm(replaced, { recursive: true, force: true });
    return count;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}
