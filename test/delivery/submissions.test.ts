import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Caller, ROLES } from "../../lib/api/caller.ts";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import type { Tracked, TrackedPage } from "../../lib/catalog/tracking.ts";
import { writeResult } from "../../lib/report/store.ts";
import { catalogIn, makeNotice, makeReport, moment } from "../make/catalog.ts";
import { type Cloud, INTAKE, startCloud } from "../make/cloud.ts";
import { type CloudApi, openCloudApi } from "../make/cloud-api.ts";

/** Where is my file: on AWS, where nothing but the catalog is asked. */

const everywhere: Caller = { subject: "a", name: null, roles: ROLES, within: null };
const limited: Caller = { ...everywhere, within: ["370102"] };
const [MINE, OTHERS] = ["370102@wang/年报.html", "370103@li/年报.html"];

let cloud: Cloud;
let api: CloudApi;
let catalog: Catalog;
beforeAll(async () => {
  cloud = await startCloud();
  Object.assign(process.env, cloud.environment);
  catalog = catalogIn(cloud.table, cloud.results);
  api = await openCloudApi(cloud.environment);
});
afterAll(() => cloud.close());

const ask = (query: Readonly<Record<string, string>>, as = everywhere) =>
  api(`/submissions?${new URLSearchParams(query)}`, {}, as);
async function found(query: Readonly<Record<string, string>>, as = everywhere): Promise<readonly Tracked[]> {
  const { items } = (await (await ask(query, as)).json()) as TrackedPage;
  return items.toSorted((a, b) => (a.submittedAt < b.submittedAt ? -1 : 1));
}
const submission = (key: string, version: string, n: number) => ({
  ...{ bucket: INTAKE, key, version },
  ...{ at: moment(n), sequence: "" },
});

test("a file has a state from the first that is heard of it until it is taken away, under the name that its sender knows", async () => {
  const first = submission(MINE, "1", 1);
  await catalog.submit(first);
  await catalog.submit(submission(OTHERS, "1", 2));
  const reading = { name: MINE, state: "reading", report: null };
  expect(await found({})).toMatchObject([reading, { name: OTHERS, state: "reading" }]);
  expect(await found({ name: MINE })).toMatchObject([reading]);

  const report = makeReport({ organization: "云泽县教育局", division: "370102", year: 2024 });
  await writeResult(cloud.results, report.id, { report, document: null });
  await catalog.record(first, report);
  const processed = { name: MINE, state: "processed", report: report.id };
  expect(await found({ name: MINE })).toMatchObject([processed]);
  expect(await found({})).toMatchObject([{ name: OTHERS }]);

  const second = submission(MINE, "2", 3);
  await catalog.submit(second);
  expect(await found({ name: MINE })).toMatchObject([processed, reading]);
  const failed = makeNotice("没有读");
  await writeResult(cloud.results, failed.id, { report: failed, document: null });
  await catalog.giveUp(second, failed);
  expect(await found({ name: MINE })).toMatchObject([processed, { state: "given-up", report: failed.id }]);
  await catalog.withdraw({ bucket: INTAKE, key: MINE, at: moment(4), sequence: "" });
  expect((await found({ name: MINE })).map(({ state }) => state)).toEqual(["withdrawn", "withdrawn"]);
  expect(await found({ name: "370102@wang/年报.htm" })).toEqual([]);
});

test("of an archive each entry has its own", async () => {
  const archive = submission("370102@wang/各镇.zip", "1", 11);
  await catalog.submit(archive);
  await catalog.submit({ ...archive, entry: "青溪镇.html", at: moment(12) });
  await catalog.finishArchive(archive, "1");
  expect(await found({ name: archive.key }, limited)).toMatchObject([
    { name: archive.key, state: "unpacked" },
    { name: `${archive.key}/青溪镇.html`, state: "reading" },
  ]);
});

test("whoever is limited sees nothing of another county, and nobody goes on with another's cursor", async () => {
  await catalog.submit(submission("甲.html", "1", 21));
  const own = await found({}, limited);
  expect(own.length).toBeGreaterThan(0);
  for (const { name } of own) expect(name).toMatch(/^370102@/u);
  expect(await found({ name: OTHERS }, limited)).toEqual([]);
  expect(await found({ name: OTHERS })).toHaveLength(1);
  const page = (await (await ask({ limit: "1" })).json()) as TrackedPage;
  const [cursor = ""] = [page.cursor ?? undefined];
  const rest = (await (await ask({ limit: "200", cursor })).json()) as TrackedPage;
  expect([...page.items, ...rest.items].map(({ name }) => name).toSorted()).toEqual(
    (await found({})).map(({ name }) => name).toSorted(),
  );
  expect((await ask({ limit: "1", cursor }, limited)).status).toBe(400);
  expect((await ask({ limit: "1", cursor, name: MINE })).status).toBe(400);
});
