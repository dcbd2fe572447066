import { readFile } from "node:fs/promises";
import { ReaderError, TooLargeError, UnsupportedError } from "../formats/errors.ts";
import { listEntries, readEntry } from "../formats/shared/archive.ts";
import { sniff } from "../formats/sniff.ts";
import { LIMITS } from "../limits.ts";
import type { OcrEngine } from "../recognition/engine.ts";
import type { ListLines } from "../report/list-lines.ts";
import { RESULT_FILES, resultFolder } from "../report/result-names.ts";
import type { Report } from "../report/schema.ts";
import { summarize } from "../report/summary.ts";
import { directoryStore } from "../storage/directory.ts";
import { identityOf } from "../storage/no-links.ts";
import { type Input, openInput } from "./inputs.ts";
import { processDocument, sha256 } from "./process-document.ts";
import { secondReading } from "./second-reading-thread.ts";
import type { Progress } from "./serve-documents.ts";
import type { DocumentTask, WorkerAnswer, WorkerTask } from "./worker-messages.ts";

/**
 * What a worker does: a document from its file to its results, with a thread of its own for the second reading; or only
 * a look at what a file is.
 */

/** The zip of the last task: its entries come one after the other. */
let opened: { path: string; state: string; bytes: Uint8Array } | null = null;

/**
 * Null where the file is not the one that was seen or, with `still`, was written to meanwhile. @throws TooLargeError
 * before it is read
 */
async function bytesOf(input: Input, still: boolean): Promise<Uint8Array | null> {
  const { path, entry } = input;
  const file = await openInput(input);
  if (!file) return null;
  try {
    const found = await file.stat();
    if (found.size > LIMITS.fileBytes) throw new TooLargeError();
    const state = identityOf(found);
    const kept = entry !== undefined && opened?.path === path && opened.state === state ? opened.bytes : null;
    const bytes = kept ?? (await file.readFile());
    if (still && identityOf(await file.stat()) !== state) return null;
    if (entry === undefined) return bytes;
    opened = { path, state, bytes };
    return readEntry(bytes, entry);
  } finally {
    await file.close();
  }
}

/** The engine for a document; null where what holds pictures is left to other workers. */
export type EngineFor = ((input: Input) => Promise<OcrEngine>) | null;

export function documentWorker(engineFor: EngineFor): (task: WorkerTask, progress: Progress) => Promise<WorkerAnswer> {
  return async (task, progress) => {
    try {
      if (task.kind === "process") return await answer(task, progress, engineFor);
      sniff(await readFile(task.path));
      return { kind: "accepted" };
    } catch (error) {
      // An error loses its class and code on its way out of the worker.
      if (error instanceof ReaderError) return { kind: "refused", code: error.code, message: error.message };
      throw error;
    }
  };
}

/** What files results is loaded once there is something to be filed. */
const filed = () => import("../report/store.ts");

async function answer(
  { input, out, fresh, filing, pictures, formats, lists, earlier }: DocumentTask,
  progress: Progress,
  engineFor: EngineFor,
): Promise<WorkerAnswer> {
  const bytes = await bytesOf(input, filing === "id");
  if (!bytes) return { kind: "changed" };
  const kind = kindOf(bytes);
  if (input.entry === undefined && kind === "zip")
    return { kind: "archive", entries: listEntries(bytes).map((entry) => entry.name) };
  if (formats && kind !== null && !formats.some((format) => format === kind)) return { kind: "other" };
  const store = directoryStore(out);
  const folder = filing === "id" ? sha256(bytes) : resultFolder(input.name);
  if (!fresh && (await store.size(`${folder}/${RESULT_FILES.report}`)) !== null) {
    const { finishedReport } = await filed();
    const known = await finishedReport(store, folder);
    if (known?.id === sha256(bytes))
      return { kind: "unchanged", id: known.id, summary: summarize(known), ...(lists && (await linesOf(known))) };
  }
  const outcome = await processDocument({
    name: input.name,
    bytes,
    secondReading,
    pictures: pictures ?? (engineFor ? () => engineFor(input) : "defer"),
    ...(earlier && { earlier }),
    ...progress,
  });
  if (outcome.kind === "deferred") return outcome;
  const { writeResult } = await filed();
  await writeResult(store, folder, outcome, filing === "id" ? bytes : undefined);
  const { report } = outcome;
  return {
    kind: "processed",
    id: report.id,
    summary: summarize(report),
    ...(lists && (await linesOf(report))),
    ...(report.status === "failed" && { failed: report.error.code }),
  };
}

/** What writes lists is loaded once the first document's results are filed. */
async function linesOf(report: Report): Promise<{ readonly lines: ListLines }> {
  const { listLines } = await import("../report/list-lines.ts");
  return { lines: listLines(report) };
}

/**
 * What a file is, by its content; null where that can't be told: why (it is empty, encrypted, damaged) is for its record
 * to say.
 */
function kindOf(bytes: Uint8Array): ReturnType<typeof sniff> | "unsupported" | null {
  try {
    return sniff(bytes);
  } catch (error) {
    return error instanceof UnsupportedError ? "unsupported" : null;
  }
}
