import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LIMITS } from "../lib/limits.ts";
import { resultFolder } from "../lib/report/result-names.ts";
import type { Report } from "../lib/report/schema.ts";
import { readReport } from "../lib/report/store.ts";
import { directoryStore } from "../lib/storage/directory.ts";
import { documentPool } from "../lib/work/document-pool.ts";
import { entriesAsInputs, type Input } from "../lib/work/inputs.ts";
import { changedFigures, type Figures, faultsOfRecord, figuresOf, inventedFigures } from "./fuzz/check.ts";
import { disguised, faultsOfDisguise } from "./fuzz/disguise/disguise.ts";
import { type Random, randomFrom } from "./fuzz/random.ts";
import { type Seed, seeds } from "./fuzz/seeds.ts";

/**
 * Damages files of our own making in all the ways of tools/fuzz/ and reads them with the built program, as `process`
 * does. The same seed makes the same files. Checks that every file ends in one record within its time, that nothing
 * crashes, and that neither damage nor a look changes a figure silently.
 *
 *     npm run fuzz -- [--seed 1] [--count 1000] [--from 0] [--seconds 60] [--keep DIR]
 *     npm run fuzz -- --count 1000 --write DIR      only writes the damaged files
 *
 * Ends with code 1 where something was found; --keep says where to put the files that it was found with.
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000000" },
    from: { type: "string", default: "0" },
    seconds: { type: "string", default: "60" },
    keep: { type: "string" },
    write: { type: "string" },
  },
});
const [seed, count, from, seconds] = [values.seed, values.count, values.from, values.seconds].map(Number) as [
  number,
  number,
  number,
  number,
];

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The sound file that it was. */
  readonly of: string;
  /** What is wrong with a record of it. */
  readonly faults: (report: Report) => string[];
}

/** Share of the files that are not damaged, but have one figure disguised. */
const DISGUISED = 0.2;

const all = await seeds();
/** Where each one's share of the weights ends. */
const ends = all.map((_, at) => all.slice(0, at + 1).reduce((sum, { weight }) => sum + weight, 0));

function caseOf(index: number): Case {
  const random = randomFrom(seed, index);
  return random.chance(DISGUISED) ? disguisedCase(index, random) : damagedCase(index, random);
}

function disguisedCase(index: number, random: Random): Case {
  const disguise = disguised(random);
  const { name, bytes, format } = disguise;
  return {
    name: `${seed}-${index} ${name}.${format}`,
    bytes,
    of: format,
    faults: (report) => faultsOfDisguise(report, soundFigures(format), disguise),
  };
}

function damagedCase(index: number, random: Random): Case {
  const drawn = random.share() * (ends.at(-1) as number);
  const of = all.find((_, at) => drawn < (ends[at] as number)) as Seed;
  let bytes = of.bytes;
  const done: string[] = [];
  let container = true;
  for (let wanted = random.pick([1, 1, 1, 2, 3]); done.length < wanted; ) {
    const mutation = random.pick(of.mutations);
    const damaged = bytes.length === 0 ? null : mutation.apply(bytes, random);
    if (damaged === null) {
      wanted -= 1;
      continue;
    }
    bytes = damaged;
    container &&= mutation.container;
    done.push(mutation.name);
  }
  const damaged = bytes;
  return {
    name: `${seed}-${index} ${done.join(", ")}.${of.name}`,
    bytes: damaged,
    of: of.name,
    faults: (report) => {
      if (of.name === "zip") return [];
      return container ? changedFigures(report, soundFigures(of.name)) : inventedFigures(report, damaged);
    },
  };
}

if (values.write !== undefined) {
  await mkdir(values.write, { recursive: true });
  for (let index = from; index < from + count; index++) {
    const { name, bytes } = caseOf(index);
    await writeFile(join(values.write, name), bytes);
  }
  process.exit();
}

const folder = await mkdtemp(join(tmpdir(), "tabularium-fuzz-"));
const size = availableParallelism();
const pool = documentPool({ worker: new URL("../dist/worker.js", import.meta.url), size, limits: LIMITS });
const outcomes = new Map<string, number>();
const findings: string[] = [];
const slowest: { seconds: number; name: string }[] = [];
const add = (what: string) => outcomes.set(what, (outcomes.get(what) ?? 0) + 1);

/** The records of a file: of an archive, those of what is in it. */
async function recordsOf(input: Input, out: string): Promise<Report[]> {
  const answer = await pool.run({ input, out, fresh: true, filing: "name" });
  if (answer.kind === "changed") throw new Error("the file changed");
  if (answer.kind !== "archive") {
    const report = await readReport(directoryStore(out), resultFolder(input.name));
    if (!report) throw new Error("nothing was filed");
    return [report];
  }
  const inside = entriesAsInputs(input, answer.entries);
  return (await Promise.all(inside.map((entry) => recordsOf(entry, out)))).flat();
}

async function read({ name, bytes }: Pick<Case, "name" | "bytes">): Promise<Report[]> {
  const path = join(folder, name);
  const out = join(folder, `${name} out`);
  await writeFile(path, bytes);
  const started = performance.now();
  try {
    return await recordsOf({ name, path }, out);
  } finally {
    slowest.push({ seconds: (performance.now() - started) / 1000, name });
    slowest.sort((a, b) => b.seconds - a.seconds).splice(3);
    await rm(path);
    await rm(out, { recursive: true, force: true });
  }
}

const sound = new Map<string, Figures>();
const soundFigures = (name: string): Figures => sound.get(name) ?? new Map();
for (const { name, bytes } of all) {
  const [report] = await read({ name: `sound.${name}`, bytes });
  sound.set(name, figuresOf(report as Report));
}

async function faultsOf({ name, bytes, of, faults }: Case): Promise<string[]> {
  const records = await read({ name, bytes });
  return records.flatMap((report) => {
    const own = faultsOfRecord(report);
    if (own.length > 0) return own;
    add(`${of.padEnd(5)} ${report.status === "failed" ? report.error.code : report.status}`);
    return faults(report);
  });
}

const end = performance.now() + seconds * 1000;
let next = from;
let done = 0;
await Promise.all(
  Array.from({ length: size }, async () => {
    while (next < from + count && performance.now() < end) {
      const one = caseOf(next++);
      const faults = await faultsOf(one).catch((error: unknown) => [`no record: ${String(error)}`]);
      done += 1;
      if (faults.length === 0) continue;
      findings.push(
        `${one.name}: ${faults.slice(0, 3).join("; ")}${faults.length > 3 ? ` (+${faults.length - 3})` : ""}`,
      );
      if (values.keep === undefined) continue;
      await mkdir(values.keep, { recursive: true });
      await writeFile(join(values.keep, one.name), one.bytes);
    }
  }),
);
await pool.close();
await rm(folder, { recursive: true, force: true });

for (const [what, times] of [...outcomes].sort()) console.log(`${what.padEnd(24)} ${times}`);
for (const { name, seconds: taken } of slowest) console.log(`slowest: ${taken.toFixed(1)} s ${name}`);
for (const finding of findings) console.log(`FOUND ${finding}`);
console.log(`seed ${seed}: ${done} files from ${from}, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
