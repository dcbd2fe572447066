import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Document } from "../document/document.ts";
import { UnsupportedError } from "../formats/errors.ts";
import { LIMITS } from "../limits.ts";
import { RESULT_FILES, resultFolder } from "../report/result-names.ts";
import type { Report } from "../report/schema.ts";
import { readReport } from "../report/store.ts";
import { directoryStore } from "../storage/directory.ts";
import { type DocumentPool, documentPool } from "../work/document-pool.ts";

/** What came of a document. */
export interface Processed {
  readonly report: Report;
  /** All text and tables of the document; null where the report is `failed`. */
  readonly document: Document | null;
  /** The report for a person: one self-contained page. */
  readonly html: string;
}

let started: DocumentPool | undefined;
const pool = (): DocumentPool =>
  (started ??= documentPool({
    worker: new URL("worker.js", import.meta.url),
    size: availableParallelism(),
    limits: LIMITS,
  }));

/**
 * Reads and judges one document, in a process of its own with bounded work and memory: whatever the file does to it, the
 * caller gets a report. As many are read at a time as there are processors; processes that have nothing to do end by
 * themselves and keep no program alive. Nothing is kept on disk.
 * @param bytes of the file, whose format is told by its content
 * @param options.name the file's name, as the report gives it
 * @throws UnsupportedError for an archive, which holds many documents; errors of the operating system, such as a full disk
 */
export async function processDocument(bytes: Uint8Array, { name }: { readonly name: string }): Promise<Processed> {
  const place = await mkdtemp(join(tmpdir(), "tabularium-"));
  try {
    const path = join(place, "source");
    const out = join(place, "results");
    await writeFile(path, bytes);
    const answer = await pool().run({ input: { path, name }, out, fresh: true, filing: "name" });
    if (answer.kind === "archive") throw new UnsupportedError("压缩包里有多份文件，请逐份处理。");
    const folder = resultFolder(name);
    const report = await readReport(directoryStore(out), folder);
    if (!report) throw new Error("the worker has left no report");
    const result = (file: string): Promise<string> => readFile(join(out, folder, file), "utf8");
    return {
      report,
      document: report.status === "failed" ? null : (JSON.parse(await result(RESULT_FILES.document)) as Document),
      html: await result(RESULT_FILES.html),
    };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
