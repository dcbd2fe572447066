import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { documentPool } from "../../lib/pipeline/document-pool.ts";
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
