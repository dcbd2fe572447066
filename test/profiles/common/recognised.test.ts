import { describe, expect, test } from "@jest/globals";
import type { Document } from "../../../lib/document/document.ts";
import { withRecognition } from "../../../lib/profiles/common/recognised.ts";
import type { Finding } from "../../../lib/profiles/common/rule.ts";
import { RULES } from "../../../lib/profiles/disclosure/rules/rules.ts";
import type { Judgement } from "../../../lib/profiles/judgement.ts";
import { makeJudgement } from "../../make/judgement.ts";

const scan: Document = {
  format: "pdf",
  title: null,
  pages: [{ number: 1, kind: "picture", width: 595, height: 842, recognised: true }],
  blocks: [],
};
const name = "济南市历下区教育局";
const organization: Judgement["organization"] = { name, division: { code: "370102", name: "山东省济南市历下区" } };
const finding = (code: string, quote: string): Finding => ({
  code,
  severity: "error",
  message: "残留占位文字。",
  cells: [],
  quote,
});
const read = (finding: Finding, ...pieces: string[]) =>
  withRecognition(
    makeJudgement({ organization, status: "invalid", findings: [finding] }),
    { document: scan, second: { pieces, blanksKept: true }, recognised: [1] },
    RULES,
  );

describe("a finding that rests on recognised words", () => {
  test.each(["TEMPLATE-TEXT", "ORGANIZATION-OTHER"])("(%s) stands where they were read the same way twice", (code) =>
    expect(read(finding(code, "20XX年"), name, "20XX年工作").findings[0]).toMatchObject({ code, severity: "error" }),
  );

  test.each(["TEMPLATE-TEXT", "ORGANIZATION-OTHER"])("(%s) is a thing to look at where they were not", (code) => {
    const judgement = read(finding(code, "20XX年"), name, "2024年工作");
    expect(judgement.findings[0]).toMatchObject({ code: "READ-UNSETTLED", severity: "warning" });
    expect(judgement.status).toBe("valid");
  });

  test("accuses no office whose own name is in doubt", () => {
    const judgement = read(
      { ...finding("AUTHORITY", ""), cells: ["proactive.regulations.issued"] },
      "济南市历卞区教育局",
    );
    expect(judgement.findings[0]).toMatchObject({ code: "READ-UNSETTLED" });
    expect(judgement).toMatchObject({ status: "needs-review", uncertain: ["organization"] });
  });
});

describe("a row that seems to be missing", () => {
  const missing: Finding = {
    code: "ROW-MISSING",
    severity: "error",
    message: "缺少一行。",
    cells: ["applications.resultTotal"],
  };
  const withDoubt = (name: string) =>
    withRecognition(
      makeJudgement({ organization, status: "invalid", findings: [missing], uncertain: [name] }),
      { document: scan, second: null, recognised: [1] },
      RULES,
    ).findings[0]?.code;

  test("accuses nobody where the table was not read as a whole", () =>
    expect(withDoubt("applications.otherHandling.other.total")).toBe("READ-UNSETTLED"));

  test("is missing where all else of its table was read", () =>
    expect(withDoubt("review.reconsideration.total")).toBe("ROW-MISSING"));
});
