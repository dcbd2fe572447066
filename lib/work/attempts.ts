import { CorruptError, ReaderError } from "../formats/errors.ts";
import { LIMITS } from "../limits.ts";
import { CLOCK_FACTOR } from "./work-time.ts";
import type { DocumentTask, EarlierAttempt, WorkerAnswer } from "./worker-messages.ts";
import { type Allowance, type Told, WorkerDeathError } from "./worker-process.ts";
import type { Workers } from "./workers.ts";

/** What one document may take, all its attempts together. */
export interface DocumentLimits {
  /** Of work, without pages to be recognised, each of which adds to it. */
  readonly documentSeconds: number;
  /** The most it can be, whatever there is to be recognised; by the clock, too. */
  readonly longestSeconds?: number;
  readonly heapMebibytes: number;
  /** Of work on all entries of one archive together. */
  readonly archiveSeconds?: number;
}

/** Share of a document's time budget (pages to recognise excluded) that is reserved for retries. */
const FOR_OTHERS = 1 / 3;
const FOR_ONE_WITHOUT_PICTURES = 1 / 6;

/**
 * A document that kills its worker is tried again in a fresh one, which is told what happened; what dies of its
 * pictures twice is read without them.
 * @param spend told how many milliseconds each attempt worked
 * @throws ReaderError where all attempts come to nothing; what Workers.run throws
 */
export async function attemptsAt(
  task: DocumentTask,
  workers: Workers,
  limits: DocumentLimits,
  spend: (worked: number) => void,
  told?: Told,
): Promise<WorkerAnswer> {
  const started = performance.now();
  let worked = 0;
  let announced = 0;
  const attempt = async (how: Pick<DocumentTask, "earlier" | "pictures">, kept: number): Promise<WorkerAnswer> => {
    const elapsed = performance.now() - started;
    const allowance = (pages: number) => {
      announced = Math.max(announced, pages);
      return less(
        allowanceFor(announced, limits),
        { work: worked, clock: elapsed },
        kept * 1000 * limits.documentSeconds,
      );
    };
    try {
      const outcome = await workers.run({ kind: "process", ...task, ...how }, allowance, told);
      spend(outcome.worked);
      return outcome.answer;
    } catch (error) {
      if (error instanceof WorkerDeathError) {
        worked += error.worked;
        spend(error.worked);
      }
      throw error;
    }
  };
  const deathOf = (error: unknown): WorkerDeathError => {
    if (error instanceof WorkerDeathError) return error;
    throw error;
  };
  const toldOf = (death: WorkerDeathError): EarlierAttempt => {
    const { code, message } = asReaderError(death, limits);
    return { hadRead: death.hadRead, code, message };
  };
  const one = await attempt({}, FOR_OTHERS).catch(deathOf);
  if (!(one instanceof WorkerDeathError)) return one;
  const two = await attempt({ earlier: toldOf(one) }, FOR_ONE_WITHOUT_PICTURES).catch(deathOf);
  if (!(two instanceof WorkerDeathError)) return two;
  const three = two.pages > 0 ? await attempt({ earlier: toldOf(two), pictures: "leave" }, 0).catch(deathOf) : two;
  if (!(three instanceof WorkerDeathError)) return three;
  throw asReaderError(one, limits);
}

function allowanceFor(
  pages: number,
  { documentSeconds, longestSeconds = Number.POSITIVE_INFINITY }: DocumentLimits,
): Allowance {
  const work = Math.min(
    documentSeconds + Math.min(pages, LIMITS.recognisedPages) * LIMITS.recognisedPageSeconds,
    longestSeconds,
  );
  return { work: 1000 * work, clock: 1000 * Math.min(work * CLOCK_FACTOR, longestSeconds) };
}

/** What is left of an allowance. @param kept milliseconds for later */
const less = (all: Allowance, used: Allowance, kept: number): Allowance => ({
  work: all.work - used.work - kept,
  clock: all.clock - used.clock - kept,
});

function asReaderError({ reason, pages }: WorkerDeathError, limits: DocumentLimits): ReaderError {
  const allowed = allowanceFor(pages, limits);
  switch (reason) {
    case "work":
      return new ReaderError(
        "TIMEOUT",
        `处理了${allowed.work / 1000}秒仍未完成，已停止；请检查文件内容，或另存后重新提交。`,
      );
    case "clock":
      return new ReaderError(
        "TIMEOUT",
        `机器繁忙，等了${allowed.clock / 1000}秒仍未处理完，已停止；文件不必修改，稍后再处理一次即可。`,
      );
    case "memory":
      return new ReaderError(
        "OUT_OF_MEMORY",
        `文件展开后占用内存过多，已停止处理；${pages === 1 ? SMALLER : "请检查文件内容，或拆分后重新提交。"}`,
      );
    case "fault":
      return new CorruptError("文件使读取程序异常中止，内容可能已损坏；请用原软件打开后另存，再重新提交。");
  }
}

/** A single page can't be split. */
const SMALLER = "请降低扫描分辨率后重新提交。";
