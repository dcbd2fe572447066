import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { type Judgement, UNRECOGNIZED } from "../../lib/profiles/judgement.ts";
import { assembleFailure, assembleReport, reportJson } from "../../lib/report/assemble.ts";
import { documentJson } from "../../lib/report/document-json.ts";
import { reportJsonSchema, reportSchema } from "../../lib/report/schema.ts";
import { makeInvalid, makeJudgement, makeNeedsReview, makeSource } from "../make/judgement.ts";

const origin = { engineVersion: "0.1.0", source: makeSource() };
const ID_NUMBER = "11010519491231002X";

describe("report.json", () => {
  test.each([
    ["valid", makeJudgement()],
    ["invalid", makeInvalid()],
    ["needs-review", makeNeedsReview()],
    ["valid", makeJudgement({ year: 2020 }, {}, "2019")],
    ["unrecognized", UNRECOGNIZED],
  ] satisfies [string, Judgement][])(
    "a %s judgement becomes a report that reads back the same",
    (status, judgement) => {
      const report = assembleReport(judgement, origin);
      expect(report).toMatchObject({
        status,
        schemaVersion: 1,
        id: origin.source.sha256,
        findings: judgement.findings,
        uncertain: judgement.uncertain,
      });
      expect(reportSchema.parse(JSON.parse(reportJson(report)))).toEqual(report);
    },
  );

  test("every figure of the form is there, as a number or null", () => {
    const report = assembleReport(makeInvalid(), origin);
    expect(report.tables?.applications?.["denied.stateSecret"]).toHaveProperty("total", 0);
    expect(report.tables?.review?.reconsideration).toHaveProperty("pending", null);
    expect(report.figures).not.toHaveProperty("review.reconsideration.pending");
  });

  test("a failure has its reason and nothing else", () => {
    const report = assembleFailure(
      { code: "ENCRYPTED", message: "文件设有打开密码。" },
      { ...origin, source: makeSource({ format: null, pages: null }) },
    );
    expect(report).toMatchObject({
      status: "failed",
      error: { code: "ENCRYPTED" },
      profile: null,
      tables: null,
      figures: {},
      sections: [],
    });
    expect(reportSchema.parse(JSON.parse(reportJson(report)))).toEqual(report);
  });

  test("a table with a figure left out is refused instead of written", () => {
    const { review: _, ...rest } = makeJudgement().tables ?? {};
    expect(() => assembleReport(makeJudgement({ tables: rest }), origin)).toThrow(/review/u);
  });

  test("a figure that is no finite number is refused, since JSON would make it null", () => {
    expect(() => assembleReport(makeJudgement({}, { "review.reconsideration.total": Number.NaN }), origin)).toThrow(
      /tables/u,
    );
  });

  test("a place counts pages from 1 and boxes have four numbers", () => {
    const figure = { text: "0", where: { page: 0, box: [1, 2, 3, 4] as const }, confidence: 1 };
    expect(() =>
      assembleReport(makeJudgement({ figures: { "review.reconsideration.total": figure } }), origin),
    ).toThrow();
  });

  test("personal numbers are masked wherever document text is kept", () => {
    const says = `申请人身份证号${ID_NUMBER}`;
    const report = assembleReport(
      makeJudgement({
        title: says,
        organization: { name: says, division: null },
        sections: [{ number: 1, title: says, text: says }],
        claims: [{ figure: "review.reconsideration.total", value: 1, text: says, section: 1 }],
        findings: [{ code: "PRIVACY-ID", severity: "error", message: says, cells: [], quote: says }],
      }),
      origin,
    );
    expect(reportJson(report)).not.toContain(ID_NUMBER);
    expect(reportJson(report)).toContain("申请人身份证号");
  });

  test("the published JSON Schema is the schema in force (npx tsx test/make/report-schema.ts writes it)", () => {
    expect(readFileSync(new URL("../../docs/report.schema.json", import.meta.url), "utf8")).toBe(reportJsonSchema());
  });
});

test("document.json keeps blocks with their places", () => {
  const paragraph = {
    kind: "paragraph",
    text: "第一段\u0000",
    role: "body",
    place: { page: 1, box: [72, 72, 400, 12] },
  } as const;
  const written = documentJson({
    format: "pdf",
    title: null,
    pages: [{ number: 1, kind: "text", width: 595, height: 842 }],
    blocks: [paragraph],
  });
  expect(JSON.parse(written)).toEqual({
    schemaVersion: 1,
    format: "pdf",
    title: null,
    pages: [{ number: 1, kind: "text", width: 595, height: 842 }],
    blocks: [paragraph],
  });
});
