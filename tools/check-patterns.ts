import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { check } from "recheck";
import recheck from "recheck/package.json" with { type: "json" };
import { type Pattern, patternsOf } from "./patterns.ts";

/**
 * Fails where a pattern can take more than linear time on some text: a file of a few hundred bytes must not keep a
 * process busy. A pattern that is linear all the same says why in a comment: "check-patterns: …".
 */

/**
 * Exact answers by automata as far as they go; beyond, one generation of attacks on the most steps that a character may
 * cost. Bounds are steps, not time, so that a busy machine changes nothing.
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
  timeout: 120_000,
} as const;

const ROOT = new URL("../", import.meta.url);

async function sourceFiles(): Promise<string[]> {
  const folders = await Promise.all(
    ["bin", "functions", "lib"].map(async (folder) =>
      (await readdir(new URL(folder, ROOT), { recursive: true })).map((name) => `${folder}/${name}`),
    ),
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
  return found.status === "unknown"
    ? `can't be told: ${found.error.kind}`
    : `${found.complexity.summary} on ${found.attack.pattern}`;
}

/** Patterns that were found linear before: a minute's work for a change of one. */
const KEPT = new URL("node_modules/.cache/check-patterns.json", ROOT);
const CHECKED_BY = JSON.stringify([recheck.version, THOROUGHNESS]);

async function keptAsLinear(): Promise<ReadonlySet<string>> {
  const kept = await readFile(KEPT, "utf8").then(JSON.parse, () => null);
  return new Set(kept?.by === CHECKED_BY ? (kept.linear as string[]) : []);
}

async function keepAsLinear(linear: readonly string[]): Promise<void> {
  await mkdir(new URL(".", KEPT), { recursive: true });
  await writeFile(KEPT, JSON.stringify({ by: CHECKED_BY, linear }));
}

const { patterns, unseen } = await patternsOf(ROOT, await sourceFiles());
const places = new Map<string, [pattern: Pattern, places: ReadonlySet<string>]>();
for (const pattern of patterns.filter(({ exempt }) => exempt === null)) {
  const text = `/${pattern.source}/${pattern.flags}`;
  places.set(text, [pattern, new Set([...(places.get(text)?.[1] ?? []), pattern.place])]);
}
const kept = await keptAsLinear();
// recheck would take all at once and give each too little time.
const faults = await pLimit(availableParallelism()).map([...places], async ([text, [pattern]]) =>
  kept.has(text) ? null : faultOf(pattern),
);
const complaints = unseen.map((place) => `${place}: made while the program runs; make it a constant of its module`);
const linear: string[] = [];
[...places].forEach(([text, [, at]], index) => {
  const fault = faults[index];
  if (fault) complaints.push(`${[...at].join(", ")}: ${fault}\n  ${text}`);
  else linear.push(text);
});
await keepAsLinear(linear);
for (const complaint of complaints) console.error(complaint);
console.log(`${places.size} patterns checked, ${complaints.length} at fault`);
process.exit(complaints.length > 0 ? 1 : 0);
