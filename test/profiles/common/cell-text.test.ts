import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCellText } from "../../../lib/profiles/common/cell-text.ts";

describe("the text of a figure's cell", () => {
  test.each([
    ["0", 0],
    ["　　0", 0],
    ["１２", 12],
    ["1,234", 1234],
    ["1，234.5", 1234.5],
    ["+2", 2],
    ["-1", -1],
    ["－1", -1],
    ["−3", -3],
    ["007", 7],
    ["190.457379", 190.457379],
    ["1 234", 1234],
    ["12\n34", 1234],
    ["0.00", 0],
    ["? 12", 12],
    ["??0", 0],
  ])("%j is the number %d", (text, value) => expect(readCellText(text)).toEqual({ value, kind: "number" }));

  test.each([
    ["1646.5万元", 1646.5, "万元"],
    ["251000元", 251000, "元"],
    ["3 件", 3, "件"],
  ])("%j keeps its unit and its number", (text, value, unit) =>
    expect(readCellText(text)).toEqual({ value, kind: "number", unit }),
  );

  test.each(["", " ", "\u3000", "\u00a0\n", "\u200b"])("%j is blank", (text) =>
    expect(readCellText(text)).toEqual({ value: null, kind: "blank" }),
  );

  test.each([
    "/",
    "—",
    "无",
    "-",
    "1 2",
    "0 0",
    "0\n0",
    "3O",
    "〇",
    "详见附件",
    "1.2.3",
    "12%",
    "?5",
    "12?",
    "1,23",
    "1e5",
    "0x1f",
    "99999999999999999999",
  ])("%j is no number", (text) => expect(readCellText(text)).toEqual({ value: null, kind: "text" }));

  test("reads back every count, however it is printed", () => {
    const full = (digits: string) => digits.replace(/\d/gu, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    const styles = [
      String,
      (n: number) => n.toLocaleString("en-US"),
      (n: number) => full(String(n)),
      (n: number) => ` ${n}\u3000`,
      (n: number) => `+${n}`,
    ];
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(styles.length - 1), (n, style) =>
        expect(readCellText((styles[style] ?? String)(n)).value).toBe(n),
      ),
    );
  });

  test.each(["13800001234", "138 000 012 34", "１３８００００１２３４", "6222021234567894"])(
    "%j is the number of a person and no figure",
    (text) => {
      expect(readCellText(text)).toEqual({ value: null, kind: "text" });
    },
  );

  test("an amount of as many digits is one", () => {
    expect(readCellText("13800001234元")).toEqual({ value: 13_800_001_234, kind: "number", unit: "元" });
  });
});
