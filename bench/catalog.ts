import Table from "cli-table3";
import { NO_FILTER } from "../lib/catalog/listing.ts";
import { openQueries } from "../lib/catalog/queries.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import { filledCatalog, mediansOf } from "./filled-catalog.ts";

/**
 * Lists and summaries over a small catalog and one a hundred times as large. An answer that scanned would take a hundred
 * times as long.
 */

const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
const [FEW = 1_000, MANY = 100_000] = SIZES;
const REPEATS = 40;

/** What is asked of a catalog of so many reports. */
async function open(rows: number) {
  const start = performance.now();
  const { table, close } = await filledCatalog(rows, { names: false });
  const queries = openQueries(table, "bench", PROFILES);
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
  return { questions, close };
}

const few = await open(FEW);
const many = await open(MANY);
const table = new Table({
  head: ["median of 40", `${FEW} rows, ms`, `${MANY} rows, ms`, "ratio"],
  style: { head: [], border: [] },
});
for (const [index, [name, ask]] of few.questions.entries()) {
  const [small, large] = await mediansOf([ask, many.questions[index]?.[1] ?? ask], REPEATS);
  table.push([name, small.toFixed(1), large.toFixed(1), (large / small).toFixed(2)]);
}
console.log(table.toString());
few.close();
many.close();
process.exit(0);
