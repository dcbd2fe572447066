import { describe, expect, test } from "@jest/globals";
import type { Block, Cell, Document, FlatText, Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { figureNames } from "../../../lib/profiles/disclosure/form.ts";
import type { Judgement } from "../../../lib/profiles/judgement.ts";
import { figuresOf } from "../../make/figures.ts";
import { judgementOf } from "../../make/judgement.ts";
import { allTexts, flatTextOf, reportDocument, tablesOf } from "../../make/tables.ts";

/** Nothing is said to be missing, blank or wrong while a reading, or a doubt, says otherwise. */

const sound = figuresOf("2021", {
  proactive: { "licensing.decisions": "85", "fees.amount": "12.5" },
  results: { "granted.naturalPerson": 3, "granted.business": 1, "unavailable.notHeld.naturalPerson": 2 },
  review: { "reconsideration.upheld": 2 },
});
const reportWith = (changes: Readonly<Record<FigureName, string>>, year = 2024): Document =>
  reportDocument(tablesOf(new Map([...sound, ...Object.entries(changes)]), "2021"), year);
const judged = (document: Document, flat: FlatText | null = flatTextOf(document)): Judgement =>
  judgementOf(document, flat);
const codesOf = ({ findings }: Judgement): string[] => findings.map(({ code }) => code);
const printedOf = ({ tables }: Judgement, name: FigureName): number | null | undefined => {
  const [first, last] = [name.indexOf("."), name.lastIndexOf(".")];
  return tables?.[name.slice(0, first)]?.[name.slice(first + 1, last)]?.[name.slice(last + 1)];
};
const figureCellsOf = (document: Document, change: (cell: Cell) => Cell): Document => ({
  ...document,
  blocks: document.blocks.map((block) =>
    block.kind === "table" ? { ...block, cells: block.cells.map(change) } : block,
  ),
});

const LICENSING = "proactive.licensing.decisions";
const FEES = "proactive.fees.amount";
const WORDS = ["85（含补办）", "八十五", "①", "详见附件", "本年未发生", "85件左右", "见下表", "○", "Ⅲ", "O", "约85件"];

describe("words in a figure's cell", () => {
  test.each([
    ["the only figure of a row", [LICENSING]],
    ["the last row of table 2", [FEES]],
    [
      "a whole row of table 2",
      ["proactive.regulations.issued", "proactive.regulations.repealed", "proactive.regulations.inForce"],
    ],
    ["one of three in table 2", ["proactive.regulations.repealed"]],
    ["the first of a row of table 3", ["applications.granted.naturalPerson"]],
    ["the first of the first row of table 3", ["applications.newlyReceived.naturalPerson"]],
    ["the midst of a row of table 3", ["applications.granted.research"]],
    ["the last of a row of table 3", ["applications.notProcessed.repeated.total"]],
    ["two of the total's row", ["applications.resultTotal.research", "applications.resultTotal.other"]],
    [
      "a whole row of table 3",
      figureNames("2021", "2021").filter((name) => name.startsWith("applications.carriedForward.")),
    ],
    ["the first of table 4", ["review.reconsideration.upheld"]],
    ["the midst of table 4", ["review.litigationDirect.other"]],
    ["the last of table 4", ["review.litigationAfterReconsideration.total"]],
  ] as const)("are told as such, and no row is missing: %s", (_, figures) => {
    for (const words of WORDS) {
      const judgement = judged(reportWith(Object.fromEntries(figures.map((name) => [name, words]))));
      expect(judgement.uncertain).toEqual([]);
      expect(judgement.findings.filter(({ severity, code }) => severity === "error" && code !== "CELL-TEXT")).toEqual(
        [],
      );
      const told = judgement.findings.filter(({ code }) => code === "CELL-TEXT").flatMap(({ cells }) => cells);
      expect([...told].sort()).toEqual([...figures].sort());
    }
  });

  test("of a whole table leave no row missing", () => {
    const names = figureNames("2021", "2021").filter((name) => name.startsWith("review."));
    const judgement = judged(reportWith(Object.fromEntries(names.map((name) => [name, "本年未发生"]))));
    expect(judgement.findings.map(({ code, cells }) => [code, cells.length])).toEqual(
      expect.arrayContaining([["CELL-TEXT", 15]]),
    );
    expect(judgement.uncertain).toEqual([]);
  });

  test.each(["85.", "８５", "85。", "85 "])("that are %j are the number", (text) => {
    const judgement = judged(reportWith({ [LICENSING]: text }));
    expect(printedOf(judgement, LICENSING)).toBe(85);
    expect(judgement.status).toBe("valid");
  });

  test.each(["1.", "（一）"])("that may number a label, %s, accuse nobody of a missing row", (text) =>
    expect(codesOf(judged(reportWith({ [LICENSING]: text })))).not.toContain("ROW-MISSING"),
  );

  test("recognised in a picture may be a number: a slash accuses nobody", () => {
    const slashed = reportWith({ [LICENSING]: "/" });
    const seen = figureCellsOf(slashed, (cell) => ({ ...cell, confidence: 0.98 }));
    expect(codesOf(judged(slashed))).toContain("CELL-TEXT");
    expect(judged(seen)).toMatchObject({ status: "needs-review", uncertain: [LICENSING] });
    expect(codesOf(judged(seen))).toEqual(expect.arrayContaining(["WORDS-RECOGNISED"]));
    expect(codesOf(judged(seen))).not.toContain("CELL-TEXT");
  });
});

describe("rows of table 3 in another order", () => {
  test("are read by their labels in both readings", () => {
    const document = reportWith({ "applications.granted.naturalPerson": "3" });
    const swapped = (row: number) => (row === 7 ? 8 : row === 8 ? 7 : row);
    const moved = {
      ...document,
      blocks: document.blocks.map((block) => {
        if (block.kind !== "table" || block.columns !== 10) return block;
        const cells = block.cells.map((cell) => (cell.rowSpan === 1 ? { ...cell, row: swapped(cell.row) } : cell));
        return { ...block, cells: cells.toSorted((a, b) => a.row - b.row || a.column - b.column) };
      }),
    };
    expect(judged(moved)).toMatchObject({ status: "valid", uncertain: [] });
  });
});

describe("a finding beside a figure in doubt", () => {
  test("names the certain cells alone where blank ones are told together", () => {
    const names = figureNames("2021", "2021").filter((name) => name.startsWith("applications.denied.stateSecret."));
    const document = reportWith(Object.fromEntries(names.map((name) => [name, ""])));
    const read = flatTextOf(document);
    const at = read.pieces.findIndex((piece) => piece.includes("属于国家秘密")) + 1;
    const judgement = judged(document, { ...read, pieces: read.pieces.with(at, "4") });
    expect(judgement.uncertain).toEqual([names[0]]);
    const blank = judgement.findings.filter(({ code }) => code === "CELL-BLANK");
    expect(blank.flatMap(({ cells }) => cells)).toEqual(names.slice(1));
  });

  test("accuses by no sum and by no number of the text", () => {
    const document = reportWith({ "applications.granted.business": "31" });
    const flawed = figureCellsOf(document, (cell) =>
      cell.text === "31" ? { ...cell, flaws: [{ kind: "struck", how: "删除线文字", text: "1" }] } : cell,
    );
    const sums = (judgement: Judgement) => judgement.findings.filter(({ code }) => code.startsWith("APP-"));
    expect(sums(judged(document)).length).toBeGreaterThan(0);
    expect(sums(judged(flawed))).toEqual([]);
    expect(judged(flawed).findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(judged(flawed).findings.find(({ code }) => code === "READ-UNSETTLED")).toMatchObject({
      severity: "warning",
      cells: expect.arrayContaining(["applications.granted.business"]),
      message: expect.stringContaining("相差30"),
    });

    const total = "applications.newlyReceived.total";
    const stated = (flaws: boolean): Judgement => {
      const claiming = figureCellsOf(
        {
          ...document,
          blocks: reportWith({ [total]: "66" }).blocks.map((block) => restated(block, "全年收到政府信息公开申请6件。")),
        },
        (cell) =>
          flaws && cell.text === "66" ? { ...cell, flaws: [{ kind: "raised", how: "上标文字", text: "6" }] } : cell,
      );
      return judged(claiming);
    };
    expect(codesOf(stated(false))).toContain("CLAIM-RECEIVED");
    expect(codesOf(stated(true))).not.toContain("CLAIM-RECEIVED");
  });

  test("leaves a row missing that both readings miss, and none that one of them has", () => {
    const document = reportWith({});
    const cut: Document = {
      ...document,
      blocks: document.blocks.map((block) =>
        block.kind === "table" && block.columns === 4
          ? { ...block, cells: block.cells.filter((cell) => cell.row !== rowOf(block, "行政强制")) }
          : block,
      ),
    };
    expect(judged(cut).findings.find(({ code }) => code === "ROW-MISSING")?.cells).toEqual(["proactive.compulsion"]);
    expect(codesOf(judged(cut, flatTextOf(document)))).not.toContain("ROW-MISSING");
  });
});

const restated = (block: Block, text: string): Block =>
  block.kind === "paragraph" && block.text === "工作平稳有序。" ? { ...block, text } : block;
const rowOf = (table: Table, label: string): number => table.cells.find(({ text }) => text.includes(label))?.row ?? -1;

describe("a section without a heading in the first reading", () => {
  const heading = "六、其他需要报告的事项";
  const document = reportWith({});
  const without = (text: string | null): Document => ({
    ...document,
    blocks: document.blocks.flatMap((block) =>
      block.kind === "paragraph" && block.text === heading ? (text === null ? [] : [{ ...block, text }]) : [block],
    ),
  });

  test("is missing where neither reading has a trace of it", () =>
    expect(judged(without(null))).toMatchObject({
      status: "invalid",
      findings: expect.arrayContaining([expect.objectContaining({ code: "SECTION-MISSING" })]),
    }));

  test.each<[string, Document, FlatText]>([
    ["the second reading has it", without(null), flatTextOf(document)],
    ["it is damaged", without("大、其他需要报吿旳事顶"), flatTextOf(without("大、其他需要报吿旳事顶"))],
    [
      "it stands within running text",
      without(
        `今后将按照条例的规定继续认真做好各项政府信息公开工作，不断提高公开的质量和水平。${heading} 本年度没有收取信息处理费。`,
      ),
      flatTextOf(
        without(
          `今后将按照条例的规定继续认真做好各项政府信息公开工作，不断提高公开的质量和水平。${heading} 本年度没有收取信息处理费。`,
        ),
      ),
    ],
  ])("is a doubt where %s", (_, read, flat) => {
    const judgement = judged(read, flat);
    expect(judgement.findings.filter(({ code }) => code === "SECTION-MISSING")).toEqual([]);
    expect(judgement.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("is a doubt where it was recognised as one line with the next", () => {
    const read = (text: string): Document => ({
      ...without(text),
      pages: [{ number: 1, width: 595, height: 842, kind: "text", recognised: true }],
    });
    const merged = read("六没有其需他要需报要告报的告其的他事事项项。。");
    expect(codesOf(judged(merged, flatTextOf(merged)))).not.toContain("SECTION-MISSING");
    const other = read("六五普法工作已经结束，没有其他情况。");
    expect(codesOf(judged(other, flatTextOf(other)))).toContain("SECTION-MISSING");
  });

  test("is missing all the same where the introduction lists it among the others", () => {
    const listed = { ...without(null), blocks: [...without(null).blocks] };
    listed.blocks[1] = {
      kind: "paragraph",
      role: "body",
      place: { paragraph: 1 },
      text: "本报告包括一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况，六、其他需要报告的事项，统计期限自2024年1月1日起，至2024年12月31日止。",
    };
    expect(codesOf(judged(listed))).toContain("SECTION-MISSING");
  });
});

describe("the unit over an amount", () => {
  /** The report with the fee's header as given, and lines above table 2. */
  const under = (header: string, above: readonly string[] = [], amount = "51234"): Document => {
    const document = reportWith({ [FEES]: amount });
    const blocks = figureCellsOf(document, (cell) =>
      cell.text.startsWith("本年收费金额") ? { ...cell, text: header } : cell,
    ).blocks;
    const at = blocks.findIndex(({ kind }) => kind === "table");
    const lines = above.map((text): Block => ({ kind: "paragraph", role: "body", text, place: { paragraph: 50 } }));
    return { ...document, blocks: blocks.toSpliced(at, 0, ...lines) };
  };

  test.each<[string, Document, string]>([
    ["in the header's brackets", under("本年收费金额（单位：元）"), "元"],
    ["without the word", under("本年收费金额(元)"), "元"],
    ["without brackets", under("本年收费金额单位：元"), "元"],
    ["of thousands", under("本年收费金额（千元）"), "千元"],
    ["above the table", under("本年收费金额", ["单位：元"]), "元"],
    ["above the table beside that of the counts", under("本年收费金额", ["单位：件、元"]), "元"],
    ["above the table behind a title", under("本年收费金额", ["主动公开情况表", "（金额单位：元）"]), "元"],
  ])("%s is read: the figure stays as printed, with its unit, and the form asks for 万元", (_, document, unit) => {
    const judgement = judged(document);
    expect(judgement).toMatchObject({ status: "invalid", uncertain: [] });
    expect(
      judgement.findings.filter(({ severity }) => severity === "error").map(({ code, cells }) => [code, cells]),
    ).toEqual([["COLUMN-UNIT", [FEES]]]);
    expect(printedOf(judgement, FEES)).toBe(51234);
    expect(judgement.figures[FEES]).toMatchObject({ text: "51234", unit });
  });

  test("tells the clerk what to fill in", () =>
    expect(
      judged(under("本年收费金额（单位：元）")).findings.find(({ code }) => code === "COLUMN-UNIT")?.message,
    ).toContain("51234元应填5.1234"));

  test.each<[string, Document]>([
    ["the form's own", under("本年收费金额（单位：万元）")],
    ["none", under("本年收费金额")],
    ["that of counts", under("本年收费金额（单位：万元）", ["单位：件"])],
    ["the form's own above the table", under("本年收费金额", ["单位：万元"])],
  ])("%s is no fault", (_, document) => {
    expect(judged(document)).toMatchObject({ status: "valid", uncertain: [] });
    expect(judged(document).figures[FEES]).not.toHaveProperty("unit");
  });

  test("that one reading alone has leaves the figure in doubt", () =>
    expect(
      judged(under("本年收费金额（单位：元）"), flatTextOf(under("本年收费金额（单位：万元）"))).uncertain,
    ).toEqual([FEES]));

  test("inside the cell stays a warning", () => {
    const judgement = judged(under("本年收费金额（单位：万元）", [], "51234元"));
    expect(codesOf(judgement)).toContain("CELL-UNIT");
    expect(codesOf(judgement)).not.toContain("COLUMN-UNIT");
  });
});

describe("a table that stands twice", () => {
  const TABLE_3 = "applications.granted.naturalPerson";
  const NEW = figuresOf("2021", {
    results: { "granted.naturalPerson": 9 },
    proactive: { "licensing.decisions": "9" },
    review: { "reconsideration.upheld": 9 },
  });
  const OLD = figuresOf("2021", {
    results: { "granted.naturalPerson": 4 },
    proactive: { "licensing.decisions": "4" },
    review: { "reconsideration.upheld": 4 },
  });
  const line = (text: string): Block => ({ kind: "paragraph", role: "body", text, place: { paragraph: 90 } });

  /** The report of 2024 with the nth table twice, each under its caption. */
  const twice = (
    n: number,
    captions: readonly [string, string],
    texts: readonly [typeof NEW, typeof NEW],
  ): Document => {
    const document = reportDocument(tablesOf(NEW, "2021"));
    let table = -1;
    const blocks = document.blocks.flatMap((block): Block[] => {
      if (block.kind !== "table") return [block];
      table += 1;
      if (table !== n) return [block];
      return captions.flatMap((caption, i) => [
        ...(caption === "" ? [] : [line(caption)]),
        tablesOf(texts[i] as typeof NEW, "2021")[n] as Table,
      ]);
    });
    return { ...document, blocks };
  };
  const FIGURE = [LICENSING, TABLE_3, "review.reconsideration.upheld"] as const;
  const SIZE = [10, 175, 15] as const;

  describe.each([0, 1, 2])("(table %i)", (n) => {
    test.each<[string, readonly [string, string]]>([
      ["last year's first", ["2023年情况", "2024年情况"]],
      ["last year's without a number", ["上年度情况", "本年度情况"]],
      ["only last year's is named", ["2023年度统计表", ""]],
      ["only this year's is named", ["", "2024年度统计表"]],
      ["in Chinese digits", ["二〇二三年统计表", "二〇二四年统计表"]],
    ])("is read where its caption names the report's year: %s", (_, captions) => {
      const judgement = judged(twice(n, captions, [OLD, NEW]));
      expect(printedOf(judgement, FIGURE[n] as string)).toBe(9);
      expect(judgement.uncertain).toEqual([]);
      expect(codesOf(judgement)).toContain("TABLE-DUPLICATE");
    });

    test("is read where this year's comes first", () =>
      expect(printedOf(judged(twice(n, ["2024年情况", "2023年情况"], [NEW, OLD])), FIGURE[n] as string)).toBe(9));

    test.each<[string, readonly [string, string]]>([
      ["no caption", ["", ""]],
      ["the same caption", ["统计表", "统计表"]],
      ["this year in both captions", ["2024年情况", "2024年情况"]],
      ["both years in one caption", ["2023年、2024年情况", "2022年情况"]],
    ])("is in doubt as a whole where %s tells which one is this year's", (_, captions) => {
      const judgement = judged(twice(n, captions, [OLD, NEW]));
      expect(judgement.uncertain).toHaveLength(SIZE[n] as number);
      expect(codesOf(judgement)).toEqual(expect.arrayContaining(["TABLE-DUPLICATE", "TABLE-UNDECIDED"]));
    });

    test("is certain where both are the same", () => {
      const judgement = judged(twice(n, ["", ""], [NEW, NEW]));
      expect(judgement.uncertain).toEqual([]);
      expect(codesOf(judgement)).toContain("TABLE-DUPLICATE");
    });
  });
});

describe("a report that lost its lines", () => {
  const document = reportDocument(tablesOf(sound, "2021"));
  const texts = document.blocks.flatMap((block) =>
    block.kind === "table" ? block.cells.map(({ text }) => text) : block.kind === "paragraph" ? [block.text] : [],
  );
  const inOneLine = (separator: string): Document => ({
    format: "text",
    title: null,
    pages: [],
    blocks: [{ kind: "paragraph", role: "body", text: texts.join(separator), place: { offset: 0, length: 1 } }],
  });

  const everyFigure = [...figureNames("2021", "2021"), "template"];

  test("is one all the same, and no figure of it is certain", () => {
    const judgement = judged(inOneLine(" "));
    expect(judgement).toMatchObject({ status: "needs-review", year: 2024, organization: { name: "云桥镇人民政府" } });
    expect(judgement.uncertain).toEqual(everyFigure);
    expect(judgement.sections.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(judgement.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("with all its cells in one row, too", () => {
    const cells = texts.map(
      (text, column): Cell => ({
        row: 0,
        column,
        rowSpan: 1,
        columnSpan: 1,
        text,
        place: { offset: column, length: 1 },
      }),
    );
    const table: Table = {
      kind: "table",
      rows: 1,
      columns: cells.length,
      cells: [{ ...(cells[0] as Cell), text: texts.join(" ") }],
      ragged: true,
      place: { offset: 0, length: 1 },
    };
    expect(judged({ ...inOneLine(" "), blocks: [table] }).uncertain).toEqual(everyFigure);
  });

  test("is told by its second reading where the first has nothing but its title", () => {
    const page: Document = {
      format: "html",
      title: "云桥镇人民政府2024年政府信息公开工作年度报告",
      pages: [],
      blocks: [],
    };
    expect(judged(page, { pieces: [texts.slice(1).join("")], blanksKept: false })).toMatchObject({
      status: "needs-review",
      year: 2024,
    });
    expect(judged(page, null).status).toBe("unrecognized");
  });

  test.each([
    ["names two headings only", `${texts[0]} 一、总体情况 无。二、主动公开政府信息情况 无。`],
    [
      "lists the headings",
      `${texts[0]} 内容包括一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况，四、政府信息公开行政复议、行政诉讼情况。`,
    ],
    ["has no title", texts.slice(1).join(" ").replaceAll("年度报告", "")],
  ])("is none where a text %s", (_, text) => {
    const page = inOneLine(" ");
    expect(
      judged({ ...page, blocks: [{ kind: "paragraph", role: "body", text, place: { offset: 0, length: 1 } }] }).status,
    ).toBe("unrecognized");
  });
});

test("digits that are spread over their cells leave a doubt of each, and accuse nobody", () => {
  const spread = new Map([...allTexts("2021", "0")].map(([name]) => [name, "8 5"]));
  const judgement = judged(reportDocument(tablesOf(spread, "2021")));
  expect(judgement.uncertain).toHaveLength(200);
  expect(judgement.findings.filter(({ severity }) => severity === "error")).toEqual([]);
});
