import { readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { objectFetcher } from "../../lib/delivery/fetch-object.ts";
import { temporaryFolder } from "../make/serve.ts";

/** What S3 answers for objects that are not simply there, as its own client reads it. */

const MOST = 100;
const refusals: Readonly<Record<string, readonly [status: number, code: string]>> = {
  "cold.pdf": [403, "InvalidObjectState"],
  "gone.pdf": [404, "NoSuchKey"],
  "erased.pdf": [404, "NoSuchVersion"],
  "marker.pdf": [405, "MethodNotAllowed"],
  "secret.pdf": [403, "AccessDenied"],
};

let folder: string;
let server: Server;
let client: S3Client;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = createServer((request, response) => {
    const key = new URL(request.url ?? "", "http://s3").pathname.split("/").at(-1) ?? "";
    const [status, code] = refusals[key] ?? [200, ""];
    response.writeHead(status, { "content-type": "application/xml" });
    // Without a length before it.
    response.end(
      status === 200 ? "x".repeat(key === "long.pdf" ? MOST + 1 : MOST) : `<Error><Code>${code}</Code></Error>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    forcePathStyle: true,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const fetched = (key: string) =>
  objectFetcher(client, MOST)({ bucket: "intake", key, version: "v1" }, join(folder, key));

test("an object is fetched up to the most that is taken, whatever length it was said to have", async () => {
  expect(await fetched("年报.pdf")).toBe(true);
  expect(await readFile(join(folder, "年报.pdf"), "utf8")).toHaveLength(MOST);
  await expect(fetched("long.pdf")).rejects.toMatchObject({ code: "TOO_LARGE" });
});

test("one in an archive tier is refused with what must be done first; one that may not be read is no such", async () => {
  await expect(fetched("cold.pdf")).rejects.toMatchObject({
    code: "ARCHIVED",
    message: expect.stringContaining("restored"),
  });
  await expect(fetched("secret.pdf")).rejects.toMatchObject({ name: "AccessDenied" });
});

test.each(["gone.pdf", "erased.pdf", "marker.pdf"])("%s is no longer there", async (key) => {
  expect(await fetched(key)).toBe(false);
});
