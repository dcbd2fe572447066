import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LIMITS } from "../limits.ts";
import type { WorkerAnswer, WorkerTask } from "./document-worker.ts";

/**
 * A worker that can be killed, whatever it does: a process of its own. A thread would not do: where its heap is full in the midst of a large
 * allocation, or where native code fails, the engine ends the whole process that the thread is in.
 */

/** What a worker tells on its way. */
export type WorkerMessage =
  /** So many pages will be recognised, which takes time. */
  | { readonly kind: "pages"; readonly count: number }
  /** The first reading is done. */
  | { readonly kind: "read" }
  | { readonly kind: "answer"; readonly answer: WorkerAnswer; readonly residentBytes: number }
  | { readonly kind: "error"; readonly code: string | undefined; readonly message: string };

/** The worker was killed by the document, or had to be. */
export class WorkerDeathError extends Error {
  readonly reason: "deadline" | "memory" | "fault";
  /** Whether the first reading was done by then. */
  readonly hadRead: boolean;
  constructor(reason: WorkerDeathError["reason"], hadRead: boolean) {
    super(`a worker ended: ${reason}`);
    this.name = "WorkerDeathError";
    this.reason = reason;
    this.hadRead = hadRead;
  }
}

export interface WorkerProcess {
  /**
   * Takes one task at a time.
   * @param deadline milliseconds left, asked for again when pages are announced
   * @throws WorkerDeathError; Error with the code of what failed inside the worker
   */
  readonly run: (task: WorkerTask, deadline: (pages: number) => number) => Promise<WorkerAnswer>;
  readonly isAlive: () => boolean;
  /** Whether it holds more memory than it should keep; what WebAssembly has taken it never gives back. */
  readonly isLarge: () => boolean;
  readonly kill: () => void;
  /** Fulfilled when it is gone, with the error of the operating system where it could not be started. */
  readonly ended: Promise<Error | undefined>;
}

/** Where programs, temporary files and libraries are, the language and the time zone; nothing else of the parent's environment is a worker's business. */
const PLACES = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ"];

/** What a worker knows of its parent's environment: no token, no credentials. */
function workerEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(parent).filter(([name]) => PLACES.includes(name) || name.startsWith("TABULARIUM_OCR_"));
  // Of glibc: one arena for all threads keeps a quarter less memory.
  return { ...Object.fromEntries(kept), MALLOC_ARENA_MAX: "1" };
}

/** How much of what a worker complains of is kept: its last words tell why it ended. */
const LAST_WORDS = 4096;
const NO_MEMORY = /out of memory|allocation failed/iu;

/** Starts a worker. @param worker a built file that calls `serveDocuments` */
export function startWorker(worker: URL, heapMebibytes: number): WorkerProcess {
  const child = fork(fileURLToPath(worker), [], {
    execArgv: [`--max-old-space-size=${heapMebibytes}`, `--max-semi-space-size=${LIMITS.youngHeapMebibytes / 3}`],
    env: workerEnvironment(process.env),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    child.on("error", (error) => child.pid === undefined && resolve(error));
    child.once("close", () => resolve(undefined));
  });
  let residentBytes = 0;
  return {
    run: async (task, deadline) => {
      let hadRead = false;
      let late = false;
      let timer: NodeJS.Timeout | undefined;
      const expectWithin = (milliseconds: number) => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          late = true;
          child.kill("SIGKILL");
        }, milliseconds);
      };
      let listen: (message: WorkerMessage) => void = () => {};
      try {
        expectWithin(deadline(0));
        return await new Promise<WorkerAnswer>((resolve, reject) => {
          listen = (message) => {
            if (message.kind === "pages") {
              // What dies of pictures died of no reader.
              hadRead = true;
              expectWithin(deadline(message.count));
            } else if (message.kind === "read") hadRead = true;
            else if (message.kind === "error") reject(Object.assign(new Error(message.message), { code: message.code }));
            else {
              residentBytes = message.residentBytes;
              resolve(message.answer);
            }
          };
          child.on("message", listen);
          void ended.then((error) => reject(error ?? new WorkerDeathError(late ? "deadline" : NO_MEMORY.test(words) ? "memory" : "fault", hadRead)));
          // A worker that is gone by now ends the task by its end.
          child.send(task, () => {});
        });
      } finally {
        clearTimeout(timer);
        child.off("message", listen);
      }
    },
    isAlive: () => child.connected && child.exitCode === null && child.signalCode === null,
    isLarge: () => residentBytes > LIMITS.keptMebibytes * 2 ** 20,
    kill: () => child.kill("SIGKILL"),
    ended,
  };
}
