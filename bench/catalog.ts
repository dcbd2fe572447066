import type { AddressInfo } from "node:net";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import Table from "cli-table3";
import dynalite from "dynalite";
import { documentClient, dynamoTable, tableDefinition } from "../lib/catalog/dynamo-table.ts";
import { contributionOf } from "../lib/catalog/figures.ts";
import { NO_FILTER } from "../lib/catalog/listing.ts";
import { openQueries } from "../lib/catalog/queries.ts";
import { leafOf, listAttributes, reportKey, slotKey, slotOf } from "../lib/catalog/slots.ts";
import type { Item } from "../lib/catalog/table.ts";
import { contributionKey, type Leaf, refreshTotals } from "../lib/catalog/totals.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import type { Report } from "../lib/report/schema.ts";
import { summarize } from "../lib/report/summary.ts";
import { makeReport, moment, sha256 } from "../test/make/catalog.ts";

/**
 * Lists and summaries over a small catalog and one a hundred times as large, in DynamoDB's local stand-in. An answer
 * that scanned would take a hundred times as long. Rows are written in batches as the catalog would leave them.
 */

const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
const [FEW = 1_000, MANY = 100_000] = SIZES;
const REPEATS = 40;
const DIVISIONS = 200;
const YEARS = 5;

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

async function fill(rows: number) {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const client = documentClient({
    region: "local",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await client.send(new CreateTableCommand(tableDefinition("bench")));
  const table = dynamoTable(client, "bench");
  const leaves = new Map<string, Leaf>();
  const statuses = ["valid", "valid", "valid", "invalid", "needs-review"] as const;
  const sample = makeReport({ organization: "甲局", division: "370102", year: 2024 });
  const contribution = JSON.stringify(contributionOf(sample, PROFILES[0]));
  let batch: Item[] = [];
  const flush = async () => {
    const items = batch;
    batch = [];
    if (items.length > 0)
      await client.send(
        new BatchWriteCommand({ RequestItems: { bench: items.map((item) => ({ PutRequest: { Item: item } })) } }),
      );
  };
  for (let n = 0; n < rows; n++) {
    const division = String(370_000 + (n % DIVISIONS) * 7 + 101);
    const year = 2020 + (n % YEARS);
    const organization = `第${Math.floor(n / YEARS)}局`;
    const report = {
      ...sample,
      id: sha256(String(n)),
      status: statuses[n % 7 === 0 ? 4 : n % 4] as (typeof statuses)[number],
      year,
      organization: { name: organization, division: { code: division, name: division } },
    } as Report;
    const slot = slotOf(report.id, summarize(report), "", PROFILES);
    const leaf = leafOf(slot, division, "");
    leaves.set(JSON.stringify(leaf), leaf);
    batch.push(
      {
        ...reportKey(report.id),
        summary: summarize(report),
        engineVersion: "1.0.0",
        slot,
        standing: "current",
        order: `${moment(n)}#${"0".repeat(32)}#${report.id}`,
        ...listAttributes({ status: report.status, organization, division, catalogKey: "" }, slot.year, "current"),
      },
      { ...slotKey(slot), version: 1, current: report.id, leaves: [leaf], history: [] },
      { ...contributionKey(leaf, slot.pk), contribution, slotVersion: 1 },
    );
    if (batch.length >= 24) await flush();
  }
  await flush();
  await refreshTotals(table, [...leaves.values()]);
  return { queries: openQueries(table, "bench", PROFILES), close: () => server.close() };
}

async function measure(rows: number): Promise<Map<string, number>> {
  const start = performance.now();
  const { queries, close } = await fill(rows);
  console.error(`${rows} rows in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  const deep = async () => {
    let cursor: string | null = null;
    for (let page = 0; page < 4; page++) cursor = (await queries.list(NO_FILTER, 50, cursor)).cursor;
    return cursor;
  };
  const cursor = await deep();
  const questions: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["list, newest 50", () => queries.list(NO_FILTER, 50, null)],
    ["list, 50 behind a cursor", () => queries.list(NO_FILTER, 50, cursor)],
    ["list, year and status", () => queries.list({ ...NO_FILTER, year: 2024, status: "valid" }, 50, null)],
    ["list, province and year", () => queries.list({ ...NO_FILTER, year: 2023, division: "37" }, 50, null)],
    ["list, one organization", () => queries.list({ ...NO_FILTER, organization: "第7局" }, 50, null)],
    ["summary, province and year", () => queries.summary(2024, "37", PROFILES[0].id)],
    ["summary, everything", () => queries.summary(null, null, PROFILES[0].id)],
  ];
  const medians = new Map<string, number>();
  for (const [name, ask] of questions) {
    const times: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    medians.set(name, times.toSorted((a, b) => a - b)[REPEATS / 2] ?? 0);
  }
  close();
  return medians;
}

const few = await measure(FEW);
const many = await measure(MANY);
const table = new Table({
  head: ["median of 40", `${FEW} rows, ms`, `${MANY} rows, ms`, "ratio"],
  style: { head: [], border: [] },
});
for (const [name, ms] of few) {
  const large = many.get(name) ?? 0;
  table.push([name, ms.toFixed(1), large.toFixed(1), (large / ms).toFixed(2)]);
}
console.log(table.toString());
process.exit(0);
