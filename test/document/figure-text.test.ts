import { expect, test } from "@jest/globals";
import { isNumberText, isPlaceholder } from "../../lib/document/figure-text.ts";

test.each(["0", "1,234", "１２", "-3", "+2", " 5 6 ", "12.5万元", "3人次", "40%", "1'000"])(
  "%j looks like a number",
  (text) => expect(isNumberText(text)).toBe(true),
);
test.each(["", "/", "五", "约5", "85（含补办）", "2024年", "第1页", "元"])("%j looks like none", (text) =>
  expect(isNumberText(text)).toBe(false),
);

test.each(["/", "／", "——", "-", "无", "暂无。", " 不涉及 ", "×", "*", "N/A", "同上"])(
  "%j stands for a figure",
  (text) => expect(isPlaceholder(text)).toBe(true),
);
test.each(["", "0", "无规章", "详见附件", "其他"])("%j stands for none", (text) =>
  expect(isPlaceholder(text)).toBe(false),
);
