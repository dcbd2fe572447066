import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Report } from "../../lib/report/schema.ts";
import { readReport } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { sha256 } from "../make/catalog.ts";
import { officeReport } from "../make/reports.ts";
import { type Running, startServe, temporaryFolder, until } from "../make/serve.ts";

/** All files at once, the server killed in between as by a power cut, again and again. */

const FULL = process.env.TABULARIUM_VERIFY === "full";
const FILES = FULL ? 500 : 24;
const KILLS = FULL ? 20 : 3;

let data: string;
let running: Running | null = null;
beforeAll(async () => {
  data = await temporaryFolder();
});
afterAll(async () => {
  await running?.kill();
  await rm(data, { recursive: true, force: true });
});

const get = async <T>(path: string): Promise<T> => (await (await fetch(`${running?.url}${path}`)).json()) as T;
interface Page {
  items: { id: string; name: string; status: string }[];
  cursor: string | null;
}

async function everything(): Promise<Page["items"]> {
  const items: Page["items"] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page = await get(`/reports?all=true&limit=200&cursor=${encodeURIComponent(cursor)}`);
    items.push(...page.items);
    cursor = page.cursor;
  }
  return items;
}

test(`${FILES} files in the inbox at once and ${KILLS} kills: each file is in the catalog exactly once, results are complete, totals equal a recount`, async () => {
  await mkdir(join(data, "inbox"));
  const bytes = Array.from({ length: FILES }, (_, n) => officeReport(n));
  await Promise.all(bytes.map((each, n) => writeFile(join(data, "inbox", `年报 ${n}.html`), each)));
  let seen = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    running = await startServe(data);
    // Somewhere in the middle of things: each time a little further.
    await until(async () => {
      const count = (running?.log().match(/"document recorded"/gu) ?? []).length;
      const { waiting, processing } = await get<{ waiting: number; processing: number }>("/health");
      return count > kill % 3 || (waiting + processing === 0 && seen > 0) || kill % 5 === 4;
    });
    await new Promise((resume) => setTimeout(resume, (kill * 37) % 150));
    await running.kill();
    seen += (running.log().match(/"document recorded"/gu) ?? []).length;
  }
  expect(seen).toBeGreaterThan(0);
  running = await startServe(data);
  const items = await until(async () => {
    const { waiting, processing } = await get<{ waiting: number; processing: number }>("/health");
    if (waiting + processing > 0) return null;
    const found = await everything();
    return found.length >= FILES ? found : null;
  }, 900_000);

  expect(items.map(({ name }) => name).toSorted()).toEqual(bytes.map((_, n) => `年报 ${n}.html`).toSorted());
  expect(new Set(items.map(({ id }) => id))).toEqual(new Set(bytes.map(sha256)));
  const reports: Report[] = [];
  for (const { id } of items) {
    const report = await readReport(directoryStore(join(data, "results")), id);
    expect(report).toMatchObject({ id, engineVersion: ENGINE_VERSION });
    reports.push(report as Report);
    expect((await readdir(join(data, "results", id))).filter((name) => !name.endsWith(".tmp")).toSorted()).toEqual([
      "document.json",
      "report.html",
      "report.json",
      "source",
    ]);
  }
  const current = new Set((await get<{ items: { id: string }[] }>(`/reports?limit=200`)).items.map(({ id }) => id));
  const recount = reports.reduce((sum, report) => sum + (report.tables?.applications?.newlyReceived?.total ?? 0), 0);
  const summary = await get<{ reports: number; figures: Record<string, { sum: number; counted: number }> }>("/summary");
  expect(summary.reports).toBe(FILES);
  expect(summary.figures["applications.newlyReceived.total"]).toMatchObject({ sum: recount, counted: FILES });
  expect(current.size).toBe(Math.min(FILES, 200));
  expect(await running.stop()).toBe(0);
}, 1_800_000);
