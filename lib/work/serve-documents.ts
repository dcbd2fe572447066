import { Worker } from "node:worker_threads";
import { LIMITS } from "../limits.ts";
import { MEASURED_EVERY_MS } from "./work-time.ts";
import { WORK_PIPE, type WorkerAnswer, type WorkerMessage, type WorkerTask } from "./worker-messages.ts";

/** The inner side of a worker: a process that its parent hands documents to. */

/** What is told while a document is in work. */
export interface Progress {
  readonly onPages: (count: number) => void;
  readonly onRecognised: (count: number) => void;
  readonly onRead: () => void;
}

/**
 * Ends this process where it has grown too large (its heap is bounded, but not its buffers, WebAssembly and native
 * libraries), and where its parent is gone; tells the parent how long it has worked. A thread, since the process itself
 * may be busy for good.
 */
const WATCH = `
const { writeSync } = require("node:fs");
const { parent, bytes, every, pipe } = require("node:worker_threads").workerData;
let told = -1;
setInterval(() => {
  const large = process.memoryUsage.rss() > bytes;
  if (large || process.ppid !== parent) {
    if (large) writeSync(2, "out of memory");
    process.kill(process.pid, "SIGKILL");
  }
  const { user, system } = process.cpuUsage();
  const worked = Math.round((user + system) / 1000);
  if (worked - told < every / 10) return;
  told = worked;
  try {
    writeSync(pipe, worked + "\\n");
  } catch {
    // The parent is busy itself: the next line tells as much.
  }
}, every);`;

/** Takes documents from the parent, one after the other, until it closes the channel. */
export function serveDocuments(work: (task: WorkerTask, progress: Progress) => Promise<WorkerAnswer>): void {
  new Worker(WATCH, {
    eval: true,
    workerData: {
      parent: process.ppid,
      bytes: LIMITS.workerMebibytes * 2 ** 20,
      every: MEASURED_EVERY_MS,
      pipe: WORK_PIPE,
    },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
  }).unref();
  const tell = (message: WorkerMessage) => void process.send?.(message);
  const progress: Progress = {
    onPages: (count) => tell({ kind: "pages", count }),
    onRecognised: (count) => tell({ kind: "recognised", count }),
    onRead: () => tell({ kind: "read" }),
  };
  process.on("message", async (task: WorkerTask) => {
    try {
      const answer = await work(task, progress);
      tell({ kind: "answer", answer, residentBytes: process.memoryUsage.rss() });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      tell({ kind: "error", code, message });
    }
  });
  process.once("disconnect", () => process.exit());
  // A signal to the whole group (Ctrl+C) is the parent's business: it ends when its documents are done, or at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
}
