import { availableParallelism } from "node:os";
import { resultFolder } from "../report/result-names.ts";
import type { FiledSummary } from "../report/summary.ts";
import type { DocumentLimits } from "./attempts.ts";
import { documentPool } from "./document-pool.ts";
import { entriesAsInputs, type Input } from "./inputs.ts";

interface RunOptions {
  readonly out: string;
  readonly fresh: boolean;
  /** The built worker, lib/work/worker.ts. */
  readonly worker: URL;
  readonly limits: DocumentLimits;
  /** Called when the number of documents grows, since a zip holds several. */
  readonly onTotal: (total: number) => void;
  /** Called after each page of a document that is recognised, by the document's name. */
  readonly onRecognised?: (name: string, done: number, pages: number) => void;
  readonly onDone: (summary: FiledSummary, unchanged: boolean) => void;
}

/**
 * Processes every input, each in a worker with a deadline and bounded memory, and files its results. A document that
 * kills its worker gets a record, and the others go on.
 */
export async function run(
  inputs: readonly Input[],
  { out, fresh, worker, limits, onTotal, onRecognised, onDone }: RunOptions,
): Promise<void> {
  const pool = documentPool({
    worker,
    size: Math.min(availableParallelism(), inputs.length * 4),
    limits,
    triesAgain: true,
  });
  let total = inputs.length;
  onTotal(total);

  const one = async (input: Input): Promise<readonly Input[]> => {
    const answer = await pool.run({ input, out, fresh, filing: "name" }, undefined, (done, pages) =>
      onRecognised?.(input.name, done, pages),
    );
    if (answer.kind === "archive") return entriesAsInputs(input, answer.entries);
    if (answer.kind !== "changed")
      onDone({ ...answer.summary, folder: resultFolder(input.name) }, answer.kind === "unchanged");
    return [];
  };
  const all = async (list: readonly Input[]): Promise<void> => {
    await Promise.all(
      list.map(async (input) => {
        const entries = await one(input);
        if (entries.length === 0) return;
        total += entries.length - 1;
        onTotal(total);
        await all(entries);
      }),
    );
  };
  try {
    await all(inputs);
  } finally {
    await pool.close();
  }
}
