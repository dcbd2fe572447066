import { Piscina } from "piscina";
import type { FlatText } from "../document/document.ts";
import { LIMITS } from "../limits.ts";
import type { SecondReading } from "./process-document.ts";
import type { SecondReadingTask } from "./second-reading.ts";
import { afterWork } from "./work-time.ts";

/** The thread of a worker's second reading. */

/** Documents without pictures follow each other within less. */
const IDLE_MS = 5000;

const thread = new Piscina({
  filename: new URL("second-reading.js", import.meta.url).href,
  minThreads: 0,
  maxThreads: 1,
  // While pictures are recognised, its memory is needed elsewhere.
  idleTimeout: IDLE_MS,
  resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMebibytes, maxYoungGenerationSizeMb: LIMITS.youngHeapMebibytes },
});
// It starts at once: a worker's first document is read in the meantime. One that can't start fails with a document.
thread.run(undefined, { name: "boot" }).catch(() => {});

/** The second reading in that thread. */
export const secondReading: SecondReading = async (bytes, format, way) => {
  const { signal, stop } = afterWork(LIMITS.secondReadingSeconds, new Error("the second reading takes too long"));
  try {
    return (await thread.run({ bytes, format, way } satisfies SecondReadingTask, { signal })) as FlatText;
  } finally {
    stop();
  }
};
