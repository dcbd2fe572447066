import { describe, expect, test } from "@jest/globals";
import { decode } from "../../lib/formats/shared/decode.ts";

const text = "一、总体情况\n本年度共收到政府信息公开申请12件，均已按期答复。";
/** GBK bytes of 政府信息公开年度报告，共12件。 */
const gbk = Buffer.from("d5feb8aed0c5cfa2b9abbfaac4eab6c8b1a8b8e6a3acb9b23132bcfea1a3", "hex");
const gbkText = "政府信息公开年度报告，共12件。";
const wide = Buffer.from(text, "utf16le");

describe("bytes become text", () => {
  test("by their byte order mark", () => {
    expect(decode(Buffer.from(`\ufeff${text}`))).toEqual({ text, encoding: "utf-8" });
    expect(decode(Buffer.concat([Buffer.from([0xff, 0xfe]), wide]))).toEqual({ text, encoding: "utf-16le" });
    expect(decode(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]))).toEqual({
      text,
      encoding: "utf-16be",
    });
  });
  test("in UTF-16 without a mark, both ways round", () => {
    expect(decode(wide)).toEqual({ text, encoding: "utf-16le" });
    expect(decode(Buffer.from(wide).swap16())).toEqual({ text, encoding: "utf-16be" });
  });
  test("in gb18030 where nothing is declared, a cut last character left out", () => {
    expect(decode(gbk)).toEqual({ text: gbkText, encoding: "gb18030" });
    expect(decode(gbk.subarray(0, -1)).text).toBe(gbkText.slice(0, -1));
  });
  test("in UTF-8 though its last character is cut", () => {
    expect(decode(Buffer.from(text).subarray(0, -1))).toEqual({ text: text.slice(0, -1), encoding: "utf-8" });
  });
  test.each(["gb2312", "GBK", "utf-8", "iso-8859-1", "big5", "windows-1252"])(
    "in gb18030 though the page declares %s",
    (label) => {
      const bytes = Buffer.concat([
        Buffer.from(`<meta http-equiv=Content-Type content="text/html; charset=${label}">`),
        gbk,
      ]);
      expect(decode(bytes).text.endsWith(gbkText)).toBe(true);
    },
  );
  test("in UTF-8 though the page declares gb2312", () => {
    expect(decode(Buffer.from(`<meta charset="gb2312">${text}`)).text.endsWith(text)).toBe(true);
  });
  test("in UTF-8 though single bytes are damaged", () => {
    const bytes = Buffer.from(text.repeat(20));
    bytes[100] = 0xff;
    expect(decode(bytes).encoding).toBe("utf-8");
  });
});
