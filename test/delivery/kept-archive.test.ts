import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { FetchObject } from "../../lib/delivery/fetch-object.ts";
import { keepingArchive } from "../../lib/delivery/kept-archive.ts";
import { temporaryFolder } from "../make/serve.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("an archive is fetched once for all its entries that come one after the other, and each version for itself", async () => {
  const fetched: string[] = [];
  const fetch: FetchObject = async ({ key, version }, path) => {
    if (key === "gone.zip") return false;
    fetched.push(`${key}?${version}`);
    await writeFile(path, `${key}?${version}`);
    return true;
  };
  const keeping = keepingArchive(fetch);
  let count = 0;
  const take = async (key: string, version: string, entry?: string) => {
    const path = join(folder, String(count++));
    const isThere = await keeping({ bucket: "b", key, version, ...(entry !== undefined && { entry }) }, path);
    const body = isThere ? await readFile(path, "utf8") : null;
    await rm(path, { force: true });
    return body;
  };
  for (const entry of ["甲.docx", "乙.docx", "丙.docx"]) expect(await take("all.zip", "v1", entry)).toBe("all.zip?v1");
  expect(await take("all.zip", "v2", "甲.docx")).toBe("all.zip?v2");
  expect(await take("a.docx", "v1")).toBe("a.docx?v1");
  expect(await take("all.zip", "v2", "乙.docx")).toBe("all.zip?v2");
  expect(await take("gone.zip", "v1", "甲.docx")).toBeNull();
  expect(fetched).toEqual(["all.zip?v1", "all.zip?v2", "a.docx?v1", "all.zip?v2"]);
});
