import { describe, expect, test } from "@jest/globals";
import type { Flaw } from "../../../lib/document/appearance.ts";
import type { Document, Page, PageKind } from "../../../lib/document/document.ts";
import { bestCandidate } from "../../../lib/profiles/profiles.ts";
import { judgementOf } from "../../make/judgement.ts";
import { allTexts, flatTextOf, reportDocument, tablesOf } from "../../make/tables.ts";

const BOX = [0, 0, 10, 10] as const;

/** The report as a PDF whose tables stand on page 2. */
function onPages(kind: PageKind, recognised?: boolean): Document {
  const document = reportDocument(tablesOf(allTexts("2021", "0"), "2021"));
  const page = (number: number, of: PageKind, known?: boolean): Page => ({
    number,
    kind: of,
    width: 595,
    height: 842,
    ...(known === undefined ? {} : { recognised: known }),
  });
  return {
    ...document,
    format: "pdf",
    pages: [page(1, "text"), page(2, kind, recognised)],
    blocks: document.blocks.map((block) =>
      block.kind === "table"
        ? { ...block, cells: block.cells.map((cell) => ({ ...cell, place: { page: 2, box: BOX } })) }
        : { ...block, place: { page: 1, box: BOX } },
    ),
  };
}

const judged = (document: Document) => judgementOf(document, flatTextOf(document));

describe("figures of a report", () => {
  test("on a page of text are certain where both readings agree", () =>
    expect(judged(onPages("text")).uncertain).toEqual([]));

  test.each(["searchable-scan", "garbled"] as const)(
    "on a %s are uncertain while nobody looked at its picture, though both readings agree",
    (kind) => {
      const judgement = judged(onPages(kind));
      expect(judgement.status).toBe("needs-review");
      expect(judgement.uncertain).toHaveLength(200);
      expect(judgement.findings.map((finding) => finding.code)).toContain("TEXT-LAYER");
    },
  );

  test("on a recognised page are certain where both looks agree", () =>
    expect(judged(onPages("searchable-scan", true)).uncertain).toEqual([]));

  test("of a table that was not recognised are to be looked up, and the table is not said to be missing", () => {
    const whole = onPages("searchable-scan", true);
    const blocks = whole.blocks.filter((block) => block.kind !== "table" || block.rows < 20);
    const document = { ...whole, blocks };
    const judgement = bestCandidate({ document, second: flatTextOf(document), recognised: [2] }).judge();
    const codes = judgement.findings.map(({ code }) => code);
    expect([judgement.status, codes.includes("TABLE-UNREAD"), codes.includes("TABLE-MISSING")]).toEqual([
      "needs-review",
      true,
      false,
    ]);
    expect(judgement.uncertain.filter((name) => name.startsWith("applications."))).not.toEqual([]);
    expect(judgement.uncertain.filter((name) => !name.startsWith("applications."))).toEqual([]);
  });

  test("that stand in pictures altogether make no table missing, though nothing tells the form", () => {
    const whole = reportDocument(tablesOf(allTexts("2021", "0"), "2021"));
    const blocks = whole.blocks.map((block) =>
      block.kind === "table" ? ({ kind: "picture", width: 450, height: 300, place: block.place } as const) : block,
    );
    expect(judged({ ...whole, blocks }).findings.map((finding) => finding.code)).not.toContain("TABLE-MISSING");
  });

  test("that are not there may stand in a picture, and are uncertain rather than missing", () => {
    const whole = reportDocument(tablesOf(allTexts("2021", "0"), "2021"));
    const pictured: Document = {
      ...whole,
      blocks: whole.blocks.map((block) =>
        block.kind === "table" && block.columns === 10
          ? { kind: "picture", width: 450, height: 300, place: block.place }
          : block,
      ),
    };
    const judgement = judged(pictured);
    expect(judgement.status).toBe("needs-review");
    expect(judgement.uncertain).toHaveLength(175);
    expect(judgement.findings.map((finding) => finding.code)).toContain("PICTURE-UNREAD");
    expect(judgement.findings.map((finding) => finding.code)).not.toContain("TABLE-MISSING");
  });

  test("that are nowhere are missing, where no picture could hold them", () => {
    const whole = reportDocument(tablesOf(allTexts("2021", "0"), "2021"));
    const judgement = judged({
      ...whole,
      blocks: whole.blocks.filter((block) => block.kind !== "table" || block.columns !== 15),
    });
    expect(judgement.status).toBe("invalid");
    expect(
      judgement.findings.filter((finding) => finding.code === "TABLE-MISSING").map((finding) => finding.cells),
    ).toEqual([["review"]]);
  });

  test.each([
    [2024, "needs-review", ["template"]],
    [2020, "invalid", []],
  ] as const)(
    "of table 3 alone tell the form of a report for %i where it is the form due",
    (year, status, uncertain) => {
      const whole = reportDocument(tablesOf(allTexts("2019", "0"), "2019").slice(1), year);
      const judgement = judged(whole);
      expect(judgement).toMatchObject({ status, uncertain });
      expect(judgement.findings.map((finding) => finding.code)).not.toContain("TEMPLATE-YEAR");
    },
  );

  describe("in cells that leave a doubt", () => {
    const figure = "applications.newlyReceived.naturalPerson";
    const judgedWith = (text: string, format: Document["format"]) => {
      const document = reportDocument(tablesOf(new Map([...allTexts("2021", "0"), [figure, text]]), "2021"));
      return judged({ ...document, format });
    };
    const codes = (judgement: ReturnType<typeof judged>) => judgement.findings.map((finding) => finding.code);

    test.each(["docx", "doc", "html", "text"] as const)(
      "digits on two lines that an author typed in a %s are one number or two",
      (format) => {
        const judgement = judgedWith("12\n34", format);
        expect(judgement).toMatchObject({ status: "needs-review", uncertain: [figure] });
        expect(codes(judgement)).toContain("NUMBER-SPLIT");
      },
    );
    test("on a page the line may have been too short for the number", () =>
      expect(judgedWith("12\n34", "pdf").tables?.applications?.newlyReceived?.naturalPerson).toBe(1234));
    test("a separator at the line's end shows it to be one number", () =>
      expect(judgedWith("1,\n234", "docx").uncertain).toEqual([]));
    test.each(["?5", "12\ufffd"])("%j may have lost a sign or a digit", (text) => {
      const judgement = judgedWith(text, "text");
      expect(judgement).toMatchObject({ status: "needs-review", uncertain: [figure] });
      expect(codes(judgement)).toContain("NUMBER-DAMAGED");
      expect(codes(judgement)).not.toContain("CELL-TEXT");
    });
  });

  test("of a table that lost all its separators are uncertain, and the table is not said to be missing", () => {
    const whole = reportDocument(tablesOf(allTexts("2021", "0"), "2021"));
    const mashed: Document = {
      ...whole,
      format: "text",
      blocks: whole.blocks.map((block) =>
        block.kind === "table"
          ? {
              kind: "paragraph",
              role: "body",
              text: block.cells.map((cell) => cell.text).join(""),
              place: { offset: 0, length: 1 },
            }
          : block,
      ),
    };
    const judgement = judged(mashed);
    expect(judgement.status).toBe("needs-review");
    expect(judgement.findings.map((finding) => finding.code)).not.toContain("TABLE-MISSING");
  });
});

describe("a figure that is not plain", () => {
  const licensing = "proactive.licensing.decisions";
  /** The report with the flaws given in the cell of 行政许可. */
  const flawed = (flaws: readonly Flaw[], text = "85"): Document => {
    const document = reportDocument(tablesOf(new Map([...allTexts("2021", "0"), [licensing, text]]), "2021"));
    const blocks = document.blocks.map((block) =>
      block.kind === "table"
        ? { ...block, cells: block.cells.map((cell) => (cell.text === text ? { ...cell, flaws } : cell)) }
        : block,
    );
    return { ...document, blocks };
  };

  test.each([
    ["struck", "NUMBER-STRUCK"],
    ["raised", "NUMBER-RAISED"],
    ["hidden", "NUMBER-HIDDEN"],
    ["covered", "NUMBER-COVERED"],
    ["reordered", "NUMBER-REORDERED"],
    ["stale", "NUMBER-STALE"],
    ["glyphs", "GLYPHS-DIFFER"],
  ] as const)("(%s) is uncertain though both readings agree, and the sentence says what was seen", (kind, code) => {
    const judgement = judged(flawed([{ kind, how: "删除线文字", text: "31" }]));
    expect(judgement.uncertain).toEqual([licensing]);
    expect(judgement.status).toBe("needs-review");
    expect(judgement.findings.find((finding) => finding.code === code)).toMatchObject({
      severity: "warning",
      cells: [licensing],
      message: expect.stringContaining("数字旁有删除线文字“31”"),
    });
    expect(judgement.figures[licensing]).toMatchObject({ text: "85", seen: "数字旁有删除线文字“31”" });
  });

  test("is no blank and no word that the office is blamed for", () => {
    for (const text of ["  ", "详见附件"]) {
      const { findings } = judged(flawed([{ kind: "struck", how: "删除线文字", text: "31" }], text));
      expect(findings.map(({ code }) => code)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^CELL-/u)]));
    }
  });

  test("is told by its own characters, too", () => {
    expect(judged(flawed([], "85¹")).findings.map(({ code }) => code)).toContain("NUMBER-RAISED");
    expect(judged(flawed([], "\u202e58")).findings.map(({ code }) => code)).toContain("NUMBER-REORDERED");
    expect(judged(flawed([], "8 5")).uncertain).toEqual([licensing]);
  });

  test("in the prose states no number", () => {
    const document = flawed([], "85");
    const prose = (flaws?: readonly Flaw[]): Document => ({
      ...document,
      blocks: document.blocks.map((block) =>
        block.kind === "paragraph" && block.text === "工作平稳有序。"
          ? { ...block, text: "全年收到政府信息公开申请311件。", ...(flaws && { flaws }) }
          : block,
      ),
    });
    const received = (flaws?: readonly Flaw[]) => judged(prose(flaws)).claims.map(({ value }) => value);
    expect(received()).toEqual([311]);
    expect(received([{ kind: "hidden", how: "白色文字", text: "3" }])).toEqual([]);
  });
});
