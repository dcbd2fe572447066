import { afterAll, beforeEach, expect, test } from "@jest/globals";
import { NO_FILTER } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries, type Queries } from "../../lib/catalog/queries.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import { catalogOver, type MadeReport, makeReport, moment } from "../make/catalog.ts";

/** Which of several reports counts: a worse one waits to be decided of, and a namesake from elsewhere is another's. */

const tables: LocalTable[] = [];
afterAll(() => Promise.all(tables.map(({ close }) => close())));

let queries: Queries;
let house: ReturnType<typeof catalogOver>;
let n: number;
beforeEach(async () => {
  const local = await openLocalTable();
  tables.push(local);
  queries = openQueries(local.table, "secret", PROFILES);
  house = catalogOver(local.table);
  n = 0;
});

async function handIn(report: Report, key = `${n}.pdf`): Promise<Report> {
  n += 1;
  house.reports.set(report.id, report);
  await house.catalog.record({ bucket: "b", key, version: `${n}`, at: moment(n), sequence: "" }, report);
  return report;
}
const takeAway = (key: string) => house.catalog.withdraw({ bucket: "b", key, at: moment(++n), sequence: "" });

const office = (variant: string, change: Partial<MadeReport> = {}): Report =>
  makeReport({ organization: "云泽县卫生健康局", division: "370102", year: 2024, variant, ...change });
const BLURRED = { status: "needs-review", uncertain: ["proactive.fees.amount"] } as const;
const standings = async (...reports: readonly Report[]) =>
  Promise.all(reports.map(async ({ id }) => (await queries.report(id))?.standing));
const listed = async (filter: Partial<typeof NO_FILTER>) =>
  (await queries.list({ ...NO_FILTER, ...filter }, 50, null)).items.map(({ id }) => id);
const fees = async () => (await queries.summary(2024, "370102", PROFILES[0].id)).figures["proactive.fees.amount"];

test("a report with figures in doubt is held where one without stands, and each names the other", async () => {
  const good = await handIn(office("pdf"));
  const blurred = await handIn(office("scan", BLURRED));
  expect(await queries.report(good.id)).toMatchObject({ standing: "current", heldBy: blurred.id, supersededBy: null });
  expect(await queries.report(blurred.id)).toMatchObject({
    standing: "held",
    awaits: good.id,
    heldFor: "doubt",
    supersededBy: null,
  });
  expect(await listed({})).toEqual([good.id]);
  expect(await listed({ standing: "held" })).toEqual([blurred.id]);
  expect(await listed({ standing: "held", year: 2023 })).toEqual([]);
  expect(await listed({ all: true, organization: "云泽县卫生健康局" })).toEqual([blurred.id, good.id]);
  expect(await fees()).toMatchObject({ counted: 1, uncertain: 0 });
});

test("a better one, another in doubt or a faulty one replaces as ever", async () => {
  const first = await handIn(office("1", BLURRED));
  const second = await handIn(office("2", BLURRED));
  const faulty = await handIn(office("3", { status: "invalid" }));
  const held = await handIn(office("4", BLURRED));
  const good = await handIn(office("5"));
  expect(await standings(first, second, faulty, held, good)).toEqual([
    ...["superseded", "superseded", "superseded", "superseded", "current"],
  ]);
  expect(await queries.report(good.id)).toMatchObject({ heldBy: null });
});

test.each([
  [true, ["superseded", "current"], { counted: 0, uncertain: 1 }],
  [false, ["current", "superseded"], { counted: 1, uncertain: 0 }],
])("decided to replace: %s, once and for all", async (replace, expected, sums) => {
  const good = await handIn(office("pdf"));
  const blurred = await handIn(office("scan", BLURRED));
  const decision = { replace, by: "王", reason: "原件如此", at: moment(9) };
  expect(await house.catalog.decide(good.id, decision)).toBe(false);
  expect(await house.catalog.decide(blurred.id, decision)).toBe(true);
  expect(await house.catalog.decide(blurred.id, { ...decision, by: "李" })).toBe(true);
  expect(await standings(good, blurred)).toEqual(expected);
  expect(await queries.report(blurred.id)).toMatchObject({ decision, awaits: null });
  expect(await listed({ standing: "held" })).toEqual([]);
  expect(await fees()).toMatchObject(sums);
});

test("a held report counts once the better one is withdrawn, or its own figures are certain", async () => {
  await handIn(office("pdf"), "good.pdf");
  const blurred = await handIn(office("scan", BLURRED));
  await takeAway("good.pdf");
  expect(await standings(blurred)).toEqual(["current"]);
  const good = await handIn(office("pdf"), "good.pdf");
  const second = await handIn(office("scan 2", BLURRED));
  expect(await standings(good, second)).toEqual(["current", "held"]);
  await handIn({ ...second, status: "valid", uncertain: [], engineVersion: "1.0.1" } as Report, "again.pdf");
  expect(await standings(good, second)).toEqual(["superseded", "current"]);
});

const town = (variant: string, change: Partial<MadeReport> = {}): Report =>
  makeReport({ organization: "青山镇人民政府", year: 2024, variant, ...change });

test("two towns of one bare name from two folders stand beside each other, each with its corrections and years", async () => {
  const a = await handIn(town("a"), "2024年/甲县/青山镇2024年报.txt");
  const b = await handIn(town("b"), "2024年/乙县/青山镇2024年报.txt");
  expect(await standings(a, b)).toEqual(["current", "current"]);
  const corrected = await handIn(town("a2"), "2024年/甲县/青山镇2024年报（更正）.txt");
  expect(await standings(a, b, corrected)).toEqual(["superseded", "current", "current"]);
  const early = await handIn(
    town("", { year: 2023, changes: { "applications.carriedForward.total": 1 } }),
    "2023年/乙县/青山镇.txt",
  );
  expect((await queries.report(b.id))?.history).toMatchObject([{ code: "HISTORY-CARRY" }]);
  expect((await queries.report(corrected.id))?.history).toEqual([]);
  expect((await queries.report(early.id))?.unit).toBe((await queries.report(b.id))?.unit);
});

test.each([
  ["no place", "第一批/青山镇.txt", "第二批/青山镇.txt", ["current", "held"]],
  ["none, and the top", "年报/青山镇.txt", "青山镇（更正）.txt", ["current", "held"]],
  ["one place", "第一批/甲县/青山镇.txt", "甲县2024年报.zip/青山镇.txt", ["superseded", "current"]],
  ["one place in another year", "2023年/甲县/1.txt", "2024年/甲县/2.txt", ["superseded", "current"]],
  ["two places", "甲县报送材料.zip/青山镇.txt", "乙县报送材料.zip/青山镇.txt", ["current", "current"]],
])("a bare name from two folders that name %s is asked about, or another's", async (_, first, second, expected) => {
  const [before, after] = [await handIn(town("1"), first), await handIn(town("2"), second)];
  expect(await standings(before, after)).toEqual(expected);
  if (expected[1] !== "held") return;
  expect(await queries.report(after.id)).toMatchObject({ awaits: before.id, heldFor: "folder" });
  await house.catalog.decide(after.id, { replace: true, by: null, reason: null, at: moment(9) });
  expect(await standings(before, after)).toEqual(["superseded", "current"]);
});

test("a bare name of which somebody says that it is another office's counts beside", async () => {
  const one = await handIn(town("1"), "第一批/青山镇.txt");
  const other = await handIn(town("2"), "第二批/青山镇.txt");
  await house.catalog.decide(other.id, { replace: false, by: null, reason: null, at: moment(9) });
  expect(await standings(one, other)).toEqual(["current", "current"]);
  expect((await queries.report(other.id))?.unit).not.toBe((await queries.report(one.id))?.unit);
});

test("one office whose division is known is one, whatever folder its files come from, an archive's entries too", async () => {
  const first = await handIn(office("1"), "第一批/卫健局.txt");
  const second = await handIn(office("2"), "第二批.zip");
  expect(await standings(first, second)).toEqual(["superseded", "current"]);
});

test("the same file put into another folder moves there when it is taken from the first", async () => {
  const report = await handIn(town("a"), "甲县/a.txt");
  const other = await handIn(town("b"), "乙县/b.txt");
  await handIn(report, "乙县/a.txt");
  expect(await standings(report, other)).toEqual(["current", "current"]);
  await takeAway("甲县/a.txt");
  expect(await standings(report, other)).toEqual(["current", "superseded"]);
  await takeAway("乙县/a.txt");
  expect(await standings(report, other)).toEqual(["withdrawn", "current"]);
});
