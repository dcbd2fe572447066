import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { NO_FILTER } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries, type Queries } from "../../lib/catalog/queries.ts";
import { RosterChangedError, SameUnitError, unmatchedKey } from "../../lib/catalog/rosters.ts";
import { reportKey } from "../../lib/catalog/slots.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { ReaderError } from "../../lib/formats/errors.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import type { UnitEntry } from "../../lib/roster/roster.ts";
import { failure } from "../../lib/work/failure.ts";
import { catalogOver, type MadeReport, makeReport, moment, sha256 } from "../make/catalog.ts";
import { makeSource } from "../make/judgement.ts";

/** Who is to hand in, who has, and whose each report is. */

const YEAR = { year: 2024, catalogKey: "" };
const DUE = "2025-01-31";
/** Before the last day, by the calendar of China. */
const NOW = "2025-01-20T00:00:00.000Z";
const SAID = { by: "王", at: NOW };
const BLURRED = { status: "needs-review", uncertain: ["proactive.fees.amount"] } as const;

const tables: LocalTable[] = [];
afterAll(() => Promise.all(tables.map(({ close }) => close())));

let table: Table;
let queries: Queries;
let house: ReturnType<typeof catalogOver>;
let n: number;
beforeEach(async () => {
  const local = await openLocalTable();
  tables.push(local);
  table = local.table;
  queries = openQueries(table, "secret", PROFILES);
  house = catalogOver(table);
  n = 0;
});

async function handIn(report: Report, key = `${n}.pdf`): Promise<Report> {
  n += 1;
  house.reports.set(report.id, report);
  const submission = { bucket: "b", key, version: `${n}`, at: moment(n), sequence: "" };
  await house.catalog.submit(submission);
  await house.catalog.record(submission, report);
  return report;
}
const of = (organization: string, more: Partial<MadeReport> = {}): Report =>
  makeReport({ organization, year: 2024, ...more });
const unreadable = (name: string): Report =>
  failure(
    makeSource({ sha256: makeReport({ organization: name, year: 1 }).id, name }),
    new ReaderError("CORRUPT", "x"),
  );

const unit = (name: string, more: Partial<UnitEntry> = {}): UnitEntry => ({
  name,
  aliases: [],
  division: null,
  contact: null,
  counts: true,
  ...more,
});
const put = async (...units: readonly UnitEntry[]) => {
  const { version } = await queries.roster(YEAR, NOW);
  await replace(YEAR, DUE, units, version);
};
const replace = async (year: typeof YEAR, due: string | null, units: readonly UnitEntry[], version: number) => {
  await house.catalog.rosters.replace(year, { due, units }, version);
  await house.catalog.rosters.resume(year);
};
const match = async (report: Report, to: string | null) => {
  const isDone = await house.catalog.rosters.match(YEAR, report.id, to, SAID);
  await house.catalog.rosters.resume(YEAR);
  return isDone;
};
const overview = (now = NOW) => queries.roster(YEAR, now);
const unitNamed = async (name: string, now = NOW) => {
  const found = (await overview(now)).units.find((each) => each.name === name);
  if (!found) throw new Error(`no unit ${name}`);
  return found;
};
const stateOf = async (name: string) => (await unitNamed(name)).state;
const standings = async (...reports: readonly Report[]) =>
  Promise.all(reports.map(async ({ id }) => (await queries.report(id))?.standing));

describe("where a unit stands", () => {
  test("goes from missing over being read to what its report says, and back with it", async () => {
    await put(unit("云泽县教育局"), unit("云泽县财政局"));
    expect(await overview()).toMatchObject({ due: DUE, states: { missing: 2 }, unmatched: [] });
    await house.catalog.submit({
      bucket: "b",
      key: "云泽县教育局2024.pdf",
      version: "0",
      at: NOW,
      sequence: "",
    });
    expect(await stateOf("云泽县教育局")).toBe("reading");
    const first = await handIn(of("云泽县教育局", BLURRED));
    expect(await unitNamed("云泽县教育局")).toMatchObject({
      state: "to-confirm",
      report: { id: first.id, status: "needs-review", uncertain: 1 },
    });
    const second = await handIn(of("云泽县教育局", { variant: "2", status: "invalid" }), "second.pdf");
    expect(await unitNamed("云泽县教育局")).toMatchObject({ state: "faulty", report: { id: second.id } });
    await handIn(of("云泽县教育局", { variant: "3" }), "third.pdf");
    expect((await overview()).states).toMatchObject({ missing: 1, "in-order": 1 });
    for (const key of ["0.pdf", "second.pdf", "third.pdf"])
      await house.catalog.withdraw({ bucket: "b", key, at: moment(++n), sequence: "" });
    expect((await unitNamed("云泽县教育局")).report).toBeNull();
  });

  test("is received where a file that names it can't be read, or a worse report waits", async () => {
    await put(unit("云泽县教育局"), unit("云泽县财政局"));
    await handIn(unreadable("2024年/云泽县教育局年报.pdf"));
    await handIn(unreadable("2023年/云泽县财政局2023年报.pdf"));
    const file = await handIn(unreadable("扫描件.pdf"));
    expect([await stateOf("云泽县教育局"), await stateOf("云泽县财政局")]).toEqual(["received", "missing"]);
    expect((await overview()).unmatched).toMatchObject([{ id: file.id, status: "failed", organization: null }]);
    await handIn(of("云泽县财政局"));
    const held = await handIn(of("云泽县财政局", { variant: "2", ...BLURRED }));
    expect(await unitNamed("云泽县财政局")).toMatchObject({ state: "received", held: held.id });
    const finance = await unitNamed("云泽县财政局");
    await match(file, (await unitNamed("云泽县教育局")).id);
    expect((await overview()).unmatched).toEqual([]);
    await house.catalog.decide(held.id, { replace: true, by: null, reason: null, at: NOW });
    expect(await unitNamed(finance.name)).toMatchObject({ state: "to-confirm", held: null });
  });

  test("is sent back until another report comes", async () => {
    await put(unit("云泽县教育局"), unit("云泽县财政局"));
    await handIn(of("云泽县教育局", { status: "invalid" }));
    const [education, finance] = (await overview()).units.map(({ id }) => id) as [string, string];
    expect(await house.catalog.rosters.sendBack(YEAR, [education, finance], SAID)).toEqual([finance]);
    expect(await house.catalog.rosters.sendBack(YEAR, [education], SAID)).toEqual([]);
    expect(await unitNamed("云泽县教育局")).toMatchObject({ state: "sent-back", sentBack: SAID, answered: false });
    await handIn(of("云泽县教育局", { variant: "2" }));
    expect(await unitNamed("云泽县教育局")).toMatchObject({ state: "in-order", sentBack: SAID, answered: true });
  });

  test("sends back beside it what offices outside the roster handed in, of the divisions that one is limited to", async () => {
    await put(unit("云泽县教育局"));
    await handIn(of("云泽县教育局", { status: "invalid" }));
    const near = await handIn(of("外县审计局", { status: "invalid", division: "370102" }));
    await handIn(of("外县统计局", { division: "370102" }));
    const far = await handIn(of("外省审计局", { status: "invalid", division: "420102" }));
    await house.catalog.rosters.sendBackOthers(YEAR, SAID, ["37"]);
    expect([...(await queries.sentBack(YEAR))]).toEqual([near.id]);
    await house.catalog.rosters.sendBackOthers(YEAR, SAID, null);
    expect(new Set(await queries.sentBack(YEAR))).toEqual(new Set([near.id, far.id]));
    expect(await unitNamed("云泽县教育局")).toMatchObject({ state: "faulty" });
  });

  test("with a file that can't be read is sent back as well, until another comes", async () => {
    await put(unit("云泽县教育局"), unit("云泽县财政局"));
    const [education, finance] = (await overview()).units.map(({ id }) => id) as [string, string];
    const first = await handIn(unreadable("云泽县教育局2024年报.pdf"));
    await handIn(of("云泽县财政局", { status: "invalid" }));
    expect(await unitNamed("云泽县教育局")).toMatchObject({ unread: { id: first.id, status: "failed" } });
    expect((await unitNamed("云泽县财政局")).unread).toBeNull();
    const said = { by: "王", at: moment(n) };
    expect(await house.catalog.rosters.sendBack(YEAR, [education, finance], said)).toEqual([]);
    expect((await overview()).units.map(({ state }) => state)).toEqual(["sent-back", "sent-back"]);
    const second = await handIn(unreadable("云泽县教育局2024年报（重报）.pdf"));
    const third = await handIn(unreadable("云泽县财政局2024年报（重报）.pdf"));
    expect((await overview()).units).toMatchObject([
      { state: "received", unread: { id: second.id }, answered: false },
      { state: "received", unread: { id: third.id }, answered: false },
    ]);
    await handIn(of("云泽县教育局"));
    expect(await unitNamed("云泽县教育局")).toMatchObject({ state: "in-order", unread: null, answered: true });
  });

  test("is late by the day in China on which its first report came, or has not come by", async () => {
    await put(unit("云泽县教育局"), unit("云泽县财政局"));
    await handIn(of("云泽县教育局"));
    const late = async (now: string) => (await overview(now)).units.map((each) => each.late);
    expect(await late("2025-01-31T15:59:59.000Z")).toEqual([false, false]);
    expect(await late("2025-01-31T16:00:00.000Z")).toEqual([false, true]);
    await house.catalog.record(
      { bucket: "b", key: "late", version: "1", at: "2025-02-01T00:00:00.000Z", sequence: "" },
      of("云泽县财政局"),
    );
    expect(await late("2025-01-20T00:00:00.000Z")).toEqual([false, true]);
  });
});

describe("a roster decides whose a report is", () => {
  test("so that one office under three spellings is one, with its years, and parts again where it leaves the roster", async () => {
    const early = await handIn(
      of("白石街道办事处", { year: 2023, changes: { "applications.carriedForward.total": 1 } }),
    );
    const first = await handIn(of("白石街道办事处"));
    const second = await handIn(of("云泽县白石街道办事处"));
    const third = await handIn(of("白石办"));
    expect(await standings(first, second, third)).toEqual(["current", "current", "current"]);
    await put(unit("云泽县白石街道办事处", { aliases: ["白石办"] }));
    expect(await standings(first, second, third)).toEqual(["superseded", "superseded", "current"]);
    expect((await queries.summary(2024, null, PROFILES[0].id)).reports).toBe(1);
    await replace({ ...YEAR, year: 2023 }, null, [unit("云泽县白石街道办事处")], 0);
    expect((await queries.report(third.id))?.history).toMatchObject([{ code: "HISTORY-CARRY" }]);
    expect((await queries.report(third.id))?.unit).toBe((await queries.report(early.id))?.unit);
    await put(unit("云泽县教育局"));
    expect(await standings(first, second, third)).toEqual(["current", "current", "current"]);
    expect((await overview()).unmatched.map(({ id }) => id).toSorted()).toEqual(
      [first.id, second.id, third.id].toSorted(),
    );
  });

  test("others are told some at a time, and that there are more", async () => {
    await put(unit("云泽县教育局"));
    const { id } = await handIn(of("县卫健委"));
    expect(await overview()).toMatchObject({ unmatched: { length: 1 }, moreUnmatched: false });
    const row = await table.get(reportKey(id));
    const others = Array.from({ length: 60 }, (_, which) => sha256(String(which)));
    await table.putMany(others.map((other) => ({ ...row, ...reportKey(other) })));
    await table.putMany(others.map((other) => ({ ...unmatchedKey(YEAR, other) })));
    const { unmatched, moreUnmatched } = await overview();
    expect([unmatched.length < 61, moreUnmatched]).toEqual([true, true]);
  });

  test("and so does an answer, once for all of the same name and folder, in later years too", async () => {
    await put(unit("云泽县卫生健康局"));
    const [hall] = (await overview()).units.map(({ id }) => id) as [string];
    const first = await handIn(of("县卫健委"), "一批/1.pdf");
    const other = await handIn(of("县卫健委", { variant: "o" }), "二批/1.pdf");
    expect((await overview()).unmatched).toMatchObject([
      { organization: "县卫健委", status: "valid" },
      { organization: "县卫健委" },
    ]);
    expect(await match(first, "no unit")).toBe(false);
    expect(await match(first, hall)).toBe(true);
    expect(await match(other, null)).toBe(true);
    expect(await overview()).toMatchObject({ unmatched: [], units: [{ report: { id: first.id } }] });
    const second = await handIn(of("县卫健委", { variant: "2" }), "一批/2.pdf");
    expect(await standings(first, second, other)).toEqual(["superseded", "current", "current"]);
    const next = { ...YEAR, year: 2025 };
    await replace(next, null, [unit("云泽县卫生健康局")], 0);
    const later = await handIn(of("县卫健委", { year: 2025 }), "一批/3.pdf");
    expect((await queries.roster(next, NOW)).units).toMatchObject([{ id: hall, report: { id: later.id } }]);
  });

  test("so that a bare name from another folder needs no asking", async () => {
    const [first, second] = [
      await handIn(of("青山镇"), "一批/1.pdf"),
      await handIn(of("青山镇", { variant: "2" }), "二批/1.pdf"),
    ];
    expect(await standings(first, second)).toEqual(["current", "held"]);
    await put(unit("青山镇"));
    expect(await standings(first, second)).toEqual(["superseded", "current"]);
    expect(await unitNamed("青山镇")).toMatchObject({ state: "in-order", held: null });
  });

  test("and which of two towns of one name from one folder it can't say, it asks", async () => {
    await put(unit("青山镇人民政府", { division: "370102" }), unit("青山镇人民政府", { division: "370103" }));
    const report = await handIn(of("青山镇人民政府"));
    expect((await overview()).unmatched).toMatchObject([{ id: report.id }]);
    const [, second] = (await overview()).units;
    await match(report, second?.id as string);
    expect((await overview()).units.map((each) => each.report?.id ?? null)).toEqual([null, report.id]);
  });
});

describe("a unit stays what it was", () => {
  /** What a person said about the units: whose a report is, and that it was sent back. */
  const answered = async (...units: readonly UnitEntry[]) => {
    await put(...units);
    const [id] = (await overview()).units.map((each) => each.id) as [string];
    const report = await handIn(of("县卫健委", { status: "invalid" }), "一批/1.pdf");
    await match(report, id);
    await house.catalog.rosters.sendBack(YEAR, [id], SAID);
    return { id, report };
  };
  const hall = unit("云泽县卫生和计划生育局");
  test.each([
    [
      "is called otherwise, as whoever changes it says",
      hall,
      ({ id }: { id: string }) => ({ ...unit("云泽县卫生健康局"), id }),
    ],
    [
      "is called otherwise, and its former name is another",
      hall,
      () => unit("云泽县卫生健康局", { aliases: [hall.name] }),
    ],
    ["is told its division", hall, () => unit(hall.name, { division: "370102" })],
    [
      "has another division, as whoever changes it says",
      unit(hall.name, { division: "370103" }),
      ({ id }: { id: string }) => ({ ...unit(hall.name, { division: "370102" }), id }),
    ],
  ])("where it %s", async (_, before, changed) => {
    const { id, report } = await answered(before, unit("云泽县教育局"));
    await put(changed({ id }), unit("云泽县教育局"));
    const now = await overview();
    expect(now.units).toMatchObject([{ id, state: "sent-back", report: { id: report.id }, sentBack: SAID }, {}]);
    expect(now.unmatched).toEqual([]);
    const second = await handIn(of("县卫健委", { variant: "2" }), "一批/2.pdf");
    expect((await overview()).units).toMatchObject([{ id, state: "in-order", report: { id: second.id } }, {}]);
    // And so it does in a new year, of which nobody says ids.
    const { id: _id, ...entry } = changed({ id }) as UnitEntry & { id?: string };
    await replace({ ...YEAR, year: 2025 }, null, [entry], 0);
    const later = await handIn(of("县卫健委", { year: 2025 }), "一批/3.pdf");
    expect((await queries.roster({ ...YEAR, year: 2025 }, NOW)).units).toMatchObject([
      { id, report: { id: later.id } },
    ]);
  });

  test("where a person, asked once, says that a sheet only calls it otherwise", async () => {
    const { id, report } = await answered(hall, unit("云泽县教育局"));
    await put(unit("云泽县教育局"), unit("云泽县卫生健康局"));
    const { units, renamings } = await overview();
    const came = units[1]?.id as string;
    expect(renamings).toEqual([{ unit: came, name: "云泽县卫生健康局", former: hall.name }]);
    expect(units[1]).toMatchObject({ state: "missing" });
    // Another change of the roster does not end the question.
    await put(...(await overview()).units.map((each) => ({ ...each, contact: "赵敏" })));
    expect((await overview()).renamings).toHaveLength(1);
    expect(await house.catalog.rosters.answerRenaming(YEAR, came, true)).toBe(true);
    await house.catalog.rosters.resume(YEAR);
    expect(await overview()).toMatchObject({
      units: [{}, { id, aliases: [hall.name], state: "sent-back", report: { id: report.id } }],
      renamings: [],
      unmatched: [],
    });
    expect(await house.catalog.rosters.answerRenaming(YEAR, came, true)).toBe(false);
  });

  test("and the one that came is another where a person says so, who is not asked again", async () => {
    await put(hall);
    await put(unit("云泽县卫生健康局"));
    const [{ id } = { id: "" }] = (await overview()).units;
    expect(await house.catalog.rosters.answerRenaming(YEAR, id, false)).toBe(true);
    expect(await overview()).toMatchObject({ units: [{ id, aliases: [] }], renamings: [] });
    await put(unit("云泽县卫生健康局"), unit("云泽县教育局"));
    expect((await overview()).renamings).toEqual([]);
  });

  test.each([
    ["whose name is close, of several", ["文化局", "民政局"], ["文化和旅游局", "财政局"], ["文化和旅游局 文化局"]],
    ["of which neither is like another", ["文化局", "民政局"], ["水利局", "财政局"], []],
    ["where none came", ["文化局", "民政局"], ["文化局"], []],
    ["where none left", ["文化局"], ["文化局", "文化和旅游局"], []],
  ])("is asked about where one left and one came, %s", async (_, before, now, expected) => {
    await put(...before.map((name) => unit(`云泽县${name}`, { division: "370102" })));
    await put(...now.map((name) => unit(`云泽县${name}`, { division: "370102" })));
    expect(
      (await overview()).renamings.map(({ name, former }) => `${name} ${former}`.replaceAll("云泽县", "")),
    ).toEqual(expected);
    // In another division it is another's.
    await put(...before.map((name) => unit(`云泽县${name}`, { division: "370103" })));
    expect((await overview()).renamings).toEqual([]);
  });

  test("where it was left out by mistake and is put back", async () => {
    const { id, report } = await answered(hall);
    await put(unit("云泽县教育局"));
    expect((await overview()).unmatched).toMatchObject([{ id: report.id }]);
    await put(hall);
    expect(await overview()).toMatchObject({ unmatched: [], units: [{ id, state: "sent-back" }] });
  });

  test("and another that gets its former name is another, with its own reports", async () => {
    const { id, report } = await answered(hall);
    await put({ ...unit("云泽县卫生健康局"), id } as UnitEntry, hall);
    const [renamed, other] = (await overview()).units;
    expect([renamed?.id, other?.id === id]).toEqual([id, false]);
    const own = await handIn(of(hall.name));
    expect((await overview()).units.map((each) => each.report?.id)).toEqual([report.id, own.id]);
  });

  test("but two towns of one name in two divisions are two, also in two years", async () => {
    await replace({ ...YEAR, year: 2023 }, null, [unit("青山镇", { division: "370102" })], 0);
    await put(unit("青山镇", { division: "370103" }));
    const [before] = (await queries.roster({ ...YEAR, year: 2023 }, NOW)).units;
    expect((await overview()).units[0]?.id).not.toBe(before?.id);
  });
});

test("a report of none of the units does not count as that of a unit of its name", async () => {
  await put(unit("云泽县教育局"));
  const own = await handIn(of("云泽县教育局"), "一批/1.pdf");
  const other = await handIn(of("云泽县教育局", { variant: "2" }), "二批/1.pdf");
  await match(other, null);
  expect(await unitNamed("云泽县教育局")).toMatchObject({ report: { id: own.id }, held: null });
  expect(await standings(own, other)).toEqual(["current", "current"]);
});

test("of two who change a roster at once one is told, and units that nothing tells apart are refused", async () => {
  await put(unit("甲局"));
  await expect(replace(YEAR, null, [unit("乙局")], 0)).rejects.toThrow(RosterChangedError);
  await expect(replace(YEAR, null, [unit("乙局"), unit(" 乙 局")], 1)).rejects.toThrow(SameUnitError);
  expect((await overview()).units).toMatchObject([{ name: "甲局" }]);
});

test("wherever a change of the roster is stopped, the next look brings it to its end", async () => {
  const reports = [of("白石街道办事处"), of("云泽县白石街道办事处"), of("青山镇"), of("柳河镇")];
  const units = [unit("云泽县白石街道办事处"), unit("云泽县青山镇人民政府")];
  for (let steps = 1, done = false; !done; steps += 29) {
    const local = await openLocalTable();
    tables.push(local);
    const whole = catalogOver(local.table);
    for (const [at, report] of reports.entries()) {
      whole.reports.set(report.id, report);
      await whole.catalog.record({ bucket: "b", key: `${at}`, version: "1", at: moment(at), sequence: "" }, report);
    }
    let left = steps;
    const dying = async <T>(work: () => Promise<T>): Promise<T> => {
      left -= 1;
      if (left < 0) throw new Error("killed");
      return work();
    };
    const broken = catalogOver({
      ...local.table,
      put: (...given) => dying(() => local.table.put(...given)),
      update: (...given) => dying(() => local.table.update(...given)),
      delete: (...given) => dying(() => local.table.delete(...given)),
    });
    for (const report of reports) broken.reports.set(report.id, report);
    done = await broken.catalog.rosters
      .replace(YEAR, { due: null, units }, 0)
      .then(() => broken.catalog.rosters.resume(YEAR))
      .then(
        () => true,
        () => false,
      );
    if ((await openQueries(local.table, "s", PROFILES).roster(YEAR, NOW)).version === 0)
      await whole.catalog.rosters.replace(YEAR, { due: null, units }, 0);
    await whole.catalog.rosters.resumeAll();
    const all = openQueries(local.table, "s", PROFILES);
    const { states, unmatched } = await all.roster(YEAR, NOW);
    expect(states).toMatchObject({ "in-order": 2, missing: 0 });
    expect(unmatched.map(({ organization }) => organization)).toEqual(["柳河镇"]);
    expect((await all.list(NO_FILTER, 10, null)).items).toHaveLength(3);
    expect((await all.summary(2024, null, PROFILES[0].id)).reports).toBe(3);
  }
}, 120_000);
