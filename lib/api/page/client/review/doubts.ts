import type { ReadableReport } from "../../../../report/readable.ts";

/** The doubt to go to once this one is answered, from the first again after the last; null where there is no other. */
export function nextDoubt({ doubts }: ReadableReport, name: string): string | null {
  const index = doubts.findIndex((doubt) => doubt.name === name);
  if (index < 0) return null;
  return [...doubts.slice(index + 1), ...doubts.slice(0, index)][0]?.name ?? null;
}
