import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { oldReport, sha256 } from "../make/catalog.ts";
import { filed, HOUSES, type House } from "../make/houses.ts";
import { officeName, officeReport } from "../make/reports.ts";

/**
 * Reports outlive the engine that wrote them: on both set-ups, a year that an older one has read is last year's report
 * to this one.
 */

/** The office whose 2023 stands in test/fixtures/reports/valid.json: 3 applications carried forward. */
const OFFICE = 3;

interface Item {
  readonly id: string;
  readonly engineVersion: string;
  readonly history: readonly { code: string; expected?: number; actual?: number }[];
}

describe.each(HOUSES)("%s", (_, open) => {
  let house: House;
  beforeAll(async () => {
    house = await open(
      filed(
        await Promise.all([
          oldReport("valid"),
          oldReport("invalid-2019"),
          oldReport("unrecognized"),
          oldReport("failed"),
        ]),
      ),
    );
  }, 120_000);
  afterAll(() => house.close());

  const json = async <T>(path: string): Promise<T> => (await (await house.ask(path)).json()) as T;
  const reportOf = async (office: number, year: number): Promise<Item | undefined> =>
    (await json<{ items: Item[] }>(`/reports?year=${year}&organization=${encodeURIComponent(officeName(office))}`))
      .items[0];

  test("compares a new year with last year's report of an older engine, before anything is read anew", async () => {
    await house.handIn("2024.html", officeReport(OFFICE, 2024));
    expect(await house.troubles()).toEqual([]);
    expect((await reportOf(OFFICE, 2023))?.engineVersion).toBe("0.0.9");
    expect((await reportOf(OFFICE, 2024))?.history).toMatchObject([{ code: "HISTORY-CARRY", expected: 3, actual: 0 }]);
  }, 120_000);

  test("answers with the reports of an older engine, one by one and in its lists", async () => {
    const figures = await (await house.ask("/figures.csv?year=2023")).text();
    const problems = await (await house.ask("/problems.csv?year=2023")).text();
    for (const name of ["valid", "invalid-2019", "unrecognized", "failed"] as const) {
      const old = JSON.parse(new TextDecoder().decode(await oldReport(name)));
      expect(await json(`/reports/${old.id}`)).toMatchObject({ ...old, standing: "current" });
      if (old.year === null) continue;
      expect(figures).toContain(`${old.source.name},${old.organization.name}`);
      expect(problems).toContain(`${old.organization.name},${old.source.name}`);
    }
  });

  test("lets a damaged report harm nothing but itself, says so, and heals it when its file is handed in again", async () => {
    const [neighbour, year] = [OFFICE + 1, officeReport(OFFICE + 1, 2023)];
    const id = sha256(year);
    await house.handIn("neighbour 2023.html", year);
    await house.results.put(`${id}/report.json`, '{"organization":"秘密"', "application/json");
    await house.handIn("neighbour 2024.html", officeReport(neighbour, 2024));
    expect(await house.troubles()).toEqual([]);
    expect((await reportOf(neighbour, 2024))?.history).toEqual([]);

    const answer = await house.ask(`/reports/${id}`);
    expect([answer.status, await answer.json()]).toMatchObject([500, { code: "UNREADABLE_REPORT" }]);
    // Its file is answered all the same, where it is kept.
    expect([200, 302]).toContain((await house.ask(`/reports/${id}/source`, { redirect: "manual" })).status);
    const figures = await (await house.ask("/figures.csv")).text();
    expect(figures).toContain("neighbour 2024.html");
    expect(figures).not.toContain("neighbour 2023.html");
    expect(house.log()).toContain("report not readable");
    expect(house.log()).toContain(`the report.json of ${id} can't be understood`);
    expect(house.log()).not.toContain("秘密");

    await house.handIn("neighbour 2023.html", year);
    expect(await house.troubles()).toEqual([]);
    expect(await json(`/reports/${id}`)).toMatchObject({ id, year: 2023, standing: "current" });
    expect((await reportOf(neighbour, 2024))?.history).toMatchObject([
      { code: "HISTORY-CARRY", expected: 4, actual: 0 },
    ]);
  }, 120_000);
});
