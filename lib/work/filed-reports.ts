import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RESULT_FILES } from "../report/result-names.ts";
import type { Report } from "../report/schema.ts";
import { readableReport } from "../report/store.ts";
import { directoryStore } from "../storage/directory.ts";

/**
 * The reports in a results folder of `process`, folder by folder in the order of their names.
 * @param folder absolute
 * @param onUnreadable told the folder of a report.json that can't be understood; the others go on
 * @throws errors of the file system
 */
export async function* filedReports(folder: string, onUnreadable: (folder: string) => void): AsyncGenerator<Report> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && entry.name === RESULT_FILES.report)) {
    const above = directoryStore(dirname(folder));
    const report = await readableReport(above, basename(folder), () => onUnreadable(folder));
    if (report) yield report;
  }
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const name of folders.sort()) yield* filedReports(join(folder, name), onUnreadable);
}
