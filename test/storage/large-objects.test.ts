import { readdir, rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { directoryLargeObjects } from "../../lib/storage/directory-large.ts";
import type { LargeObjects } from "../../lib/storage/large-objects.ts";
import { s3Client, s3Store } from "../../lib/storage/s3.ts";
import { s3LargeObjects } from "../../lib/storage/s3-large.ts";
import { type S3Server, startS3Server } from "../make/s3-server.ts";
import { temporaryFolder } from "../make/serve.ts";

/** What is written piece by piece is there whole or not at all, in a folder and in a bucket. */

const PART = 100;
let folder: string;
let server: S3Server;
let places: Record<
  string,
  { objects: LargeObjects; read: (key: string) => Promise<string | null>; left: () => Promise<number> }
>;

beforeAll(async () => {
  folder = await temporaryFolder();
  const temporary = await temporaryFolder();
  const files = directoryLargeObjects(folder, temporary);
  server = await startS3Server("bucket", PART);
  const s3 = s3Client({
    endpoint: server.endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "t", secretAccessKey: "t" },
    maxAttempts: 1,
  });
  const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();
  places = {
    "a folder": {
      objects: files,
      read: async (key) => {
        const found = await files.open(key);
        return found && new Response(found.body).text();
      },
      left: async () => (await readdir(temporary)).length,
    },
    "a bucket": {
      objects: s3LargeObjects(s3, "bucket", "exports/", PART),
      read: async (key) => text(await s3Store(s3, "bucket").get(`exports/${key}`)),
      left: async () => server.unfinished(),
    },
  };
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function* piecesOf(...pieces: readonly (string | Uint8Array)[]) {
  yield* pieces;
}

describe.each(["a folder", "a bucket"])("in %s", (name) => {
  test.each([
    ["nothing", []],
    ["less than a part", ["甲", new Uint8Array([65, 66])]],
    ["exactly a part", ["x".repeat(PART)]],
    ["one byte more than a part", ["x".repeat(PART), "y"]],
    ["several parts in one piece", ["z".repeat(3 * PART + 7)]],
    ["many pieces", Array.from({ length: 500 }, (_, n) => `第${n}行\r\n`)],
  ])("%s", async (_, pieces) => {
    const { objects, read, left } = places[name] as (typeof places)[string];
    const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array)));
    expect(await objects.write("an export/0001.csv", piecesOf(...pieces), "text/csv")).toBe(whole.length);
    expect(await read("an export/0001.csv")).toBe(whole.toString());
    expect(await left()).toBe(0);
  });

  test("what breaks off leaves what was there before, and nothing of itself", async () => {
    const { objects, read, left } = places[name] as (typeof places)[string];
    await objects.write("an export/0002.csv", piecesOf("before"), "text/csv");
    async function* broken() {
      yield "x".repeat(5 * PART);
      throw new Error("broken off");
    }
    await expect(objects.write("an export/0002.csv", broken(), "text/csv")).rejects.toThrow("broken off");
    expect(await read("an export/0002.csv")).toBe("before");
    expect(await left()).toBe(0);
  });

  test("files of an export are listed and deleted", async () => {
    const { objects, read } = places[name] as (typeof places)[string];
    const keys = async () => {
      const all: string[] = [];
      for await (const key of objects.list("other/")) all.push(key);
      return all;
    };
    for (const path of ["other/a.csv", "other/figures/year=2024/part-0.parquet"])
      await objects.write(path, piecesOf("1"), "text/csv");
    expect(await keys()).toEqual(["other/a.csv", "other/figures/year=2024/part-0.parquet"]);
    await objects.delete("other/a.csv");
    expect(await keys()).toEqual(["other/figures/year=2024/part-0.parquet"]);
    expect(await read("other/a.csv")).toBeNull();
    await expect(objects.write("../a", piecesOf("1"), "text/csv")).rejects.toThrow("no key");
  });
});
