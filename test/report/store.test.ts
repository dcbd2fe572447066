import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  finishedReport,
  readableReport,
  readReport,
  UnreadableReportError,
  writeResult,
} from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import type { ObjectStore } from "../../lib/storage/objects.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { makeReport, oldReport } from "../make/catalog.ts";
import { temporaryFolder } from "../make/serve.ts";

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await temporaryFolder();
  store = directoryStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (body: string | Uint8Array) => store.put("a/report.json", body, "application/json");
const made = (engineVersion: string) => makeReport({ organization: "甲局", year: 2024, engineVersion });

const NOT_UNDERSTOOD = [
  ["no JSON", '{"title":"秘密'],
  ["empty", ""],
  ["no report", '{"title":"秘密"}'],
  ["a list", "[]"],
  ["of a later schema", JSON.stringify({ ...made(ENGINE_VERSION), schemaVersion: 2 })],
  ["cut to fewer fields", JSON.stringify({ ...made(ENGINE_VERSION), tables: undefined })],
] as const;

describe("A filed report is read", () => {
  test.each(["valid", "invalid-2019", "unrecognized", "failed"] as const)(
    "whatever an older engine had to write in it (%s)",
    async (name) => {
      const bytes = await oldReport(name);
      await file(bytes);
      const filed = JSON.parse(new TextDecoder().decode(bytes));
      expect(filed.engineVersion).toBe("0.0.9");
      expect(await readReport(store, "a")).toMatchObject(filed);
    },
  );

  test("as none where there is none", async () => {
    expect(await readReport(store, "a")).toBeNull();
  });

  test.each(NOT_UNDERSTOOD)(
    "as an error with a name where what stands there is %s, and the error quotes nothing of it",
    async (_, body) => {
      await file(body);
      const error = await readReport(store, "a").catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UnreadableReportError);
      expect(error).toMatchObject({
        name: "UnreadableReportError",
        message: expect.stringContaining("report.json of a "),
      });
      expect((error as Error).message).not.toContain("秘密");
      expect((error as Error).cause).toBeUndefined();
    },
  );

  test("as none by whoever goes on without what can't be understood, who is told of that and of nothing else", async () => {
    const told: unknown[] = [];
    expect(await readableReport(store, "a", (error) => told.push(error))).toBeNull();
    await file("{}");
    expect(await readableReport(store, "a", (error) => told.push(error))).toBeNull();
    await file(await oldReport("valid"));
    expect(await readableReport(store, "a", (error) => told.push(error))).toMatchObject({ year: 2023 });
    expect(told).toEqual([expect.any(UnreadableReportError)]);
    const gone: ObjectStore = { ...store, get: () => Promise.reject(new Error("out of order")) };
    await expect(readableReport(gone, "a", (error) => told.push(error))).rejects.toThrow("out of order");
    expect(told).toHaveLength(1);
  });
});

describe("A document need not be read once more", () => {
  test("where its results are complete and this engine's own", async () => {
    await writeResult(store, "a", { report: made(ENGINE_VERSION), document: null });
    expect(await finishedReport(store, "a")).toEqual(made(ENGINE_VERSION));
  });

  test("but is where another engine made them, where they are not complete, and where they can't be understood", async () => {
    expect(await finishedReport(store, "a")).toBeNull();
    await writeResult(store, "a", { report: made("0.0.9"), document: null });
    expect(await finishedReport(store, "a")).toBeNull();
    for (const [, body] of NOT_UNDERSTOOD) {
      await file(body);
      expect(await finishedReport(store, "a")).toBeNull();
    }
    await writeResult(store, "a", { report: made(ENGINE_VERSION), document: null });
    await store.delete("a/report.html");
    expect(await finishedReport(store, "a")).toBeNull();
  });
});
