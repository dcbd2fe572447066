import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Caller, ROLES } from "../../lib/api/caller.ts";
import type { ExportAnswer } from "../../lib/api/export-routes.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import { catalogIn, makeReport, moment } from "../make/catalog.ts";
import { type Cloud, INTAKE, startCloud } from "../make/cloud.ts";
import { type CloudApi, openCloudApi } from "../make/cloud-api.ts";
import { deliverExports } from "../make/deliver-exports.ts";

/** Bytes of a part, as it is sent. */
const PART = 8 * 2 ** 20;

/** On AWS: the API asks a queue, a function makes set by set, files go into the bucket, a link leads there. */

let cloud: Cloud;
let api: CloudApi;
const caller: Caller = { subject: "clerk", name: "王芳", roles: ROLES, within: ["37"] };
/** A few whose cells hold so much that the list of their figures is of several parts. */
const reports = Array.from({ length: 6 }, (_, n): Report => {
  const report = makeReport({ organization: `第${n}局`, division: "370102", year: 2024 });
  const figures = Object.entries(report.figures).map(([name, cell]) => [name, { ...cell, text: "0".repeat(12_000) }]);
  return { ...report, figures: Object.fromEntries(figures) } as Report;
});
beforeAll(async () => {
  cloud = await startCloud();
  Object.assign(process.env, cloud.environment);
  const catalog = catalogIn(cloud.table, cloud.results);
  for (const [n, report] of reports.entries()) {
    await writeResult(cloud.results, report.id, { report, document: null });
    await catalog.record({ bucket: INTAKE, key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
  }
  api = await openCloudApi(cloud.environment);
});
afterAll(() => cloud.close());

const request = (path: string, init?: RequestInit, as = caller): Promise<Response> => api(path, init, as);
const ask = (kind: string, filter: object = {}) =>
  request("/exports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind, filter }),
  });

const stands = async (answer: Response) =>
  (await (await request(answer.headers.get("location") ?? "")).json()) as ExportAnswer;

async function made(kind: string, filter: object = {}, how = {}): Promise<ExportAnswer> {
  const answer = await ask(kind, filter);
  expect(answer.status).toBe(202);
  await deliverExports(cloud, how);
  const found = await stands(answer);
  expect(found.state).toBe("ready");
  return found;
}

/** What the link leads to. */
async function fetched(url: string): Promise<{ readonly bytes: Buffer; readonly address: URL }> {
  const answer = await request(url, { redirect: "manual" });
  expect(answer.status).toBe(302);
  const address = new URL(answer.headers.get("location") ?? "");
  const key = decodeURIComponent(address.pathname.replace(/^.*?\/exports\//u, ""));
  return { bytes: Buffer.from((await cloud.exports.get(key)) ?? []), address };
}

test("a list that is too large to be an answer is refused with where to ask for it, and made, put in parts and fetched by a link", async () => {
  const atOnce = await request("/figures.csv");
  expect([atOnce.status, ((await atOnce.json()) as { code: string }).code]).toEqual([413, "TOO_LARGE_ANSWER"]);
  const { files, done } = await made("figures.csv");
  expect([files.length, done]).toEqual([1, reports.length]);
  const { bytes, address } = await fetched(files[0]?.url ?? "");
  expect(bytes.length).toBe(files[0]?.bytes);
  expect(bytes.length).toBeGreaterThan(PART);
  const lines = bytes.toString().split("\r\n");
  for (const { organization } of reports)
    expect(lines.some((line) => line.includes(`,${organization?.name},`))).toBe(true);
  expect(address.searchParams.get("response-content-disposition")).toContain(
    encodeURIComponent("数字清单-行政区划37.csv"),
  );
  expect(address.searchParams.get("X-Amz-Expires")).toBe("300");
  // What fits is still answered.
  expect((await request("/figures.csv?organization=第1局")).status).toBe(200);
  expect((await request("/summary.xlsx?year=2024")).status).toBe(200);
});

test("a message that comes several times makes nothing twice", async () => {
  const { id, files } = await made("parquet", {}, { times: 3 });
  const keys: string[] = [];
  for await (const key of cloud.exports.list(`${id}/`)) keys.push(key.slice(id.length + 1));
  expect(keys).toEqual(files.map(({ name }) => name).toSorted());
  // As Athena finds it.
  expect(keys.some((key) => /^figures\/profile=[\w-]+\/year=2024\/part-[\w-]+\.parquet$/u.test(key))).toBe(true);
});

test("one over which the function was killed again and again is given up, and says so", async () => {
  const answer = await ask("problems.csv", { year: 2024 });
  await deliverExports(cloud, { deliveries: 31 });
  expect(await stands(answer)).toMatchObject({ state: "failed", failure: expect.stringContaining("多次") });
});

test("what is no message of ours goes to the dead letters at once", async () => {
  await cloud.sendMessage("{}", cloud.queues.exports);
  await deliverExports(cloud);
  expect((await cloud.deadLetters()).map(({ code }) => code)).toEqual(["NOT_OURS"]);
});
