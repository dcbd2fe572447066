import { describe, expect, test } from "@jest/globals";
import { outlineOf } from "../../../lib/profiles/common/outline.ts";
import { SECTION_HEADINGS } from "../../../lib/profiles/disclosure/headings.ts";
import { body, documentOf, HEADINGS, paragraph, table } from "../disclosure/prose.ts";

const TITLE = "兰山区民政局2024年政府信息公开工作年度报告";
const numbers = (text: string): string =>
  outlineOf(documentOf(text), SECTION_HEADINGS)
    .sections.map(({ number }) => number)
    .join("");
const titles = (text: string): string[] =>
  outlineOf(documentOf(text), SECTION_HEADINGS).sections.map(({ title }) => title);
const OFFICIAL = HEADINGS.map((heading) => heading.slice(2));
const renumbered = (number: (index: number) => string): string[] =>
  OFFICIAL.map((title, index) => number(index) + title);

describe("headings of a report", () => {
  test.each([
    ["numbers", HEADINGS],
    ["no numbers", OFFICIAL],
  ])("with %s are found at the end of the paragraph before them", (_, headings) =>
    expect(numbers(`${TITLE}\n${body(headings).replace(/。\n(?=.{0,2}(?:其他需要|收到和处理))/gu, "。")}`)).toBe(
      "123456",
    ),
  );
  test("are no part of a sentence that ends with their words", () =>
    expect(numbers(`${TITLE}\n${body(HEADINGS.slice(0, 4))}\n工作有序。本章说明其他需要报告的事项`)).toBe("1234"));

  test.each([
    ["Chinese numbers", HEADINGS],
    ["Arabic numbers", renumbered((index) => `${index + 1}. `)],
    ["Arabic numbers with 、 and a space", renumbered((index) => `${index + 1}、 `)],
    ["numbers in brackets", renumbered((index) => `（${"一二三四五六"[index]}）`)],
    ["第…部分", renumbered((index) => `第${"一二三四五六"[index]}部分 `)],
    ["Markdown", HEADINGS.map((heading) => `## ${heading}`)],
    ["bold Markdown", HEADINGS.map((heading) => `**${heading}**`)],
    ["bullets", renumbered(() => "- ")],
    ["no numbers", OFFICIAL],
    ["bars around them", HEADINGS.map((heading) => `| ${heading} |`)],
    ["lost automatic numbers", renumbered(() => "1、 ")],
    ["spaces inside", HEADINGS.map((heading) => [...heading].join(" "))],
  ])("are found with %s", (_, headings) => {
    expect(numbers(`${TITLE}\n${body(headings)}`)).toBe("123456");
    expect(titles(`${TITLE}\n${body(headings)}`)).toEqual(OFFICIAL);
  });

  test.each([
    [
      [
        "一、概述",
        "二、主动公开情况",
        "三、依申请公开情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告事项",
      ],
    ],
    [
      [
        "一、政府信息公开工作总体情况",
        "二、行政机关主动公开政府信息的情况",
        "三、行政机关收到和处理政府信息公开申请的情况",
        "四、行政复议和行政诉讼情况",
        "五、存在的主要问题及整改措施",
        "六、需要报告的其他事项",
      ],
    ],
    [
      [
        "一、总体工作情况",
        "二、主动公开政府信息",
        "三、收到和处理信息公开申请情况",
        "四、行政复议、行政诉讼",
        "五、存在不足和下一步工作打算",
        "六、其它需要说明的事项",
      ],
    ],
    [
      [
        "一、工作推进情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、下一步工作打算",
        "六、其他事项",
      ],
    ],
    [
      [
        "一、總體情況",
        "二、主動公開政府信息情況",
        "三、收到和處理政府信息公開申請情況",
        "四、政府信息公開行政複議、行政訴訟情況",
        "五、存在的主要問題及改進情況",
        "六、其他需要報告的事項",
      ],
    ],
  ])("are found in the wording %p", (headings) => {
    expect(numbers(`${TITLE}\n${body(headings)}`)).toBe("123456");
  });

  test("keep the printed title without its number", () => {
    expect(titles(`${TITLE}\n${body(["一、总体情况", "二、主动公开情况", ...HEADINGS.slice(2)])}`)[1]).toBe(
      "主动公开情况",
    );
  });

  test("are told from the text on their own line", () => {
    const { sections } = outlineOf(
      documentOf(
        `${TITLE}\n一、总体情况 2024年，我局公开信息9条。\n二、主动公开政府信息情况：见下表。\n${body(HEADINGS.slice(2, 5))}\n六、其他需要报告的事项：无。`,
      ),
      SECTION_HEADINGS,
    );
    expect(sections.map(({ number }) => number).join("")).toBe("123456");
    expect(sections[0]?.text).toBe("2024年，我局公开信息9条。");
    expect(sections[5]?.text).toBe("无。");
  });

  test("are put together when broken over two lines or parted from their number", () => {
    expect(
      numbers(
        `${TITLE}\n${body(HEADINGS.slice(0, 2))}\n三、收到和处理政府信息公开\n申请情况\n四、\n政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及\n改进情况\n有。\n六、其他需要报告的事项\n无。`,
      ),
    ).toBe("123456");
  });

  test("share a paragraph with their text when a line break parts them", () => {
    const blocks = HEADINGS.map((heading, index) => paragraph(`${heading}\n正文第${index + 1}段。`, index));
    const { sections } = outlineOf({ format: "html", title: null, pages: [], blocks }, SECTION_HEADINGS);
    expect(sections.map(({ text }) => text)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `正文第${number}段。`));
  });

  test("may stand in cells of a layout table, whose sentences are the text", () => {
    const blocks = [table(HEADINGS.flatMap((heading) => [[heading], ["这一部分的有关工作均已经按照规定按时完成。"]]))];
    const { sections } = outlineOf({ format: "docx", title: null, pages: [], blocks }, SECTION_HEADINGS);
    expect(sections).toHaveLength(6);
    expect(sections[0]?.text).toContain("按时完成");
  });

  test("out of order are kept in the document's order", () => {
    expect(numbers(`${TITLE}\n${body([HEADINGS[0], HEADINGS[2], HEADINGS[1], ...HEADINGS.slice(3)])}`)).toBe("132456");
    expect(
      numbers(`${TITLE}\n${body([...HEADINGS.slice(0, 4), "五、其他需要报告的事项", "六、存在的主要问题及改进情况"])}`),
    ).toBe("123465");
  });
});

describe("a misprint in a heading", () => {
  test.each([
    [2, "二、主动公开政府信自情况"],
    [3, "收到和处理政府信息公开中请情况"],
    [4, "（四）政府信息公开行政复义、行政诉讼情况"],
    [6, "6. 其他需要报高的事项"],
  ])("leaves section %d what it is: %s", (section, heading) =>
    expect(
      numbers(`${TITLE}\n${body(HEADINGS.map((official, index) => (index === section - 1 ? heading : official)))}`),
    ).toBe("123456"),
  );
});

describe("what is no heading", () => {
  test("a title with a word before it", () =>
    expect(numbers(`${TITLE}\n${body(HEADINGS.slice(0, 5))}\n无其他需要报告的事项。`)).toBe("12345"));
  test.each([
    ["sub-headings in brackets", "（一）主动公开政府信息情况", "（二）依申请公开情况"],
    ["sub-headings with Arabic numbers", "1.主动公开", "2、依申请公开情况"],
    ["sub-headings numbered twice", "(二)(一)主动公开政府信息情况", "(三)(二)依申请公开政府信息情况"],
    ["sub-headings without numbers", "主动公开情况", "依申请公开情况"],
  ])("%s", (_, ...subheadings) => {
    const headings = [HEADINGS[0], ...subheadings, ...HEADINGS.slice(3)];
    expect(numbers(`${TITLE}\n${body(headings)}`)).toBe("1456");
  });

  test("a table of contents and a list of the parts before the text", () => {
    const { preamble, sections } = outlineOf(
      documentOf(
        `${TITLE}\n目录\n一、总体情况……………1\n二、主动公开政府信息情况\t3\n包括以下六部分：\n${HEADINGS.join("\n")}\n${body()}`,
      ),
      SECTION_HEADINGS,
    );
    expect(sections.map(({ number }) => number).join("")).toBe("123456");
    expect(sections.every(({ text }) => text === "有关工作均已按规定完成。")).toBe(true);
    expect(preamble).toContain("包括以下六部分");
  });

  test("the parts listed inline at the start of a line", () => {
    const { preamble } = outlineOf(
      documentOf(`${TITLE}\n一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况。\n${body()}`),
      SECTION_HEADINGS,
    );
    expect(preamble).toContain("二、主动公开政府信息情况，三、");
  });

  test("rows of table 3 in flattened text", () => {
    expect(
      numbers(
        `${TITLE}\n${body(HEADINGS.slice(0, 3))}\n一、本年新收政府信息公开申请数量\n0\n二、上年结转政府信息公开申请数量\n0\n三、本年度办理结果\n四、结转下年度继续办理\n0`,
      ),
    ).toBe("123");
  });

  test("page furniture", () => {
    const blocks = [...HEADINGS.map((heading, index) => paragraph(heading, index, "furniture")), paragraph(TITLE, 9)];
    expect(outlineOf({ format: "html", title: null, pages: [], blocks }, SECTION_HEADINGS).sections).toEqual([]);
  });

  test("a caption that repeats the heading above a table", () => {
    const text = `${TITLE}\n${HEADINGS[0]}\n有。\n${HEADINGS[1]}\n按规定填报。\n主动公开政府信息情况\n见下。\n${body(HEADINGS.slice(2))}`;
    const second = outlineOf(documentOf(text), SECTION_HEADINGS).sections[1];
    expect(second?.text).toContain("按规定填报");
  });
});
