import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TextractClient } from "@aws-sdk/client-textract";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { collect } from "../../lib/catalog/table.ts";
import { RefusedError } from "../../lib/delivery/errors.ts";
import type { Message } from "../../lib/delivery/notice.ts";
import { type GivenUp, takeRecord } from "../../lib/delivery/queue-record.ts";
import {
  type CompletedPorts,
  noteUnrecognised,
  type StartPorts,
  startRecognition,
  takeRecognised,
} from "../../lib/delivery/textract.ts";
import { writeResult } from "../../lib/report/store.ts";
import { summarize } from "../../lib/report/summary.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import { catalogOver, makeReport } from "../make/catalog.ts";
import { temporaryFolder } from "../make/serve.ts";

/** Textract's two steps, with a client that answers as Textract would: jobs by token, pages of blocks, refusals. */

const NOW = Date.parse("2026-01-05T00:00:00Z");

let local: LocalTable;
let folder: string;
let asked: { name: string; input: Record<string, never> }[];
let answers: (name: string, input: Record<string, unknown>) => unknown;
let embedded: Message[];
let seen: (string | null)[];

const textract = {
  send: async (command: { constructor: { name: string }; input: Record<string, never> }) => {
    asked.push({ name: command.constructor.name, input: command.input });
    return answers(command.constructor.name, command.input);
  },
} as unknown as TextractClient;

beforeEach(async () => {
  local = await openLocalTable();
  folder = await temporaryFolder();
  [asked, embedded, seen] = [[], [], []];
  answers = () => ({ JobId: "job-1" });
});
afterEach(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

const message = (key: string): string =>
  JSON.stringify({
    source: "aws.s3",
    "detail-type": "Object Created",
    time: "2026-01-05T00:00:00Z",
    detail: { bucket: { name: "intake" }, object: { key, size: 3, "version-id": "v1", sequencer: "0A" } },
  });

const start = (): StartPorts => ({
  textract,
  table: local.table,
  bucket: "intake",
  prefix: "",
  topic: "topic",
  role: "role",
  embedded: async (body) => void embedded.push(body),
  now: () => NOW,
});

function completed(): CompletedPorts {
  const { catalog, reports } = catalogOver(local.table);
  const report = makeReport({ organization: "镇人民政府", year: 2024, engineVersion: ENGINE_VERSION });
  reports.set(report.id, report);
  return {
    textract,
    bucket: "intake",
    prefix: "",
    largestBytes: 1000,
    leaseSeconds: 60,
    fetch: async (_, path) => {
      await writeFile(path, "pdf");
      return true;
    },
    results: directoryStore(join(folder, "results")),
    table: local.table,
    catalog,
    pool: {
      run: async ({ input, out }) => {
        seen.push(await readFile(`${input.path}.textract.json`, "utf8").catch(() => null));
        await writeResult(directoryStore(out), report.id, { report, document: null });
        return { kind: "processed", id: report.id, summary: summarize(report) };
      },
      close: async () => {},
    },
    verdictOf: null,
    versionsOf: async (_, key) => ({ key, versions: [], markers: [] }),
    send: async () => {},
    defer: null,
    now: Date.now,
  };
}

const notice = (Status: string) =>
  JSON.stringify({ JobId: "job-1", Status, API: "StartDocumentAnalysis", Timestamp: 1 });

describe("Starting a job", () => {
  test("names the version of the object, and asks twice for the same job under one token", async () => {
    for (const _ of [1, 2])
      expect(await startRecognition(message("扫描 a+b.pdf"), start())).toEqual({ kind: "deferred" });
    expect(asked[0]?.input).toMatchObject({
      DocumentLocation: { S3Object: { Bucket: "intake", Name: "扫描 a+b.pdf", Version: "v1" } },
      FeatureTypes: ["TABLES"],
      NotificationChannel: { SNSTopicArn: "topic", RoleArn: "role" },
    });
    const token = asked[0]?.input.ClientRequestToken;
    expect(token).toMatch(/^[a-zA-Z0-9-_]{1,64}$/u);
    expect(asked[1]?.input.ClientRequestToken).toBe(token);
  });

  test("leaves a note that lasts as long as its notice may lie in queues, and then goes", async () => {
    await startRecognition(message("a.pdf"), start());
    const note = await local.table.get({ pk: "TEXTRACT#job-1", sk: "JOB" });
    expect(new Date(Number(note?.expires) * 1000)).toEqual(new Date("2026-02-02T00:00:00Z"));
  });

  test("that is throttled is thrown on under its own name, so that it is delivered again", async () => {
    answers = () => {
      throw Object.assign(new Error("slow down"), { name: "ProvisionedThroughputExceededException" });
    };
    await expect(startRecognition(message("a.pdf"), start())).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
  });

  test("leaves what Textract does not take to the embedded engine", async () => {
    await startRecognition(message("图片.docx"), start());
    expect([asked, embedded.map(({ detail }) => detail.object.key)]).toEqual([[], ["图片.docx"]]);
    expect(await takeRecognised(JSON.stringify(embedded[0]), completed())).toMatchObject({ kind: "processed" });
    expect(seen).toEqual([null]);
  });
});

describe("The notice of a job", () => {
  test("fetches all pages of the answer for the worker", async () => {
    await startRecognition(message("a.pdf"), start());
    answers = (_, { NextToken }) =>
      NextToken === undefined
        ? { JobStatus: "SUCCEEDED", Blocks: [{ Id: "1" }], NextToken: "more" }
        : { JobStatus: "SUCCEEDED", Blocks: [{ Id: "2" }] };
    expect(await takeRecognised(notice("SUCCEEDED"), completed())).toMatchObject({ kind: "processed" });
    expect(seen.map((text) => JSON.parse(text ?? "null"))).toEqual([[{ Id: "1" }, { Id: "2" }]]);
  });

  test("that comes twice does nothing the second time", async () => {
    await startRecognition(message("a.pdf"), start());
    answers = () => ({ JobStatus: "SUCCEEDED", Blocks: [] });
    const ports = completed();
    await takeRecognised(notice("SUCCEEDED"), ports);
    expect(await takeRecognised(notice("SUCCEEDED"), ports)).toEqual({ kind: "repeated" });
    expect(seen).toHaveLength(1);
  });

  test("of a job that failed leaves the document to the embedded engine", async () => {
    await startRecognition(message("a.pdf"), start());
    expect(await takeRecognised(notice("FAILED"), completed())).toMatchObject({ kind: "processed" });
    expect(seen).toEqual([null]);
  });

  test("of a job whose answer can't be had gives the document up where people see it", async () => {
    await startRecognition(message("a.pdf"), start());
    answers = () => ({ JobStatus: "FAILED" });
    const ports = completed();
    const dead: GivenUp[] = [];
    await takeRecord(
      { messageId: "1", body: notice("SUCCEEDED"), receipt: "1", deliveries: 1 },
      {
        take: (body) => takeRecognised(body, ports),
        note: (body, code) => noteUnrecognised(body, code, ports),
        giveUp: async (given) => void dead.push(given),
        postpone: async () => {},
        mostDeliveries: 5,
        watch: { done: () => {}, failed: () => {}, givenUp: () => {}, unreadable: () => {} },
      },
    );
    expect(dead).toMatchObject([{ code: "RECOGNITION_FAILED" }]);
    const [known] = await collect(catalogOver(local.table).catalog.journal("intake"));
    expect(known).toMatchObject({ key: "a.pdf", version: "v1", givenUp: true });
  });

  test("that is quicker than the note of its job is tried again; one that is none is refused", async () => {
    await expect(takeRecognised(notice("SUCCEEDED"), completed())).rejects.not.toBeInstanceOf(RefusedError);
    await expect(takeRecognised('{"JobId":"../x","Status":"SUCCEEDED"}', completed())).rejects.toBeInstanceOf(
      RefusedError,
    );
  });
});
