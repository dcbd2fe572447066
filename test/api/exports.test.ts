import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { parquetReadObjects } from "hyparquet";
import { openApis } from "../../lib/api/apis.ts";
import { type Caller, ROLES } from "../../lib/api/caller.ts";
import type { ExportAnswer } from "../../lib/api/export-routes.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import type { Within } from "../../lib/catalog/within.ts";
import type { MakingPorts } from "../../lib/exports/make-set.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { assembleFailure } from "../../lib/report/assemble.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import { openExporting } from "../../lib/serve/exporting.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { OPEN_DOOR } from "../make/callers.ts";
import { catalogOver, makeNotice, makeReport, moment, sha256 } from "../make/catalog.ts";
import { makeSource } from "../make/judgement.ts";
import { temporaryFolder, until } from "../make/serve.ts";

/** Lists of any size: asked for, made in the background, followed and fetched. */

const DAY_MS = 86_400_000;
const BEGINNING = Date.parse(moment(0));
let now = BEGINNING;
let caller: Caller;
const clerk: Caller = { subject: "clerk", name: "王芳", roles: ROLES, within: null };

let local: LocalTable;
let folder: string;
let making: Omit<MakingPorts, "ledger" | "files">;
let apiOf: ReturnType<typeof openApis>;
let exporting: ReturnType<typeof openExporting>;

const locked = assembleFailure(
  { code: "ENCRYPTED", message: "文件设有打开密码。" },
  { engineVersion: "1.0.0", source: makeSource({ sha256: sha256("locked"), name: "加密.docx" }) },
);
const all: readonly Report[] = [
  ...Array.from({ length: 7 }, (_, n) =>
    makeReport({ organization: `第${n}局`, division: n < 3 ? "370102" : "370103", year: n === 6 ? 2023 : 2024 }),
  ),
  locked,
  makeNotice("通知"),
];

beforeAll(async () => {
  folder = await temporaryFolder();
  local = await openLocalTable();
  const { table } = local;
  const results = directoryStore(join(folder, "results"));
  const { catalog, reports, reviews } = catalogOver(table);
  for (const [n, report] of all.entries()) {
    reports.set(report.id, report);
    await writeResult(results, report.id, { report, document: null }, Buffer.from(`原件${n}`));
    await catalog.record({ bucket: "b", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
  }
  making = {
    queries: (within: Within) => openQueries(table, "secret", PROFILES, { within }),
    report: async (id) => (await reviews.of(id))?.now ?? null,
    results,
    now: () => now,
  };
  exporting = openExporting({
    table,
    ...making,
    folder: join(folder, "exports"),
    temporary: folder,
    log: () => {},
  });
  apiOf = openApis((within) => ({
    ...OPEN_DOOR,
    caller: () => caller,
    queries: making.queries(within),
    catalog,
    reviews,
    results,
    exports: exporting.exports,
    now: () => now,
    upload: () => Promise.reject(new Error()),
    withdraw: async () => "unknown",
    health: async () => ({ status: "ok" }),
    script: "1",
    onError: (error) => {
      throw error;
    },
  }));
});
afterAll(async () => {
  await exporting.close();
  await local.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  caller = clerk;
  now = BEGINNING;
});

const request = async (path: string, init?: RequestInit): Promise<Response> => apiOf(caller).request(path, init);
const ask = (kind: string, filter: object = {}) =>
  request("/exports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind, filter }),
  });
const stands = async (address: string) => (await (await request(address)).json()) as ExportAnswer;

/** Asks for it and waits until it is ready. */
async function made(kind: string, filter: object = {}): Promise<ExportAnswer> {
  const answer = await ask(kind, filter);
  expect(answer.status).toBe(202);
  const address = answer.headers.get("location") ?? "";
  return until(async () => {
    const found = await stands(address);
    expect(found.state).not.toBe("failed");
    return found.state === "ready" && found;
  });
}
const bytesOf = async (url: string) => new Uint8Array(await (await request(url)).arrayBuffer());
const nameIn = (answer: Response) =>
  decodeURIComponent(answer.headers.get("content-disposition") ?? "").replace(/^.*''/u, "");

test.each(["figures.csv", "figures.xlsx", "problems.csv", "problems.xlsx"])(
  "%s is the same made in the background as answered at once, with every filter",
  async (kind) => {
    for (const filter of [{}, { year: 2024, division: "370103" }, { search: "第1局" }, { year: "none" }]) {
      const query = new URLSearchParams(
        Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
      );
      const atOnce = await request(`/${kind}?${query}`);
      const { files } = await made(kind, filter);
      expect(files).toHaveLength(1);
      const fetched = await request(files[0]?.url ?? "");
      expect(nameIn(fetched)).toBe(nameIn(atOnce));
      expect(files[0]?.name).toBe(nameIn(atOnce));
      expect(fetched.headers.get("content-type")).toBe(atOnce.headers.get("content-type"));
      const content = Buffer.from(await fetched.arrayBuffer());
      expect(content.length).toBe(files[0]?.bytes);
      expect(content.equals(Buffer.from(await atOnce.arrayBuffer()))).toBe(true);
    }
  },
);

test("the sums of a year are the same made in the background, with what is included and held against them", async () => {
  const [parent, other] = [all[0]?.id ?? "", all[1]?.id ?? ""];
  for (const [kind, more] of [
    ["summary.xlsx", {}],
    ["summary.xlsx", { include: other, parent }],
    ["summary.docx", { division: "370103" }],
  ] as const) {
    const filter = { year: "2024", ...more };
    const atOnce = Buffer.from(await (await request(`/${kind}?${new URLSearchParams(filter)}`)).arrayBuffer());
    const { files, name } = await made(kind, filter);
    expect(name).toMatch(/^汇总表-2024年/u);
    const content = Buffer.from(await bytesOf(files[0]?.url ?? ""));
    // A Word file says when it was made.
    if (kind === "summary.xlsx") expect(content.equals(atOnce)).toBe(true);
    else expect(Object.keys(unzipSync(content))).toEqual(Object.keys(unzipSync(atOnce)));
  }
  expect((await ask("summary.xlsx", {})).status).toBe(400);
  caller = { ...clerk, subject: "county", within: ["370103"] };
  expect((await ask("summary.xlsx", { year: 2024, parent })).status).toBe(404);
});

test("how far it is, is told: how many reports there are, and how many have been looked at", async () => {
  expect(await made("problems.csv", { year: 2024 })).toMatchObject({ name: "问题清单-2024年", total: 6, done: 8 });
  expect(await made("figures.csv", { status: "valid" })).toMatchObject({ total: 7, done: 7 });
  expect(await made("figures.csv", { organization: "第1局" })).toMatchObject({ total: null, done: 1 });
});

test("where no report is asked for, there is no file", async () => {
  expect(await made("results.zip", { year: 1999 })).toMatchObject({ state: "ready", done: 0, files: [] });
});

test("the results of a year are what is filed of each report, in folders that are called as their files", async () => {
  const { files } = await made("results.zip", { year: 2024, division: "370102" });
  expect(files.map(({ name }) => name)).toEqual(["处理结果-2024年-行政区划370102.zip"]);
  const entries = unzipSync(await bytesOf(files[0]?.url ?? ""));
  const own = all.slice(0, 3);
  expect(Object.keys(entries).toSorted()).toEqual(
    own
      .flatMap(({ id, source }) =>
        ["report.html", "report.json", "原件.pdf"].map((name) => `${source.name} ${id.slice(0, 8)}/${name}`),
      )
      .toSorted(),
  );
  for (const [n, { id, source }] of own.entries()) {
    const entry = (name: string) => Buffer.from(entries[`${source.name} ${id.slice(0, 8)}/${name}`] ?? []).toString();
    expect(JSON.parse(entry("report.json"))).toMatchObject({ id });
    expect(entry("原件.pdf")).toBe(`原件${n}`);
  }
});

test("Parquet is partitioned by family and year, and has the rows of every report", async () => {
  const { files } = await made("parquet");
  const folders = files.map(({ name }) => name.slice(0, name.lastIndexOf("/")));
  const [family] = PROFILES;
  expect(folders).toContain(`reports/profile=${family.id}/year=2023`);
  expect(folders).toContain("reports/profile=__HIVE_DEFAULT_PARTITION__/year=__HIVE_DEFAULT_PARTITION__");
  const ids: unknown[] = [];
  for (const { name, url } of files.filter((file) => file.name.startsWith("reports/"))) {
    const bytes = await bytesOf(url);
    const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
    expect(name).toMatch(/\.parquet$/u);
    ids.push(...rows.map((row) => row.id));
  }
  expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
});

describe("of its caller alone", () => {
  test("nobody else finds it, nor himself once he may see something else", async () => {
    const { id, files } = await made("figures.csv");
    const addresses = [`/exports/${id}`, files[0]?.url ?? "", `/exports/${id}/files/2`];
    expect(await Promise.all(addresses.map(async (each) => (await request(each)).status))).toEqual([200, 200, 404]);
    for (const other of [
      { ...clerk, subject: "other" },
      { ...clerk, within: ["370102"] },
    ]) {
      caller = other;
      for (const address of addresses) expect((await request(address)).status).toBe(404);
      expect(JSON.stringify(await (await request("/exports")).json())).not.toContain(id);
    }
  });

  test("it holds what a division limits him to, whatever he asks for", async () => {
    caller = { ...clerk, subject: "county", within: ["370102"] };
    for (const filter of [{}, { division: "37" }, { division: "370103" }]) {
      const { files } = await made("figures.csv", filter);
      const text = Buffer.from(files[0] ? await bytesOf(files[0].url) : []).toString();
      expect(text).not.toContain("370103");
      expect(files.length).toBe(filter.division === "370103" ? 0 : 1);
      if (files[0]) expect(text).toContain("第2局");
    }
    const { files } = await made("results.zip");
    expect(Object.keys(unzipSync(await bytesOf(files[0]?.url ?? "")))).toHaveLength(9);
  });

  test("without the role to look, nothing is made or told", async () => {
    const { id } = await made("figures.csv");
    caller = { ...clerk, roles: ["hand-in", "review", "run"] };
    expect((await ask("figures.csv")).status).toBe(403);
    for (const path of ["/exports", `/exports/${id}`, `/exports/${id}/files/1`])
      expect((await request(path)).status).toBe(403);
  });

  test("the newest stands first among his", async () => {
    caller = { ...clerk, subject: "lister" };
    await made("figures.csv");
    now += 1000;
    await made("problems.csv");
    const { items } = (await (await request("/exports")).json()) as { items: ExportAnswer[] };
    expect(items.map(({ kind, state }) => [kind, state])).toEqual([
      ["problems.csv", "ready"],
      ["figures.csv", "ready"],
    ]);
  });
});

test("what can't be asked for is refused, and nothing is made of it", async () => {
  for (const [kind, filter] of [
    ["figures.pdf", {}],
    ["figures.csv", { yaer: 2024 }],
    ["figures.csv", { division: "3" }],
    ["figures.csv", { status: "fine" }],
  ] as const)
    expect((await ask(kind, filter)).status).toBe(400);
  expect((await request(`/exports/${"0".repeat(25)}`)).status).toBe(404);
});

test("it is gone with its files when its days are over", async () => {
  caller = { ...clerk, subject: "patient" };
  const { id, files, expiresAt } = await made("figures.csv");
  expect(Date.parse(expiresAt)).toBe(BEGINNING + 7 * DAY_MS);
  now += 7 * DAY_MS + 1;
  for (const path of [`/exports/${id}`, files[0]?.url ?? ""]) expect((await request(path)).status).toBe(404);
  // The next server begins with it.
  const next = openExporting({
    table: local.table,
    ...making,
    folder: join(folder, "exports"),
    temporary: folder,
    log: () => {},
  });
  await until(async () => !(await readdir(join(folder, "exports"))).includes(id));
  await next.close();
});
