import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { setPriority } from "node:os";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { LIMITS } from "../limits.ts";
import { WORK_PIPE, type WorkerAnswer, type WorkerMessage, type WorkerTask } from "./worker-messages.ts";

/**
 * A worker that can be killed, whatever it does: a process of its own. A thread would not do: where its heap is full in
 * the midst of a large allocation, or where native code fails, the engine ends the whole process that the thread is in.
 */

/** The worker was killed by the document, or had to be. */
export class WorkerDeathError extends Error {
  /** "work": it worked for longer than it may; "clock": it was not done in time, though it did not work so long. */
  readonly reason: "work" | "clock" | "memory" | "fault";
  /** Whether the first reading was done by then. */
  readonly hadRead: boolean;
  /** How many pages were to be recognised, as far as announced. */
  readonly pages: number;
  /** Milliseconds that it worked on the task. */
  readonly worked: number;
  constructor(
    reason: WorkerDeathError["reason"],
    { hadRead, pages, worked }: Pick<WorkerDeathError, "hadRead" | "pages" | "worked">,
  ) {
    super(`a worker ended: ${reason}`);
    this.name = "WorkerDeathError";
    this.reason = reason;
    this.hadRead = hadRead;
    this.pages = pages;
    this.worked = worked;
  }
}

/** What a task may take from its start, in milliseconds: of a processor's work, and by the clock. */
export interface Allowance {
  readonly work: number;
  readonly clock: number;
}

export interface WorkerProcess {
  /**
   * Takes one task at a time.
   * @param allowance asked for again when pages to be recognised are announced
   * @returns the answer, and how many milliseconds were worked for it
   * @throws WorkerDeathError; Error with the code of what failed inside the worker
   */
  readonly run: (
    task: WorkerTask,
    allowance: (pages: number) => Allowance,
    told?: Told,
  ) => Promise<{ readonly answer: WorkerAnswer; readonly worked: number }>;
  readonly isAlive: () => boolean;
  /** Whether it holds more memory than it should keep; what WebAssembly has taken it never gives back. */
  readonly isLarge: () => boolean;
  readonly kill: () => void;
  /** Fulfilled when it is gone, with the error of the operating system where it could not be started. */
  readonly ended: Promise<Error | undefined>;
}

/**
 * Where programs, temporary files and libraries are, the language and the time zone; nothing else of the parent's
 * environment is a worker's business.
 */
const PLACES = [
  "PATH",
  "HOME",
  "XDG_DATA_HOME",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "LD_LIBRARY_PATH",
  "LANG",
  "LC_ALL",
  "TZ",
];

/**
 * Of glibc: one arena for all threads keeps a quarter less memory; pictures, which come and go, are given back as they
 * go (a threshold that is set no longer grows with what was freed): another eighth.
 */
export const ALLOCATION = { MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: String(256 * 1024) };

/** What a worker knows of its parent's environment: no token, no credentials. */
function workerEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(parent).filter(
    ([name]) => PLACES.includes(name) || /^TABULARIUM_(?:FORMS$|MODELS$|OCR_)/u.test(name),
  );
  return { ...Object.fromEntries(kept), ...ALLOCATION };
}

/**
 * How much bytecode a function runs before V8 thinks of optimising it, in bytes. At V8's own 66 KiB optimising takes a
 * third of all work on the first hundred documents; at 1 MB they take a quarter less and the first one a third less, at
 * 3 MB more again. Node 20 alone (V8 11) knows the flag: later ones have another tier in between, and refuse to start.
 */
const OPTIMISING = process.versions.v8.startsWith("11.") ? ["--interrupt-budget=1000000"] : [];

/**
 * Patterns are compiled for the processor at their first use, not interpreted once before: what prose claims is found
 * by large ones, and the first document in a worker takes a twelfth less.
 */
const PATTERNS = "--no-regexp-tier-up";

/**
 * How large a heap is before V8 thinks of collecting all of it, in MiB. By itself V8 does so every tenth document, at
 * twice the 25 MiB that live; and of functions that are made anew for each document what was optimised goes each time.
 * At 128 MiB a .docx takes a sixth less, for 45 MB; at 192 it takes no less that stands out, for another 65.
 */
const UNCOLLECTED_MEBIBYTES = 128;

/** Node's options for a worker. */
export const optionsOf = (heapMebibytes: number): string[] => [
  `--max-old-space-size=${heapMebibytes}`,
  `--initial-heap-size=${UNCOLLECTED_MEBIBYTES}`,
  PATTERNS,
  `--max-semi-space-size=${LIMITS.youngHeapMebibytes / 3}`,
  ...OPTIMISING,
];

/** Characters of stderr kept per worker; the tail says why it died. */
const LAST_WORDS = 4096;
const NO_MEMORY = /out of memory|allocation failed/iu;

/** Whether the program must wait for a worker: one without a task keeps none alive. */
function keepAlive(child: ChildProcess, wanted: boolean): void {
  for (const handle of [child, child.channel, child.stderr as Socket | null, child.stdio[WORK_PIPE] as Socket | null])
    if (wanted) handle?.ref();
    else handle?.unref();
}

/** What it wrote to stderr last. */
function lastWordsOf(child: ChildProcess): () => string {
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return () => words;
}

/** Fulfilled when it is gone, with the error of the operating system where it could not be started. */
const endOf = (child: ChildProcess): Promise<Error | undefined> =>
  new Promise((resolve) => {
    child.on("error", (error) => child.pid === undefined && resolve(error));
    child.once("close", () => resolve(undefined));
  });

/** What is told while a document is in work. */
export interface Told {
  /** The first reading is done. */
  readonly onRead?: () => void;
  /** So many of its pages have been recognised. */
  readonly onRecognised?: (done: number, pages: number) => void;
}

/**
 * Starts a worker. @param worker a built file that calls `serveDocuments`
 * In one piece: its closures share one process.
 */
export function startWorker(worker: URL, heapMebibytes: number, priority?: number): WorkerProcess {
  const child = fork(fileURLToPath(worker), [], {
    execArgv: optionsOf(heapMebibytes),
    env: workerEnvironment(process.env),
    stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
  });
  keepAlive(child, false);
  if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority);
  const lastWords = lastWordsOf(child);
  const ended = endOf(child);
  let residentBytes = 0;
  let workDone = 0;
  let onWork = () => {};
  (child.stdio[WORK_PIPE] as Readable).setEncoding("utf8").on("data", (text: string) => {
    workDone = Number(text.trimEnd().split("\n").at(-1));
    onWork();
  });
  return {
    run: async (task, allowance, told = {}) => {
      const [before, started] = [workDone, performance.now()];
      let [hadRead, pages] = [false, 0];
      let killedFor: "work" | "clock" | undefined;
      let timer: NodeJS.Timeout | undefined;
      const kill = (reason: typeof killedFor) => {
        killedFor ??= reason;
        child.kill("SIGKILL");
      };
      onWork = () => {
        if (workDone - before > allowance(pages).work) kill("work");
      };
      const watchClock = () => {
        clearTimeout(timer);
        timer = setTimeout(() => kill("clock"), allowance(pages).clock - (performance.now() - started));
      };
      let listen: (message: WorkerMessage) => void = () => {};
      try {
        keepAlive(child, true);
        watchClock();
        return await new Promise((resolve, reject) => {
          listen = (message) => {
            if (message.kind === "pages") {
              // What dies of pictures died of no reader.
              hadRead = true;
              pages = message.count;
              watchClock();
            } else if (message.kind === "read") {
              hadRead = true;
              told.onRead?.();
            } else if (message.kind === "recognised") told.onRecognised?.(message.count, pages);
            else if (message.kind === "error")
              reject(Object.assign(new Error(message.message), { code: message.code }));
            else {
              residentBytes = message.residentBytes;
              resolve({ answer: message.answer, worked: workDone - before });
            }
          };
          child.on("message", listen);
          void ended.then((error) => {
            const reason = killedFor ?? (NO_MEMORY.test(lastWords()) ? "memory" : "fault");
            reject(error ?? new WorkerDeathError(reason, { hadRead, pages, worked: workDone - before }));
          });
          // A worker that is gone by now ends the task by its end.
          child.send(task, () => {});
        });
      } finally {
        clearTimeout(timer);
        onWork = () => {};
        child.off("message", listen);
        keepAlive(child, false);
      }
    },
    isAlive: () => child.connected && child.exitCode === null && child.signalCode === null,
    isLarge: () => residentBytes > LIMITS.keptMebibytes * 2 ** 20,
    kill: () => {
      keepAlive(child, true);
      child.kill("SIGKILL");
    },
    ended,
  };
}
