import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Report } from "../../lib/report/schema.ts";
import { findInputs } from "../../lib/work/inputs.ts";
import { run } from "../../lib/work/run.ts";
import { temporaryFolder } from "../make/serve.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const worker = new URL("../fixtures/workers/ill.js", import.meta.url);

/** Time that nothing here needs, however busy the machine. */
const AMPLE_SECONDS = 60;

async function runOver(names: readonly string[], documentSeconds: number) {
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
    jobs: 2,
    limits: { documentSeconds, heapMebibytes: 64 },
    onTotal: () => {},
    onDone: (summary) => (statuses[summary.name] = summary.status),
  });
  const codeOf = async (name: string) => {
    const report = JSON.parse(await readFile(join(out, name, "report.json"), "utf8")) as Report;
    return report.status === "failed" ? report.error.code : report.status;
  };
  return { statuses, codeOf, out };
}

const seenBy = async (out: string, name: string) =>
  JSON.parse(await readFile(join(out, name, "seen"), "utf8")) as {
    earlier?: { hadRead: boolean; code: string };
    pictures?: string;
    worker: number;
  };

describe("a document that kills its worker", () => {
  test("gets a record that says why, and the others go on", async () => {
    const names = ["a.txt", "b memory.txt", "c.txt", "d exit.txt", "e.txt", "f table.txt", "g.txt"];
    const { statuses, codeOf, out } = await runOver(names, AMPLE_SECONDS);
    expect(Object.keys(statuses).sort()).toEqual(names);
    expect(await codeOf("b memory.txt")).toBe("OUT_OF_MEMORY");
    expect(await codeOf("d exit.txt")).toBe("CORRUPT");
    expect(await codeOf("f table.txt")).toBe("OUT_OF_MEMORY");
    for (const name of ["a.txt", "c.txt", "e.txt", "g.txt"]) expect((await seenBy(out, name)).earlier).toBeUndefined();
  }, 120_000);

  test("gets a record when its time is up, and the others go on", async () => {
    const { statuses, codeOf } = await runOver(["a hang.txt", "b.txt", "c.txt"], 1.5);
    expect(await codeOf("a hang.txt")).toBe("TIMEOUT");
    expect(statuses).toMatchObject({ "b.txt": "unrecognized", "c.txt": "unrecognized" });
  }, 60_000);

  test("is read without its pictures where these kill it twice", async () => {
    const { statuses, out } = await runOver(["a pages memory.txt"], AMPLE_SECONDS);
    expect(statuses).toEqual({ "a pages memory.txt": "unrecognized" });
    expect(await seenBy(out, "a pages memory.txt")).toMatchObject({
      pictures: "leave",
      earlier: { hadRead: true, code: "OUT_OF_MEMORY" },
    });
  }, 60_000);

  test("is tried again when its time or memory was up, alone after all others", async () => {
    const { statuses, out } = await runOver(
      ["a twice memory.txt", "b sleep.txt", "c sleep.txt", "d.txt"],
      AMPLE_SECONDS,
    );
    expect(new Set(Object.values(statuses))).toEqual(new Set(["unrecognized"]));
    expect((await readFile(join(out, "done"), "utf8")).split("\n").at(-2)).toBe("a twice memory.txt");
  }, 60_000);

  test("is tried once more in a fresh one, which is told what happened", async () => {
    const { statuses, out } = await runOver(
      ["a.txt", "b once hang.txt", "c once memory.txt", "d once exit late.txt"],
      1.5,
    );
    expect(new Set(Object.values(statuses))).toEqual(new Set(["unrecognized"]));
    expect((await seenBy(out, "b once hang.txt")).earlier).toMatchObject({ hadRead: false, code: "TIMEOUT" });
    expect((await seenBy(out, "c once memory.txt")).earlier).toMatchObject({ hadRead: false, code: "OUT_OF_MEMORY" });
    expect((await seenBy(out, "d once exit late.txt")).earlier).toMatchObject({ hadRead: true, code: "CORRUPT" });
    for (const name of Object.keys(statuses)) expect(isRunning((await seenBy(out, name)).worker)).toBe(false);
  }, 60_000);
});

test("what waits without working is not out of time, for others keep the machine busy", async () => {
  const { statuses } = await runOver(["a sleep.txt"], 1.5);
  expect(statuses).toEqual({ "a sleep.txt": "unrecognized" });
}, 60_000);

test("a file that is gone when its turn comes gets a record too", async () => {
  const out = join(folder, "out");
  const gone = { name: "走了.docx", path: join(folder, "走了.docx") };
  const seen: string[] = [];
  const limits = { documentSeconds: 60, heapMebibytes: 512 };
  const built = new URL("../../dist/worker.js", import.meta.url);
  await run([gone], {
    out,
    fresh: false,
    worker: built,
    jobs: 1,
    limits,
    onTotal: () => {},
    onDone: ({ failure }) => seen.push(failure ?? ""),
  });
  expect(seen).toEqual([expect.stringContaining("无法打开")]);
});

function isRunning(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch {
    return false;
  }
}
