import { constants } from "node:os";
import pLimit from "p-limit";
import { CorruptError, EmptyFileError, isPassing, ReaderError, TooLargeError } from "../formats/errors.ts";
import { LIMITS } from "../limits.ts";
import { resultFolder } from "../report/result-names.ts";
import { summarize } from "../report/summary.ts";
import { directoryStore } from "../storage/directory.ts";
import { attemptsAt, type DocumentLimits } from "./attempts.ts";
import { entriesAsInputs, type Input } from "./inputs.ts";
import { type Turns, turnsOf } from "./turns.ts";
import { unreadSource } from "./unread-source.ts";
import type { DocumentAnswer, DocumentTask, WorkerAnswer } from "./worker-messages.ts";
import { type Told, WorkerDeathError } from "./worker-process.ts";
import { accepted, ClosedError, workersOf } from "./workers.ts";

/**
 * Workers that each take one document at a time, with bounded work and memory. A document that kills its worker is
 * tried again in a fresh one; every document ends in one record, and the others go on.
 */
export interface DocumentPool {
  /**
   * @param onTurn told when the document's turn has come, and when it has to wait for another
   * @throws ClosedError; NeedsRecognitionError; OtherFormatError; errors of the store (a full disk): they are no
   * property of the document
   */
  readonly run: (task: DocumentTask, onTurn?: (atWork: boolean) => void, told?: Told) => Promise<DocumentAnswer>;
  /** Begins no further document. Those in work are given so many milliseconds to end. */
  readonly close: (within?: number) => Promise<void>;
}

/** A pool that also tells, while documents are in work, whether a file is worth taking in. */
interface JudgingPool extends DocumentPool {
  /**
   * Why no reader takes a file, told by its content; null where one may. A file that kills the worker, or keeps it
   * longer than that many seconds, is not refused: processing it ends in a record that says so, and a busy machine must
   * not turn a good file away.
   */
  readonly refusal: (path: string, seconds: number) => Promise<ReaderError | null>;
}

interface DocumentPoolOptions {
  /** A built worker: lib/work/worker.ts or another of its kind. */
  readonly worker: URL;
  /** Documents in work at a time; as many again of those that take long, where quick ones pass them. */
  readonly size: number;
  readonly limits: DocumentLimits;
  /** Whether what fails for want of time or memory is tried again once nothing else is in work. */
  readonly triesAgain?: boolean;
  /**
   * Whether documents that are quick pass those that take long: where they come from many, and nobody waits for all of
   * them.
   */
  readonly quickFirst?: boolean;
}

/** The document holds pictures, and the workers have no engine to read them. */
export class NeedsRecognitionError extends Error {
  constructor() {
    super("the document holds pictures that must be recognised");
    this.name = "NeedsRecognitionError";
  }
}

/** The document is of none of the formats that were asked for. */
export class OtherFormatError extends Error {
  constructor() {
    super("the document is of another format");
    this.name = "OtherFormatError";
  }
}

/** What is said of a task, and nothing of the document's content. */
const isAboutTask = (error: unknown): boolean =>
  error instanceof NeedsRecognitionError || error instanceof OtherFormatError || error instanceof ClosedError;

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: its closures share one set of workers
export function documentPool({
  worker,
  size,
  limits,
  triesAgain = false,
  quickFirst = false,
}: DocumentPoolOptions): JudgingPool {
  const workers = workersOf(worker, limits.heapMebibytes);
  const patient = quickFirst
    ? workersOf(worker, limits.heapMebibytes, constants.priority.PRIORITY_BELOW_NORMAL)
    : workers;
  // Tasks wait here, not at a worker: what they may take begins when one takes the document.
  const turns = turnsOf(Math.max(1, size));
  // Whoever sends a file must not wait for documents: one worker more than these may be at work.
  const judging = pLimit(1);
  const budgets = archiveBudgets(limits.archiveSeconds ?? LIMITS.archiveSeconds);
  const inWork = new Set<Promise<unknown>>();
  let closing = false;

  /** A document's turn. */
  const turn = <T>(kind: Turns["quick"], work: () => Promise<T>, onTurn: (atWork: boolean) => void): Promise<T> =>
    kind(async () => {
      if (closing) throw new ClosedError();
      onTurn(true);
      const done = work().finally(() => onTurn(false));
      inWork.add(done);
      return done.finally(() => inWork.delete(done));
    });

  /** Null where the document needs more than a quick turn. */
  const quickly = async (task: DocumentTask, told?: Told): Promise<DocumentAnswer | null> => {
    try {
      const allowance = { work: 1000 * LIMITS.quickSeconds, clock: 1000 * LIMITS.quickClockSeconds };
      const deferring = { kind: "process", ...task, pictures: "defer" } as const;
      const { answer, worked } = await workers.run(deferring, () => allowance, told);
      budgets.spend(task.input, worked);
      return answer.kind === "deferred" ? null : documentAnswer(answer, task.input);
    } catch (error) {
      if (!(error instanceof WorkerDeathError)) throw error;
      budgets.spend(task.input, error.worked);
      return null;
    }
  };

  const thoroughly = async (task: DocumentTask, told?: Told): Promise<DocumentAnswer> => {
    const spend = (worked: number) => budgets.spend(task.input, worked);
    const answer = await attemptsAt(task, patient, limits, spend, told);
    return documentAnswer(answer, task.input);
  };

  /** One record, whatever the reading comes to. */
  const recorded = async <T extends DocumentAnswer | null>(
    task: DocumentTask,
    reading: () => Promise<T>,
  ): Promise<T | DocumentAnswer> => {
    const { input, out, filing, lists } = task;
    try {
      budgets.check(input);
      return await reading();
    } catch (error) {
      if (isAboutTask(error)) throw error;
      const unreadable = filing === "name" && NOT_TO_BE_READ.has((error as { code?: string }).code ?? "");
      if (isStorageError(error) && !unreadable) throw error;
      const source = await unreadSource(input);
      if (!source) return { kind: "changed" };
      // What reports are made of is loaded only where a worker could make none: the workers themselves need not wait for it.
      const { failure } = await import("./failure.ts");
      const { writeResult } = await import("../report/store.ts");
      const { listLines } = await import("../report/list-lines.ts");
      const report = failure(source, unreadable ? new CorruptError(UNREADABLE, { cause: error }) : error);
      await writeResult(directoryStore(out), filing === "id" ? report.id : resultFolder(input.name), {
        report,
        document: null,
      });
      return {
        kind: "processed",
        id: report.id,
        summary: summarize(report),
        ...(lists && { lines: listLines(report) }),
        ...(report.status === "failed" && { failed: report.error.code }),
      };
    }
  };

  const run: DocumentPool["run"] = async (task, onTurn = () => {}, told) => {
    const whole = () => recorded(task, () => thoroughly(task, told));
    const soon = quickFirst ? await turn(turns.quick, () => recorded(task, () => quickly(task, told)), onTurn) : null;
    const answer = soon ?? (await turn(turns.long, whole, onTurn));
    const again = triesAgain && answer.kind === "processed" && answer.failed !== undefined && isPassing(answer.failed);
    return again ? turn(turns.alone, whole, onTurn) : answer;
  };

  const refusal = async (path: string, seconds: number): Promise<ReaderError | null> => {
    try {
      const { answer } = await workers.run({ kind: "judge", path }, () => ({
        work: 1000 * seconds,
        clock: 1000 * seconds,
      }));
      return answer.kind === "refused" ? new ReaderError(answer.code, answer.message) : null;
    } catch (error) {
      if (error instanceof WorkerDeathError) return null;
      throw error;
    }
  };

  return {
    run,
    refusal: (path, seconds) => judging(() => refusal(path, seconds)),
    close: async (within = 0) => {
      closing = true;
      const late = new Promise((resolve) => setTimeout(resolve, within).unref());
      await Promise.race([Promise.allSettled(inWork), late]);
      await Promise.all([workers.close(), patient.close()]);
      await Promise.allSettled(inWork);
    },
  };
}

/** What was processed, or an archive that holds something. @throws ReaderError; NeedsRecognitionError; OtherFormatError */
function documentAnswer(answer: WorkerAnswer, input: Input): DocumentAnswer {
  const given = accepted(answer);
  if (given.kind === "deferred") throw new NeedsRecognitionError();
  if (given.kind === "other") throw new OtherFormatError();
  if (given.kind === "accepted") throw new Error("the worker has judged what it was to process");
  if (given.kind === "archive" && entriesAsInputs(input, given.entries).length === 0)
    throw new EmptyFileError(EMPTY_ARCHIVE);
  return given;
}

/** How long the entries of each archive have been worked on, all together. */
function archiveBudgets(seconds: number) {
  const spent = new Map<string, number>();
  const archiveOf = ({ path, identity = "" }: Input): string => `${identity} ${path}`;
  return {
    /** @throws TooLargeError for an entry of an archive that has had all the time there is */
    check: (input: Input): void => {
      if (input.entry !== undefined && (spent.get(archiveOf(input)) ?? 0) > 1000 * seconds)
        throw new TooLargeError(archiveSpent(seconds));
    },
    spend: (input: Input, worked: number): void => {
      if (input.entry !== undefined) spent.set(archiveOf(input), (spent.get(archiveOf(input)) ?? 0) + worked);
    },
  };
}

/** Errors of the file system that are the input's, unless the results can't be written either. */
const NOT_TO_BE_READ: ReadonlySet<string> = new Set([
  "ENOENT",
  "EACCES",
  "EPERM",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "EIO",
  "EBUSY",
  "ENXIO",
]);
const EMPTY_ARCHIVE = "压缩包里没有可以处理的文件，请把报告放入压缩包后重新提交。";
const archiveSpent = (seconds: number): string =>
  `压缩包里的文件合计已处理${seconds / 3600}小时，其余没有处理；请分成几个压缩包重新提交。`;
const UNREADABLE = "文件无法打开（没有读取权限，或已被移走、改名），请检查后重新提交。";

/** An error of the file system (ENOSPC, EACCES) or of starting a process (EAGAIN). */
function isStorageError(error: unknown): boolean {
  return /^E[A-Z0-9]+$/u.test((error as { code?: string }).code ?? "") && !(error instanceof ReaderError);
}
