import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { tableDefinition } from "../../lib/catalog/dynamo-table.ts";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { ERROR_CODES } from "../../lib/formats/errors.ts";
import { isCurrentVersion, PROFILES } from "../../lib/profiles/profiles.ts";
import { rowsInCsv } from "../make/csv.ts";
import { type Answers, answersOf, HANGZHOU, NANJING, reportOf, tableIn, unpackData } from "../make/data-folder.ts";
import { type Fill, type House, openFunctions } from "../make/houses.ts";
import { type Running, startServe, until } from "../make/serve.ts";

/**
 * A data folder and a table as version 0.1.0 left them: what it answered is answered still, from the same rows, and
 * work goes on where it stopped.
 */

/** What columns of 0.1.0 are called now; null for words, which may be put better. */
const RENAMED: Readonly<Record<string, string | null>> = { 程度: "程度代码", "程度（中文）": "程度", 指标名称: null };

/** Rows that problem lists have had since: of files that are no report. */
const OF_FILES: ReadonlySet<string> = new Set([...ERROR_CODES, "UNRECOGNIZED"]);

type Get = (path: string) => Promise<Response>;

/** Fields and columns may have come since; none has gone or says something else. */
async function expectTheSame(get: Get, then: Answers): Promise<void> {
  const now = await answersOf(get);
  expect(Object.keys(then.lists)).toHaveLength(22);
  expect(now.lists).toMatchObject(then.lists);
  // Its rows say no family: there was one.
  for (const { status, profile } of now.lists["/reports?all=true"] ?? [])
    expect(profile).toBe(status === "unrecognized" || status === "failed" ? null : PROFILES[0].id);
  expect(now.objects).toMatchObject(then.objects);
  for (const [path, sums] of Object.entries(then.objects))
    if (path.startsWith("/summary")) expect([path, now.objects[path]?.figures]).toEqual([path, sums.figures]);
  for (const [path, csv] of Object.entries(then.csv)) {
    const columns = rowsInCsv(csv).map((row) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([column, text]) => {
          const name = RENAMED[column] === undefined ? column : RENAMED[column];
          return name === null ? [] : [[name, text]];
        }),
      ),
    );
    const rows = rowsInCsv(now.csv[path] as string).filter(({ 代码: code }) => !OF_FILES.has(code ?? ""));
    expect([path, rows]).toMatchObject([path, columns]);
  }
}

const itemsOf = async (get: Get, query: string) =>
  ((await (await get(`/reports?${query}`)).json()) as { items: Record<string, unknown>[] }).items;
const organization = (name: string): string => `organization=${encodeURIComponent(name)}`;

describe("serve over the folder", () => {
  let data: string;
  let then: Answers;
  let running: Running;
  const get: Get = (path) => fetch(running.url + path);
  const recorded = () => running.log().match(/"document recorded"/gu)?.length ?? 0;
  const withdrawn = () => running.log().match(/"submission withdrawn"/gu)?.length ?? 0;
  const putInbox = async (name: string, body: string) => {
    const before = recorded();
    await writeFile(join(data, "inbox", name), body);
    await until(async () => recorded() > before);
  };
  const takeAway = async (name: string) => {
    const before = withdrawn();
    await rm(join(data, "inbox", name));
    await until(async () => withdrawn() > before);
  };

  beforeAll(async () => {
    ({ data, answers: then } = await unpackData("0.1.0"));
    running = await startServe(data);
  }, 60_000);
  afterAll(async () => {
    await running.kill();
    await rm(dirname(data), { recursive: true, force: true });
  });

  test("answers with equal lists, sums, problems and figures, and reads nothing anew", async () => {
    await expectTheSame(get, then);
    // What the inbox holds was looked at, once for this file and never for the others.
    await putInbox("通知.txt", "关于开会的通知");
    expect(recorded()).toBe(1);
    expect(withdrawn()).toBe(0);
    await takeAway("通知.txt");
  }, 60_000);

  test("lets a resubmission take a report's place, judges it against the year before, and gives the place back", async () => {
    const [old] = await itemsOf(get, `${organization(NANJING)}&year=2024`);
    await putInbox("锁金村2024（二次更正）.html", reportOf(NANJING, 2024, 40));
    const [now, before] = await itemsOf(get, `${organization(NANJING)}&year=2024&all=true`);
    expect(now).toMatchObject({ standing: "current", history: [{ code: "HISTORY-CARRY" }] });
    expect(before).toMatchObject({ id: old?.id, standing: "superseded", supersededBy: now?.id, history: [] });
    await takeAway("锁金村2024（二次更正）.html");
    expect(await itemsOf(get, `${organization(NANJING)}&year=2024`)).toEqual([old]);
    expect((await (await get("/summary")).json()) as object).toMatchObject(then.objects["/summary"] as object);
  }, 60_000);

  test("withdraws what was handed in to the old version, and adds up what is left", async () => {
    await takeAway("长河街道2023（更正）.html");
    expect(await itemsOf(get, `${organization(HANGZHOU)}&year=2023`)).toMatchObject([{ name: "长河街道2023.html" }]);
    const sums = (await (await get("/summary?division=3301&year=2023")).json()) as { figures: Record<string, object> };
    expect(sums.figures["proactive.licensing.decisions"]).toMatchObject({ sum: 13, counted: 1 });
    const handle = (
      (await (await get(`/reports/${(await itemsOf(get, `${organization(HANGZHOU)}&year=2024`))[0]?.id}`)).json()) as {
        submissions: { submission: string }[];
      }
    ).submissions[0]?.submission;
    expect((await fetch(`${running.url}/submissions/${handle}`, { method: "DELETE" })).status).toBe(202);
    await until(async () => (await itemsOf(get, `${organization(HANGZHOU)}&year=2024`)).length === 0);
  }, 60_000);
});

/** The rows and what reads them are the same; `npm run verify` tries the functions, too. */
const thoroughly = process.env.TABULARIUM_VERIFY === "full" ? describe : describe.skip;

thoroughly("the functions over a table with the same rows", () => {
  let house: House;
  let then: Answers;
  beforeAll(async () => {
    const { data, answers } = await unpackData("0.1.0");
    then = answers;
    const fill: Fill = async (table, results) => {
      for (const row of (await tableIn(data)).rows) await table.put(row);
      for (const id of await readdir(join(data, "results")))
        for (const file of await readdir(join(data, "results", id)))
          await results.put(
            `${id}/${file}`,
            await readFile(join(data, "results", id, file)),
            "application/octet-stream",
          );
    };
    house = await openFunctions(fill);
    await rm(dirname(data), { recursive: true, force: true });
  }, 120_000);
  afterAll(() => house.close());

  test("answer with equal lists, sums, problems and figures", () => expectTheSame(house.ask, then), 60_000);

  test("judge a year against the rows' year before, and leave a place to whom handed in later", async () => {
    const [old] = await itemsOf(house.ask, `${organization(NANJING)}&year=2024`);
    await house.handIn("2025.html", reportOf(NANJING, 2025, 40));
    await house.handIn("earlier 2024.html", reportOf(NANJING, 2024, 40));
    expect(await house.troubles()).toEqual([]);
    expect(await itemsOf(house.ask, `${organization(NANJING)}&year=2025`)).toMatchObject([
      { history: [{ code: "HISTORY-CARRY", expected: 1, actual: 0 }] },
    ]);
    expect(await itemsOf(house.ask, `${organization(NANJING)}&year=2024&all=true`)).toMatchObject([
      old,
      { standing: "superseded", supersededBy: old?.id },
      { standing: "superseded", supersededBy: old?.id },
    ]);
  }, 60_000);
});

test("the table of 0.1.0 has each index that is asked now: serve adds none to a folder that it finds", async () => {
  const { data } = await unpackData("0.1.0");
  const { description } = await tableIn(data);
  await rm(dirname(data), { recursive: true, force: true });
  const keysOf = (indexes: TableDescription["GlobalSecondaryIndexes"]) =>
    new Map(indexes?.map(({ IndexName, KeySchema }) => [IndexName, KeySchema]));
  const there = keysOf(description.GlobalSecondaryIndexes);
  for (const [name, keys] of keysOf(tableDefinition("").GlobalSecondaryIndexes))
    expect([name, there.get(name)]).toEqual([name, keys]);
});

/** Makes of the folder one of another version, so that all of it is read again. */
async function disown(data: string): Promise<void> {
  const { rows } = await tableIn(data);
  const local = await openLocalTable(join(data, "catalog"));
  for (const { pk, sk, finishedBy, engineVersion } of rows) {
    if (finishedBy) await local.table.update({ pk, sk }, { finishedBy: "0.0.9" });
    if (engineVersion) await local.table.update({ pk, sk }, { engineVersion: "0.0.9" });
  }
  await local.close();
  for (const id of await readdir(join(data, "results"))) {
    const path = join(data, "results", id, "report.json");
    const report = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...report, engineVersion: "0.0.9" }));
  }
}

test("a folder of another version is read again as a whole, and its sums stay equal", async () => {
  const { data, answers } = await unpackData("0.1.0");
  await disown(data);
  const running = await startServe(data);
  const get: Get = (path) => fetch(running.url + path);
  try {
    const engines = async () => new Set((await itemsOf(get, "")).map(({ engineVersion }) => engineVersion));
    expect(await engines()).toEqual(new Set(["0.0.9"]));
    await until(async () => {
      const { waiting, processing } = (await (await get("/health")).json()) as { waiting: number; processing: number };
      return waiting + processing === 0;
    });
    expect([...(await engines())].every((version) => isCurrentVersion(version as string))).toBe(true);
    const now = await answersOf(get);
    for (const path of Object.keys(answers.objects).filter((each) => each.startsWith("/summary")))
      expect([path, now.objects[path]]).toMatchObject([path, answers.objects[path]]);
    const standings = (lists: Answers["lists"]) =>
      Object.entries(lists).map(([path, items]) => [
        path,
        items.map(({ id, status, standing, supersededBy, history }) => ({
          id,
          status,
          standing,
          supersededBy,
          history,
        })),
      ]);
    expect(standings(now.lists)).toEqual(standings(answers.lists));
  } finally {
    await running.kill();
    await rm(dirname(data), { recursive: true, force: true });
  }
}, 120_000);
