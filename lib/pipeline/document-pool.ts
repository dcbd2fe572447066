import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import pLimit from "p-limit";
import { Piscina } from "piscina";
import { summarize } from "../outputs/summary.ts";
import { ReaderError, type ReaderErrorCode, TooLargeError } from "../readers/errors.ts";
import { directoryStore } from "../storage/directory.ts";
import type { Input } from "./inputs.ts";
import { LIMITS, YOUNG_MEBIBYTES } from "./limits.ts";
import { failure } from "./process-document.ts";
import { writeResult } from "./result-files.ts";
import { resultFolder } from "./result-names.ts";
import type { DocumentAnswer, DocumentTask } from "./worker.ts";

/** Workers that each take one document at a time, with a deadline and bounded memory. A document that kills its worker gets a record, and the others go on. */
export interface DocumentPool {
  readonly run: (task: DocumentTask) => Promise<DocumentAnswer>;
  readonly close: () => Promise<void>;
}

/** Longest time for one document, and JavaScript heap of its worker. */
export interface DocumentLimits {
  readonly documentSeconds: number;
  readonly heapMebibytes: number;
}

export interface DocumentPoolOptions {
  /** The built worker, lib/pipeline/worker.ts. */
  readonly worker: URL;
  readonly threads: number;
  readonly limits: DocumentLimits;
}

/** Starts the workers. Errors of the store (a full disk) reject the task: they are no property of the document. */
export function documentPool({ worker, threads, limits }: DocumentPoolOptions): DocumentPool {
  const size = Math.max(1, threads);
  const pool = new Piscina({
    filename: worker.href,
    minThreads: 1,
    maxThreads: size,
    // A worker takes a second to start: it must not end between two documents.
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMebibytes, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
  });
  // Tasks wait here, not in the pool: a deadline begins when a worker takes the document.
  const limit = pLimit(size);

  const one = async (task: DocumentTask): Promise<DocumentAnswer> => {
    const { input, out, filing } = task;
    try {
      if ((await stat(input.path)).size > LIMITS.fileBytes) throw new TooLargeError();
      return await pool.run(task, { signal: AbortSignal.timeout(limits.documentSeconds * 1000) });
    } catch (error) {
      if (filing === "id" && isStorageError(error)) throw error;
      const report = failure(await sourceOf(input), asReaderError(error, limits.documentSeconds));
      await writeResult(directoryStore(out), filing === "id" ? report.id : resultFolder(input.name), { report, document: null });
      return { kind: "processed", id: report.id, summary: summarize(report) };
    }
  };
  return { run: (task) => limit(() => one(task)), close: () => pool.destroy() };
}

/** An error of the file system (ENOSPC, EACCES, ENOENT): its class and number are lost on the way out of the worker, its code is not. */
function isStorageError(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code !== undefined && /^E[A-Z0-9]+$/u.test(code) && !isReaderCode(code);
}

function asReaderError(error: unknown, seconds: number): unknown {
  const { name, code } = error as { name?: string; code?: string };
  if (name === "AbortError" || name === "TimeoutError")
    return new ReaderError("TIMEOUT", `处理超过${seconds}秒仍未完成，已停止；请检查文件内容，或另存后重新提交。`);
  if (code === "ERR_WORKER_OUT_OF_MEMORY")
    return new ReaderError("OUT_OF_MEMORY", "文件展开后占用内存过多，已停止处理；请检查文件内容，或拆分后重新提交。");
  // A named error of a reader loses its class on its way out of the worker, but keeps its code.
  return error instanceof ReaderError || !isReaderCode(code) ? error : new ReaderError(code, (error as Error).message);
}

const CODES: ReadonlySet<string> = new Set<ReaderErrorCode>([
  "EMPTY",
  "ENCRYPTED",
  "CORRUPT",
  "UNSUPPORTED",
  "TOO_LARGE",
  "TIMEOUT",
  "OUT_OF_MEMORY",
]);
const isReaderCode = (code: string | undefined): code is ReaderErrorCode => code !== undefined && CODES.has(code);

/** Size and hash of a file whose worker could not tell them. */
async function sourceOf({ name, path, entry }: Input) {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  if (entry !== undefined) hash.update(entry);
  return { name, bytes, sha256: hash.digest("hex"), format: null, pages: null, ocr: null };
}
