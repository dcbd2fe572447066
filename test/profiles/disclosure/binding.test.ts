import { describe, expect, test } from "@jest/globals";
import type { Block, Cell, Document, FlatText, Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { lookAtApplications } from "../../../lib/profiles/disclosure/binding/applications.ts";
import { lookAtProactive } from "../../../lib/profiles/disclosure/binding/proactive.ts";
import { lookAtReview } from "../../../lib/profiles/disclosure/binding/review.ts";
import { rowsOf } from "../../../lib/profiles/disclosure/binding/rows.ts";
import { lookAtStream } from "../../../lib/profiles/disclosure/binding/stream/look.ts";
import type { Template } from "../../../lib/profiles/disclosure/facts.ts";
import { figureNames } from "../../../lib/profiles/disclosure/form.ts";
import {
  applicationsTable,
  flatTextOf,
  proactiveTable,
  reportDocument,
  reviewTable,
  tablesOf,
} from "../../make/tables.ts";

/** Every figure with a number of its own, so that no two can be mistaken. */
const numbered = (form: Template): Map<FigureName, string> =>
  new Map(figureNames(form, form).map((name, i) => [name, String(i + 1)]));

/** Both looks at a report of these tables; each gives figure -> number. */
function looks(tables: readonly Table[]) {
  const document = reportDocument(tables);
  const rows = rowsOf(document);
  const first = {
    proactive: lookAtProactive(rows),
    applications: lookAtApplications(rows),
    review: lookAtReview(rows),
  };
  return { first, second: lookAtStream(flatTextOf(document)) };
}

const figuresOf = (look: ReturnType<typeof looks>["second"]) =>
  Object.fromEntries(
    Object.values(look).flatMap((table) =>
      [...table.cells].map(([name, cell]) => [name, cell.value === null ? cell.text : cell.value]),
    ),
  );
const expected = (texts: ReadonlyMap<FigureName, string>) =>
  Object.fromEntries([...texts].map(([name, text]) => [name, Number(text)]));

function expectBothExact(tables: readonly Table[], texts: ReadonlyMap<FigureName, string>) {
  const { first, second } = looks(tables);
  expect(figuresOf(first)).toEqual(expected(texts));
  expect(figuresOf(second)).toEqual(expected(texts));
}

const edit = (table: Table, change: (cell: Cell) => Cell | Cell[]): Table => ({
  ...table,
  cells: table.cells.flatMap(change),
});
const relabel = (table: Table, label: (text: string) => string): Table =>
  edit(table, (cell) => ({ ...cell, text: /^\d+$/u.test(cell.text) ? cell.text : label(cell.text) }));
const grid = (index: number, lines: readonly (readonly string[])[]): Table => ({
  kind: "table",
  rows: lines.length,
  columns: Math.max(...lines.map((line) => line.length)),
  cells: lines.flatMap((line, row) =>
    line.map((text, column) => ({
      row,
      column,
      rowSpan: 1,
      columnSpan: 1,
      text,
      place: { table: index, row, column },
    })),
  ),
  ragged: false,
  place: { table: index, row: 0, column: 0 },
});

describe("the official tables", () => {
  test.each(["2019", "2021"] as const)("of %s are read figure by figure in both looks", (form) =>
    expectBothExact(tablesOf(numbered(form), form), numbered(form)),
  );

  test.each<[string, (text: string) => string]>([
    ["with spaces inside", (text) => [...text].join(" ")],
    [
      "with full-width brackets and digits",
      (text) =>
        text
          .replaceAll("(", "（")
          .replaceAll(")", "）")
          .replace(/\d/gu, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
    ],
    [
      "with half-width brackets and commas",
      (text) => text.replaceAll("（", "(").replaceAll("）", ")").replaceAll("，", ",").replaceAll("：", ":"),
    ],
    ["with 1、 for 1.", (text) => text.replace(/^(\d)\./u, "$1、")],
    ["with 1 and no dot", (text) => text.replace(/^(\d)\./u, "$1")],
    ["with （1）", (text) => text.replace(/^(\d)\./u, "（$1）")],
    ["with ①", (text) => text.replace(/^(\d)\./u, (_, digit: string) => "①②③④⑤⑥⑦⑧"[Number(digit) - 1] ?? "")],
    ["without numbers", (text) => text.replace(/^(?:[一二三四五六七]、|（[一二三四五六七]）|\d\.)/u, "")],
    [
      "in traditional characters",
      (text) =>
        text
          .replaceAll("规章", "規章")
          .replaceAll("总计", "總計")
          .replaceAll("复议", "複議")
          .replaceAll("纠正", "糾正")
          .replaceAll("维持", "維持")
          .replaceAll("结", "結"),
    ],
    ["with line breaks", (text) => (text.length > 3 ? `${text.slice(0, 2)}\n${text.slice(2)}` : text)],
    ["with Word's bookmark marks", (text) => `[bookmark: _Hlk669734]${text}`],
    ["with 合计 for 总计 and 其它 for 其他", (text) => text.replace("总计", "合计").replaceAll("其他", "其它")],
  ])("are read with labels %s", (_, label) =>
    expectBothExact(
      tablesOf(numbered("2021"), "2021").map((table) => relabel(table, label)),
      numbered("2021"),
    ),
  );

  test("are read where a group's label stands in every row instead of a merged cell", () => {
    const repeated = (table: Table) =>
      edit(table, (cell) =>
        Array.from({ length: cell.rowSpan }, (_, i) => ({ ...cell, row: cell.row + i, rowSpan: 1 })),
      );
    const [proactive, applications, review] = tablesOf(numbered("2021"), "2021") as [Table, Table, Table];
    expectBothExact([proactive, repeated(applications), review], numbered("2021"));
  });

  test("are read where merged labels were left as empty cells", () => {
    const emptied = (table: Table) =>
      edit(table, (cell) =>
        Array.from({ length: cell.rowSpan }, (_, i) => ({
          ...cell,
          row: cell.row + i,
          rowSpan: 1,
          text: i === 0 ? cell.text : "",
        })),
      );
    const [proactive, applications, review] = tablesOf(numbered("2021"), "2021") as [Table, Table, Table];
    expectBothExact([proactive, emptied(applications), review], numbered("2021"));
  });
});

describe("table 3", () => {
  const texts = numbered("2021");
  const whole = applicationsTable(texts, "2021");
  const [proactive, , review] = tablesOf(texts, "2021") as [Table, Table, Table];
  const part = (from: number, to: number, index: number): Table => ({
    ...whole,
    rows: to - from,
    cells: whole.cells
      .filter((cell) => cell.row + cell.rowSpan > from && cell.row < to)
      .map((cell) => ({
        ...cell,
        row: Math.max(cell.row - from, 0),
        rowSpan: Math.min(cell.row + cell.rowSpan, to) - Math.max(cell.row, from),
        place: { table: index, row: cell.row, column: cell.column },
      })),
  });

  test("is read over two tables of which the second has no header", () =>
    expectBothExact(
      [proactive, part(0, 12, 1), part(12, 28, 2), review].slice(0, 2).concat(part(12, 28, 2)),
      new Map([...texts].filter(([name]) => !name.startsWith("review."))),
    ));

  test("is read by its headers where its columns are in another order", () => {
    const swap = (column: number) => (column === 4 ? 5 : column === 5 ? 4 : column);
    const swapped = edit(whole, (cell) =>
      cell.row >= 2 && cell.columnSpan === 1 && cell.column >= 3 ? { ...cell, column: swap(cell.column) } : cell,
    );
    const { first } = looks([proactive, swapped, review]);
    expect(figuresOf(first)).toEqual(expected(texts));
  });

  test.each([
    ["two garbled headers", { 社会公益组织: "社会涛", 法律服务机构: "律服" }],
    [
      "three headers that stand in one cell no more",
      { 科研机构: "", 社会公益组织: "科研机社会公益法律服务", 法律服务机构: "" },
    ],
  ])(
    "is read in the order of the form under %s, where the others stand in it",
    (_, garbled: Readonly<Record<string, string>>) => {
      const texts = numbered("2021");
      const tables = tablesOf(texts, "2021").map((table, i) =>
        i === 1 ? relabel(table, (text) => garbled[text] ?? text) : table,
      );
      expectBothExact(tables, texts);
    },
  );

  test("has no columns by their order where a header that can be read stands elsewhere", () => {
    const other: Readonly<Record<string, string>> = {
      商业企业: "科研机构",
      科研机构: "商业企业",
      社会公益组织: "社会涛",
    };
    const tables = tablesOf(numbered("2021"), "2021").map((table, i) =>
      i === 1 ? relabel(table, (text) => other[text] ?? text) : table,
    );
    expect(looks(tables).first.applications.cells.size).toBe(0);
  });

  test("is read where the bracket around a row's number was lost", () => {
    const texts = numbered("2021");
    const tables = tablesOf(texts, "2021").map((table) =>
      relabel(table, (text) => text.replace("（二）部分公开", "（二部分公开")),
    );
    expectBothExact(tables, texts);
  });

  test("has a row of other words that belong to no figure", () => {
    const remark: Table = {
      ...whole,
      rows: 29,
      cells: [
        ...whole.cells,
        {
          row: 28,
          column: 0,
          rowSpan: 1,
          columnSpan: 10,
          text: "备注：本表数据由办公室统计。",
          place: { table: 1, row: 28, column: 0 },
        },
      ],
    };
    expectBothExact([proactive, remark, review], texts);
  });

  test("misses a row only where neither its label nor figures without a label are there", () => {
    const unlabelled = edit(whole, (cell) => (cell.row === 27 && cell.column === 0 ? { ...cell, text: "结果" } : cell));
    expect(looks([proactive, unlabelled, review]).first.applications.missingRows).toEqual([]);
    const cut = { ...whole, cells: whole.cells.filter((cell) => cell.row !== 27) };
    expect(looks([proactive, cut, review]).first.applications.missingRows).toEqual(["applications.carriedForward"]);
  });
});

describe("the second look at table 3", () => {
  const texts = numbered("2021");
  const flat = flatTextOf(reportDocument(tablesOf(texts, "2021")));
  const start = flat.pieces.findIndex((piece) => piece.includes("重复申请")) + 1;

  test("finds a misprinted label by a part that no other row shares, and no row by a part that others share", () => {
    const relabelled = (from: string, to: string) => ({
      ...flat,
      pieces: flat.pieces.map((piece) => (piece.includes(from) ? to : piece)),
    });
    expect(figuresOf(lookAtStream(relabelled("没有现成信息需要另行制作", "2.没有现成信息须要另行制作")))).toEqual(
      expected(texts),
    );
    const gone = lookAtStream(relabelled("1.申请人无正当理由逾期不补正", "1.另行说明")).applications;
    expect(gone.missingRows).toEqual(["applications.otherHandling.correctionOverdue"]);
  });

  test("takes a label with nothing behind it, between whole rows, for a row of blanks", () => {
    const { cells } = lookAtStream({ ...flat, pieces: flat.pieces.toSpliced(start, 7) }).applications;
    expect(cells.get("applications.notProcessed.repeated.naturalPerson")).toMatchObject({ kind: "blank" });
    expect(cells.get("applications.notProcessed.petition.total")).toMatchObject({ kind: "number" });
  });

  test("knows nothing of a row beside one that has too few figures", () => {
    const pieces = flat.pieces.toSpliced(start + 8, 1).toSpliced(start, 7);
    expect(lookAtStream({ ...flat, pieces }).applications.cells.has("applications.notProcessed.repeated.total")).toBe(
      false,
    );
  });

  test("takes as many numbers as there are columns, whatever blanks seem to stand between them", () => {
    const pieces = flat.pieces.toSpliced(start + 3, 0, "", "");
    expect(figuresOf(lookAtStream({ ...flat, pieces }))).toEqual(expected(texts));
  });
});

describe("a row of table 3 that a page's end parts: its figures stand amid its label", () => {
  const texts = numbered("2021");
  const flat = flatTextOf(reportDocument(tablesOf(texts, "2021")));
  /** The row as drawn: what its first page shows of it, the figures among it, and the rest. */
  const parted = (label: string, head: string, rest: readonly string[]): FlatText => {
    const at = flat.pieces.findIndex((piece) => piece.includes(label));
    return { ...flat, pieces: flat.pieces.toSpliced(at, 8, head, ...flat.pieces.slice(at + 1, at + 8), ...rest) };
  };

  test.each([
    ["the first of the table", "本年新收政府信息公开申请数量", "一、本年", ["新收政府信息公开", "申请数量"]],
    ["the last of the table", "结转下年度继续办理", "四、结转下", ["年度继续办理"]],
    [
      "with the rest of its group's label",
      "申请人逾期未按收费通知",
      "2.申请人逾",
      ["他处理", "期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"],
    ],
    ["with the rest of both groups' labels", "属于国家秘密", "1.属", ["理结果", "予公开", "于国", "家秘密"]],
  ])("%s", (_, label, head, rest) =>
    expect(figuresOf(lookAtStream(parted(label, head, rest)))).toEqual(expected(texts)),
  );

  test("is not taken for one where other words part the label", () => {
    const { missingRows } = lookAtStream(parted("重复申请", "2.重复", ["另行说明", "申请"])).applications;
    expect(missingRows).toEqual(["applications.notProcessed.repeated"]);
  });

  test("begins the table again where it is drawn twice", () => {
    const again = parted("本年新收政府信息公开申请数量", "一、本年", ["新收政府信息公开申请数量"]);
    expect(lookAtStream({ ...again, pieces: [...again.pieces, ...again.pieces] }).applications.count).toBe(2);
  });
});

describe("table 4", () => {
  const texts = numbered("2021");
  const [proactive, applications] = tablesOf(texts, "2021") as [Table, Table, Table];
  const value = (name: string) => texts.get(`review.${name}`) ?? "";
  const outcomes = ["upheld", "corrected", "other", "pending", "total"];
  const labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

  test("is read with a row for each kind of proceeding", () =>
    expectBothExact(
      [
        proactive,
        applications,
        grid(2, [
          ["", ...labels],
          ["行政复议", ...outcomes.map((o) => value(`reconsideration.${o}`))],
          ["未经复议直接起诉", ...outcomes.map((o) => value(`litigationDirect.${o}`))],
          ["复议后起诉", ...outcomes.map((o) => value(`litigationAfterReconsideration.${o}`))],
        ]),
      ],
      texts,
    ));

  test("is read turned around, with a row for each outcome", () =>
    expectBothExact(
      [
        proactive,
        applications,
        grid(2, [
          ["", "行政复议", "未经复议直接起诉", "复议后起诉"],
          ...outcomes.map((o, i) => [
            labels[i] ?? "",
            value(`reconsideration.${o}`),
            value(`litigationDirect.${o}`),
            value(`litigationAfterReconsideration.${o}`),
          ]),
        ]),
      ],
      texts,
    ));

  const five = (key: string) => outcomes.map((o) => value(`${key}.${o}`));

  test.each<[string, readonly (readonly (readonly string[])[])[]]>([
    [
      "two tables, one for each kind of remedy",
      [
        [["行政复议", "", "", "", ""], labels, five("reconsideration")],
        [
          ["行政诉讼", ...Array<string>(9).fill("")],
          ["未经复议直接起诉", ...Array<string>(4).fill(""), "复议后起诉", ...Array<string>(4).fill("")],
          [...labels, ...labels],
          [...five("litigationDirect"), ...five("litigationAfterReconsideration")],
        ],
      ],
    ],
    [
      "three tables that name the kind in brackets",
      [
        [["行政复议", "", "", "", ""], labels, five("reconsideration")],
        [["行政诉讼（未经复议直接起诉）", "", "", "", ""], labels, five("litigationDirect")],
        [["行政诉讼（复议后起诉）", "", "", "", ""], labels, five("litigationAfterReconsideration")],
      ],
    ],
    [
      "one table whose three parts stand below each other",
      [
        [
          ["行政复议", "", "", "", ""],
          labels,
          five("reconsideration"),
          ["行政诉讼—未经复议直接起诉", "", "", "", ""],
          labels,
          five("litigationDirect"),
          ["行政诉讼—复议后起诉", "", "", "", ""],
          labels,
          five("litigationAfterReconsideration"),
        ],
      ],
    ],
  ])("is read from %s", (_, parts) => {
    const spread = (lines: readonly (readonly string[])[], index: number): Table => {
      const table = grid(index, lines);
      // A heading reaches over the blank cells behind it.
      const cells = table.cells.flatMap((cell) => {
        if (cell.text === "") return [];
        const next = table.cells.find(
          (other) => other.row === cell.row && other.column > cell.column && other.text !== "",
        );
        return [{ ...cell, columnSpan: (next?.column ?? table.columns) - cell.column }];
      });
      return { ...table, cells };
    };
    expectBothExact([proactive, applications, ...parts.map((lines, i) => spread(lines, i + 2))], texts);
  });

  test("is read from tables whose kind stands in the line above", () => {
    const report = reportDocument([proactive, applications]);
    const parts = ["（一）行政复议情况", "（二）未经复议直接起诉的行政诉讼情况", "（三）复议后起诉"].flatMap(
      (caption, i) => [
        { kind: "paragraph" as const, text: caption, role: "body" as const, place: { paragraph: 100 + i } },
        grid(2 + i, [labels, five(["reconsideration", "litigationDirect", "litigationAfterReconsideration"][i] ?? "")]),
      ],
    );
    const document = { ...report, blocks: [...report.blocks.slice(0, -4), ...parts, ...report.blocks.slice(-4)] };
    const review = expected(new Map([...texts].filter(([name]) => name.startsWith("review."))));
    for (const look of [lookAtReview(rowsOf(document)), lookAtStream(flatTextOf(document)).review])
      expect(Object.fromEntries([...look.cells].map(([name, cell]) => [name, cell.value]))).toEqual(review);
  });

  test("is no missing table where its headings stand beside each other but its figures can't be told", () => {
    const { second } = looks([proactive, applications, grid(2, [labels, ["1", "0", "0", "0", "1"]])]);
    expect(second.review).toMatchObject({ count: 1 });
    expect(second.review.cells.size).toBe(0);
  });

  test("is read with its headers cut to their first line, and says so", () => {
    const cut = relabel(
      reviewTable(texts),
      (text) => ({ 结果纠正: "结果", 其他结果: "其他", 尚未审结: "尚未" })[text] ?? text,
    );
    const { first, second } = looks([proactive, applications, cut]);
    expect(figuresOf(first)).toEqual(expected(texts));
    expect(figuresOf(second)).toEqual(expected(texts));
    expect(first.review.cutLabels).toContainEqual({ printed: "尚未", official: "尚未审结" });
  });

  test.each(["5*", "12?", "l0", "约5", "无。"])(
    "keeps %s, which is no number, in its place in both looks",
    (damaged) => {
      const { first, second } = looks([
        proactive,
        applications,
        reviewTable(new Map(texts).set("review.reconsideration.corrected", damaged)),
      ]);
      for (const look of [first, second])
        expect(look.review.cells.get("review.reconsideration.corrected")).toMatchObject({
          kind: "text",
          text: damaged,
          value: null,
        });
      expect(figuresOf(second)).toEqual(figuresOf(first));
    },
  );

  test("keeps a blank cell in its place", () => {
    const blank = new Map(texts).set("review.reconsideration.corrected", "");
    const { first, second } = looks([proactive, applications, reviewTable(blank)]);
    for (const look of [first, second])
      expect(look.review.cells.get("review.reconsideration.corrected")).toMatchObject({ kind: "blank", value: null });
    expect(figuresOf(second)).toEqual(figuresOf(first));
  });
});

describe("table 2", () => {
  test("misses no row where a row of figures has a label nobody knows", () => {
    const table = relabel(proactiveTable(numbered("2021"), "2021"), (text) =>
      text === "行政许可" ? "行政许司" : text,
    );
    expect(looks([table]).first.proactive.missingRows).toEqual([]);
  });

  test("tells its form by its headers, never by the year", () => {
    for (const form of ["2019", "2021"] as const) {
      const { first, second } = looks([proactiveTable(numbered(form), form)]);
      expect([first.proactive.form, second.proactive.form]).toEqual([form, form]);
    }
  });

  test("is not mistaken: 2021 columns above the old label 规范性文件 stay 2021", () => {
    const table = relabel(proactiveTable(numbered("2021"), "2021"), (text) =>
      text.replace("行政规范性文件", "规范性文件"),
    );
    const { first, second } = looks([table]);
    expect(first.proactive.form).toBe("2021");
    expect(figuresOf({ ...first, applications: second.applications, review: second.review })).toMatchObject({
      "proactive.normativeDocuments.inForce": 6,
    });
  });

  test("ignores rows that are not of the form", () => {
    const table = proactiveTable(numbered("2019"), "2019");
    const extra: Table = {
      ...table,
      rows: table.rows + 1,
      cells: [
        ...table.cells,
        ...["行政检查", "91", "92", "93"].map((text, column) => ({
          row: table.rows,
          column,
          rowSpan: 1,
          columnSpan: 1,
          text,
          place: { table: 0, row: table.rows, column },
        })),
      ],
    };
    const { first, second } = looks([extra]);
    expect(Object.values(figuresOf(first))).not.toContain(91);
    expect(Object.values(figuresOf(second))).not.toContain(91);
  });
});

describe("a report flattened to lines", () => {
  const lines = (document: Document): Document => ({
    ...document,
    blocks: document.blocks.flatMap((block): readonly Block[] =>
      block.kind === "table"
        ? block.cells.map((cell, i) => ({
            kind: "paragraph",
            text: cell.text,
            role: "body",
            place: { offset: i, length: 1 },
          }))
        : [block],
    ),
  });

  test.each(["2019", "2021"] as const)("with one cell a line (form of %s) is read in both looks", (form) => {
    const texts = numbered(form);
    const document = lines(reportDocument(tablesOf(texts, form)));
    const rows = rowsOf(document);
    const flat: FlatText = {
      pieces: document.blocks.map((block) => (block.kind === "paragraph" ? block.text : "")),
      blanksKept: true,
    };
    expect(
      figuresOf({
        proactive: lookAtProactive(rows),
        applications: lookAtApplications(rows),
        review: lookAtReview(rows),
      }),
    ).toEqual(expected(texts));
    expect(figuresOf(lookAtStream(flat))).toEqual(expected(texts));
  });
});
