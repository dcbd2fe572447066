import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { NO_FILTER, type ReportFilter } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import type { Report } from "../../lib/report/schema.ts";
import { catalogOver, makeNotice, moment } from "../make/catalog.ts";
import { accounts, disclosed, FAMILIES, FIGURE, FIRST, SECOND } from "../make/families.ts";

/** Two families of documents in one catalog: each has its own slots, lists, sums and history. */

const tables: LocalTable[] = [];
afterAll(() => Promise.all(tables.map(({ close }) => close())));

async function open() {
  const local = await openLocalTable();
  tables.push(local);
  const { catalog, reports } = catalogOver(local.table, FAMILIES);
  const queries = openQueries(local.table, "secret", FAMILIES);
  let n = 0;
  return {
    table: local.table,
    queries,
    /** The nth report stands under the key n. */
    handIn: async (...all: readonly Report[]) => {
      for (const report of all) {
        n += 1;
        reports.set(report.id, report);
        await catalog.record({ bucket: "b", key: `${n}`, version: "1", at: moment(n), sequence: "" }, report);
      }
    },
    catalog,
    ids: async (filter: Partial<ReportFilter>) =>
      (await queries.list({ ...NO_FILTER, ...filter }, 10, null)).items.map(({ id }) => id),
  };
}

describe("two families", () => {
  let house: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    house = await open();
  });

  test("leave each other's reports of one organization and year in their places", async () => {
    const [report, other, correction] = [disclosed(), accounts(5), accounts(6)];
    await house.handIn(report, other, correction);
    expect(await house.queries.report(report.id)).toMatchObject({ standing: "current", profile: FIRST.id });
    expect(await house.queries.report(other.id)).toMatchObject({
      standing: "superseded",
      supersededBy: correction.id,
      profile: SECOND.id,
    });
    await house.catalog.withdraw({ bucket: "b", key: "3", at: moment(9), sequence: "" });
    expect(await house.queries.report(other.id)).toMatchObject({ standing: "current" });
    await house.catalog.withdraw({ bucket: "b", key: "1", at: moment(9), sequence: "" });
    expect(await house.ids({})).toEqual([other.id]);
  });

  test("stand in one list, the newest first, and each in its own where it is asked for", async () => {
    const [report, other, notice, doubtful] = [
      disclosed(),
      accounts(5),
      makeNotice("通知"),
      accounts(7, { year: 2023, status: "needs-review" }),
    ];
    await house.handIn(report, other, notice, doubtful);
    expect(await house.ids({})).toEqual([doubtful.id, notice.id, other.id, report.id]);
    const first = await house.queries.list(NO_FILTER, 3, null);
    expect((await house.queries.list(NO_FILTER, 3, first.cursor)).items.map(({ id }) => id)).toEqual([report.id]);
    expect(await house.ids({ profile: FIRST.id })).toEqual([report.id]);
    for (const place of [{}, { division: "37" }, { division: "370102" }, { organization: "甲 局" }]) {
      expect(await house.ids({ ...place, profile: SECOND.id })).toEqual([doubtful.id, other.id]);
      expect(await house.ids({ ...place, profile: SECOND.id, year: 2024 })).toEqual([other.id]);
      expect(await house.ids({ ...place, profile: SECOND.id, status: "needs-review" })).toEqual([doubtful.id]);
      expect(await house.ids({ ...place, year: 2024 })).toEqual([other.id, report.id]);
    }
    expect(await house.ids({ status: "unrecognized" })).toEqual([notice.id]);
    expect(await house.ids({ status: "unrecognized", profile: SECOND.id })).toEqual([]);
    expect(await house.ids({ profile: "of another engine" })).toEqual([]);
  });

  test("are added up apart, with the first what is of none, and no other than these", async () => {
    const fees = "proactive.fees.amount";
    await house.handIn(
      disclosed({ changes: { [fees]: 2 } }),
      accounts(5),
      accounts(0.5, { year: 2023 }),
      accounts(7, { organization: "乙局", uncertain: [FIGURE], status: "needs-review" }),
      makeNotice("通知"),
    );
    const own = { sum: 5.5, counted: 2, uncertain: 1, missing: 0 };
    for (const division of [null, "37", "3701", "370102"])
      expect(await house.queries.summary(null, division, SECOND.id)).toMatchObject({
        profile: SECOND.id,
        figures: { [FIGURE]: own },
        reports: 3,
        statuses: { valid: 2, "needs-review": 1, unrecognized: 0 },
      });
    const year = await house.queries.summary(2023, "370102", SECOND.id);
    expect([year.figures, year.organizations]).toEqual([
      { [FIGURE]: { ...own, sum: 0.5, counted: 1, uncertain: 0 } },
      ["甲局"],
    ]);
    const first = await house.queries.summary(null, null, FIRST.id);
    expect(first).toMatchObject({ profile: FIRST.id, reports: 2, statuses: { valid: 1, unrecognized: 1 } });
    expect(first.figures[fees]).toEqual({ sum: 2, counted: 1, uncertain: 0, missing: 0 });
    expect(first.figures[FIGURE]).toBeUndefined();
    await expect(house.queries.summary(null, null, "of another engine")).rejects.toThrow("no profile");
    expect(await house.queries.years(null)).toEqual([2024, 2023]);
    expect(await house.queries.years(SECOND.id)).toEqual([2024, 2023]);
    expect(await house.queries.years(FIRST.id)).toEqual([2024]);
  });

  test("are compared with the year before of their own family, by its own rules", async () => {
    const [before, now] = [accounts(5, { year: 2023 }), accounts(6)];
    await house.handIn(disclosed({ year: 2023 }), now, before, disclosed());
    expect((await house.queries.report(now.id))?.history).toMatchObject([{ code: "BUDGET", expected: 5, actual: 6 }]);
    expect((await house.queries.report(disclosed().id))?.history.map(({ code }) => code)).toEqual(["HISTORY-CARRY"]);
  });

  test.each([
    ["a report of one organization", {}],
    ["a report of no organization, in its own slot", { organization: null, year: null }],
  ])("%s that another engine takes for the other family leaves the lists and sums of the first", async (_, change) => {
    const then = { ...disclosed(), ...change } as Report;
    const now = { ...accounts(5), ...change, id: then.id, engineVersion: "2.0.0" } as Report;
    await house.handIn(then);
    expect(await house.ids({ profile: FIRST.id })).toEqual([then.id]);
    await house.handIn(now);
    expect(await house.ids({ profile: FIRST.id, all: true })).toEqual([]);
    expect(await house.ids({ profile: SECOND.id })).toEqual([then.id]);
    expect(await house.queries.summary(null, null, FIRST.id)).toMatchObject({ reports: 0, figures: {} });
    expect(await house.queries.summary(null, null, SECOND.id)).toMatchObject({
      reports: 1,
      figures: { [FIGURE]: { sum: 5 } },
    });
  });
});
