import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { reportKey } from "../../lib/catalog/slots.ts";
import { backfill, newBackfill } from "../../lib/delivery/backfill.ts";
import type { Message } from "../../lib/delivery/notice.ts";
import { type Ledger, reconcile } from "../../lib/delivery/reconcile.ts";
import { versionsOfKey } from "../../lib/delivery/versions.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { makeReport } from "../make/catalog.ts";
import { temporaryFolder } from "../make/serve.ts";
import { takerOver } from "../make/taker.ts";
import { startVersionedBucket } from "../make/versioned-bucket.ts";

/** What counts in the catalog is what stands in the bucket, whatever was deleted, restored, lost or told twice. */

let local: LocalTable;
let folder: string;
beforeAll(async () => {
  local = await openLocalTable();
  folder = await temporaryFolder();
});
afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

/** A bucket, what takes its events, and the ledger of what is reconciled. */
async function open() {
  const waiting: Message[] = [];
  // Its name is known before its taker is there: the bucket's own.
  const name = `bucket-of-versions-${Math.random().toString(36).slice(2)}`;
  const bucket = await startVersionedBucket(name);
  const versionsOf = (of: string, key: string) => versionsOfKey(bucket.s3, of, key);
  const send = async (messages: readonly Message[]) => void waiting.push(...messages);
  const { take, ports } = takerOver(local.table, join(folder, name), bucket.objects, {
    bucket: name,
    versionsOf,
    send,
  });
  /** Takes what is left in the queue, too. */
  const deliver = async (bodies: readonly string[]): Promise<void> => {
    for (const body of bodies) await take(body);
    for (let next = waiting.shift(); next; next = waiting.shift()) await take(JSON.stringify(next));
  };
  const mend = async (): Promise<Ledger> => {
    const { catalog } = ports;
    const ledger = await reconcile({
      s3: bucket.s3,
      bucket: name,
      prefix: "",
      catalog,
      journal: () => catalog.journal(name),
      versionsOf,
      send,
      alone: (_, work) => work(),
      now: () => Date.UTC(2026, 5, 1),
    });
    await deliver([]);
    return ledger;
  };
  /** Each version is a report of an office of its own. */
  const counts = async (): Promise<readonly string[]> => {
    const standing: string[] = [];
    for (const body of new Set(bodies.values())) {
      const { id } = makeReport({
        organization: `${name}${body}`,
        year: 2024,
        variant: body,
        engineVersion: ENGINE_VERSION,
      });
      if ((await local.table.get(reportKey(id)))?.standing === "current") standing.push(body);
    }
    return standing.toSorted();
  };
  const bodies = new Map<string, string>();
  const put = (key: string) => {
    const body = `第${bodies.size}版`;
    bucket.put(key, body);
    bodies.set(`${key}?${[...bucket.objects.keys()].at(-1)?.split("?")[1]}`, body);
  };
  const stands = () =>
    bucket
      .standing()
      .flatMap((version) => bodies.get(version) ?? [])
      .toSorted();
  return { bucket, name, put, deliver, mend, counts, stands, take, send, waiting };
}

test("a version that stands again counts again, and one that was deleted for good counts no longer", async () => {
  const { bucket, put, deliver, counts, stands } = await open();
  try {
    put("甲.docx");
    bucket.pass(5);
    put("甲.docx");
    bucket.pass(5);
    bucket.remove("甲.docx");
    await deliver(bucket.events.splice(0));
    expect([await counts(), stands()]).toEqual([[], []]);
    // The marker is taken away: both stand again.
    bucket.purgeNewest("甲.docx");
    await deliver(bucket.events.splice(0));
    expect(await counts()).toEqual(stands());
    expect(stands()).toHaveLength(2);
    bucket.purgeNewest("甲.docx");
    await deliver(bucket.events.splice(0));
    expect(await counts()).toEqual(stands());
    expect(stands()).toHaveLength(1);
    bucket.purgeNewest("甲.docx");
    await deliver(bucket.events.splice(0));
    expect([await counts(), stands()]).toEqual([[], []]);
  } finally {
    await bucket.close();
  }
});

const KEYS = ["a.docx", "a.docx.pdf", "乙/年报.pdf", "乙/年报.pdf (2)"];
const act = fc.record({
  what: fc.constantFrom("put", "put", "remove", "purgeNewest"),
  key: fc.constantFrom(...KEYS),
  /** Whether its event is lost, comes once or twice. */
  comes: fc.nat(2),
  seconds: fc.integer({ min: 1, max: 3 }),
});

test("whichever events were lost, doubled or overtaken, reconciling leaves what stands in the bucket, and then nothing to do", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 14 }),
      fc.infiniteStream(fc.nat()),
      async (acts, noise) => {
        const house = await open();
        const { bucket } = house;
        try {
          const told: string[] = [];
          for (const { what, key, comes, seconds } of acts) {
            if (what === "put") house.put(key);
            else bucket[what as "remove" | "purgeNewest"](key);
            for (const event of bucket.events.splice(0)) told.push(...Array.from({ length: comes }, () => event));
            bucket.pass(seconds);
          }
          const shuffled = told.map((event) => ({ event, at: noise.next().value })).toSorted((a, b) => a.at - b.at);
          await house.deliver(shuffled.map(({ event }) => event));
          const { versions } = await house.mend();
          expect(await house.counts()).toEqual(house.stands());
          expect(versions).toBe(bucket.objects.size);
          expect((await house.mend()).differences).toEqual([]);
        } finally {
          await bucket.close();
        }
      },
    ),
    { numRuns: process.env.TABULARIUM_VERIFY === "full" ? 60 : 6 },
  );
}, 600_000);

test("a backfill sends every version that stands, and goes on where it was interrupted", async () => {
  const { bucket, name, put } = await open();
  try {
    for (const key of ["c.docx", "a.docx", "b.docx", "b.docx"]) {
      put(key);
      bucket.pass(1);
    }
    bucket.remove("c.docx");
    const sent: string[] = [];
    const send = async (messages: readonly Message[]) =>
      void sent.push(...messages.map(({ detail: { object } }) => `${object.key}?${object["version-id"]}`));
    const done = await backfill(bucket.s3, send, newBackfill(name, ""), async () => {});
    expect(sent.toSorted()).toEqual(bucket.standing().toSorted());
    expect(done).toMatchObject({ sent: 3, done: true });
    sent.length = 0;
    await backfill(bucket.s3, send, { ...newBackfill(name, ""), after: "a.docx" }, async () => {});
    expect(sent.every((version) => version.startsWith("b.docx?"))).toBe(true);
    expect(sent).toHaveLength(2);
  } finally {
    await bucket.close();
  }
});
