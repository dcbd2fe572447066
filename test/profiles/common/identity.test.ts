import { describe, expect, test } from "@jest/globals";
import { dateIn, periodAfter, periodIn } from "../../../lib/profiles/common/dates.ts";
import { identify } from "../../../lib/profiles/common/identity.ts";
import { outlineOf } from "../../../lib/profiles/common/outline.ts";
import { readTitle } from "../../../lib/profiles/common/title.ts";
import { SECTION_HEADINGS } from "../../../lib/profiles/disclosure/headings.ts";
import { TITLE } from "../../../lib/profiles/disclosure/title.ts";
import { body, documentOf, paragraph, table } from "../disclosure/prose.ts";

const told = (head: string, title: string | null = null, end = "") => {
  const document = documentOf(`${head}\n${body()}${end}`, title);
  return identify(document, outlineOf(document, SECTION_HEADINGS), TITLE);
};

describe("the title", () => {
  test.each([
    ["兰山区民政局2024年政府信息公开工作年度报告", "兰山区民政局", 2024],
    ["2024年兰山区民政局政府信息公开工作年度报告", "兰山区民政局", 2024],
    ["兰山区人民政府信息公开2024年度工作报告", "兰山区人民政府", 2024],
    ["全南县教育局2024年信息公开年度报告", "全南县教育局", 2024],
    ["本溪市教育局2024年政府信息公开工作年度报告 发布时间：2025-01-02", "本溪市教育局", 2024],
    ["中共兰山区委机构编制委员会办公室2024年政府信息公开工作年度报告", "中共兰山区委机构编制委员会办公室", 2024],
    ["兰山区民政局 2024 年政府信息公开工作 年度报告", "兰山区民政局", 2024],
    ["兰 山 区 民 政 局\n2024 年 政 府 信 息 公 开 工 作 年 度 报 告", "兰山区民政局", 2024],
    ["兰山区民政局2024年政府信息公开年报", "兰山区民政局", 2024],
    ["兰山区民政局2024年度政府信息公开年度报告", "兰山区民政局", 2024],
    ["兰山区民政局政府信息公开工作2024年度报告", "兰山区民政局", 2024],
    ["兰山区民政局政府信息公开工作年度报告\n（2024年度）", "兰山区民政局", 2024],
    ["兰山区民政局关于2024年政府信息公开工作的年度报告", "兰山区民政局", 2024],
    ["关于兰山区民政局2024年政府信息\n公开工作年度报告", "兰山区民政局", 2024],
    ["临沂市兰山区白沙埠镇人民政府\n2024年政府信息公开工作年度报告", "临沂市兰山区白沙埠镇人民政府", 2024],
    ["兰山区民政局二〇二四年政府信息公开工作年度报告", "兰山区民政局", 2024],
    ["兰山区民政局二○二四年度政府信息公开年报", "兰山区民政局", 2024],
    ["兰山区民政局２０２４年政府信息公开工作年度报告", "兰山区民政局", 2024],
    ["# 兰山区民政局2024年政府信息公开工作年度报告", "兰山区民政局", 2024],
    ["兰山区民政局2024年政府信息公开工作年度报告-兰山区政府网", "兰山区民政局", 2024],
    ["標題：麻陽縣文昌閣鄉2025年政府信息公開工作年度報告", "麻阳县文昌阁乡", 2025],
    ["兰山区民政局2024年政府信(xin)息公开工作年度报告", "兰山区民政局", 2024],
    ["乾县教育局2024年政府信息公开工作年度报告", "乾县教育局", 2024],
    ["麻阳县文昌阁乡人民政府政府信息公开2024年度工作报告", "麻阳县文昌阁乡人民政府", 2024],
    ["2024年沂蒙教育体育局政府信息公开工作年度报告", "沂蒙教育体育局", 2024],
    ["2019年山东省政府信息公开工作年度报告", "山东省", 2019],
    ["淮安市清江浦区人民政府\n2024年政府信息公开工作年度报告", "淮安市清江浦区人民政府", 2024],
    ["淮 安 市 清 江 浦 区 人 民 政 府\n2024年政府信息公开工作年度报告", "淮安市清江浦区人民政府", 2024],
    ["淮安市\n清江浦区人民政府\n2024年政府信息公开\n工作年度报告", "淮安市清江浦区人民政府", 2024],
    ["淮安市清江浦区\n人民政府办公室\n2024年政府信息公开工作年度报告", "淮安市清江浦区人民政府办公室", 2024],
    ["2024 年\n山东省人民政府办公厅\n政府信息公开工作年度报告", "山东省人民政府办公厅", 2024],
    ["2024年政府信息公开工作年度报告\n淮安市清江浦区人民政府", "淮安市清江浦区人民政府", 2024],
    ["2024年政府信息公开工作年度报告\n淮安市\n清江浦区人民政府\n2025年1月20日", "淮安市清江浦区人民政府", 2024],
    ["政府信息公开工作年度报告\n（2024年度）\n清 江 浦 区 民 政 局\n二〇二五年一月", "清江浦区民政局", 2024],
    ["兰山区教育局\n（2024年度）\n政府信息公开工作年度报告", "兰山区教育局", 2024],
    ["兰山区教育局文件\n兰教字〔2025〕3号\n2024年政府信息公开工作年度报告", "兰山区教育局", 2024],
    ["清江浦区民政局\n关于2024年政府信息公开工作情况的\n年度报告", "清江浦区民政局", 2024],
    ["佛坪县民政局政府信息公开工作年度报告\n（2023年度）", "佛坪县民政局", 2023],
    ["临夏州公安局2023年度政府信息公开工作年度报告", "临夏州公安局", 2023],
    ["肥城市住建局2022年度政府信息公开年度工作报告", "肥城市住建局", 2022],
    ["中山市自然资源局政府信息公开工作2022年度报告", "中山市自然资源局", 2022],
  ])("%p names author and year", (head, organization, year) => {
    const identity = told(head);
    expect(identity.organization?.name).toBe(organization);
    expect(identity.year).toBe(year);
    expect(identity.uncertain).toEqual([]);
    expect(identity.title).not.toMatch(/\s/u);
  });

  test("ends with the family's own words: what a site appends is no part of it", () => {
    const words = { ...TITLE, key: /部门决算/u, endings: ["决算"] };
    expect(readTitle("兰山区民政局2023年度部门决算-兰山区政府网", words)).toMatchObject({
      text: "兰山区民政局2023年度部门决算",
      organization: "兰山区民政局",
      years: [2023],
    });
  });

  test("names a government whose office edits the report, and one that stands in a cell with its title", () => {
    const edited = told(
      "淮安市清江浦区人民政府\n2024年政府信息公开工作年度报告\n发布机构：区政府办公室\n本报告由清江浦区人民政府办公室编制。",
      null,
      "\n我办将继续努力。",
    );
    expect([edited.organization?.name, edited.uncertain]).toEqual(["淮安市清江浦区人民政府", []]);
    for (const cell of [
      "清江浦区民政局\n2024年政府信息公开工作年度报告",
      "2024年政府信息公开工作年度报告\n清江浦区民政局",
    ]) {
      const lines = body().split("\n");
      const blocks = [table([[cell]]), ...lines.map((line, index) => paragraph(line, index))];
      const document = { format: "docx" as const, title: null, pages: [], blocks };
      expect(identify(document, outlineOf(document, SECTION_HEADINGS), TITLE).organization?.name).toBe(
        "清江浦区民政局",
      );
    }
  });

  test("takes no name from the site's own title", () => {
    const web = {
      ...documentOf(`标题：2024年政府信息公开工作年度报告\n${body()}`, "临沂市人民政府"),
      format: "html" as const,
    };
    expect(identify(web, outlineOf(web, SECTION_HEADINGS), TITLE).organization).toBeNull();
  });

  test("with a body above it that the text contradicts, or with other lines between, names nobody", () => {
    expect(told("淮安市人民政府\n索引号：123\n2024年政府信息公开工作年度报告").organization).toBeNull();
    expect(
      told("2024年政府信息公开工作年度报告\n淮安市民政局\n本报告由淮安市教育局根据条例编制。").organization,
    ).toBeNull();
  });

  test("of a mirror with a brand or a domain in the author's place leaves the author open, whatever else the page says", () => {
    for (const head of [
      "bet365体育官网2024年政府信息公开工作年度报告",
      "365example.com教育局2024年政府信息公开年报",
      "天天娱乐城彩票2024年政府信息公开工作年度报告",
    ]) {
      const identity = told(`${head}\n发布机构：兰山区教育局`);
      expect(identity.organization).toBeNull();
      expect(identity.uncertain).toContain("organization");
      expect(identity.year).toBe(2024);
    }
  });

  test("may stand in a web page's own title or in a metadata table only, but office properties are not believed", () => {
    const web = {
      ...documentOf(
        `为做好工作，编制本报告。\n${body()}`,
        "兰山区民政局2024年政府信息公开工作年度报告_临沂市兰山区人民政府",
      ),
      format: "html" as const,
    };
    expect(identify(web, outlineOf(web, SECTION_HEADINGS), TITLE).organization?.name).toBe("兰山区民政局");
    expect(identify({ ...web, format: "docx" }, outlineOf(web, SECTION_HEADINGS), TITLE).organization).toBeNull();
    const blocks = [
      table([
        ["标题：", "兰山区民政局2024年政府信息公开工作年度报告"],
        ["发布日期：", "2025-01-20"],
      ]),
      ...body()
        .split("\n")
        .map((line, index) => paragraph(line, index)),
    ];
    const document = { format: "html" as const, title: null, pages: [], blocks };
    const identity = identify(document, outlineOf(document, SECTION_HEADINGS), TITLE);
    expect([identity.organization?.name, identity.year, identity.publishedOn]).toEqual([
      "兰山区民政局",
      2024,
      "2025-01-20",
    ]);
  });

  test("is not read out of a sentence or a headline about reports", () => {
    expect(told("关于2024年政府信息公开工作年度报告的解读").title).toBeNull();
    expect(told("根据要求，现将兰山区民政局2024年政府信息公开工作年度报告公布如下。").title).toBeNull();
  });
});

describe("the author without a title", () => {
  test.each([
    ["opening", "根据条例要求，现将兰山区民政局2024年度政府信息公开工作情况公布如下，请予监督和批评指正。", ""],
    [
      "opening with 编制",
      "本报告由兰山区民政局根据《中华人民共和国政府信息公开条例》编制，统计期限为2024年1月1日至2024年12月31日。",
      "",
    ],
    [
      "body that writes by the law",
      "兰山区民政局依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号文件所附格式，形成2024年年度报告。统计期限为2024年1月1日至2024年12月31日。",
      "",
    ],
    ["page", "发布机构: | 兰山区民政局 |\n统计期限为2024年1月1日至2024年12月31日。", ""],
    ["signature", "统计期限为2024年1月1日至2024年12月31日。", "\n兰山区民政局\n2025年1月17日"],
  ])("is told by the %s", (_, head, end) => {
    const identity = told(head, null, end);
    expect(identity.organization?.name).toBe("兰山区民政局");
    expect(identity.year).toBe(2024);
  });

  test("stays open where the sources contradict one another, with both named", () => {
    const identity = told(
      "发布机构：兰山区财政局\n统计期限为2024年1月1日至2024年12月31日。",
      null,
      "\n兰山区民政局\n2025年1月17日",
    );
    expect(identity.organization).toBeNull();
    expect(identity.uncertain).toEqual(["organization"]);
    expect(identity.alternatives).toEqual(["兰山区财政局", "兰山区民政局"]);
  });

  test("is no site's name above the title where the text says 我局", () => {
    expect(
      told("兰山区人民政府\n2024年政府信息公开工作年度报告\n2024年，我局公开信息9条，均已按期完成。").organization,
    ).toBeNull();
  });

  test("stays open where nothing names it", () => {
    expect(told("2024年政府信息公开工作年度报告").uncertain).toEqual(["organization"]);
  });

  test("is not the site's name above the title when the page names another publisher", () => {
    const identity = told("兰山区人民政府\n2024年政府信息公开工作年度报告\n发布机构：兰山区白沙埠镇财政所");
    expect(identity.organization?.name).not.toBe("兰山区人民政府");
  });
});

describe("the year", () => {
  test("is the title's even where the statistics period has another", () => {
    const identity = told("兰山区民政局2024年政府信息公开工作年度报告\n统计期限为2023年1月1日至2023年12月31日。");
    expect([identity.year, identity.period?.from]).toEqual([2024, "2023-01-01"]);
  });
  test("is the period's where the title has none", () => {
    expect(told("兰山区民政局政府信息公开工作年度报告\n统计期限为2023年1月1日至12月31日。").year).toBe(2023);
  });
  test("stays open where period, prose and publication all contradict the title", () => {
    const identity = told(
      "兰山区民政局2024年政府信息公开工作年度报告\n发布日期：2024-01-20\n统计期限为2023年1月1日至12月31日。2023年，我局公开信息。2023年度共9条。",
    );
    expect([identity.year, identity.uncertain]).toEqual([null, ["year"]]);
  });
  test("stays open where nothing names it", () => {
    expect(told("兰山区民政局政府信息公开工作年度报告").uncertain).toEqual(["year"]);
  });
});

test("offices that every body has for the family's reports name no author", () => {
  const document = documentOf(
    `2024年政府信息公开工作年度报告\n本报告由政务公开办公室编制，如有疑问请联系。\n${body()}`,
  );
  const author = (offices: RegExp) =>
    identify(document, outlineOf(document, SECTION_HEADINGS), { ...TITLE, offices }).organization?.name;
  expect(author(TITLE.offices)).toBeUndefined();
  expect(author(/^决算/u)).toBe("政务公开办公室");
});

describe("dates", () => {
  test.each([
    "统计期限自2024年1月1日起，至2024年12月31日止",
    "2024年1月1日至12月31日",
    "2024年1月1日—12月31日",
    "2024.1.1-2024.12.31",
    "2024-01-01至2024-12-31",
    "2024.01.01～2024.12.31",
    "二〇二四年一月一日至二〇二四年十二月三十一日",
    "从2024年1月1日到12月31日止",
    "2024年1月至12月",
    "统计期限为20241月1日至20241231日",
    "２０２４年１月１日至１２月３１日",
  ])("the period %p is the year 2024", (text) => {
    expect(periodIn(text)).toEqual({ from: "2024-01-01", to: "2024-12-31" });
  });
  test("is introduced in the sections by the words of the family", () => {
    const text = "现将2023年3月1日至2023年5月1日的活动说明如下。本决算自2024年1月1日至2024年12月31日。";
    const document = documentOf(`甲局\n${body()}\n${text}`);
    const outline = outlineOf(document, SECTION_HEADINGS);
    expect(identify(document, outline, TITLE).period).toBeNull();
    expect(identify(document, outline, { ...TITLE, period: /本决算/u }).period?.to).toBe("2024-12-31");
  });
  test("a range that 统计期限 introduces goes before another", () => {
    expect(periodIn("2023年3月1日至2023年5月1日开展活动。本报告统计期限为2024年1月1日至2024年12月31日。")?.from).toBe(
      "2024-01-01",
    );
  });
  test("in the sections only a range of the statistics counts", () => {
    expect(periodAfter(/统计/u, "活动时间为2023年3月1日至2023年5月1日。")).toBeNull();
    expect(periodAfter(/统计/u, "数据统计期限为2024年1月1日至12月31日。")?.to).toBe("2024-12-31");
  });
  test("no period is made up", () => {
    expect(periodIn("截至2024年12月31日，公开信息9条。")).toBeNull();
    expect(periodIn("2024年2月30日至2024年12月31日")).toBeNull();
  });
  test.each([
    ["2025年1月15日", "2025-01-15"],
    ["二〇二五年一月二十四日", "2025-01-24"],
    ["2025-01-24 10:20:00", "2025-01-24"],
    ["2025/1/5", "2025-01-05"],
  ])("%p is %p", (text, date) => {
    expect(dateIn(text)).toBe(date);
  });
  test("the page's date of publication goes before the signature's", () => {
    expect(
      told("兰山区民政局2024年政府信息公开工作年度报告\n发布时间：2025-01-22", null, "\n兰山区民政局\n2025年1月17日")
        .publishedOn,
    ).toBe("2025-01-22");
    expect(told("兰山区民政局2024年政府信息公开工作年度报告", null, "\n兰山区民政局\n2025年1月17日").publishedOn).toBe(
      "2025-01-17",
    );
    expect(told("兰山区民政局2024年政府信息公开工作年度报告").publishedOn).toBeNull();
  });
});
