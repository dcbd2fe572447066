import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { DescribeTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { ClassicLevel } from "classic-level";
import dynalite from "dynalite";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { htmlReport } from "../../bench/reports.ts";
import { documentClient } from "../../lib/catalog/dynamo-table.ts";
import type { Item } from "../../lib/catalog/table.ts";
import { copySample, startServeOf, temporaryFolder, until } from "./serve.ts";

/**
 * The data folder of a version of `serve` as it lies on users' disks, with what that version answered about it, in
 * test/fixtures/data-VERSION.zip.br: data/ and answers.json. Made once for a version, by its own built program in a
 * checkout of it, and never anew: npx tsx test/make/data-folder.ts VERSION CHECKOUT (0.1.0: commit 6c469ce)
 */

const fixtureOf = (version: string): string =>
  fileURLToPath(new URL(`../fixtures/data-${version}.zip.br`, import.meta.url));

/** Files in the inbox are told by their times and sizes: they are given a time that any archive can keep. */
const WRITTEN = new Date("2025-01-16T08:00:00Z");
/** Smaller than the lists, so that there are several. */
const PAGE = 5;

export interface Answers {
  /** Items of lists by their address, all pages in one. */
  readonly lists: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Objects by their address. */
  readonly objects: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Lists in CSV by their address. */
  readonly csv: Readonly<Record<string, string>>;
}

/** A copy of the data folder as that version left it, and its answers. */
export async function unpackData(version: string): Promise<{ readonly data: string; readonly answers: Answers }> {
  const folder = await temporaryFolder();
  // Reports resemble one another: stored in an archive and compressed as one, they take a tenth.
  const files = unzipSync(brotliDecompressSync(await readFile(fixtureOf(version))));
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    await utimes(path, WRITTEN, WRITTEN);
  }
  return { data: join(folder, "data"), answers: JSON.parse(strFromU8(files["answers.json"] as Uint8Array)) };
}

/** What the folder's table is, and every row of it. */
export async function tableIn(
  data: string,
): Promise<{ readonly description: TableDescription; readonly rows: readonly Item[] }> {
  const server = dynalite({ path: join(data, "catalog") });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", () => ready()));
  const client = documentClient({
    region: "local",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const rows: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName: "tabularium" }))
    rows.push(...((page.Items ?? []) as Item[]));
  const { Table: description = {} } = await client.send(new DescribeTableCommand({ TableName: "tabularium" }));
  client.destroy();
  await new Promise<void>((closed) => server.close(() => closed()));
  return { description, rows };
}

type Get = (path: string) => Promise<Response>;

/** All items of a list, page by page. */
async function allItems(get: Get, path: string): Promise<Answers["lists"][string]> {
  const items: Record<string, unknown>[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const answer = await get(`${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}&cursor=${cursor}`);
    const page = (await answer.json()) as { items: Record<string, unknown>[]; cursor: string | null };
    items.push(...page.items);
    cursor = page.cursor;
  }
  return items;
}

export const HANGZHOU = "杭州市滨江区长河街道办事处";
export const NANJING = "南京市玄武区锁金村街道办事处";
const SUZHOU = "苏州市姑苏区教育局";
/** A report (HTML) of an organization; `figures` tells which figures it has. */
export const reportOf = (
  organization: string,
  year: number,
  figures: number,
  change = (page: string) => page,
): string =>
  change(new TextDecoder().decode(htmlReport(figures)))
    .replaceAll("云桥镇人民政府", organization)
    .replaceAll("2024", String(year));

const SAMPLES = [
  "乡镇往年报告.zip",
  "云泽县农业农村局2024年政府信息公开工作年度报告.ofd",
  "云泽县卫生健康局2024年政府信息公开工作年度报告.pdf",
  "云泽县教育局2024年政府信息公开工作年度报告.docx",
  "会议通知.docx",
];

/**
 * What is handed in, step by step; null takes a file away. There are a year and the next of one office, a resubmission
 * under another name, one in place and one of a year before, a report taken away, one of two, a report in doubt, and
 * what is no report.
 */
const STEPS: readonly Readonly<Record<string, string | null>>[] = [
  {
    "长河街道2023.html": reportOf(HANGZHOU, 2023, 13),
    "长河街道2024.html": reportOf(HANGZHOU, 2024, 21),
    "锁金村2023.html": reportOf(NANJING, 2023, 18),
    "锁金村2024.html": reportOf(NANJING, 2024, 32),
    "撤回/姑苏教育2024.html": reportOf(SUZHOU, 2024, 45),
    "撤回/姑苏教育2023.html": reportOf(SUZHOU, 2023, 46),
    "疑字.html": reportOf("南京市玄武区水务局", 2024, 57, (page) => page.replace(">57<", ">5\uFFFD<")),
    "损坏.pdf": "%PDF-1.7\n%%EOF",
  },
  {
    "长河街道2023（更正）.html": reportOf(HANGZHOU, 2023, 14),
    "锁金村2024.html": reportOf(NANJING, 2024, 136),
    "撤回/姑苏教育2023（更正）.html": reportOf(SUZHOU, 2023, 47),
  },
  { "撤回/姑苏教育2024.html": null, "撤回/姑苏教育2023（更正）.html": null },
];

/** Until the inbox has stood still for longer than it must to be noticed, and nothing is in work. */
async function idle(get: Get): Promise<void> {
  await new Promise((resume) => setTimeout(resume, 3000));
  await until(async () => {
    const state = (await (await get("/health")).json()) as { waiting: number; processing: number };
    return state.waiting + state.processing === 0;
  });
}

async function handIn(get: Get, inbox: string, temporary: string): Promise<void> {
  for (const name of SAMPLES) {
    await copySample(name, join(temporary, name));
    await place(temporary, inbox, name);
  }
  for (const step of STEPS) {
    for (const [name, body] of Object.entries(step)) {
      if (body === null) await rm(join(inbox, name));
      else {
        await mkdir(dirname(join(temporary, name)), { recursive: true });
        await mkdir(dirname(join(inbox, name)), { recursive: true });
        await writeFile(join(temporary, name), body);
        await place(temporary, inbox, name);
      }
    }
    await idle(get);
  }
}

async function place(temporary: string, inbox: string, name: string): Promise<void> {
  await utimes(join(temporary, name), WRITTEN, WRITTEN);
  await rename(join(temporary, name), join(inbox, name));
}

/** What a house answers about all that is in the folder. */
export async function answersOf(get: Get): Promise<Answers> {
  const [lists, objects, csv]: [
    Record<string, Answers["lists"][string]>,
    Record<string, Record<string, unknown>>,
    Record<string, string>,
  ] = [{}, {}, {}];
  const json = async (path: string) => {
    objects[path] = (await (await get(path)).json()) as Record<string, unknown>;
  };
  const filters = [
    "",
    "year=2024",
    "year=2023",
    "year=2020",
    "division=32",
    "division=3301",
    "division=330108&year=2023",
    "status=needs-review",
    "status=valid&division=32",
    `organization=${encodeURIComponent(HANGZHOU)}`,
    `organization=${encodeURIComponent(SUZHOU)}&year=2023`,
  ];
  for (const filter of filters)
    for (const all of ["", "all=true"]) {
      const query = [filter, all].filter((part) => part !== "").join("&");
      const path = query === "" ? "/reports" : `/reports?${query}`;
      lists[path] = await allItems(get, path);
    }
  for (const place of [
    "",
    "?year=2024",
    "?year=2023",
    "?year=2020",
    "?year=2019",
    "?division=33",
    "?division=3301&year=2024",
    "?division=320102",
    "?division=320508&year=2024",
  ])
    await json(`/summary${place}`);
  await json("/years");
  for (const list of ["problems.csv", "figures.csv"])
    for (const place of ["", "?year=2024", "?division=3201&year=2023"])
      csv[`/${list}${place}`] = await (await get(`/${list}${place}`)).text();
  for (const { id } of lists["/reports?all=true"] ?? []) await json(`/reports/${id}`);
  return { lists, objects, csv };
}

/** LevelDB in one file, without its own log, which holds paths of the machine. */
async function compact(catalog: string): Promise<void> {
  const database = new ClassicLevel<Buffer, Buffer>(catalog, { keyEncoding: "buffer", valueEncoding: "buffer" });
  await database.open();
  await database.compactRange(Buffer.alloc(0), Buffer.alloc(64, 0xff));
  await database.close();
  for (const name of ["LOG", "LOG.old", "LOCK"]) await rm(join(catalog, name), { force: true });
}

async function filesBelow(folder: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[`data/${path.slice(folder.length + 1)}`] = await readFile(path);
  }
  return files;
}

const solid = (archive: Uint8Array): Uint8Array =>
  brotliCompressSync(archive, {
    params: {
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: archive.length,
    },
  });

async function make(version: string, checkout: string): Promise<void> {
  const [data, temporary] = [await temporaryFolder(), await temporaryFolder()];
  const running = await startServeOf(join(resolve(checkout), "dist/tabularium.js"), {}, data);
  const get: Get = (path) => fetch(running.url + path);
  await handIn(get, join(data, "inbox"), temporary);
  const answers = await answersOf(get);
  if ((await running.stop()) !== 0) throw new Error(running.log());
  await compact(join(data, "catalog"));
  // What each start makes anew.
  for (const name of ["temporary", "lock", "secret"]) await rm(join(data, name), { recursive: true });
  const files = { ...(await filesBelow(data)), "answers.json": strToU8(JSON.stringify(answers)) };
  await writeFile(fixtureOf(version), solid(zipSync(files, { level: 0, mtime: WRITTEN })));
  for (const folder of [data, temporary]) await rm(folder, { recursive: true });
}

const [, program, version, checkout] = process.argv;
if (program === fileURLToPath(import.meta.url) && version && checkout) await make(version, checkout);
