import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { FormFile } from "../../../lib/profiles/common/form/form-file.ts";
import { draftForm } from "../../../lib/profiles/declared/draft.ts";
import { lintForm } from "../../../lib/profiles/declared/lint.ts";
import { declaredProfile } from "../../../lib/profiles/declared/profile.ts";
import type { YearReport } from "../../../lib/profiles/profile.ts";
import { profileOf } from "../../../lib/profiles/profiles.ts";
import { type MakeDocx, makeDocx, tableOf } from "../../make/docx.ts";
import type { GridCell } from "../../make/html.ts";
import { readDocx, secondReading } from "../../make/readings.ts";

/** The form that docs/forms.md teaches with. */
let form: FormFile;
/** What it adds to it. */
let added: Pick<FormFile, "types" | "fields" | "tables" | "checks">;
beforeAll(async () => {
  const page = await readFile(new URL("../../../docs/forms.md", import.meta.url), "utf8");
  const [first, second] = [...page.matchAll(/```json\n([\s\S]*?)\n```/gu)].map(([, json = ""]) => JSON.parse(json));
  form = first as FormFile;
  added = second as typeof added;
});

const GRID: Pick<FormFile["tables"][number], "grid"> = {
  grid: { panels: [{ columns: { c: ["金额"] }, rows: { r: ["合计"] } }] },
};

const ROWS = ["人员经费", "办公经费", "其中：水电费", "活动经费", "合计"];

/** The form in Word, filled in row by row. */
function filled(figures: readonly (readonly string[])[], more: MakeDocx["body"] = []): Uint8Array {
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
      ...more,
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

describe("fields, repeated rows and what is required, as docs/forms.md adds them", () => {
  interface Filling {
    readonly leader?: string;
    readonly day?: string;
    readonly households?: string;
    readonly items?: readonly (readonly string[])[] | null;
    readonly activities?: readonly string[];
    /** How many lines of the list, its head among them, stand before it goes on in a table of its own. */
    readonly parted?: number;
  }
  const ITEMS: readonly (readonly string[])[] = [
    ["1", "元宵灯会", "1.30", "1.00"],
    ["2", "2025年夏令营", "2.00", "2.00"],
    ["3", "重阳敬老", "1.00", "1.00"],
  ];
  const TOTAL: readonly string[] = ["", "合计", "4.30", "4.00"];

  /** Paragraphs and tables behind the first table. */
  const grid = (rows: readonly (readonly string[])[]) => {
    const cells = rows.flatMap((row, at) =>
      row.map((text, column) => ({ row: at, column, rowSpan: 1, columnSpan: 1, text })),
    );
    return { table: tableOf(cells, rows.length, rows[0]?.length ?? 0) };
  };
  function more({
    leader = "张三",
    day = "2025年1月20日",
    households = "216",
    items = [...ITEMS, TOTAL],
    parted = Number.POSITIVE_INFINITY,
  }: Filling) {
    const rows = [["序号", "活动名称", "金额", "财政拨款"], ...(items ?? [])];
    const rest = rows.slice(parted);
    const list = ["活动明细表", grid(rows.slice(0, parted)), ...(rest.length > 0 ? ["", grid(rest)] : [])];
    const benefit = grid([["惠及情况", "户数", households]]);
    return [`负责人：${leader}    填报日期：${day}`, benefit, ...(items === null ? [] : list)];
  }

  const whole = (): FormFile => ({
    ...form,
    ...added,
    types: { ...form.types, ...added.types },
    tables: [...form.tables, ...added.tables],
    checks: [...form.checks, ...added.checks],
  });

  async function read(filling: Filling, second = filling) {
    const bytes = (each: Filling) => filled(RIGHT.with(3, [...(each.activities ?? RIGHT[3] ?? [])]), more(each));
    const document = readDocx(bytes(filling));
    const flat = await secondReading(bytes(second), "docx", "flatText");
    return declaredProfile(whole()).read({ document, second: flat, recognised: [] })?.judge();
  }

  test("have no faults", () => expect(lintForm(whole())).toEqual([]));

  test("are read as filled in, words as words", async () => {
    const report = await read({});
    expect(report).toMatchObject({
      status: "valid",
      uncertain: [],
      tables: {
        households: { row: { value: 216 } },
        t2: { row1: { amount: 1.3 }, row2: { amount: 2, fiscal: 2 }, row3: { amount: 1 }, total: { amount: 4.3 } },
      },
      figures: { "t2.row2.amount": { equations: 1 }, "t2.total.amount": { equations: 2 } },
      blanks: {
        "leader.row.value": { text: "张三" },
        "filled.row.value": { text: "2025年1月20日" },
        "t2.row2.name": { text: "2025年夏令营" },
      },
    });
    expect(declaredProfile(whole()).schema.tables.safeParse(report?.tables).success).toBe(true);
  });

  test("without numbers of their own are told by their order, without a list there is none", async () => {
    const items = [...ITEMS, TOTAL].map(([, ...row]) => ["", ...row]);
    expect(await read({ items })).toMatchObject({ status: "valid", tables: { t2: { row3: { amount: 1 } } } });
  });

  test("that run into one another on a line are told apart by their labels, by one that nobody knows not at all", async () => {
    expect((await read({ leader: "张三填报日期：2025年1月21日", day: "" }))?.blanks).toMatchObject({
      "leader.row.value": { text: "张三" },
      "filled.row.value": { text: "2025年1月21日" },
    });
    expect((await read({ leader: "张三联系人：李四" }))?.uncertain).toEqual(["leader.row.value"]);
  });

  test("that go on in a table of their own are counted on", async () => {
    const { t2 } = (await read({}))?.tables ?? {};
    expect(await read({ parted: 3 })).toMatchObject({ status: "valid", tables: { t2 } });
  });

  test.each<[what: string, filling: Filling, code: string, cells: readonly string[]]>([
    ["a sum that is none", { items: [...ITEMS.slice(0, 2), TOTAL] }, "T2-SUM", ["t2.total.amount"]],
    ["a day that is none", { day: "2025年2月30日" }, "FIELD-DATE", ["filled.row.value"]],
    ["words that are lacking", { leader: "" }, "CELL-BLANK", ["leader.row.value"]],
    ["a mark for nothing", { leader: "无" }, "CELL-BLANK", ["leader.row.value"]],
    ["a word for a number", { households: "若干" }, "CELL-TEXT", ["households.row.value"]],
    ["a list that is empty though its money is there", { items: [] }, "TABLE-MISSING", ["t2"]],
    ["a number that is lacking though its money is there", { households: "" }, "REQUIRED-MISSING", ["households"]],
  ])("with %s are told so", async (_, filling, code, cells) => {
    const report = await read(filling);
    expect(report?.findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ code, cells: expect.arrayContaining([...cells]) })]),
    );
    expect(report?.uncertain).toEqual([]);
  });

  test("are not required where nothing was spent", async () => {
    const activities = ["0.00", "0.00", "0.00"];
    const report = await read({ activities, households: "", items: null });
    const codes = report?.findings.map(({ code }) => code);
    expect(codes).not.toContain("TABLE-MISSING");
    expect(codes).not.toContain("REQUIRED-MISSING");
  });

  test.each<[what: string, second: Filling, doubted: readonly string[]]>([
    ["a name", { leader: "张王" }, ["leader.row.value"]],
    ["a number", { households: "261" }, ["households.row.value"]],
    [
      "a repeated row's figure",
      { items: [...ITEMS.slice(0, 2), ["3", "重阳敬老", "7.00", "1.00"], TOTAL] },
      ["t2.row3.amount"],
    ],
    [
      "what two rows are called",
      { items: [["1", "重阳敬老", "1.30", "1.00"], ...ITEMS.slice(1, 2), ["3", "元宵灯会", "1.00", "1.00"], TOTAL] },
      ["t2.row1.amount", "t2.row3.name"],
    ],
    ["how many rows there are", { items: [...ITEMS.slice(0, 2), TOTAL] }, ["t2.row3.amount"]],
  ])("are in doubt where the readings differ on %s", async (_, second, doubted) => {
    const report = await read({}, second);
    expect(report?.status).toBe("needs-review");
    expect(report?.uncertain).toEqual(expect.arrayContaining([...doubted]));
  });

  test.each<[fault: string, change: (file: FormFile) => unknown, said: RegExp]>([
    [
      "a field of a type that is none",
      (file) => ({ ...file, fields: { x: { labels: ["某"], type: "y" } } }),
      /没有类型“y”/u,
    ],
    [
      "a field with a table's key",
      (file) => ({ ...file, fields: { t1: { labels: ["某"], type: "words" } } }),
      /键“t1”出现多次/u,
    ],
    [
      "a figure that asks for a field and is none",
      (file) => ({ ...file, fields: { x: { labels: ["某"], type: "words", requiredWhen: "t1.r99.c1" } } }),
      /x\.requiredWhen：.*没有行“r99”/u,
    ],
    [
      "a field that asks for itself",
      (file) => ({ ...file, fields: { x: { labels: ["某"], type: "count", requiredWhen: "x.row.value" } } }),
      /取决于自己/u,
    ],
    [
      "a table of words",
      (file) => ({ ...file, tables: file.tables.map((table) => ({ ...table, type: "words" })) }),
      /必须是数字/u,
    ],
    [
      "a sum of words",
      (file) => ({
        ...file,
        checks: [{ ...file.checks[0], each: undefined, atMost: ["leader.row.value", "t1.r4.c1"] }],
      }),
      /填的是文字，永远不会核对/u,
    ],
    [
      "repeated rows of a table that has none",
      (file) => ({ ...file, checks: [{ ...file.checks[0], each: { c: "t1.rows" } }] }),
      /没有 repeat，永远不会核对/u,
    ],
    [
      "a table of two kinds",
      (file) => ({ ...file, tables: file.tables.map((table) => ({ ...table, ...GRID })) }),
      /有且只有一个/u,
    ],
  ])("with %s are told so", (_, change, said) =>
    expect(lintForm(JSON.parse(JSON.stringify(change(whole())))).join("\n")).toMatch(said),
  );
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
