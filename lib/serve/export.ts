import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { NO_FILTER } from "../catalog/listing.ts";
import { openLocalTable } from "../catalog/local.ts";
import { openQueries } from "../catalog/queries.ts";
import { asReviewed } from "../catalog/reviews.ts";
import { reportsIn } from "../exports/reports.ts";
import { PROFILES } from "../profiles/profiles.ts";
import type { Report } from "../report/schema.ts";
import { readableReport, readDocument } from "../report/store.ts";
import { directoryStore } from "../storage/directory.ts";
import { exportParquet, strangersIn } from "../work/export-parquet.ts";
import { filedReports } from "../work/filed-reports.ts";
import { isDataFolder } from "./data-folder.ts";
import { FolderInUseError, lockFolder } from "./lock.ts";

/** What is filed on this machine, for programs that study it: the command `export`. */

/** Why there is no export: a sentence for whoever asked for it. */
export class ExportError extends Error {}

interface ExportOptions {
  /** A results folder of `process`, or the data folder of `serve`. */
  readonly source: string;
  readonly out: string;
  /** Told the folder of each report.json that can't be understood. */
  readonly onUnreadable: (folder: string) => void;
}

/**
 * Writes figures, problems and reports as Parquet files: all that is filed in a results folder; of a data folder what
 * counts, as people reviewed it, as the lists of the API have it.
 * @returns how many reports
 * @throws ExportError; errors of the file system
 */
export async function exportFolder({ source, out, onUnreadable }: ExportOptions): Promise<number> {
  if (!(await stat(source).catch(() => null))?.isDirectory()) throw new ExportError(`找不到文件夹：${source}`);
  const folder = resolve(out);
  const [stranger] = await strangersIn(folder);
  if (stranger !== undefined)
    throw new ExportError(`导出的文件夹里有别的文件（${stranger}），请换一个新的或空的文件夹：${out}`);
  const reportsOf = isDataFolder(source) ? keptReports : filedReports;
  const count = await exportParquet(reportsOf(resolve(source), onUnreadable), folder);
  if (count === 0) throw new ExportError(`这里没有处理结果，应为 process 的结果文件夹或 serve 的数据文件夹：${source}`);
  return count;
}

/** The reports that count in the data folder of a server that does not run. @throws ExportError where it does */
async function* keptReports(root: string, onUnreadable: (folder: string) => void): AsyncGenerator<Report> {
  const unlock = await lockFolder(root).catch((error) => {
    throw error instanceof FolderInUseError
      ? new ExportError(`tabularium serve 正在使用这个文件夹，请停下后再导出：${root}`)
      : error;
  });
  try {
    const { table, close } = await openLocalTable(join(root, "catalog"));
    try {
      const results = directoryStore(join(root, "results"));
      const report = (id: string) => readableReport(results, id, () => onUnreadable(join(root, "results", id)));
      const reviewed = { table, report, document: (id: string) => readDocument(results, id) };
      // The pages of the list are asked for here alone: nobody else sees what its cursors are signed with.
      const queries = openQueries(table, "export", PROFILES);
      yield* reportsIn(queries, async (id) => (await asReviewed(reviewed, id))?.now ?? null, [NO_FILTER]);
    } finally {
      await close();
    }
  } finally {
    await unlock();
  }
}
