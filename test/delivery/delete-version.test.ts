import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { deleteVersion } from "../../lib/delivery/delete-version.ts";
import { s3Client, s3Store } from "../../lib/storage/s3.ts";
import { type S3Server, startS3Server } from "../make/s3-server.ts";

const BUCKET = "intake";
let server: S3Server;
beforeAll(async () => {
  server = await startS3Server(BUCKET);
});
afterAll(() => server.close());

test("what was submitted is deleted while it stands there, and nothing that came later", async () => {
  const client = s3Client({
    endpoint: server.endpoint,
    forcePathStyle: true,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const store = s3Store(client, BUCKET);
  // A bucket without versions calls each version "null".
  const submission = {
    bucket: BUCKET,
    key: "镇/年报.pdf",
    version: "null",
    at: "2026-01-05T00:00:00.000Z",
    sequence: "",
  };
  await store.put(submission.key, "x", "text/plain");
  expect(await deleteVersion(client, { ...submission, version: "v0" })).toBe("replaced");
  expect(await store.size(submission.key)).toBe(1);
  expect(await deleteVersion(client, submission)).toBe("withdrawn");
  expect(await store.size(submission.key)).toBeNull();
  expect(await deleteVersion(client, submission)).toBe("withdrawn");
});
