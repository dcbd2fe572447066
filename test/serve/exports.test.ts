import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { ExportAnswer } from "../../lib/api/export-routes.ts";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { catalogIn, makeReport, moment } from "../make/catalog.ts";
import { until } from "../make/serve.ts";
import { type Served, served } from "../make/served.ts";

/** Lists made in the background by a server that is killed over them. */

const REPORTS = Array.from({ length: 40 }, (_, n) =>
  makeReport({ organization: `第${n}局`, division: "370102", year: 2024 }),
);

/** As servers before have left it. */
async function fill({ data }: Served): Promise<void> {
  const { table, close } = await openLocalTable(join(data, "catalog"));
  const results = directoryStore(join(data, "results"));
  const catalog = catalogIn(table, results);
  for (const [n, report] of REPORTS.entries()) {
    await writeResult(results, report.id, { report, document: null });
    // Whose files are not in the inbox: they are of another, which this server leaves alone.
    await catalog.record({ bucket: "before", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
  }
  await close();
}

const asked = async ({ ask }: Served, kind: string): Promise<string> => {
  const answer = await ask("/exports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind, filter: { year: 2024 } }),
  });
  expect(answer.status).toBe(202);
  return answer.headers.get("location") ?? "";
};

test(
  "whatever was asked for is made, though the server is killed over it and over it",
  served(async (folder) => {
    await fill(folder);
    const { ask, start, data } = folder;
    let running = await start();
    const addresses = [await asked(folder, "figures.csv"), await asked(folder, "parquet")];
    for (let kill = 0; kill < 3; kill++) {
      await new Promise((resume) => setTimeout(resume, 60 * kill));
      await running.kill();
      running = await start();
    }
    const [list, parquet] = await Promise.all(
      addresses.map((address) =>
        until(async () => {
          const found = (await (await ask(address)).json()) as ExportAnswer;
          return found.state === "ready" && found;
        }),
      ),
    );
    const [file] = list?.files ?? [];
    const content = Buffer.from(await (await ask(file?.url ?? "")).arrayBuffer());
    const atOnce = Buffer.from(await (await ask("/figures.csv?year=2024")).arrayBuffer());
    expect(content.equals(atOnce)).toBe(true);
    // Nothing lies there but what is told.
    const folderOf = (id: string | undefined) => join(data, "exports", id ?? "");
    const lying = (await readdir(folderOf(parquet?.id), { recursive: true })).filter((name) =>
      name.endsWith(".parquet"),
    );
    expect(lying.toSorted()).toEqual(parquet?.files.map(({ name }) => name).toSorted());
    expect(await readdir(folderOf(list?.id))).toHaveLength(1);
    expect(await running.stop()).toBe(0);
  }),
  120_000,
);
