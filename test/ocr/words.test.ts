import { describe, expect, test } from "@jest/globals";
import { asDigits, isNumber, looksLikeFigure, plain } from "../../lib/ocr/figure-text.ts";
import { KnownLabels } from "../../lib/ocr/labels.ts";

describe("figures as a recogniser reads them", () => {
  test("are compared half-width and with one sign for each dash", () => {
    expect(plain(" １２，３４５．６ ")).toBe("12,345.6");
    expect(plain("——")).toBe("--");
  });

  test("are told from words, also where a digit was taken for a letter", () => {
    for (const text of ["0", "12", "3.07", "1,204", "+2", "/", "无", "o", "l2"]) expect(looksLikeFigure(text)).toBe(true);
    for (const text of ["", "总计", "规章", "其他结果", "Apples"]) expect(looksLikeFigure(text)).toBe(false);
  });

  test("never turn a look-alike into what is printed", () => {
    expect(isNumber(plain("O"))).toBe(false);
    expect(isNumber(asDigits("O"))).toBe(true);
  });
});

describe("known labels", () => {
  const labels = new KnownLabels(["1.属于国家秘密", "5.属于三类内部事务信息", "6.属于四类过程性信息", "第二十条第（五）项", "第二十条第（六）项"]);

  test("correct a text that is nearly one of them", () => {
    expect(labels.correct("5.属干三类内部事务信息")).toBe("5.属于三类内部事务信息");
  });

  test("leave alone what is one of them, what is none, and what may be either of two", () => {
    expect(labels.correct("1.属于国家秘密")).toBeNull();
    expect(labels.correct("本机关不掌握相关政府信息")).toBeNull();
    expect(labels.correct("第二十条第（）项")).toBeNull();
  });
});
