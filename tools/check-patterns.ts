import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { check } from "recheck";
import { type Pattern, patternsOf } from "./patterns.ts";

/**
 * Fails where a pattern can take more than linear time on some text: a file of a few hundred bytes must not keep a process busy. A pattern that
 * is linear all the same says why in a comment: "check-patterns: …".
 */

/**
 * Exact answers by automata as far as they go; beyond, one generation of attacks on the most steps that a character may cost. Bounds are steps, not
 * time, so that a busy machine changes nothing.
 */
const THOROUGHNESS = {
  maxRepeatCount: 1000,
  maxPatternSize: 10_000,
  maxSimpleRepeatCount: 3,
  maxInitialGenerationSize: 100,
  maxIteration: 1,
  maxAttackStringSize: 30_000,
  attackLimit: 50_000_000,
  seedingTimeout: null,
  incubationTimeout: null,
  attackTimeout: null,
  timeout: 60_000,
} as const;

const ROOT = new URL("../", import.meta.url);

async function sourceFiles(): Promise<string[]> {
  const folders = await Promise.all(
    ["bin", "functions", "lib"].map(async (folder) => (await readdir(new URL(folder, ROOT), { recursive: true })).map((name) => `${folder}/${name}`)),
  );
  return folders
    .flat()
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /(?<!\.d)\.ts$|\.js$/u.test(name))
    .sort();
}

/** What is wrong with a pattern; null where nothing is. */
async function faultOf({ source, flags }: Pattern): Promise<string | null> {
  // "d" only asks for positions, and recheck does not know it.
  const found = await check(source, flags.replace("d", ""), THOROUGHNESS);
  if (found.status === "safe") return null;
  return found.status === "unknown" ? `can't be told: ${found.error.kind}` : `${found.complexity.summary} on ${found.attack.pattern}`;
}

const { patterns, unseen } = await patternsOf(ROOT, await sourceFiles());
const distinct = new Map<string, Pattern[]>();
for (const pattern of patterns.filter(({ exempt }) => exempt === null)) {
  const key = `/${pattern.source}/${pattern.flags}`;
  distinct.set(key, [...(distinct.get(key) ?? []), pattern]);
}
// recheck would take all at once and give each too little time.
const faults = await pLimit(availableParallelism()).map([...distinct], async ([text, same]) => {
  const fault = same[0] && (await faultOf(same[0]));
  return fault ? [`${[...new Set(same.map(({ place }) => place))].join(", ")}: ${fault}\n  ${text}`] : [];
});
const complaints = [...faults.flat(), ...unseen.map((place) => `${place}: made while the program runs; make it a constant of its module`)];
for (const complaint of complaints) console.error(complaint);
console.log(`${distinct.size} patterns checked, ${complaints.length} at fault`);
process.exit(complaints.length > 0 ? 1 : 0);
