import { describe, expect, test } from "@jest/globals";
import { flatTextOfHtml } from "../../lib/formats/html/flat-text.ts";
import { ALTERED } from "../make/altered.ts";
import { LOOKS, ORDINARY } from "../make/html-looks.ts";
import { htmlReport } from "../make/html-report.ts";
import { judgementOf } from "../make/judgement.ts";
import { readHtml } from "../make/readings.ts";

/** What a report says of a figure that a person reads otherwise than its source has it, or does not see. */
function judged(bytes: Uint8Array) {
  const judgement = judgementOf(readHtml(bytes), flatTextOfHtml(bytes));
  return {
    ...judgement,
    codes: judgement.findings.map(({ code }) => code),
    value: judgement.tables?.applications?.granted?.naturalPerson,
  };
}

describe("a figure that a web page does not show as its source has it", () => {
  test.each(LOOKS)("is named %s: %s", (code, _, content, around) => {
    const { codes, uncertain, status } = judged(htmlReport(content, around));
    expect({ status, codes, named: uncertain.includes(ALTERED) }).toEqual({
      status: "needs-review",
      codes: expect.arrayContaining([code]),
      named: true,
    });
  });

  test("is read without what is struck, and with its mark apart", () => {
    expect(judged(htmlReport("<s>31</s>85")).value).toBe(85);
    expect(judged(htmlReport("85<sup>1</sup>")).value).toBe(85);
    expect(judged(htmlReport('<span style="text-decoration:line-through">31</span>85')).value).toBe(85);
  });
});

describe("an ordinary web page", () => {
  test.each(ORDINARY)("stays certain: %s", (_, content, around) => {
    const { codes, uncertain, status, value } = judged(htmlReport(content, around));
    expect({ status, codes, uncertain, value }).toEqual({
      status: "valid",
      codes: ["CONTACT-MISSING"],
      uncertain: [],
      value: 85,
    });
  });
});
