import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalog } from "../catalog/catalog.ts";
import { nameOf, readingKey, type Submission, submissionId, submissionKey } from "../catalog/submissions.ts";
import type { Table } from "../catalog/table.ts";
import { isCurrentVersion, versionFor } from "../profiles/profiles.ts";
import type { Report } from "../report/schema.ts";
import { finishedReport } from "../report/store.ts";
import { directoryStore } from "../storage/directory.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { type DocumentPool, NeedsRecognitionError } from "../work/document-pool.ts";
import { entriesAsInputs, type Input } from "../work/inputs.ts";
import { type AlignPorts, alignKey, keyLease } from "./align-key.ts";
import { type FetchObject, tooLarge } from "./fetch-object.ts";
import { fileResult } from "./file-result.ts";
import { withLease } from "./lease.ts";
import { CLEAN, isClean, type VerdictOf } from "./malware.ts";
import { type Message, type Notice, noticeOf } from "./notice.ts";

/** What became of a message. */
export type Outcome =
  | { readonly kind: "processed"; readonly report: Pick<Report, "id" | "status"> }
  /** The submission had been dealt with by this engine before. */
  | { readonly kind: "repeated" }
  /** Not scanned for malware yet: an event will tell of it. */
  | { readonly kind: "unscanned" }
  /** Handed on, to be recognised. */
  | { readonly kind: "deferred" }
  /** Taken apart; each entry is a message of its own. */
  | { readonly kind: "archive"; readonly entries: number }
  | { readonly kind: "withdrawn" }
  /** Something was deleted at a key, and something stands there. */
  | { readonly kind: "aligned" }
  /** No longer there, or nothing that a document could be. */
  | { readonly kind: "nothing" };

export interface TakePorts extends Pick<AlignPorts, "versionsOf"> {
  readonly bucket: string;
  readonly prefix: string;
  readonly largestBytes: number;
  /** How long a lease lasts. */
  readonly leaseSeconds: number;
  readonly fetch: FetchObject;
  /** What a scan for malware has said of an object; null where objects are not scanned. */
  readonly verdictOf: VerdictOf | null;
  readonly results: ObjectStore;
  readonly table: Table;
  readonly catalog: Catalog;
  readonly pool: DocumentPool;
  /** Sends messages to be taken one by one: entries of an archive, versions that stand again. */
  readonly send: (messages: readonly Message[]) => Promise<void>;
  /** Sends documents with pictures on to recognition; null where this function recognises. */
  readonly defer: ((message: Message) => Promise<void>) | null;
  readonly now: () => number;
}

/**
 * Deals with one message: from an event to results, catalog and further events. Repeatable at every step: what is done
 * already is not done again, and what was interrupted is.
 * @throws RefusedError for what can never be dealt with; any other error for what may pass
 */
export async function take(body: string, ports: TakePorts): Promise<Outcome> {
  const notice = noticeOf(body, ports);
  if (notice.kind === "nothing") return notice;
  if (notice.kind === "deleted") {
    const { bucket, key } = notice.withdrawal;
    // What stands there is looked up and followed by one at a time: the last who looks sees all that was done.
    const found = await leased(ports, keyLease(bucket, key), () => alignKey(ports, notice.withdrawal));
    return { kind: found === "withdrawn" ? "withdrawn" : "aligned" };
  }
  if (await isFinished(ports.table, notice.submission)) return { kind: "repeated" };
  if (notice.bytes !== null && notice.bytes > ports.largestBytes) throw tooLarge(notice.bytes, ports.largestBytes);
  return leased(ports, submissionId(notice.submission), () => takeObject(notice, ports));
}

const leased = <T>({ table, leaseSeconds, now }: TakePorts, what: string, work: () => Promise<T>): Promise<T> =>
  withLease(table, what, leaseSeconds, now, work);

async function isFinished(table: Table, submission: Submission): Promise<boolean> {
  return isCurrentVersion((await table.get(submissionKey(submission)))?.finishedBy as string | undefined);
}

async function takeObject(
  { submission, message, entryName, verdict: told }: Extract<Notice, { kind: "created" }>,
  ports: TakePorts,
): Promise<Outcome> {
  // Another delivery may have finished between the first look and the lease.
  if (await isFinished(ports.table, submission)) return { kind: "repeated" };
  await ports.catalog.submit(submission);
  if (ports.verdictOf) {
    // What was refused may have been scanned again since.
    const verdict = told === CLEAN ? told : ((await ports.verdictOf(submission)) ?? told);
    if (!isClean(verdict, ports.now() - Date.parse(submission.at))) return { kind: "unscanned" };
  }
  const folder = await mkdtemp(join(tmpdir(), "tabularium-"));
  try {
    const path = join(folder, "object");
    if (!(await ports.fetch(submission, path))) {
      // Its deletion may have been told before; what is gone is waited for no longer, nor counts as standing. A version
      // that was read before is taken back with its report, by its deletion.
      await ports.table.delete(readingKey(submission));
      const row = submissionKey(submission);
      if ((await ports.table.get(row))?.report === undefined) await ports.table.update(row, { withdrawn: true });
      return { kind: "nothing" };
    }
    const input: Input = {
      name: entryName ?? nameOf(submission),
      path,
      ...(submission.entry !== undefined && { entry: submission.entry }),
    };
    const answer = await ports.pool.run({ input, out: folder, fresh: true, filing: "id" }).catch((error: unknown) => {
      if (error instanceof NeedsRecognitionError && ports.defer) return { kind: "deferred" as const };
      throw error;
    });
    if (answer.kind === "deferred") {
      await ports.defer?.(message);
      return answer;
    }
    if (answer.kind === "changed") throw new Error("the fetched file changed while it was read");
    if (answer.kind === "archive") {
      const entries = entriesAsInputs(input, answer.entries);
      await ports.send(entries.map(({ entry, name }) => ({ ...message, entry: { path: entry as string, name } })));
      await ports.catalog.finishArchive(submission, versionFor(null));
      return { kind: "archive", entries: entries.length };
    }
    const made = directoryStore(folder);
    // The same bytes may stand under two keys: their results are written once.
    const report = await leased(
      ports,
      answer.id,
      async () => (await finishedReport(ports.results, answer.id)) ?? fileResult(made, ports.results, answer.id),
    );
    await ports.catalog.record(submission, report);
    return { kind: "processed", report: { id: report.id, status: report.status } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
