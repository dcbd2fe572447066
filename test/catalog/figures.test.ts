import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  addSums,
  addTotals,
  enginesIn,
  groupOf,
  ofAnyEngine,
  statusesIn,
  storedTotals,
  totalOf,
} from "../../lib/catalog/figures.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { addDecimals, contributionOf } from "../../lib/report/collection/contribution.ts";
import type { Report } from "../../lib/report/schema.ts";
import { makeNotice, makeReport } from "../make/catalog.ts";

const [family] = PROFILES;
const at = (name: string): number => family.figures.names.indexOf(name);
const FEES = "proactive.fees.amount";

describe("totals", () => {
  test("of decimals are exact", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(6))), (amounts) => {
        const sum = amounts.reduce(
          (total, [digits, decimals]) => addDecimals(total, Number(`${digits}e-${decimals}`)),
          0,
        );
        const exact = amounts.reduce(
          (total, [digits, decimals]) => total + BigInt(digits) * 10n ** BigInt(6 - decimals),
          0n,
        );
        expect(Math.round(sum * 1e6)).toBe(Number(exact));
      }),
    );
  });

  test("are the same however the reports are divided", () => {
    const reports = [1, 2, 3, 4, 5].map((n) =>
      contributionOf(
        makeReport({
          organization: `${n}局`,
          year: 2024,
          changes: { [FEES]: n === 3 ? null : n / 10 },
          uncertain: n === 4 ? [FEES] : [],
        }),
        family,
      ),
    );
    const whole = totalOf(reports);
    for (let cut = 0; cut <= reports.length; cut++) {
      expect(addTotals([totalOf(reports.slice(0, cut)), addTotals([]), totalOf(reports.slice(cut))])).toEqual(whole);
    }
    const { sum, counted, uncertain, missing } = addSums(Object.values(whole));
    expect([sum, counted, uncertain, missing].map((list) => list[at(FEES)])).toEqual([0.8, 3, 1, 1]);
  });

  test("say which engine read how many, and mix no forms for it", () => {
    const read = (engineVersion: string, n: number) =>
      contributionOf(makeReport({ organization: `${n}局`, year: 2024, engineVersion }), family);
    const { engine: _, ...earlier } = read("0.1.0", 9);
    const totals = totalOf([read("0.1.0", 1), read("0.2.0", 2), read("0.2.0", 3), earlier]);
    expect(enginesIn(totals)).toEqual(
      new Map([
        [null, 1],
        ["0.1.0", 1],
        ["0.2.0", 2],
      ]),
    );
    expect(ofAnyEngine(totals)).toEqual(totalOf([1, 2, 3, 4].map(() => earlier)));
    expect(statusesIn(totals)).toMatchObject({ valid: 4 });
  });

  test("convert an amount's printed unit to that of the form, and leave out a unit that says nothing", () => {
    const report = makeReport({ organization: "甲局", year: 2024, changes: { [FEES]: 251_000 } });
    const withUnit = (unit: string) => {
      const figure = report.figures[FEES];
      const totals = totalOf([
        contributionOf(
          { ...report, figures: { ...report.figures, [FEES]: { ...figure, unit } } } as typeof report,
          family,
        ),
      ]);
      return addSums(Object.values(totals));
    };
    const seen = (unit: string) => {
      const { sum, counted, uncertain, converted } = withUnit(unit);
      return [sum, counted, uncertain, converted].map((list) => list[at(FEES)]);
    };
    expect(seen("元")).toEqual([25.1, 1, 0, 1]);
    expect(seen("千元")).toEqual([25_100, 1, 0, 1]);
    expect(seen("万元")).toEqual([251_000, 1, 0, 0]);
    expect(seen("件")).toEqual([0, 0, 1, 0]);
  });

  test("of what is no report count it and nothing else", () => {
    const totals = totalOf([contributionOf(makeNotice("通知"), null)]);
    expect(statusesIn(totals).unrecognized).toBe(1);
    expect(addSums(Object.values(totals)).counted.every((count) => count === 0)).toBe(true);
  });

  test("tell reports apart by what became of them and by their form", () => {
    const of = (status: "valid" | "invalid", template: "2021" | "2019" | null) =>
      contributionOf({ ...makeReport({ organization: "甲局", year: 2024, status }), template } as Report, family);
    const totals = totalOf([
      of("valid", "2021"),
      of("invalid", "2021"),
      of("valid", "2019"),
      of("invalid", null),
      of("valid", "2021"),
    ]);
    expect(Object.entries(totals).map(([key, { reports, sum }]) => [groupOf(key), reports, sum[at(FEES)]])).toEqual([
      [{ status: "invalid", template: null, engine: "1.0.0" }, 1, 251.6],
      [{ status: "invalid", template: "2021", engine: "1.0.0" }, 1, 251.6],
      [{ status: "valid", template: "2019", engine: "1.0.0" }, 1, 251.6],
      [{ status: "valid", template: "2021", engine: "1.0.0" }, 2, 503.2],
    ]);
    expect(statusesIn(totals)).toMatchObject({ valid: 3, invalid: 2, "needs-review": 0 });
  });

  test("as version 0.1.0 stored them keep their counts and sums, of reports that it did not tell apart", () => {
    const lists = { sum: [5], counted: [2], uncertain: [1], missing: [0], converted: [0] };
    const statuses = { valid: 1, invalid: 2, "needs-review": 0, unrecognized: 0, failed: 0 };
    const stored = storedTotals(JSON.stringify({ statuses, ...lists }));
    const later = addTotals([
      stored,
      totalOf([contributionOf(makeReport({ organization: "甲局", year: 2024 }), family)]),
    ]);
    expect(statusesIn(later)).toEqual({ ...statuses, valid: 2 });
    expect(addSums(Object.values(later)).sum[0]).toBe(5);
    expect(groupOf("")).toEqual({ status: null, template: null, engine: null });
    expect(storedTotals(JSON.stringify(later))).toEqual(later);
  });
});
