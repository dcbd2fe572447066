import { readFile } from "node:fs/promises";
import { Piscina } from "piscina";
import type { FlatText } from "../document/document.ts";
import { ReaderError, type ReaderErrorCode, TooLargeError } from "../formats/errors.ts";
import { listEntries, readEntry } from "../formats/shared/archive.ts";
import { isImageKind, type Kind, sniff } from "../formats/sniff.ts";
import { LIMITS } from "../limits.ts";
import type { OcrEngine } from "../recognition/engine.ts";
import { resultFolder } from "../report/result-names.ts";
import { finishedReport, writeResult } from "../report/store.ts";
import { type Summary, summarize } from "../report/summary.ts";
import { directoryStore } from "../storage/directory.ts";
import { identityOf } from "../storage/no-links.ts";
import { type Input, openInput } from "./inputs.ts";
import { type PictureRecognition, processDocument, type SecondReading, sha256 } from "./process-document.ts";
import type { SecondReadingTask } from "./second-reading.ts";
import type { Progress } from "./serve-documents.ts";
import { afterWork } from "./work-time.ts";

/**
 * What a worker does: a document from its file to its results, with a thread of its own for the second reading; or only
 * a look at what a file is.
 */

export type WorkerTask =
  | ({ readonly kind: "process" } & DocumentTask)
  /** Answered by "accepted" or "refused". */
  | { readonly kind: "judge"; readonly path: string };

export interface DocumentTask {
  readonly input: Input;
  readonly out: string;
  /** Whether complete results of the same bytes are made again. */
  readonly fresh: boolean;
  /** Below `out`: a folder of the document's name, or of its id, with the file itself. */
  readonly filing: "name" | "id";
  /**
   * What becomes of pictures: recognised where there is an engine, unless they are left to another turn, or left
   * unread.
   */
  readonly pictures?: "defer" | "leave";
  /** How an earlier attempt at this document killed its worker. */
  readonly after?: EarlierAttempt;
}

export interface EarlierAttempt {
  /**
   * Whether the first reading was done by then: it is made again, without a second one. Else only the second engine
   * reads, where there is one.
   */
  readonly hadRead: boolean;
  /** What the record says if this attempt comes to nothing. */
  readonly code: ReaderErrorCode;
  readonly message: string;
}

export type WorkerAnswer =
  | DocumentAnswer
  /** A reader may take the file that was to be judged. */
  | { readonly kind: "accepted" }
  /** Refused before it was read as a document: an archive, what an archive holds, or a file that was to be judged. */
  | { readonly kind: "refused"; readonly code: ReaderErrorCode; readonly message: string }
  /** Holds pictures that only a worker with an engine can read; nothing is filed. */
  | { readonly kind: "deferred" };

export type DocumentAnswer =
  | {
      readonly kind: "processed" | "unchanged";
      readonly id: string;
      readonly summary: Summary;
      /** Why the file could not be read. */
      readonly failed?: ReaderErrorCode;
    }
  | { readonly kind: "archive"; readonly entries: readonly string[] }
  /**
   * The file is no longer the one that was seen; or, filed by id: it changed while being read, so that its bytes belong
   * to neither version.
   */
  | { readonly kind: "changed" };

const companion = new Piscina({
  filename: new URL("second-reading.js", import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
  resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMebibytes, maxYoungGenerationSizeMb: LIMITS.youngHeapMebibytes },
});

const noSecondReading: SecondReading = () => Promise.reject(new Error("it may have killed the worker before"));

const secondReading: SecondReading = async (bytes, kind, salvage) => {
  const { signal, stop } = afterWork(LIMITS.secondReadingSeconds, new Error("the second reading takes too long"));
  try {
    return (await companion.run({ bytes, kind, salvage } satisfies SecondReadingTask, { signal })) as FlatText;
  } finally {
    stop();
  }
};

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

async function answer(
  { input, out, fresh, filing, pictures, after }: DocumentTask,
  progress: Progress,
  engines: EngineFor,
): Promise<WorkerAnswer> {
  const bytes = await bytesOf(input, filing === "id");
  if (!bytes) return { kind: "changed" };
  const kind = kindOf(bytes);
  if (input.entry === undefined && kind === "zip")
    return { kind: "archive", entries: listEntries(bytes).map((entry) => entry.name) };
  const store = directoryStore(out);
  const folder = filing === "id" ? sha256(bytes) : resultFolder(input.name);
  if (!fresh) {
    const known = await finishedReport(store, folder);
    if (known?.id === sha256(bytes)) return { kind: "unchanged", id: known.id, summary: summarize(known) };
  }
  const engineFor = pictures === undefined ? engines : null;
  const isImage = kind !== null && isImageKind(kind);
  if (pictures === "leave" && after && isImage) throw new ReaderError(after.code, after.message);
  if (!engineFor && isImage) return { kind: "deferred" };
  let deferred = false;
  const recognition: PictureRecognition = {
    engine: engineFor ? await engineFor(input) : NO_ENGINE,
    onPages: (pages) => {
      deferred = engineFor === null;
      // A deferred document must not be processed here.
      if (deferred) throw new Error("left to a worker with an engine");
      progress.onPages(pages);
    },
  };
  const read = after?.hadRead ? noSecondReading : secondReading;
  const processed = await processDocument(input.name, bytes, read, pictures === "leave" ? null : recognition, {
    onRead: progress.onRead,
    ...(after && !after.hadRead && { refusal: new ReaderError(after.code, after.message) }),
    ...(after && pictures === "leave" && { unpictured: new ReaderError(after.code, after.message) }),
  });
  if (deferred) return { kind: "deferred" };
  await writeResult(store, folder, processed, filing === "id" ? bytes : undefined);
  const { report } = processed;
  return {
    kind: "processed",
    id: report.id,
    summary: summarize(report),
    ...(report.status === "failed" && { failed: report.error.code }),
  };
}

const noEngine = () => Promise.reject(new Error("no engine"));
const NO_ENGINE: OcrEngine = { name: "none", recognise: noEngine, readFigures: noEngine };

/** Null for what no reader takes, which the pipeline itself says. */
function kindOf(bytes: Uint8Array): Kind | null {
  try {
    return sniff(bytes);
  } catch {
    return null;
  }
}
