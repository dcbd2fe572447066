import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Report } from "../../lib/outputs/report-schema.ts";
import { findInputs } from "../../lib/pipeline/inputs.ts";
import { run } from "../../lib/pipeline/run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabularium-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const worker = new URL("../fixtures/workers/ill.js", import.meta.url);

async function runOver(names: readonly string[]) {
  for (const name of names) await writeFile(join(folder, name), name);
  const out = join(folder, "out");
  const { files } = await findInputs(
    names.map((name) => join(folder, name)),
    out,
  );
  const statuses: Record<string, string> = {};
  await run(files, {
    out,
    fresh: false,
    worker,
    limits: { documentSeconds: 2, heapMebibytes: 64 },
    onTotal: () => {},
    onDone: (summary) => (statuses[summary.name] = summary.status),
  });
  const codeOf = async (name: string) => {
    const report = JSON.parse(await readFile(join(out, name, "report.json"), "utf8")) as Report;
    return report.status === "failed" ? report.error.code : report.status;
  };
  return { statuses, codeOf, out };
}

describe("a document that kills its worker", () => {
  test("gets a record that says why, and the others go on", async () => {
    const { statuses, codeOf, out } = await runOver(["a.txt", "b hang.txt", "c.txt", "d memory.txt", "e exit.txt", "f.txt", "g.txt"]);
    expect(Object.keys(statuses).sort()).toEqual(["a.txt", "b hang.txt", "c.txt", "d memory.txt", "e exit.txt", "f.txt", "g.txt"]);
    expect(await codeOf("b hang.txt")).toBe("TIMEOUT");
    expect(await codeOf("d memory.txt")).toBe("OUT_OF_MEMORY");
    expect(await codeOf("e exit.txt")).toBe("CORRUPT");
    for (const name of ["a.txt", "c.txt", "f.txt", "g.txt"]) expect((await stat(join(out, name, "seen"))).isFile()).toBe(true);
  }, 30_000);
});
