import type { FormatName } from "../document/formats.ts";
import { resultFolder } from "../report/result-names.ts";
import type { FiledSummary } from "../report/summary.ts";
import type { DocumentLimits } from "./attempts.ts";
import { documentPool, OtherFormatError } from "./document-pool.ts";
import { entriesAsInputs, type Input } from "./inputs.ts";
import type { Spool } from "./spool.ts";
import type { DocumentTask } from "./worker-messages.ts";

interface RunOptions {
  readonly out: string;
  readonly fresh: boolean;
  /** The built worker, lib/work/worker.ts. */
  readonly worker: URL;
  readonly limits: DocumentLimits;
  /** Documents in work at a time. */
  readonly jobs: number;
  /** What is told to be something else is passed over; every format where absent. */
  readonly formats?: readonly FormatName[];
  /** Called when the number of documents changes: a zip holds several, and what is passed over is none. */
  readonly onTotal: (total: number) => void;
  /** Called after each page of a document that is recognised, by the document's name. */
  readonly onRecognised?: (name: string, done: number, pages: number) => void;
  /** Called when a document's first reading is done. */
  readonly onRead?: () => void;
  readonly onDone: (summary: FiledSummary, unchanged: boolean) => void;
  /** Keeps the lines of the run's lists, where they are wanted. */
  readonly spool?: Spool;
  /** Called for each file that is passed over for its format. */
  readonly onOther?: () => void;
}

/**
 * Processes every input, each in a worker with a deadline and bounded memory, and files its results. A document that
 * kills its worker gets a record, and the others go on.
 */
export async function run(
  inputs: readonly Input[],
  { out, fresh, worker, limits, jobs, formats, onTotal, onRecognised, onRead, onDone, spool, onOther }: RunOptions,
): Promise<void> {
  const pool = documentPool({ worker, size: jobs, limits, triesAgain: true });
  let total = 0;
  const grow = (by: number) => {
    total += by;
    onTotal(total);
  };
  grow(inputs.length);

  const one = async (input: Input): Promise<readonly Input[]> => {
    const task: DocumentTask = {
      input,
      out,
      fresh,
      filing: "name",
      lists: spool !== undefined,
      ...(formats && { formats }),
    };
    try {
      const answer = await pool.run(task, undefined, {
        onRecognised: (done, pages) => onRecognised?.(input.name, done, pages),
        ...(onRead && { onRead }),
      });
      if (answer.kind === "archive") return entriesAsInputs(input, answer.entries);
      if (answer.kind !== "changed") {
        const folder = resultFolder(input.name);
        if (answer.lines) await spool?.add(folder, answer.lines);
        onDone({ ...answer.summary, id: answer.id, folder }, answer.kind === "unchanged");
      }
    } catch (error) {
      if (!(error instanceof OtherFormatError)) throw error;
      grow(-1);
      onOther?.();
    }
    return [];
  };
  const all = async (list: readonly Input[]): Promise<void> => {
    await Promise.all(
      list.map(async (input) => {
        const entries = await one(input);
        if (entries.length === 0) return;
        grow(entries.length - 1);
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
