import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { openExportLedger } from "../lib/catalog/exports.ts";
import { NO_FILTER } from "../lib/catalog/listing.ts";
import { openQueries } from "../lib/catalog/queries.ts";
import { EXPORT_KINDS, type ExportKindName } from "../lib/exports/kinds.ts";
import { type MakingPorts, makeNextSet } from "../lib/exports/make-set.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import { reportJson } from "../lib/report/assemble.ts";
import { RESULT_FILES } from "../lib/report/result-names.ts";
import type { Report } from "../lib/report/schema.ts";
import { readReport } from "../lib/report/store.ts";
import { directoryLargeObjects } from "../lib/storage/directory-large.ts";
import type { ObjectStore } from "../lib/storage/objects.ts";
import { makeReport } from "../test/make/catalog.ts";
import { filledCatalog, officeOf, YEARS } from "./filled-catalog.ts";

/**
 * Exports of a small catalog and of a large one, in a process that does nothing else: time, processor time and the most
 * memory. Memory must not grow with the reports, nor the time of each.
 *
 *     npx tsx bench/exports.ts [kind,kind] [reports] [reports]
 */

const [kinds = "figures.csv,figures.xlsx,problems.csv,parquet", ...sizes] = process.argv.slice(2);
const KINDS = kinds.split(",").filter((kind): kind is ExportKindName => kind in EXPORT_KINDS);
const [FEW = 5_000, MANY = 25_000] = sizes.map(Number);
const LOOKS_EVERY_MS = 100;
const MEBIBYTE = 2 ** 20;

/** Every result is there: a sample's, with the id that is asked for, of one of the years. */
function resultsOf(sample: Report): ObjectStore {
  const text = reportJson(sample);
  const of = (id: string) => {
    const year = (sample.year ?? 0) + (Number.parseInt(id.slice(0, 8), 16) % YEARS);
    return Buffer.from(text.replaceAll(sample.id, id).replace(`"year":${sample.year}`, `"year":${year}`));
  };
  const get = async (key: string) => {
    const [id = "", name] = key.split("/");
    return name === RESULT_FILES.report ? of(id) : null;
  };
  return { get, put: async () => {}, size: async () => null, list: async function* () {}, delete: async () => {} };
}

const { name, division } = officeOf(0);
const sample = makeReport({ organization: name, division, year: 2020 });
const table = new Table({
  head: ["kind", "reports", "files", "MB", "s", "ms of processor a report", "resident memory before, MiB", "most, MiB"],
  style: { head: [], border: [] },
});

for (const rows of [FEW, MANY]) {
  const began = performance.now();
  const { table: catalog, close } = await filledCatalog(rows, { names: false });
  console.error(`${rows} reports of ${YEARS} years in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const folder = mkdtempSync(join(tmpdir(), "tabularium-bench-"));
  const results = resultsOf(sample);
  const ledger = openExportLedger(catalog, Date.now);
  const ports: MakingPorts = {
    ledger,
    queries: (within) => openQueries(catalog, "bench", PROFILES, { within }),
    report: (id) => readReport(results, id),
    results,
    files: directoryLargeObjects(join(folder, "exports"), folder),
    now: Date.now,
  };
  for (const kind of KINDS) {
    global.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const looking = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, LOOKS_EVERY_MS);
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    const asked = (await ledger.ask("bench", { kind, filter: NO_FILTER, summary: null }))?.record;
    if (!asked) throw new Error("too many at once");
    for (let how = "made"; how === "made"; ) how = await makeNextSet(asked, ports);
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(looking);
    const record = await ledger.record(asked);
    const files = record ? await ledger.files(record) : [];
    if (record?.state !== "ready" || record.done !== rows)
      throw new Error(`${kind}: ${record?.state}, ${record?.done}`);
    table.push([
      kind,
      rows,
      files.length,
      (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(0),
      ((performance.now() - start) / 1000).toFixed(1),
      ((user + system) / 1000 / rows).toFixed(2),
      (before / MEBIBYTE).toFixed(0),
      (most / MEBIBYTE).toFixed(0),
    ]);
  }
  close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(table.toString());
process.exit(0);
