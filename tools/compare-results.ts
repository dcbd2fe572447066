import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Tells in what the reports of two results folders differ: what a change of the engine does to results. Run before and
 * after it: npm run compare -- BEFORE AFTER
 */

const MOST_SHOWN = 8;
const [before, after] = process.argv.slice(2);
if (before === undefined || after === undefined) throw new Error("npm run compare -- BEFORE AFTER");

const foldersIn = (root: string): Set<string> =>
  new Set(
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("report.json"))
      .map((path) => dirname(path)),
  );

/** Paths at which two values differ, as many as are shown. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (Object.is(a, b)) return [];
  const both = [a, b].every((value) => typeof value === "object" && value !== null);
  if (!both || Array.isArray(a) !== Array.isArray(b)) return [`${path}: ${brief(a)} -> ${brief(b)}`];
  const [x, y] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  const found: string[] = [];
  for (const key of new Set([...Object.keys(x), ...Object.keys(y)])) {
    if (found.length > MOST_SHOWN) break;
    found.push(...differences(x[key], y[key], `${path}/${key}`));
  }
  return found;
}

const brief = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100));
const reportIn = (root: string, folder: string): unknown =>
  JSON.parse(readFileSync(join(root, folder, "report.json"), "utf8"));

let differing = 0;
const folders = new Set([...foldersIn(before), ...foldersIn(after)]);
for (const folder of [...folders].sort()) {
  const lacking = [before, after].find((root) => !existsSync(join(root, folder, "report.json")));
  const told = lacking ? [`not in ${lacking}`] : differences(reportIn(before, folder), reportIn(after, folder));
  if (told.length === 0) continue;
  differing += 1;
  console.log(`${folder}\n  ${told.slice(0, MOST_SHOWN).join("\n  ")}${told.length > MOST_SHOWN ? "\n  …" : ""}`);
}
console.log(`${folders.size} reports, ${differing} differ`);
process.exitCode = differing > 0 ? 1 : 0;
