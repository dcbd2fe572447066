import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { createApi } from "../lib/api/app.ts";
import { openQueries } from "../lib/catalog/queries.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import { directoryStore } from "../lib/storage/directory.ts";
import { OPEN_DOOR } from "../test/make/callers.ts";
import { catalogOver } from "../test/make/catalog.ts";
import { filledCatalog, mediansOf, officeOf, YEARS } from "./filled-catalog.ts";

/**
 * What a desk asks the API for all day, over a small catalog and one a hundred times as large, with a roster of the same
 * units: the list, a search, and who is missing. Beside each the slowest that it may be.
 *
 *     npx tsx bench/desk.ts [reports] [reports]
 */

const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
const [FEW = 1_000, MANY = 100_000] = SIZES;
const UNITS = 2_000;
const REPEATS = 20;
const LONGEST_MS = 200;
const LARGEST_RATIO = 2;

/** The API over a catalog of so many reports and a roster, most of whose year's reports are of none of its units. */
async function open(rows: number) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(0);
  const { table, close } = await filledCatalog(rows, { names: true });
  console.error(`${rows} reports in ${seconds()} s`);
  const { catalog, reviews } = catalogOver(table);
  const units = Array.from({ length: UNITS }, (_, at) => {
    const { name, division } = officeOf(at * YEARS);
    return { name, division, aliases: [`${name}机关`], contact: "王某某 0531-1234567", counts: true };
  });
  const of = { year: 2024, catalogKey: PROFILES[0].catalogKey };
  await catalog.rosters.replace(of, { due: "2025-01-31", units }, 0);
  await catalog.rosters.resume(of);
  console.error(`a roster of ${UNITS} units by ${seconds()} s`);
  const app = createApi({
    ...OPEN_DOOR,
    queries: openQueries(table, "bench", PROFILES),
    catalog,
    reviews,
    now: Date.now,
    results: directoryStore(join(tmpdir(), "tabularium-bench")),
    upload: () => Promise.reject(new Error("no uploads here")),
    withdraw: async () => "unknown",
    health: async () => ({ status: "ok" }),
    script: "",
    onError: (error) => {
      throw error;
    },
  });
  const ask = async (path: string): Promise<void> => {
    const answer = await app.request(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    await answer.text();
  };
  return { ask, close };
}

/** Answers of one length in both: a small catalog has only so many of what is searched for. */
const QUESTIONS = [
  ["list, newest 50", "/reports"],
  ["list, year and status", "/reports?year=2024&status=invalid"],
  ["list, held", "/reports?standing=held"],
  ["search, an office", "/reports?search=第77局"],
  ["search, what all have", "/reports?search=局"],
  ["search, a file", "/reports?search=报送/77&limit=10"],
  ["search, a year and status", "/reports?search=7局&year=2023&status=needs-review&limit=3"],
  ["search, what none has", "/reports?search=第局"],
  ["roster, 2,000 units", "/roster?year=2024"],
  ["sums of a year", "/summary?year=2024"],
] as const;

const few = await open(FEW);
const many = await open(MANY);
const table = new Table({
  head: [`median of ${REPEATS}`, `${FEW} reports, ms`, `${MANY} reports, ms`, "ratio", "as it should be"],
  style: { head: [], border: [] },
});
for (const [name, path] of QUESTIONS) {
  const [small, large] = await mediansOf([() => few.ask(path), () => many.ask(path)], REPEATS);
  const ratio = large / small;
  const isWell = large < LONGEST_MS && ratio < LARGEST_RATIO;
  table.push([name, small.toFixed(1), large.toFixed(1), ratio.toFixed(2), isWell ? "yes" : "NO"]);
}
console.log(table.toString());
few.close();
many.close();
process.exit(0);
