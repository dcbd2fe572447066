import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Submission, submissionId, submissionKey } from "../../lib/catalog/submissions.ts";
import { isCurrentVersion } from "../../lib/profiles/profiles.ts";
import { readReport } from "../../lib/report/store.ts";
import { randomFrom } from "../../tools/fuzz/random.ts";
import { type Cloud, INTAKE, type Service, startCloud } from "../make/cloud.ts";
import { type BuiltFunctions, builtFunctions, type RunningFunction, runFunction } from "../make/functions.ts";
import { officeReport } from "../make/reports.ts";

/**
 * The built function under the Node that it is deployed on, against services that refuse, on a queue that delivers
 * twice and in any order, killed again and again. A ledger of what was put in is held against what came out.
 */

const FULL = process.env.TABULARIUM_VERIFY === "full";
const EVENTS = FULL ? 2000 : 25;
const KILLS = FULL ? 40 : 3;
const PATIENCE = FULL ? 1_800_000 : 240_000;
const FAULTS: Readonly<Record<Service, number>> = { s3: 0.04, dynamodb: 0.01, sqs: 0.03, events: 0.04 };

const random = randomFrom(9);

interface Entry {
  readonly submission: Submission;
  readonly body: string | null;
  readonly event: Record<string, unknown>;
  readonly fate: "result" | "failed" | "dead";
}

const event = (
  type: "Object Created" | "Object Deleted",
  { bucket, key, version, at, sequence }: Submission,
  size?: number,
) => ({
  version: "0",
  id: `${key} ${version}`,
  "detail-type": type,
  source: "aws.s3",
  account: "000000000000",
  time: at,
  region: "us-east-1",
  detail: {
    version: "0",
    bucket: { name: bucket },
    object: { key, ...(size !== undefined && { size }), "version-id": version, sequencer: sequence },
    reason: "PutObject",
  },
});

const KEYS = [
  (n: number) => `年报/镇 ${n}.txt`,
  (n: number) => `a+b/第${n}号 (终稿).txt`,
  (n: number) => `100%/${n}&=?.txt`,
];

/**
 * What offices put in: reports, notices, the same bytes twice, corrections under the same key, empty files, and what is
 * no document at all.
 */
function ledgerOf(count: number): Entry[] {
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) {
    const dies = random.share();
    const last = entries.at(-1);
    const correction = last && dies < 0.1;
    const key = correction ? last.submission.key : (KEYS[n % KEYS.length] as (n: number) => string)(n);
    const submission: Submission = {
      bucket: dies > 0.99 ? "somebody-elses-bucket" : INTAKE,
      key,
      version: `v${n}`,
      at: new Date(Date.UTC(2026, 0, 5) + n * 1000).toISOString(),
      sequence: (0x6000000000 + n).toString(16).toUpperCase(),
    };
    const large = dies > 0.97 && dies <= 0.99;
    const empty = dies > 0.94 && dies <= 0.97;
    const again = last?.body && dies > 0.1 && dies < 0.2;
    const body = empty
      ? ""
      : again
        ? last.body
        : n % 4 === 0
          ? officeReport(n)
          : `关于召开第${n}次会议的通知\n请各单位准时参加。\n`;
    entries.push({
      submission,
      body: large || submission.bucket !== INTAKE ? null : body,
      event: event("Object Created", submission, large ? 5e9 : Buffer.byteLength(body)),
      fate: large || submission.bucket !== INTAKE ? "dead" : empty ? "failed" : "result",
    });
  }
  return entries;
}

function shuffled<T>(list: readonly T[]): T[] {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}

let functions: BuiltFunctions;
let cloud: Cloud;
const running: RunningFunction[] = [];
beforeAll(async () => {
  functions = await builtFunctions(["process"]);
  cloud = await startCloud({ fails: (service) => random.chance(FAULTS[service]), visibilitySeconds: 6 });
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((each) => each.kill()));
  await cloud.close();
  await functions.remove();
});

test(
  `Of ${EVENTS} events, up to five times each, in any order, from services that refuse and functions that are killed, each has one result or lies among the dead letters`,
  async () => {
    const ledger = ledgerOf(EVENTS);
    for (const { submission, body } of ledger)
      if (body !== null) await cloud.putObject(submission.key, submission.version, body);
    const deliveries = shuffled(ledger.flatMap((entry) => Array.from({ length: 1 + random.below(5) }, () => entry)));
    for (const { event: message } of deliveries) await cloud.sendMessage(message);
    await cloud.sendMessage("no event at all");

    const start = () => running.push(runFunction(functions.folder, "process", cloud.queues.work, cloud.environment));
    // What they do is mostly waiting: for services that refuse, for leases, for messages to come back.
    for (let functions = 0; functions < 3; functions++) start();
    const rowName = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => `${pk} ${sk}`;
    const rowOf = ({ submission }: Entry) => rowName(submissionKey(submission));
    /** Which report each came to, by its row; nothing of one that is not finished. */
    const finished = async (entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> => {
      const rows = await cloud.table.getMany(entries.map(({ submission }) => submissionKey(submission)));
      return new Map(
        rows.flatMap((row) =>
          isCurrentVersion(row.finishedBy as string) ? [[rowName(row), row.report as string] as const] : [],
        ),
      );
    };
    const dead = new Map<string, { code: string; reason: string }>();
    const living = ledger.filter(({ fate }) => fate !== "dead");
    const until = Date.now() + PATIENCE;
    let killed = 0;
    const given = () => [...dead.values()].map(({ code, reason }) => `${code}: ${reason}`).join("\n");
    let killAt = Date.now() + 2000;
    for (let open = living; ; ) {
      if (Date.now() > until) throw new Error(`${open.length} of ${living.length} are open; ${given()}`);
      if (killed < KILLS && Date.now() > killAt) {
        await running.shift()?.kill();
        start();
        killed += 1;
        killAt = Date.now() + 1500 + random.below(1500);
      }
      const done = await finished(open);
      open = open.filter((entry) => !done.has(rowOf(entry)));
      for (const { body, code, reason } of await cloud.deadLetters()) dead.set(body, { code, reason });
      if (open.length === 0 && killed === KILLS && dead.size > ledger.length - living.length) break;
      await new Promise((done) => setTimeout(done, 250));
    }

    // The ledger: accepted = results + failed + dead letters.
    const fates = { result: 0, failed: 0, dead: 0 };
    const results = await finished(ledger);
    for (const entry of ledger) {
      const id = results.get(rowOf(entry)) ?? null;
      const letter = dead.get(JSON.stringify(entry.event));
      expect(id === null).toBe(letter !== undefined);
      const report = id === null ? null : await readReport(cloud.results, id);
      const fate = id === null ? "dead" : report?.status === "failed" ? "failed" : "result";
      expect([entry.submission.key, fate]).toEqual([entry.submission.key, entry.fate]);
      fates[fate] += 1;
      if (letter) expect(letter.reason).not.toBe("");
    }
    expect(fates.result + fates.failed + fates.dead).toBe(EVENTS);
    expect(Object.values(fates)).not.toContain(0);
    expect(dead.get("no event at all")?.code).toBe("NOT_OURS");
    expect([...dead.values()].filter(({ code }) => code !== "NOT_OURS" && code !== "TOO_LARGE")).toEqual([]);

    // Each result was written once, whatever was repeated; each submission was told of at least once, always by one
    // name.
    expect([...cloud.written].filter(([key, times]) => key.endsWith("/report.json") && times > 1)).toEqual([]);
    const told = new Set(
      cloud.events.filter(({ type }) => type === "Report Processed").map(({ detail }) => detail.eventId),
    );
    // What was given up is told, too, and stays in sight.
    const tooLarge = [...dead.values()].filter(({ code }) => code === "TOO_LARGE").length;
    expect(told.size).toBe(living.length + tooLarge);

    expect(cloud.failures.s3 + cloud.failures.dynamodb).toBeGreaterThan(10);
    expect(killed).toBe(KILLS);
    expect(new Set(ledger.map(({ submission }) => submissionId(submission))).size).toBe(EVENTS);
  },
  PATIENCE + 60_000,
);
