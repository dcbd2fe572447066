import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import Table from "cli-table3";
import { scannedFile } from "../test/make/scanned/file.ts";
import { type ScannedReport, scannedReport } from "../test/make/scanned/variety.ts";

/**
 * How well pictures of reports are read, by the borders of their tables, what they suffered and what holds them: figures
 * right, called uncertain, and silently wrong (neither). Needs Chinese fonts on the machine.
 *
 *     npx tsx bench/layouts.ts [--seed N] [--from N] [--count N] [--keep DIR]
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    count: { type: "string", default: "26" },
    keep: { type: "string" },
  },
});
const [seed, from, count] = [Number(values.seed), Number(values.from), Number(values.count)];
const folder = values.keep ?? (await mkdtemp(join(tmpdir(), "tabularium-layouts-")));
const command = fileURLToPath(new URL("../dist/tabularium.js", import.meta.url));

interface Tally {
  figures: number;
  right: number;
  unsure: number;
  silent: number;
}

interface Judged {
  readonly tables: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | null>>>>>> | null;
  readonly uncertain: readonly string[];
}

const files = join(folder, "files");
await mkdir(files, { recursive: true });
const made: { report: ScannedReport; name: string }[] = [];
for (let number = from; number < from + count; number++) {
  const report = scannedReport(seed, number);
  const { name, bytes } = await scannedFile(report, seed, number);
  await writeFile(join(files, name), bytes);
  made.push({ report, name });
}
const results = join(folder, "results");
// Exits with 1 where reports need review.
await promisify(execFile)(process.execPath, [command, "process", files, "--out", results]).catch(() => {});

const byKind = new Map<string, Tally>();
for (const { report, name } of made) {
  const { tables, uncertain } = JSON.parse(await readFile(join(results, name, "report.json"), "utf8")) as Judged;
  const own: Tally = { figures: 0, right: 0, unsure: 0, silent: 0 };
  for (const [figure, printed] of report.figures) {
    const [table = "", ...rest] = figure.split(".");
    const read = tables?.[table]?.[rest.slice(0, -1).join(".")]?.[rest.at(-1) ?? ""] ?? null;
    const right = read === Number(printed);
    const named = uncertain.includes(figure);
    own.figures += 1;
    own.right += right ? 1 : 0;
    own.unsure += named ? 1 : 0;
    own.silent += right || named || read === null ? 0 : 1;
  }
  const { border, damage, holder } = report.layout;
  for (const kind of ["all", `border ${border}`, `damage ${damage}`, `held in ${holder}`]) {
    const sum = byKind.get(kind) ?? { figures: 0, right: 0, unsure: 0, silent: 0 };
    for (const key of ["figures", "right", "unsure", "silent"] as const) sum[key] += own[key];
    byKind.set(kind, sum);
  }
  if (values.keep !== undefined)
    console.log(name, `${own.right}/${own.figures}`, `unsure ${own.unsure}`, `silent ${own.silent}`);
}
const table = new Table({
  head: ["", "figures", "right %", "unsure %", "silent"],
  colAligns: ["left", "right", "right", "right", "right"],
  style: { head: [], border: [] },
});
for (const [kind, { figures, right, unsure, silent }] of [...byKind].sort(([a], [b]) => a.localeCompare(b)))
  table.push([kind, figures, ((100 * right) / figures).toFixed(1), ((100 * unsure) / figures).toFixed(1), silent]);
console.log(table.toString());
if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
