import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reportJson } from "../outputs/assemble-report.ts";
import { documentJson } from "../outputs/document-json.ts";
import { reportHtml } from "../outputs/report-html.ts";
import { type Report, reportSchema } from "../outputs/report-schema.ts";
import { ENGINE_VERSION } from "../version.ts";
import type { ProcessedDocument } from "./process-document.ts";
import { resultFolder } from "./result-names.ts";

/** Writes so that a reader sees the old file or the new one, never half of it. */
export async function writeAtomically(path: string, data: string | AsyncIterable<string> | Iterable<string>): Promise<void> {
  const unfinished = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
  try {
    await writeFile(unfinished, data);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Files a document's results; report.json last, so that it stands only where all the others do. */
export async function writeResult(out: string, { report, document }: ProcessedDocument): Promise<void> {
  const folder = join(out, resultFolder(report.source.name));
  await mkdir(folder, { recursive: true });
  if (document) await writeAtomically(join(folder, "document.json"), documentJson(document));
  else await rm(join(folder, "document.json"), { force: true });
  await writeAtomically(join(folder, "report.html"), reportHtml(report));
  await writeAtomically(join(folder, "report.json"), reportJson(report));
}

/** The report of a document, if its results are complete and of this engine; null where there is none. */
export async function readResult(out: string, name: string): Promise<Report | null> {
  const folder = join(out, resultFolder(name));
  try {
    const report = reportSchema.parse(JSON.parse(await readFile(join(folder, "report.json"), "utf8")));
    await stat(join(folder, "report.html"));
    return report.engineVersion === ENGINE_VERSION ? report : null;
  } catch {
    return null;
  }
}
