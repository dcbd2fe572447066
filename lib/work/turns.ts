import pLimit from "p-limit";

/**
 * Whose turn it is. Documents that are quick pass those that take long: each is begun in a quick turn, which is short,
 * and what does not end in it has another among those that take long. What failed for want of time or memory is tried
 * again alone, once nothing else is in work.
 */
export interface Turns {
  /** Runs what takes a moment at most. */
  readonly quick: <T>(work: () => Promise<T>) => Promise<T>;
  readonly long: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs one after the other, once nothing is wanted of the others; what is wanted later does not wait. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Where there is never nothing else, it is tried beside others. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** @param size of each kind: works at a time */
export function turnsOf(size: number): Turns {
  const [quick, long, alone] = [pLimit(size), pLimit(size), pLimit(1)];
  let wanted = 0;
  let onIdle = () => {};
  const counted =
    (turn: typeof quick): Turns["quick"] =>
    async (work) => {
      wanted += 1;
      try {
        return await turn(work);
      } finally {
        wanted -= 1;
        // Whoever has had a quick turn may ask for a long one at once.
        setImmediate(() => wanted === 0 && onIdle());
      }
    };
  const idle = () =>
    new Promise<void>((resolve) => {
      if (wanted === 0) return resolve();
      const timer = setTimeout(resolve, LONGEST_WAIT_MS);
      onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return { quick: counted(quick), long: counted(long), alone: (work) => alone(async () => idle().then(work)) };
}
