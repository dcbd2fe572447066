import { describe, expect, test } from "@jest/globals";
import { identityRules } from "../../../../lib/profiles/disclosure/rules/identity.ts";
import { EMPTY_DOCUMENT, INTRODUCTION, judged, report } from "../prose.ts";

const messages = (code: string, text: string): string[] | undefined =>
  judged(identityRules, code, text)?.map(({ message }) => message);
const introduction = (words: string): string => report({ introduction: words });

describe("PERIOD-YEAR", () => {
  test("passes the year of the title", () => expect(messages("PERIOD-YEAR", report())).toEqual([]));
  test("names both years where they differ", () => {
    expect(messages("PERIOD-YEAR", introduction("统计期限自2023年1月1日起，至2023年12月31日止。"))?.[0]).toMatch(
      /2023年1月1日.*2024年/u,
    );
    expect(messages("PERIOD-YEAR", introduction("统计期限自2023年1月1日起，至2024年12月31日止。"))).toHaveLength(1);
  });
  test("says nothing without a period", () =>
    expect(messages("PERIOD-YEAR", introduction("根据条例编制本报告。"))).toBeUndefined());
});

describe("PERIOD-MISSING", () => {
  test("passes a stated period", () => expect(messages("PERIOD-MISSING", report())).toEqual([]));
  test("names the period to add, or one that is no whole year", () => {
    expect(messages("PERIOD-MISSING", introduction("根据条例编制本报告。"))?.[0]).toContain("2024年1月1日至12月31日");
    expect(messages("PERIOD-MISSING", introduction("统计期限为2024年1月1日至2024年11月30日。"))?.[0]).toContain(
      "2024年11月30日",
    );
  });
  test("says nothing about a document without words", () =>
    expect(judged(identityRules, "PERIOD-MISSING", EMPTY_DOCUMENT)).toBeNull());
});

describe("YEAR-MENTION", () => {
  test.each([
    "2024年，我局公开信息9条，比2023年增加3条。",
    "2023年以来，我局持续公开信息。",
    "2019年1件，2020年3件，2021年2件，2022年收到4件。",
    "2023年12月印发的通知继续执行。",
    "2023年部门决算和2024年部门预算已公开。",
    "发布2023年政府信息公开工作年度报告。",
  ])("passes %p", (text) => expect(messages("YEAR-MENTION", report({ texts: { 1: text } }))).toEqual([]));
  test("finds a sentence that opens with another year, but not a plan for the next in section five", () => {
    expect(messages("YEAR-MENTION", report({ texts: { 1: "2023年我局共受理政府信息公开申请0件。" } }))?.[0]).toContain(
      "“2023年”",
    );
    expect(
      messages("YEAR-MENTION", report({ texts: { 5: "2025年，我局将主动公开更多信息。2023年公开信息较少。" } })),
    ).toEqual([]);
  });
  test("finds another year's report announced in the preamble", () => {
    expect(
      messages(
        "YEAR-MENTION",
        introduction(
          `现将兰山区民政局2023年政府信息公开工作年度报告公布如下。统计期限自2024年1月1日起，至2024年12月31日止。`,
        ),
      )?.[0],
    ).toContain("2023年");
  });
  test("says nothing without a year", () =>
    expect(
      messages(
        "YEAR-MENTION",
        report({ title: "兰山区民政局政府信息公开工作年度报告", introduction: "根据条例编制本报告。" }),
      ),
    ).toBeUndefined());
});

describe("dates of publication", () => {
  const published = (date: string, title = "兰山区民政局2024年政府信息公开工作年度报告"): string =>
    report({
      title,
      introduction: `发布日期：${date}\n${INTRODUCTION.replaceAll("兰山区民政局", title.replace(/\d.*$/u, ""))}`,
    });
  test("PUBLISHED-EARLY passes January and finds December", () => {
    expect(messages("PUBLISHED-EARLY", published("2025-01-10"))).toEqual([]);
    expect(messages("PUBLISHED-EARLY", published("2024-12-31"))?.[0]).toContain("2024年12月31日");
    expect(messages("PUBLISHED-EARLY", report())).toBeUndefined();
  });
  test("PUBLISHED-LATE: 31 January for a unit, 31 March for a government's aggregate", () => {
    expect(messages("PUBLISHED-LATE", published("2025-01-31"))).toEqual([]);
    expect(messages("PUBLISHED-LATE", published("2025-02-06"))?.[0]).toMatch(/2025年2月6日.*2025年1月31日/u);
    expect(messages("PUBLISHED-LATE", published("2025-03-20", "临沂市人民政府2024年政府信息公开工作年度报告"))).toEqual(
      [],
    );
    expect(
      messages("PUBLISHED-LATE", published("2025-04-01", "临沂市人民政府2024年政府信息公开工作年度报告")),
    ).toHaveLength(1);
    expect(
      messages("PUBLISHED-LATE", published("2025-02-06", "兰山区白沙埠镇人民政府2024年政府信息公开工作年度报告")),
    ).toHaveLength(1);
    expect(messages("PUBLISHED-LATE", report())).toBeUndefined();
  });
});

describe("CONTACT-MISSING", () => {
  test("passes a telephone number, an address or an e-mail address", () => {
    expect(messages("CONTACT-MISSING", report())).toEqual([]);
    expect(
      messages("CONTACT-MISSING", introduction("如有疑问，请发邮件至office@example.cn咨询，统计期限为全年。")),
    ).toEqual([]);
  });
  test("asks for one", () => expect(messages("CONTACT-MISSING", introduction("根据条例编制本报告。"))).toHaveLength(1));
  test("says nothing about a document without words", () =>
    expect(judged(identityRules, "CONTACT-MISSING", EMPTY_DOCUMENT)).toBeNull());
});

describe("ORGANIZATION-OTHER", () => {
  const written = (title: string, words: string, texts = {}): string[] | undefined =>
    messages(
      "ORGANIZATION-OTHER",
      report({ title: `${title}2024年政府信息公开工作年度报告`, introduction: words, texts }),
    );
  test.each([
    ["兰山区民政局", "本报告由临沂市兰山区民政局编制，请与兰山区民政局办公室联系（电话：0539-8180000）。"],
    ["沭阳县发展和改革局", "请与县发改局联系（地址：苏州路1号）。"],
    ["兰山区教育局", "如有疑问，请与兰山区人民政府办公室联系（电话：0539-8180000）。"],
    ["兰山区城市管理局", "请与兰山区综合行政执法局联系（电话：0539-8180000）。"],
    ["泉城路街道办事处", "本报告由泉城路街道编制，请与泉城路街道党政办公室联系。"],
    ["兰山区白沙埠镇人民政府", "发布机构：白沙埠镇\n请与白沙埠镇人民政府党政办公室联系（电话：0539-8180000）。"],
    ["应城市教育局", "本报告在应城市人民政府门户网站公开。"],
    ["兰山区教育局", "在临沂市兰山区人民政府门户网站和临沂市人民政府门户网站公开。"],
  ])("passes %p with %p", (title, words) => expect(written(title, words)).toEqual([]));
  test.each([
    ["佛坪县民政局", "本报告由佛坪县发展和改革局根据条例编制。"],
    ["兰山区白沙埠镇人民政府", "如有疑问，请与兰山区枣园镇人民政府联系（电话：0539-8180000）。"],
    ["麻阳县文昌阁乡人民政府", "报告在应城市人民政府门户网站公开。"],
    ["麻阳县文昌阁乡人民政府", "本报告由应城市文昌阁乡人民政府根据条例编制。"],
  ])("finds another body or place: %p with %p", (title, words) => {
    const found = written(title, words);
    expect(found).toHaveLength(1);
    expect(found?.[0]).toMatch(/核对/u);
  });
  test("finds another bureau as the subject of section one", () => {
    expect(
      written("佛坪县民政局", "根据条例编制本报告。", { 1: "2024年，县发改局认真贯彻落实条例，公开信息9条。" })?.[0],
    ).toContain("县发改局");
    expect(
      written("佛坪县民政局", "根据条例编制本报告。", { 1: "2024年，县民政局认真贯彻落实条例，公开信息9条。" }),
    ).toEqual([]);
  });
  test("says nothing without an author", () =>
    expect(
      messages(
        "ORGANIZATION-OTHER",
        report({ title: "2024年政府信息公开工作年度报告", introduction: "根据条例编制本报告。" }),
      ),
    ).toBeUndefined());
});

describe("ORGANIZATION-PART", () => {
  const contact = (title: string, name: string): string[] | undefined =>
    messages(
      "ORGANIZATION-PART",
      report({
        title: `${title}2024年政府信息公开工作年度报告`,
        introduction: `如有疑问，请与${name}联系（电话：0531-80000000）。`,
      }),
    );
  test("finds a name without its own part", () => {
    expect(contact("济南市历下区泉城路街道办事处", "济南市历下区街道办事处")?.[0]).toContain("缺少“泉城路”");
  });
  test("passes names that are shorter by the place, and oneself in general words", () => {
    for (const name of ["泉城路街道办事处", "历下区泉城路街道", "街道办事处", "本街道办公室", "历下区人民政府办公室"])
      expect(contact("济南市历下区泉城路街道办事处", name)).toEqual([]);
  });
  test("says nothing without an author", () =>
    expect(
      messages(
        "ORGANIZATION-PART",
        report({ title: "2024年政府信息公开工作年度报告", introduction: "根据条例编制本报告。" }),
      ),
    ).toBeUndefined());
});
