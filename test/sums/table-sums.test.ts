import { expect, test } from "@jest/globals";
import type { ClaimedSum } from "../../lib/document/claimed-sum.ts";
import { type Document, isTable } from "../../lib/document/document.ts";
import { sumsOf, withSums } from "../../lib/sums/table-sums.ts";
import { accountsTexts, ORDINARY } from "../make/accounts.ts";
import { accountsHtml } from "../make/accounts-files.ts";
import { bytesOf, page } from "../make/html.ts";
import { processed, readHtml, secondReading } from "../make/readings.ts";

/** A web page with one table, its cells between bars. */
const tablePage = (rows: readonly string[]): Uint8Array =>
  bytesOf(
    page(
      `<p>某统计表</p><table>${rows
        .map(
          (row) =>
            `<tr>${row
              .split("|")
              // 2>1: the number 1 over two columns.
              .map((cell) =>
                cell
                  .trim()
                  .replace(
                    /^(?:(\d)>)?(.*)$/su,
                    (_, over, text) => `<td${over ? ` colspan="${over}"` : ""}>${text}</td>`,
                  ),
              )
              .join("")}</tr>`,
        )
        .join("")
        // What is done heads the rows below it.
        .replace("<td>办结</td>", '<td rowspan="3">办结</td>')}</table>`,
    ),
  );
const sumsIn = (...rows: string[]): readonly ClaimedSum[] => sumsOf(readHtml(tablePage(rows)));
const told = (sums: readonly ClaimedSum[]) => sums.map(({ kind, of, outcome }) => [kind, of, outcome]);

test.each<[what: string, rows: string[], told: [string, string, string][]]>([
  [
    "a total below, in each of its columns",
    ["项目|件数|金额", "甲|3|1.10", "乙|4|2.20", "合计|7|3.30"],
    [
      ["row", "件数", "exact"],
      ["row", "金额", "exact"],
    ],
  ],
  [
    "a total above, off by rounding",
    ["项目|金额|其他", "合 计|3.34|2.00", "甲|1.11|1.00", "乙|1.11|0.50", "丙|1.11|0.50"],
    [
      ["row", "金额", "rounded"],
      ["row", "其他", "exact"],
    ],
  ],
  [
    "a total whose own column nobody filled in above it: nothing can be told",
    ["项目|甲类|乙类|总计", "公开|3|1|", "不公开|2|4|", "合计|5|5|10"],
    [
      ["row", "甲类", "exact"],
      ["row", "乙类", "exact"],
      ["row", "总计", "unsure"],
      ["column", "合计", "exact"],
    ],
  ],
  [
    "figures of which a digit is struck: what they are nobody knows",
    ["项目|甲类|乙类|丙类", "公开|3|1|2", "不公开|2|4|2", "合计|5|5|<s>1</s>20"],
    [
      ["row", "甲类", "exact"],
      ["row", "乙类", "exact"],
      ["row", "丙类", "unsure"],
    ],
  ],
  [
    "a number over two columns, of which each may be its own",
    ["项目|甲类|乙类|丙类", "公开|3|2>1", "不公开|2|1|4", "合计|5|2|9"],
    [
      ["row", "甲类", "exact"],
      ["row", "乙类", "exact"],
      ["row", "丙类", "unsure"],
    ],
  ],
  [
    "a total whose column has a dash above it: it says that there is nothing",
    ["项目|甲类|乙类|丙类", "公开|3|1|6", "不公开|2|4|—", "合计|5|5|10"],
    [
      ["row", "甲类", "exact"],
      ["row", "乙类", "exact"],
      ["row", "丙类", "broken"],
    ],
  ],
  [
    "subtotals, and the total of them",
    ["Item|A|B", "a|1|2", "b|2|2", "Subtotal|3|4", "c|5|1", "d|5|1", "Subtotal|10|2", "Total|13|6"],
    [
      ["row", "A", "exact"],
      ["row", "B", "exact"],
      ["row", "A", "exact"],
      ["row", "B", "exact"],
      ["row", "A", "exact"],
      ["row", "B", "exact"],
    ],
  ],
  [
    "one column that is broken beside one that holds",
    ["项目|甲|乙|丙", "一|10|20|1", "二|30|40|1", "合计|40|66|2"],
    [
      ["row", "甲", "exact"],
      ["row", "乙", "broken"],
      ["row", "丙", "exact"],
    ],
  ],
  [
    "a lone total that a slip of the pen explains",
    ["项目|金额", "一|10", "二|30", "三|30", "总计|80"],
    [["row", "金额", "broken"]],
  ],
  ["a lone total of other things", ["项目|金额", "一|10", "二|30", "总计|900"], [["row", "金额", "unsure"]]],
  [
    "small figures with a part that is a whole itself, whose rounding proves nothing",
    ["事项|甲|乙", "一|1|2", "二|1|0", "三|2|2", "四|1|1", "总计|3|3"],
    [
      ["row", "甲", "unsure"],
      ["row", "乙", "unsure"],
    ],
  ],
  [
    "rates and prices, which nobody adds up",
    ["项目|数量|单价|增长率", "一|10|3|5", "二|30|4|6", "合计|40|3.75|5.8"],
    [["row", "数量", "exact"]],
  ],
  [
    "shares that add up to the whole",
    ["地区|人口|占比", "东|20|33.3%", "中|20|33.3%", "西|20|33.3%", "合计|60|100%"],
    [
      ["row", "人口", "exact"],
      ["shares", "占比", "rounded"],
    ],
  ],
  [
    "shares of which one was written wrong",
    ["地区|人口|户数|占比", "东|20|30|50%", "西|5|6|40%", "合计|25|36|100%"],
    [
      ["row", "人口", "exact"],
      ["row", "户数", "exact"],
      ["shares", "占比", "broken"],
    ],
  ],
  [
    "a rate of each part, which is no share of the whole",
    ["Element|Lines|Cov.|Methods", "one|10|100%|3", "two|5|100%|6", "Total|15|100%|9"],
    [
      ["row", "Lines", "exact"],
      ["shares", "Cov.", "unsure"],
      ["row", "Methods", "exact"],
    ],
  ],
  [
    "a share of each part in a whole of its own",
    ["地区|人口|户数|女性占比", "东|20|30|100%", "西|5|6|100%", "合计|25|36|100%"],
    [
      ["row", "人口", "exact"],
      ["row", "户数", "exact"],
      ["shares", "女性占比", "unsure"],
    ],
  ],
  [
    "rates and averages in a column of totals, which nobody adds up",
    [
      "项目|东|西|合计",
      "数量|10|30|40",
      "件数|5|6|11",
      "人数|7|8|15",
      "户数|3|6|9",
      "平均时长|2.5|3.5|3.2",
      "优秀|3%|2%|9%",
    ],
    [
      ["column", "数量", "exact"],
      ["column", "件数", "exact"],
      ["column", "人数", "exact"],
      ["column", "户数", "exact"],
      ["column", "平均时长", "unsure"],
      ["column", "优秀", "unsure"],
    ],
  ],
  [
    "figures rounded to fewer decimals than a rate below them",
    [
      "Item|East|West",
      "Sales costs|163.0|154.2",
      "Grants|3.8|3.8",
      "Depreciation|51.9|51.8",
      "Total|218.6|209.8",
      "Margin|19.49%|19.08%",
    ],
    [
      ["row", "East", "rounded"],
      ["row", "West", "exact"],
    ],
  ],
  [
    "a total above which dashes stand alone: its parts may be told elsewhere",
    [
      "Item|East|West|North",
      "Short term|476.4|560.5|-",
      "Long term|253.1|38.8|-",
      "Total debt issued|729.5|599.3|181.9",
    ],
    [
      ["row", "East", "exact"],
      ["row", "West", "exact"],
      ["row", "North", "unsure"],
    ],
  ],
  ["shares without a row of totals", ["地区|占比", "东|40%", "西|60%"], [["shares", "占比", "exact"]]],
  [
    "a column of totals",
    ["地区|合计|男|女", "东|5|2|3", "西|7|3|4", "北|9|4|8"],
    [
      ["column", "东", "exact"],
      ["column", "西", "exact"],
      ["column", "北", "broken"],
    ],
  ],
  [
    "figures beside more words than numbers, from their first row on",
    ["Version|Time|Files|Bugs|Impact", "one|10 min|2|0|broken", "two|15 min|2|32|crashes", "Total|25 min|4|32|all"],
    [
      ["row", "Files", "exact"],
      ["row", "Bugs", "exact"],
    ],
  ],
  [
    "columns that are headed by years",
    ["项目|2023|备注", "一|10|无", "二|30|无", "合计|40|无"],
    [["row", "", "exact"]],
  ],
  [
    "counts, which nobody rounds",
    ["来源|合计（件）|网上（件）|信函（件）", "东|5|2|3", "西|7|3|4", "北|9|4|4"],
    [
      ["column", "东", "exact"],
      ["column", "西", "exact"],
      ["column", "北", "broken"],
    ],
  ],
  [
    "totals of one part each, not always the same",
    ["来源|合计|网上|信函", "东|5|5|0", "西|7|0|7", "北|90|4|8"],
    [
      ["column", "东", "exact"],
      ["column", "西", "exact"],
      ["column", "北", "broken"],
    ],
  ],
  [
    "totals of one part, which may be one of several that are not printed",
    ["来源|合计|网上|信函", "东|5|5|0", "西|7|7|0", "北|90|4|8"],
    [
      ["column", "东", "unsure"],
      ["column", "西", "unsure"],
      ["column", "北", "unsure"],
    ],
  ],
  [
    "a total below a heading of its own at the left",
    ["类|项|甲|乙|丙", "收到|件|9|8|7", "办结|公开|1|2|3", "不公开|4|4|4", "总计|5|6|70"],
    [
      ["row", "甲", "exact"],
      ["row", "乙", "exact"],
      ["row", "丙", "broken"],
    ],
  ],
  [
    "a part that is more than its whole in one of three columns",
    ["项目|甲|乙|丙", "支出|5|6|7", "其中：工资|4|9|1"],
    [
      ["among", "甲", "exact"],
      ["among", "乙", "broken"],
      ["among", "丙", "exact"],
    ],
  ],
  [
    "a figure that is none",
    ["项目|金额|件", "一|30|1", "二|待定|2", "合计|40|3"],
    [
      ["row", "金额", "unsure"],
      ["row", "件", "exact"],
    ],
  ],
  [
    "wholes that say what of, each of the last ones before it",
    [
      "项目|期末|期初",
      "流动资产：||",
      "货币资金|10|20",
      "存货|5|6",
      "流动资产合计|15|26",
      "非流动资产：||",
      "固定资产|7|8",
      "商誉|1|1",
      "非流动资产合计|8|9",
      "资产总计|23|35",
    ],
    [
      ["row", "期末", "exact"],
      ["row", "期初", "exact"],
      ["row", "期末", "exact"],
      ["row", "期初", "exact"],
      ["row", "期末", "exact"],
      ["row", "期初", "exact"],
    ],
  ],
  [
    "dollars, and brackets for what is taken off, below a whole of the whole above them",
    [
      "Item|This year|Last year",
      "Cash|$1,200|$1,100",
      "Stock|300|250",
      "Total current assets|1,500|1,350",
      "Plant|900|850",
      "Depreciation|(100)|($50)",
      "Total assets|$2,300|$2,150",
    ],
    [
      ["row", "This year", "exact"],
      ["row", "Last year", "exact"],
      ["row", "This year", "exact"],
      ["row", "Last year", "exact"],
    ],
  ],
  [
    "two tables side by side, each with rows of its own: what is numbered below another is part of it",
    [
      "收入|预算|支出|决算",
      "一、拨款|30|一、服务|12",
      "1、一般|30|二、教育|20",
      "二、其他|2|三、其他|0",
      "收入总计|32|支出总计|32",
    ],
    [
      ["row", "预算", "exact"],
      ["row", "决算", "exact"],
    ],
  ],
  [
    "a lone total of parts that are told twice",
    ["地区|金额", "东|100", "南|20", "南一|5", "南二|15", "总计|120"],
    [["row", "金额", "unsure"]],
  ],
  [
    "a lone total of half its parts: a mean, or a whole told twice",
    ["地区|金额", "东|11", "南|11", "总计|11"],
    [["row", "金额", "unsure"]],
  ],
  [
    "a part that is nothing wherever the words are shown to mean it",
    ["项目|甲|乙|丙|丁", "一|1|2|3|5", "二|2|3|4|6", "其他||||4", "合计|3|5|7|11"],
    [
      ["row", "甲", "exact"],
      ["row", "乙", "exact"],
      ["row", "丙", "exact"],
      ["row", "丁", "unsure"],
    ],
  ],
  ["the only row of figures", ["合计|出国|接待|用车", "6|1|2|3"], [["column", "", "exact"]]],
  [
    "what a pivot table added up",
    ["Row Labels|Sum of Score", "a|3", "b|12", "Grand Total|15"],
    [["row", "Sum of Score", "exact"]],
  ],
  [
    "dates of years, which are no dates",
    ["Item|Year ended June", "a|3", "b|12", "Total|15"],
    [["row", "Year ended June", "exact"]],
  ],
  [
    "labels that begin with another's: they are parts of it",
    ["Function|Hires", "Finance|30", "Finance - Bank|10", "Finance - Tax|20", "Law|20", "Total|50"],
    [["row", "Hires", "exact"]],
  ],
  [
    "figures left of the words, which are another table's",
    ["值|项目|数", "1|一|3", "2|二|4", "9|合计|7"],
    [["row", "数", "exact"]],
  ],
])("of %s is told what it is", (_, rows, expected) => expect(told(sumsIn(...rows))).toEqual(expected));

test("accounts that hold have no broken sum, and most of their totals are told", () => {
  const sums = sumsOf(readHtml(accountsHtml(accountsTexts({ ...ORDINARY, seed: 9, blanks: true }))));
  expect(sums.filter(({ outcome }) => outcome === "broken")).toEqual([]);
  expect(sums.filter(({ outcome }) => outcome !== "unsure").length).toBeGreaterThan(sums.length / 2);
});

test("cells say whether two readings agree, and a sum of one that does not is not told", async () => {
  const rows = ["项目|甲|乙", "一|10|20", "二|30|40", "合计|40|60"];
  const document = readHtml(tablePage(rows));
  const other = await secondReading(tablePage(rows.map((row) => row.replace("30", "39"))), "html", "flatText");
  const { blocks, sums = [] } = withSums(document, other);
  const apart = blocks.filter(isTable).flatMap(({ cells }) => cells.filter(({ agrees }) => agrees === false));
  expect(apart.map(({ text }) => text)).toEqual(["30"]);
  expect(told(sums)).toEqual([
    ["row", "甲", "unsure"],
    ["row", "乙", "exact"],
  ]);
  expect(
    withSums(document, null)
      .blocks.filter(isTable)[0]
      ?.cells.some(({ agrees }) => agrees),
  ).toBe(false);
});

test("of tables side by side, which the second reading has row after row, both agree", async () => {
  const rows = (from: number) => Array.from({ length: 150 }, (_, at) => from + at).map((at) => `第${at}项|${at * 7}`);
  const [left, right] = [rows(1000), rows(3000)];
  const [one, other] = [left, right].map((side) => readHtml(tablePage(side)));
  const second = await secondReading(tablePage(left.map((row, at) => `${row}|${right[at]}`)), "html", "flatText");
  const { blocks } = withSums(
    { ...one, blocks: [...(one?.blocks ?? []), ...(other?.blocks ?? [])] } as Document,
    second,
  );
  const cells = blocks.filter(isTable).flatMap((table) => table.cells);
  expect(cells).toHaveLength(600);
  expect(cells.filter(({ agrees }) => !agrees)).toEqual([]);
});

test("a document of no family stays unrecognized, and its sums stand in document.json", async () => {
  const { report, document } = await processed(
    "a.html",
    tablePage(["项目|金额", "一|10", "二|30", "三|30", "总计|80"]),
  );
  expect(report.status).toBe("unrecognized");
  expect(document?.sums).toMatchObject([
    {
      table: 0,
      kind: "row",
      words: "总计",
      total: [4, 1],
      parts: [
        [1, 1],
        [2, 1],
        [3, 1],
      ],
      outcome: "broken",
      printed: "80",
      added: "70",
    },
  ]);
});
