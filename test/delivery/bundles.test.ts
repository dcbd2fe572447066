import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import sharp from "sharp";
import { type Submission, submissionKey } from "../../lib/catalog/submissions.ts";
import { readReport } from "../../lib/report/store.ts";
import { type Cloud, INTAKE, startCloud } from "../make/cloud.ts";
import {
  type BuiltFunctions,
  builtFunctions,
  type CalledFunction,
  callFunction,
  runFunction,
} from "../make/functions.ts";
import { officeReport } from "../make/reports.ts";
import { until } from "../make/serve.ts";

/** Each built function by itself, in a folder with nothing else, under the Node that it is deployed on. */

let functions: BuiltFunctions;
let cloud: Cloud;
beforeAll(async () => {
  functions = await builtFunctions([
    "process",
    "recognise",
    "textract-start",
    "textract-completed",
    "export",
    "api",
    "authorise",
  ]);
  cloud = await startCloud();
}, 120_000);
afterAll(async () => {
  await Promise.all([...kept.values()].map(({ kill }) => kill()));
  await cloud.close();
  await functions.remove();
});

const sample = (name: string) => readFile(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)));
let count = 0;

/** Puts an object into the bucket, and its event into a queue. */
async function put(key: string, body: string | Uint8Array, queue = cloud.queues.work): Promise<Submission> {
  const version = `v${count++}`;
  const at = new Date(Date.UTC(2026, 0, 5) + count * 1000).toISOString();
  await cloud.putObject(key, version, body);
  const message = {
    version: "0",
    source: "aws.s3",
    "detail-type": "Object Created",
    time: at,
    detail: {
      bucket: { name: INTAKE },
      object: { key, size: body.length, "version-id": version, sequencer: `0A${count}` },
      reason: "PutObject",
    },
  };
  await cloud.sendMessage(message, queue);
  return { bucket: INTAKE, key, version, at, sequence: "" };
}

const reportOf = async (submission: Submission) => {
  const row = await cloud.table.get(submissionKey(submission));
  return row?.finishedBy ? readReport(cloud.results, row.report as string) : null;
};

type Answer = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string };

/** Started with its first event and kept for those that follow, as Lambda does. */
const kept = new Map<string, CalledFunction>();

/** Calls a handler with an event, in a process of its own for each function and environment. */
async function invoke(
  name: string,
  event: unknown,
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const key = JSON.stringify([name, environment]);
  const called = kept.get(key) ?? callFunction(functions.folder, name, { ...cloud.environment, ...environment });
  kept.set(key, called);
  const answer = (await called.invoke(event)) as Answer & { readonly isBase64Encoded?: boolean };
  return answer.isBase64Encoded ? { ...answer, body: Buffer.from(answer.body, "base64").toString() } : answer;
}

/** The folder of whoever calls, whose name is no folder's. */
const IDENTITY = createHash("sha256").update("arn:aws:iam::123456789012:user/clerk").digest("hex").slice(0, 16);

const http = (method: string, path: string, query = "", body?: unknown) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: query,
  headers: { host: "api.example", "content-type": "application/json" },
  requestContext: {
    http: { method, path, sourceIp: "192.0.2.1", protocol: "HTTP/1.1", userAgent: "test" },
    domainName: "api.example",
    stage: "$default",
    requestId: "1",
    authorizer: { iam: { userArn: "arn:aws:iam::123456789012:user/clerk" } },
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  isBase64Encoded: false,
});

const { authorizer: _, ...unknown } = http("GET", "/").requestContext;
/** Somebody whom no authoriser knows. */
const nobody = { requestContext: unknown };

describe("process", () => {
  test("reads every format from the bucket, takes archives apart, and leaves pictures to others", async () => {
    const running = runFunction(functions.folder, "process", cloud.queues.work, cloud.environment);
    try {
      const bureau = await put("年报/教育局 a+b.docx", await sample("云泽县教育局2024年政府信息公开工作年度报告.docx"));
      const html = await put("镇.html", officeReport(3));
      const archive = await put("乡镇往年报告.zip", await sample("乡镇往年报告.zip"));
      const scan = await put(
        "扫描.png",
        await sharp({ create: { width: 900, height: 1200, channels: 3, background: "#fff" } })
          .png()
          .toBuffer(),
      );
      const report = await until(() => reportOf(bureau));
      expect(report).toMatchObject({
        status: "invalid",
        organization: { name: "云泽县教育局" },
        source: { name: "年报/教育局 a+b.docx" },
      });
      expect(await until(() => reportOf(html))).toMatchObject({ status: "valid" });
      const entry = "云泽县桑园镇人民政府2023年政府信息公开工作年度报告.docx";
      expect(await until(() => reportOf({ ...archive, entry }))).toMatchObject({ status: "invalid", template: "2019" });
      const deferred = await until(async () => {
        const { Messages = [] } = await cloud.sqs.send(
          new ReceiveMessageCommand({ QueueUrl: cloud.queues.recognise, VisibilityTimeout: 0 }),
        );
        return Messages[0]?.Body ?? null;
      });
      expect(JSON.parse(deferred).detail.object.key).toBe("扫描.png");
      expect(await reportOf(scan)).toBeNull();
      expect(cloud.events.map(({ detail }) => detail.results)).toContain(`s3://results-bucket/results/${report.id}/`);
      // What alarms count on: one metric, told apart by the name of the deployment only.
      const metrics = running.lines.filter((line) => line.includes("_aws")).map((line) => JSON.parse(line));
      expect(metrics[0]).toMatchObject({
        _aws: { CloudWatchMetrics: [{ Namespace: "Tabularium", Dimensions: [["service"]] }] },
        service: "Tabularium",
      });
      // Logs hold no text of documents and no names of files.
      expect(running.lines.join("\n")).not.toMatch(/教育局|桑园/u);
    } finally {
      await running.kill();
    }
  }, 150_000);
});

describe("recognise", () => {
  test("recognises with its own models and files what it read", async () => {
    const running = runFunction(functions.folder, "recognise", cloud.queues.recognise, cloud.environment, 1);
    try {
      const text = `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="600"><rect width="1240" height="600" fill="#fff"/><text x="80" y="200" font-size="40" font-family="sans-serif">NOTICE 2024</text></svg>`;
      const png = await sharp(Buffer.from(text)).png().toBuffer();
      const scan = await put("scan.png", png, cloud.queues.recognise);
      const report = await until(() => reportOf(scan));
      expect(report).toMatchObject({
        status: "unrecognized",
        source: { format: "image", ocr: { engine: "PP-OCRv4", pages: [1] } },
      });
    } finally {
      await running.kill();
    }
  }, 150_000);
});

describe("api", () => {
  test("answers as the app does: health, lists, one report, redirects, uploads, and problems", async () => {
    expect(JSON.parse((await invoke("api", http("GET", "/health"))).body)).toMatchObject({ status: "ok" });
    const list = JSON.parse((await invoke("api", http("GET", "/reports", "limit=50"))).body);
    expect(list.items.length).toBeGreaterThan(2);
    const [item] = list.items;
    expect(JSON.parse((await invoke("api", http("GET", `/reports/${item.id}`))).body)).toMatchObject({
      id: item.id,
      standing: "current",
    });
    const page = await invoke("api", http("GET", `/reports/${item.id}/html`));
    expect([page.statusCode, page.headers["content-security-policy"]]).toEqual([
      200,
      "frame-ancestors 'none'; sandbox allow-popups allow-same-origin",
    ]);
    const upload = JSON.parse(
      (await invoke("api", http("POST", "/uploads", "", { name: "年报 a+b.docx", bytes: 12, sha256: "00".repeat(32) })))
        .body,
    );
    expect(upload.method).toBe("PUT");
    expect(decodeURIComponent(new URL(upload.url).pathname)).toBe(`/${INTAKE}/@${IDENTITY}/年报 a+b.docx`);
    expect(upload.name).toBe(`@${IDENTITY}/年报 a+b.docx`);
    expect(new URL(upload.url).searchParams.get("X-Amz-SignedHeaders")?.split(";")).toEqual([
      "content-length",
      "host",
      "x-amz-checksum-sha256",
    ]);
    const unknown = await invoke("api", http("GET", `/reports/${"0".repeat(64)}`));
    expect([unknown.statusCode, unknown.headers["content-type"]]).toEqual([
      404,
      expect.stringContaining("application/problem+json"),
    ]);
    expect((await invoke("api", http("GET", "/reports", "cursor=forged.cursor"))).statusCode).toBe(400);
  }, 90_000);
});

describe("export", () => {
  test("makes what the API was asked for, with libraries of its own", async () => {
    const own = { OWN_QUEUE: cloud.queues.exports };
    const running = runFunction(functions.folder, "export", cloud.queues.exports, { ...cloud.environment, ...own }, 1);
    try {
      for (const kind of ["figures.xlsx", "parquet"]) {
        const { id } = JSON.parse((await invoke("api", http("POST", "/exports", "", { kind }))).body);
        const made = await until(async () => {
          const found = JSON.parse((await invoke("api", http("GET", `/exports/${id}`))).body);
          return found.state === "ready" && found;
        });
        expect([kind, made.files.length > 0]).toEqual([kind, true]);
      }
      expect(running.lines.join("\n")).not.toMatch(/教育局|桑园/u);
    } finally {
      await running.kill();
    }
  }, 90_000);
});

describe("authorise", () => {
  test("lets nobody in whom it doesn't know, but to the page, which leads him to sign in", async () => {
    const settings = {
      SESSIONS_TABLE: cloud.environment.CATALOG_TABLE ?? "",
      SIGN_IN: JSON.stringify({
        issuer: "https://login.example/",
        clientId: "tabularium",
        audience: [],
        scope: "openid",
        claims: { roles: "roles", divisions: "divisions" },
      }),
    };
    const asked = (routeKey: string, cookies: string[]) => invoke("authorise", { routeKey, cookies }, settings);
    expect(await asked("GET /{proxy+}", ["__Host-tabularium=forged"])).toEqual({ isAuthorized: false });
    expect(await asked("GET /", [])).toEqual({ isAuthorized: true });
    const page = await invoke("api", { ...http("GET", "/"), ...nobody }, settings);
    expect([page.statusCode, page.headers.location]).toEqual([303, "/sign-in?to=%2F"]);
    expect(
      (
        await invoke("api", {
          ...http("GET", "/reports"),
          requestContext: { ...unknown, http: http("GET", "/reports").requestContext.http },
        })
      ).statusCode,
    ).toBe(401);
  }, 60_000);
});

describe("textract-start and textract-completed", () => {
  test("load with nothing but their own folder, and name a message that is none of theirs as given up", async () => {
    const records = (body: string) => ({
      Records: [{ messageId: "m", body, attributes: { ApproximateReceiveCount: "1" }, eventSource: "aws:sqs" }],
    });
    const topic = { TEXTRACT_TOPIC: "topic", TEXTRACT_ROLE: "role", COMPLETED_QUEUE: cloud.queues.recognise };
    for (const name of ["textract-start", "textract-completed"])
      expect(await invoke(name, records("forged"), topic)).toEqual({ batchItemFailures: [] });
    expect((await cloud.deadLetters()).map(({ code }) => code)).toEqual(["NOT_OURS", "NOT_OURS"]);
  }, 60_000);
});
