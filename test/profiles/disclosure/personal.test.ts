import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { applicantNamesIn, maskPersonalNumbers, personalNumbersIn } from "../../../lib/profiles/disclosure/personal.ts";

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
    .reduce((total, digit, index) => total + (index % 2 === 0 ? Number("0246813579"[Number(digit)]) : Number(digit)), 0);
  return digits + ((10 - (sum % 10)) % 10);
};

describe("personal numbers", () => {
  const id = identityNumber("370102", "19900307", "123");

  test("an identity number is told by its check digit, in full-width digits and with spaces too", () => {
    expect(kinds(`申请人的号码为${id}。`)).toEqual(["id"]);
    expect(kinds(`号码 ${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`)).toEqual(["id"]);
    expect(kinds([...id].map((c) => (/\d/u.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(""))).toEqual(["id"]);
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
  ])("%p is none", (text) => {
    expect(personalNumbersIn(text)).toEqual([]);
  });

  test("are masked in the middle", () => {
    expect(maskPersonalNumbers(`（身份证号：${id}）电话13800001234`)).toBe(`（身份证号：3701**********${id.slice(-4)}）电话138****1234`);
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

describe("names of applicants", () => {
  test.each([
    ["2023年共受理一件依申请公开，为赵先生询问小区改造招标", ["赵先生"]],
    ["申请人王小明要求公开征地批文", ["王小明"]],
    ["答复李女士1件", ["李女士"]],
  ])("%p names %p", (sentence, names) => {
    expect(applicantNamesIn(sentence)).toEqual(names);
  });
  test.each([
    "申请人李某的来件已办结",
    "申请人申请公开的信息",
    "申请人应当补正",
    "申请人逾期未缴纳费用",
    "王先生在会上作了培训",
    "局长张强主持召开会议",
    "申请人王某某提出",
  ])("%p names nobody", (sentence) => {
    expect(applicantNamesIn(sentence)).toEqual([]);
  });
});
