import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findQuantities, parseNumeral } from "../../../lib/profiles/common/numerals.ts";

const DIGITS = [..."零一二三四五六七八九"];

/** The usual spelling of a number below 10^12: 一百零五, 二十, 十二, 三万零八. */
function spell(value: number): string {
  if (value === 0) return "零";
  const section = (n: number): string => {
    let text = "";
    let gap = false;
    for (const [unit, name] of [
      [1000, "千"],
      [100, "百"],
      [10, "十"],
      [1, ""],
    ] as const) {
      const digit = Math.floor(n / unit) % 10;
      if (digit === 0) gap = text !== "";
      else {
        text += (gap ? "零" : "") + DIGITS[digit] + name;
        gap = false;
      }
    }
    return text;
  };
  let text = "";
  for (const [unit, name] of [
    [1e8, "亿"],
    [1e4, "万"],
    [1, ""],
  ] as const) {
    const part = Math.floor(value / unit) % 10_000;
    if (part > 0) text += (text !== "" && part < 1000 ? "零" : "") + section(part) + name;
  }
  return text.replace(/^一十/u, "十");
}

describe("numerals", () => {
  test("every number comes back from its Chinese spelling", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (value) =>
        expect(parseNumeral(spell(value))).toBe(value),
      ),
    );
  });

  test("every number comes back from digits with separators, in full width or spaced", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
        const grouped = value.toLocaleString("en-US");
        const wide = grouped.replace(/[0-9,]/gu, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
        for (const text of [grouped, wide, [...String(value)].join(" ")]) expect(parseNumeral(text)).toBe(value);
      }),
    );
  });

  test.each([
    ["两", 2],
    ["〇", 0],
    ["二〇二四", 2024],
    ["4.5万", 45_000],
    ["1.2亿", 120_000_000],
    ["一百零五", 105],
  ])("%s is %d", (text, value) => expect(parseNumeral(text)).toBe(value));

  test.each(["", "十百", "一百二", "零件", "1,23", "两两", "abc"])("%p is no number", (text) =>
    expect(parseNumeral(text)).toBeNull(),
  );

  test.each([
    "120余件",
    "30多条",
    "近百件",
    "约30件",
    "30件左右",
    "30件以上",
    "数十件",
    "几十件",
    "十几件",
    "上百件",
    "逾30件",
    "9万余条",
    "4.5万条",
    "不足5件",
    "一百二件",
  ])("%s is approximate", (text) => expect(findQuantities(text)).toEqual([expect.objectContaining({ exact: false })]));

  test.each([
    ["共32件", 32, "件"],
    ["总数十二件", 12, "件"],
    ["1,234条", 1234, "条"],
    ["96171.6万元", 96171.6, "万元"],
    ["申请为零", 0, ""],
  ])("%s holds one exact number", (text, value, unit) =>
    expect(findQuantities(text)).toEqual([expect.objectContaining({ value, unit, exact: true })]),
  );

  test.each(["进一步统一", "第一项任务", "每一件", "一次性告知", "唯一", "十分重要"])("%s holds no count", (text) =>
    expect(findQuantities(text).filter((quantity) => quantity.unit !== "第")).toEqual([]),
  );
});
