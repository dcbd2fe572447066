import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { type ExportFile, type ExportRecord, openExportLedger } from "../../lib/catalog/exports.ts";
import { NO_FILTER } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import type { ExportKindName } from "../../lib/exports/kinds.ts";
import { type MakingPorts, makeNextSet } from "../../lib/exports/make-set.ts";
import { resultsZips } from "../../lib/exports/results-zips.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { directoryLargeObjects } from "../../lib/storage/directory-large.ts";
import { catalogOver, makeReport, moment } from "../make/catalog.ts";
import { temporaryFolder } from "../make/serve.ts";

/** An export is made set by set, each whole or not at all, whoever is killed or is at it twice. */

const REPORTS = Array.from({ length: 23 }, (_, n) =>
  makeReport({ organization: `第${n}局`, division: "370102", year: 2020 + (n % 3) }),
);
const NAMES = REPORTS.map(({ organization }) => organization?.name ?? "").toSorted();

let local: LocalTable;
let folder: string;
let ports: MakingPorts & { readonly files: ReturnType<typeof directoryLargeObjects> };
beforeAll(async () => {
  folder = await temporaryFolder();
  local = await openLocalTable();
  const { table } = local;
  const { catalog, reports } = catalogOver(table);
  for (const [n, report] of REPORTS.entries()) {
    reports.set(report.id, report);
    await catalog.record({ bucket: "b", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
  }
  ports = {
    ledger: openExportLedger(table, Date.now),
    // Pages of a few, as there are many where there are many reports.
    queries: (within) => {
      const queries = openQueries(table, "secret", PROFILES, { within });
      return { ...queries, list: (filter, limit, cursor) => queries.list(filter, Math.min(limit, 3), cursor) };
    },
    report: async (id) => reports.get(id) ?? null,
    results: directoryStore(join(folder, "results")),
    files: directoryLargeObjects(join(folder, "exports"), folder),
    now: Date.now,
  };
});
afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

let owners = 0;
const asked = async (kind: ExportKindName): Promise<ExportRecord> => {
  const record = await ports.ledger.ask(`owner ${owners++}`, { kind, filter: NO_FILTER, summary: null });
  if (!record) throw new Error("not taken");
  return record;
};
const SET = 5;

async function makeAll(record: ExportRecord, by: MakingPorts = ports): Promise<readonly ExportFile[]> {
  for (let how = "made"; how === "made"; ) how = await makeNextSet(record, by, SET);
  const done = await ports.ledger.record(record);
  expect(done?.state).toBe("ready");
  return ports.ledger.files(done as ExportRecord);
}
const textOf = async (record: ExportRecord, { path }: ExportFile) =>
  new Response((await ports.files.open(`${record.id}/${path}`))?.body).text();
const namesIn = async (record: ExportRecord, files: readonly ExportFile[]) => {
  const found = new Map<string, number>();
  for (const file of files)
    for (const line of new Set(
      (await textOf(record, file))
        .split("\r\n")
        .slice(1)
        .map((each) => each.split(",")[1]),
    ))
      if (line) found.set(line, (found.get(line) ?? 0) + 1);
  expect(new Set(found.values())).toEqual(new Set([1]));
  return [...found.keys()].toSorted();
};
const stored = async ({ id }: ExportRecord) => {
  const keys: string[] = [];
  for await (const key of ports.files.list(`${id}/`)) keys.push(key.slice(id.length + 1));
  return keys;
};

test("many reports are several files, each with its heading, and every report is in one of them", async () => {
  const record = await asked("figures.csv");
  const files = await makeAll(record);
  expect(files).toHaveLength(4);
  for (const file of files) expect(await textOf(record, file)).toMatch(/^名称,机关/u);
  expect(await namesIn(record, files)).toEqual(NAMES);
  expect(await makeNextSet(record, ports, SET)).toBe("gone");
});

test("a maker that is killed over a set leaves nothing in it, and the next one makes it", async () => {
  const record = await asked("figures.csv");
  let [reads, kills] = [0, 0];
  const mortal: MakingPorts = {
    ...ports,
    report: async (id) => {
      if (++reads % 9 === 0) {
        kills += 1;
        throw new Error("killed");
      }
      return ports.report(id);
    },
  };
  for (let how = "made"; how === "made"; )
    how = await makeNextSet(record, mortal, SET).catch((error: Error) => {
      expect(error.message).toBe("killed");
      return "made" as const;
    });
  expect(kills).toBeGreaterThan(0);
  const done = (await ports.ledger.record(record)) as ExportRecord;
  const files = await ports.ledger.files(done);
  expect(await namesIn(record, files)).toEqual(NAMES);
  expect(await stored(record)).toEqual(files.map(({ path }) => path).toSorted());
});

test("of Parquet that was killed between two files nothing is left in the folders that others read", async () => {
  const record = await asked("parquet");
  let written = 0;
  const mortal: MakingPorts = {
    ...ports,
    files: {
      ...ports.files,
      write: async (...args) => {
        if (++written % 4 === 0) throw new Error("killed");
        return ports.files.write(...args);
      },
    },
  };
  await expect(makeNextSet(record, mortal, SET)).rejects.toThrow("killed");
  expect((await stored(record)).length).toBeGreaterThan(0);
  const files = await makeAll(record);
  expect(await stored(record)).toEqual(files.map(({ path }) => path).toSorted());
});

test("what two make at once is on record once, and the other's files are gone", async () => {
  const record = await asked("figures.csv");
  for (let how: string[] = ["made"]; how.includes("made"); )
    how = await Promise.all([makeNextSet(record, ports, SET), makeNextSet(record, ports, SET)]);
  const done = (await ports.ledger.record(record)) as ExportRecord;
  const files = await ports.ledger.files(done);
  expect(await namesIn(record, files)).toEqual(NAMES);
  expect(await stored(record)).toEqual(files.map(({ path }) => path).toSorted());
});

test("what could not be made says why, and is not gone on with", async () => {
  const record = await asked("figures.csv");
  await makeNextSet(record, ports, SET);
  await ports.ledger.fail(record, "磁盘已满。");
  expect(await makeNextSet(record, ports, SET)).toBe("gone");
  expect(await ports.ledger.record(record)).toMatchObject({ state: "failed", failure: "磁盘已满。" });
  // What is said of it later changes nothing.
  await ports.ledger.note(record, { state: "running" });
  expect(await ports.ledger.record(record)).toMatchObject({ state: "failed" });
});

test("sums are one file of all reports, and what has become impossible is said in a sentence", async () => {
  const summary = { year: 2020, include: [], parent: null };
  const askSums = (owner: string, more = {}) =>
    ports.ledger.ask(owner, { kind: "summary.xlsx", filter: NO_FILTER, summary: { ...summary, ...more } });
  const record = (await askSums("sums")) as ExportRecord;
  expect(await makeAll(record)).toHaveLength(1);
  expect(await ports.ledger.record(record)).toMatchObject({ done: REPORTS.length });
  const orphan = (await askSums("orphan", { parent: "0".repeat(64) })) as ExportRecord;
  expect(await makeNextSet(orphan, ports, SET)).toBe("gone");
  expect(await ports.ledger.record(orphan)).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("撤回"),
  });
  let now = Date.now();
  const slow = { ...ports, now: () => (now += 400_000) };
  const endless = (await askSums("endless")) as ExportRecord;
  expect(await makeNextSet(endless, slow, SET)).toBe("gone");
  expect(await ports.ledger.record(endless)).toMatchObject({ failure: expect.stringContaining("报告太多") });
});

test("the same question is one while it is unanswered, and nobody has more than five of them", async () => {
  const ask = (year: number, owner = "many") =>
    ports.ledger.ask(owner, { kind: "figures.csv", filter: { ...NO_FILTER, year }, summary: null });
  const first = await ask(2000);
  expect(await ask(2000)).toMatchObject({ id: first?.id });
  for (const year of [2001, 2002, 2003, 2004]) expect(await ask(year)).not.toBeNull();
  expect(await ask(2005)).toBeNull();
  expect(await ask(2005, "another")).not.toBeNull();
  await makeAll(first as ExportRecord);
  expect(await ask(2005)).not.toBeNull();
  expect((await ask(2000))?.id).not.toBe(first?.id);
});

test("results that are large begin another zip, and every one can be opened", async () => {
  const results = directoryStore(join(folder, "filed"));
  const some = REPORTS.slice(0, 6);
  for (const report of some)
    await writeResult(results, report.id, { report, document: null }, Buffer.alloc(200_000, report.id));
  async function* reports() {
    yield* some;
  }
  const folders: string[][] = [];
  for await (const zip of resultsZips(reports(), results, new Date(), 500_000)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of zip) pieces.push(piece);
    const entries = Object.keys(unzipSync(Buffer.concat(pieces)));
    folders.push([...new Set(entries.map((each) => each.split("/")[0] as string))]);
  }
  expect(folders.map(({ length }) => length)).toEqual([3, 3]);
  expect(new Set(folders.flat()).size).toBe(6);
});
