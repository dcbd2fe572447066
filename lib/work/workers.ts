import { ReaderError } from "../formats/errors.ts";
import type { WorkerAnswer, WorkerTask } from "./worker-messages.ts";
import { type Allowance, startWorker, type Told, type WorkerProcess } from "./worker-process.ts";

/** Workers that are started when they are needed and kept for the next task. */
export interface Workers {
  /**
   * Gives a task to a worker that has none.
   * @returns the answer, and how many milliseconds were worked for it
   * @throws ClosedError; what WorkerProcess.run throws
   */
  readonly run: (
    task: WorkerTask,
    allowance: (pages: number) => Allowance,
    told?: Told,
  ) => Promise<{ readonly answer: WorkerAnswer; readonly worked: number }>;
  /** Ends them all, whatever they are at. */
  readonly close: () => Promise<void>;
}

export class ClosedError extends Error {
  constructor() {
    super("the workers have been ended");
    this.name = "ClosedError";
  }
}

/** A worker takes a moment to start: it must not end between two documents, nor stay for days. */
const IDLE_MS = 60_000;

/**
 * @param file a built file that calls `serveDocuments`
 * @param priority of the operating system (os.constants.priority); that of this process where absent
 */
export function workersOf(file: URL, heapMebibytes: number, priority?: number): Workers {
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
    const worker = startWorker(file, heapMebibytes, priority);
    all.add(worker);
    void worker.ended.then(() => all.delete(worker));
    return worker;
  };
  const end = (worker: WorkerProcess) => {
    idle.delete(worker);
    worker.kill();
  };
  return {
    run: async (task, allowance, told) => {
      const worker = taken();
      try {
        return await worker.run(task, allowance, told);
      } catch (error) {
        throw closed ? new ClosedError() : error;
      } finally {
        if (closed || worker.isLarge()) end(worker);
        else if (worker.isAlive()) idle.set(worker, setTimeout(() => end(worker), IDLE_MS).unref());
      }
    },
    close: async () => {
      closed = true;
      for (const worker of all) end(worker);
      await Promise.all([...all].map((worker) => worker.ended));
    },
  };
}

/** What a worker answers of a task, without what has been refused. @throws ReaderError */
export function accepted(answer: WorkerAnswer): Exclude<WorkerAnswer, { readonly kind: "refused" }> {
  if (answer.kind === "refused") throw new ReaderError(answer.code, answer.message);
  return answer;
}
