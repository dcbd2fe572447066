import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Decimal, decimalOf, difference, outcomeOf, sumOf, toText } from "../../../lib/profiles/common/decimal.ts";

const at = (text: string, decimals: number | null = 2, shift = 0): Decimal => {
  const decimal = decimalOf(text, decimals, shift);
  if (decimal === null) throw new Error(text);
  return decimal;
};
/** Money in fen as it is printed in 万元 with two decimals. */
const printed = (fen: number): string => (Math.round(fen / 10_000) / 100).toFixed(2);
const fen = fc.integer({ min: -(10 ** 11), max: 10 ** 11 });

describe("a printed figure", () => {
  test("is an integer of its last place, whatever separators it has", () => {
    expect([at("1,234.50"), at("１，２３４．５０"), at("-0.05"), at("45")].map(toText)).toEqual([
      "1234.50",
      "1234.50",
      "-0.05",
      "45.00",
    ]);
    expect(decimalOf("合计", 2)).toBeNull();
  });

  test("is the same text again", () =>
    fc.assert(fc.property(fen, (amount) => expect(toText(at(printed(amount)))).toBe(printed(amount)))));

  test("of 元 is reckoned beside 万元", () => {
    const gap = difference(at("3,286,618,082.20", 2, 4), at("328,661.81"));
    expect(outcomeOf(gap, "equal")).toBe("rounded");
    expect(outcomeOf(difference(at("3,286,618,182.20", 2, 4), at("328,661.81")), "equal")).toBe("broken");
  });
});

describe("a sum", () => {
  const parts = fc.array(fen, { minLength: 1, maxLength: 30 });
  const outcome = (amounts: readonly number[], total: string) =>
    outcomeOf(difference(sumOf(amounts.map((amount) => at(printed(amount)))), at(total)), "equal");

  test("of parts and total that are rounded each by itself is never broken", () =>
    fc.assert(
      fc.property(parts, (amounts) => {
        const total = printed(amounts.reduce((sum, amount) => sum + amount, 0));
        expect(outcome(amounts, total)).not.toBe("broken");
      }),
    ));

  test("is broken as soon as no rounding explains it, and exact only where nothing is left", () =>
    fc.assert(
      fc.property(parts, fc.integer({ min: -100, max: 100 }), (amounts, off) => {
        const exact = sumOf(amounts.map((amount) => at(printed(amount))));
        const total = toText({ ...exact, units: exact.units + BigInt(off) });
        // n parts and a total are each half a unit off at most.
        const expected = off === 0 ? "exact" : 2 * Math.abs(off) <= amounts.length + 1 ? "rounded" : "broken";
        expect(outcome(amounts, total)).toBe(expected);
      }),
    ));

  test("of exact figures is broken by one, and decided without binary fractions", () => {
    const exact = (text: string) => at(text, null);
    const gap = (total: string) => difference(sumOf([exact("0.1"), exact("0.2")]), exact(total));
    expect([gap("0.3"), gap("0.30001")].map((each) => outcomeOf(each, "equal"))).toEqual(["exact", "broken"]);
  });

  test("may be less where it is at most as much", () => {
    const outcomes = [
      ["1.00", "2.00"],
      ["2.01", "2.00"],
      ["2.02", "2.00"],
    ].map(([a = "", b = ""]) => outcomeOf(difference(at(a), at(b)), "atMost"));
    expect(outcomes).toEqual(["exact", "rounded", "broken"]);
  });
});
