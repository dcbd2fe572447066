import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { NO_FILTER } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { submissionKey } from "../../lib/catalog/submissions.ts";
import { RefusedError } from "../../lib/delivery/errors.ts";
import { noteGivenUp } from "../../lib/delivery/giving-up.ts";
import { LeasedError, withLease } from "../../lib/delivery/lease.ts";
import { type GivenUp, type QueueRecord, takeRecord } from "../../lib/delivery/queue-record.ts";
import type { TakePorts } from "../../lib/delivery/take.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { NeedsRecognitionError } from "../../lib/work/document-pool.ts";
import { makeReport } from "../make/catalog.ts";
import { temporaryFolder } from "../make/serve.ts";
import { takerOver } from "../make/taker.ts";

/** Four ways in which others lost, doubled or mixed up documents at the queue, and what a message can be. */

let local: LocalTable;
let folder: string;
beforeAll(async () => {
  local = await openLocalTable();
});
afterAll(() => local.close());
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const silent = { done: () => {}, failed: () => {}, givenUp: () => {}, unreadable: () => {} };
const taker = (objects: Map<string, string>, changes: Partial<TakePorts> = {}, organization?: string) =>
  takerOver(local.table, join(folder, "results"), objects, changes, organization);

const record = (body: string, deliveries = 1): QueueRecord => ({ messageId: "m", body, receipt: "r", deliveries });

describe("What broke others at the queue", () => {
  test("one upload caused 3.36 executions: here a document is executed once, however often it is delivered", async () => {
    const { take, runs, events, message } = taker(new Map([["甲 乙+丙.txt?v1", "x"]]));
    const body = message("甲 乙+丙.txt", "v1");
    const together = await Promise.allSettled([take(body), take(body), take(body)]);
    expect(together.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of together) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(LeasedError);
    expect(await take(body)).toEqual({ kind: "repeated" });
    expect(runs).toEqual(["x"]);
    expect(events.filter(({ type }) => type === "Report Processed")).toHaveLength(1);
  });

  test("336 of 500 documents failed because throttling was wrapped in a generic error: here throttling keeps its name, is tried again, and is never a failed document", async () => {
    const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
    let refusals = 3;
    const { ports, take, message, runs } = taker(new Map([["a.txt?v1", "x"]]));
    const unthrottled = ports.fetch;
    const fetch: TakePorts["fetch"] = async (...of) => {
      if (refusals-- > 0) throw throttled;
      return unthrottled(...of);
    };
    Object.assign(ports, { fetch });
    const dead: GivenUp[] = [];
    const pauses: number[] = [];
    const queue = {
      take,
      postpone: async (_: QueueRecord, seconds: number) => void pauses.push(seconds),
      note: async () => {},
      giveUp: async (letter: GivenUp) => void dead.push(letter),
      mostDeliveries: 5,
      watch: silent,
    };
    for (const delivery of [1, 2, 3])
      await expect(takeRecord(record(message("a.txt", "v1"), delivery), queue)).rejects.toBe(throttled);
    await takeRecord(record(message("a.txt", "v1"), 4), queue);
    expect([runs, dead]).toEqual([["x"], []]);
    // Each time it comes back later than the time before, long before its visibility timeout is over.
    expect(pauses).toEqual([60, 240, 900]);
    // Where it does not pass, it lies among the dead letters under its own name, to be put back later.
    refusals = 1;
    await takeRecord(record(message("b.txt", "v1"), 5), queue);
    expect(dead).toMatchObject([{ code: "ThrottlingException", reason: "Rate exceeded", deliveries: 5 }]);
  });

  test("a leaked counter stopped every start for hours: here what a killed function held lapses by itself", async () => {
    let now = Date.UTC(2026, 0, 1);
    const clock = () => now;
    await new Promise<void>((taken) => {
      void withLease(local.table, "killed", 60, clock, () => {
        taken();
        return new Promise(() => {});
      });
    });
    await expect(withLease(local.table, "killed", 60, clock, async () => "done")).rejects.toBeInstanceOf(LeasedError);
    now += 20_000;
    // Whoever meets it comes back when the lease is over, not when a visibility timeout is.
    const pauses: number[] = [];
    const queue = {
      take: () => withLease(local.table, "killed", 60, clock, async () => ({ kind: "nothing" }) as const),
      postpone: async (_: QueueRecord, seconds: number) => void pauses.push(seconds),
      note: async () => {},
      giveUp: async () => {},
      mostDeliveries: 2,
      watch: silent,
    };
    await expect(takeRecord(record("{}", 9), queue)).rejects.toBeInstanceOf(LeasedError);
    expect(pauses).toEqual([40]);
    now += 41_000;
    expect(await withLease(local.table, "killed", 60, clock, async () => "done")).toBe("done");
  });

  test("an old result was served for a new file under the same key: here a version is a submission of its own, and the newest counts in whatever order they come", async () => {
    for (const order of [
      ["v1", "v2"],
      ["v2", "v1"],
    ] as const) {
      const objects = new Map([
        ["same.txt?v1", "old"],
        ["same.txt?v2", "new"],
      ]);
      const organization = `镇${order.join("")}人民政府`;
      const { runs, message, take } = taker(objects, {}, organization);
      for (const version of order) await take(message("same.txt", version, version === "v1" ? "0A" : "0A1"));
      expect(runs.toSorted()).toEqual(["new", "old"]);
      const newest = makeReport({ organization, year: 2024, variant: "new", engineVersion: ENGINE_VERSION });
      expect(await local.table.get({ pk: `REPORT#${newest.id}`, sk: "REPORT" })).toMatchObject({ standing: "current" });
    }
  });
});

describe("A message", () => {
  test.each([
    ["that is no JSON", () => "{"],
    ["that is no event of S3", (of: string) => of.replace("aws.s3", "someone.else")],
    ["of a foreign bucket", (of: string) => of.replace(/bucket-\d+/u, "foreign")],
  ])("%s is refused and says nothing of us", async (_, forge) => {
    const { take, message, runs } = taker(new Map([["a.txt?v1", "x"]]));
    const refused = take(forge(message("a.txt", "v1")));
    await expect(refused).rejects.toBeInstanceOf(RefusedError);
    await expect(refused).rejects.not.toThrow(/bucket-\d/u);
    expect(runs).toEqual([]);
  });

  test("of an object that is too large is given up at once, unread", async () => {
    const { take, message, runs } = taker(new Map([["a.txt?v1", "x"]]));
    const body = message("a.txt", "v1").replace('"size":3', '"size":5000');
    const dead: GivenUp[] = [];
    await takeRecord(record(body), {
      take,
      postpone: async () => {},
      note: async () => {},
      giveUp: async (letter) => void dead.push(letter),
      mostDeliveries: 5,
      watch: silent,
    });
    expect([dead[0]?.code, runs]).toEqual(["TOO_LARGE", []]);
  });

  test("that is given up stays in sight as a failed report, until it is put back and read", async () => {
    const { ports, take, message } = taker(new Map([["大.pdf?v1", "x"]]));
    let runs: TakePorts["pool"]["run"] = () => Promise.reject(new Error("worker lost"));
    const { run } = ports.pool;
    Object.assign(ports, { pool: { ...ports.pool, run: (...of: Parameters<typeof run>) => runs(...of) } });
    const dead: GivenUp[] = [];
    const queue = {
      take,
      postpone: async () => {},
      note: (body: string, code: string) => noteGivenUp(body, code, ports),
      giveUp: async (letter: GivenUp) => void dead.push(letter),
      mostDeliveries: 2,
      watch: silent,
    };
    const standing = async () => {
      const { items } = await openQueries(local.table, "secret", PROFILES).list({ ...NO_FILTER, all: true }, 100, null);
      return items
        .filter(({ name }) => name === "大.pdf")
        .map(({ status, failure, standing: of }) => [status, failure?.slice(0, 10), of]);
    };
    await takeRecord(record(message("大.pdf", "v1"), 2), queue);
    expect(dead).toMatchObject([{ code: "Error", reason: "worker lost" }]);
    expect(await standing()).toEqual([["failed", "多次处理都没有完成，", "current"]]);
    // Put back, what kills the function is noted before it is tried once more.
    await expect(takeRecord(record(message("大.pdf", "v1"), 1), queue)).rejects.toThrow("worker lost");
    runs = run;
    await takeRecord(record(message("大.pdf", "v1"), 3), queue);
    expect((await standing()).filter(([, , of]) => of !== "withdrawn")).toEqual([]);
    expect(await take(message("大.pdf", "v1"))).toEqual({ kind: "repeated" });
    // What was read is not given up, whichever engine and form it was read by.
    const submission = {
      bucket: ports.bucket,
      key: "表.pdf",
      version: "v1",
      at: "2026-01-05T00:00:00.000Z",
      sequence: "",
    };
    const read = makeReport({ organization: "读好的局", year: 2024, engineVersion: `${ENGINE_VERSION}+form.1` });
    await ports.catalog.record(submission, read);
    await noteGivenUp(message("表.pdf", "v1"), "KILLED", ports);
    expect(await local.table.get({ pk: `REPORT#${read.id}`, sk: "REPORT" })).toMatchObject({ standing: "current" });
  });

  test("of a deleted key withdraws what was there, also where it comes first", async () => {
    const { take, message, ports } = taker(new Map([["gone.txt?v1", "x"]]));
    const deleted = message("gone.txt", "marker", "05", { "detail-type": "Object Deleted" });
    expect(await take(deleted)).toEqual({ kind: "withdrawn" });
    expect(await take(message("gone.txt", "v1", "04"))).toMatchObject({ kind: "processed" });
    const report = makeReport({
      organization: `${ports.bucket}x`,
      year: 2024,
      variant: "x",
      engineVersion: ENGINE_VERSION,
    });
    expect(await local.table.get({ pk: `REPORT#${report.id}`, sk: "REPORT" })).toMatchObject({ standing: "withdrawn" });
    const known: unknown[] = [];
    for await (const { kind, ...each } of ports.catalog.journal(ports.bucket))
      if (kind === "submission") known.push(each);
    expect(known).toMatchObject([{ key: "gone.txt", withdrawn: true }]);
  });

  test("of an object that is no longer there, of a folder or of a hidden file is nothing to be done", async () => {
    const { take, message, runs } = taker(new Map());
    for (const key of ["missing.txt", "folder/", "a/.DS_Store", "~$a.docx"])
      expect(await take(message(key, "v1"))).toEqual({ kind: "nothing" });
    expect(runs).toEqual([]);
  });

  test("of a version that was deleted for good while a function that had begun with it was killed counts as taken back", async () => {
    const { ports, message, take } = taker(new Map());
    const submission = { bucket: ports.bucket, key: "gone.pdf", version: "v9", at: "", sequence: "" };
    expect(await take(message("gone.pdf", "v9", "01"))).toEqual({ kind: "nothing" });
    expect(await local.table.get(submissionKey(submission))).toMatchObject({ withdrawn: true });
  });

  test("of a document with pictures goes on to recognition, and files nothing", async () => {
    const sent: unknown[] = [];
    const { take, message } = taker(new Map([["scan.pdf?v1", "x"]]), {
      pool: { run: () => Promise.reject(new NeedsRecognitionError()), close: async () => {} },
      defer: async (body) => void sent.push(body),
    });
    expect(await take(message("scan.pdf", "v1"))).toEqual({ kind: "deferred" });
    expect(sent).toMatchObject([{ detail: { object: { key: "scan.pdf", "version-id": "v1" } } }]);
  });

  test("of an archive becomes a message for each entry", async () => {
    const sent: { entry?: unknown }[] = [];
    const { take, message } = taker(new Map([["all.zip?v1", "x"]]), {
      pool: { run: async () => ({ kind: "archive", entries: ["甲.txt", "__MACOSX/x", "a/"] }), close: async () => {} },
      send: async (all) => void sent.push(...all),
    });
    expect(await take(message("all.zip", "v1"))).toEqual({ kind: "archive", entries: 1 });
    expect(sent).toMatchObject([{ entry: { path: "甲.txt", name: "all.zip/甲.txt" } }]);
    expect(await take(message("all.zip", "v1"))).toEqual({ kind: "repeated" });
  });
});
