/** What one document may cost. Readers bound what they unpack themselves; these bounds hold whatever a reader does. */
export const LIMITS = {
  /** Reports are a few hundred kilobytes, scans a few dozen megabytes. */
  fileBytes: 256 * 1024 * 1024,
  /** Longest time for one document. A report takes milliseconds, a long scan a minute. */
  documentSeconds: 60,
  /** Longest time for the second reading, so that a document is still judged when it hangs. */
  secondReadingSeconds: 20,
  /** JavaScript heap of a worker, in MiB; WebAssembly has bounds of its own. */
  heapMebibytes: 768,
  /** Pages that are recognised in one document; a report has a dozen. */
  recognisedPages: 60,
  /** Added to a document's time for each page that is recognised; one takes a few seconds, on a busy machine many. */
  recognisedPageSeconds: 30,
} as const;

/** Young generation of a worker's heap, in MiB: a larger one is only filled with what is dead, once for each worker. */
export const YOUNG_MEBIBYTES = 12;
