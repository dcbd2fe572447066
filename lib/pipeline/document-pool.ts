import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import pLimit from "p-limit";
import { Piscina } from "piscina";
import { LIMITS } from "../limits.ts";
import { summarize } from "../outputs/summary.ts";
import { ReaderError, TooLargeError } from "../readers/errors.ts";
import { directoryStore } from "../storage/directory.ts";
import type { DocumentAnswer, DocumentTask, WorkerAnswer } from "./document-worker.ts";
import type { Input } from "./inputs.ts";
import { failure } from "./process-document.ts";
import { writeResult } from "./result-files.ts";
import { resultFolder } from "./result-names.ts";

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
  /** A built worker: lib/pipeline/worker.ts or another of its kind. */
  readonly worker: URL;
  readonly threads: number;
  readonly limits: DocumentLimits;
}

/** The document holds pictures, and the workers have no engine to read them. */
export class NeedsRecognitionError extends Error {
  constructor() {
    super("the document holds pictures that must be recognised");
    this.name = "NeedsRecognitionError";
  }
}

/** Starts the workers. Errors of the store (a full disk) reject the task, as NeedsRecognitionError does: they are no property of the document. */
export function documentPool({ worker, threads, limits }: DocumentPoolOptions): DocumentPool {
  const size = Math.max(1, threads);
  const pool = new Piscina({
    filename: worker.href,
    minThreads: 1,
    maxThreads: size,
    // A worker takes a second to start: it must not end between two documents.
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMebibytes, maxYoungGenerationSizeMb: LIMITS.youngHeapMebibytes },
  });
  // Tasks wait here, not in the pool: a deadline begins when a worker takes the document.
  const limit = pLimit(size);

  const one = async (task: DocumentTask): Promise<DocumentAnswer> => {
    const { input, out, filing } = task;
    try {
      if ((await stat(input.path)).size > LIMITS.fileBytes) throw new TooLargeError();
      const answer: WorkerAnswer = await withDeadline(limits.documentSeconds, (signal, deadline) =>
        pool.run({ ...task, deadline }, { signal, transferList: [deadline] }),
      );
      if (answer.kind === "refused") throw new ReaderError(answer.code, answer.message);
      if (answer.kind === "deferred") throw new NeedsRecognitionError();
      return answer;
    } catch (error) {
      if (error instanceof NeedsRecognitionError) throw error;
      if (filing === "id" && isStorageError(error)) throw error;
      const report = failure(await sourceOf(input), asReaderError(error, limits.documentSeconds));
      await writeResult(directoryStore(out), filing === "id" ? report.id : resultFolder(input.name), { report, document: null });
      return { kind: "processed", id: report.id, summary: summarize(report) };
    }
  };
  return { run: (task) => limit(() => one(task)), close: () => pool.destroy() };
}

/** Runs a task with a deadline that each page to be recognised puts off; the worker tells how many there are. */
async function withDeadline<T>(seconds: number, task: (signal: AbortSignal, deadline: MessagePort) => Promise<T>): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timer = setTimeout(abort, seconds * 1000);
  port1.on("message", (pages: number) => {
    clearTimeout(timer);
    timer = setTimeout(abort, (seconds + Math.min(pages, LIMITS.recognisedPages) * LIMITS.recognisedPageSeconds) * 1000);
  });
  try {
    return await task(controller.signal, port2);
  } finally {
    clearTimeout(timer);
    port1.close();
  }
}

/** An error of the file system (ENOSPC, EACCES, ENOENT): on the way out of the worker it keeps only its message, which begins with the code. */
function isStorageError(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return /^E[A-Z0-9]+$/u.test(code ?? /^(E[A-Z0-9]+): /u.exec(message ?? "")?.[1] ?? "");
}

function asReaderError(error: unknown, seconds: number): unknown {
  const { name, code } = error as { name?: string; code?: string };
  if (name === "AbortError" || name === "TimeoutError")
    return new ReaderError("TIMEOUT", `处理超过${seconds}秒仍未完成，已停止；请检查文件内容，或另存后重新提交。`);
  if (code === "ERR_WORKER_OUT_OF_MEMORY")
    return new ReaderError("OUT_OF_MEMORY", "文件展开后占用内存过多，已停止处理；请检查文件内容，或拆分后重新提交。");
  return error;
}

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
