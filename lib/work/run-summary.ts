import type { FiledSummary, Summary } from "../report/summary.ts";
import { ENGINE_VERSION } from "../version.ts";

/** What became of a run, as `process --json` gives it (docs/command.md). */
export interface RunSummary {
  readonly engineVersion: string;
  /** The folder with the results, from the root of the file system. */
  readonly out: string;
  /** How many documents ended so. */
  readonly counts: Readonly<Record<Summary["status"], number>>;
  /** What was passed over. */
  readonly skipped: {
    /** Hidden files and Word's lock files. */
    readonly hidden: number;
    /** Paths of pipes, devices and links that lead nowhere. */
    readonly irregular: readonly string[];
    /** Files told to be of none of the formats asked for. */
    readonly otherFormats: number;
  };
  /** In the order of their folders. */
  readonly documents: readonly FiledDocument[];
}

/** A document with whether its results were there already. */
export interface FiledDocument extends FiledSummary {
  readonly unchanged: boolean;
}

export function summarizeRun(
  documents: readonly FiledDocument[],
  { out, skipped }: Pick<RunSummary, "out" | "skipped">,
): RunSummary {
  const counts = { valid: 0, invalid: 0, "needs-review": 0, unrecognized: 0, failed: 0 };
  for (const { status } of documents) counts[status] += 1;
  const ordered = documents.toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
  return { engineVersion: ENGINE_VERSION, out, counts, skipped, documents: ordered };
}
