import { describe, expect, test } from "@jest/globals";
import type { Violation } from "../../../../lib/profiles/common/rule.ts";
import { claimsOf } from "../../../../lib/profiles/disclosure/claims/claims.ts";
import type { Facts } from "../../../../lib/profiles/disclosure/facts.ts";
import { claimRules } from "../../../../lib/profiles/disclosure/rules/claims.ts";

function judged(
  code: string,
  text: string,
  figures: Readonly<Record<string, number | null>>,
): readonly Violation[] | null {
  const sections = [{ number: 1, title: "总体情况", text }];
  const facts: Facts = {
    document: { blocks: [] } as unknown as Facts["document"],
    identity: { title: null, organization: null, year: 2024, period: null, publishedOn: null },
    preamble: "",
    sections,
    tables: {
      template: "2021",
      applicationsForm: "2021",
      count: { proactive: 1, applications: 1, review: 1 },
      missingRows: [],
      cutLabels: [],
    },
    cells: new Map(
      Object.entries(figures).map(([figure, value]) => [
        figure,
        {
          figure,
          text: String(value ?? ""),
          value,
          kind: value === null ? ("blank" as const) : ("number" as const),
          place: { offset: 0, length: 1 },
          confidence: 1,
        },
      ]),
    ),
    claims: claimsOf(sections, { year: 2024 }),
    doubtful: new Set(),
    tracedSections: new Set(),
  };
  const rule = claimRules.find((candidate) => candidate.code === code);
  if (!rule) throw new Error(`no rule ${code}`);
  return rule.check(facts);
}

const N = "applications.newlyReceived.total";
const P = "applications.carriedOver.total";
const Z = "applications.resultTotal.total";
const F = "applications.carriedForward.total";

describe("CLAIM-RECEIVED", () => {
  const check = (text: string, figures: Readonly<Record<string, number | null>>) =>
    judged("CLAIM-RECEIVED", text, figures);

  test("passes where prose and table agree", () =>
    expect(check("全年收到政府信息公开申请5件。", { [N]: 5 })).toEqual([]));

  test("names both numbers where they do not", () => {
    expect(check("全年未收到政府信息公开申请。", { [N]: 3 })).toEqual([
      expect.objectContaining({
        cells: [N],
        expected: 3,
        actual: 0,
        section: 1,
        message: expect.stringMatching(/^第一部分正文所述数字为0，第三部分表格.*为3/u),
      }),
    ]);
  });

  test("says nothing where the cell is blank or the prose is silent", () => {
    expect(check("全年收到政府信息公开申请5件。", { [N]: null })).toBeNull();
    expect(check("全年公开信息5条。", { [N]: 5 })).toBeNull();
  });

  test("lets 收到 include what was carried over, but not 新收", () => {
    expect(check("全年收到政府信息公开申请7件。", { [N]: 5, [P]: 2 })).toEqual([]);
    expect(check("全年新收政府信息公开申请7件。", { [N]: 5, [P]: 2 })).toHaveLength(1);
  });

  test("proves nothing where applications were withdrawn", () => {
    expect(check("全年收到政府信息公开申请7件，申请人撤回2件。", { [N]: 5, [P]: 0 })).toEqual([]);
  });

  test("leaves a sentence dated another year to the rules on years", () => {
    expect(check("2023年收到政府信息公开申请7件。", { [N]: 5 })).toBeNull();
  });
});

describe("CLAIM-HANDLED", () => {
  const check = (text: string, figures: Readonly<Record<string, number | null>>) =>
    judged("CLAIM-HANDLED", text, figures);
  const text = "全年新收政府信息公开申请5件，上年结转1件，办结4件，结转下年度2件。";

  test("passes where the numbers agree", () => expect(check(text, { [N]: 5, [P]: 1, [Z]: 4, [F]: 2 })).toEqual([]));
  test("compares what was handled and carried forward", () =>
    expect(check(text, { [Z]: 3, [F]: 2 })).toEqual([expect.objectContaining({ cells: [Z], expected: 3, actual: 4 })]));
  test("compares outcomes", () =>
    expect(check("全年收到政府信息公开申请5件，予以公开3件。", { "applications.granted.total": 2 })).toEqual([
      expect.objectContaining({ expected: 2, actual: 3 }),
    ]));
  test("finds four stated numbers that do not balance", () =>
    expect(check("全年新收政府信息公开申请5件，上年结转1件，办结4件，结转下年度1件。", {})).toEqual([
      expect.objectContaining({ expected: 6, actual: 5 }),
    ]));
  test("says nothing without numbers", () => expect(check("全年未收到政府信息公开申请。", { [Z]: 0 })).toBeNull());
});

describe("CLAIM-REVIEW", () => {
  const check = (text: string, figures: Readonly<Record<string, number | null>>) =>
    judged("CLAIM-REVIEW", text, figures);
  const totals = {
    "review.reconsideration.total": 5,
    "review.litigationDirect.total": 1,
    "review.litigationAfterReconsideration.total": 2,
  };

  test("takes litigation as the sum of its two groups", () =>
    expect(check("政府信息公开行政复议5件、行政诉讼3件。", totals)).toEqual([]));
  test("finds cases the prose denies", () => {
    const found = check("未发生政府信息公开行政复议、行政诉讼。", totals);
    expect(found?.map(({ expected, actual }) => [expected, actual])).toEqual([
      [5, 0],
      [3, 0],
    ]);
  });
  test("locates a wrong outcome by a complete split", () => {
    const split = "政府信息公开行政复议5件，其中维持2，纠正1，其他1，尚未审结1。";
    const row = {
      ...totals,
      "review.reconsideration.upheld": 3,
      "review.reconsideration.corrected": 1,
      "review.reconsideration.other": 1,
      "review.reconsideration.pending": 1,
    };
    expect(check(split, row)).toEqual([
      expect.objectContaining({ cells: ["review.reconsideration.upheld"], expected: 3, actual: 2 }),
    ]);
  });
  test("says nothing where one group is missing", () =>
    expect(check("政府信息公开行政诉讼3件。", { "review.litigationDirect.total": 1 })).toBeNull());
});

describe("CLAIM-PROACTIVE", () => {
  const check = (text: string, figures: Readonly<Record<string, number | null>>) =>
    judged("CLAIM-PROACTIVE", text, figures);
  const issued = "proactive.normativeDocuments.issued";

  test("passes, fails and abstains", () => {
    expect(check("全年制发行政规范性文件3件。", { [issued]: 3 })).toEqual([]);
    expect(check("全年制发行政规范性文件3件。", { [issued]: 4 })).toEqual([
      expect.objectContaining({ expected: 4, actual: 3 }),
    ]);
    expect(check("全年制发行政规范性文件3件。", {})).toBeNull();
  });
  test.each(["全年作出行政处罚5件。", "全年作出行政处罚决定5件。", "全年作出5件行政处罚决定。"])(
    "reads the penalties of %s",
    (text) => {
      expect(check(text, { "proactive.penalties.decisions": 5 })).toEqual([]);
      expect(check(text, { "proactive.penalties.decisions": 6 })).toHaveLength(1);
    },
  );
  test("takes published items for what they are", () =>
    expect(check("主动公开行政处罚信息400条，行政许可900条。", { "proactive.penalties.decisions": 5 })).toBeNull());
});

describe("CLAIM-PARTS", () => {
  const check = (text: string) => judged("CLAIM-PARTS", text, {});

  test.each([
    "主动公开政府信息60条，其中网站20条，微信5条，其他35条。",
    "主动公开政府信息150条（110+30+6+4）。",
    "收到政府信息公开申请7件，其中自然人6件，法人或其他组织1件。",
    "政府信息公开行政复议5件，其中维持2，纠正1，其他1，尚未审结1。",
  ])("%s adds up", (text) => expect(check(text)).toEqual([]));

  test.each([
    ["主动公开政府信息60条，其中网站20条，微信6条，其他35条。", 61, 60],
    ["主动公开政府信息500条（20+200+30）。", 250, 500],
    ["收到政府信息公开申请7件，其中自然人5件，法人或其他组织1件。", 6, 7],
    ["政府信息公开行政复议5件，其中维持2，纠正1，其他1，尚未审结0。", 4, 5],
  ])("%s does not add up", (text, expected, actual) =>
    expect(check(text)).toEqual([expect.objectContaining({ expected, actual })]),
  );

  test.each([
    "主动公开政府信息60条，其中网站20条，微信5条。",
    "主动公开政府信息60条，其中网站20余条，微信5条，其他35条。",
    "主动公开政府信息300余条（50+40+200余）。",
    "主动公开政府信息600条（400+150+其他）。",
  ])("%s is no complete division", (text) => expect(check(text)).toBeNull());
});
