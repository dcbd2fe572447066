import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { Piscina } from "piscina";
import { type Summary, summarize } from "../outputs/summary.ts";
import { ReaderError, type ReaderErrorCode, TooLargeError } from "../readers/errors.ts";
import { entriesAsInputs, type Input } from "./inputs.ts";
import { LIMITS, YOUNG_MEBIBYTES } from "./limits.ts";
import { failure } from "./process-document.ts";
import { writeResult } from "./result-files.ts";
import type { DocumentAnswer, DocumentTask } from "./worker.ts";

export interface RunOptions {
  readonly out: string;
  readonly fresh: boolean;
  /** The built worker, lib/pipeline/worker.ts. */
  readonly worker: URL;
  /** Longest time for one document, and JavaScript heap of its worker. */
  readonly limits: { readonly documentSeconds: number; readonly heapMebibytes: number };
  /** Called when the number of documents grows, since a zip holds several. */
  readonly onTotal: (total: number) => void;
  readonly onDone: (summary: Summary, unchanged: boolean) => void;
}

/** Processes every input, each in a worker with a deadline and bounded memory, and files its results. A document that kills its worker gets a record, and the others go on. */
export async function run(inputs: readonly Input[], { out, fresh, worker, limits, onTotal, onDone }: RunOptions): Promise<void> {
  const threads = Math.max(1, Math.min(availableParallelism(), inputs.length * 4));
  const pool = new Piscina({
    filename: worker.href,
    minThreads: 1,
    maxThreads: threads,
    // A worker takes a second to start: it must not end between two documents.
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMebibytes, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
  });
  // Tasks wait here, not in the pool: a deadline begins when a worker takes the document.
  const limit = pLimit(threads);
  let total = inputs.length;
  onTotal(total);

  const one = async (input: Input): Promise<readonly Input[]> => {
    try {
      if ((await stat(input.path)).size > LIMITS.fileBytes) throw new TooLargeError();
      const task: DocumentTask = { input, out, fresh };
      const answer: DocumentAnswer = await pool.run(task, { signal: AbortSignal.timeout(limits.documentSeconds * 1000) });
      if (answer.kind === "archive") return entriesAsInputs(input, answer.entries);
      onDone(answer.summary, answer.kind === "unchanged");
    } catch (error) {
      const report = failure(await sourceOf(input), asReaderError(error, limits.documentSeconds));
      await writeResult(out, { report, document: null });
      onDone(summarize(report), false);
    }
    return [];
  };
  const all = async (list: readonly Input[]): Promise<void> => {
    await Promise.all(
      list.map(async (input) => {
        const entries = await limit(() => one(input));
        if (entries.length === 0) return;
        total += entries.length - 1;
        onTotal(total);
        await all(entries);
      }),
    );
  };
  try {
    await all(inputs);
  } finally {
    await pool.destroy();
  }
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
