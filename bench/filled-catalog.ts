import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import pLimit from "p-limit";
import { documentClient, dynamoTable, tableDefinition } from "../lib/catalog/dynamo-table.ts";
import { enterNames } from "../lib/catalog/search.ts";
import { claimantKey, leafOf, listAttributes, reportKey, slotKey, slotOf } from "../lib/catalog/slots.ts";
import type { Item, Table } from "../lib/catalog/table.ts";
import { contributionKey, type Leaf, refreshTotals } from "../lib/catalog/totals.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import { contributionOf } from "../lib/report/collection/contribution.ts";
import type { Report } from "../lib/report/schema.ts";
import { summarize } from "../lib/report/summary.ts";
import { makeReport, moment, sha256 } from "../test/make/catalog.ts";
import { freePort } from "../test/make/free-port.ts";

/**
 * Catalogs of a size, in DynamoDB's local stand-in, a process of its own so that its memory is not what is measured: rows
 * are written in batches as the catalog would leave them.
 */

const STAND_IN = fileURLToPath(import.meta.resolve("dynalite/cli.js"));

const DIVISIONS = 200;
export const YEARS = 5;
/** More would only wait for the stand-in. */
const AT_A_TIME = 4;
const BATCH = 500;

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Whose the nth report is: each has one for every year. */
export const officeOf = (n: number) => {
  const office = Math.floor(n / YEARS);
  return { name: `第${office}局`, division: String(370_000 + (office % DIVISIONS) * 7 + 101) };
};

/** @param names whether they can be searched for, which is most of the work */
export async function filledCatalog(
  rows: number,
  { names }: { readonly names: boolean },
): Promise<{ readonly table: Table; readonly close: () => void }> {
  // A hundred thousand reports by all their names are more than a process should hold.
  const folder = mkdtempSync(join(tmpdir(), "tabularium-bench-"));
  const port = await freePort();
  const server = spawn(process.execPath, [STAND_IN, "--path", folder, "--host", "127.0.0.1", "--port", String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server.stdout, "data");
  const client = documentClient({
    region: "local",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await client.send(new CreateTableCommand(tableDefinition("bench")));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: "bench" });
  const table = dynamoTable(client, "bench");
  const leaves = new Map<string, Leaf>();
  const statuses = ["valid", "valid", "valid", "invalid", "needs-review"] as const;
  const sample = makeReport({ organization: "甲局", division: "370102", year: 2024 });
  const contribution = JSON.stringify(contributionOf(sample, PROFILES[0]));
  const limit = pLimit(AT_A_TIME);
  const fill = async (from: number, to: number): Promise<void> => {
    const items: Item[] = [];
    for (let n = from; n < to; n++) {
      const { name, division } = officeOf(n);
      const report = {
        ...sample,
        id: sha256(String(n)),
        source: { ...sample.source, name: `报送/${n}.pdf` },
        status: statuses[n % 7 === 0 ? 4 : n % 4] as (typeof statuses)[number],
        year: 2020 + (n % YEARS),
        organization: { name, division: { code: division, name: division } },
      } as Report;
      const summary = summarize(report);
      const slot = slotOf(report.id, summary, "", PROFILES);
      const leaf = leafOf(slot, division, "");
      leaves.set(JSON.stringify(leaf), leaf);
      const order = `${moment(n)}#${"0".repeat(32)}#${report.id}`;
      if (names) await enterNames(table, reportKey(report.id), order, summary);
      const listed = { status: report.status, organization: name, division, catalogKey: "" };
      items.push(
        {
          ...reportKey(report.id),
          summary,
          engineVersion: "1.0.0",
          slot,
          standing: "current",
          order,
          named: order,
          folder: "",
          bare: false,
          ...listAttributes(listed, slot.year, "current"),
        },
        { ...slotKey(slot), version: 1, current: report.id, leaves: [leaf], history: [], since: order },
        { ...claimantKey(slot, report.id) },
        { ...contributionKey(leaf, slot.pk), contribution, slotVersion: 1 },
      );
    }
    await table.putMany(items);
  };
  await Promise.all(
    Array.from({ length: Math.ceil(rows / BATCH) }, (_, at) =>
      limit(() => fill(at * BATCH, Math.min(rows, (at + 1) * BATCH))),
    ),
  );
  await refreshTotals(table, [...leaves.values()]);
  const close = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { table, close };
}

/** Milliseconds in the median of so many repeats, of two questions in turns: what else the machine does concerns both. */
export async function mediansOf(
  asks: readonly [() => Promise<unknown>, () => Promise<unknown>],
  repeats: number,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < repeats; i++)
    for (const which of [0, 1] as const) {
      const began = performance.now();
      await asks[which]();
      times[which].push(performance.now() - began);
    }
  const [few, many] = times.map((each) => each.toSorted((a, b) => a - b)[Math.floor(repeats / 2)] ?? 0);
  return [few ?? 0, many ?? 0];
}
