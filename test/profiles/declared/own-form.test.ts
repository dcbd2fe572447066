import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { draftForm } from "../../../lib/profiles/declared/draft.ts";
import type { FormFile } from "../../../lib/profiles/declared/form-file.ts";
import { lintForm } from "../../../lib/profiles/declared/lint.ts";
import { declaredProfile } from "../../../lib/profiles/declared/profile.ts";
import type { YearReport } from "../../../lib/profiles/profile.ts";
import { profileOf } from "../../../lib/profiles/profiles.ts";
import { makeDocx, tableOf } from "../../make/docx.ts";
import type { GridCell } from "../../make/html.ts";
import { readDocx, secondReading } from "../../make/readings.ts";

/** The form that docs/forms.md teaches with. */
let form: FormFile;
beforeAll(async () => {
  const page = await readFile(new URL("../../../docs/forms.md", import.meta.url), "utf8");
  form = JSON.parse(/```json\n([\s\S]*?)\n```/u.exec(page)?.[1] ?? "") as FormFile;
});

const ROWS = ["人员经费", "办公经费", "其中：水电费", "活动经费", "合计"];

/** The form in Word, filled in row by row. */
function filled(figures: readonly (readonly string[])[]): Uint8Array {
  const cell = (row: number, column: number, text: string, rowSpan = 1, columnSpan = 1): GridCell => ({
    row,
    column,
    rowSpan,
    columnSpan,
    text,
  });
  const head = [
    cell(0, 0, "项目", 2),
    cell(0, 1, "本年支出", 1, 3),
    ...["合计", "财政拨款", "自筹"].map((text, at) => cell(1, at + 1, text)),
  ];
  const body = ROWS.flatMap((label, at) => [
    cell(at + 2, 0, label),
    ...[0, 1, 2].map((column) => cell(at + 2, column + 1, figures[at]?.[column] ?? "")),
  ]);
  return makeDocx({
    body: [
      "云泽县青溪镇2025年居委会经费统计表",
      "填报单位：云泽县青溪镇人民政府",
      "单位：万元",
      { table: tableOf([...head, ...body], 7, 4) },
    ],
  });
}

const RIGHT = [
  ["12.50", "10.00", "2.50"],
  ["3.20", "3.20", "0.00"],
  ["1.10", "1.10", ""],
  ["4.30", "4.00", "0.30"],
  ["20.00", "17.20", "2.80"],
];

async function judged(bytes: Uint8Array) {
  const reading = { document: readDocx(bytes), second: await secondReading(bytes, "docx", "flatText"), recognised: [] };
  return declaredProfile(form).read(reading)?.judge();
}

describe("the form that docs/forms.md teaches with", () => {
  test("has no faults, and is what a draft of the blank form proposes, but for its names", () => {
    expect(lintForm(form)).toEqual([]);
    const draft = draftForm(readDocx(filled([])));
    expect(lintForm(draft)).toEqual([]);
    const { tables, checks, types } = form;
    const named = (draft?.tables ?? []).map((table) => ({
      ...table,
      name: tables[0]?.name,
      recognise: tables[0]?.recognise,
    }));
    expect({ tables: named, checks: draft?.checks, types: draft?.types }).toEqual({ tables, checks, types });
  });

  test("judges what is filled in: right, or broken where it says", async () => {
    expect(await judged(filled(RIGHT))).toMatchObject({
      status: "valid",
      organization: { name: "云泽县青溪镇人民政府" },
      year: 2025,
      tables: { t1: { r8: { c1: 20, c2: 17.2, c3: 2.8 } } },
      figures: { "t1.r8.c1": { equations: 2 }, "t1.r6.c1": { equations: 1 } },
    });
    const wrong = RIGHT.map((row, at) => (at === 4 ? ["21.00", ...row.slice(1)] : row));
    const report = await judged(filled(wrong));
    expect([report?.status, report?.findings.map(({ code }) => code)]).toEqual(["invalid", ["T1-R8", "T1-C1"]]);
    expect(report?.findings[0]?.proposal).toEqual({ cell: "t1.r8.c1", value: 20 });
  });
});

test("last year's figures are compared with this year's, as a warning, where both are there", () => {
  const report = (year: number, opening: number, closing: number | null): YearReport => ({
    year,
    template: "2021",
    tables: { t1: { opening: { amount: opening }, closing: { amount: closing } } },
    figures: {},
    uncertain: [],
    claims: [],
    sections: [],
  });
  const judge = profileOf({ profile: "final-accounts" })?.history.judge;
  expect(judge?.(report(2023, 1, 52.61), report(2024, 52.61, 3))).toEqual([]);
  expect(judge?.(report(2023, 1, null), report(2024, 52.61, 3))).toEqual([]);
  expect(judge?.(report(2023, 1, 52.6), report(2024, 62.51, 3))).toMatchObject([
    {
      code: "CARRY-T1",
      severity: "warning",
      cells: ["t1.opening.amount"],
      message: expect.stringContaining("相差9.91"),
    },
  ]);
});
