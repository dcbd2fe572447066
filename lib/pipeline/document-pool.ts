import { createHash } from "node:crypto";
import pLimit from "p-limit";
import { LIMITS } from "../limits.ts";
import { writeResult } from "../outputs/report-store.ts";
import { resultFolder } from "../outputs/result-names.ts";
import { summarize } from "../outputs/summary.ts";
import { CorruptError, EmptyFileError, ReaderError } from "../readers/errors.ts";
import { directoryStore } from "../storage/directory.ts";
import type { DocumentAnswer, DocumentTask, WorkerAnswer, WorkerTask } from "./document-worker.ts";
import { failure } from "./failure.ts";
import { entriesAsInputs, type Input, openInput } from "./inputs.ts";
import { startWorker, WorkerDeathError, type WorkerProcess } from "./worker-process.ts";

/**
 * Workers that each take one document at a time, with a deadline and bounded memory. A document that kills its worker is tried once more in a
 * fresh one; every document ends in one record, and the others go on.
 */
export interface DocumentPool {
  readonly run: (task: DocumentTask) => Promise<DocumentAnswer>;
  readonly close: () => Promise<void>;
}

/** A pool that also tells, while documents are in work, whether a file is worth taking in. */
export interface JudgingPool extends DocumentPool {
  /**
   * Why no reader takes a file, told by its content; null where one may. A file that kills the worker, or keeps it longer than that many seconds, is
   * not refused: processing it ends in a record that says so, and a busy machine must not turn a good file away.
   */
  readonly refusal: (path: string, seconds: number) => Promise<ReaderError | null>;
}

/** What one document may take, all its attempts together. */
export interface DocumentLimits {
  /** Without pages to be recognised, each of which adds to it. */
  readonly documentSeconds: number;
  /** The most it can be, whatever there is to be recognised. */
  readonly longestSeconds?: number;
  readonly heapMebibytes: number;
}

export interface DocumentPoolOptions {
  /** A built worker: lib/pipeline/worker.ts or another of its kind. */
  readonly worker: URL;
  /** Documents in work at a time. */
  readonly size: number;
  readonly limits: DocumentLimits;
}

/** The document holds pictures, and the workers have no engine to read them. */
export class NeedsRecognitionError extends Error {
  constructor() {
    super("the document holds pictures that must be recognised");
    this.name = "NeedsRecognitionError";
  }
}

class ClosedError extends Error {
  constructor() {
    super("the workers have been ended");
    this.name = "ClosedError";
  }
}

/** What of a document's time, that for pictures apart, is kept for another attempt. */
const FOR_ANOTHER = 1 / 3;
/** A worker takes a moment to start: it must not end between two documents, nor stay for days. */
const IDLE_MS = 60_000;

/** Errors of the store (a full disk) reject the task, as NeedsRecognitionError does: they are no property of the document. */
export function documentPool({ worker, size, limits }: DocumentPoolOptions): JudgingPool {
  const workers = workersOf(worker, limits.heapMebibytes);
  // Tasks wait here, not at a worker: a deadline begins when one takes the document.
  const limit = pLimit(Math.max(1, size));
  // Whoever sends a file must not wait for documents: one worker more than these may be at work.
  const judging = pLimit(1);

  /** Both attempts at a document, in the time it has. */
  const answerTo = async (task: DocumentTask): Promise<WorkerAnswer> => {
    const started = performance.now();
    let seconds = limits.documentSeconds;
    const secondsLeft = (pages: number): number => {
      if (pages > 0) seconds = timeFor(pages, limits);
      return seconds - (performance.now() - started) / 1000;
    };
    try {
      return await workers.run({ kind: "process", ...task }, (pages) => 1000 * (secondsLeft(pages) - limits.documentSeconds * FOR_ANOTHER));
    } catch (error) {
      if (!(error instanceof WorkerDeathError)) throw error;
      const death = asReaderError(error, seconds);
      const after = { hadRead: error.hadRead, code: death.code, message: death.message };
      return workers
        .run({ kind: "process", ...task, after }, (pages) => 1000 * secondsLeft(pages))
        .catch((again: unknown) => {
          throw again instanceof WorkerDeathError ? death : again;
        });
    }
  };

  const one = async (task: DocumentTask): Promise<DocumentAnswer> => {
    const { input, out, filing } = task;
    try {
      const answer = await answerTo(task);
      if (answer.kind === "refused") throw new ReaderError(answer.code, answer.message);
      if (answer.kind === "deferred") throw new NeedsRecognitionError();
      if (answer.kind === "accepted") throw new Error("the worker has judged what it was to process");
      if (answer.kind === "archive" && entriesAsInputs(input, answer.entries).length === 0) throw new EmptyFileError(EMPTY_ARCHIVE);
      return answer;
    } catch (error) {
      if (error instanceof NeedsRecognitionError || error instanceof ClosedError) throw error;
      const unreadable = filing === "name" && NOT_TO_BE_READ.has((error as { code?: string }).code ?? "");
      if (isStorageError(error) && !unreadable) throw error;
      const source = await sourceOf(input);
      if (!source) return { kind: "changed" };
      const report = failure(source, unreadable ? new CorruptError(UNREADABLE, { cause: error }) : error);
      await writeResult(directoryStore(out), filing === "id" ? report.id : resultFolder(input.name), { report, document: null });
      return { kind: "processed", id: report.id, summary: summarize(report) };
    }
  };

  const refusal = async (path: string, seconds: number): Promise<ReaderError | null> => {
    try {
      const answer = await workers.run({ kind: "judge", path }, () => 1000 * seconds);
      return answer.kind === "refused" ? new ReaderError(answer.code, answer.message) : null;
    } catch (error) {
      if (error instanceof WorkerDeathError) return null;
      throw error;
    }
  };
  return { run: (task) => limit(() => one(task)), refusal: (path, seconds) => judging(() => refusal(path, seconds)), close: workers.close };
}

/** Errors of the file system that are the input's, unless the results can't be written either. */
const NOT_TO_BE_READ: ReadonlySet<string> = new Set(["ENOENT", "EACCES", "EPERM", "EISDIR", "ELOOP", "ENAMETOOLONG", "EIO", "EBUSY"]);
const EMPTY_ARCHIVE = "压缩包里没有可以处理的文件，请把报告放入压缩包后重新提交。";
const UNREADABLE = "文件无法打开（没有读取权限，或已被移走、改名），请检查后重新提交。";

const timeFor = (pages: number, { documentSeconds, longestSeconds = Number.POSITIVE_INFINITY }: DocumentLimits): number =>
  Math.min(documentSeconds + Math.min(pages, LIMITS.recognisedPages) * LIMITS.recognisedPageSeconds, longestSeconds);

/** Workers that are started when they are needed and kept for the next document. */
function workersOf(file: URL, heapMebibytes: number) {
  const idle = new Map<WorkerProcess, NodeJS.Timeout>();
  const all = new Set<WorkerProcess>();
  let closed = false;
  const taken = (): WorkerProcess => {
    for (const [worker, timer] of idle) {
      idle.delete(worker);
      clearTimeout(timer);
      if (worker.isAlive()) return worker;
    }
    if (closed) throw new ClosedError();
    const worker = startWorker(file, heapMebibytes);
    all.add(worker);
    void worker.ended.then(() => all.delete(worker));
    return worker;
  };
  const end = (worker: WorkerProcess) => {
    idle.delete(worker);
    worker.kill();
  };
  return {
    run: async (task: WorkerTask, deadline: (pages: number) => number): Promise<WorkerAnswer> => {
      const worker = taken();
      try {
        return await worker.run(task, deadline);
      } finally {
        if (closed || worker.isLarge()) end(worker);
        else if (worker.isAlive()) idle.set(worker, setTimeout(() => end(worker), IDLE_MS).unref());
      }
    },
    close: async (): Promise<void> => {
      closed = true;
      for (const worker of all) end(worker);
      await Promise.all([...all].map((worker) => worker.ended));
    },
  };
}

/** An error of the file system (ENOSPC, EACCES) or of starting a process (EAGAIN). */
function isStorageError(error: unknown): boolean {
  return /^E[A-Z0-9]+$/u.test((error as { code?: string }).code ?? "") && !(error instanceof ReaderError);
}

function asReaderError({ reason }: WorkerDeathError, seconds: number): ReaderError {
  switch (reason) {
    case "deadline":
      return new ReaderError("TIMEOUT", `处理超过${seconds}秒仍未完成，已停止；请检查文件内容，或另存后重新提交。`);
    case "memory":
      return new ReaderError("OUT_OF_MEMORY", "文件展开后占用内存过多，已停止处理；请检查文件内容，或拆分后重新提交。");
    case "fault":
      return new CorruptError("文件使读取程序异常中止，内容可能已损坏；请用原软件打开后另存，再重新提交。");
  }
}

/** Size and hash of a file whose worker could not tell them; of nothing where it can't be read; null where it is no longer the one that was seen. */
async function sourceOf(input: Input) {
  const { name, entry } = input;
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const file = await openInput(input);
    if (!file) return null;
    for await (const chunk of file.createReadStream()) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch {
    // What was read of it stands for it.
  }
  if (entry !== undefined) hash.update(entry);
  return { name, bytes, sha256: hash.digest("hex"), format: null, pages: null, ocr: null };
}
