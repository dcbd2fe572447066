import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { maskPersonalNumbers, personalNumbersIn } from "../../lib/document/personal-numbers.ts";

const kinds = (text: string): string[] => personalNumbersIn(text).map(({ kind }) => kind);

/** A made-up identity number with the right check digit. */
function identityNumber(region: string, birth: string, order: string): string {
  const digits = region + birth + order;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return digits + "10X98765432"[weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11];
}

/** Card digits completed by the check digit of Luhn. */
const cardNumber = (digits: string): string => {
  const sum = [...digits]
    .reverse()
    .reduce(
      (total, digit, index) => total + (index % 2 === 0 ? Number("0246813579"[Number(digit)]) : Number(digit)),
      0,
    );
  return digits + ((10 - (sum % 10)) % 10);
};

describe("personal numbers", () => {
  const id = identityNumber("370102", "19900307", "123");

  test("an identity number is told by its check digit, in full-width digits and with spaces too", () => {
    expect(kinds(`申请人的号码为${id}。`)).toEqual(["id"]);
    expect(kinds(`号码 ${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`)).toEqual(["id"]);
    expect(
      kinds([...id].map((c) => (/\d/u.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join("")),
    ).toEqual(["id"]);
  });

  test("one with a wrong check digit counts beside the word only", () => {
    const wrong = id.slice(0, 17) + (id[17] === "1" ? "2" : "1");
    expect(kinds(`编号${wrong}`)).toEqual([]);
    expect(kinds(`（身份证号：${wrong}）`)).toEqual(["id"]);
  });

  test("an old number of 15 digits counts beside the word only", () => {
    expect(kinds("身份证号370102900307123")).toEqual(["id"]);
    expect(kinds("索引号370102900307123")).toEqual([]);
  });

  test("mobile and bank card numbers", () => {
    expect(kinds("联系电话13800001234")).toEqual(["mobile"]);
    expect(kinds("联系电话138 0000 1234")).toEqual(["mobile"]);
    expect(kinds(`卡号${cardNumber("622202123456789")}`)).toEqual(["bank"]);
    expect(kinds(cardNumber("622202000000000000").replace(/(\d{4})(?=\d)/gu, "$1 "))).toEqual(["bank"]);
    expect(kinds(`编号${cardNumber("402202123456789")}`)).toEqual([]);
    expect(kinds(`卡号${cardNumber("622202123456789").slice(0, 15)}x`)).toEqual([]);
  });

  test.each([
    "0531-86095545",
    "索引号：20230618-163525-505",
    "统一社会信用代码11370983004351377Y",
    "https://www.example.gov.cn/art/13800001234.html",
    "国办公开办函〔2021〕30号",
    "行政处罚11398889件",
    "content_13800001234.html",
    "鲁政办〔2024〕13800001234567号",
    "鲁备2024-13800001234",
    "收入13,800,001,234元，支出13800001234元",
    "占比0.13800001234",
    "15 0 0 0 0 0 15",
    "135 1 0 0 0 0 136",
    "1350 200 30 12 4 0 1596",
    "1350.20 138.20",
    "2024.01.01-2024.12.31",
    "0531-86095545/86095546",
    "13500 245000",
    "①主动公开1380件②依申请公开1234件",
  ])("%p is none", (text) => {
    expect(personalNumbersIn(text)).toEqual([]);
  });

  test("are masked in the middle", () => {
    expect(maskPersonalNumbers(`（身份证号：${id}）电话13800001234`)).toBe(
      `（身份证号：3701**********${id.slice(-4)}）电话138****1234`,
    );
  });

  const mobile = "13800001234";
  const bank = cardNumber("622202123456789");
  const everyDigit = (number: string, write: (digit: number) => string) =>
    number.replace(/\d/gu, (digit) => write(Number(digit)));
  const WAYS: Readonly<Record<string, (number: string) => string>> = {
    "with a blank after each digit": (number) => [...number].join(" "),
    "with marks without width": (number) => [...number].join("\u200b").replace("\u200b", "\u2060\u00ad\ufeff\u200e"),
    "with dots": (number) => [...number].join("."),
    "with slashes": (number) => [...number].join("/"),
    "with hyphens": (number) => [...number].join("-"),
    "in pairs": (number) => (number.match(/..?/gu) ?? []).join(" "),
    "in groups of four": (number) => number.replace(/(?=(?:.{4})+$)/gu, " "),
    "over two lines": (number) => `${number.slice(0, 7)}\n\u3000\u3000${number.slice(7)}`,
    "between letters": (number) => `ID${number}abc`,
    "between Chinese": (number) => `号${number}的`,
    "behind an item's number": (number) => `①${number}`,
    "before a note's mark": (number) => `${number}²`,
    "behind a landline": (number) => `0531-86095545/${number}`,
    "in full-width digits": (number) => everyDigit(number, (digit) => String.fromCodePoint(0xff10 + digit)),
    "in mathematical digits": (number) => everyDigit(number, (digit) => String.fromCodePoint(0x1d7ce + digit)),
    "in circled digits": (number) => everyDigit(number, (digit) => "⓪①②③④⑤⑥⑦⑧⑨"[digit] as string),
    "in black circled digits": (number) => everyDigit(number, (digit) => "⓿❶❷❸❹❺❻❼❽❾"[digit] as string),
    "in keycaps": (number) => everyDigit(number, (digit) => `${digit}\ufe0f\u20e3`),
    "in Arabic digits of Arabia": (number) => everyDigit(number, (digit) => String.fromCodePoint(0x0660 + digit)),
    "in Chinese digits": (number) => everyDigit(number, (digit) => "〇一二三四五六七八九"[digit] as string),
    "in several kinds of digits": (number) =>
      number.replace(/\d/gu, (digit, at) => (at % 3 === 0 ? ("⓪①②③④⑤⑥⑦⑧⑨"[Number(digit)] as string) : digit)),
  };
  const shown = (text: string) => [...text].filter((character) => character === "*").length;

  test.each(Object.entries(WAYS))("are told and masked %s", (_, write) => {
    for (const [kind, number, hidden] of [
      ["id", id, 10],
      ["mobile", mobile, 4],
      ["bank", bank, 8],
    ] as const) {
      const text = `联系人的${write(number)}。`;
      const masked = maskPersonalNumbers(text);
      expect({ number, kinds: kinds(text) }).toEqual({ number, kinds: [kind] });
      expect(masked).toHaveLength(text.length);
      expect(shown(masked)).toBeGreaterThanOrEqual(hidden);
    }
  });

  test("an identity number may end in an X of any kind", () => {
    const withX =
      Array.from({ length: 99 }, (_, order) => identityNumber("370102", "19900307", String(order + 100))).find(
        (number) => number.endsWith("X"),
      ) ?? "";
    for (const x of ["X", "x", "Ｘ", "Ⅹ", "×"])
      expect({ x, kinds: kinds(`号码${withX.slice(0, 17)}${x}的`) }).toEqual({ x, kinds: ["id"] });
  });

  test("several in a row are each masked, and no longer found", () => {
    const text = `${mobile}/13900005678 138 0000 1234 139 0000 5678，${mobile}@example.cn，+86 ${mobile}，86-${mobile}`;
    expect(kinds(text)).toEqual(Array(7).fill("mobile"));
    expect(kinds(maskPersonalNumbers(text))).toEqual([]);
  });

  test("masking keeps the length and leaves nothing to find but what has no digits to hide", () => {
    const number = fc.tuple(
      fc.integer({ min: 0, max: 999 }),
      fc.integer({ min: 1950, max: 2005 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    );
    fc.assert(
      fc.property(number, fc.string(), ([order, year, month, day], noise) => {
        const printed = identityNumber(
          "110105",
          `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`,
          String(order).padStart(3, "0"),
        );
        const text = `${noise}，号码${printed}。`;
        const masked = maskPersonalNumbers(text);
        expect(masked).toHaveLength(text.length);
        expect(masked).not.toContain(printed);
      }),
    );
  });
});
