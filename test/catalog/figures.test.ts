import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { addTotals, totalOf } from "../../lib/catalog/figures.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { addDecimals, contributionOf } from "../../lib/report/collection/contribution.ts";
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
    expect([whole.sum, whole.counted, whole.uncertain, whole.missing].map((list) => list[at(FEES)])).toEqual([
      0.8, 3, 1, 1,
    ]);
  });

  test("convert an amount's printed unit to that of the form, and leave out a unit that says nothing", () => {
    const report = makeReport({ organization: "甲局", year: 2024, changes: { [FEES]: 251_000 } });
    const withUnit = (unit: string) => {
      const figure = report.figures[FEES];
      return totalOf([
        contributionOf(
          { ...report, figures: { ...report.figures, [FEES]: { ...figure, unit } } } as typeof report,
          family,
        ),
      ]);
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
    expect(totals.statuses.unrecognized).toBe(1);
    expect(totals.counted.every((count) => count === 0)).toBe(true);
  });
});
