import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { load } from "cheerio";
import { figureNames } from "../../../lib/profiles/disclosure/form.ts";
import { type Judgement, UNRECOGNIZED } from "../../../lib/profiles/judgement.ts";
import { assembleFailure, assembleReport } from "../../../lib/report/assemble.ts";
import { reportHtml } from "../../../lib/report/html/report-page.ts";
import { makeInvalid, makeJudgement, makeNeedsReview, makeSource } from "../../make/judgement.ts";

const origin = { engineVersion: "0.1.0", source: makeSource() };
const pageOf = (judgement: Judgement) => reportHtml(assembleReport(judgement, origin));
const cellOf = ($: ReturnType<typeof load>, name: string) => $(`[id="${name}"]`);

/** Tables 3 and 4 stand in a picture that could not be read. */
function makeUnread(): Judgement {
  const uncertain = figureNames(null, "2021");
  const changes = Object.fromEntries(uncertain.map((name) => [name, null]));
  const findings = [
    { code: "PICTURE-UNREAD", severity: "warning", message: "190个数字可能在图片里，未能读取。", cells: uncertain },
  ] as const;
  return { ...makeJudgement({ status: "needs-review", findings, uncertain }, changes), blanks: {} };
}

/** Every position of a table is covered once and only once. */
function widthsOf($: ReturnType<typeof load>, selector: string): number[] {
  const widths: number[] = [];
  const rows = $(`${selector} tr`).toArray();
  rows.forEach((row, index) => {
    for (const cell of $(row).children("td,th").toArray()) {
      const down = Number($(cell).attr("rowspan") ?? 1);
      for (let r = index; r < index + down; r++) widths[r] = (widths[r] ?? 0) + Number($(cell).attr("colspan") ?? 1);
    }
  });
  expect(widths).toHaveLength(rows.length);
  return [...new Set(widths)];
}

describe("the page", () => {
  test.each([makeJudgement(), makeInvalid(), makeNeedsReview(), UNRECOGNIZED])(
    "has no script, no inline style, no reference outside itself (%#)",
    (judgement) => {
      const $ = load(pageOf(judgement));
      expect($("script,link,img,iframe,object,embed,form,base,[style],[src],[onclick]").length).toBe(0);
      for (const link of $("[href]").toArray()) expect($(link).attr("href")).toMatch(/^#/u);
      const hash = createHash("sha256").update($("style").text()).digest("base64");
      expect($('meta[http-equiv="Content-Security-Policy"]').attr("content")).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
      );
      expect($("style").text()).not.toMatch(/url\(|@import/u);
    },
  );

  test.each([makeJudgement(), makeInvalid(), makeNeedsReview(), makeUnread()])(
    "has no identifier twice and no link into nothing (%#)",
    (judgement) => {
      const $ = load(pageOf(judgement));
      const ids = $("[id]")
        .toArray()
        .map((element) => $(element).attr("id"));
      expect(new Set(ids).size).toBe(ids.length);
      for (const link of $("a").toArray()) expect(ids).toContain($(link).attr("href")?.slice(1));
    },
  );

  test.each([
    [makeJudgement(), "合格", "文件中的200个数字均已读取确认"],
    [makeInvalid(), "有误须退回", "发现5处错误"],
    [makeNeedsReview(), "需人工核对", "有4处未能读得确切"],
    [UNRECOGNIZED, "未认出文种", "没有认出"],
  ])("says its verdict first (%#)", (judgement, word, sentence) => {
    const $ = load(pageOf(judgement));
    expect($(".stamp").text()).toContain(word);
    expect($(".sentence").text()).toContain(sentence);
  });

  test("of a file that could not be read gives the reason and no tables", () => {
    const $ = load(
      reportHtml(assembleFailure({ code: "ENCRYPTED", message: "文件设有打开密码，请取消密码后重新提交。" }, origin)),
    );
    expect($(".verdict").text()).toMatch(/无法读取[\s\S]*请取消密码/u);
    expect($("table").length).toBe(0);
  });
});

describe("the official tables", () => {
  test.each(["2021", "2019"] as const)("hold every figure of the form of %s once, in a grid without holes", (form) => {
    const $ = load(pageOf(makeJudgement({}, {}, form)));
    const ids = $("table.form td")
      .toArray()
      .map((cell) => $(cell).attr("id"));
    expect(ids).toEqual(figureNames(form, form));
    expect(widthsOf($, "table.proactive")).toEqual([7]);
    expect(widthsOf($, "table.applications")).toEqual([10]);
    expect(widthsOf($, "table.review")).toEqual([15]);
  });

  test("table 3 tells its form by itself", () => {
    const tables = {
      ...makeJudgement().tables,
      applications: makeJudgement({}, {}, "2019").tables?.applications ?? {},
    };
    const $ = load(pageOf(makeJudgement({ tables })));
    expect($("table.applications tbody tr").length).toBe(23);
    expect($("table.proactive").text()).toContain("本年制发件数");
  });

  test("a missing table is said to be missing", () => {
    const tables = makeJudgement().tables ?? {};
    const empty = { reconsideration: {}, litigationDirect: {}, litigationAfterReconsideration: {} };
    const review = Object.fromEntries(
      Object.keys(empty).map((row) => [
        row,
        { upheld: null, corrected: null, other: null, pending: null, total: null },
      ]),
    );
    const findings = [
      { code: "TABLE-MISSING", severity: "error", message: "没有找到第四部分的表格。", cells: ["review"] },
    ] as const;
    const $ = load(pageOf(makeJudgement({ status: "invalid", tables: { ...tables, review }, findings })));
    expect($("#review").text()).toContain("文件中没有找到这张表");
    expect($("#review table").length).toBe(0);
  });

  test("a table of which nothing could be read is a sentence, not a wall of question marks", () => {
    const $ = load(pageOf(makeUnread()));
    expect($("section#applications").text()).toContain("未能读出");
    expect($("table.applications").length).toBe(0);
    expect($("table.proactive").length).toBe(1);
    expect($("#problems li").text()).toContain("190处");
    expect($("#problems details").length).toBe(0);
  });

  test("an unknown form of table 2 is said to be unknown", () => {
    const judgement = makeNeedsReview();
    const $ = load(pageOf({ ...judgement, template: null, tables: { ...judgement.tables, proactive: {} } }));
    expect($("section#proactive").text()).toContain("未能认出");
  });
});

describe("a marked cell", () => {
  const $ = load(pageOf(makeInvalid()));

  test("has a sign besides its colour, and the number of the problem", () => {
    expect(cellOf($, "proactive.compulsion.decisions").find(".signs").text()).toBe("✗3");
    expect(cellOf($, "proactive.compulsion.decisions").attr("class")).toBe("marked error exact");
    expect(cellOf($, "proactive.fees.amount").attr("class")).toBe("marked warning exact");
  });

  test("shows a blank as blank and a slash as a slash", () => {
    expect(cellOf($, "proactive.compulsion.decisions").find(".absent").text()).toBe("（空）");
    expect(cellOf($, "review.reconsideration.pending").contents().first().text()).toBe("/");
  });

  test("stands out where a failing row and a failing column cross, and its fellows do not", () => {
    expect(cellOf($, "applications.resultTotal.total").attr("class")).toContain("exact");
    expect(cellOf($, "applications.granted.total").attr("class")).toBe("marked error");
    expect(cellOf($, "applications.granted.naturalPerson").attr("class")).toBeUndefined();
  });

  test("of a failing balance does not stand out: any of the four may be wrong", () => {
    const cells = ["newlyReceived", "carriedOver", "resultTotal", "carriedForward"].map(
      (row) => `applications.${row}.total`,
    );
    const findings = [{ code: "APP-BALANCE", severity: "error", message: "勾稽关系不成立。", cells }] as const;
    const balance = load(pageOf(makeJudgement({ status: "invalid", findings })));
    expect(cells.map((name) => cellOf(balance, name).attr("class"))).toEqual(cells.map(() => "marked error"));
  });

  test("tells its reasons, where it stands in the file, and what the text says instead", () => {
    const tip = cellOf($, "applications.newlyReceived.total").find(".tip").text();
    expect(tip).toContain("正文说全年收到申请4件");
    expect(tip).toContain("第一部分正文写的是4。");
    expect(tip).toContain("第3页，原文“6”");
  });

  test("that could not be read says so in two places", () => {
    const review = load(pageOf(makeNeedsReview()));
    expect(cellOf(review, "applications.granted.naturalPerson").text()).toContain("未读出");
    expect(cellOf(review, "applications.granted.naturalPerson").find(".signs").text()).toContain("?");
    expect(review("#uncertain").text()).toContain("第三部分表格“（七）总计”行“总计”列：读作“7”，第3页");
    expect(review("#uncertain").text()).toMatch(/标题是“.*年度报告”，未能断定机关的全称/u);
  });
});

test("a table or row that is in doubt as a whole is one thing to look up", () => {
  const tables = makeJudgement().tables ?? {};
  const names = (table: string, row: string) =>
    Object.keys(tables[table]?.[row] ?? {}).map((column) => `${table}.${row}.${column}`);
  const uncertain = [
    ...Object.keys(tables.review ?? {}).flatMap((row) => names("review", row)),
    ...names("applications", "granted"),
    "proactive.fees.amount",
  ];
  const $ = load(pageOf(makeJudgement({ status: "needs-review", uncertain })));
  const lines = $(".doubts li")
    .toArray()
    .map((line) => [$(line).find("a").attr("href"), $(line).text().replace(/^.*：/u, "")]);
  expect(lines).toEqual([
    ["#proactive.fees.amount", "读作“251.6”，第2页"],
    ["#applications.granted", "全部7个数字"],
    ["#review", "全部15个数字"],
  ]);
});

test("claims stand beside their figures, all litigation together beside its sum", () => {
  const $ = load(pageOf(makeInvalid()));
  const rows = $("table.claims tbody tr")
    .toArray()
    .map((row) =>
      $(row)
        .children()
        .toArray()
        .slice(0, 4)
        .map((cell) => $(cell).text()),
    );
  expect(rows).toEqual([
    ["第三部分表格“一、本年新收政府信息公开申请数量”行“总计”列", "4", "6", "≠ 不一致"],
    ["第三部分表格“二、上年结转政府信息公开申请数量”行“总计”列", "1", "1", "一致"],
    ["第四部分表格“行政诉讼—总计”", "0", "0", "一致"],
  ]);
});

describe("hostile text", () => {
  const evil = `</style></title><script>alert(1)</script><img src=//evil.example onerror=alert(1)>" onfocus="alert(1)'\u202eDCBA\u0000\u2066\ud800`;
  const judgement = makeInvalid();
  const page = reportHtml(
    assembleReport(
      {
        ...judgement,
        title: evil,
        organization: { name: evil, division: { code: "370102", name: evil } },
        sections: [{ number: 1, title: evil, text: `${evil}\n${"长".repeat(20_000)}\n${"W".repeat(20_000)}` }],
        claims: [{ figure: "applications.newlyReceived.total", value: 4, text: evil, section: 1 }],
        findings: [
          {
            code: "CELL-TEXT",
            severity: "error",
            message: `错${evil}`,
            cells: ["review.reconsideration.pending"],
            quote: evil,
          },
        ],
        figures: {
          ...judgement.figures,
          "applications.granted.total": { text: evil, unit: evil, where: { paragraph: 3 }, confidence: 1 },
        },
      },
      { ...origin, source: makeSource({ name: evil }) },
    ),
  );

  test("stays text", () => {
    const $ = load(page);
    expect($("script,img").length).toBe(0);
    expect($("[onfocus],[onerror]").length).toBe(0);
    expect($("style").length).toBe(1);
    expect($("h1").text()).toContain("<script>alert(1)</script>");
    expect(page).not.toMatch(/(src|href)\s*=\s*["']?(https?:)?\/\//iu);
  });

  test("cannot turn or hide what stands around it", () => {
    expect(page).not.toMatch(/[\u0000-\u0008\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u);
    expect(load(page)("h1").text()).toContain("\ufffdDCBA");
  });
});
