import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { directoryStore } from "../../lib/storage/directory.ts";
import { below, InvalidKeyError, type ObjectStore } from "../../lib/storage/objects.ts";
import { s3Client, s3Store } from "../../lib/storage/s3.ts";
import { type S3Server, startS3Server } from "../make/s3-server.ts";
import { temporaryFolder } from "../make/serve.ts";

let folder: string;
let server: S3Server;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startS3Server("results");
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const bucket = () =>
  s3Store(
    s3Client({
      endpoint: server.endpoint,
      region: "local",
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    }),
    "results",
  );

const adapters: readonly (readonly [name: string, open: () => ObjectStore])[] = [
  ["a folder", () => directoryStore(join(folder, "plain"))],
  ["a folder with its unfinished files elsewhere", () => directoryStore(join(folder, "apart"), { temporary: folder })],
  ["a bucket", bucket],
  ["a part of a folder", () => below(directoryStore(join(folder, "part")), "results/")],
  ["a part of a bucket", () => below(bucket(), "deep/results/")],
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const keysOf = async (store: ObjectStore, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
};

describe.each(adapters)("%s", (_, open) => {
  let store: ObjectStore;
  beforeAll(() => {
    store = open();
  });

  test("gives back the bytes that were put, of any kind and size", async () => {
    const large = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 31 + (i >> 8)) % 256);
    await store.put("a/large", large, "application/octet-stream");
    await store.put("a/empty", new Uint8Array(), "application/octet-stream");
    await store.put("a/text", "合计：1\r\n", "text/plain; charset=utf-8");
    expect(Buffer.from((await store.get("a/large")) ?? []).equals(Buffer.from(large))).toBe(true);
    expect((await store.get("a/empty"))?.length).toBe(0);
    expect(new TextDecoder().decode((await store.get("a/text")) ?? undefined)).toBe("合计：1\r\n");
    expect(await store.size("a/large")).toBe(3_000_000);
    expect(await store.size("a/empty")).toBe(0);
  });

  test("replaces what had the key", async () => {
    await store.put("b", bytes("one"), "text/plain");
    await store.put("b", bytes("two, and longer"), "text/plain");
    expect(new TextDecoder().decode((await store.get("b")) ?? undefined)).toBe("two, and longer");
  });

  test("answers null where there is nothing", async () => {
    expect(await store.get("nothing/here")).toBeNull();
    expect(await store.size("nothing/here")).toBeNull();
    expect(await keysOf(store, "nothing/")).toEqual([]);
  });

  test("takes keys in Chinese, with spaces, plus signs and marks", async () => {
    const key = "甲 乙+丙/报告 (1)&%20#?.json";
    await store.put(key, "x", "application/json");
    expect(new TextDecoder().decode((await store.get(key)) ?? undefined)).toBe("x");
    expect(await keysOf(store, "甲 乙+丙/")).toEqual([key]);
    await store.delete(key);
    expect(await store.get(key)).toBeNull();
  });

  test("lists keys by prefix in the order of their bytes, however many", async () => {
    const keys = ["l/é", "l/a", "l/b/1", "l/b/2", "l/ba", "l/乙", "l/甲", "l/Z"];
    for (const key of keys) await store.put(key, key, "text/plain");
    expect(await keysOf(store, "l/")).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(await keysOf(store, "l/b")).toEqual(["l/b/1", "l/b/2", "l/ba"]);
  });

  test("deletes, and does nothing where there is nothing", async () => {
    await store.put("d/1", "x", "text/plain");
    await store.delete("d/1");
    await store.delete("d/1");
    await store.delete("never/was");
    expect(await store.get("d/1")).toBeNull();
  });

  test.each(["", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "a\u0000", "a\nb"])(
    "refuses %j as a key",
    async (key) => {
      await expect(store.put(key, "x", "text/plain").then(() => "put")).rejects.toThrow(InvalidKeyError);
      await expect(store.get(key).then(() => "got")).rejects.toThrow(InvalidKeyError);
    },
  );

  test("shows the old object or the new one while it is written, never half of it", async () => {
    const [one, two] = ["1", "2"].map((digit) => digit.repeat(400_000));
    await store.put("w", one ?? "", "text/plain");
    let writing = true;
    const writes = (async () => {
      for (let i = 0; i < 10; i++) await store.put("w", (i % 2 === 0 ? two : one) ?? "", "text/plain");
      writing = false;
    })();
    while (writing) expect([one, two]).toContain(new TextDecoder().decode((await store.get("w")) ?? undefined));
    await writes;
  });
});

test("a file that was left half written is no object", async () => {
  const root = join(folder, "killed");
  await mkdir(join(root, "id"), { recursive: true });
  await writeFile(join(root, "id", "report.json.99-abc.tmp"), "{");
  expect(await keysOf(directoryStore(root), "id/")).toEqual([]);
});

test("a put that fails leaves nothing behind", async () => {
  const root = join(folder, "failing");
  await mkdir(join(root, "taken"), { recursive: true });
  await expect(directoryStore(root).put("taken", "x", "text/plain")).rejects.toThrow(/EISDIR|ENOTEMPTY/u);
  expect(await readdir(root)).toEqual(["taken"]);
});
