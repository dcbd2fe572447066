import { describe, expect, test } from "@jest/globals";
import { privacyRules } from "../../../../lib/profiles/disclosure/rules/privacy.ts";
import { EMPTY_DOCUMENT, judged, report } from "../prose.ts";

const found = (code: string, text: string) => judged(privacyRules, code, report({ texts: { 1: text } }));

describe("personal information", () => {
  test.each([
    ["PRIVACY-ID", "申请人李某（身份证号：110105199003071234）的来件已办结。", "110105199003071234"],
    ["PRIVACY-MOBILE", "联系人手机13800001234。", "13800001234"],
    ["PRIVACY-BANK", "费用汇入卡号6222020000000000000。", "6222020000000000000"],
    ["PRIVACY-NAME", "申请人王小明要求公开征地批文。", "王小明"],
  ])("%s is found once and never printed in full", (code, text, secret) => {
    const findings = found(code, `${text}${text}`);
    expect(findings).toHaveLength(1);
    expect(findings?.[0]?.section).toBe(1);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test.each(["PRIVACY-ID", "PRIVACY-MOBILE", "PRIVACY-BANK", "PRIVACY-NAME"])(
    "%s passes a clean report and says nothing about one without words",
    (code) => {
      expect(judged(privacyRules, code, report())).toEqual([]);
      expect(judged(privacyRules, code, EMPTY_DOCUMENT)).toBeNull();
    },
  );
});
