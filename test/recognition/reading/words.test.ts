import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  alikeAmong,
  asDigits,
  figureKind,
  isLoneFigure,
  isNumber,
  looksLikeFigure,
  plain,
} from "../../../lib/recognition/reading/figure-text.ts";
import { KnownLabels } from "../../../lib/recognition/reading/labels.ts";
import { withProvenNumbers } from "../../../lib/recognition/reading/lines.ts";

describe("figures as a recogniser reads them", () => {
  test("are compared half-width and with one sign for each dash", () => {
    expect(plain(" １２，３４５．６ ")).toBe("12,345.6");
    expect(plain("——")).toBe("--");
  });

  test("are told from words, also where a digit was taken for a letter", () => {
    for (const text of ["0", "12", "3.07", "1,204", "+2", "/", "无", "o", "l2"])
      expect(looksLikeFigure(text)).toBe(true);
    for (const text of ["", "总计", "规章", "其他结果", "Apples"]) expect(looksLikeFigure(text)).toBe(false);
  });

  test("never turn a look-alike into what is printed", () => {
    expect(isNumber(plain("O"))).toBe(false);
    expect(isNumber(asDigits("O"))).toBe(true);
  });
});

describe("look-alikes of digits", () => {
  test("are told from figures that stand as they are", () => {
    for (const text of ["0", "1,204", "66.5", "/", "—"]) expect(figureKind(text)).toBe("figure");
    for (const text of ["S", "O", "l", "○", "II", "B2"]) expect(figureKind(text)).toBe("alike");
    for (const text of ["XL", "M", "总计", ""]) expect(figureKind(text)).toBe("word");
  });

  const among = (text: string, row: number, column: number, sure = false) =>
    alikeAmong({ text, sure }, { row, column });

  test("are figures among figures, and words by themselves", () => {
    for (const text of ["S", "l", "O"]) {
      expect(among(text, 2, 0)).toBe("figure");
      expect(among(text, 1, 1)).toBe("figure");
      expect(among(text, 0, 0)).toBe("word");
    }
  });

  test("are in doubt where a look is sure of a letter that a model does not take for a digit everywhere", () => {
    expect(among("B", 3, 3, true)).toBe("doubt");
    expect(among("l", 3, 3, true)).toBe("figure");
    expect(among("O", 3, 3, true)).toBe("figure");
  });

  test("above a column of figures may be what names it: a size, a numeral, a circle", () => {
    expect(among("S", 0, 5)).toBe("word");
    expect(among("II", 0, 5)).toBe("word");
    expect(among("I", 0, 5)).toBe("doubt");
    expect(among("○", 0, 1)).toBe("doubt");
    expect(among("○", 0, 5)).toBe("figure");
  });
});

describe("known labels", () => {
  const labels = new KnownLabels([
    "1.属于国家秘密",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "第二十条第（五）项",
    "第二十条第（六）项",
  ]);

  test("correct a text that is nearly one of them", () => {
    expect(labels.correct("5.属干三类内部事务信息")).toBe("5.属于三类内部事务信息");
  });

  test("leave alone what is one of them, what is none, and what may be either of two", () => {
    expect(labels.correct("1.属于国家秘密")).toBeNull();
    expect(labels.correct("本机关不掌握相关政府信息")).toBeNull();
    expect(labels.correct("第二十条第（）项")).toBeNull();
  });

  test("give a text neither a number that does not stand there nor another", () => {
    const numbered = new KnownLabels([
      "八、社会保障和就业支出",
      "二十六、抗疫特别国债安排的支出",
      "政府性基金预算收入",
      "一、一般公共服务支出",
    ]);
    for (const text of [
      "一般公共服务支出",
      "社会保障和就业支出",
      "三、社会保障和就业支出",
      "二十四、抗疫特别国债安排的支出",
      "2、政府性基金预算收入",
    ])
      expect(numbered.correct(text)).toBeNull();
    for (const text of ["八、社会保降和就业支出", "入、社会保障和就业支出", "、社会保障和就业支出"])
      expect(numbered.correct(text)).toBe("八、社会保障和就业支出");
    expect(numbered.correct("一一般公共服务文出")).toBe("一、一般公共服务支出");
  });
});

describe("numbers in a line of which the looks differ", () => {
  test.each([
    ["what two of three have stands", ["共收到18件", "共收到13件", "共收到13件"], "共收到13件"],
    [
      "words stay as the first look has them",
      ["共收到18件，办结5件", "共收致13件，办结5件", "共收到13件，办结6件"],
      "共收到13件，办结5件",
    ],
    [
      "what no two have is illegible",
      ["共收到18件，办结5件", "共收到13件，办结5件", "共收到16件，办结5件"],
      "共收到□□件，办结5件",
    ],
    ["numerals before units are numbers", ["受理一件", "受理二件", "受理三件"], "受理□件"],
    [
      "a number that one look alone split is taken from the others",
      ["收到1 8件", "收到18件。", "收到18件"],
      "收到18件。",
    ],
    [
      "numbers on which not even their count is agreed are illegible",
      ["收到1 8件", "收到18件", "收到1 8 1件"],
      "收到□ □件",
    ],
  ] as const)("%s", (_, looks, text) => expect(withProvenNumbers(looks)).toBe(text));

  test("keep what all looks have, whatever stands between", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(99_999), fc.constantFrom("件，其中", "条。", "年")), { maxLength: 5 }),
        (parts) => {
          const text = parts.map(([number, words]) => `${number}${words}`).join("");
          expect(withProvenNumbers([text, text, text.replaceAll("件", "仵")])).toBe(text);
        },
      ),
    );
  });
});

describe("figures outside of tables", () => {
  test("are told from the last characters of a sentence", () => {
    for (const text of ["0", "12", "l2", "/", "无"]) expect(isLoneFigure(text)).toBe(true);
    for (const text of ["日。", "31日", "1日。", "口"]) expect(isLoneFigure(text)).toBe(false);
  });
});
