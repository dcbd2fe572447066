import { setTimeout as wait } from "node:timers/promises";
import pLimit from "p-limit";
import type { QueueState } from "../api/schemas.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Submission } from "../catalog/submissions.ts";
import { isCurrentVersion, versionFor } from "../profiles/profiles.ts";
import type { Report } from "../report/schema.ts";
import type { DocumentPool } from "../work/document-pool.ts";
import { entriesAsInputs, type Input } from "../work/inputs.ts";
import { ClosedError } from "../work/workers.ts";
import { filesIn, type InboxFile } from "./inbox.ts";
import { describe, type Log } from "./log.ts";

/** The name under which the catalog knows the inbox. */
export const INBOX = "inbox";

export interface Intake {
  /** Looks at the inbox now; a file named here is complete and need not stand still first. */
  readonly look: (complete?: string) => void;
  readonly state: () => QueueState;
  /** Calls after each change of the state; returns what ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Stops taking files and waits for those in work, which the pool ends. */
  readonly close: () => Promise<void>;
}

interface IntakePorts {
  readonly inbox: string;
  readonly results: string;
  readonly catalog: Catalog;
  readonly pool: DocumentPool;
  readonly report: (id: string) => Promise<Report | null>;
  /** Changes of the catalog at a time. */
  readonly concurrency: number;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * How long a file's size and time must not change before it is taken; one without content is often still to be written.
 */
const STILL_MS = 1000;
const EMPTY_STILL_MS = 5000;
const LOOK_EVERY_MS = 500;
const SEQUENCES_A_MILLISECOND = 4096n;
const LONGEST_PAUSE_MS = 30_000;
/**
 * Turns are short: where files wait and none is begun or done for so long, or the inbox takes so long to look through,
 * something is stuck.
 */
const STALLED_MS = 60_000;

interface Known {
  readonly signature: string;
  readonly submission: Submission;
  state: "unfinished" | "busy" | "done";
  failures: number;
  notBefore: number;
}

export const signatureOf = (version: string): string => version.slice(0, version.indexOf("@"));

/**
 * Follows the inbox. The catalog is the memory: a file is submitted there before it is processed and finished there
 * after everything else is done, so that whatever is interrupted is taken up again.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: its closures share what is known of one inbox
export async function openIntake(ports: IntakePorts): Promise<Intake> {
  const { catalog, pool, log, now } = ports;
  const known = new Map<string, Known>();
  const seen = new Map<string, { signature: string; since: number }>();
  const missing = new Map<string, number>();
  const complete = new Set<string>();
  const processing = new Set<string>();
  const recognised = new Map<string, QueueState["recognised"][number]>();
  /** Names of files that have not had a turn. */
  const untouched = new Set<string>();
  const listeners = new Set<() => void>();
  // Apart, since a whole inbox may be noted at once, and what is read must not wait for it.
  const [noting, entering] = [pLimit(ports.concurrency), pLimit(ports.concurrency)];
  const jobs = new Set<Promise<void>>();
  let trouble: string | null = null;
  let closed = false;
  let last = 0n;
  let lastChange = performance.now();
  let lastLook = performance.now();
  const changed = () => {
    lastChange = performance.now();
    for (const listener of listeners) listener();
  };

  /**
   * A place behind all that are known, also after a restart and where the clock was set back: then time stands still
   * until it has come up.
   */
  const nextPlace = (): { at: string; sequence: string } => {
    const time = BigInt(now()) * SEQUENCES_A_MILLISECOND;
    last = time > last ? time : last + 1n;
    return {
      at: new Date(Number(last / SEQUENCES_A_MILLISECOND)).toISOString(),
      sequence: last.toString(16).padStart(16, "0"),
    };
  };

  for await (const entry of catalog.journal(INBOX)) {
    const sequence = BigInt(`0x${entry.sequence}`);
    if (sequence > last) last = sequence;
    if (entry.kind === "withdrawal") continue;
    const { kind: _, finishedBy, withdrawn, ...submission } = entry;
    if (withdrawn || submission.entry !== undefined) continue;
    const other = known.get(submission.key);
    if (other && other.submission.sequence > submission.sequence) continue;
    known.set(submission.key, {
      signature: signatureOf(submission.version),
      submission,
      state: isCurrentVersion(finishedBy) ? "done" : "unfinished",
      failures: 0,
      notBefore: 0,
    });
  }

  async function recordOne(submission: Submission, input: Input): Promise<"recorded" | "changed" | readonly string[]> {
    const { name } = input;
    const onTurn = (atWork: boolean) => {
      if (atWork) processing.add(name);
      else processing.delete(name);
      recognised.delete(name);
      untouched.delete(name);
      changed();
    };
    const onRecognised = (done: number, pages: number) => {
      recognised.set(name, { name, done, pages });
      changed();
    };
    const answer = await pool.run({ input, out: ports.results, fresh: false, filing: "id" }, onTurn, { onRecognised });
    if (answer.kind === "changed") return "changed";
    if (answer.kind === "archive") return answer.entries;
    const report = await ports.report(answer.id);
    if (!report) throw new Error("the results are not in the store");
    await entering(() => catalog.record(submission, report));
    log("info", "document recorded", { name, id: answer.id, status: report.status });
    return "recorded";
  }

  /** The next look tells what stands in the file's place now: the file written anew, another one or none. */
  function later(file: InboxFile, entry: Known): void {
    entry.notBefore = performance.now() + STILL_MS;
    log("info", "document changed before it was read", { name: file.name });
  }

  async function take(file: InboxFile, entry: Known): Promise<void> {
    const { submission } = entry;
    const input: Input = { name: file.name, path: file.path, identity: file.identity };
    try {
      await noting(() => catalog.submit(submission));
      const outcome = await recordOne(submission, input);
      if (outcome === "changed") return later(file, entry);
      if (outcome !== "recorded") {
        for (const part of entriesAsInputs(input, outcome)) {
          if ((await recordOne({ ...submission, entry: part.name.slice(file.name.length + 1) }, part)) === "changed")
            return later(file, entry);
        }
        await entering(() => catalog.finishArchive(submission, versionFor(null)));
      }
      entry.state = "done";
      trouble = null;
    } catch (error) {
      // It is taken up again when the next server starts.
      if (error instanceof ClosedError) return;
      entry.failures += 1;
      entry.notBefore = performance.now() + Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** entry.failures);
      // A file that was taken away meanwhile is no trouble: the next look withdraws it.
      const gone = /ENOENT/u.test(describe(error));
      if (!gone) trouble = /\b(E[A-Z]{3,})\b/u.exec(describe(error))?.[1] ?? "ERROR";
      log(gone ? "info" : "error", "document not recorded", {
        name: file.name,
        error: describe(error),
        failures: entry.failures,
      });
    } finally {
      if (entry.state === "busy") entry.state = "unfinished";
      changed();
    }
  }

  function start(file: InboxFile, entry: Known): void {
    entry.state = "busy";
    untouched.add(file.name);
    const job = take(file, entry).finally(() => {
      untouched.delete(file.name);
      jobs.delete(job);
    });
    jobs.add(job);
  }

  async function withdraw(name: string): Promise<void> {
    try {
      await catalog.withdraw({ bucket: INBOX, key: name, ...nextPlace() });
      known.delete(name);
      missing.delete(name);
      changed();
      log("info", "submission withdrawn", { name });
    } catch (error) {
      log("error", "submission not withdrawn", { name, error: describe(error) });
    }
  }

  async function lookOnce(): Promise<void> {
    const files = await filesIn(ports.inbox);
    lastLook = performance.now();
    const at = performance.now();
    for (const [name, { state }] of known) {
      if (files.has(name) || state === "busy") {
        missing.delete(name);
        continue;
      }
      const since = missing.get(name) ?? at;
      missing.set(name, since);
      // Programs save by putting a new file in the old one's place.
      if (at - since >= STILL_MS) await withdraw(name);
    }
    const ready: InboxFile[] = [];
    for (const file of files.values()) {
      const entry = known.get(file.name);
      if (entry?.state === "busy") continue;
      if (entry?.signature === file.signature) {
        if (entry.state === "unfinished" && at >= entry.notBefore) start(file, entry);
        continue;
      }
      const before = seen.get(file.name);
      if (before?.signature !== file.signature) seen.set(file.name, { signature: file.signature, since: at });
      const since = before?.signature === file.signature ? before.since : at;
      if (complete.delete(file.name) || at - since >= (file.size === 0 ? EMPTY_STILL_MS : STILL_MS)) ready.push(file);
    }
    for (const name of seen.keys()) if (!files.has(name)) seen.delete(name);
    // What was put there first comes first, so that of two versions the later one counts.
    for (const file of ready.toSorted((a, b) => a.changed - b.changed || (a.name < b.name ? -1 : 1))) {
      seen.delete(file.name);
      const place = nextPlace();
      const submission: Submission = {
        bucket: INBOX,
        key: file.name,
        version: `${file.signature}@${place.sequence}`,
        ...place,
      };
      const entry: Known = { signature: file.signature, submission, state: "unfinished", failures: 0, notBefore: 0 };
      known.set(file.name, entry);
      start(file, entry);
    }
    if (ready.length > 0) changed();
  }

  let wake: () => void = () => {};
  const loop = (async () => {
    while (!closed) {
      const started = performance.now();
      try {
        await lookOnce();
        if (trouble === "INBOX") trouble = null;
      } catch (error) {
        trouble = "INBOX";
        log("error", "inbox not readable", { error: describe(error) });
      }
      // Back off after a slow scan, so that scanning never dominates.
      const pause = Math.max(LOOK_EVERY_MS, 3 * (performance.now() - started));
      const stop = new AbortController();
      wake = () => stop.abort();
      await wait(pause, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();

  const waiting = () =>
    Math.max(0, [...known.values()].filter(({ state }) => state !== "done").length - processing.size);
  const stuck = (): string | null => {
    if (performance.now() - lastLook > STALLED_MS) return "INBOX";
    return untouched.size > 0 && performance.now() - lastChange > STALLED_MS ? "STALLED" : null;
  };

  return {
    look: (name) => {
      if (name !== undefined) complete.add(name);
      wake();
    },
    state: () => ({
      waiting: waiting(),
      processing: [...processing],
      recognised: [...recognised.values()],
      trouble: trouble ?? stuck(),
    }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      wake();
      await loop;
      await Promise.all(jobs);
    },
  };
}
