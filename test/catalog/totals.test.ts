import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { addTotals, type Totals, totalOf } from "../../lib/catalog/figures.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { ALL, type Leaf, leafIn, putContribution, refreshTotals, totalsOf } from "../../lib/catalog/totals.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { type Contribution, contributionOf } from "../../lib/report/collection/contribution.ts";
import { makeReport, sha256 } from "../make/catalog.ts";
import { Clock, modelledTable } from "../make/modelled-table.ts";

/** The tree of totals, by a table that answers as late as DynamoDB: writers overtake one another in it. */

const YEAR = "2024";
const one = contributionOf(makeReport({ organization: "甲局", division: "370102", year: 2024 }), PROFILES[0]);
/** One whose first figure is `n`. */
const contributionAt = (n: number): Contribution => ({ ...one, figures: [n, ...one.figures.slice(1)] });

const sumsIn = async (table: Table, node: string): Promise<Totals | undefined> =>
  (await totalsOf(table, "", [node], Number(YEAR)))[0]?.totals;
/** As they are kept. */
const kept = (totals: Totals): unknown => JSON.parse(JSON.stringify(totals));

test("whoever overtakes whom, every node is the sum of what is below it", async () => {
  const change = fc.record({
    slot: fc.nat(5),
    code: fc.constantFrom("370102", "370103", "371202", "110101", null),
    value: fc.option(fc.nat(9), { nil: null }),
    after: fc.nat(30),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 12 }), async (changes) => {
      const clock = new Clock();
      const table = modelledTable(clock, () => false);
      const standing = new Map<string, { leaf: Leaf; contribution: Contribution | null }>();
      const writers = changes.map(async ({ slot, code, value, after }, version) => {
        const leaf = leafIn(YEAR, code, sha256(String(slot)));
        const contribution = value === null ? null : contributionAt(value);
        standing.set(`${code} ${slot}`, { leaf, contribution });
        await clock.wait(after);
        await putContribution(table, leaf, String(slot), contribution, version);
        await refreshTotals(table, [leaf]);
      });
      await clock.run();
      await Promise.all(writers);
      const below = (prefix: string): Totals =>
        totalOf(
          [...standing.values()]
            .filter(({ leaf }) => leaf.division.startsWith(prefix))
            .flatMap(({ contribution }) => contribution ?? []),
        );
      const told = Promise.all([ALL, "37", "3701", "370102", "none"].map((node) => sumsIn(table, node)));
      await clock.run();
      for (const [at, prefix] of ["", "37", "3701", "370102", "none"].entries())
        expect(kept((await told)[at] ?? {})).toEqual(kept(addTotals([below(prefix)])));
    }),
    { numRuns: 60 },
  );
});

/** Reports of no division in a year. @param write whether they are written as version 0.1.0 did */
async function filled(table: Table, many: number, write: (hash: string) => Leaf): Promise<void> {
  const leaves = new Map<string, Leaf>();
  for (let n = 0; n < many; n++) {
    const leaf = write(sha256(String(n)));
    leaves.set(leaf.shard, leaf);
    await putContribution(table, leaf, String(n), contributionAt(1), 1);
  }
  await refreshTotals(table, [...leaves.values()]);
}

/** What a further report of no division costs, in units that DynamoDB counts. */
async function costBeside(many: number): Promise<number> {
  let isFree = true;
  const clock = new Clock();
  const table = modelledTable(clock, () => isFree);
  await filled(table, many, (hash) => leafIn(YEAR, null, hash));
  isFree = false;
  const leaf = leafIn(YEAR, null, sha256("another"));
  const done = putContribution(table, leaf, "another", contributionAt(1), 1).then(() => refreshTotals(table, [leaf]));
  await clock.run();
  await done;
  return table.used.read + table.used.write;
}

test("what a further report of no division costs does not grow with how many there are", async () => {
  expect((await costBeside(4_000)) / (await costBeside(1_000))).toBeLessThan(1.2);
});

test("what version 0.1.0 added up of no division counts on", async () => {
  const table = modelledTable(new Clock(), () => true);
  await filled(table, 40, (hash) => ({ year: YEAR, division: "none", shard: hash.charAt(0) }));
  await filled(table, 40, (hash) => leafIn(YEAR, null, sha256(hash)));
  expect(Object.values((await sumsIn(table, "none")) ?? {}).map(({ reports }) => reports)).toEqual([80]);
});
