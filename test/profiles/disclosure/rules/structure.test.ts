import { describe, expect, test } from "@jest/globals";
import { structureRules } from "../../../../lib/profiles/disclosure/rules/structure.ts";
import { documentOf, EMPTY_DOCUMENT, HEADINGS, INTRODUCTION, judged, report } from "../prose.ts";

const PAGE_1 = { page: 1, box: [0, 0, 595, 842] } as const;

const messages = (code: string, text: string, tables = {}): string[] | undefined =>
  judged(structureRules, code, text, tables)?.map(({ message }) => message);

describe("SECTION-MISSING", () => {
  test("passes a report of six parts", () => expect(messages("SECTION-MISSING", report())).toEqual([]));
  test("names the missing part by number and title", () => {
    const [message, ...others] = messages("SECTION-MISSING", report({ headings: HEADINGS.slice(0, 5) })) ?? [];
    expect(message).toContain("缺少“六、其他需要报告的事项”部分");
    expect(others).toEqual([]);
  });
  test("says nothing about a document without words", () =>
    expect(judged(structureRules, "SECTION-MISSING", EMPTY_DOCUMENT)).toBeNull());
  test("says nothing about a part that may stand in a picture with its table, but finds the others", () => {
    const document = documentOf(
      report({ headings: ["一、总体情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"] }),
    );
    const pictured = {
      ...document,
      blocks: [...document.blocks, { kind: "picture" as const, width: 400, height: 300, place: { paragraph: 99 } }],
    };
    const found = judged(structureRules, "SECTION-MISSING", pictured, {
      count: { proactive: 0, applications: 0, review: 1 },
    });
    expect(found?.map(({ section }) => section)).toEqual([6]);
  });
  test("says nothing where a page was not read", () => {
    const document = {
      ...documentOf(report({ headings: HEADINGS.slice(0, 5) })),
      pages: [{ number: 2, kind: "picture" as const, width: 595, height: 842 }],
    };
    expect(judged(structureRules, "SECTION-MISSING", document)).toBeNull();
  });
  test("leaves open what is missing where a page was recognised so badly that it may stand there", () => {
    const document = {
      ...documentOf(report({ headings: HEADINGS.slice(0, 5) })),
      pages: [{ number: 1, kind: "picture" as const, width: 595, height: 842, recognised: false }],
    };
    const read = { ...document, blocks: document.blocks.map((block) => ({ ...block, place: PAGE_1 })) };
    const found = judged(structureRules, "SECTION-MISSING", read);
    expect(found?.map(({ code, section }) => [code, section])).toEqual([["READ-UNSETTLED", 6]]);
  });
});

describe("SECTION-ORDER", () => {
  test("passes the official order", () => expect(messages("SECTION-ORDER", report())).toEqual([]));
  test("names the part that stands too late", () => {
    const swapped = [...HEADINGS.slice(0, 4), "五、其他需要报告的事项", "六、存在的主要问题及改进情况"];
    expect(messages("SECTION-ORDER", report({ headings: swapped }))?.[0]).toContain(
      "“存在的主要问题及改进情况”应为第五部分",
    );
  });
  test("says nothing about a document without parts", () =>
    expect(judged(structureRules, "SECTION-ORDER", EMPTY_DOCUMENT)).toBeNull());
});

describe("PREAMBLE-PARTS", () => {
  const listing = (parts: string): string => report({ introduction: `${INTRODUCTION}全文共六部分，包括${parts}。` });
  test("passes a full list, also in other words", () => {
    expect(
      messages(
        "PREAMBLE-PARTS",
        listing(
          "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项",
        ),
      ),
    ).toEqual([]);
    expect(
      messages(
        "PREAMBLE-PARTS",
        listing(
          "总体情况；行政机关主动公开政府信息的情况；行政机关收到和处理政府信息公开申请的情况；因政府信息公开工作被申请行政复议、提起行政诉讼的情况；存在的主要问题；其他需要报告的事项",
        ),
      ),
    ).toEqual([]);
  });
  test("names what the list leaves out", () => {
    expect(
      messages(
        "PREAMBLE-PARTS",
        listing(
          "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、其他需要报告的事项",
        ),
      )?.[0],
    ).toContain("五、存在的主要问题及改进情况");
  });
  test("says nothing where the parts are counted but not listed", () => {
    expect(messages("PREAMBLE-PARTS", report({ introduction: `${INTRODUCTION}内容分为六个部分。` }))).toBeUndefined();
    expect(messages("PREAMBLE-PARTS", report())).toBeUndefined();
  });
});

describe("TEMPLATE-YEAR", () => {
  test("passes the form of the year", () => {
    expect(messages("TEMPLATE-YEAR", report(), { template: "2021" })).toEqual([]);
    expect(
      messages("TEMPLATE-YEAR", report({ title: "兰山区民政局2020年政府信息公开工作年度报告" }), { template: "2019" }),
    ).toEqual([]);
  });
  test("names the form that the year requires", () => {
    expect(messages("TEMPLATE-YEAR", report(), { template: "2019" })?.[0]).toMatch(/2019年旧版格式.*〔2021〕30号/u);
    expect(
      messages("TEMPLATE-YEAR", report({ title: "兰山区民政局2020年政府信息公开工作年度报告" }), {
        template: "2021",
      })?.[0],
    ).toContain("〔2019〕60号");
  });
  test("says nothing without a form", () =>
    expect(messages("TEMPLATE-YEAR", report(), { template: null })).toBeUndefined());
});

describe("TEMPLATE-MIXED", () => {
  const citing = (words: string): string => report({ introduction: `${INTRODUCTION}根据${words}的要求编制。` });
  test("passes one form with its own number", () =>
    expect(messages("TEMPLATE-MIXED", citing("国办公开办函〔2021〕30号"))).toEqual([]));
  test("finds tables of two forms, a number of the other form, and the title of one notice with the number of the other", () => {
    expect(messages("TEMPLATE-MIXED", report(), { applicationsForm: "2019" })?.[0]).toContain(
      "第三部分表格用的是2019年版",
    );
    expect(messages("TEMPLATE-MIXED", citing("国办公开办函[2019]60号"))?.[0]).toContain("〔2019〕60号");
    expect(
      messages(
        "TEMPLATE-MIXED",
        citing("《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2021〕30号）"),
      )?.[0],
    ).toContain("文件标题");
  });
  test("says nothing without a form", () =>
    expect(messages("TEMPLATE-MIXED", report(), { template: null })).toBeUndefined());
});

describe("RESIDUE", () => {
  test("passes clean text and a site's own buttons", () =>
    expect(messages("RESIDUE", report({ end: "扫码使用手机浏览本页内容" }))).toEqual([]));
  test.each([
    "[bookmark: _Hlk66973412]本年度",
    "信息&nbsp;9条",
    "共9条<br/>",
    "统计至20251231日",
    "错误！未定义书签。",
    "工作年度报告格式>永安镇公开",
    "公开\ufffd信息",
  ])("finds %p", (text) => {
    expect(messages("RESIDUE", report({ texts: { 1: text } }))).toHaveLength(1);
  });
  test("says nothing about a document without words", () =>
    expect(judged(structureRules, "RESIDUE", EMPTY_DOCUMENT)).toBeNull());
});

describe("TEMPLATE-TEXT", () => {
  test.each([
    "本部分主要报告本行政机关报告年度政府信息公开工作总体情况，应对贯彻落实《条例》情况进行综述。",
    "（本部分主要报告本行政机关年度工作总体情况，字数一般不超过一千字，填报时请删除本段说明。）",
    "（填表说明：统计表中没有的项目应填“0”，不得空白，也不得填写其他内容。）",
    "统计表中没有的应填入“0”，不得空白或者填入其他内容。",
    "该部分以表格形式报告。表格如下：",
    "这一项报告本机关收费情况。",
    "填写说明：请根据本单位实际填写。",
    "（文字描述）",
    "篇幅原则上不超过一千字。",
    "请在此处填写本单位存在的主要问题。",
    "XX局2024年公开信息××条。",
    "20XX年，我局公开信息。",
    "全年公开信息____条。",
    "龙湾镇（区）全年公开信息9条。",
    "发布时请删除本段文字。",
    "县级以上人民政府、垂直管理系统的年度报告，应对本地区、本系统整体情况进行报告。",
    "注：表中没有的数据请填0。",
    "本部分内容原则上不超过1000字。",
    "注：本部分应说明收取信息处理费的情况。",
    "除政府信息公开处理费外，本部分还可报告落实年度政务公开工作要点等情况。",
  ])("finds %p", (text) => {
    const found = messages("TEMPLATE-TEXT", report({ texts: { 1: text } }));
    expect(found).toHaveLength(1);
    expect(found?.[0]).toMatch(/模板/u);
  });
  test.each([
    "检查中发现个别单位表格没有按照“没有的应填入0”的要求填写，已全部整改。",
    "我局按照统计表中没有的应填入“0”的要求核对了数据。",
    "各部分内容应当简明，本年度对年报篇幅不超过一千字的要求进行了培训。",
    "本部分工作由办公室负责。",
    "本部分需要说明的情况：无。",
    "本部分无需要报告的内容。",
    "本报告以表格形式公布了数据。",
    "申请人填写申请表后当场受理。",
    "请根据需要拨打电话0539-8180000。",
    "设置说明牌，请各单位配合。",
    "政务新媒体推送消息9篇，办理12345热线9件。",
    "街道（镇）村居联动，乡镇（街道）全部设立查阅点。",
    "答复赵××1件。",
    "其他需要报告的事项：无。",
    "本项工作主要由办公室承担。",
    "对没有填报“0”的栏目予以退回。",
  ])("passes %p", (text) => {
    expect(messages("TEMPLATE-TEXT", report({ texts: { 1: text } }))).toEqual([]);
  });
  test("says nothing about a document without words", () =>
    expect(judged(structureRules, "TEMPLATE-TEXT", EMPTY_DOCUMENT)).toBeNull());
});
