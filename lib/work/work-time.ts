/**
 * Time is work: what is bounded is how long a processor was at it. By the clock the same work takes many times as long
 * where others keep the machine busy, and that is no fault of a document.
 */

/**
 * How much longer than its work may take a task may take by the clock: for what waits without working, and machines
 * that are busy beyond use.
 */
export const CLOCK_FACTOR = 10;

/** How often work is measured, in milliseconds: it may be exceeded by so much. */
export const MEASURED_EVERY_MS = 200;

/** Processor time of this process and all its threads so far, in milliseconds. */
function workDone(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface WorkLimit {
  readonly signal: AbortSignal;
  /** Ends the watch. */
  readonly stop: () => void;
}

/**
 * Aborts once this process has worked so long from now on, or CLOCK_FACTOR times as long has gone by.
 * @param reason what it aborts with
 */
export function afterWork(seconds: number, reason: Error): WorkLimit {
  const controller = new AbortController();
  const [work, clock] = [workDone() + seconds * 1000, performance.now() + seconds * 1000 * CLOCK_FACTOR];
  const timer = setInterval(() => {
    if (workDone() < work && performance.now() < clock) return;
    clearInterval(timer);
    controller.abort(reason);
  }, MEASURED_EVERY_MS).unref();
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}
