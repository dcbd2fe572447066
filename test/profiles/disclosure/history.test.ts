import { describe, expect, test } from "@jest/globals";
import type { Template } from "../../../lib/profiles/disclosure/facts.ts";
import { judgeHistory } from "../../../lib/profiles/disclosure/history/history.ts";
import type { YearReport } from "../../../lib/profiles/profile.ts";
import { makeJudgement } from "../../make/judgement.ts";

/** Carries nothing over, so that two years fit. */
const FITTING = { "applications.carriedOver.naturalPerson": 2, "applications.carriedOver.total": 2 };

const yearOf = (
  year: number,
  changes: Readonly<Record<string, number | null>> = {},
  more: Partial<YearReport> = {},
  form: Template = "2021",
): YearReport => ({
  ...makeJudgement({ year, claims: [] }, { ...FITTING, ...changes }, form),
  ...more,
});
const findings = (previous: YearReport, current: YearReport) =>
  judgeHistory(previous, current).map(({ code, severity, expected, actual }) => [code, severity, expected, actual]);

describe("two years of one organization", () => {
  test("that fit have no finding", () => expect(findings(yearOf(2023), yearOf(2024))).toEqual([]));

  test("must carry over what was carried forward, in every column", () => {
    expect(findings(yearOf(2023, { "applications.carriedForward.total": 3 }), yearOf(2024))).toEqual([
      ["HISTORY-CARRY", "error", 3, 2],
    ]);
    const [column] = judgeHistory(
      yearOf(2023, { "applications.carriedForward.business": 1, "applications.carriedForward.naturalPerson": 1 }),
      yearOf(2024),
    );
    expect(column).toMatchObject({
      cells: ["applications.carriedOver.naturalPerson", "applications.carriedOver.business"],
      expected: 1,
      actual: 2,
    });
    expect(column?.message).toContain("2023年");
  });

  test("also where the form changed in between", () => {
    expect(findings(yearOf(2020, { "applications.carriedForward.total": 3 }, {}, "2019"), yearOf(2021))).toEqual([
      ["HISTORY-CARRY", "error", 3, 2],
    ]);
  });

  test("say nothing where a figure is missing or uncertain", () => {
    expect(findings(yearOf(2023, { "applications.carriedForward.total": null }), yearOf(2024))).toEqual([]);
    expect(
      findings(
        yearOf(2023, { "applications.carriedForward.total": 3 }, { uncertain: ["applications.carriedForward.total"] }),
        yearOf(2024),
      ),
    ).toEqual([]);
  });

  test("must agree on the documents in force", () => {
    const inForce = "proactive.normativeDocuments.inForce";
    expect(findings(yearOf(2023), yearOf(2024, { "proactive.normativeDocuments.issued": 2, [inForce]: 14 }))).toEqual(
      [],
    );
    expect(
      findings(
        yearOf(2023),
        yearOf(2024, {
          "proactive.normativeDocuments.issued": 2,
          "proactive.normativeDocuments.repealed": 1,
          [inForce]: 14,
        }),
      ),
    ).toEqual([["HISTORY-INFORCE", "warning", 13, 14]]);
    expect(findings(yearOf(2020, {}, {}, "2019"), yearOf(2021, { [inForce]: 99 }))).toEqual([]);
  });

  test("of the form of 2019 must agree on the number of items", () => {
    const items = (previousItems: number, change: number) => ({
      "proactive.licensing.previousItems": previousItems,
      "proactive.licensing.change": change,
    });
    expect(findings(yearOf(2019, items(10, -2), {}, "2019"), yearOf(2020, items(8, 0), {}, "2019"))).toEqual([]);
    expect(findings(yearOf(2019, items(10, -2), {}, "2019"), yearOf(2020, items(10, 0), {}, "2019"))).toEqual([
      ["HISTORY-ITEMS", "warning", 8, 10],
    ]);
  });

  test.each([
    [100, 0, false],
    [101, 0, true],
    [2, 10, true],
    [1, 5, false],
    [50, 10, true],
    [49, 10, false],
    [0, 500, false],
  ])("from %i to %i decisions: a leap worth a look is %s", (before, now, leap) => {
    const licensing = "proactive.licensing.decisions";
    expect(
      findings(yearOf(2023, { [licensing]: before }), yearOf(2024, { [licensing]: now })).map(([code]) => code),
    ).toEqual(leap ? ["HISTORY-JUMP"] : []);
  });

  test("an amount under another unit is compared in that of the form", () => {
    const fees = "proactive.fees.amount";
    const inYuan = yearOf(2024, { [fees]: 2_516_000 });
    const withUnit = { ...inYuan, figures: { ...inYuan.figures, [fees]: { unit: "元" } } };
    expect(findings(yearOf(2023), withUnit)).toEqual([]);
    expect(findings(yearOf(2023), inYuan).map(([code]) => code)).toEqual(["HISTORY-JUMP"]);
  });

  /** 6 applications in 2024, 4 in 2023. */
  const prose = (text: string) => {
    const section = { number: 1, title: "总体情况", text };
    const claim = { figure: "applications.newlyReceived.total", value: 6, text: "收到政府信息公开申请6件", section: 1 };
    return findings(
      yearOf(2023, { "applications.newlyReceived.total": 4 }),
      yearOf(2024, {}, { sections: [section], claims: [claim] }),
    );
  };
  test.each([
    "全年收到政府信息公开申请6件，比上年增加2件。",
    "全年收到政府信息公开申请6件，同比增长50%。",
    "全年收到政府信息公开申请6件，比2023年（4件）上升50％。",
    "全年收到政府信息公开申请6件，较2021年增加5件。",
    "全年收到政府信息公开申请6件，较上年约增加40%。",
    "全年收到政府信息公开申请6件，均已办结。",
  ])("agree with what the prose says of last year: %s", (text) => expect(prose(text)).toEqual([]));

  test.each([
    ["全年收到政府信息公开申请6件，比上年增加3件。", 2, 3],
    ["全年收到政府信息公开申请6件，与上年相比减少33.3%。", 50, -33.3],
    ["全年收到政府信息公开申请6件，比2023年（5件）增长20%。", 4, 5],
    ["全年收到政府信息公开申请 6 件,同比下降50%。", 50, -50],
  ])("contradict what the prose says of last year: %s", (text, expected, actual) =>
    expect(prose(text)).toEqual([["HISTORY-PROSE", "warning", expected, actual]]),
  );
});
