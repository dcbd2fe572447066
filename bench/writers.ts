import CliTable from "cli-table3";
import { openCatalog } from "../lib/catalog/catalog.ts";
import { type Leaf, refreshTotals } from "../lib/catalog/totals.ts";
import { UNRECOGNIZED } from "../lib/profiles/judgement.ts";
import { PROFILES } from "../lib/profiles/profiles.ts";
import { assembleReport } from "../lib/report/assemble.ts";
import type { Report } from "../lib/report/schema.ts";
import { makeReport, moment, sha256 } from "../test/make/catalog.ts";
import { makeSource } from "../test/make/judgement.ts";
import { Clock, modelledTable } from "../test/make/modelled-table.ts";

/**
 * How many documents a second the catalog takes, against a model of DynamoDB: writers by the hundred, all of one
 * province, and documents of which nobody knows the division or that are no report, beside many that lie there.
 */

const SECONDS = 60;
/** What a writer does with a document before it is recorded. */
const READING_MS = 300;

const pickOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
/** 山东's cities and eight divisions in each. */
const DIVISIONS = Array.from({ length: 16 }, (_, city) => 3701 + city).flatMap((city) =>
  Array.from({ length: 8 }, (_, at) => `${city}${String(at + 2).padStart(2, "0")}`),
);
const sample = makeReport({ organization: "甲局", division: "370102", year: 2024 });
const unread = assembleReport(UNRECOGNIZED, { engineVersion: "1.0.0", source: makeSource({}) });

/** The nth report of a kind. */
const MADE = {
  "of one province": (n: number): Report => {
    const division = pickOf(DIVISIONS);
    return {
      ...sample,
      id: sha256(`province ${n}`),
      organization: { name: `第${n}局`, division: { code: division, name: division } },
    } as Report;
  },
  "of no division": (n: number): Report =>
    ({ ...sample, id: sha256(`none ${n}`), organization: { name: `第${n}局`, division: null } }) as Report,
  "that are no report": (n: number): Report => ({ ...unread, id: sha256(`unread ${n}`) }),
} as const;

async function measure(
  kind: keyof typeof MADE,
  standing: number,
  writers: number,
): Promise<readonly (string | number)[]> {
  const clock = new Clock();
  let isFree = true;
  const table = modelledTable(clock, () => isFree);
  const later = new Map<string, Leaf>();
  const catalog = openCatalog({
    table,
    profiles: PROFILES,
    report: async () => null,
    document: async () => null,
    publish: async () => {},
    resultsOf: (id) => id,
    refreshTotals: async (leaves) => {
      if (!isFree) return refreshTotals(table, leaves);
      for (const leaf of leaves) later.set(JSON.stringify(leaf), leaf);
    },
  });
  const record = async (n: number): Promise<void> => {
    const report = MADE[kind](n);
    await catalog.record({ bucket: "b", key: `${n}.docx`, version: "1", at: moment(n), sequence: "" }, report);
  };
  for (let n = 0; n < standing; n++) await record(n);
  await refreshTotals(table, [...later.values()]);

  isFree = false;
  let next = standing;
  const times: number[] = [];
  const writer = async (): Promise<void> => {
    for (;;) {
      await clock.wait(READING_MS);
      const began = clock.now;
      await record(next++);
      times.push(clock.now - began);
    }
  };
  for (let at = 0; at < writers; at++) void writer();
  await clock.run(SECONDS * 1000);
  times.sort((a, b) => a - b);
  const part = (share: number) => (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(0);
  return [
    kind,
    standing,
    writers,
    (times.length / SECONDS).toFixed(1),
    `${part(0.5)} / ${part(0.95)} / ${part(1)}`,
    table.used.refused,
    (table.used.read / times.length).toFixed(0),
    (table.used.write / times.length).toFixed(0),
  ];
}

const table = new CliTable({
  head: ["documents", "there before", "writers", "a second", "p50 / p95 / max, ms", "refused", "RCU", "WCU"],
  style: { head: [], border: [] },
});
const [STANDING = 5_000] = process.argv.slice(2).map(Number).filter(Boolean);
for (const writers of [1, 20, 50, 100]) table.push([...(await measure("of one province", STANDING, writers))]);
for (const kind of ["of no division", "that are no report"] as const)
  for (const standing of [STANDING / 10, STANDING]) table.push([...(await measure(kind, standing, 20))]);
console.log(table.toString());
process.exit(0);
