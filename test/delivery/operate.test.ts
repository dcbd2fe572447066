import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { backfill, newBackfill } from "../../lib/delivery/backfill.ts";
import { type Message, noticeOf } from "../../lib/delivery/notice.ts";
import { deadLetters } from "../../lib/delivery/queues.ts";
import { redrive } from "../../lib/delivery/redrive.ts";
import { s3Client } from "../../lib/storage/s3.ts";
import { type Cloud, startCloud } from "../make/cloud.ts";
import { temporaryFolder } from "../make/serve.ts";

const KEYS = ["年报/a b+c.docx", "年报/第1号.pdf", "年报/第2号.pdf", "年报/第3号.pdf"];

/** Answers ListObjectVersions two keys at a time; each key has an earlier version too. */
function versionServer() {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://s3");
    const from = KEYS.indexOf(searchParams.get("key-marker") ?? "") + 1;
    const page = KEYS.slice(from, from + 2);
    const more = from + 2 < KEYS.length;
    const version = (key: string, latest: boolean) =>
      `<Version><Key>${key}</Key><VersionId>${latest ? "new" : "old"}</VersionId><IsLatest>${latest}</IsLatest><LastModified>2026-01-05T08:00:00.000Z</LastModified><Size>12</Size></Version>`;
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(
      `<?xml version="1.0"?><ListVersionsResult><IsTruncated>${more}</IsTruncated>${more ? `<NextKeyMarker>${page.at(-1)}</NextKeyMarker><NextVersionIdMarker>old</NextVersionIdMarker>` : ""}${page.map((key) => version(key, true) + version(key, false)).join("")}</ListVersionsResult>`,
    );
  });
  return new Promise<{ endpoint: string; close: () => void }>((ready) =>
    server.listen(0, "127.0.0.1", () =>
      ready({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    ),
  );
}

describe("backfill", () => {
  test("sends the current version of every object as its event would have come, and goes on where it was interrupted", async () => {
    const folder = await temporaryFolder();
    const server = await versionServer();
    try {
      const s3 = s3Client({
        endpoint: server.endpoint,
        region: "us-east-1",
        forcePathStyle: true,
        credentials: { accessKeyId: "t", secretAccessKey: "t" },
      });
      const sent: Message[] = [];
      const kept = join(folder, "state.json");
      const send = async (messages: readonly Message[]) => void sent.push(...messages);
      const killed = backfill(s3, send, newBackfill("intake", "年报/"), async (state) => {
        await writeFile(kept, JSON.stringify(state));
        throw new Error("killed");
      });
      await expect(killed).rejects.toThrow("killed");
      expect(sent).toHaveLength(2);
      const done = await backfill(s3, send, JSON.parse(await readFile(kept, "utf8")), async () => {});
      expect(done).toMatchObject({ sent: 4, done: true });
      const submissions = sent.map((message) =>
        noticeOf(JSON.stringify(message), { bucket: "intake", prefix: "年报/" }),
      );
      expect(
        submissions.map(
          (notice) =>
            notice.kind === "created" && [notice.submission.key, notice.submission.version, notice.submission.at],
        ),
      ).toEqual(KEYS.map((key) => [key, "new", "2026-01-05T08:00:00.000Z"]));
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("redrive", () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.close());

  test("puts back what may pass, whole, and leaves what never will, each with its reason", async () => {
    const { work, deadLetters: dead } = cloud.queues;
    const giveUp = deadLetters(cloud.sqs, dead);
    await giveUp({ body: '{"键":"甲 乙+丙"}', code: "ThrottlingException", reason: "Rate exceeded", deliveries: 5 });
    await giveUp({ body: "forged", code: "NOT_OURS", reason: "no event of S3\u0000", deliveries: 1 });
    await cloud.sendMessage("killed its function", dead);
    const said: string[] = [];
    const options = {
      from: dead,
      to: work,
      onMessage: (moved: boolean, code: string, reason: string) => void said.push(`${moved} ${code} ${reason}`),
    };
    expect(await redrive(cloud.sqs, options)).toEqual({ moved: 2, left: 1 });
    expect(said.toSorted()).toEqual([
      "false NOT_OURS no event of S3?",
      "true NO_REASON ",
      "true ThrottlingException Rate exceeded",
    ]);
    const { Messages = [] } = await cloud.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: work, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body }) => Body).toSorted()).toEqual(
      ["killed its function", '{"键":"甲 乙+丙"}'].toSorted(),
    );
    // What was left is seen at once by whoever asks for it by name.
    expect(await redrive(cloud.sqs, { ...options, code: "NOT_OURS" })).toEqual({ moved: 1, left: 0 });
  });
});
