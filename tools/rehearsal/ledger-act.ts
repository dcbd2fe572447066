import { setTimeout as pause } from "node:timers/promises";
import { SendMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import pLimit from "p-limit";
import type { KnownSubmission } from "../../lib/catalog/catalog.ts";
import { officeReport } from "../../test/make/reports.ts";
import type { Emulator } from "./emulator.ts";
import type { Stage } from "./stage.ts";
import { expect, step } from "./step.ts";
import { reconcile } from "./upgrade-act.ts";

/** Many objects, with everything that can happen to them on the way: what was accepted is accounted for. */

const FOLDER = "ledger/";
/** Longer than a batch of small reports takes; a killed function's messages come back after it. */
const VISIBILITY_SECONDS = 90;
const AT_ONCE = 8;
const KILLS = 6;
const KILL_EVERY_MS = 12_000;
const TOO_LARGE = new Uint8Array(4 * 2 ** 20 + 1);

interface Put {
  readonly key: string;
  readonly version: string;
}

export async function playLedger(stage: Stage, emulator: Emulator, objects: number): Promise<void> {
  await step(`ledger: ${objects} objects with deletes, restores, repeats and kills`, async () => {
    const QueueUrl = stage.outputs.ProcessQueue;
    const Attributes = { VisibilityTimeout: String(VISIBILITY_SECONDS) };
    await stage.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const puts: Put[] = [];
    const limit = pLimit(AT_ONCE);
    const [processes] = await Promise.all([
      killed(emulator),
      ...Array.from({ length: objects }, (_, n) => limit(() => happens(stage, n, puts))),
    ]);
    await stage.quiet(300);
    await account(stage, puts, processes);
  });
  await step("ledger: catalog and bucket are one", async () => {
    const said = await reconcile(stage);
    expect(said.includes("完全一致"), "no difference", said);
  });
}

/** While there is most to do. @returns how many processes were killed */
async function killed(emulator: Emulator): Promise<number> {
  let processes = 0;
  for (let n = 0; n < KILLS; n++) {
    await pause(KILL_EVERY_MS);
    processes += await emulator.killFunctions();
  }
  return processes;
}

/** What happens to the nth object, by its number. */
async function happens(stage: Stage, n: number, puts: Put[]): Promise<void> {
  const key = `${FOLDER}${String(n).padStart(4, "0")}.html`;
  const body = n % 25 === 7 ? `%PDF-1.7 broken ${n}` : n % 50 === 11 ? TOO_LARGE : officeReport(n);
  const put = async (what: string | Uint8Array) => {
    const version = await stage.put(key, what);
    puts.push({ key, version });
    return version;
  };
  const version = await put(body);
  if (n % 10 === 1) await repeat(stage, key, version);
  if (n % 10 === 2) await put(officeReport(n, 2024, n + 1));
  if (n % 5 === 3) {
    const marker = await stage.remove(key);
    if (n % 10 === 3) await stage.remove(key, marker);
  }
  if (n % 20 === 4) await stage.remove(key, version);
}

/** The same event once more, as EventBridge may deliver it. */
async function repeat(stage: Stage, key: string, version: string): Promise<void> {
  const MessageBody = JSON.stringify({
    source: "aws.s3",
    "detail-type": "Object Created",
    time: new Date().toISOString(),
    detail: { bucket: { name: stage.outputs.IntakeBucket }, object: { key, "version-id": version } },
  });
  await stage.sqs.send(new SendMessageCommand({ QueueUrl: stage.outputs.ProcessQueue, MessageBody }));
}

async function account(stage: Stage, puts: readonly Put[], processesKilled: number): Promise<void> {
  const hidden = new Set((await stage.versions()).filter(({ isMarker }) => isMarker).map(({ key }) => key));
  const there = new Set((await stage.versions()).filter(({ isMarker }) => !isMarker).map(({ version }) => version));
  const known = new Map<string, KnownSubmission[]>();
  for (const each of await stage.known()) known.set(each.version, [...(known.get(each.version) ?? []), each]);
  const failed = new Set(
    (await stage.events()).filter(({ detail }) => detail.status === "failed").map(({ detail }) => detail.name),
  );
  const ledger = { accepted: puts.length, read: 0, refused: 0, givenUp: 0, takenAway: 0 };
  const lost: unknown[] = [];
  for (const { key, version } of puts) {
    const rows = known.get(version) ?? [];
    const [row] = rows;
    const stands = there.has(version) && !hidden.has(key);
    if (rows.length > 1) lost.push(["doubled", rows]);
    else if (!stands) {
      if (row && !row.withdrawn) lost.push(["still counted", row]);
      else ledger.takenAway += 1;
    } else if (!row || row.withdrawn) lost.push(["not counted", key, version, row]);
    else if (row.givenUp) ledger.givenUp += 1;
    else if (row.finishedBy === null) lost.push(["not finished", row]);
    else if (failed.has(key)) ledger.refused += 1;
    else ledger.read += 1;
  }
  console.log(JSON.stringify({ ...ledger, lost: lost.length, processesKilled }));
  expect(lost.length === 0, "nothing lost", lost);
}
