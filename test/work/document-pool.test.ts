import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { LIMITS } from "../../lib/limits.ts";
import { documentPool } from "../../lib/work/document-pool.ts";
import { temporaryFolder } from "../make/serve.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a full disk is no fault of the document: nothing is filed, the task is to be tried again", async () => {
  const pool = documentPool({
    worker: new URL("../fixtures/workers/full-disk.js", import.meta.url),
    size: 1,
    limits: { documentSeconds: 10, heapMebibytes: 64 },
  });
  const path = join(folder, "a.txt");
  await writeFile(path, "年报");
  const task = { input: { name: "a.txt", path }, out: join(folder, "out"), fresh: false, filing: "id" } as const;
  await expect(pool.run(task)).rejects.toThrow("ENOSPC");
  await pool.close();
  expect(await readdir(folder)).toEqual(["a.txt"]);
});

test("a file whose kind can't be told in time, or kills the worker, is refused by nobody, and the next one is judged", async () => {
  const pool = documentPool({
    worker: new URL("../fixtures/workers/ill.js", import.meta.url),
    size: 1,
    limits: { documentSeconds: 10, heapMebibytes: 64 },
  });
  const judged = ["hang", "exit", "memory", "a"].map((path) => pool.refusal(path, path === "hang" ? 1 : 60));
  expect(await Promise.all(judged)).toEqual([null, null, null, null]);
  await pool.close();
}, 120_000);

test("a file that no reader takes is refused with the reader's sentence", async () => {
  const limits = { documentSeconds: 60, heapMebibytes: 256 };
  const pool = documentPool({ worker: new URL("../../dist/worker.js", import.meta.url), size: 1, limits });
  const path = join(folder, "a.docx");
  await writeFile(path, "{\\rtf1 x}");
  expect(await pool.refusal(path, 60)).toMatchObject({ code: "UNSUPPORTED", message: expect.stringContaining("RTF") });
  await writeFile(path, "年报");
  expect(await pool.refusal(path, 60)).toBeNull();
  await pool.close();
}, 120_000);

test("a document that is quick does not wait for those that take long", async () => {
  const limits = { documentSeconds: 60, heapMebibytes: 64 };
  const pool = documentPool({
    worker: new URL("../fixtures/workers/ill.js", import.meta.url),
    size: 1,
    limits,
    quickFirst: true,
  });
  const run = (name: string) =>
    pool.run({ input: { name, path: join(folder, name) }, out: join(folder, "out"), fresh: false, filing: "id" });
  const long = ["1 hang", "2 hang"].map((name) => run(name).catch(() => null));
  const started = performance.now();
  const first = await Promise.race([run("a.txt"), ...long]);
  const waited = performance.now() - started;
  await pool.close();
  expect(first).toMatchObject({ kind: "processed" });
  // Two quick turns one after the other and a worker's start, on a machine as busy as can be.
  expect(waited).toBeLessThan(3 * 1000 * LIMITS.quickClockSeconds);
  expect(await Promise.all(long)).toEqual([null, null]);
}, 60_000);

test("an archive's entries have their time together, whatever each of them may take", async () => {
  const limits = { documentSeconds: 1, heapMebibytes: 64, archiveSeconds: 1.5 };
  const pool = documentPool({ worker: new URL("../fixtures/workers/ill.js", import.meta.url), size: 1, limits });
  const path = join(folder, "a.zip");
  await writeFile(path, "PK");
  const run = (entry: string) =>
    pool.run({
      input: { name: `a.zip/${entry}`, path, entry },
      out: join(folder, "out"),
      fresh: false,
      filing: "name",
    });
  const codes: unknown[] = [];
  for (const entry of ["1 hang", "2 hang", "3 hang", "4"]) codes.push(await run(entry));
  expect(codes).toMatchObject([
    { failed: "TIMEOUT" },
    { failed: "TIMEOUT" },
    { failed: "TOO_LARGE" },
    { failed: "TOO_LARGE" },
  ]);
  expect(
    await pool.run({ input: { name: "b.txt", path }, out: join(folder, "out"), fresh: false, filing: "name" }),
  ).not.toHaveProperty("failed");
  await pool.close();
}, 60_000);

test("a file is judged while a document takes all the time there is", async () => {
  const limits = { documentSeconds: 60, heapMebibytes: 64 };
  const pool = documentPool({ worker: new URL("../fixtures/workers/ill.js", import.meta.url), size: 1, limits });
  const path = join(folder, "a.txt");
  await writeFile(path, "年报");
  const document = pool.run({ input: { name: "hang", path }, out: join(folder, "out"), fresh: false, filing: "id" });
  const first = await Promise.race([document.catch(() => "ended"), pool.refusal(path, 60).then(() => "judged")]);
  await pool.close();
  expect(first).toBe("judged");
}, 120_000);
